"""Numbers about groups that are safe to hand out: none about fewer people than five, none that lets such a one be
worked out from the others.

Per month and attribute there is a number for each segment and one for all. Where a segment is too small it is hidden;
so that nobody finds it by subtracting the others from the whole, the next larger ones are hidden too, until the hidden
ones together are people enough (complementary suppression). Several tables held side by side, or held against what
somebody knows, may still say more: that is a matter of what is handed out together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.identifying import is_identifying
from cxdesk.domain.periods import Period
from cxdesk.metrics.compound_estimate import CompoundEstimate
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.system.progress import Progress

LEAST = 5  # people behind a number
MOST_SEGMENTS = 40


@dataclass(frozen=True)
class Line:
    """One number, or the place of one that is hidden. `segment` None: of all."""

    metric: str
    title: str
    unit: str
    period: Period
    attribute: str
    segment: str | None
    value: float | None
    n: int | None
    people: int | None

    @property
    def hidden(self) -> bool:
        return self.people is None


@dataclass(frozen=True)
class Aggregates:
    lines: tuple[Line, ...]
    least: int = LEAST

    @property
    def hidden(self) -> int:
        return sum(line.hidden for line in self.lines)


def aggregates(inquiry: Inquiry, splits: Sequence[str], progress: Progress, least: int = LEAST) -> Aggregates:
    """Every number of the question by its grain, whole and by attributes; those that name people are left out."""
    lines: list[Line] = []
    for done, metric in enumerate(inquiry.metrics):
        progress.report(done, len(inquiry.metrics))
        progress.check()
        wanted = [name for name in splits or _usual(inquiry, metric) if not is_identifying(name)]
        tables = [_lines(inquiry, metric, name, least) for name in wanted]
        lines += [line for table in tables for line in table] or list(_lines(inquiry, metric, None, least))
    return Aggregates(tuple(lines), least)


def _usual(inquiry: Inquiry, metric: Metric) -> list[str]:
    first = inquiry.first_split(metric)
    return [first] if first else []


def _lines(inquiry: Inquiry, metric: Metric, attribute: str | None, least: int) -> Iterator[Line]:
    whole = inquiry.course(metric)
    if not isinstance(whole, Asked) or not whole.periods:
        return
    measure = whole.measures[0]
    parts = _parts(inquiry, whole, measure, attribute)
    for at, period in enumerate(whole.periods):
        total = people(whole.estimates[measure], at)
        if not total:
            continue
        places = range(len(parts.segments)) if parts else range(0)
        counts = [people(parts.estimates[measure], at, place) for place in places] if parts else []
        shown, all_shown = visible(counts, total, least)
        yield _line(whole, measure, period, "", (at, 0), total if all_shown else None)
        for place in places:
            if parts and counts[place]:
                n = counts[place] if shown[place] else None
                yield _line(parts, measure, period, attribute or "", (at, place), n)


def _parts(inquiry: Inquiry, whole: Asked, measure: str, attribute: str | None) -> Asked | None:
    """The same by an attribute, where that divides the rows into segments that are not too many."""
    found = inquiry.course(whole.metric, attribute) if attribute else None
    if not isinstance(found, Asked) or len(found.segments) > MOST_SEGMENTS:
        return None
    return found if _is_partition(found, whole, measure) else None


def _line(
    asked: Asked, measure: str, period: Period, attribute: str, place: tuple[int, int], people_: int | None
) -> Line:
    figure = asked.figure(measure, *place)
    metric, segment = asked.metric, (asked.segments[place[1]] or "") if attribute else None
    value, n = (None, None) if people_ is None else (figure.value, figure.n)
    return Line(metric.id, metric.title, metric.unit_of(measure), period, attribute, segment, value, n, people_)


def _is_partition(parts: Asked, whole: Asked, measure: str) -> bool:
    """Whether every row is in one segment; else the segments do not sum to the whole and nothing can be subtracted."""
    one, other = _counted(parts.estimates[measure]), _counted(whole.estimates[measure])
    groups = range(len(parts.periods) * len(parts.segments))
    rows = sum(len(one.tally.counter.of_group(group)) for group in groups)
    return rows == sum(len(other.tally.counter.of_group(group)) for group in range(len(whole.periods)))


def people(estimate: Estimate, period: int, segment: int = 0) -> int:
    """How many people are behind a number; rows that name nobody count as one person each."""
    counted = _counted(estimate)
    at = counted.tally.counter.of_group(counted.group(period, segment))
    rows = counted.tally.members.rows
    if not rows.has("customer"):
        return len(at)
    customer = rows.customer.take(at)
    return len(np.unique(customer[customer >= 0])) + int((customer < 0).sum())


def _counted(estimate: Estimate) -> Estimate:
    while isinstance(estimate, CompoundEstimate):
        bottom = estimate.bottom if isinstance(estimate, RatioEstimate) else None
        estimate = bottom or estimate.leading
    return estimate


def visible(counts: Sequence[int], total: int, least: int = LEAST) -> tuple[list[bool], bool]:
    """(which parts may be shown, whether the whole may) of parts that sum to a whole, by how many people they are.

    Hidden parts are none, or at least two that are `least` people together; an empty part hides nobody.
    """
    if total < least:
        return [n == 0 for n in counts], total == 0
    shown = [n == 0 or n >= least for n in counts]
    hidden = [n for n, seen in zip(counts, shown, strict=True) if not seen]
    order = sorted((place for place, seen in enumerate(shown) if seen and counts[place]), key=lambda at: counts[at])
    while hidden and (len(hidden) < 2 or sum(hidden) < least) and order:
        place = order.pop(0)
        shown[place] = False
        hidden.append(counts[place])
    return shown, not hidden or (len(hidden) >= 2 and sum(hidden) >= least)
