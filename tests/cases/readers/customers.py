"""Worked cases about customers over time and what they pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from cxdesk.domain.periods import Grain, Period
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 15
MARCH = Period(date(2024, 3, 1), date(2024, 4, 1))
BEFORE, INSIDE, LATER, AFTER = "2023-06-01", "2024-03-05", "2024-03-20", "2024-04-01"
REASONS = {"zero_base": "zero_denominator", "missing_kind": "zero_denominator"}
INTERVALS = {"month": 1, "year": 12}


def runs(customer: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    """One subscription row."""
    return {"subscription": f"s{customer}{start}", "customer": customer, "started_on": start, "ended_on": end, **more}


def _base(start: int, lost: int = 0, new: int = 0, lost_of_new: int = 0) -> list[dict[str, Any]]:
    """So many customers of whom some leave in March, and some who join in March."""
    there = [runs(f"a{i}", BEFORE, LATER if i < lost else None) for i in range(start)]
    return there + [runs(f"n{i}", INSIDE, LATER if i < lost_of_new else None) for i in range(new)]


def _priced(customer: str, start: float, end: float, **more: Any) -> list[dict[str, Any]]:
    """A customer who pays `start` a month until the middle of March and `end` from then on."""
    rows = [runs(customer, BEFORE, INSIDE, amount=start)] if start else []
    return rows + ([runs(customer, INSIDE, None, amount=end)] if end else [])


def _asked(frames: Frames, rows: Sequence[Mapping[str, Any]], metric: str, **options: Any) -> Found:
    """Every measure of a metric in March, its reason and counts."""
    found = evaluate(
        metric_of(metric), frames({"subscription": [dict(row) for row in rows]}, {}), Ask(range=MARCH, options=options)
    )
    if isinstance(found, Unavailable):
        return {"reason": REASONS.get(found.reason, found.reason), "pct": None}
    first = next(iter(found.values())).figure(0)
    said: Found = {name: one.figure(0).value for name, one in found.items()}
    return said | {"pct": first.value, "reason": REASONS.get(str(first.reason), first.reason), "n": first.n}


def _churn(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "subscriptions" in given:
        rows = [runs(one["c"], one["start"], one["end"]) for one in given["subscriptions"]]
        said = _asked(frames, rows, "churn_lost")
        counts = _asked(frames, rows, "churn_net")
        kept = _asked(frames, rows, "retention")["pct"]
        return said | {"start": said["n"], "end": counts["end"], "retention_pct": kept}
    if "lost_of_start" in given:
        rows = _base(given["start"], given["lost_of_start"], given["new"], given["lost_of_new"])
        net = _asked(frames, rows, "churn_net")
        said = _asked(frames, rows, "churn_lost", losses="all")
        cohort = _asked(frames, rows, "churn_lost")["pct"]
        return said | {"cohort_pct": cohort, "end": net["end"], "net_change_pct": net["pct"]}
    if "end" in given:
        return _asked(frames, _base(given["start"], new=given["end"] - given["start"]), "churn_net")
    return _asked(frames, _base(given["start"], given["lost"], new=not given["start"]), "churn_lost")


def _retention(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "churn_pct" in given:
        return _asked(frames, _base(100, round(given["churn_pct"])), "retention")
    return _asked(
        frames, _base(given["start"], given["start"] + given["new"] - given["end"], given["new"]), "retention"
    )


def _mrr(case: Case, frames: Frames) -> Found:
    rows = [
        runs(str(i), BEFORE, None, amount=line["amount"], interval=line["interval"], interval_count=line["count"])
        for i, line in enumerate(case["input"]["lines"])
    ]
    rows.append(runs("free", INSIDE, None, amount=0))  # the newest day in the data
    return {"mrr": _asked(frames, rows, "mrr")["end"]}


def _movements(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "series" in given:
        return _course(given["series"], frames)
    said = _asked(frames, _bridge(given), "mrr_movements")
    return said | {"net_new": said["net"]}


def _bridge(given: Mapping[str, float]) -> list[dict[str, Any]]:
    """Customers of whom each makes one movement, so large as said; the rest of the start pays as before."""
    moved = given.get("churn", 0) + given.get("contraction", 0) * 2 + given.get("expansion", 0)
    rows = [
        *_priced("churn", given.get("churn", 0), 0),
        *_priced("same", given["start"] - moved, given["start"] - moved),
    ]
    rows += _priced("less", given.get("contraction", 0) * 2, given.get("contraction", 0))
    rows += _priced("more", given.get("expansion", 0), given.get("expansion", 0) * 2)
    rows += _priced("new", 0, given.get("new", 0))
    if given.get("reactivation"):
        rows += [runs("back", "2023-01-01", "2023-02-01", amount=5), *_priced("back", 0, given["reactivation"])]
    return rows


def _course(series: Sequence[float], frames: Frames) -> Found:
    """One customer's monthly payment from month to month."""
    months = [f"2024-{month:02d}-01" for month in range(1, len(series) + 1)]
    ends = [*months[1:], None]
    rows = [
        runs("a", start, end, amount=value) for start, end, value in zip(months, ends, series, strict=True) if value
    ]
    rows.append(runs("other", "2023-12-01", None, amount=1))
    found = estimates(
        frames({"subscription": rows}, {}),
        "mrr_movements",
        range=Period(date(2024, 1, 1), date(2024, len(series), 1)),
        grain=Grain.MONTH,
    )
    names = ("new", "expansion", "contraction", "churn", "reactivation")
    types = [next(name for name in names if found[name].value[month]) for month in range(len(series) - 1)]
    return {"types": types, "amounts": found["net"].value.tolist()}


def _nrr(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "customers" in given:
        rows = [row for i, one in enumerate(given["customers"]) for row in _priced(str(i), one["start"], one["end"])]
    else:
        rows = _bridge(given)
    said = {name: _asked(frames, rows, name)["pct"] for name in ("nrr", "grr")}
    return said | {"start_mrr": _asked(frames, rows, "mrr_movements")["start"]}


def _arpa(case: Case, frames: Frames) -> Found:
    given = case["input"]
    each = given["total"] / given["accounts"]
    rows = [runs(f"a{i}", INSIDE, None, amount=each) for i in range(given["accounts"])]
    return {"value": _asked(frames, rows, "arpa")["mean"]}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "churn_lost": _churn,
    "churn_net": _churn,
    "retention": _retention,
    "mrr": _mrr,
    "mrr_movements": _movements,
    "nrr_grr": _nrr,
    "arpa": _arpa,
}
