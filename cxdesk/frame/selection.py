"""Which rows answer a question: filtered, within periods, one per customer; and how often each code occurs in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import smallest
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Keep, Rows

_EVERY_PERIOD_APART = 64  # up to so many periods are gone through one by one, which needs no sort


@dataclass(frozen=True, eq=False)
class Refusal:
    """The condition that these rows cannot be asked; the metric is then not available, never half filtered."""

    kind: str
    condition: Condition


@dataclass(frozen=True, eq=False)
class Members:
    """The rows of each period: period t has `at[offsets[t]:offsets[t + 1]]`, positions in `rows`.

    `at` is a slice where the rows lie together. `dropped` are those displaced by another of the same customer,
    with offsets of their own.
    """

    rows: Rows
    at: slice | np.ndarray
    offsets: np.ndarray
    dropped: np.ndarray
    dropped_offsets: np.ndarray

    @property
    def periods(self) -> int:
        return len(self.offsets) - 1

    @property
    def size(self) -> int:
        return int(self.offsets[-1])

    def take(self, values: np.ndarray) -> np.ndarray:
        """A row column for the members, in their order; a view where they lie together."""
        return values[self.at] if isinstance(self.at, slice) else values.take(self.at)

    @cached_property
    def positions(self) -> np.ndarray:
        return np.arange(self.at.start, self.at.stop) if isinstance(self.at, slice) else self.at

    @cached_property
    def period(self) -> np.ndarray:
        """Which period each member is in."""
        return np.repeat(np.arange(self.periods, dtype=smallest(self.periods)), np.diff(self.offsets))

    def of_period(self, period: int) -> np.ndarray:
        """Positions of one period's members."""
        return self.positions[self.offsets[period] : self.offsets[period + 1]]

    def count(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """[periods, size]: how often each row code 0..size-1 occurs per period, or the sum of its rows' `weights`."""
        return self.count_taken(self.take(codes), size, None if weights is None else self.take(weights))

    def count_taken(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """The same for codes (and weights) already taken in the members' order."""
        if self.periods > 1:
            kind = smallest(self.periods * size)
            starts = np.repeat(np.arange(self.periods, dtype=kind) * kind(size), np.diff(self.offsets))
            codes = starts + codes
        counts = np.bincount(codes, weights, minlength=self.periods * size)
        return counts.reshape(self.periods, size)


@dataclass(frozen=True, eq=False)
class Selection:
    """Rows that pass the filters: `chosen` are their positions (None: all), `excluded` counts the others by reason."""

    rows: Rows
    chosen: np.ndarray | None
    excluded: Mapping[str, int]
    end: int  # rows from here on are undated or in the future
    undated: bool  # no row has a date: all dates then means all rows

    @property
    def size(self) -> int:
        """Rows that pass the filters and are dated up to as_of."""
        return self._until(self.rows.size if self.undated else self.end)

    def _until(self, position: int) -> int:
        return position if self.chosen is None else int(np.searchsorted(self.chosen, position))

    def members(self, periods: Periods | None) -> Members:
        """Rows by period; None is one period, all dates."""
        if periods is None:
            bounds = np.array([[0, self.rows.size if self.undated else self.end]])
        else:
            bounds = np.minimum(periods.bounds(self.rows.days), self.end)
        if self.chosen is not None:
            bounds = np.searchsorted(self.chosen, bounds)
        starts, ends = bounds[:, 0], np.maximum(bounds[:, 0], bounds[:, 1])
        offsets = np.concatenate([[0], np.cumsum(ends - starts)])
        nothing = np.zeros(len(offsets), np.int64)
        return Members(self.rows, self._cut(starts, ends), offsets, np.array([], np.int64), nothing)

    def _cut(self, starts: np.ndarray, ends: np.ndarray) -> slice | np.ndarray:
        together = bool((starts[1:] == ends[:-1]).all()) if len(starts) else True
        if together:
            whole = slice(int(starts[0]), int(ends[-1])) if len(starts) else slice(0, 0)
            return whole if self.chosen is None else self.chosen[whole]
        pieces = [np.arange(a, b) for a, b in zip(starts, ends, strict=True)]
        at = np.concatenate(pieces)
        return at if self.chosen is None else self.chosen[at]


def select(rows: Rows, filters: Sequence[Condition], as_of: int, periods: Periods | None = None) -> Selection | Refusal:
    """The rows that pass every filter, up to the local day `as_of`; the rest counted by the first reason that fits."""
    passing: np.ndarray | None = None
    for condition in filters:
        mask = rows.mask(condition, periods)
        if mask is None:
            return Refusal(rows.kind, condition)
        passing = mask if passing is None else passing & mask
    end = int(np.searchsorted(rows.days, min(as_of, NO_DAY - 1), side="right"))
    undated = rows.dated == 0
    chosen = None if passing is None else np.flatnonzero(passing)
    ends = np.array([end, rows.dated, rows.size])
    if chosen is not None:
        ends = np.searchsorted(chosen, ends)
    excluded = dict(rows.left_out)
    excluded["filtered"] = rows.size - int(ends[2])
    excluded["no_timestamp"] = 0 if undated else int(ends[2] - ends[1])
    excluded["future"] = int(ends[1] - ends[0])
    return Selection(rows, chosen, {reason: n for reason, n in excluded.items() if n}, end, undated)


def one_each(members: Members, keep: Keep, usable: np.ndarray | None) -> Members:
    """The members of which, per customer (or whatever `keep` names) and period, one stays.

    `usable` (bool per member, None: all) goes before unusable. Rows that name nobody all stay.
    """
    who = members.rows.customer if keep.per == "customer" else members.rows.col(keep.per).codes
    who = members.take(who)
    if members.periods <= _EVERY_PERIOD_APART:
        stays = _stays(who, members.offsets, keep.which == "first", usable)
    else:
        stays = _stays_sorted(who, members.period, keep.which == "first", usable)
    if stays.all():
        return members
    kept, dropped = np.flatnonzero(stays), np.flatnonzero(~stays)
    return replace(
        members,
        at=members.positions.take(kept),
        offsets=np.searchsorted(kept, members.offsets),
        dropped=members.positions.take(dropped),
        dropped_offsets=np.searchsorted(dropped, members.offsets),
    )


def _stays(who: np.ndarray, offsets: np.ndarray, first: bool, usable: np.ndarray | None) -> np.ndarray:
    """Writes each row's number to its customer's place, in order: what is left there is the row that stays."""
    place = np.empty(int(who.max(initial=-1)) + 2, np.int64)  # the last place takes those who are nobody
    stays = who < 0
    rows = np.arange(len(who))
    good = None if usable is None else np.flatnonzero(usable)
    for start, end in pairwise(offsets):
        here = slice(start, end)
        names, numbers = (who[here][::-1], rows[here][::-1]) if first else (who[here], rows[here])
        place[names] = numbers
        if good is not None:
            best = good[np.searchsorted(good, start) : np.searchsorted(good, end)]
            best = best[::-1] if first else best
            place[who[best]] = best
        stays[here] |= place[who[here]] == rows[here]
    return stays


def _stays_sorted(who: np.ndarray, period: np.ndarray, first: bool, usable: np.ndarray | None) -> np.ndarray:
    """The same by one sort, for many periods."""
    rank = np.arange(len(who)) * (-1 if first else 1)
    good = np.ones(len(who), bool) if usable is None else usable
    order = np.lexsort((rank, good, period, who))
    last = np.ones(len(who), bool)
    last[:-1] = (who[order][1:] != who[order][:-1]) | (period[order][1:] != period[order][:-1])
    stays = who < 0
    stays[order[last]] = True
    return stays
