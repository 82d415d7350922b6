"""A founder in Dublin keeps a pivot of what every customer paid in every month."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import new_workbook, write_sheet

MONTHS = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(18)]
FIRMS = ("Liffey", "Burren", "Tara", "Shannon", "Skellig", "Corrib", "Boyne", "Slieve", "Moher", "Dingle")
ENDINGS = ("Foods", "Logistics", "Dental", "Analytics", "Motors", "Homes", "Law", "Physio", "Media", "Seafood")


def write(path: Path) -> Strange:
    draw = random.Random(353)
    rows: list[list[Any]] = []
    paid = 0
    cells = 0
    by_month = [0] * len(MONTHS)
    for number in range(96):
        name = f"{FIRMS[number % 10]} {ENDINGS[number // 10]}"
        begin = draw.randint(0, 15) if draw.random() < 0.6 else 0
        end = draw.randint(begin + 1, 18) if draw.random() < 0.3 else 18
        price = draw.choice((29, 49, 49, 99, 249))
        amounts: list[Any] = [None] * len(MONTHS)
        for month in range(begin, end):
            price += 50 if draw.random() < 0.01 else 0
            amounts[month] = price
            by_month[month] += price
            cells += 1
        row_total = sum(amount or 0 for amount in amounts)
        paid += row_total
        rows.append([name, draw.choice(("Starter", "Team")), *amounts, row_total])
    book, sheet = new_workbook("MRR")
    headings = ["Customer", "Plan", *(f"{month:%b %Y}" for month in MONTHS), "Grand Total"]
    total = ["Grand Total", None, *by_month, paid]
    write_sheet(sheet, [["Sum of amount (EUR)"], [], headings, *rows, total])
    for row in sheet.iter_rows(min_row=4, min_col=3):
        for cell in row:
            cell.number_format = "€#,##0.00"
    book.save(path)
    columns = {"Customer": "customer", "Plan": "plan"}
    ways = []
    for kind, field in (
        ("subscription", "mrr"),
        ("subscription", "amount"),
        ("order", "net_amount"),
        ("order", "gross_amount"),
        ("kpi_reading", "value"),
    ):
        figures = (Figure(f"sum {field}", paid), Figure("different customer", len(rows)))
        ways.append((Records(kind, cells, MONTHS[0], MONTHS[-1], columns, figures),))
    return Strange(tuple(ways))


OWNER = Owner(
    "saas_dublin", "A founder in Dublin keeps a pivot of payments, customers by months", "MRR pivot.xlsx", write
)
