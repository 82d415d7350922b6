"""Worked cases about help: tickets, calls, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cxdesk.domain.periods import Period
from tests.cases.builders import hits
from tests.cases.found import Case, Found, Frames, estimates

COVERED = 4
MARCH = Period(date(2024, 3, 1), date(2024, 4, 1))
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
LATER = "2024-05-01T12:00:00Z"


def _after(**passed: float) -> str:
    return (NOON + timedelta(**passed)).isoformat()


def _ticket(name: object, solved: bool, **more: Any) -> dict[str, Any]:
    return {"ticket": f"t{name}", "created_at": _after(), "resolved_at": _after(hours=5) if solved else None, **more}


def _value(frames_rows: Any, metric: str, measure: str = "", **options: Any) -> float | None:
    found = estimates(frames_rows, metric, range=MARCH, options=options)
    return found[measure or next(iter(found))].figure(0).value


def _fcr(case: Case, frames: Frames) -> Found:
    given = case["input"]
    if "successes" in given:
        rows = [_ticket(i, score == 5.0) for i, score in enumerate(hits(given["successes"], given["n"]))]
        figure = estimates(frames({"ticket": [*rows, _last()]}, {}), "fcr", range=MARCH)["value"].figure(0)
        return {"pct": figure.value, "ci_low": figure.low, "ci_high": figure.high}
    events, rows = [], []
    for one in given["tickets"]:
        more = {"customer": one["c"], "issue_key": one["issue"], "customer_message_count": one["contacts"]}
        rows.append(_ticket(one["id"], one["resolved"], **more))
        if one["reopened_days"]:
            at = _after(hours=5, days=one["reopened_days"])
            events.append({"event_id": f"e{one['id']}", "ticket": f"t{one['id']}", "kind": "reopen", "at": at})
    frame = frames({"ticket": [*rows, _last()], "ticket_event": events}, {})
    return {
        "pct": _value(frame, "fcr", window=case["options"]["reopen_days"]),
        "pct_gross": _value(frame, "fcr", window=0),
        "pct_of_resolved": _value(frame, "fcr", denominator="resolved"),
        "seed_literal_pct": _value(frame, "fcr", window=0, denominator="customers"),
    }


def _last() -> dict[str, Any]:
    """A ticket of a later month, so that those of March are old enough."""
    return {"ticket": "last", "customer": "z", "created_at": LATER}


def _art(case: Case, frames: Frames) -> Found:
    given = case["input"]
    rows: Sequence[dict[str, Any]] = [
        _ticket(i, False) | {"resolved_at": _after(minutes=minutes)}
        for i, minutes in enumerate(given["resolved_minutes"])
    ]
    frame = frames({"ticket": [*rows, *(_ticket(f"o{i}", False) for i in range(given["open_conversations"]))]}, {})
    hours = {name: _value(frame, "art", name) for name in ("mean", "median", "p90")}
    hours["seed_literal"] = _value(frame, "art", denominator="all")
    minutes = {name: None if value is None else 60 * value for name, value in hours.items()}
    return minutes | {"pct_within_9": _value(frame, "art", "within_target", target=9 / 60)}


def _wait(case: Case, frames: Frames) -> Found:
    given = case["input"]
    answered = [
        {"offered_at": _after(), "answered_at": _after(seconds=wait), "abandoned": False} for wait in given["waits"]
    ]
    left = [
        {"offered_at": _after(), "ended_at": _after(seconds=wait), "abandoned": True} for wait in given["abandoned"]
    ]
    rows = [{"call_id": f"c{i}", **one} for i, one in enumerate([*answered, *left])]
    frame = frames({"contact": rows}, {})
    return {
        "mean": _value(frame, "wait_time", "mean"),
        "median": _value(frame, "wait_time"),
        "abandon_pct": _value(frame, "wait_time", "abandoned"),
        "answered_within_30_pct": _value(frame, "wait_time", "service_level", service_base="answered"),
        "sl_all_pct": _value(frame, "wait_time", "service_level"),
    }


READERS: Mapping[str, Callable[[Case, Frames], Found]] = {"fcr": _fcr, "art": _art, "wait_time": _wait}
