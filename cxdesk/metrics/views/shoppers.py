"""Who bought in a period, and what: one row per customer and period, with the period before beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_number
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import placed, sold
from cxdesk.metrics.views.histories import distinct, spread
from cxdesk.metrics.views.sold import Sold
from cxdesk.system.i18n import N_

KIND = Kind(
    name="shopper",
    title=N_("Customer who bought"),
    plural=N_("customers who bought"),
    meaning=N_("A customer who bought in a period, and what."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("orders", Type.NUMBER, N_("Orders")),
        Field("spent", Type.MONEY, N_("Spent")),
        Field("orders_before", Type.NUMBER, N_("Orders in the period before")),
        Field("spent_before", Type.MONEY, N_("Spent in the period before")),
        Field("repeats", Type.NUMBER, N_("Days bought on after the first")),
        Field("recency", Type.NUMBER, N_("Days from the first to the last")),
        Field("watched", Type.NUMBER, N_("Days since the first")),
        Field("monetary", Type.MONEY, N_("Mean of a later day")),
    ),
)

HALVES = "halves"
AGAINST = Option(
    "against",
    "before",
    N_("Compared with"),
    choices=(
        ("before", N_("The period before")),
        (HALVES, N_("The first half of the period, its second half")),
    ),
    of_view=True,
)


def shoppers(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Customers who bought in the period."""
    return _rows(frame, options, periods, False)


