"""Sales that were won, with what each added to the yearly value of what the customer has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.domain.kinds_of.deal import DEAL
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import rates, terms
from cxdesk.metrics.views.reached import reached

KIND = DEAL.name


@dataclass(frozen=True, eq=False)
class Deals:
    """Per row of the kind: the day it was signed, whether it was won, yearly value before and after (stored money
    of its own currency, NaN unknown), what it added, and how many times the yearly value the whole term is worth.
    """

    signed: np.ndarray
    won: np.ndarray
    before: np.ndarray
    after: np.ndarray
    gain: np.ndarray
    years: np.ndarray


def deals(frame: Frame) -> Deals:
    """All deals of the workspace."""
    return frame.once("deals", (KIND, terms.KIND, *rates.READ), lambda: _deals(frame))


def of_kind(frame: Frame, *names: str) -> np.ndarray:
    """Which rows are deals of these sorts."""
    column: Codes = frame.column(KIND, "kind")
    return np.array([*(label in names for label in column.labels), False])[column.codes]


def _deals(frame: Frame) -> Deals:
    signed = frame.days(KIND, "closed_on")
    amount, per_month = frame.column(KIND, "amount"), frame.column(KIND, "mrr_delta")
    after = terms.worth(frame.column(KIND, "acv_after"))
    before = _before(frame, signed)
    gain = _first(after - before, amount, 12 * per_month)
    after = _first(after, np.where(np.isnan(before), amount, np.nan), before)
    with np.errstate(all="ignore"):
        whole, yearly = frame.column(KIND, "tcv"), _first(after, amount)
        years = np.where((whole > 0) & (yearly > 0), whole / yearly, np.nan)
    return Deals(signed, _won(frame, signed), before, after, gain, years)


def _won(frame: Frame, signed: np.ndarray) -> np.ndarray:
    """Said to be won; where nothing is said, signed."""
    outcome: Codes = frame.column(KIND, "outcome")
    said = np.array([*(label == "won" for label in outcome.labels), False])[outcome.codes]
    return said | ((outcome.codes < 0) & (signed != NO_DAY))


def _before(frame: Frame, signed: np.ndarray) -> np.ndarray:
    """As the deal says, else the value of the contract that it names, in the deal's currency."""
    before = terms.worth(frame.column(KIND, "acv_before"))
    if not frame.size(terms.KIND):
        return before
    where = frame.pointed(KIND, "contract")
    theirs = frame.column(terms.KIND, "currency").take(where)
    turn = rates.between(frame, frame.column(KIND, "currency"), theirs, signed)
    return np.where(np.isnan(before) & (where >= 0), np.rint(terms.terms(frame).before[where] * turn), before)


def _first(*columns: np.ndarray) -> np.ndarray:
    """Per row the first that is known."""
    found = columns[0]
    for column in columns[1:]:
        found = np.where(np.isnan(found), column, found)
    return found


def until(frame: Frame) -> int:
    """Up to which day deals are known; the days until which they are possible lie ahead."""
    return reached(frame, KIND, "closed_on", "created_at", "eligible_from")
