"""A hotel in Nice has a workbook of its questionnaires with two lines of headings, the upper ones merged."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import remark
from tests.strange.truth import Figure, Owner, Records, Strange, mean
from tests.strange.writing import new_workbook, write_sheet

RATED = ("Accueil", "Propreté", "Petit-déjeuner", "Rapport qualité-prix")
UPPER = (("Séjour", 3), ("Votre satisfaction (note de 1 à 10)", 4), ("Recommandation", 1), ("Expression libre", 1))
LOWER = ("Arrivée", "Départ", "Chambre", *RATED, "Nous recommanderiez-vous ? (0 à 10)", "Commentaire")
REMARKS = (
    "Vue superbe sur la baie",
    "Climatisation bruyante",
    "Petit-déjeuner répétitif",
    "Personnel aux petits soins",
    "Lit trop mou",
)


def write(path: Path) -> Strange:
    draw = random.Random(6)
    rows: list[list[Any]] = []
    scores: dict[str, list[int]] = {name: [] for name in (*RATED, LOWER[7])}
    days = []
    for _guest in range(146):
        arrival = date(2025, 3, 1) + timedelta(days=draw.randint(0, 120))
        leaving = arrival + timedelta(days=draw.randint(1, 7))
        mood = draw.gauss(7.8, 1.5)
        row: list[Any] = [
            datetime(*arrival.timetuple()[:3]),
            datetime(*leaving.timetuple()[:3]),
            draw.randint(101, 436),
        ]
        for name in RATED:
            score = min(10, max(1, round(draw.gauss(mood, 1.2))))
            blank = name == "Petit-déjeuner" and draw.random() < 0.25
            row.append(None if blank else score)
            scores[name] += [] if blank else [score]
        chance = min(10, max(0, round(draw.gauss(mood + 0.4, 1.3))))
        scores[LOWER[7]].append(chance)
        rows.append([*row, chance, remark(REMARKS, draw.random())])
        days.append((arrival, leaving))
    book, sheet = new_workbook("Questionnaires")
    left = 1
    for title, width in UPPER:
        sheet.cell(1, left, title)
        sheet.merge_cells(start_row=1, end_row=1, start_column=left, end_column=left + width - 1)
        left += width
    write_sheet(sheet, [LOWER, *rows], top=2)
    for place in range(3, len(rows) + 3):
        sheet.cell(place, 1).number_format = sheet.cell(place, 2).number_format = "dd/mm/yy"
    book.save(path)
    columns = {**dict.fromkeys(scores, "score"), "Commentaire": "comment"}
    rated = [score for name in RATED for score in scores[name]]
    figures = (
        Figure("mean score", mean(scores[LOWER[7]]), {"role": "nps"}),
        Figure("mean score", mean(rated), {"role": "csat"}),
        Figure("rows", len(scores["Petit-déjeuner"]), {"question": "Petit-déjeuner"}),
    )
    scales: dict[str, tuple[float, float]] = {**dict.fromkeys(RATED, (1, 10)), LOWER[7]: (0, 10)}
    either = []
    for place in (1, 0):
        span = [day[place] for day in days]
        told = Records("answer", len(rated) + len(scores[LOWER[7]]), min(span), max(span), columns, figures, scales)
        either.append((told,))
    return Strange(tuple(either))


OWNER = Owner(
    "hotel_nice", "A hotel in Nice has two lines of headings, the upper ones merged", "questionnaires hotel.xlsx", write
)
