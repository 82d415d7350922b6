"""The town hall of Ploiești typed in a paper survey, without diacritics, in LibreOffice."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import remark
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import write_open_document

LABELS = ("Foarte nemultumit", "Nemultumit", "Nici multumit, nici nemultumit", "Multumit", "Foarte multumit")
UNKNOWN = "Nu stiu / nu raspund"
ASKED = ("Curatenia strazilor", "Transportul public", "Iluminatul stradal", "Parcuri si spatii verzi")
HEADINGS = ("Nr. chestionar", "Data completarii", "Cartier", "Grupa de varsta", *ASKED, "Alte observatii")
REMARKS = ("gropi pe strada noastra", "mai multi copaci", "autobuzul 5 intarzie mereu", "caini fara stapan", "")


def write(path: Path) -> Strange:
    draw = random.Random(100)
    rows: list[list[Any]] = []
    codes: dict[str, list[int]] = {name: [] for name in ASKED}
    days = []
    for number in range(302):
        day = date(2025, 9, 8) + timedelta(days=number // 22)
        days.append(day)
        answers = []
        for place, name in enumerate(ASKED):
            if draw.random() < 0.07:
                answers.append(UNKNOWN)
                continue
            code = draw.choices((1, 2, 3, 4, 5), (10 + place, 18, 20, 38, 14 - 2 * place))[0]
            codes[name].append(code)
            answers.append(LABELS[code - 1])
        quarter = draw.choice(("Nord", "Vest", "Sud", "Centru", "Mihai Bravu"))
        age = draw.choice(("18-30", "31-45", "46-60", "peste 60"))
        rows.append([number + 1, day, quarter, age, *answers, remark(REMARKS, draw.random())])
    write_open_document(
        path, {"Date": [HEADINGS, *rows], "Foaie2": [], "Legenda": [["Operator", "Birou relatii cu publicul"]]}
    )
    columns = {"Nr. chestionar": "response", "Data completarii": "submitted_at", **dict.fromkeys(ASKED, "score")}
    every = [code for name in ASKED for code in codes[name]]
    figures = (
        Figure("share score above middle", sum(code > 3 for code in every) / len(every)),
        Figure("rows", codes["Transportul public"].count(5), {"question": "Transportul public", "score": (5,)}),
        Figure("rows", len(codes["Iluminatul stradal"]), {"question": "Iluminatul stradal"}),
    )
    return Strange(
        ((Records("answer", len(every), days[0], days[-1], columns, figures, dict.fromkeys(ASKED, (1, 5))),),)
    )


OWNER = Owner(
    "city_ploiesti", "The town hall of Ploiești typed in a paper survey without diacritics", "chestionare.ods", write
)
