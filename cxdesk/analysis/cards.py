"""One metric's figure for the period, with its change and its recent course: a Card."""

from __future__ import annotations

from cxdesk.analysis.benchmarks import references, target
from cxdesk.analysis.inquiry import Asked, Inquiry, Nothing
from cxdesk.domain.results import Card, Figure, least_shown
from cxdesk.metrics.definitions import chosen
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metric_of, metrics

SPARK_UNITS = 13
FEW = 10  # cards where nobody chose: enough for every family, few enough to be read

FILTERED = "filter_not_applicable"


def cards(inquiry: Inquiry) -> tuple[Card, ...]:
    """One card per metric that the question names, in the catalogue's order; those without data come last.

    Where nothing is named, those that the person chose, in their order; else the first ten of the balanced set that
    the data can answer, each family with those it has.
    """
    if not inquiry.query.metrics and chosen(inquiry.frame):
        return tuple(card(inquiry, metric) for metric in inquiry.metrics)
    made = [card(inquiry, metric) for metric in inquiry.metrics] if inquiry.query.metrics else _balanced(inquiry)
    return tuple(sorted(made, key=lambda one: one.needs is not None))


def _balanced(inquiry: Inquiry) -> list[Card]:
    """A question that the surveys do not ask has no card; what has no value makes room for what has one."""
    known: list[Card] = []
    others: list[Card] = []
    for metric in inquiry.metrics:
        one = card(inquiry, metric)
        if not _not_asked(inquiry, one):
            (known if one.figure.n else others).append(one)
        if len(known) == FEW:
            break
    told = [one for one in others if not (known and _not_there(inquiry, one))]
    return [*known, *told][:FEW]


def _not_there(inquiry: Inquiry, one: Card) -> bool:
    """Whether nothing has been imported of what the metric reads: of no concern where others have data."""
    return one.needs is not None and not any(inquiry.frame.size(kind) for kind in metric_of(one.metric).kinds)


def _not_asked(inquiry: Inquiry, one: Card) -> bool:
    """Whether the kind is there but none of its rows concern the metric."""
    return one.needs is not None and one.figure.reason == "no_rows" and bool(inquiry.frame.size(one.needs))


def card(inquiry: Inquiry, metric: Metric) -> Card:
    """The card of one metric's first measure."""
    asked = inquiry.compared(metric)
    if isinstance(asked, Nothing):
        return _empty(metric, asked)
    measure = asked.measures[0]
    figure = asked.figure(measure)
    spark, running = recent(inquiry, metric, measure)
    beside = references(inquiry, asked, measure, inquiry.length)
    return Card(
        metric=metric.id,
        measure=measure,
        title=metric.title,
        short_title=metric.short_title,
        family=metric.family,
        label=asked.label,
        unit=metric.unit_of(measure),
        decimals=metric.decimals_of(measure),
        better=metric.better_of(measure),
        figure=figure,
        change=asked.change(measure),
        spark=spark,
        spark_partial=running,
        partial=inquiry.ranges.partial,
        scale_max=asked.scale_max,
        currency=inquiry.currency(asked, measure),
        target=target(beside, figure, metric.better_of(measure)),
        references=beside,
        companions=_companions(metric),
        level=asked.first.setup.level,
    )


def _companions(metric: Metric) -> tuple[tuple[str, str], ...]:
    """The metrics without which it is misread."""
    known = metrics()
    return tuple((name, known[name].title) for name in metric.companions if name in known)


def _empty(metric: Metric, nothing: Nothing) -> Card:
    figure = Figure(None, reason=nothing.reason)
    return Card(
        metric=metric.id,
        measure="",
        title=metric.title,
        short_title=metric.short_title,
        family=metric.family,
        label=nothing.label,
        unit=metric.unit,
        decimals=metric.decimals,
        better=metric.better,
        figure=figure,
        needs=None if nothing.reason == FILTERED else nothing.needs,  # its rows are there: no import helps
        detail=nothing.detail,
        companions=_companions(metric),
    )


def recent(inquiry: Inquiry, metric: Metric, measure: str) -> tuple[tuple[float | None, ...], bool]:
    """The last units of the grain up to the end of the period asked, and whether the last one is still running. A unit
    of so few answers that no card would show it is a gap.
    """
    course = inquiry.course(metric)
    if not isinstance(course, Asked):
        return (), False
    end = inquiry.end
    shown = [at for at, unit in enumerate(course.periods) if end is None or unit.start < end][-SPARK_UNITS:]
    values, n = course.values(measure), course.estimates[measure].n
    least = least_shown(metric.unit_of(measure), course.first.setup.min_show)
    seen = tuple(values[at] if n[at] >= least else None for at in shown)
    return seen, bool(shown) and inquiry.is_partial(course.periods[shown[-1]])
