"""A gym in Timișoara exports its memberships; the amounts are written as `lei 149,00`."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.people import ROMANIAN_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import romanian_amount, write_text

HEADINGS = (
    "Nr. abonament",
    "Membru",
    "Telefon",
    "Tip abonament",
    "Data început",
    "Data sfârșit",
    "Tarif lunar",
    "Stare",
    "Motivul renunțării",
)
PRICES = {"Standard": 149, "Plus": 199, "Student": 99, "Familie": 1249}
REASONS = ("s-a mutat", "preț prea mare", "nu mai are timp", "prea aglomerat", "accidentare")


def write(path: Path) -> Strange:
    draw = random.Random(300)
    rows, paying, starts, left = [], [], [], 0
    for number in range(318):
        start = date(2023, 1, 3) + timedelta(days=draw.randint(0, 980))
        plan = draw.choices(tuple(PRICES), (50, 25, 20, 5))[0]
        gone = draw.random() < 0.38
        end = start + timedelta(days=draw.randint(30, 400)) if gone else None
        gone = gone and end is not None and end < date(2025, 10, 1)
        ended = f"{end:%d.%m.%Y}" if gone and end else ""
        left += gone
        paying.append(PRICES[plan])
        starts.append(start)
        phone = f"07{draw.randint(20, 79)} {draw.randint(100, 999)} {draw.randint(100, 999)}"
        reason = draw.choice(REASONS) if gone else ""
        state = "Reziliat" if gone else "Activ"
        name = f"{draw.choice(ROMANIAN_NAMES)}"
        price = f"lei {romanian_amount(PRICES[plan])}"
        rows.append((f"AB-{number + 1:05d}", name, phone, plan, f"{start:%d.%m.%Y}", ended, price, state, reason))
    total = ("", "", "", "", "", "TOTAL", f"lei {romanian_amount(sum(paying))}", "", "")
    write_text(path, [HEADINGS, *rows, total], delimiter=";", encoding="utf-8-sig")
    columns = {
        "Nr. abonament": "subscription",
        "Tip abonament": "plan",
        "Data început": "started_on",
        "Data sfârșit": "ended_on",
        "Stare": "status",
        "Motivul renunțării": "cancel_reason",
    }
    figures = (
        Figure("sum amount", sum(paying), {"currency": ("RON",)}),
        Figure("rows with ended_on", left),
        Figure("rows", sum(price == 99 for price in paying), {"plan": ("Student",)}),
    )
    told = Records("subscription", len(rows), min(starts), max(starts), columns, figures)
    return Strange(((told,),))


OWNER = Owner(
    "gym_timisoara", "A gym in Timișoara exports memberships with prices as lei 149,00", "abonamente.csv", write
)
