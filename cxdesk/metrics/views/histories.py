"""What happened to whom and when: "how many within so many days" is two searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY

_ZERO = 2**31  # keeps days before 1970 in order


@dataclass(frozen=True, eq=False)
class People:
    """Customers of several kinds in one numbering: `tables` [kind][customer code of the kind], -1 for none."""

    labels: Sequence[str]
    tables: Mapping[str, np.ndarray]

    def of(self, frame: Frame, kind: str, field: str = CUSTOMER) -> np.ndarray:
        """Number of each row's customer, -1 where it names nobody."""
        codes: Codes = frame.column(kind, field)
        return self.tables[kind][codes.codes]


def people(frame: Frame, kinds: Sequence[str], field: str = CUSTOMER) -> People:
    """All customers that the kinds name. Where they share one list of names its codes are the numbers."""
    there = tuple(kind for kind in kinds if frame.size(kind) and frame.has(kind, field))
    return frame.once(("people", there, field), there, lambda: _people(frame, there, field))


def _people(frame: Frame, kinds: Sequence[str], field: str) -> People:
    lists = {kind: frame.column(kind, field).labels for kind in kinds}
    first: Sequence[str] = next(iter(lists.values()), ())
    if all(names is first for names in lists.values()):
        table = np.append(np.arange(len(first)), -1)
        return People(first, dict.fromkeys(kinds, table))
    known: dict[str, int] = {}
    tables = {
        kind: np.array([*(known.setdefault(str(name), len(known)) for name in names), -1], np.int64)
        for kind, names in lists.items()
    }
    return People(list(known), tables)


@dataclass(frozen=True, eq=False)
class History:
    """Entries of people on local days, in order of person, day and then as given; `source` are their positions.

    `amount` [entries] is what an entry adds.
    """

    who: np.ndarray
    day: np.ndarray
    source: np.ndarray
    amount: np.ndarray | None = None

    @staticmethod
    def of(who: np.ndarray, day: np.ndarray, source: np.ndarray, amount: np.ndarray | None = None) -> History:
        """Sorted; entries of nobody or without a day are left out. Of one person and day the later given is later."""
        kept = np.flatnonzero((who >= 0) & (day != NO_DAY))
        order = kept[np.argsort(key_of(who[kept], day[kept]), kind="stable")]
        return History(who[order], day[order], source[order], None if amount is None else amount[order])

    @property
    def size(self) -> int:
        return len(self.who)

    @cached_property
    def keys(self) -> np.ndarray:
        return key_of(self.who, self.day)

    @cached_property
    def running(self) -> np.ndarray:
        """[entries + 1] sum of the amounts before each entry."""
        amount = np.ones(self.size) if self.amount is None else self.amount
        return np.concatenate([[0.0], np.cumsum(amount)])

    def range(self, who: np.ndarray, day: np.ndarray, days: int) -> tuple[np.ndarray, np.ndarray]:
        """Start and end of the entries of each row's person in the `days` days up to and including its day."""
        start, end = (np.searchsorted(self.keys, key_of(who, to), side="right") for to in (day - days, day))
        return start, end

    def total(self, who: np.ndarray, day: np.ndarray, days: int) -> np.ndarray:
        """The sum of the amounts; without amounts, how many entries."""
        start, end = self.range(who, day, days)
        return self.running[end] - self.running[start]

    def number(self, who: np.ndarray, day: np.ndarray, days: int) -> np.ndarray:
        """How many entries, whatever their amounts."""
        start, end = self.range(who, day, days)
        return end - start


def key_of(who: np.ndarray, day: Any) -> np.ndarray:
    return (np.asarray(who, np.int64) << 33) + (np.asarray(day, np.int64) + _ZERO)


def distinct(values: np.ndarray) -> np.ndarray:
    """Every value once, ascending; by sorting, which for many different values is far quicker than by hashing."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def spread(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For every place in [start, end) of each row: the row, and the place."""
    length = np.maximum(end - start, 0)
    row = np.repeat(np.arange(len(length)), length)
    before = np.cumsum(length) - length
    return row, np.arange(len(row)) - before[row] + start[row]
