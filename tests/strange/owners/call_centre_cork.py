"""A call centre in Cork gets a weekly table, a day a line, with three columns under the name of every queue."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import new_workbook, write_sheet

QUEUES = ("Sales", "Billing", "Technical")
MEASURES = ("Offered", "Answered", "Abandoned", "Answered within 20s")


def write(path: Path) -> Strange:
    draw = random.Random(21)
    sums = {(queue, measure): 0 for queue in QUEUES for measure in MEASURES}
    rows: list[list[Any]] = []
    days = [date(2025, 2, 3) + timedelta(days=number) for number in range(181)]
    days = [day for day in days if day.weekday() < 6]
    for day in days:
        row: list[Any] = [datetime(day.year, day.month, day.day)]
        for queue in QUEUES:
            offered = draw.randint(40, 160)
            lost = draw.randint(0, offered // 8)
            answered = offered - lost
            quick = draw.randint(answered // 2, answered)
            for measure, number in zip(MEASURES, (offered, answered, lost, quick), strict=True):
                sums[queue, measure] += number
                row.append(number)
        rows.append(row)
    book, sheet = new_workbook("Daily by queue")
    sheet["A1"] = "Queue performance – daily"
    for place, queue in enumerate(QUEUES):
        left = 2 + place * len(MEASURES)
        sheet.cell(3, left, queue)
        sheet.merge_cells(start_row=3, end_row=3, start_column=left, end_column=left + len(MEASURES) - 1)
    total = ["Total", *(sums[queue, measure] for queue in QUEUES for measure in MEASURES)]
    write_sheet(sheet, [["Date", *MEASURES * len(QUEUES)], *rows, total], top=4)
    for place in range(5, len(rows) + 5):
        sheet.cell(place, 1).number_format = "ddd dd/mm/yyyy"
    book.save(path)
    offered = sum(sums[queue, "Offered"] for queue in QUEUES)
    figures = (
        Figure("sum count", offered),
        Figure("sum answered_count", sum(sums[queue, "Answered"] for queue in QUEUES)),
        Figure("sum abandoned_count", sum(sums[queue, "Abandoned"] for queue in QUEUES)),
    )
    columns = {"Date": "offered_at"}
    by_queue = (*figures, Figure("sum count", sums["Billing", "Offered"], {"team": ("Billing",)}))
    told = Records("contact", len(rows) * len(QUEUES), days[0], days[-1], columns, by_queue)
    return Strange(((told,),))


OWNER = Owner(
    "call_centre_cork",
    "A call centre in Cork gets days by queues, three columns under each queue",
    "queues.xlsx",
    write,
)
