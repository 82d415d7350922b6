"""A web shop in Oradea keeps a sheet for each month, with mixed dates, blank lines and two columns called Total."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import ROMANIAN_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import french_amount, new_workbook, write_sheet

HEADINGS = ("Nr. comanda", "Data", "Client", "Oras", "Produs", "Buc.", "Total", "TVA", "Total", "Stare comanda")
MONTHS = ("ianuarie", "februarie", "martie")


def lei(bani: int) -> str:
    return french_amount(bani / 100) + " lei"


def write(path: Path) -> Strange:
    draw = random.Random(259)
    book, sheet = new_workbook(MONTHS[0])
    nets, grosses, states, days, number = [], [], [], [], 5012
    for month, title in enumerate(MONTHS, start=1):
        sheet = sheet if month == 1 else book.create_sheet(title)
        rows: list[list[Any]] = []
        day = date(2025, month, 1)
        while day.month == month and day < date(2025, month, 28):
            for _order in range(draw.randint(1, 4)):
                net = 100 * draw.choice((49, 120, 380, 1250, 2400))
                tax = net * 19 // 100
                written: Any = datetime(2025, month, day.day) if draw.random() < 0.7 else f"{day:%d.%m.%Y}"
                state = draw.choices(("Livrata", "Anulata", "Returnata"), (90, 5, 5))[0]
                nets.append(net)
                grosses.append(net + tax)
                states.append(state)
                days.append(day)
                town = draw.choice(("Oradea", "Cluj-Napoca", "București", "n/a"))
                cells = [
                    f"C{number}",
                    written,
                    draw.choice(ROMANIAN_NAMES),
                    town,
                    draw.choice(("Lampă", "Fotoliu", "Covor")),
                ]
                rows.append([*cells, draw.randint(1, 3), lei(net), lei(tax), lei(net + tax), state])
                number += 1
            rows += [[]] if day.weekday() == 6 else []
            day += timedelta(days=1)
        write_sheet(sheet, [HEADINGS, *rows])
    book.save(path)
    columns = {"Nr. comanda": "order", "Data": "placed_at", "Client": "customer", "Stare comanda": "status"}
    figures = (
        Figure("sum net_amount", sum(nets) / 100),
        Figure("sum gross_amount", sum(grosses) / 100),
        Figure("rows", states.count("Anulata"), {"status": ("Anulata", "cancelled")}),
    )
    return Strange(((Records("order", len(nets), days[0], days[-1], columns, figures),),))


OWNER = Owner(
    "webshop_oradea",
    "A web shop in Oradea keeps a sheet per month, with two columns called Total",
    "comenzi 2025.xlsx",
    write,
)
