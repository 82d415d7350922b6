"""A school canteen in Nantes counts paper smileys after every lunch and types in one column per smiley."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.strange.people import remark
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import new_workbook, write_sheet

SMILEYS = {"😀": 4, "🙂": 3, "🙁": 2, "😡": 1}
HEADINGS = ("Date", "Classe", "Plat du jour", *SMILEYS, "Remarques")
DISHES = ("Lasagnes", "Poisson pané", "Gratin de courge", "Poulet rôti", "Lentilles saucisse", "Pizza", "Couscous")
REMARKS = ("plus de frites svp", "trop de bruit", "les courgettes beurk", "bon dessert", "froid")


def write(path: Path) -> Strange:
    draw = random.Random(44)
    rows, told, days = [], dict.fromkeys(SMILEYS, 0), []
    day = date(2025, 3, 3)
    while day < date(2025, 4, 5):
        if day.weekday() in (0, 1, 3, 4):
            dish = draw.choice(DISHES)
            for school_class in ("CP", "CE1", "CE2", "CM1", "CM2"):
                counts = [draw.randint(3, 12), draw.randint(3, 9), draw.randint(0, 5), draw.randint(0, 3)]
                for smiley, count in zip(SMILEYS, counts, strict=True):
                    told[smiley] += count
                days.append(day)
                lunch = datetime(day.year, day.month, day.day)
                rows.append((lunch, school_class, dish, *counts, remark(REMARKS, draw.random())))
        day += timedelta(days=1)
    book, sheet = new_workbook("Feuil1")
    write_sheet(sheet, [HEADINGS, *rows])
    for place in range(2, len(rows) + 2):
        sheet.cell(place, 1).number_format = "dd/mm/yyyy"
    book.save(path)
    everyone = sum(told.values())
    columns = {"Date": "submitted_at", **dict.fromkeys(SMILEYS, "score")}
    liked = told["😀"] + told["🙂"]
    one_each = (
        Figure("rows", everyone, weight="weight"),
        Figure("share score above middle", liked / everyone, weight="weight"),
        Figure("share score at top", told["😀"] / everyone, weight="weight"),
    )
    return Strange(((Records("answer", 0, days[0], days[-1], columns, one_each),),))


OWNER = Owner(
    "canteen_nantes",
    "A school canteen in Nantes types in its paper smileys, one column each",
    "cantine mars.xlsx",
    write,
)
