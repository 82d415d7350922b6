"""A vet in Norwich keeps her clients and their visits side by side in one sheet; the phones lost their zeros."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import ENGLISH_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import new_workbook, write_sheet

CLIENTS = ("Client no", "Client", "Phone", "Email", "Pet", "Registered")
VISITS = ("Visit no", "Visit date", "Client no", "Reason", "Fee")
REASONS = ("Vaccination", "Check-up", "Dental", "Limping", "Neutering", "Itching")


def write(path: Path) -> Strange:
    draw = random.Random(1603)
    clients: list[list[Any]] = []
    for number in range(84):
        name = f"{draw.choice(ENGLISH_NAMES).split()[0]} {draw.choice(ENGLISH_NAMES).split()[-1]}"
        since = datetime(2021, 1, 5) + timedelta(days=draw.randint(0, 1400))
        mail = f"client{number + 1}@example.org" if draw.random() < 0.7 else "n/a"
        clients.append(
            [
                1001 + number,
                name,
                7_400_000_000 + draw.randint(0, 99_999_999),
                mail,
                draw.choice(("dog", "cat", "rabbit")),
                since,
            ]
        )
    visits: list[list[Any]] = []
    day = datetime(2025, 1, 6)
    for number in range(172):
        fee = draw.choice((38.5, 52.0, 65.0, 120.0, 245.75))
        visits.append([f"V{number + 1:04d}", day, draw.choice(clients)[0], draw.choice(REASONS), fee])
        day += timedelta(days=draw.choice((0, 1, 1, 2)))
    book, sheet = new_workbook("Practice")
    sheet["A1"] = "CLIENTS"
    sheet["I1"] = "VISITS 2025"
    write_sheet(sheet, [CLIENTS, *clients], top=2)
    write_sheet(sheet, [VISITS, *visits], top=2, left=9)
    for row in range(3, len(visits) + 3):
        sheet.cell(row, 6).number_format = sheet.cell(row, 10).number_format = "dd/mm/yyyy"
        sheet.cell(row, 13).number_format = '"£"#,##0.00'
    book.save(path)
    since = [client[5].date() for client in clients]
    fees = sum(visit[4] for visit in visits)
    people = Records(
        "customer",
        len(clients),
        min(since),
        max(since),
        {"Client no": "customer", "Client": "name", "Email": "email", "Registered": "created_at"},
        (
            Figure("different name", len({client[1] for client in clients})),
            Figure("rows with email", sum(client[3] != "n/a" for client in clients)),
        ),
    )
    seen = Records(
        "order",
        len(visits),
        date(2025, 1, 6),
        visits[-1][1].date(),
        {"Visit no": "order", "Visit date": "placed_at", "Client no": "customer"},
        (Figure("sum any amount", fees), Figure("different customer", len({visit[2] for visit in visits}))),
    )
    return Strange(((people, seen),))


OWNER = Owner(
    "vet_norwich", "A vet in Norwich has clients and visits side by side in one sheet", "practice.xlsx", write
)
