"""Of the rows of the panel: on how many days of the period customers were there, how often they left, who was won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import recurring
from cxdesk.metrics.views.spells import Stays, spells

SORTS = VOLUNTARY, INVOLUNTARY = ("voluntary", "involuntary")
_UNPAID = (
    *("payment failed", "failed payment", "payment failure", "non-payment", "non payment", "nonpayment", "unpaid"),
    *("card expired", "expired card", "card declined", "declined", "insufficient funds", "dunning", "delinquent"),
    *("impaye", "echec de paiement", "paiement refuse", "carte expiree", "carte refusee", "provision insuffisante"),
    *("neplat", "plata esuata", "plata refuzata", "card expirat", "card refuzat", "fonduri insuficiente"),
)

if TYPE_CHECKING:
    from cxdesk.metrics.views.panel import Panel


def active_days(panel: Panel) -> np.ndarray:
    """[rows] days in the period on which the customer was there, as far as the data reach."""
    return _within(panel, _stays(panel).covered())


def ended(panel: Panel) -> np.ndarray:
    """[rows] how many unbroken stays of the customer ended."""
    return _within(panel, _stays(panel).ended())


def joined(panel: Panel) -> np.ndarray:
    """[rows] uint8, whether the customer was won in the period: paid first on one of its days as the customer list
    says, else came for the first time between its edges.
    """
    paid = _first_paid(panel)[panel.who]
    start, end = panel.periods.edges[panel.order].T
    said = (paid >= start[panel.period]) & (paid < end[panel.period])
    first = panel.lines.first[panel.who]
    came = (first > panel.edges[panel.period, 0]) & (first <= panel.edges[panel.period, 1])
    return np.where(paid == NO_DAY, came, said).astype(np.uint8)


def unknown(panel: Panel) -> np.ndarray:
    """[rows] whether the period began before the first day of which anything is known."""
    known_from = panel.lines.known_from
    before = np.zeros(len(panel.edges), bool) if known_from is None else panel.edges[:, 0] < known_from
    return before[panel.period]


def tenure(panel: Panel) -> np.ndarray:
    """[rows] days with us when the period has ended; NaN where nothing says since when."""
    days = (panel.edges[panel.period, 1] - panel.lines.first[panel.who]).astype(np.float64)
    return np.where(recurring.undated(panel.lines)[panel.who], np.nan, days)


def since(panel: Panel) -> Codes:
    """[rows] the calendar quarter in which the customer came, such as 2024-Q1; none where nothing says since when."""
    first = np.where(recurring.undated(panel.lines), -1, panel.lines.first).astype("datetime64[D]")
    quarters = first.astype("datetime64[M]").astype(np.int64) // 3
    known = ~recurring.undated(panel.lines)
    found, places = np.unique(quarters[known], return_inverse=True)
    of_customer = np.full(len(quarters), -1, np.int32)
    of_customer[known] = places
    labels = [f"{1970 + quarter // 4}-Q{quarter % 4 + 1}" for quarter in found.tolist()]
    return Codes(of_customer[panel.who], labels)


def left_after(panel: Panel) -> np.ndarray:
    """[rows] days from the first payment (else the first day) to the end of the last stay of who is not there when
    the period has ended; NaN for the others.
    """
    found = np.full(panel.size, np.nan)
    gone = np.flatnonzero(~panel.now)
    own = spells(panel.lines, panel.grace)
    if not len(own.who):
        return found
    who, edge = panel.who[gone], panel.edges[panel.period[gone], 1]
    keys = (own.who.astype(np.int64) << 32) + own.end
    at = np.maximum(np.searchsorted(keys, (who.astype(np.int64) << 32) + edge, side="right") - 1, 0)
    known = _first_paid(panel)
    first = np.where(known == NO_DAY, panel.lines.first, known)[who]
    told = (known[who] != NO_DAY) | ~recurring.undated(panel.lines)[who]
    found[gone] = np.where((own.who[at] == who) & told, np.maximum(own.end[at] - first, 0), np.nan)
    return found


def because(panel: Panel) -> Codes:
    """Of who left whether by choice: as said, else as the reason tells; no label where nothing is known."""
    said, reason = (column() for column in (panel.columns()["cancel_kind"], panel.columns()["reason"]))
    kinds = np.array([*(SORTS.index(label) if label in SORTS else -1 for label in said.labels), -1], np.int8)
    by_reason = np.array([*(int(_involuntary(str(label))) for label in reason.labels), -1], np.int8)
    found = kinds[said.codes]
    return Codes(np.where(found >= 0, found, by_reason[reason.codes]), SORTS)


def _involuntary(reason: str) -> bool:
    """Whether a reason speaks of a payment that failed."""
    return any(word in fold(reason) for word in _UNPAID)


def _stays(panel: Panel) -> Stays:
    """Unbroken stays against the panel's days, of which those after the data's end are cut to it."""
    own = panel.lines.kind == recurring.KIND
    until = recurring.until(panel.frame) if own else panel.frame.as_of(panel.lines.kind)
    reached = min(until, NO_DAY - 2) + 1
    days = np.minimum(panel.days, reached).astype(np.int64)
    return Stays(spells(panel.lines, panel.grace), days, panel.lines.customers)


def _within(panel: Panel, before: np.ndarray) -> np.ndarray:
    """[rows] what came between a period's edges, from what had come before each of the days [days, customers]."""
    first, last = panel.at
    return (before[last] - before[first]).ravel()[panel.cells].astype(np.float64)


def _first_paid(panel: Panel) -> np.ndarray:
    """[who] the day that the customer list gives for the first payment, NO_DAY none."""
    frame, lines = panel.frame, panel.lines
    if not frame.size(CUSTOMER):
        return np.full(lines.customers, NO_DAY, np.int32)
    names: Codes = frame.column(lines.kind, CUSTOMER)
    row = frame.customer_rows(Codes(lines.customer, names.labels))
    return np.where(row >= 0, frame.days(CUSTOMER, "first_paid_at")[row], NO_DAY).astype(np.int32)
