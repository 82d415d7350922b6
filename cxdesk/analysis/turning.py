"""Where a course changed most: the stretch that differs most from the equally long one just before it.

Every stretch of whole units is tried. A first look pools the units' own figures by their counts; the stretch with the
largest clear difference is then put to the metric's own test, and as many stretches were tried, its p is multiplied by
their number (Bonferroni): a step that is only the largest of many by chance is not told.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Verdict
from cxdesk.domain.together import Step
from cxdesk.metrics.metric import Metric
from cxdesk.stats.special import normal_two_sided, z_of

# Units on each side: long enough to say something, days and weeks so that weekdays balance.
LENGTHS = {Grain.DAY: 28, Grain.WEEK: 4, Grain.MONTH: 3, Grain.QUARTER: 2, Grain.YEAR: 1}


class Tried(NamedTuple):
    """For each place between two units, the later stretch less the earlier one; NaN where either has no figure."""

    delta: np.ndarray
    p: np.ndarray

    @property
    def number(self) -> int:
        """How many places could be looked at."""
        return int(np.isfinite(self.p).sum())


def largest_step(inquiry: Inquiry, metric: Metric, measure: str = "") -> Step | None:
    """The largest clear step of a metric's course over all dates; None where nothing clear happened, and for what is
    counted whole: a total grows and falls without anything to be tested.
    """
    course = inquiry.course(metric)
    if not isinstance(course, Asked):
        return None
    measure = measure if measure in course.measures else course.measures[0]
    return inquiry.once("step", (metric.id, measure), lambda: _largest(inquiry, course, measure))


def _largest(inquiry: Inquiry, course: Asked, measure: str) -> Step | None:
    units, length = course.periods, LENGTHS[inquiry.query.grain]
    level = course.first.setup.level
    tried = _tried(inquiry, course, measure, length, level)
    clear = np.flatnonzero(tried.p * tried.number < 1 - level)
    if not len(clear):
        return None
    at = int(clear[np.argmax(np.abs(tried.delta[clear]))])
    now, base = (Period(units[start].start, units[start + length - 1].end) for start in (at, at - length))
    asked = inquiry.over(course.metric, (now, base), None)
    change = asked.changes_between(measure, 0, 1)[0] if isinstance(asked, Asked) else None
    if change is None or change.p is None or change.verdict not in (Verdict.UP, Verdict.DOWN):
        return None
    return Step(now, base, change, tried.number) if change.p * tried.number < 1 - level else None


def _tried(inquiry: Inquiry, course: Asked, measure: str, length: int, level: float) -> Tried:
    """Entry i is about the units i … i + length − 1 and the `length` units before them."""
    figures = [course.figure(measure, at) for at in range(len(course.periods))]
    known = [
        one.value is not None and one.low is not None and one.high is not None and not inquiry.is_partial(unit)
        for one, unit in zip(figures, course.periods, strict=True)
    ]
    n = np.array([float(one.n) if there else np.nan for one, there in zip(figures, known, strict=True)])
    value = np.array([one.value if there else np.nan for one, there in zip(figures, known, strict=True)], dtype=float)
    reach = [one.high - one.low if there else np.nan for one, there in zip(figures, known, strict=True)]  # type: ignore[operator]
    error = np.array(reach, dtype=float) / 2 / z_of(level)
    weight, total, spread = (_sums(one, length) for one in (n, n * value, (n * error) ** 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, variance = total / weight, spread / weight**2
        delta = mean[length:] - mean[:-length]
        z = delta / np.sqrt(variance[length:] + variance[:-length])
    empty = np.full(min(length, len(n)), np.nan)
    return Tried(np.concatenate((empty, delta)), np.concatenate((empty, np.atleast_1d(normal_two_sided(z)))))


def _sums(values: np.ndarray, length: int) -> np.ndarray:
    """Sums of `length` neighbours; NaN where one of them is. Empty where there are fewer."""
    if len(values) < length:
        return np.empty(0)
    return np.lib.stride_tricks.sliding_window_view(values, length).sum(axis=1)
