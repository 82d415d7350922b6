"""Customers by the day they first paid: who is new, and the row that everything a customer brings is told on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.customer import CUSTOMER
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import rates, recurring, sold
from cxdesk.metrics.views.recurring import Lines
from cxdesk.system.i18n import N_

KINDS = (CUSTOMER.name, recurring.KIND, sold.KIND)
KIND = Kind(
    name="won",
    title=N_("Customer by first payment"),
    plural=N_("customers by first payment"),
    meaning=N_("A customer, dated by the day they first paid."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First paid on")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)


@dataclass(frozen=True, eq=False)
class Won:
    """Customers 0..n-1, by first paid day (NO_DAY: never), as codes of `labels`; per kind the customer of each of its
    rows (`of_lines` and `of_orders`: of each subscription stretch and each order), -1 nobody.
    """

    labels: Any
    code: np.ndarray
    day: np.ndarray
    listed: np.ndarray
    of_lines: np.ndarray
    of_orders: np.ndarray

    @property
    def size(self) -> int:
        return len(self.code)


def won(frame: Frame, currency: str = "") -> Won:
    """Every customer whom the customer list, a subscription or an order names. They first paid on the day that the
    list says, else on the first day of a paid subscription or order, whichever came first.
    """
    return frame.once(("won", currency), (*KINDS, *rates.READ), lambda: _won(frame, currency))


def _won(frame: Frame, currency: str) -> Won:
    lines, orders = recurring.lines(frame, currency=currency), sold.sold(frame, currency)
    live = np.sort(frame.rows(CUSTOMER.all()).index)
    named = [frame.column(kind, "customer") for kind in KINDS]
    labels, tables = _common([column.labels for column in named])
    live = live[named[0].codes[live] >= 0]
    listed = tables[0][named[0].codes[live]]
    by_line = tables[1][named[1].codes[lines.source]]
    by_order = tables[2][orders.customer]
    codes = np.unique(np.concatenate([listed, by_line, by_order]))
    codes = codes[codes >= 0]
    where = np.full(len(labels) + 1, -1, np.int64)
    where[codes] = np.arange(len(codes))
    row = np.full(len(codes), -1, np.int64)
    row[where[listed][::-1]] = live[::-1]
    day = _first_paid(frame, row)
    came = np.full(len(codes), NO_DAY, np.int32)
    paid = (lines.mrr > 0) & (by_line >= 0)
    np.minimum.at(came, where[by_line[paid]], lines.start[paid])
    bought = by_order >= 0
    np.minimum.at(came, where[by_order[bought]], orders.day[bought])
    came[_since_ever(lines, by_line, where)] = NO_DAY
    day = np.where(day == NO_DAY, came, day)
    order = np.argsort(day, kind="stable")
    place = np.append(np.empty(len(order), np.int64), -1)
    place[order] = np.arange(len(order))
    return Won(labels, codes[order], day[order], row[order], place[where[by_line]], place[where[by_order]])


def _since_ever(lines: Lines, by_line: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Customers of whom nothing says since when they paid."""
    ever = recurring.undated(lines)[lines.who] & (by_line >= 0)
    return np.unique(where[by_line[ever]])


def _first_paid(frame: Frame, row: np.ndarray) -> np.ndarray:
    """The day the customer list gives, by position in it (-1: not listed)."""
    if not frame.size(CUSTOMER.name):
        return np.full(len(row), NO_DAY, np.int32)
    return np.where(row >= 0, frame.days(CUSTOMER.name, "first_paid_at")[row], NO_DAY).astype(np.int32)


def _common(lists: list[Any]) -> tuple[Any, list[np.ndarray]]:
    """One list of labels for several columns, and per column the new code of each old one (the last for -1)."""
    if all(one is lists[0] for one in lists):
        return lists[0], [np.append(np.arange(len(lists[0])), -1)] * len(lists)
    known: dict[str, int] = {}
    tables = [np.array([*(known.setdefault(str(label), len(known)) for label in one), -1], np.int64) for one in lists]
    return tuple(known), tables


def placed(found: Won, column: Codes) -> np.ndarray:
    """[rows] which customer each row of a column names, -1 none of them."""
    labels, tables = _common([found.labels, column.labels])
    where = np.full(len(labels) + 1, -1, np.int64)
    where[found.code] = np.arange(found.size)
    return where[tables[1][column.codes]]


def channel(frame: Frame, found: Won) -> Codes:
    """Through what each customer was won, where the customer list says it."""
    column: Codes = frame.column(CUSTOMER.name, "acquired_channel")
    if not frame.size(CUSTOMER.name):
        return Codes(np.full(found.size, -1, np.int32), column.labels)
    return Codes(np.where(found.listed >= 0, column.codes[found.listed], -1).astype(np.int32), column.labels)


def until(frame: Frame) -> int:
    """Day up to which it is known who paid: the latest of the kinds there are."""
    days = [recurring.until(frame)] if frame.size(recurring.KIND) else []
    days += [sold.until(frame)] if frame.size(sold.KIND) else []
    if frame.size(CUSTOMER.name):
        paid = frame.days(CUSTOMER.name, "first_paid_at")
        days += [int(paid[paid != NO_DAY].max())] if (paid != NO_DAY).any() else []
    known = [day for day in days if day < NO_DAY - 1]
    return max(known, default=NO_DAY - 1)


def span(frame: Frame) -> Period | None:
    """From the first customer who paid to the day up to which that is known."""
    days = won(frame).day
    if not len(days) or days[0] == NO_DAY:
        return None
    return Period(day_of(days[0]), day_of(max(min(until(frame), NO_DAY - 2), int(days[0])) + 1))


def behind(frame: Frame, found: Won, currency: str = "") -> dict[str, Any]:
    """The rows of each kind behind a customer's row."""
    lines, orders = recurring.lines(frame, currency=currency), sold.sold(frame, currency)

    def of_lines() -> Behind:
        at = np.flatnonzero(found.of_lines >= 0)
        return Behind(found.of_lines[at], lines.source[at], recurring.REASONS, lines.why)

    def of_orders() -> Behind:
        who = found.of_orders[orders.of_row]
        at = np.flatnonzero(who >= 0)
        return Behind(who[at], orders.row[at], sold.REASONS, orders.why)

    made = {CUSTOMER.name: lambda: Behind.each(found.listed), recurring.KIND: of_lines, sold.KIND: of_orders}
    return {kind: make for kind, make in made.items() if frame.size(kind)}


def rows(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per customer who ever paid or is listed."""
    return derived(frame, ("won",), lambda: _table(frame))


def _table(frame: Frame) -> Table:
    found = won(frame)
    columns: dict[str, Any] = {
        "customer": Codes(found.code.astype(np.int32), found.labels),
        "day": found.day.astype(np.int32),
        "channel": channel(frame, found),
    }
    return Table(KIND, found.size, columns, behind(frame, found))


VIEW = View("won", KINDS, rows, span=span, as_of=until)
