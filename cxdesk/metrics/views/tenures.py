"""Paying customers as of the end of a period: for how many months they stayed, and whether they are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.views import currencies, months, rates, recurring
from cxdesk.metrics.views.margins import DAYS_OF_MONTH
from cxdesk.system.i18n import N_

KIND = Kind(
    name="tenures",
    title=N_("Paying customer to date"),
    plural=N_("paying customers to date"),
    meaning=N_("A customer who has paid by the end of a period: how long they stayed and whether they are gone."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("renewed", Type.NUMBER, N_("Whole months with us")),
        Field("gone", Type.BOOL, N_("Gone")),
        Field("mrr", Type.MONEY, N_("Monthly revenue when the period ended")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)


def tenures(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per customer and period. Whoever pauses and comes back was there all the time."""
    currency = options.get("currency") or ""
    return derived(frame, ("tenures", currency, periods), lambda: _table(frame, periods, currency))


def _table(frame: Frame, periods: Periods, currency: str) -> Table:
    lines = recurring.lines(frame, currency=currency)
    order = by_period(periods)
    edges = np.minimum(periods.edges[order, 1].astype(np.int64), min(recurring.until(frame), NO_DAY - 2) + 1)
    paid = np.flatnonzero(lines.mrr > 0)
    who, start, end, mrr = (column[paid] for column in (lines.who, lines.start, lines.end, lines.mrr))
    begun = start < edges[:, None]
    running = begun & (end > edges[:, None])
    size = (len(order), lines.customers)
    cell = np.arange(len(order))[:, None] * lines.customers + who
    brings = np.where(running, mrr if not lines.courses else _at_rates(lines, edges)[:, paid], 0.0)
    worth = np.bincount(cell.ravel(), brings.ravel(), size[0] * size[1])
    there = np.bincount(cell[running], minlength=size[0] * size[1]) > 0
    known = np.flatnonzero(np.bincount(cell[begun], minlength=size[0] * size[1]))
    last = np.zeros(size[0] * size[1], np.int64)
    np.maximum.at(last, cell[begun], np.broadcast_to(end, begun.shape)[begun].astype(np.int64))
    period, customer = np.divmod(known, max(lines.customers, 1))
    over = np.where(there[known], edges[period], last[known])
    stayed = np.floor((over - lines.first_paid[customer]) / DAYS_OF_MONTH + 0.02)  # months differ in length
    ends = np.searchsorted(period, np.arange(len(order) + 1))
    bounds = np.zeros((len(order), 2), np.int64)
    bounds[order, 0], bounds[order, 1] = ends[:-1], ends[1:]
    labels = frame.column(recurring.KIND, "customer").labels
    names = Codes(lines.customer[customer], labels)
    columns = {
        "customer": names,
        "day": periods.edges[order, 0][period].astype(np.int32),
        "renewed": np.maximum(stayed, 0.0),
        "gone": (~there[known]).astype(np.uint8),
        "mrr": worth[known],
        "channel": lambda: months.channel(frame, names),
        "currency": currencies.only(currency, len(known)),
    }
    place = np.full(size[0] * size[1], -1, np.int64)
    place[known] = np.arange(len(known))

    def behind() -> Behind:
        return Behind(
            place[cell[begun]],
            np.broadcast_to(lines.source[paid], begun.shape)[begun],
            recurring.REASONS,
            lines.why,
        )

    return Table(KIND, len(known), columns, {recurring.KIND: behind}, bounds)


def _at_rates(lines: recurring.Lines, days: np.ndarray) -> np.ndarray:
    """[days, lines] monthly money by the rates in force on each day; NaN before the first of them."""
    found = np.tile(lines.mrr.astype(np.float64), (len(days), 1))
    for rows, course in lines.courses:
        found[:, rows] = np.rint(found[:, rows] * rates.rate_on(course, days)[:, None])
    return found


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    return months.VIEW.unlike(frame, options) if months.VIEW.unlike is not None else None


VIEW = View(
    "tenures",
    (recurring.KIND,),
    tenures,
    by_period=True,
    span=months.VIEW.span,
    as_of=recurring.until,
    unlike=_unlike,
    made_of=recurring.made_of,
)
