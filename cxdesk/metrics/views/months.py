"""Paying customers month by month: the churn of a month, whatever the length of the period, and what accounts pay.

A period is cut into months from its first day on, the last one as long as the data reach; every customer who paid
when a month began stands in it for as much of a month as it lasts. For one calendar month this is the cohort's churn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period, add_months
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.derived import Behind, Extended, Table, bounds_of, by_period, derived, one_after_another
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.estimators import Count, Ratio, Sum
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.views import currencies, panel, recurring, won
from cxdesk.metrics.views.panel import CHURN
from cxdesk.metrics.views.recurring import MONEY
from cxdesk.system.i18n import N_

KIND = Kind(
    name="months",
    title=N_("Paying customer and month"),
    plural=N_("paying customers by month"),
    meaning=N_("A customer in a month of a period: whether they paid when it began, and whether they left in it."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("there", Type.NUMBER, N_("Months there as a paying customer")),
        Field("lost", Type.BOOL, N_("Left in the month")),
        Field("paid", Type.MONEY, N_("Revenue of the month")),
        Field("kept", Type.MONEY, N_("Of what they paid when it began, still paid when it ended")),
        Field("end_mrr", Type.MONEY, N_("Monthly revenue when the period ended")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)


class Piece(NamedTuple):
    """One month of a period: the place of the period, its days, what part of a month they are, whether it is the last
    of the period.
    """

    period: int
    days: Period
    part: float
    last: bool


def months(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per customer and month of each period. Columns as KIND declares them."""
    told = (options.get("read_at") or "opening", options.get("currency") or "")
    return derived(frame, ("months", told, periods), lambda: _table(frame, periods, *told))


def pieces(periods: Periods, until: int) -> Iterator[Piece]:
    """The months of every period, as far as the data reach."""
    over = day_of(min(until, NO_DAY - 2) + 1)
    for place in by_period(periods).tolist():
        whole = periods.periods[place]
        end = min(whole.end, over)
        starts = [whole.start]
        while (following := add_months(whole.start, len(starts))) < end:
            starts.append(following)
        for number, start in enumerate(starts, 1):
            month = Period(start, add_months(whole.start, number))
            days = Period(start, max(min(month.end, end), start + timedelta(days=1)))
            yield Piece(place, days, days.days / month.days, number == len(starts))


def within(frame: Frame, period: Period) -> Iterator[Period]:
    """The months into which a period is cut."""
    return (piece.days for piece in pieces(Periods.of((period,)), recurring.until(frame)))


def _table(frame: Frame, periods: Periods, read_at: str, currency: str) -> Table:
    cut = list(pieces(periods, recurring.until(frame)))
    inner = Periods.of(tuple(one.days for one in cut))
    rows = panel.panel(frame, {"read_at": read_at, "currency": currency}, inner)
    at, piece = one_after_another(rows.bounds)
    part, last = np.array([one.part for one in cut]), np.array([one.last for one in cut], bool)
    of_period = np.array([one.period for one in cut], np.int64)[piece]
    order = by_period(periods)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ends = np.searchsorted(rank[of_period], np.arange(len(order) + 1))
    start, end, by_rates = (rows.col(name)[at] for name in ("start_mrr", "end_mrr", "fx"))
    movement, customer = rows.col("movement").take(at), rows.col("customer").take(at)
    columns = {
        "customer": customer,
        "day": periods.edges[of_period, 0].astype(np.int32),
        "there": np.where(start > 0, part[piece], 0.0),
        "lost": (movement.codes == list(movement.labels).index(CHURN)).astype(np.uint8),
        "paid": np.rint(start * part[piece]),
        "kept": np.minimum(start, end - by_rates),
        "end_mrr": np.where(last[piece], end, np.nan),
        "plan": lambda: rows.col("plan").take(at),
        "channel": lambda: channel(frame, customer),
        "currency": currencies.only(currency, len(piece)),
    }
    made_from = {recurring.KIND: lambda: behind(rows, at)}
    return Table(KIND, len(piece), columns, made_from, bounds_of(periods, order, ends))


def channel(frame: Frame, customer: Codes) -> Codes:
    """Through what each customer was won, where the customer list says it."""
    column: Codes = frame.column("customer", "acquired_channel")
    if not frame.size("customer"):
        return Codes(np.full(len(customer.codes), -1, np.int32), column.labels)
    where = frame.customer_rows(customer)
    return Codes(np.where(where >= 0, column.codes[where], -1).astype(np.int32), column.labels)


def behind(rows: Rows, where: slice | np.ndarray) -> Behind:
    """The subscriptions behind the rows of customers by period that stand there."""
    frame, at = rows.frame, np.arange(rows.size)[where]
    assert isinstance(frame, Extended)
    known = frame.behind(recurring.KIND)
    order = np.argsort(known.row, kind="stable")
    theirs = known.row[order]
    first = np.searchsorted(theirs, at)
    count = np.searchsorted(theirs, at, side="right") - first
    row = np.repeat(np.arange(len(at)), count)
    place = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())
    return Behind(row, known.source[order[place]], known.reasons, known.why)


def lost(rows: Rows) -> Count:
    """Paying customers who left."""
    return Count(rows, hit=Coded.of(rows.col("lost") == 1))


def there(rows: Rows) -> Sum:
    """Months of paying customers."""
    return Sum(rows, rows.numbers("there"))


def churn(rows: Rows) -> Ratio:
    """Share of paying customers who leave in a month, 0 to 1."""
    return Ratio(lost(rows), there(rows))


def arpa(rows: Rows) -> Ratio:
    """What a paying account brings per month when the period has ended."""
    paid = rows.numbers("end_mrr")
    money = paid.within(np.nan_to_num(paid.values) > 0)
    return Ratio(Sum(rows, money, per=MONEY), Count(rows, hit=money.map(np.ones_like)))


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    """No subscriptions, or without prices, or in several currencies."""
    if not frame.size(recurring.KIND):
        return "missing_kind", recurring.KIND
    found = panel.MONEY.unlike
    return found(frame, options) if found is not None else None


VIEW = View(
    "months",
    (recurring.KIND, won.KINDS[0]),
    months,
    by_period=True,
    span=panel.MONEY.span,
    as_of=recurring.until,
    unlike=_unlike,
    made_of=recurring.made_of,
)
