"""Worked cases about what customers cost and what they are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cxdesk.domain.periods import Period
from cxdesk.frame.frame import Frame
from cxdesk.metrics.benchmarks import declared
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.stats.purchases import Buying, Spending, expected_purchases, expected_spending
from tests.cases.found import Case, Found, Frames
from tests.cases.readers.customers import AFTER, BEFORE, INSIDE, MARCH, runs

COVERED = 11
REASONS = {"infinite": "zero_churn_infinite"}  # CXDesk's word → the cases' word
YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))


def _asked(frame: Frame, metric: str, period: Period = MARCH, **options: Any) -> Found:
    """Every measure of a metric, and the reason of the first."""
    found = evaluate(metric_of(metric), frame, Ask(range=period, options=options))
    assert not isinstance(found, Unavailable), found
    said: Found = {name: one.figure(0).value for name, one in found.items()}
    first = next(iter(found.values())).figure(0)
    return said | {"value": first.value, "reason": REASONS.get(str(first.reason), first.reason)}


def _cost(amount: float, category: str, day: str = "2024-03-01") -> dict[str, Any]:
    return {"from": day, "amount": amount, "category": category}


def _cac(case: Case, frames: Frames) -> Found:
    given = case["input"]
    new = [{"customer": f"n{i}", "first_paid_at": f"{INSIDE}T10:00:00Z"} for i in range(given["new_customers"])]
    frame = frames({"cost": [_cost(given["spend"], "acquisition")], "customer": new}, {})
    return _asked(frame, "cac")


def _crc(case: Case, frames: Frames) -> Found:
    given = case["input"]
    kept = [runs(f"k{i}", BEFORE) for i in range(given["retained"])]
    costs = [_cost(one["amount"], one["cat"].replace("_", " ")) for one in given["costs"]]
    said = _asked(frames({"cost": costs, "subscription": [*kept, runs("new", INSIDE)]}, {}), "crc")
    return said | {"total": said["cost"]}


def _against(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows = {
        "cost": [_cost(given["cac"], "acquisition"), _cost(given["crc"], "retention")],
        "subscription": [runs("kept", BEFORE, amount=1), runs("new", INSIDE, amount=1)],
    }
    said = _asked(frames(rows, {}), "acq_vs_retention_cost")
    (mark,) = [one for one in declared() if one.metric == "acq_vs_retention_cost"]
    return said | {"within_seed_claim": mark.low <= said["ratio"] <= mark.value}


def _order(number: int, customer: str, day: str, amount: float) -> dict[str, Any]:
    return {"order": f"o{number}", "customer": customer, "placed_at": f"{day}T10:00:00Z", "net_amount": amount}


def _ltv(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "orders_per_customer" in given:
        orders = round(100 * given["orders_per_customer"])
        rows = [_order(i, f"c{i % 100}", "2023-12-31", given["aov"]) for i in range(orders)]
        return _asked(frames({"order": rows}, {}), "ltv_order", YEAR, form="per_buyer")
    buyers, kept = 20, round(20 * given["annual_retention"])
    rows = [_order(i, f"c{i}", "2022-06-01", 7) for i in range(buyers)]
    rows += [
        _order(100 + 100 * who + i, f"c{who}", f"2023-12-{31 - i}", given["aov"])
        for who in range(kept)
        for i in range(given["orders_per_year"])
    ]
    frame = frames({"order": rows}, {})
    said = _asked(frame, "ltv_order", YEAR, form="literal")
    return said | {"lifespan_value": _asked(frame, "ltv_order", YEAR)["value"]}


def _predicted(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "p" in given:
        model = Spending(given["p"], given["q"], given["v"])
        return {"value": expected_spending(model, given["x"], given["m"]).tolist()}
    if "alpha" in given:
        buying = Buying(given["r"], given["alpha"], given["a"], given["b"])
        return {"value": float(expected_purchases(buying, given["t"], given["x"], given["t_x"], given["T"]))}
    n = 2000
    lost = round(n * given["churn"])
    rows = [runs(f"c{i}", BEFORE, AFTER if i < lost else None, amount=given["arpa"]) for i in range(n)]
    rows.append(runs("free", INSIDE, amount=0))
    return _asked(frames({"subscription": rows}, {}), "clv_predictive", margin=100 * given["gross_margin"])


def _net(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows = {
        "order": [_order(1, "a", "2024-03-01", given["revenue"])],
        "cost": [_cost(given["service_cost"], "service"), _cost(given["acquisition_cost"], "acquisition")],
        "customer": [
            {"customer": "a", "first_paid_at": "2024-03-01T10:00:00Z"},
            {"customer": "later", "first_paid_at": "2024-04-20T10:00:00Z"},
        ],
    }
    return _asked(frames(rows, {}), "clv_net", horizon="to_date")


def _roi(case: Case, frames: Frames) -> Found:
    given = case["input"]
    frame = frames({"cost": [_cost(given["cost"], "CX programme")]}, {})
    return {"roi_pct": _asked(frame, "cx_roi", benefit=given["benefit"])["roi"]}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "cac": _cac,
    "crc": _crc,
    "acq_vs_retention_cost": _against,
    "ltv_order": _ltv,
    "clv_predictive": _predicted,
    "clv_net": _net,
    "cx_roi": _roi,
}
