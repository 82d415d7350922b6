"""A bookshop in Bucharest downloads the list of campaigns from its newsletter tool."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import write_text

HEADINGS = (
    "Campanie",
    "Subiect",
    "Data trimiterii",
    "Destinatari",
    "Livrate",
    "Deschideri unice",
    "Rata de deschidere",
    "Clicuri unice",
    "Rata de click",
    "Dezabonări",
    "Respinse",
)
SUBJECTS = (
    "Noutăți de {m}",
    "Reduceri -20% la poezie",
    "Lansare de carte joi",
    "Cărți pentru copii",
    "Lista de lectură",
)


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%".replace(".", ",")


def write(path: Path) -> Strange:
    draw = random.Random(40)
    rows, sums = [], dict.fromkeys(("sent", "delivered", "opened", "clicked", "left", "bounced"), 0)
    at = datetime(2024, 1, 9, 10, 0)
    first = at.date()
    for number in range(92):
        sent = 2100 + number * 17 + draw.randint(-40, 40)
        bounced = draw.randint(5, 60)
        delivered = sent - bounced
        opened = int(delivered * draw.uniform(0.18, 0.42))
        clicked = int(opened * draw.uniform(0.05, 0.2))
        left = draw.randint(0, 12)
        for name, count in zip(sums, (sent, delivered, opened, clicked, left, bounced), strict=True):
            sums[name] += count
        subject = draw.choice(SUBJECTS).format(m="primăvară")
        sizes = (
            f"{sent:,}".replace(",", "."),
            f"{delivered:,}".replace(",", "."),
            opened,
            percent(opened, delivered),
            clicked,
        )
        rows.append(
            (
                f"NL {number + 1:03d}",
                subject,
                f"{at:%d.%m.%Y %H:%M}",
                *sizes,
                percent(clicked, delivered),
                left,
                bounced,
            )
        )
        last = at.date()
        at += timedelta(days=7, minutes=draw.choice((0, 0, 30, -60)))
    old = [
        [str(cell).replace("ț", "ţ").replace("ș", "ş") for cell in row] for row in rows
    ]  # its code page has no comma below
    write_text(path, [HEADINGS, *old], delimiter=";", encoding="cp1250", ending="\n")
    columns = {"Campanie": "campaign", "Data trimiterii": "at"}
    figures = (
        Figure("sum count", sums["sent"], {"kind": ("sent",)}),
        Figure("sum count", sums["opened"], {"kind": ("open", "opened")}),
        Figure("sum count", sums["clicked"], {"kind": ("click", "clicked")}),
        Figure("different campaign", len(rows)),
    )
    assert first == date(2024, 1, 9)
    return Strange(((Records("campaign_touch", 0, first, last, columns, figures),),))


OWNER = Owner(
    "newsletter_bucharest", "A bookshop in Bucharest downloads its list of newsletters", "campanii.csv", write
)
