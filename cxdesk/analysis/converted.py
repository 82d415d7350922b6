"""By which exchange rates the amounts behind a number were converted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.cart import CART
from cxdesk.domain.periods import Period
from cxdesk.domain.results import Unit
from cxdesk.frame.frame import Frame
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.views import bookings, costs, deals, months, panel, programme, rates, recurring, sold, tenures
from cxdesk.metrics.views import terms as contracts
from cxdesk.metrics.views import value as values

Told = Mapping[str, Any]
_Days = Callable[[Frame], np.ndarray]


def converted_by(
    frame: Frame, leaves: Iterable[Estimate], group: int, period: Period | None, options: Mapping[str, Any]
) -> tuple[Told, ...]:
    """Each rate once: from, to, rate, its day and source, and how many rows that were counted it turned. `leaves` are
    the estimates that count rows.
    """
    found: list[Told] = []
    for one in leaves:
        if rates.target(frame) and about_money(one.metric, options):
            found += [told for told in _of_one(frame, one, group, period, options) if told not in found]
    return tuple(found)


def about_money(metric: Metric, options: Mapping[str, Any]) -> bool:
    """Whether amounts go into any of a metric's numbers: counts of orders or contracts read none."""
    measured = any(metric.unit_of(name) == Unit.MONEY for name in (metric.id, *metric.measures))
    return measured or (any(one.name == "currency" for one in metric.options) and options.get("basis") != "count")


def _of_one(
    frame: Frame, leaf: Estimate, group: int, period: Period | None, options: Mapping[str, Any]
) -> Iterator[Told]:
    currency, view = str(options.get("currency") or ""), leaf.tally.members.rows.kind
    for kind, accounting in leaf.imported(group).items():
        counted = np.flatnonzero(accounting.codes < accounting.parts)
        if kind == recurring.KIND:
            yield from recurring.converted_by(frame, counted, currency, _edges(frame, view, period, options))
        elif (days := _days_of(kind, view)) is not None:
            yield from rates.told(frame, kind, counted, currency, days(frame))


def _days_of(kind: str, view: str) -> _Days | None:
    """How the days are found whose rates turn the amounts of a kind; None for kinds without amounts."""
    if view == bookings.KIND.name and kind in (deals.KIND, contracts.KIND):
        return lambda frame: bookings.signed_on(frame, kind)
    known: Mapping[str, _Days] = {
        costs.KIND: costs.first_days,
        sold.KIND: lambda frame: frame.days(sold.KIND, "placed_at"),
        CART.name: lambda frame: frame.days(CART.name, "created_at"),
        contracts.KIND: lambda frame: contracts.terms(frame).due,
    }
    return known.get(kind)


def _edges(frame: Frame, view: str, period: Period | None, options: Mapping[str, Any]) -> list[int]:
    """The days whose rates a view reads for subscriptions; none where it reads no rates."""
    if view == values.KIND.name:
        return recurring.months_of(frame)
    if period is None:
        return []
    read: Mapping[str, Callable[[], Iterable[Period]]] = {
        panel.KIND.name: lambda: (period,),
        months.KIND.name: lambda: months.within(frame, period),
        tenures.KIND.name: lambda: (_last(frame, period),),
        programme.KIND.name: lambda: programme.beside(frame, period, options),
    }
    spans = read[view]() if view in read else ()
    return sorted({day_number(edge) for one in spans for edge in (one.start, one.end)})


def _last(frame: Frame, period: Period) -> Period:
    """The day at which a period to date is read."""
    end = min(period.end, day_of(recurring.until(frame)) + timedelta(days=1))
    return Period(end - timedelta(days=1), end)
