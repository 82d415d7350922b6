"""Which rows answer a question: filtered, within periods, one per customer; and how often each code occurs in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import smallest
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Keep, Rows

_FEW_PERIODS = 4  # up to so many periods are counted one by one
_EVERY_PERIOD_APART = 64  # up to so many periods are gone through one by one, which needs no sort


@dataclass(frozen=True, eq=False)
class Refusal:
    """The condition that these rows cannot be asked; the metric is then not available, never half filtered."""

    kind: str
    condition: Condition


@dataclass(frozen=True, eq=False)
class Members:
    """The rows of each period: period t has `at[offsets[t]:offsets[t + 1]]`, positions in `rows`.

    `at` is a slice where the rows lie together. Where one row per customer counts, `whole` are the members before
    that and `stays` says which of them are these.
    """

    rows: Rows
    at: slice | np.ndarray
    offsets: np.ndarray
    whole: Members | None = None
    stays: np.ndarray | None = None

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

    @cached_property
    def dropped(self) -> Members:
        """The members that another row of the same customer displaced."""
        if self.whole is None or self.stays is None:
            return Members(self.rows, slice(0, 0), np.zeros_like(self.offsets))
        return self.whole.among(~self.stays)

    def among(self, chosen: np.ndarray) -> Members:
        """Those of the members for which `chosen` (bool, in their order) holds."""
        kept = np.flatnonzero(chosen)
        return Members(self.rows, self.positions.take(kept), np.searchsorted(kept, self.offsets))

    def of_period(self, period: int) -> np.ndarray:
        """Positions of one period's members."""
        return self.positions[self.offsets[period] : self.offsets[period + 1]]

    def count(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """[periods, size]: how often each row code 0..size-1 occurs per period, or the sum of its rows' `weights`."""
        return self.count_taken(self.take(codes), size, None if weights is None else self.take(weights))

    def count_taken(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """The same for codes (and weights) already taken in the members' order."""
        if self.periods <= _FEW_PERIODS:
            pieces = [slice(start, end) for start, end in pairwise(self.offsets)]
            counted = [np.bincount(codes[p], None if weights is None else weights[p], size) for p in pieces]
            return np.stack(counted) if counted else np.zeros((0, size))
        kind = smallest(self.periods * size)
        starts = np.repeat(np.arange(self.periods, dtype=kind) * kind(size), np.diff(self.offsets))
        return np.bincount(starts + codes, weights, self.periods * size).reshape(self.periods, size)


@dataclass(frozen=True, eq=False)
class Selection:
    """Rows that pass the filters: `chosen` are their positions (None: all), `excluded` counts the others by reason."""

    rows: Rows
    chosen: np.ndarray | None
    excluded: Mapping[str, int]
    filters: tuple[Condition, ...]
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
        return Members(self.rows, self._cut(starts, ends), offsets)

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
    return Selection(rows, chosen, {reason: n for reason, n in excluded.items() if n}, tuple(filters), end, undated)


Usable = Callable[[np.ndarray], np.ndarray]  # positions → whether those rows may displace others


def one_each(
    selection: Selection, members: Members, keep: Keep, usable: Usable | None, periods: Periods | None
) -> Members:
    """The members of which, per customer (or whatever `keep` names) and period, one stays.

    Usable rows (None: all are) go before unusable. Rows that name nobody all stay.
    """
    rows = members.rows
    if not repeated(rows, keep.per):
        return members
    if usable is None and is_steady(rows, keep, selection.filters):
        stays = members.take(rows.once(("leaders", keep), lambda: _leaders(rows, keep)))
    else:
        stays = _few_of(members, keep, usable, periods)
    if stays.all():
        return members
    return replace(members.among(stays), whole=members, stays=stays)


def _leaders(rows: Rows, keep: Keep) -> np.ndarray:
    return _stays(named(rows, keep.per), np.array([0, rows.size]), keep.which == "first", None)


def _few_of(members: Members, keep: Keep, usable: Usable | None, periods: Periods | None) -> np.ndarray:
    """Looks only at rows that share name and period with another, filters aside: usually few."""
    rows = members.rows
    rivals = rows.once(("rivals", keep.per, periods), lambda: _rivals(rows, keep.per, periods))
    chosen = np.flatnonzero(members.take(rivals))
    at = members.positions.take(chosen)
    who, offsets = named(rows, keep.per).take(at), np.searchsorted(chosen, members.offsets)
    good = None if usable is None else usable(at)
    if members.periods <= _EVERY_PERIOD_APART:
        stay = _stays(who, offsets, keep.which == "first", good)
    else:
        stay = _stays_sorted(who, members.period.take(chosen), keep.which == "first", good)
    stays = np.ones(members.size, bool)
    stays[chosen[~stay]] = False
    return stays


def _rivals(rows: Rows, per: str, periods: Periods | None) -> np.ndarray:
    """Rows that share name and period with another row."""
    who = named(rows, per)
    bounds = np.array([[0, rows.size]]) if periods is None else periods.bounds(rows.days)
    if len(bounds) > _EVERY_PERIOD_APART:
        return np.ones(rows.size, bool)
    rivals = np.zeros(rows.size, bool)
    for start, end in bounds:
        names = who[start:end] + 1  # nobody is 0
        often = np.bincount(names) > 1
        often[:1] = False
        rivals[start:end] |= often.take(names)
    return rivals


def named(rows: Rows, per: str) -> np.ndarray:
    """Whose each row is, int64, -1 nobody's."""
    codes = rows.customer if per == "customer" else rows.col(per).codes
    return rows.once(("named", per), lambda: codes.astype(np.int64))


def is_steady(rows: Rows, keep: Keep, filters: Sequence[Condition]) -> bool:
    """Whether all rows of one name are of one day and agree in every attribute that is filtered by."""
    if not rows.once(("one_day", keep.per), lambda: _agree(rows, keep.per, rows.days)):
        return False
    for condition in filters:
        codes = rows.codes(condition.field) if condition.field not in STANDINGS else None
        if codes is None or not rows.once(
            ("agree", keep.per, condition.field), partial(_agree, rows, keep.per, codes.codes)
        ):
            return False
    return True


def _agree(rows: Rows, per: str, values: np.ndarray) -> bool:
    """Whether rows of one name all have one value."""
    who = named(rows, per)
    known = who >= 0
    value = np.zeros(int(who.max(initial=-1)) + 2, values.dtype)
    value[who[known]] = values[known]
    return bool((value[who[known]] == values[known]).all())


def repeated(rows: Rows, per: str) -> bool:
    """Whether any name has more than one row."""

    def look() -> bool:
        known = named(rows, per)
        known = known[known >= 0]
        return bool(len(known)) and int(np.bincount(known).max()) > 1

    return rows.once(("repeated", per), look)


def _stays(who: np.ndarray, offsets: np.ndarray, first: bool, usable: np.ndarray | None) -> np.ndarray:
    """Writes each row's number to its name's place, in order: what is left there is the row that stays."""
    place = np.empty(int(who.max(initial=-1)) + 2, np.int64)  # the last place takes those who are nobody
    numbers, step = np.arange(len(who)), -1 if first else 1
    stays = np.empty(len(who), bool)
    for start, end in pairwise(offsets):
        names, here = who[start:end], numbers[start:end]
        for chosen in _worst_first(usable, start, end):
            place[names[chosen][::step]] = here[chosen][::step]
        stays[start:end] = place.take(names) == here
    stays |= who < 0
    return stays


def _worst_first(usable: np.ndarray | None, start: int, end: int) -> tuple[slice | np.ndarray, ...]:
    if usable is None:
        return (slice(None),)
    here = usable[start:end]
    return (slice(None),) if here.all() else (np.flatnonzero(~here), np.flatnonzero(here))


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
