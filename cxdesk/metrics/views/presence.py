"""Of the rows of the panel: on how many days of the period customers were there, how often they left, who was won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import recurring
from cxdesk.metrics.views.spells import Stays, spells

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


def _stays(panel: Panel) -> Stays:
    """Unbroken stays against the panel's days, of which those after the data's end are cut to it."""
    reached = min(recurring.until(panel.frame), NO_DAY - 2) + 1
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
    names: Codes = frame.column(recurring.KIND, CUSTOMER)
    row = frame.customer_rows(Codes(lines.customer, names.labels))
    return np.where(row >= 0, frame.days(CUSTOMER, "first_paid_at")[row], NO_DAY).astype(np.int32)
