"""One metric over the units of a grain, with the same units a year or a period earlier beside it."""

from __future__ import annotations

from datetime import date
from functools import partial

from cxdesk.analysis.benchmarks import references
from cxdesk.analysis.inquiry import COURSE, Asked, Inquiry
from cxdesk.domain.benchmarks import Reference
from cxdesk.domain.periods import Period
from cxdesk.domain.query import CompareTo
from cxdesk.domain.results import USUAL_LEVEL, Figure, Phrase, Trend, TrendPoint
from cxdesk.metrics.metric import Metric

Points = tuple[TrendPoint, ...]
Marks = tuple[tuple[date, str], ...]


def trend(inquiry: Inquiry, metric: Metric, measure: str = "") -> Trend:
    """All dates of the data, whatever period is asked: the period is marked on it, not cut out."""
    course = inquiry.course(metric)
    points: Points = ()
    label: tuple[Phrase, ...] = ()
    marks: Marks = ()
    scale_max: float | None = None
    currency: str | None = None
    beside: tuple[Reference, ...] = ()
    level = USUAL_LEVEL
    if isinstance(course, Asked):
        measure = measure if measure in course.measures else course.measures[0]
        points, marks = inquiry.once(COURSE, (metric.id, measure), partial(_drawn, inquiry, metric, course, measure))
        label, scale_max, level = course.label, course.scale_max, course.first.setup.level
        beside, currency = _references(inquiry, metric, measure), inquiry.currency(course, measure)
    return Trend(
        metric=metric.id,
        measure=measure,
        title=metric.title,
        label=label,
        unit=metric.unit_of(measure),
        decimals=metric.decimals_of(measure),
        better=metric.better_of(measure),
        grain=inquiry.query.grain.value,
        points=points,
        compare=_earlier(inquiry, points),
        scale_changes=marks,
        scale_max=scale_max,
        currency=currency,
        limits=metric.limits,
        references=beside,
        level=level,
    )


def _drawn(inquiry: Inquiry, metric: Metric, course: Asked, measure: str) -> tuple[Points, Marks]:
    """What stays as it is whatever period is asked: the points, and where the scale changes."""
    points = tuple(_point(inquiry, course, measure, at) for at in range(len(course.periods)))
    return points, inquiry.scale_changes(metric)


def _references(inquiry: Inquiry, metric: Metric, measure: str) -> tuple[Reference, ...]:
    """Targets and benchmarks, held against the scale of the period asked and the length of the trend's units."""
    asked = inquiry.compared(metric)
    return references(inquiry, asked, measure, inquiry.query.grain) if isinstance(asked, Asked) else ()


def _point(inquiry: Inquiry, course: Asked, measure: str, at: int) -> TrendPoint:
    unit = course.periods[at]
    return TrendPoint(unit, course.figure(measure, at), inquiry.is_partial(unit))


def _earlier(inquiry: Inquiry, points: tuple[TrendPoint, ...]) -> tuple[TrendPoint, ...]:
    """Last year's figures on this year's units; only that comparison has a unit for each unit."""
    if inquiry.query.compare.to is not CompareTo.YEAR:
        return ()
    known: dict[Period, Figure] = {point.period: point.figure for point in points}
    found = [(point.period, known.get(point.period.year_before(inquiry.calendar))) for point in points]
    return tuple(TrendPoint(unit, figure) for unit, figure in found if figure is not None)
