"""Short ways to put a question in a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cxdesk.domain.periods import Period
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import answers

JANUARY = Period(date(2024, 1, 1), date(2024, 2, 1))
FEBRUARY = Period(date(2024, 2, 1), date(2024, 3, 1))
MARCH = Period(date(2024, 3, 1), date(2024, 4, 1))


def measures(frame: Frame, metric: str, **ask: Any) -> Mapping[str, Estimate]:
    found = evaluate(metric_of(metric), frame, Ask(**ask))
    assert not isinstance(found, Unavailable), found
    return found


def estimate(frame: Frame, metric: str, **ask: Any) -> Estimate:
    """The card's measure."""
    return next(iter(measures(frame, metric, **ask).values()))


def unavailable(frame: Frame, metric: str, **ask: Any) -> Unavailable:
    found = evaluate(metric_of(metric), frame, Ask(**ask))
    assert isinstance(found, Unavailable)
    return found


def at(period: Period, scores: Sequence[Any], role: str = "nps", **same: Any) -> list[dict[str, Any]]:
    """Answers at noon of the period's fifth day."""
    moment = f"{period.start.replace(day=5).isoformat()}T12:00:00Z"
    found = answers(scores, role, submitted_at=moment, **same)
    for number, answer in enumerate(found):
        answer["response"] = f"{role}{moment}{len(same)}{same}{number}"
    return found
