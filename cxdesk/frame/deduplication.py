"""One row per customer and period: which stay, which are displaced."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.frame.axes import Periods
from cxdesk.frame.computed import STANDINGS
from cxdesk.frame.members import Members
from cxdesk.frame.rows import Keep, Rows
from cxdesk.frame.selection import Selection

_EVERY_PERIOD_APART = 64  # up to so many periods are gone through one by one, which needs no sort

_RIVALS_KEPT = 8  # sets of periods

_PLANE = 4_000_000  # periods x names up to which a place is kept for each

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


def one_each_within(members: Members, keep: Keep, segments: np.ndarray, usable: Usable | None) -> Members:
    """As `one_each`, in each segment apart; `segments` [rows] is that of each row."""
    who = members.take(named(members.rows, keep.per))
    own = members.take(segments).astype(np.int64)
    _pairs, names = np.unique(who * (int(own.max(initial=0)) + 1) + own, return_inverse=True)
    names = np.where(who < 0, -1, names.reshape(-1))
    good = None if usable is None else usable(members.positions)
    stays = _stays(names, members.offsets, keep.which == "first", good)
    return members if stays.all() else replace(members.among(stays), whole=members, stays=stays)


def _leaders(rows: Rows, keep: Keep) -> np.ndarray:
    return _stays(named(rows, keep.per), np.array([0, rows.size]), keep.which == "first", None)


def _few_of(members: Members, keep: Keep, usable: Usable | None, periods: Periods | None) -> np.ndarray:
    """Looks only at rows that share name and period with another, filters aside: usually few."""
    rows = members.rows
    rivals = _latest_rivals(rows, keep.per, periods)
    chosen = np.flatnonzero(members.take(rivals))
    at = members.positions.take(chosen)
    who, offsets = named(rows, keep.per).take(at), np.searchsorted(chosen, members.offsets)
    good = None if usable is None else usable(at)
    apart = _apart(who, chosen, members)
    if apart is not None:
        stay = _stays(apart, np.array([0, len(who)]), keep.which == "first", good)
    elif members.periods <= _EVERY_PERIOD_APART:
        stay = _stays(who, offsets, keep.which == "first", good)
    else:
        stay = _stays_sorted(who, members.period.take(chosen), keep.which == "first", good)
    stays = np.ones(members.size, bool)
    stays[chosen[~stay]] = False
    return stays


def _apart(who: np.ndarray, chosen: np.ndarray, members: Members) -> np.ndarray | None:
    """Names told apart by period, where there are many periods and few names; else None."""
    names = int(who.max(initial=-1)) + 1
    if members.periods <= _EVERY_PERIOD_APART or members.periods * names > _PLANE:
        return None
    return np.where(who < 0, -1, members.period.take(chosen).astype(np.int64) * names + who)


def _latest_rivals(rows: Rows, per: str, periods: Periods | None) -> np.ndarray:
    """`_rivals` of the periods asked last: a filter or another metric asks for the same ones."""
    kept: OrderedDict[object, np.ndarray] = rows.once("rivals", OrderedDict)
    key = (per, periods)
    if key not in kept:
        kept[key] = _rivals(rows, per, periods)
        while len(kept) > _RIVALS_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def _rivals(rows: Rows, per: str, periods: Periods | None) -> np.ndarray:
    """Rows that share name and period with another row."""
    who = named(rows, per)
    bounds = np.array([[0, rows.size]]) if periods is None else rows.bounds_of(periods)
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
    if rows.bounds is not None:
        return False
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
        often = np.bincount(named(rows, per) + 1)[1:]  # nobody is 0
        return int(often.max(initial=0)) > 1

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
