"""People as of the ends of periods. What is known of each is carried from one end to the next, so that every entry is
looked at once whatever the number of periods, and no table holds entries times periods.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from cxdesk.frame.codes import Coded, State, smallest
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views.histories import People

Step = Callable[[int], np.ndarray]  # from how many people are there to what holds of each at the next slot


@dataclass(frozen=True, eq=False)
class Crowd:
    """People in the order in which anything was first known of them: of any day the first so many were there.

    `order` [known] is their number in `people`, `first` [known] that day, `places` [people + 1] the place of each in
    `order`, -1 for who never was known and, at the end, for nobody.
    """

    people: People
    order: np.ndarray
    first: np.ndarray
    places: np.ndarray

    @staticmethod
    def of(people: People, first: np.ndarray) -> Crowd:
        """`first` [people] day on which anything was known of each, NO_DAY never."""
        known = np.flatnonzero(first < NO_DAY)
        order = known[np.argsort(first[known], kind="stable")]
        places = np.full(len(people.labels) + 1, -1, np.int64)
        places[order] = np.arange(len(order))
        return Crowd(people, order.astype(np.int32), first[order], places)

    @property
    def size(self) -> int:
        return len(self.order)

    def who(self, frame: Frame, kind: str, at: np.ndarray) -> np.ndarray:
        """The place of the customer of each row `at` (positions) of a kind, -1 for nobody; a kind that the crowd was
        not made of names nobody.
        """
        if not self.knows(kind):
            return np.full(len(at), -1, np.int64)
        return self.places[self.people.tables[kind]][frame.column(kind, CUSTOMER).codes[at]]

    def knows(self, kind: str) -> bool:
        """Whether the crowd was made of rows of that kind, too."""
        return kind in self.people.tables

    def grid(self, days: np.ndarray) -> Grid:
        """Everybody who is known, as of the end of each day."""
        return Grid(self.size, days, np.searchsorted(self.first, days, side="right"))


@dataclass(frozen=True, eq=False)
class Grid:
    """Rows: for each of `days` [periods] the first `there` [periods] people of a crowd of `people`."""

    people: int
    days: np.ndarray
    there: np.ndarray

    def back(self, days: int) -> Grid:
        """The same rows, so many days before."""
        return replace(self, days=self.days - days)

    @cached_property
    def offsets(self) -> np.ndarray:
        """[periods + 1] where the rows of each period begin."""
        return np.concatenate([[0], np.cumsum(self.there)])

    @property
    def rows(self) -> int:
        return int(self.offsets[-1])

    @property
    def who(self) -> np.ndarray:
        """[rows] place of each row's person."""
        every = np.arange(self.people, dtype=np.int32)
        return np.concatenate([every[:0], *(every[:there] for there in self.there.tolist())])

    @cached_property
    def order(self) -> np.ndarray:
        """Periods that have rows, in order of their days."""
        order = np.argsort(self.days, kind="stable")
        return order[self.there[order] > 0]

    @property
    def slots(self) -> Iterator[tuple[slice, int]]:
        """The rows of each period, and how many they are, in order of the days."""
        cuts = [*pairwise(self.offsets.tolist())]
        return ((slice(*cuts[period]), cuts[period][1] - cuts[period][0]) for period in self.order.tolist())

    def fill(self, kind: Any, step: Step) -> np.ndarray:
        """[rows] of that type what `step` says of each slot."""
        found = np.empty(self.rows, kind)
        for slot, there in self.slots:
            found[slot] = step(there)
        return found

    def few(self, step: Step, most: int) -> Coded | np.ndarray:
        """[rows] the numbers that `step` says of each slot. They seldom change, and where there are not more than
        `most` different ones they become a table.
        """
        state, changes = np.full(self.people, np.nan), []
        for _slot, there in self.slots:
            now = step(there)
            changed = np.flatnonzero(now.view(np.int64) != state[:there].view(np.int64))
            state[changed] = now[changed]
            changes.append((changed, now[changed]))
        values, codes = np.unique(np.concatenate([state[:0], *(now for _at, now in changes)]), return_inverse=True)
        if len(values) > most:
            return self._replayed([at for at, _now in changes], values[codes], np.nan)
        table = np.append(values, np.nan)
        narrow = codes.astype(smallest(len(table)))
        return tabled(table, self._replayed([at for at, _now in changes], narrow, len(values)))

    def _replayed(self, changed: list[np.ndarray], now: np.ndarray, first: float) -> np.ndarray:
        """[rows] what became of each person, given who changed at each slot and to what, slot after slot."""
        state, todo, done = np.full(self.people, first, now.dtype), iter(changed), 0

        def step(there: int) -> np.ndarray:
            nonlocal done
            at = next(todo)
            state[at] = now[done : done + len(at)]
            done += len(at)
            return state[:there]

        return self.fill(now.dtype, step)

    @property
    def ascending(self) -> np.ndarray:
        """The days in the order of `slots`."""
        return self.days[self.order]


