"""Exchange rates: which one is in force for a row, and what the row's amount is worth by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.changes import SETTINGS
from cxdesk.domain.kinds_of.rate import RATE
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.zone import day_of

KIND = RATE.name
READ = (KIND, SETTINGS)  # what amounts depend on beside their own kind


@dataclass(frozen=True, eq=False)
class Course:
    """The rates of one currency into another, oldest first: from which day, how much, and where it is written."""

    days: np.ndarray
    rate: np.ndarray
    at: np.ndarray


@dataclass(frozen=True, eq=False)
class Exchange:
    """Per row: what its amount is multiplied by (NaN: older than every rate, so of unknown worth), the rate that says
    so (position in the kind, -1 none), and whether it can be counted: an amount in another currency than the one asked
    for, to which no rate leads, cannot.
    """

    rate: np.ndarray
    at: np.ndarray
    known: np.ndarray

    @property
    def turns(self) -> bool:
        """Whether it makes any amount another."""
        return bool((self.rate != 1).any())

    def turned(self, money: np.ndarray) -> np.ndarray:
        """[rows] stored money by these rates, rounded once; as it is where nothing turns."""
        return np.rint(money * self.rate) if self.turns else money


def target(frame: Frame) -> str:
    """The currency of the workspace where there are rates; empty where there are none."""
    if not frame.size(KIND):
        return ""
    return own(frame)


def own(frame: Frame) -> str:
    """The currency of the workspace."""
    return frame.once(("own currency",), (SETTINGS,), lambda: str(frame.loader.settings().get("currency") or ""))


def ends_in(frame: Frame, currency: str) -> str:
    """In what amounts of a currency are once they are converted: where no rate leads on, in itself."""
    goal = target(frame)
    return goal if goal and course(frame, currency, goal) is not None else currency


def course(frame: Frame, currency: str, goal: str) -> Course | None:
    """The rates from one currency into another, as written or turned around; None without any."""
    if currency == goal or not frame.size(KIND):
        return None
    return frame.once(("course", currency, goal), (KIND,), lambda: _course(frame, currency, goal))


def _course(frame: Frame, currency: str, goal: str) -> Course | None:
    found = [_written(frame, currency, goal, False), _written(frame, goal, currency, True)]
    days, rate, at = (np.concatenate([getattr(one, name) for one in found]) for name in ("days", "rate", "at"))
    if not len(days):
        return None
    turned = np.arange(len(days)) >= len(found[0].days)
    order = np.lexsort((~turned, days))  # on one day what is written has the last word over what is turned around
    return Course(days[order], rate[order], at[order])


def _written(frame: Frame, one: str, other: str, turned: bool) -> Course:
    rows = np.sort(frame.rows(RATE.all()).index)
    value, days = frame.column(KIND, "rate")[rows], frame.column(KIND, "day")[rows]
    mine = _is(frame, "from", one)[rows] & _is(frame, "to", other)[rows] & (value > 0) & (days != NO_DAY)
    return Course(days[mine], 1 / value[mine] if turned else value[mine], rows[mine])


def _is(frame: Frame, name: str, currency: str) -> np.ndarray:
    column: Codes = frame.column(KIND, name)
    return np.array([*(label == currency for label in column.labels), False], bool)[column.codes]


def into(frame: Frame, kind: str, currency: str, days: np.ndarray) -> Exchange:
    """The rows of a kind in `currency`, else in that of the workspace, at the rate in force on `days`.

    Rows that name no currency are in it already. Asked for a currency, rows to which no rate leads are not known; where
    none is asked for, a currency that has no rate at all stays what it is.
    """
    column: Codes = frame.column(kind, "currency")
    goal, size = currency or target(frame), len(column.codes)
    rate, at, known = np.ones(size), np.full(size, -1, np.int32), np.ones(size, bool)
    for code, label in enumerate(column.labels if goal else ()):
        rows = np.flatnonzero(column.codes == code)
        if label == goal or not len(rows):
            continue
        found = course(frame, label, goal)
        if found is None:
            known[rows] = not currency
            continue
        rate[rows], at[rows] = _in_force(found, days[rows])
    return Exchange(rate, at, known)


def _in_force(course: Course, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[days] the rate in force and where it is written; NaN and -1 before the first."""
    place = np.searchsorted(course.days, days, side="right") - 1
    inside = (place >= 0) & (days != NO_DAY)
    return np.where(inside, course.rate[place], np.nan), np.where(inside, course.at[place], -1)


def rate_on(course: Course, days: np.ndarray) -> np.ndarray:
    """[days] the rate in force; NaN before the first."""
    return _in_force(course, days)[0]


def between(frame: Frame, ours: Codes, theirs: Codes, days: np.ndarray) -> np.ndarray:
    """[rows] what turns an amount in one column's currency into the other's; NaN where no rate does. A row that names
    no currency on either side is in the other's.
    """
    rate = np.ones(len(days))
    both = np.flatnonzero((ours.codes >= 0) & (theirs.codes >= 0))
    pairs = np.stack([ours.codes[both], theirs.codes[both]], axis=1).astype(np.int64)
    for mine, other in np.unique(pairs, axis=0).tolist():
        if ours.labels[mine] == theirs.labels[other]:
            continue
        rows = both[(pairs[:, 0] == mine) & (pairs[:, 1] == other)]
        found = course(frame, theirs.labels[other], ours.labels[mine])
        rate[rows] = np.nan if found is None else rate_on(found, days[rows])
    return rate


def told(frame: Frame, kind: str, rows: np.ndarray, currency: str, days: np.ndarray) -> tuple[dict[str, Any], ...]:
    """The rates by which these rows of a kind were converted: from, to, rate, its day and source, and how many rows."""
    exchange = into(frame, kind, currency, days)
    named: Codes = frame.column(kind, "currency")
    used = rows[exchange.at[rows] >= 0]
    found = []
    for at, n in zip(*np.unique(exchange.at[used], return_counts=True), strict=True):
        first = used[exchange.at[used] == at][0]
        one = named.labels[named.codes[first]], currency or target(frame)
        found.append(_said(frame, *one, float(exchange.rate[first]), int(at), int(n)))
    return tuple(sorted(found, key=lambda one: (one["from"], one["day"])))


def told_at(frame: Frame, kind: str, rows: np.ndarray, goal: str, days: Sequence[int]) -> tuple[dict[str, Any], ...]:
    """The same of rows that hold for a while and are converted at certain days."""
    named: Codes = frame.column(kind, "currency")
    codes = named.codes[rows]
    found = []
    for code, n in zip(*np.unique(codes[codes >= 0], return_counts=True), strict=True):
        known = course(frame, named.labels[code], goal)
        places = [] if known is None else np.unique(np.searchsorted(known.days, days, side="right") - 1).tolist()
        for place in places:
            if known is not None and place >= 0:
                rate, at = float(known.rate[place]), int(known.at[place])
                found.append(_said(frame, named.labels[code], goal, rate, at, int(n)))
    return tuple(found)


def _said(frame: Frame, one: str, goal: str, rate: float, at: int, rows: int) -> dict[str, Any]:
    source: Codes = frame.column(KIND, "source")
    code, day = int(source.codes[at]), day_of(int(frame.column(KIND, "day")[at])).isoformat()
    by = source.labels[code] if code >= 0 else None
    return {"from": one, "to": goal, "rate": rate, "day": day, "source": by, "rows": rows}
