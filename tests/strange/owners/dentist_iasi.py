"""A dentist in Iași asks her patients with a Google form and downloads the sheet as CSV."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.strange.people import remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import write_text

RATED = "Cât de mulțumit(ă) ați fost de vizita de azi? (1 = deloc, 5 = foarte)"
RECOMMENDED = "Cât de probabil este să ne recomandați unui prieten, de la 0 la 10?"
IMPROVED = "Ce am putea face mai bine?"
HEADINGS = ("Marcaj de timp", "Nr. fișă", "Medic", RATED, RECOMMENDED, IMPROVED)
REMARKS = (
    "Am așteptat 40 de minute peste ora programată",
    "Totul perfect, mulțumesc!",
    "Nu se găsește loc de parcare",
    "M-a durut puțin după anestezie",
    "Doamna de la recepție e foarte amabilă",
    "Prețurile au crescut mult",
    "Aș vrea să primesc SMS cu o zi înainte",
    "Foarte curat",
    "Explicații clare, fără grabă",
)


def write(path: Path) -> Strange:
    draw = random.Random(20250107)
    rows, ratings, chances = [], [], []
    at = datetime(2025, 1, 7, 9, 12, 4)
    for number in range(212):
        rating = draw.choices((1, 2, 3, 4, 5), (3, 4, 12, 38, 70))[0]
        chance = min(10, max(0, rating * 2 + draw.choice((-2, -1, 0, 0, 1))))
        asked = draw.random() < 0.93
        ratings.append(rating)
        chances += [chance] if asked else []
        doctor = draw.choice(("Dr. Ana Popescu", "Dr. Radu Neagu", "Dr. Simona Țugui"))
        written = remark(REMARKS, draw.random())
        rows.append((f"{at:%d.%m.%Y %H:%M:%S}", 4100 + number * 3, doctor, rating, chance if asked else "", written))
        at += timedelta(hours=draw.randint(3, 26), seconds=draw.randint(0, 3599))
    write_text(path, [HEADINGS, *rows])
    last = datetime.strptime(rows[-1][0], "%d.%m.%Y %H:%M:%S").date()
    figures = (
        Figure("mean score", mean(ratings), {"role": "csat"}),
        Figure("mean score", mean(chances), {"role": "nps"}),
        Figure("rows", sum(chance >= 9 for chance in chances), {"role": "nps", "score": (9, 10)}),
    )
    columns = {
        HEADINGS[0]: "submitted_at",
        HEADINGS[2]: "agent",
        RATED: "score",
        RECOMMENDED: "score",
        IMPROVED: "comment",
    }
    told = Records(
        "answer",
        len(ratings) + len(chances),
        date(2025, 1, 7),
        last,
        columns,
        figures,
        {RATED: (1, 5), RECOMMENDED: (0, 10)},
    )
    return Strange(((told,),))


OWNER = Owner(
    "dentist_iasi", "A dentist in Iași asks by Google form and downloads the sheet", "Răspunsuri la formular.csv", write
)
