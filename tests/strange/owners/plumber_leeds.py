"""A plumber in Leeds exports his job sheet from the accounting program, with a total under every month."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.strange.people import ENGLISH_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import write_text

HEADINGS = ("Job No", "Date", "Customer", "Postcode", "Description", "Net", "VAT", "Gross", "Paid")
JOBS = (
    "Boiler service",
    "New tap, kitchen",
    "Leak under sink",
    "Radiator swap",
    "Unblock drain",
    "Bathroom, 2nd fix",
    "Callout",
)


def pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def totals(name: str, of: list[int]) -> tuple[str, ...]:
    return (
        "",
        "",
        "",
        "",
        name,
        pounds(sum(of)),
        pounds(sum(net // 5 for net in of)),
        pounds(sum(net + net // 5 for net in of)),
        "",
    )


def write(path: Path) -> Strange:
    draw = random.Random(1066)
    lines: list[tuple[Any, ...]] = [
        ("Hargreaves Plumbing & Heating Ltd",),
        ("Job sheet",),
        ("From 01/04/2025 to 30/09/2025",),
        (),
        HEADINGS,
    ]
    nets: list[int] = []
    month: list[int] = []
    days, day, customers = [], date(2025, 4, 1), set()
    for number in range(187):
        after = min(day + timedelta(days=draw.choice((0, 1, 1, 2))), date(2025, 9, 30))
        if after.month != day.month:
            lines += [totals(f"Total {day:%B %Y}", month), ()]
            month = []
        day = after
        net = 5 * draw.choice((1300, 1700, 2400, 3600, 4980, 9100, 16500, 41200, 97500))
        customer = draw.choice(ENGLISH_NAMES)
        customers.add(customer)
        days.append(day)
        nets.append(net)
        month.append(net)
        code = f"LS{draw.randint(1, 29)} {draw.randint(1, 9)}{draw.choice('ABDEFG')}{draw.choice('JLNPQ')}"
        paid = draw.choice(("Y", "Y", "Y", "N"))
        what = draw.choice(JOBS)
        money = (pounds(net), pounds(net // 5), pounds(net + net // 5))
        lines.append((f"J{2101 + number}", f"{day:%d/%m/%Y}", customer, code, what, *money, paid))
    lines += [totals(f"Total {day:%B %Y}", month), (), totals("Grand total", nets)]
    write_text(path, lines, encoding="cp1252")
    columns = {
        "Job No": "order",
        "Date": "placed_at",
        "Customer": "customer",
        "Net": "net_amount",
        "Gross": "gross_amount",
    }
    figures = (
        Figure("sum net_amount", sum(nets) / 100),
        Figure("sum gross_amount", sum(net + net // 5 for net in nets) / 100),
        Figure("different customer", len(customers)),
    )
    return Strange(((Records("order", len(nets), days[0], days[-1], columns, figures),),))


OWNER = Owner(
    "plumber_leeds", "A plumber in Leeds exports a job sheet with totals per month", "jobs_apr-sep.csv", write
)
