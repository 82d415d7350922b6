"""Worked cases about customers as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN
from tests.cases.builders import JANUARY, Rows, answered
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 6
BANDS = ("good", "average", "poor", "unknown")


def _category(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The category that the one customer is in."""
    return next(name for name in names if found[name].figure(0).value == 100.0)


def _signal(case: Case, frames: Frames) -> Found:
    given, about = case["input"], {"customer": "a", "submitted_at": JANUARY}
    rows = answered("nps", [given["nps_score"]], ZERO_TO_TEN, "n", **about)
    rows += answered("csat", [given["csat"]], ONE_TO_FIVE, "s", **about)
    rows += answered("ces", given["ces"], ONE_TO_SEVEN, "e", **about)
    found = estimates(frames({"answer": rows}, {}), "cross_churn_risk")
    return {"risk": _category(found, ("low", "watch", "high"))}


def _index(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "value" in given:
        readings = [{"step": 1, "kpi": "k", **given}]
    else:
        readings = [
            {"step": step["step"], "kpi": f"{step['step']}-{place}", "value": value, "worst": 1, "best": 100}
            for step in given["steps"]
            for place, value in enumerate(step["kpis"])
        ]
    rows = [{"customer": "a", "at": JANUARY, **one} for one in readings]
    options = {} if "value" in given else {"defined": 30}
    found = estimates(frames({"kpi_reading": rows}, {}), "chi", options=options)
    said = {"chi": found["mean"].figure(0).value, "coverage_pct": found["coverage"].figure(0).value}
    return said | {"score": said["chi"], "band": _category(found, BANDS)}


def _score(case: Case, frames: Frames) -> Found:
    """Components as what stands behind them: an answer of 8, two open tickets of which one was reopened, a call."""
    mood, support, use, relation = case["input"]["components"]
    assert [one["v"] for one in (mood, support, use, relation)] == [80, 50, None, 100]
    opened = {"customer": "a", "created_at": JANUARY, "status": "open"}
    rows: Rows = {
        "answer": answered("nps", [8], ZERO_TO_TEN, customer="a", submitted_at=JANUARY),
        "ticket": [{"ticket": "1", **opened}, {"ticket": "2", "reopen_count": 1, **opened}],
        "contact": [{"call_id": "1", "customer": "a", "offered_at": JANUARY}],
    }
    weights = {
        "w_sentiment": mood["w"],
        "w_support": support["w"],
        "w_usage": use["w"],
        "w_relationship": relation["w"],
    }
    frame, options = frames(rows, {}), {**weights, "w_commercial": 0}
    found = estimates(frame, "health_score", options=options)
    said = {"score": found["mean"].figure(0).value, "coverage_pct": found["coverage"].figure(0).value}
    return said | {"band": _category(estimates(frame, "health_distribution", options=options), BANDS)}


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {
    "cross_churn_risk": _signal,
    "chi": _index,
    "health_score": _score,
}
