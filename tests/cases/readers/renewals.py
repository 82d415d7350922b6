"""Worked cases about renewals, upsell, growth and cohorts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from cxdesk.domain.periods import Grain, Period
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from cxdesk.stats.renewals import residual_lifetime, sbg_survival
from tests.cases.found import Case, Found, Frames, estimates
from tests.cases.readers.customers import BEFORE, INSIDE, LATER, MARCH, REASONS, runs

COVERED = 16
RENEWED, AFTER = "2024-03-20", "2024-06-01"


def _asked(frames: Frames, rows: Mapping[str, Sequence[Mapping[str, Any]]], metric: str, **options: Any) -> Found:
    """Every measure of a metric in March, and its reason."""
    frame = frames({kind: [dict(row) for row in given] for kind, given in rows.items()}, {})
    found = evaluate(metric_of(metric), frame, Ask(range=MARCH, options=options))
    if isinstance(found, Unavailable):
        return {"reason": found.reason, "pct": None}
    first = next(iter(found.values())).figure(0)
    said: Found = {name: one.figure(0).value for name, one in found.items()}
    return said | {"pct": first.value, "reason": REASONS.get(str(first.reason), first.reason)}


def _base(start: int, lost: int = 0, new: int = 0) -> dict[str, list[dict[str, Any]]]:
    """So many customers of whom some leave in March, and some who join in March."""
    there = [runs(f"a{i}", BEFORE, LATER if i < lost else None) for i in range(start)]
    return {"subscription": there + [runs(f"n{i}", INSIDE) for i in range(new)] + [runs("last", "2024-04-10")]}


def _convert(case: Case, frames: Frames) -> Found:
    """As many of a thousand leave as the rate says, in a period that stands for a month or for a year."""
    given, period = case["input"], "month" if "monthly_pct" in case["input"] else "year"
    rate = given.get("monthly_pct", given.get("annual_pct"))
    said = _asked(frames, _base(1000, round(10 * rate)), "churn_convert", period=period)
    return {"annual_pct": said["annual"], "monthly_pct": said["monthly"]}


def _growth(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows = _base(given["start"], given["lost"], given["new"])
    said = {name: _asked(frames, rows, name)["pct"] for name in ("customer_growth", "churn_lost", "acquisition_rate")}
    return {
        "growth_pct": said["customer_growth"],
        "churn_pct": said["churn_lost"],
        "acquisition_pct": said["acquisition_rate"],
    }


def _mrr_churn(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows = [
        runs("lost", BEFORE, LATER, amount=given["churn"]),
        runs("less", BEFORE, LATER, amount=2 * given["contraction"]),
        runs("less", LATER, None, amount=given["contraction"]),
        runs("more", BEFORE, LATER, amount=given["expansion"]),
        runs("more", LATER, None, amount=2 * given["expansion"]),
        runs(
            "same", BEFORE, None, amount=given["start"] - given["churn"] - 2 * given["contraction"] - given["expansion"]
        ),
        runs("new", LATER, None, amount=7),
        runs("back", "2023-01-01", "2023-02-01", amount=5),
        runs("back", LATER, None, amount=given["reactivation"]),
    ]
    paid = {"subscription": [row for row in rows if row["amount"]]}
    said = {variant: _asked(frames, paid, "mrr_churn", variant=variant) for variant in ("gross", "net", "cancelled")}
    found: Found = {f"{variant}_pct": one["pct"] for variant, one in said.items()}
    found |= {"cancelled_only_pct": found["cancelled_pct"], "abs": said["gross"].get("amount")}
    return found | {"reason": said["gross"]["reason"]}


def _renewal(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "contracts" in given:
        contracts = [
            {
                "contract": f"c{one['id']}",
                "customer": f"c{one['id']}",
                "due_on": one["due"],
                "renewed_on": one["renewed_on"],
            }
            for one in given["contracts"]
        ]
        said = _asked(frames, {"contract": contracts}, "renewal_rate", grace=case["options"]["grace_days"])
        return said | {"renewed": said["due"] * said["pct"] / 100}
    if "due_value" in given:
        old, new = given["renewed_value_at_old_price"], given["renewed_value"]
        contracts = [
            _contract("renewed", RENEWED, acv=old, renewed_acv=new),
            _contract("lost", None, acv=given["due_value"] - old),
            _contract("last", AFTER, due_on=AFTER, acv=1),
        ]
        said = {
            basis: _asked(frames, {"contract": contracts}, "renewal_rate", basis=basis) for basis in ("net", "gross")
        }
        return {"pct": said["net"]["pct"], "gross_pct": said["gross"]["pct"]}
    contracts = [_contract(f"c{i}", RENEWED if i < given["renewed"] else None) for i in range(given["due"])]
    return _asked(frames, {"contract": [*contracts, _contract("last", AFTER, due_on=AFTER)]}, "renewal_rate")


def _contract(name: str, renewed: str | None, **more: Any) -> dict[str, Any]:
    return {"contract": name, "customer": name, "due_on": "2024-03-15", "renewed_on": renewed, **more}


def _upsell(case: Case, frames: Frames) -> Found:
    given = case["input"]
    deals = [
        {
            "deal_id": f"d{i}",
            "customer": f"c{i}",
            "kind": "upsell",
            "eligible_from": BEFORE,
            "outcome": "won" if i < given["upsold"] else "open",
            "closed_on": RENEWED if i < given["upsold"] else None,
        }
        for i in range(given["eligible"])
    ]
    return _asked(frames, {"deal": deals}, "upsell_rate")


def _bookings(case: Case, frames: Frames) -> Found:
    deals = [
        {
            "deal_id": f"d{i}",
            "customer": f"c{i}",
            "kind": one["type"],
            "outcome": "won",
            "closed_on": one["at"],
            "acv_before": one["acv_before"],
            "acv_after": one["acv_after"],
        }
        for i, one in enumerate(case["input"]["events"])
    ]
    said = {name: _asked(frames, {"deal": deals}, name) for name in ("upsell_bookings", "renewal_bookings")}
    found: Found = {name: one["total"] for name, one in said.items()}
    return found | {"downsell": said["upsell_bookings"]["downsell"]}


def _matrix(case: Case, frames: Frames) -> Found:
    """The hits of every cell: cohorts by day, split by days later."""
    given = case["input"]
    first, n = date.fromisoformat(given["first"]), given["periods"]
    events = [
        {"event_id": f"{person}{day}", "person": person, "at": f"{day}T12:00:00Z"}
        for person, days in given["events"].items()
        for day in days
    ]
    cells = estimates(
        frames({"usage_event": events}, {}),
        "retention_matrix",
        range=Period(first, first + timedelta(days=n)),
        grain=Grain.DAY,
        split="offset",
        options={"interval": "day", "follow": n, "min_show": 1},
    )["cells"]
    assert cells.segments is not None
    hits = np.zeros((n, n), int)
    for segment, label in enumerate(cells.segments):
        for cohort in range(n):
            hits[cohort, int(label or 0)] = cells.figure(cohort * len(cells.segments) + segment).parts["numerator"]
    return {"matrix": [row[: n - cohort] for cohort, row in enumerate(hits.tolist())]}


def _curve(case: Case, _frames: Frames) -> Found:
    given = case["input"]
    if "discount" in given:
        derl = residual_lifetime(given["alpha"], given["beta"], given["renewals_survived"], given["discount"])
        return {"derl": derl}
    return {"survival": sbg_survival(given["alpha"], given["beta"], given["t"]).tolist()}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "churn_convert": _convert,
    "customer_growth": _growth,
    "mrr_churn": _mrr_churn,
    "renewal_rate": _renewal,
    "upsell_rate": _upsell,
    "bookings": _bookings,
    "retention_matrix": _matrix,
    "retention_curve": _curve,
}