@dataclass(frozen=True, eq=False)
class Log:
    """What happened to people of a crowd, by local day and then as given; `source` are positions, `amount` what each
    entry adds.
    """

    who: np.ndarray
    day: np.ndarray
    source: np.ndarray
    amount: np.ndarray | None = None

    @staticmethod
    def of(who: np.ndarray, day: np.ndarray, source: np.ndarray, amount: np.ndarray | None = None) -> Log:
        """Sorted; entries of nobody or without a day are left out."""
        every = Log(who, day, source, amount)
        kept = (who >= 0) & (day != NO_DAY)
        if not kept.all():
            every = every.at(np.flatnonzero(kept))
        falls = bool((every.day[1:] < every.day[:-1]).any())
        return every.at(np.argsort(every.day, kind="stable")) if falls else every

    def at(self, places: np.ndarray) -> Log:
        """Some of the entries."""
        amount = None if self.amount is None else self.amount[places]
        return Log(self.who[places], self.day[places], self.source[places], amount)

    @property
    def size(self) -> int:
        return len(self.who)

    @property
    def first(self) -> int:
        """The first day, NO_DAY where there are no entries."""
        return int(self.day[0]) if self.size else NO_DAY

    def ends(self, days: np.ndarray) -> list[int]:
        """How many entries there are up to the end of each day."""
        asked = np.clip(days, -NO_DAY, NO_DAY).astype(self.day.dtype)
        return np.searchsorted(self.day, asked, side="right").tolist()

    def spans(self, grid: Grid, memory: int | None) -> Iterator[tuple[int, int]]:
        """Per slot of the grid the entries of the `memory` days up to its day (None: of all days) as first and end."""
        ends = self.ends(grid.ascending)
        starts = [0] * len(ends) if memory is None else self.ends(grid.ascending - memory)
        return zip(starts, ends, strict=True)

    def behind(self, grid: Grid, memory: int | None) -> tuple[np.ndarray, np.ndarray]:
        """Row and source of every entry that some row of the grid remembers."""
        rows, sources = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for (slot, there), (start, end) in zip(grid.slots, self.spans(grid, memory), strict=True):
            who = self.who[start:end]
            known = who < there
            rows.append((who[known] + slot.start).astype(np.int32))
            sources.append(self.source[start:end][known].astype(np.int32))
        return np.concatenate(rows), np.concatenate(sources)


class Carried(ABC):
    """Carries what entries say of each person from slot to slot of a grid; to be gone through once. `traceless`: an
    entry that came and went is as if it had never come.
    """

    traceless = True

    def __init__(self, grid: Grid, log: Log, memory: int | None, state: np.ndarray) -> None:
        self.log = log
        self.state = state
        self._spans = log.spans(grid, memory)
        self._start = self._end = 0

    def step(self, there: int) -> np.ndarray:
        """What holds at the next slot of the people who are there; to be read before the next step."""
        start, end = next(self._spans)
        if self.traceless and not self._end:  # then it need not come where the first day remembers it no more
            self._start = self._end = start
        if end > self._end:
            self.come(slice(self._end, end))
        if start > self._start:
            self.go(slice(self._start, start))
        self._start, self._end = start, end
        return self.state[:there]

    @abstractmethod
    def come(self, entries: slice) -> None:
        """Entries that have come since."""

    @abstractmethod
    def go(self, entries: slice) -> None:
        """Entries that are remembered no more."""


class Counted(Carried):
    """How many entries."""

    _ONE = np.int32(1)

    def __init__(self, grid: Grid, log: Log, memory: int | None = None) -> None:
        super().__init__(grid, log, memory, np.zeros(grid.people, np.int32))

    def come(self, entries: slice) -> None:
        np.add.at(self.state, self.log.who[entries], self._ONE)

    def go(self, entries: slice) -> None:
        np.subtract.at(self.state, self.log.who[entries], self._ONE)


class Summed(Carried):
    """The sum of the amounts, which are whole numbers, so that no sum depends on its order."""

    def __init__(self, grid: Grid, log: Log, memory: int | None = None) -> None:
        super().__init__(grid, log, memory, np.zeros(grid.people))

    def come(self, entries: slice) -> None:
        assert self.log.amount is not None
        np.add.at(self.state, self.log.who[entries], self.log.amount[entries])

    def go(self, entries: slice) -> None:
        assert self.log.amount is not None
        np.subtract.at(self.state, self.log.who[entries], self.log.amount[entries])


class Latest(Carried):
    """What the latest entry says (`codes` [entries]), `none` where there is none. Of one day the later given counts."""

    def __init__(self, grid: Grid, log: Log, codes: np.ndarray, none: int, memory: int | None = None) -> None:
        super().__init__(grid, log, memory, np.full(grid.people, none, codes.dtype))
        self.codes, self.none = codes, none
        self._place = np.full(grid.people, -1, np.int32)

    def come(self, entries: slice) -> None:
        who = self.log.who[entries]
        self._place[who] = np.arange(entries.start, entries.stop, dtype=np.int32)  # of several the last one stays
        self.state[who] = self.codes[entries]

    def go(self, entries: slice) -> None:
        who = self.log.who[entries]
        self.state[who[self._place[who] < entries.stop]] = self.none


def tabled(values: Sequence[Any] | np.ndarray, codes: np.ndarray) -> Coded:
    """Few values with a code for each row; NaN is missing."""
    table = np.array(values)
    missing = table != table
    return Coded(table, codes, np.where(missing, State.MISSING, State.OK).astype(np.uint8))


def everywhere(value: Any, rows: int) -> Coded:
    """One value in every row."""
    return tabled([value], np.zeros(rows, np.uint8))
