"""Buyers as of the end of a period: what they bought in the year before, in the year before that, and ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period, add_months
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.views import currencies, months, sold
from cxdesk.stats.purchases import Summary, summary
from cxdesk.system.i18n import N_

KIND = Kind(
    name="buyers",
    title=N_("Buyer to date"),
    plural=N_("buyers to date"),
    meaning=N_("A customer who has bought by the end of a period, and what they bought."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("orders", Type.NUMBER, N_("Orders in the period")),
        Field("spent", Type.MONEY, N_("Spent in the period")),
        Field("year_orders", Type.NUMBER, N_("Orders in the year up to its end")),
        Field("year_spent", Type.MONEY, N_("Spent in the year up to its end")),
        Field("before", Type.BOOL, N_("Bought in the year before that")),
        Field("repeats", Type.NUMBER, N_("Days bought on after the first")),
        Field("recency", Type.NUMBER, N_("Days from the first to the last")),
        Field("watched", Type.NUMBER, N_("Days since the first")),
        Field("monetary", Type.MONEY, N_("Mean of a later day")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)
_YEAR = 12  # months


def buyers(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per customer who bought before a period's end, and period. Orders that name nobody are left out."""
    currency = options.get("currency") or ""
    return derived(frame, ("buyers", currency, periods), lambda: _table(frame, periods, currency))


def _table(frame: Frame, periods: Periods, currency: str) -> Table:
    built = Buyers(frame, sold.sold(frame, currency), periods, currency)
    return Table(KIND, len(built.who), built.columns(), {sold.KIND: built.behind}, built.bounds)


