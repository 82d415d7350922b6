"""Unbroken stays: a customer's overlapping and adjoining subscriptions as one stretch of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views.recurring import Lines


@dataclass(frozen=True, eq=False)
class Spells:
    """Stays [start, end) in local days, end NO_DAY while they last, by customer and start; no two of one touch.

    `who` and `customer` as in Lines; `of_line` [lines] is the stay that each line belongs to.
    """

    who: np.ndarray
    start: np.ndarray
    end: np.ndarray
    of_line: np.ndarray


def spells(lines: Lines, grace: int = 0) -> Spells:
    """The stays that `lines` make up. With `grace`, the days that were added to what has ended, breaks no longer than
    that are bridged; the days themselves are taken off again, so that a stay ends when it ended.
    """
    if not len(lines.start):
        nothing = np.zeros(0, np.int32)
        return Spells(nothing, nothing, nothing, np.zeros(0, np.int64))
    order = np.lexsort((lines.start, lines.who))
    who, start, end = (column[order].astype(np.int64) for column in (lines.who, lines.start, lines.end))
    last = np.maximum.accumulate((who << 32) + end)  # the latest end so far, of this customer
    begins = np.ones(len(who), bool)
    begins[1:] = (who[1:] << 32) + start[1:] > last[:-1]
    number = np.cumsum(begins) - 1
    ends = np.append(np.flatnonzero(begins)[1:], len(who)) - 1
    until = last[ends] - (who[ends] << 32)
    of_line = np.empty(len(who), np.int64)
    of_line[order] = number
    return Spells(
        who[begins].astype(np.int32),
        start[begins].astype(np.int32),
        np.where(until >= NO_DAY, NO_DAY, until - grace).astype(np.int32),
        of_line,
    )


@dataclass(frozen=True, eq=False)
class Stays:
    """Stays of so many customers, held against ascending `days`: what happened before each of them opened."""

    spells: Spells
    days: np.ndarray
    customers: int

    def covered(self) -> np.ndarray:
        """[days, customers] days there before each."""
        return self._waited(self.spells.start) - self._waited(self.spells.end)

    def ended(self) -> np.ndarray:
        """[days, customers] stays that were over when it opened."""
        return self._before(self.spells.end, None)

    def _waited(self, since: np.ndarray) -> np.ndarray:
        """[days, customers] sum over stays of the days from `since`."""
        return self.days[:, None] * self._before(since, None) - self._before(since, since.astype(np.float64))

    def _before(self, when: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
        """[days, customers] how many of `when` [stays] are not after each day, or the sum of their weights."""
        place = np.searchsorted(self.days, when) * self.customers + self.spells.who
        size = (len(self.days) + 1) * self.customers
        table = np.bincount(place, weight, size).reshape(len(self.days) + 1, self.customers)[:-1]
        return np.cumsum(table, axis=0)
