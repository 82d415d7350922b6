"""What each order is worth, worked out once per order from however many lines it has (see the kind order)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds_of.order import ORDER_KIND
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.metrics.views import rates
from cxdesk.metrics.views.rates import Exchange

KIND = ORDER_KIND.name
REASONS = ("outside_period", "no_timestamp", "cancelled", "other_currency", "not_used")
_MONEY = frozenset(field.name for field in ORDER_KIND.fields if field.type is Type.MONEY)
_OUTSIDE, _UNDATED, _CANCELLED, _FOREIGN, _NOBODY = range(len(REASONS))


@dataclass(frozen=True, eq=False)
class Sold:
    """Orders that were placed and not cancelled: local day, customer code (-1 nobody), stored money without tax and
    refunds (NaN unknown), cost of the goods (NaN unknown), how many orders each stands for.

    `row` are the positions of their rows, `of_row` the order of each; `why` [rows of the kind] a place in REASONS.
    """

    day: np.ndarray
    customer: np.ndarray
    net: np.ndarray
    goods: np.ndarray
    count: np.ndarray
    row: np.ndarray
    of_row: np.ndarray
    why: np.ndarray

    @property
    def size(self) -> int:
        return len(self.day)


def sold(frame: Frame, currency: str = "") -> Sold:
    """All orders, by day, at the rates in force on that day; where a `currency` is named only those in it or with a
    rate into it. What an order in another currency is worth that is older than all rates is unknown.
    """
    return frame.once(("sold", currency), (KIND, "customer", *rates.READ), lambda: _sold(frame, currency))


def _sold(frame: Frame, currency: str) -> Sold:
    why = np.full(frame.size(KIND), _OUTSIDE, np.uint8)
    days = frame.days(KIND, "placed_at") if len(why) else np.zeros(0, np.int32)
    exchange = rates.into(frame, KIND, currency, days)
    why[~exchange.known] = _FOREIGN
    status: Codes = frame.column(KIND, "status")
    why[np.array([*(label == "cancelled" for label in status.labels), False], bool)[status.codes]] = _CANCELLED
    why[frame.column(KIND, "cancelled_at") != NO_INSTANT] = _CANCELLED
    why[days == NO_DAY] = _UNDATED
    rows = np.sort(frame.rows(ORDER_KIND.all()).index)
    rows = rows[why[rows] == _OUTSIDE]
    name = frame.column(KIND, "order").codes[rows].astype(np.int64)
    _ids, of_row = np.unique(np.where(name >= 0, name, name.max(initial=-1) + 1 + rows), return_inverse=True)
    n = int(of_row.max(initial=-1)) + 1
    first = np.full(n, NO_DAY, np.int32)
    np.minimum.at(first, of_row, days[rows])
    place = np.empty(n, np.int64)
    place[np.argsort(first, kind="stable")] = np.arange(n)
    lines = _Lines(frame, rows, place[of_row], n, exchange)
    return Sold(np.sort(first), lines.customer(), lines.net(), lines.goods(), lines.count(), rows, lines.of_row, why)


@dataclass(frozen=True, eq=False)
class _Lines:
    """Rows of orders 0..n-1, in the order of the file."""

    frame: Frame
    rows: np.ndarray
    of_row: np.ndarray
    n: int
    exchange: Exchange

    def _column(self, name: str) -> np.ndarray:
        column = self.frame.column(KIND, name)[self.rows]
        return column * self.exchange.rate[self.rows] if self.exchange.turns and name in _MONEY else column

    def _first(self, name: str) -> np.ndarray:
        """[orders] the first filled cell of a column that speaks of the whole order; NaN where there is none."""
        column = self._column(name)
        filled = np.flatnonzero(np.isfinite(column))[::-1]
        found = np.full(self.n, np.nan)
        found[self.of_row[filled]] = column[filled]  # of several the last one written, which is the first in the file
        return found

    def _sum(self, values: np.ndarray) -> np.ndarray:
        """[orders] the sum of what is known of each line; NaN where nothing is."""
        known = np.isfinite(values)
        total = np.bincount(self.of_row[known], values[known], self.n)
        return np.where(np.bincount(self.of_row[known], minlength=self.n) > 0, total, np.nan)

    def customer(self) -> np.ndarray:
        codes = self.frame.column(KIND, "customer").codes[self.rows]
        named = np.flatnonzero(codes >= 0)[::-1]
        found = np.full(self.n, -1, np.int32)
        found[self.of_row[named]] = codes[named]
        return found

    def net(self) -> np.ndarray:
        gross = self._first("gross_amount")
        untaxed = gross - np.nan_to_num(self._first("tax")) - np.nan_to_num(self._first("shipping"))
        line, quantity = self._column("line_amount"), self._column("quantity")
        priced = np.where(np.isnan(quantity), 1.0, quantity) * self._column("unit_price")
        priced = np.rint(priced) - np.nan_to_num(self._column("discount"))
        whole = self._first("net_amount")
        by_line = self._sum(np.where(np.isfinite(line), line, priced))
        found = np.where(np.isfinite(whole), whole, np.where(np.isfinite(gross), untaxed, by_line))
        return np.rint(found - np.rint(self._refund() * np.where(np.isfinite(whole), 1.0, _share(untaxed, gross))))

    def _refund(self) -> np.ndarray:
        """[orders] what was given back; some tools write it as less than nothing."""
        return np.abs(np.nan_to_num(self._first("refund")))

    def goods(self) -> np.ndarray:
        return np.rint(self._sum(self._column("cogs")))

    def count(self) -> np.ndarray:
        given = self._first("count")
        return np.where(np.isfinite(given), given, 1.0)


def _share(untaxed: np.ndarray, gross: np.ndarray) -> np.ndarray:
    """Which part of what was paid is the worth of the order: that part of a refund is taken off it, for who gets their
    money back gets the tax and the shipping as well. 1 where no total is known.
    """
    with np.errstate(all="ignore"):
        share = np.clip(untaxed / gross, 0.0, 1.0)
    return np.where(np.isfinite(share), share, 1.0)


def until(frame: Frame) -> int:
    """Day up to which orders reach."""
    return frame.as_of(KIND)
