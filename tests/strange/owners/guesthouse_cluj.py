"""A guest house in Cluj keeps its guest book in an old spreadsheet program, with stars."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.people import ROMANIAN_NAMES, remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import write_text

HEADINGS = ("Data", "Oaspete", "Camera", "Nopți", "Nota", "Impresii", "De unde ne știe")
REMARKS = (
    "Micul dejun a fost delicios, dar cafeaua cam slabă",
    "Liniște și aer curat",
    "Patul scârțâie",
    "Gazde minunate; revenim cu drag",
    "Greu de găsit adresa noaptea",
    "Căldura nu a mers în prima seară",
)


def stars(number: int) -> str:
    return "★" * number + "☆" * (5 - number)


def write(path: Path) -> Strange:
    draw = random.Random(400)
    rows, counts, days = [], [], []
    day = date(2024, 11, 2)
    for _stay in range(138):
        count = draw.choices((1, 2, 3, 4, 5), (2, 3, 9, 30, 56))[0]
        counts.append(count)
        days.append(day)
        name = draw.choice(ROMANIAN_NAMES)
        source = draw.choice(("Booking", "Airbnb", "prieteni", "Google", ""))
        room = draw.choice(("Mansarda", "Verde", "Albastră", "Familie"))
        row = (f"{day:%d.%m.%Y}", name, room, draw.randint(1, 6), stars(count), remark(REMARKS, draw.random()), source)
        rows.append(row)
        day += timedelta(days=draw.randint(0, 4))
    write_text(path, [HEADINGS, *rows], delimiter=";", encoding="utf-16")
    columns = {"Data": "submitted_at", "Nota": "score", "Impresii": "comment"}
    figures = (Figure("mean score", mean(counts)), Figure("rows", counts.count(5), {"score": (5,)}))
    answers = Records("answer", len(rows), days[0], days[-1], columns, figures, {"Nota": (1, 5)})
    posted = {"Data": "held_at", "Nota": "rating", "Impresii": "comment"}
    of_review = (Figure("mean rating", mean(counts)), Figure("rows", counts.count(5), {"rating": (5,)}))
    return Strange(((answers,), (Records("business_review", len(rows), days[0], days[-1], posted, of_review),)))


OWNER = Owner("guesthouse_cluj", "A guest house in Cluj keeps its guest book with stars", "carte oaspeti.csv", write)
