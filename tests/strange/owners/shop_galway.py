"""A knitwear maker in Galway downloads the orders of her marketplace shop and saves them as Unicode text."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.people import ENGLISH_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import write_text

HEADINGS = (
    "Sale Date",
    "Order ID",
    "Buyer",
    "Full Name",
    "Number of Items",
    "Date Shipped",
    "Ship Country",
    "Currency",
    "Order Value",
    "Discount Amount",
    "Shipping",
    "Sales Tax",
    "Order Total",
    "Status",
    "Buyer Note",
)
NOTES = (
    "It is a gift, please no price!",
    "Can you post before Friday?",
    "Colour: heather",
    "Go raibh maith agat",
    "n/a",
    "n/a",
)


def write(path: Path) -> Strange:
    draw = random.Random(1588)
    rows, orders, buyers = [], [], set()
    day = date(2024, 9, 1)
    for _sale in range(243):
        name = draw.choice(ENGLISH_NAMES)
        user = name.lower().replace(" ", "").replace("'", "") + str(draw.randint(1, 2))
        items = draw.choices((1, 2, 3), (80, 15, 5))[0]
        value = sum(draw.choice((3800, 4500, 8900, 12950)) for _item in range(items))
        discount = value // 10 if draw.random() < 0.2 else 0
        post = draw.choice((0, 650, 1200))
        total = value - discount + post
        sent = day + timedelta(days=draw.randint(1, 6))
        status = draw.choices(("Completed", "Shipped", "Cancelled"), (85, 12, 3))[0]
        orders.append((day, value, total, items, status))
        buyers.add(user)
        country = draw.choice(("Ireland", "United Kingdom", "United States", "Germany", "France"))
        money = [f"{cents / 100:.2f}" for cents in (value, discount, post, 0, total)]
        shipped = f"{sent:%d-%b-%y}" if status != "Cancelled" else "n/a"
        number = f"{draw.randint(3_100_000_000, 3_999_999_999):012d}"
        row = (
            f"{day:%d-%b-%y}",
            number,
            user,
            name,
            items,
            shipped,
            country,
            "EUR",
            *money,
            status,
            draw.choice(NOTES),
        )
        rows.append(row)
        day += timedelta(days=draw.choice((0, 1, 1, 2, 3)))
    write_text(path, [HEADINGS, *rows], delimiter="\t", encoding="utf-16")
    columns = {
        "Sale Date": "placed_at",
        "Order ID": "order",
        "Buyer": "customer",
        "Order Total": "gross_amount",
        "Status": "status",
    }
    figures = (
        Figure("sum gross_amount", sum(order[2] for order in orders) / 100),
        Figure("rows", sum(order[4] == "Cancelled" for order in orders), {"status": ("Cancelled", "cancelled")}),
        Figure("different customer", len(buyers)),
    )
    return Strange(((Records("order", len(rows), orders[0][0], orders[-1][0], columns, figures),),))


OWNER = Owner(
    "shop_galway",
    "A knitwear maker in Galway saves her marketplace orders as Unicode text",
    "SoldOrders2025.txt",
    write,
)
