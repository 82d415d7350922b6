"""Worked cases about orders, carts and campaigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cxdesk.domain.periods import Period
from tests.cases.builders import FEBRUARY, JANUARY
from tests.cases.found import TWO_MONTHS, Case, Found, Frames, estimates

COVERED = 6
AFTERWARDS = "2024-03-15T12:00:00Z"  # when everybody has had their time


def _order(number: int, customer: Any, at: str, amount: float) -> dict[str, Any]:
    return {"order": f"o{number}", "customer": f"c{customer}", "placed_at": at, "net_amount": amount}


def _carts(case: Case, frames: Frames) -> Found:
    given = case["input"]
    created = given.get("created", given.get("abandoned", 0) + given["completed"])
    rows = [
        {"cart": f"k{i}", "created_at": JANUARY, "ordered_at": JANUARY if i < given["completed"] else None}
        for i in range(created)
    ]
    rows.append({"cart": "later", "created_at": AFTERWARDS, "ordered_at": None})
    found = estimates(frames({"cart": rows}, {}), "cart_abandonment", range=TWO_MONTHS[0])
    return {"pct": found["share"].figure(0).value}


def _frequency(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "orders" in given:
        return _summary(case, frames)
    customers = [*range(given["customers"]), *range(given["repeat_customers"])]
    rows = [_order(number, customer, JANUARY, 10) for number, customer in enumerate(customers)]
    return {"pct": estimates(frames({"order": rows}, {}), "purchase_frequency")["repeat_rate"].figure(0).value}


def _summary(case: Case, frames: Frames) -> Found:
    """The figures of each customer; somebody else's order is of the day on which watching ends."""
    given, end = case["input"]["orders"], case["options"]["observation_end"]
    rows = [_order(i, customer, f"{day}T12:00:00Z", amount) for i, (customer, day, amount) in enumerate(given)]
    rows.append(_order(len(rows), "-last", f"{end}T12:00:00Z", 1))
    found = estimates(frames({"order": rows}, {}), "purchase_frequency", split="customer", min_show=1)
    names = {"frequency": "repeats", "recency": "recency", "T": "watched", "monetary": "monetary"}
    customers = sorted({f"c{customer}" for customer, _day, _amount in given})
    return {
        name: [found[measure].value[(found[measure].segments or ()).index(customer)] for customer in customers]
        for name, measure in names.items()
    }


def _trend(case: Case, frames: Frames) -> Found:
    """As many orders as it says, spread over the buyers one after the other, all of one value."""
    rows: list[dict[str, Any]] = []
    for side, at in (("prev", JANUARY), ("curr", FEBRUARY)):
        given = case["input"][side]
        for number in range(given["orders"]):
            amount = given["revenue"] / given["orders"]
            rows.append(_order(len(rows), number % given["customers"], at, amount))
    options = {name: case["options"][name] for name in ("freq_min_pct", "aov_max_pct")}
    found = estimates(frames({"order": rows}, {}), "purchase_trend", range=TWO_MONTHS[1], options=options)
    value = {name: one.figure(0).value for name, one in found.items()}
    said: Found = {"freq_change_pct": value["freq_change"], "aov_change_pct": value["value_change"]}
    said |= {"revenue_change_pct": value["revenue_change"], "flag": value["flag"]}
    return said | {"effect_frequency": value["effect_frequency"], "effect_aov": value["effect_value"]}


def _campaign(case: Case, frames: Frames) -> Found:
    given = case["input"]
    touches = [
        {"touch_id": "1", "campaign": "k", "customer": "c1", "kind": "sent", "at": JANUARY},
        {"touch_id": "2", "campaign": "other", "customer": "c2", "kind": "sent", "at": AFTERWARDS},
    ]
    rows = {
        "campaign_touch": touches,
        "order": [_order(1, 1, JANUARY, given["revenue"])],
        "cost": [{"cost_id": "1", "from": "2024-01-15", "to": "2024-01-20", "amount": given["cost"], "campaign": "k"}],
    }
    period = Period(date(2024, 1, 1), date(2024, 2, 1))
    found = estimates(frames(rows, {}), "campaign_effectiveness", range=period)
    return {"roas": found["roas"].figure(0).value, "roi_pct": found["roi"].figure(0).value}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "cart_abandonment": _carts,
    "purchase_frequency": _frequency,
    "purchase_trend": _trend,
    "campaign_effectiveness": _campaign,
}