def changes(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Customers who bought in the period or in the one before it (or in either half of it)."""
    return _rows(frame, options, periods, True, bool(options.get("against") == HALVES))


def _rows(frame: Frame, options: Mapping[str, Any], periods: Periods, before: bool, halves: bool = False) -> Rows:
    currency = str(options.get("currency") or "")
    key = ("shoppers", currency, periods, before, halves)
    return derived(frame, key, lambda: Shoppers(frame, sold.sold(frame, currency), periods, before, halves).table())


SHOPPERS = View("shoppers", (sold.KIND,), shoppers, by_period=True, span=placed.span, as_of=sold.until)
CHANGES = View(
    "shoppers and before",
    (sold.KIND,),
    changes,
    by_period=True,
    span=placed.span,
    as_of=sold.until,
    unlike=placed.unpriced,
)


@dataclass(frozen=True, eq=False)
class Shoppers:
    """Purchases of customers who are named, against periods in the order of their first days."""

    frame: Frame
    orders: Sold
    periods: Periods
    beside: bool
    halves: bool = False

    @cached_property
    def order(self) -> np.ndarray:
        return by_period(self.periods)

    @cached_property
    def edges(self) -> np.ndarray:
        """[periods, 2] first day, and the day after the last; of halves those of the second."""
        edges = self.periods.edges[self.order].astype(np.int64)
        return np.stack([self._middle, edges[:, 1]], axis=1) if self.halves else edges

    @property
    def _middle(self) -> np.ndarray:
        edges = self.periods.edges[self.order].astype(np.int64)
        return edges[:, 0] + np.maximum(np.minimum(edges[:, 1], sold.until(self.frame) + 1) - edges[:, 0], 0) // 2

    @cached_property
    def earlier(self) -> np.ndarray:
        """The same of the periods before."""
        if self.halves:
            return np.stack([self.periods.edges[self.order, 0].astype(np.int64), self._middle], axis=1)
        calendar = self.frame.calendar
        found = [self.periods.periods[at].previous(calendar) for at in self.order.tolist()]
        return np.array([(day_number(one.start), day_number(one.end)) for one in found], np.int64).reshape(-1, 2)

    @cached_property
    def bought(self) -> np.ndarray:
        """Orders that count, by day: of somebody, no returns, not in the future."""
        known = (self.orders.customer >= 0) & placed.is_purchase(self.orders.net)
        return np.flatnonzero(known & (self.orders.day <= sold.until(self.frame)))

    @cached_property
    def buyers(self) -> tuple[np.ndarray, np.ndarray]:
        """Customer codes of buyers 0..n-1, and the buyer of each purchase."""
        return np.unique(self.orders.customer[self.bought], return_inverse=True)

    @cached_property
    def day(self) -> np.ndarray:
        return self.orders.day[self.bought].astype(np.int64)

    def _within(self, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Purchases of each period: a (period, buyer) place, and the purchase."""
        period, purchase = spread(*(np.searchsorted(self.day, edges[:, side]) for side in (0, 1)))
        return period * max(len(self.buyers[0]), 1) + self.buyers[1][purchase], purchase

    @cached_property
    def now(self) -> tuple[np.ndarray, np.ndarray]:
        return self._within(self.edges)

    @cached_property
    def before(self) -> tuple[np.ndarray, np.ndarray]:
        return self._within(self.earlier)

    @cached_property
    def cells(self) -> np.ndarray:
        """The (period, buyer) places that are rows, ascending."""
        return distinct(np.concatenate([self.now[0], self.before[0]]) if self.beside else self.now[0])

    @cached_property
    def period(self) -> np.ndarray:
        return self.cells // max(len(self.buyers[0]), 1)

    @cached_property
    def row(self) -> np.ndarray:
        """Row of each purchase of `now`."""
        return np.searchsorted(self.cells, self.now[0])

    def _sum(self, side: tuple[np.ndarray, np.ndarray], what: np.ndarray) -> np.ndarray:
        cell, purchase = side
        return np.bincount(np.searchsorted(self.cells, cell), what[self.bought][purchase], len(self.cells))

    @cached_property
    def _days(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, day and money of each day on which somebody bought, once, ascending."""
        keys, place = np.unique((self.row.astype(np.int64) << 32) + self.day[self.now[1]], return_inverse=True)
        spent = np.bincount(place, np.nan_to_num(self.orders.net[self.bought][self.now[1]]), len(keys))
        return keys >> 32, keys & 0xFFFFFFFF, spent

    @cached_property
    def _first(self) -> tuple[np.ndarray, np.ndarray]:
        """Per row its first and its last day; 0 for those who did not buy in the period."""
        row, day, _spent = self._days
        first, last = np.full(len(self.cells), np.iinfo(np.int64).max), np.zeros(len(self.cells), np.int64)
        np.minimum.at(first, row, day)
        np.maximum.at(last, row, day)
        return np.minimum(first, np.where(last > 0, first, 0)), last

    def repeats(self) -> np.ndarray:
        return np.maximum(np.bincount(self._days[0], minlength=len(self.cells)) - 1.0, 0)

    def recency(self) -> np.ndarray:
        first, last = self._first
        return (last - first).astype(np.float64)

    def watched(self) -> np.ndarray:
        """Until the last day of the period, or the day that the data reach."""
        end = np.minimum(self.edges[self.period, 1] - 1, sold.until(self.frame))
        return (end - self._first[0]).astype(np.float64)

    def monetary(self) -> np.ndarray:
        """Mean of what was spent on each day after the first; 0 without one."""
        row, day, spent = self._days
        later = day > self._first[0][row]
        with np.errstate(all="ignore"):
            mean = np.bincount(row[later], spent[later], len(self.cells)) / self.repeats()
        return np.nan_to_num(mean)

    def table(self) -> Table:
        count, money = self.orders.count, np.nan_to_num(self.orders.net)
        who = self.cells - self.period * max(len(self.buyers[0]), 1)
        names = self.frame.column(sold.KIND, "customer").labels
        columns: dict[str, Any] = {
            "customer": Codes(self.buyers[0][who].astype(np.int32), names),
            "day": self.periods.edges[self.order, 0][self.period].astype(np.int32),
            "orders": lambda: self._sum(self.now, count),
            "spent": lambda: self._sum(self.now, money),
            "orders_before": lambda: self._sum(self.before, count),
            "spent_before": lambda: self._sum(self.before, money),
            "repeats": self.repeats,
            "recency": self.recency,
            "watched": self.watched,
            "monetary": self.monetary,
        }
        ends = np.searchsorted(self.period, np.arange(len(self.order) + 1))
        bounds = np.zeros((len(self.order), 2), np.int64)
        bounds[self.order, 0], bounds[self.order, 1] = ends[:-1], ends[1:]
        return Table(KIND, len(self.cells), columns, {sold.KIND: self._behind}, bounds)

    def _behind(self) -> Behind:
        """All lines of the purchases of a row."""
        sides = (self.now, self.before) if self.beside else (self.now,)
        cell, purchase = (np.concatenate([side[i] for side in sides]) for i in (0, 1))
        by_order = np.argsort(self.orders.of_row, kind="stable")
        lines = np.searchsorted(self.orders.of_row[by_order], np.arange(self.orders.size + 1))
        order = self.bought[purchase]
        at, place = spread(lines[order], lines[order + 1])
        row = np.searchsorted(self.cells, cell)[at]
        return Behind(row, self.orders.row[by_order[place]].astype(np.int64), sold.REASONS, self.orders.why)
