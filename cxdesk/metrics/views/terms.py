"""Terms of contracts, each with when it was renewed and what it was worth before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.contract import CONTRACT
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.views import currencies, rates
from cxdesk.metrics.views.reached import reached

KIND = CONTRACT.name


@dataclass(frozen=True, eq=False)
class Terms:
    """Per row of the kind: first day not covered, day of the renewal (NO_DAY none), whether it is said to be renewed
    or lost, yearly value of the term and after its renewal (stored money in the currency of the term, NaN unknown), and
    years of the term.
    """

    due: np.ndarray
    renewed: np.ndarray
    said_renewed: np.ndarray
    said_lost: np.ndarray
    before: np.ndarray
    after: np.ndarray
    years: np.ndarray

    def in_time(self, grace: int) -> np.ndarray:
        """Renewed up to `grace` days after it was due, or said to be renewed on a day nobody wrote down."""
        dated = self.renewed != NO_DAY
        return np.where(dated, self.renewed <= _later(self.due, grace), self.said_renewed)

    def late(self, grace: int) -> np.ndarray:
        """Renewed after that: won back."""
        return (self.renewed != NO_DAY) & ~self.in_time(grace)

    def waiting(self, grace: int, until: int) -> np.ndarray:
        """Neither renewed nor said to be lost, and there was still time when the data end."""
        open_ = (self.renewed == NO_DAY) & ~self.said_renewed & ~self.said_lost
        return open_ & (_later(self.due, grace) > until)


def _later(days: np.ndarray, by: int) -> np.ndarray:
    return np.where(days == NO_DAY, NO_DAY, days.astype(np.int64) + by)


def terms(frame: Frame) -> Terms:
    """All terms of the workspace."""
    return frame.once("terms", (KIND, *rates.READ), lambda: _terms(frame))


def _terms(frame: Frame) -> Terms:
    acv, tcv, months = (worth(frame.column(KIND, name)) for name in ("acv", "tcv", "term_months"))
    with np.errstate(all="ignore"):
        years = np.where(months > 0, months / 12, np.where((acv > 0) & (tcv > 0), tcv / acv, np.nan))
        before = np.where(np.isnan(acv), np.round(tcv / np.where(years > 0, years, 1.0)), acv)
    following = _following(frame)
    known = following >= 0
    signed, starts = frame.column(KIND, "signed_on"), frame.column(KIND, "starts_on")
    began = np.where(signed == NO_DAY, starts, signed)[following]
    renewed = frame.column(KIND, "renewed_on")
    renewed = np.where((renewed == NO_DAY) & known, began, renewed).astype(np.int32)
    after = worth(frame.column(KIND, "renewed_acv"))
    money: Codes = frame.column(KIND, "currency")
    turned = np.rint(before[following] * rates.between(frame, money, money.take(following), renewed))
    after = np.where(np.isnan(after) & known, turned, after)
    after = np.where(np.isnan(after), before, after)
    said: Codes = frame.column(KIND, "outcome")
    return Terms(frame.column(KIND, "due_on"), renewed, _is(said, "renewed"), _is(said, "lost"), before, after, years)


def worth(column: np.ndarray) -> np.ndarray:
    """The column without what is below zero: nothing is worth less than that."""
    with np.errstate(invalid="ignore"):
        return np.where(column < 0, np.nan, column)


def _is(column: Codes, label: str) -> np.ndarray:
    return np.array([*(one == label for one in column.labels), False])[column.codes]


def _following(frame: Frame) -> np.ndarray:
    """The next term of the same contract per row, -1 where the contract has none or is not named."""
    contract, starts = frame.column(KIND, "contract").codes, frame.column(KIND, "starts_on")
    usable = np.zeros(len(starts), bool)
    usable[frame.rows(CONTRACT.all()).index] = True
    usable &= (contract >= 0) & (starts != NO_DAY)
    order = np.flatnonzero(usable)
    order = order[np.lexsort((starts[order], contract[order]))]
    following = np.full(len(starts), -1, np.int64)
    here, after = order[:-1], order[1:]
    same = (contract[here] == contract[after]) & (starts[here] < starts[after])
    following[here[same]] = after[same]
    return following


def until(frame: Frame) -> int:
    """Up to which day contracts are known: dates at which they are due lie ahead."""
    return reached(frame, KIND, "starts_on", "signed_on", "due_on", "renewed_on")


def _build(frame: Frame, options: Mapping[str, Any]) -> Rows:
    return frame.rows(CONTRACT.all(), "due_on")


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    if options.get("basis", "count") == "count" or not frame.size(KIND):
        return None
    worth = np.isfinite(terms(frame).before)
    if not worth.any():
        return "missing_field", "acv"
    return None if options.get("currency") else currencies.mixed(frame, {KIND: np.flatnonzero(worth)})


VIEW = View("renewals", (KIND,), _build, as_of=until, unlike=_unlike)
