"""Orders as rows: one per order, however many lines the files have for it, with what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.order import ORDER_KIND
from cxdesk.domain.periods import Period
from cxdesk.domain.results import Phrase
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried, currencies, sold
from cxdesk.metrics.views.sold import Sold
from cxdesk.system.i18n import N_

_OWN = ("customer", "net_amount", "count", "quantity", "line_id", "placed_at")
KIND = Kind(
    name="placed_order",
    title=N_("Order as a whole"),
    plural=N_("orders as a whole"),
    meaning=N_("An order with all its lines, and what it is worth without tax and refunds."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Ordered on")),
        Field("net", Type.MONEY, N_("Worth")),
        Field("orders", Type.NUMBER, N_("Orders")),
        *carried.fields(ORDER_KIND, _OWN),
    ),
)
RETURNS = Option(
    "returns",
    "left_out",
    N_("Returns"),
    N_("Orders that are worth nothing or less, such as returned goods."),
    choices=(
        ("left_out", N_("Leave out")),
        ("deducted", N_("Take off the revenue; they are no orders")),
    ),
)


def returns_label(options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    return (Phrase(N_("returns deducted")),) if options["returns"] == "deducted" else (Phrase(N_("without returns")),)


def is_purchase(net: np.ndarray) -> np.ndarray:
    """Orders that are no returns: worth more than nothing, or of unknown worth."""
    with np.errstate(invalid="ignore"):
        return ~(net <= 0)


def orders(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per order, by day; described as its first line is."""
    currency = str(options.get("currency") or "")
    return derived(frame, ("placed", currency), lambda: _table(frame, sold.sold(frame, currency)))


def _table(frame: Frame, found: Sold) -> Table:
    first = first_rows(found)
    names = frame.column(sold.KIND, "customer").labels
    columns: dict[str, Any] = {
        "customer": Codes(found.customer, names),
        "day": found.day,
        "net": found.net,
        "orders": found.count,
        **carried.columns(frame, ORDER_KIND, first, _OWN),
    }
    behind = {sold.KIND: lambda: Behind(found.of_row, found.row, sold.REASONS, found.why)}
    return Table(KIND, found.size, columns, behind, headings=tuple(frame.headings(sold.KIND)))


def first_rows(found: Sold) -> np.ndarray:
    """[orders] position of each order's first line."""
    first = np.full(found.size, np.iinfo(np.int64).max)
    np.minimum.at(first, found.of_row, found.row)
    return first


def span(frame: Frame) -> Period | None:
    """From the first order to the day that orders reach."""
    days, until = sold.sold(frame).day, sold.until(frame)
    if not len(days) or days[0] > until or until >= NO_DAY - 1:
        return None
    return Period(day_of(days[0]), day_of(until + 1))


def unpriced(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    """No order says what it is worth, or orders do so in several currencies."""
    if not frame.size(sold.KIND):
        return None
    found = sold.sold(frame, str(options.get("currency") or ""))
    if found.size and not np.isfinite(found.net).any():
        return "missing_field", "net_amount"
    return None if options.get("currency") else currencies.mixed(frame, {sold.KIND: found.row})


_view = partial(View, kinds=(sold.KIND,), span=span, as_of=sold.until)
ORDERS = _view(name="placed", build=orders, unlike=unpriced)
