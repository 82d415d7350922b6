"""Several courses on one axis: metrics of one unit, or the largest segments of a metric."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cxdesk.analysis.inquiry import Asked, Inquiry, least_asked
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Figure, TrendPoint
from cxdesk.domain.together import MOST, SEGMENTS, Course
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metric_of


def together(query: Query, frame: Frame, of: Selection) -> tuple[Course, ...]:
    """The courses that the question wants beside that of the number in focus; those in another unit are left out."""
    inquiry = Inquiry(query, frame)
    found = [*(_segments(inquiry, of) if SEGMENTS in query.together else ()), *_metrics(inquiry, of)]
    return tuple(found[:MOST])


def _metrics(inquiry: Inquiry, of: Selection) -> Iterator[Course]:
    focus = metric_of(of.metric)
    unit = focus.unit_of(of.measure)
    for name in inquiry.query.together:
        if name in (SEGMENTS, of.metric):
            continue
        metric = metric_of(name)
        asked = inquiry.course(metric)
        if isinstance(asked, Asked) and metric.unit_of(asked.measures[0]) == unit:
            yield Course(metric.short_title, False, tuple(_points(inquiry, asked, asked.measures[0], 0)))


def _segments(inquiry: Inquiry, of: Selection) -> Iterator[Course]:
    """The largest segments of the split, by rows over all units."""
    metric = metric_of(of.metric)
    split = inquiry.query.split or inquiry.first_split(metric)
    asked = inquiry.course(metric, split) if split else None
    if not isinstance(asked, Asked):
        return
    measure = of.measure if of.measure in asked.measures else asked.measures[0]
    units = range(len(asked.periods))
    sizes = [sum(asked.figure(measure, at, place).n for at in units) for place in range(len(asked.segments))]
    for place in sorted(range(len(sizes)), key=lambda one: -sizes[one])[:MOST]:
        if sizes[place]:
            yield Course(asked.segments[place], True, tuple(_points(inquiry, asked, measure, place)))


def _points(inquiry: Inquiry, asked: Asked, measure: str, segment: int) -> Iterator[TrendPoint]:
    least = least_asked(inquiry)
    for at, unit in enumerate(asked.periods):
        yield TrendPoint(unit, _sayable(asked.figure(measure, at, segment), least), inquiry.is_partial(unit))


def _sayable(figure: Figure, least: int) -> Figure:
    """Without its value where too few are counted."""
    if figure.value is None or figure.n >= least:
        return figure
    return replace(figure, value=None, low=None, high=None, reason="too_few")
