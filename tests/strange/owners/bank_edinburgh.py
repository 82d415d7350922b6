"""A pottery studio in Edinburgh brings the statement of its bank."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from tests.strange.people import ENGLISH_NAMES
from tests.strange.truth import Figure, Owner, Records, Strange
from tests.strange.writing import write_text

HEADINGS = ("Date", "Type", "Description", "Paid out", "Paid in", "Balance")
SPENT = ("SCOT CLAY SUPPLIES", "RENT LEITH WORKS", "OVO ENERGY", "ROYAL MAIL", "HMRC VAT", "GOOGLE ADS", "CO-OP")
EARNED = ("SUMUP PAYOUT", "STRIPE PAYOUT", "FASTER PAYMENT {name}", "CASH DEPOSIT LEITH")


def write(path: Path) -> Strange:
    draw = random.Random(131)
    balance, out, received = 412_077, [], []
    rows, spent_on, received_on = [], [], []
    day = date(2025, 1, 2)
    for _line in range(204):
        spending = draw.random() < 0.45
        pence = draw.randint(650, 98_000) if spending else draw.randint(2_500, 62_000)
        balance += -pence if spending else pence
        (out if spending else received).append(pence)
        (spent_on if spending else received_on).append(day)
        words = draw.choice(SPENT if spending else EARNED).format(name=draw.choice(ENGLISH_NAMES).upper())
        amounts = (f"{pence / 100:,.2f}", "") if spending else ("", f"{pence / 100:,.2f}")
        sort = draw.choice(("DEB", "DD", "SO")) if spending else draw.choice(("FPI", "BGC", "DEP"))
        rows.append((f"{day:%d %b %Y}", sort, words, *amounts, f"{balance / 100:,.2f}"))
        day += timedelta(days=draw.choice((0, 0, 1, 2, 3)))
    head = [
        ("Account Name:", "LEITH POTTERY STUDIO"),
        ("Account Balance:", f"£{balance / 100:,.2f}"),
        ("Available Balance:", f"£{balance / 100:,.2f}"),
        (),
    ]
    write_text(path, [*head, HEADINGS, *rows])
    spent = Records(
        "cost",
        len(out),
        spent_on[0],
        spent_on[-1],
        {"Date": "from", "Paid out": "amount", "Description": "description"},
        (Figure("sum amount", sum(out) / 100), Figure("rows", len(out))),
    )
    earned = Records(
        "order",
        len(received),
        received_on[0],
        received_on[-1],
        {"Date": "placed_at"},
        (Figure("sum any amount", sum(received) / 100), Figure("rows", len(received))),
    )
    return Strange(((spent,), (earned,)))


OWNER = Owner("bank_edinburgh", "A pottery studio in Edinburgh brings its bank statement", "Statement_00412.csv", write)
