"""A museum in Paris has tablets at the exits; their export counts milliseconds."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import write_text

HEADINGS = ("id", "tablette", "salle", "horodatage", "langue", "smiley", "version_app")


def write(path: Path) -> Strange:
    draw = random.Random(75)
    rows, smileys = [], []
    at = datetime(2025, 5, 2, 8, 31, 7, tzinfo=UTC)
    first = at
    for number in range(598):
        smiley = draw.choices((1, 2, 3, 4, 5), (4, 6, 14, 36, 40))[0]
        room = draw.choice(("Impressionnistes", "Antiquités", "Boutique", "Vestiaire"))
        smileys.append((room, smiley))
        rows.append(
            (
                90211 + number,
                f"TAB-{draw.randint(1, 6):02d}",
                room,
                int(at.timestamp() * 1000) + draw.randint(0, 999),
                draw.choice(("fr", "fr", "en", "es", "it")),
                smiley,
                "2.3.1",
            )
        )
        last = at
        at += timedelta(minutes=draw.randint(2, 60))
        if at.hour >= 16:
            at = (at + timedelta(days=1)).replace(hour=8, minute=draw.randint(5, 50))
    write_text(path, [HEADINGS, *rows], ending="\n")
    shop = [smiley for room, smiley in smileys if room == "Boutique"]
    figures = (
        Figure("mean score", mean([smiley for _room, smiley in smileys])),
        Figure("rows", sum(smiley == 5 for _room, smiley in smileys), {"score": (5,)}),
        Figure("mean score", mean(shop), {"touchpoint": ("Boutique",)}),
    )
    columns = {
        "horodatage": "submitted_at",
        "smiley": "score",
        "langue": "language",
        "salle": "touchpoint",
        "id": "response",
    }
    assert first.date() == date(2025, 5, 2)
    told = Records("answer", len(rows), first.date(), last.date(), columns, figures[:2], {"smiley": (1, 5)})
    return Strange(((told,),))


OWNER = Owner(
    "museum_paris",
    "A museum in Paris exports the smileys of its tablets, with epoch milliseconds",
    "smileys_export.csv",
    write,
)