@dataclass(frozen=True, eq=False)
class Buyers:
    """Orders held against the ends of periods, in the order of the periods' first days."""

    frame: Frame
    orders: sold.Sold
    periods: Periods
    currency: str = ""

    @cached_property
    def order(self) -> np.ndarray:
        return by_period(self.periods)

    @cached_property
    def edges(self) -> np.ndarray:
        """[periods, 2] first day, and the day after the last that the data reach."""
        edges = self.periods.edges[self.order].astype(np.int64)
        over = min(sold.until(self.frame), NO_DAY - 2) + 1
        return np.stack([edges[:, 0], np.maximum(np.minimum(edges[:, 1], over), edges[:, 0] + 1)], axis=1)

    @cached_property
    def years(self) -> np.ndarray:
        """[periods, 2] the days a year and two years before that end."""
        lasts = [day_of(end) for end in self.edges[:, 1].tolist()]
        days = [[day_number(add_months(last, -months)) for months in (_YEAR, 2 * _YEAR)] for last in lasts]
        return np.array(days, np.int64).reshape(-1, 2)

    @cached_property
    def named(self) -> np.ndarray:
        """Orders that name somebody, by day."""
        return np.flatnonzero(self.orders.customer >= 0)

    @cached_property
    def buyer(self) -> tuple[np.ndarray, np.ndarray]:
        """Customer codes of buyers 0..n-1, and the buyer of each named order."""
        return np.unique(self.orders.customer[self.named], return_inverse=True)

    @cached_property
    def day(self) -> np.ndarray:
        return self.orders.day[self.named].astype(np.int64)

    @cached_property
    def cells(self) -> np.ndarray:
        """Which (period, buyer) pairs are rows: those who had bought by the period's end."""
        codes, who = self.buyer
        first = np.full(len(codes), NO_DAY, np.int64)
        np.minimum.at(first, who, self.day)
        return np.flatnonzero(first < self.edges[:, 1:])

    @cached_property
    def period(self) -> np.ndarray:
        return self.cells // max(len(self.buyer[0]), 1)

    @cached_property
    def who(self) -> np.ndarray:
        return self.cells - self.period * len(self.buyer[0])

    @cached_property
    def ends(self) -> np.ndarray:
        return np.searchsorted(self.period, np.arange(len(self.order) + 1))

    @property
    def bounds(self) -> np.ndarray:
        bounds = np.zeros((len(self.order), 2), np.int64)
        bounds[self.order, 0], bounds[self.order, 1] = self.ends[:-1], self.ends[1:]
        return bounds

    def within(self, first: np.ndarray, after: np.ndarray, what: np.ndarray) -> np.ndarray:
        """[rows] the sum of `what` [named orders] over the orders of each period's days [first, after)."""
        codes, who = self.buyer
        spans = zip(np.searchsorted(self.day, first), np.searchsorted(self.day, after), strict=True)
        table = [np.bincount(who[begin:end], what[begin:end], len(codes)) for begin, end in spans]
        return (np.concatenate(table) if table else np.zeros(0))[self.cells]

    @cached_property
    def told(self) -> Summary:
        """[rows] what models of buying read."""
        codes, who = self.buyer
        money = np.nan_to_num(self.orders.net[self.named])
        found = [self._summary(who, money, int(end), len(codes)) for end in self.edges[:, 1]]
        columns = (np.concatenate([one[k] for one in found] or [np.zeros(0)])[self.cells] for k in range(4))
        return Summary(*columns)

    def _summary(self, who: np.ndarray, money: np.ndarray, end: int, n: int) -> tuple[np.ndarray, ...]:
        past = slice(0, int(np.searchsorted(self.day, end)))
        seen, place = np.unique(who[past], return_inverse=True)
        told = summary(place, self.day[past], money[past], end - 1)
        found = tuple(np.zeros(n) for _column in told)
        for column, values in zip(found, told, strict=True):
            column[seen] = values
        return found

    def columns(self) -> dict[str, Any]:
        start, end = self.edges.T
        year, before = self.years.T
        count, money = self.orders.count[self.named], np.nan_to_num(self.orders.net[self.named])
        names = Codes(self.buyer[0][self.who].astype(np.int32), self.frame.column(sold.KIND, "customer").labels)
        return {
            "customer": names,
            "day": start[self.period].astype(np.int32),
            "orders": lambda: self.within(start, end, count),
            "spent": lambda: self.within(start, end, money),
            "year_orders": lambda: self.within(year, end, count),
            "year_spent": lambda: self.within(year, end, money),
            "before": lambda: (self.within(before, year, np.ones_like(money)) > 0).astype(np.uint8),
            "repeats": lambda: self.told.frequency,
            "recency": lambda: self.told.recency,
            "watched": lambda: self.told.watched,
            "monetary": lambda: self.told.monetary,
            "channel": lambda: months.channel(self.frame, names),
            "currency": currencies.only(self.currency, len(self.who)),
        }

    def behind(self) -> Behind:
        """All orders that a buyer had placed by the end of a row's period."""
        codes, who = self.buyer
        of_order = np.full(self.orders.size, -1, np.int64)
        of_order[self.named] = who
        of_row = of_order[self.orders.of_row]
        day = self.orders.day[self.orders.of_row]
        pairs = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for period, end in enumerate(self.edges[:, 1].tolist()):
            placed = np.flatnonzero((day < end) & (of_row >= 0))
            row = np.searchsorted(self.cells, period * len(codes) + of_row[placed])
            pairs.append((row, self.orders.row[placed].astype(np.int64)))
        row, source = (np.concatenate(column) for column in zip(*pairs, strict=True))
        return Behind(row, source, sold.REASONS, self.orders.why)


def _span(frame: Frame) -> Period | None:
    days = sold.sold(frame).day
    if not len(days):
        return None
    return Period(day_of(days[0]), day_of(max(min(sold.until(frame), NO_DAY - 2), int(days[0])) + 1))


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    """No orders, no amounts, or amounts in several currencies."""
    if not frame.size(sold.KIND):
        return "missing_kind", sold.KIND
    found = sold.sold(frame, options.get("currency") or "")
    if not np.isfinite(found.net).any():
        return "missing_field", "net_amount"
    return None if options.get("currency") else currencies.mixed(frame, {sold.KIND: found.row})


VIEW = View(
    "buyers",
    (sold.KIND, "customer"),
    buyers,
    by_period=True,
    span=_span,
    as_of=sold.until,
    unlike=_unlike,
)
