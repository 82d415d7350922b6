"""Worked cases about use of the product, visits, onboarding, community and reviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from cxdesk.domain.periods import Period
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 12
MAY = Period(date(2024, 5, 1), date(2024, 6, 1))
WEEK_STARTS = {"monday": 0, "sunday": 6}


def _measures(frames: Frames, rows: dict[str, list[dict[str, Any]]], metric: str, **ask: Any) -> dict[str, Any]:
    """Every measure of a metric in the period asked."""
    found = estimates(frames(rows, {}), metric, **ask)
    return {name: one.figure(0).value for name, one in found.items()}


def _span(case: Case) -> Period:
    return Period(*(date.fromisoformat(case["options"][name]) for name in ("start", "end")))


def _days(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One event per person and day."""
    return [{"person": who, "at": day, "name": "use"} for who, days in given["events"].items() for day in days]


def _stickiness(case: Case, frames: Frames) -> Found:
    if case["variant"] == "point":
        return _point(case["input"], frames)
    events = _days(case["input"])
    if case["variant"] == "distribution":
        return _distribution(case, events, frames)
    span = _span(case)
    events.append({"person": "later", "at": span.end.isoformat(), "name": "use"})  # the month is over
    frame = frames({"usage_event": events}, {})
    figure = estimates(frame, "stickiness", range=span)["rate"].figure(0)
    return {"pct": figure.value, "dau_mean": figure.numerator, "mau": figure.denominator}


def _point(given: Mapping[str, int], frames: Frames) -> Found:
    """So many people in a month, and so many of them on its last day."""
    last = (MAY.end - timedelta(days=1)).isoformat()
    rows = [{"person": f"p{i}", "at": last if i < given["dau"] else "2024-05-10"} for i in range(given["mau"])]
    found = _measures(frames, {"usage_event": rows}, "stickiness", range=MAY, options={"dau": "last_day"})
    return {"pct": found["rate"]}


def _distribution(case: Case, events: list[dict[str, Any]], frames: Frames) -> Found:
    """People by the number of days or weeks on which they came, read off the rows behind the mean."""
    options = case["options"]
    frame = frames({"usage_event": events}, {"week_start": WEEK_STARTS[options.get("week_start", "monday")]})
    mean = estimates(frame, "usage_frequency", options={"interval": options["interval"]})["mean"]
    rows = mean.tally.members.rows
    active = rows.frame.column(rows.kind, "active")[mean.rows(0, "counted")]
    return {"dist": np.bincount(active.astype(int), minlength=options["buckets"] + 1)[1:].tolist()}


def _dau_mau(case: Case, frames: Frames) -> Found:
    options = case["options"]
    rows = [{"person": one["u"], "at": one["at"]} for one in case["input"]["events"]]
    frame = frames({"usage_event": rows}, {"zone": options["tz"]})
    day = date.fromisoformat(options["day"])
    daily = estimates(frame, "dau", range=Period(day, day + timedelta(days=1)))["per_day"].figure(0).value
    monthly = estimates(frame, "mau", range=_span(case))["value"].figure(0).value
    return {f"dau_{options['day']}": daily, "mau": monthly}


def _feature(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows = [
        {"person": f"p{i}", "at": "2024-05-10", "feature": "export" if i < given["feature_users"] else None}
        for i in range(given["active_users"])
    ]
    return {"pct": _measures(frames, {"usage_event": rows}, "feature_adoption", range=MAY)["value"]}


def _ttv(case: Case, frames: Frames) -> Found:
    rows = [
        {"customer": f"c{i}", "started_at": one["start"], "value_at": one["value"]}
        for i, one in enumerate(case["input"]["customers"])
    ]
    found = _measures(frames, {"onboarding": rows}, "onboarding_ttv", at=date.fromisoformat(case["options"]["as_of"]))
    said = {"median_days": found["median"], "mean_days": found["mean"], "completed_pct": found["arrived"]}
    return said | {"km_median_days": found["median_of_all"]}


def _community(case: Case, frames: Frames) -> Found:
    """Members who joined before; questions are posts, each in a thread of its own, and replies come to them in turn."""
    given = case["input"]
    joined = [{"person": f"m{i}", "at": "2024-04-01", "kind": "join"} for i in range(given["members"])]
    active = [f"m{i % given['active_members']}" for i in range(given["posts"] + given["replies"])]
    events = []
    for i, who in enumerate(active[: given["posts"]]):
        kind = "question" if i < given["questions"] else "post"
        events.append({"person": who, "at": "2024-05-02T10:00:00Z", "kind": kind, "thread": f"t{i}"})
    for i, who in enumerate(active[given["posts"] :]):
        thread = f"t{i % given['answered']}"
        events.append({"person": who, "at": "2024-05-03T10:00:00Z", "kind": "reply", "thread": thread})
    customers = [{"customer": f"c{i}", "created_at": "2024-01-01"} for i in range(given["customers"])]
    rows = {"community_event": joined + events, "customer": customers}
    found = _measures(frames, rows, "community_engagement", range=MAY)
    said = {"active_pct": found["active"], "contributions_per_active": found["per_active"]}
    return said | {"penetration_pct": found["penetration"], "answered_pct": found["answered"]}


def _reviews(case: Case, frames: Frames) -> Found:
    given = case["input"]
    customers = [{"customer": f"c{i}", "created_at": "2024-01-01"} for i in range(given["eligible"])]
    meetings = [
        {
            "kind": "qbr",
            "customer": f"c{i}",
            "scheduled_at": "2024-05-10",
            "held_at": "2024-05-10" if i < given["held"] else None,
            "status": "held" if i < given["held"] else "missed",
        }
        for i in range(given["scheduled"])
    ]
    public = [{"kind": "public_review", "held_at": "2024-05-11", "rating": rating} for rating in given["ratings"]]
    rows = {"business_review": [*meetings, *public], "customer": customers}
    found = _measures(frames, rows, "business_reviews", range=MAY)
    said = {"held_pct": found["held"], "held_of_scheduled_pct": found["held_of_planned"]}
    return said | {"rating_mean": found["rating"], "rating_positive_pct": found["positive"]}


def _time_on_site(case: Case, frames: Frames) -> Found:
    rows = [
        {"visitor": one["v"], "started_at": "2024-05-10", "duration": one["min"] * 60, "pageviews": 5}
        for one in case["input"]["sessions"]
    ]
    frame = frames({"web_session": rows}, {})
    found = estimates(frame, "time_on_site")
    said = {name: found[name].figure(0).value for name in ("per_session", "per_visitor")}
    return said | {"visitors": found["per_visitor"].figure(0).denominator}


def _conversion(case: Case, frames: Frames) -> Found:
    rows = [
        {"visitor": one["v"], "started_at": "2024-05-10", "converted": one["conv"]} for one in case["input"]["sessions"]
    ]
    frame = frames({"web_session": rows}, {})
    by_base = {
        base: estimates(frame, "conversion_rate", options={"unit": base})["value"].figure(0).value
        for base in ("session", "visitor")
    }
    return {"session_pct": by_base["session"], "visitor_pct": by_base["visitor"]}


def _direct(case: Case, frames: Frames) -> Found:
    rows = [
        {"started_at": "2024-05-10", "source": one["source"], "medium": one["medium"], "bot": one.get("bot", False)}
        for one in case["input"]["sessions"]
    ]
    figure = estimates(frames({"web_session": rows}, {}), "direct_traffic")["share"].figure(0)
    return {"pct": figure.value, "n": figure.n, "unknown_as_direct": figure.parts["unknown"]}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "stickiness": _stickiness,
    "dau_mau": _dau_mau,
    "feature_adoption": _feature,
    "onboarding_ttv": _ttv,
    "community_engagement": _community,
    "business_reviews": _reviews,
    "time_on_site": _time_on_site,
    "conversion_rate": _conversion,
    "direct_traffic": _direct,
}
