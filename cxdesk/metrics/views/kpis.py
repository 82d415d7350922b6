"""Indicators per customer and step of the relationship, brought to 1..100: the customer health index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds_of.kpi_reading import KPI_READING
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.frame import Frame
from cxdesk.metrics.views.standings import Carried, Crowd, Grid, Log, tabled

KIND = KPI_READING.name


@dataclass(frozen=True, eq=False)
class Readings:
    """What indicators say of people of a crowd, which depends on the data alone."""

    frame: Frame
    crowd: Crowd

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Per row its (step, indicator) pair, -1 without an indicator; the step of each pair, ascending, 0: none."""
        kpi, step = self.frame.column(KIND, "kpi"), self.frame.column(KIND, "step")
        indicators = len(kpi.labels)
        key = (step.codes.astype(np.int64) + 1) * indicators + kpi.codes
        known = kpi.codes >= 0
        pairs, place = np.unique(key[known], return_inverse=True)
        of_row = np.full(len(key), -1, np.int64)
        of_row[known] = place
        return of_row, pairs // max(indicators, 1)

    @property
    def pairs(self) -> int:
        """How many indicators are defined."""
        return len(self._pairs[1])

    @cached_property
    def steps(self) -> np.ndarray:
        """The steps that have indicators: codes of their labels, -1 for what is of no step."""
        return np.unique(self._pairs[1]) - 1

    @cached_property
    def widest(self) -> int:
        """How many indicators the step with the most of them has."""
        return int(np.bincount(self._pairs[1]).max(initial=1))

    @cached_property
    def log(self) -> Log:
        return self._read[0]

    @property
    def cell(self) -> np.ndarray:
        """Per entry of the log its place in a table [`widest`, steps, people]."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Log, np.ndarray]:
        of_row, step = self._pairs
        rows = self.frame.rows(KPI_READING.all())
        who, pair = self.crowd.who(self.frame, KIND, rows.index), of_row[rows.index]
        place = np.searchsorted(self.steps + 1, step)
        within = np.arange(len(step)) - np.searchsorted(step, step)
        line = np.append(within * len(self.steps) + place, -1)[pair]
        log = Log.of(np.where(pair >= 0, who, -1), rows.days, rows.index, line * self.crowd.size + who)
        assert log.amount is not None
        return log, log.amount

    @cached_property
    def score(self) -> np.ndarray:
        """Per entry 1 + 99 x clip((value - worst) / (best - worst), 0, 1); NaN where it cannot be said."""
        value, worst, best = (self.frame.column(KIND, name)[self.log.source] for name in ("value", "worst", "best"))
        with np.errstate(all="ignore"):
            share = np.where(best == worst, np.nan, (value - worst) / (best - worst))
        return 1 + 99 * np.clip(share, 0, 1)

    @cached_property
    def weight(self) -> np.ndarray:
        """Per entry how much the file says that it counts, 1 where it says nothing."""
        given = self.frame.column(KIND, "weight")[self.log.source]
        return np.where(np.isfinite(given) & (given >= 0), given, 1.0)


class Held(Carried):
    """The latest reading of each indicator of each person, as what follows from it: the mean of each step, and how
    many indicators are known and how many were read too long ago. Only what changed is made anew.
    """

    traceless = False  # what is not fresh any more is told as stale

    def __init__(self, readings: Readings, grid: Grid, fresh: int, weighted: bool) -> None:
        super().__init__(grid, readings.log, fresh + 1, np.zeros(0))
        steps = max(len(readings.steps), 1)
        self.readings = readings
        self._weight = np.append(readings.weight, 0.0) if weighted else None
        self._score = np.append(np.nan_to_num(readings.score), 0.0)
        self._counts = np.append(np.isfinite(readings.score), False)
        self.place = np.full((readings.widest, steps * grid.people), -1, np.int32)
        self.mean = np.zeros((steps, grid.people))
        self.there = np.zeros((steps, grid.people), np.uint8)
        self.known, self.stale = np.zeros(grid.people, np.int32), np.zeros(grid.people, np.int32)
        self._known, self._stale = (np.zeros(steps * grid.people, np.int32) for _ in range(2))
        self._touched: list[np.ndarray] = []

    def come(self, entries: slice) -> None:
        cells = self.readings.cell[entries]
        np.maximum.at(self.place.reshape(-1), cells, np.arange(entries.start, entries.stop, dtype=np.int32))
        self._touched.append(cells)

    def go(self, entries: slice) -> None:
        cells = self.readings.cell[entries]
        self._touched.append(cells[self.place.ravel()[cells] < entries.stop])

    def step(self, there: int) -> np.ndarray:
        """The mean of the steps of which something is known."""
        super().step(there)
        if self._touched:
            changed = np.zeros(self.place.shape[1], bool)
            changed[np.concatenate(self._touched) % max(len(changed), 1)] = True
            self._renew(np.flatnonzero(changed))
            self._touched = []
        with np.errstate(all="ignore"):
            return self.mean[:, :there].sum(axis=0) / self.there[:, :there].sum(axis=0)

    def _renew(self, at: np.ndarray) -> None:
        """The mean and the numbers of those persons' steps."""
        place = self.place.take(at, axis=1)
        fresh = place >= self._start
        taken = np.where(fresh & self._counts[place], place, -1)
        known = (taken >= 0).sum(axis=0, dtype=np.int32)
        mean = self._mean(taken, known)
        good = np.isfinite(mean)
        self.mean.reshape(-1)[at] = np.where(good, mean, 0.0)
        self.there.reshape(-1)[at] = good
        stale = ((place >= 0) & ~fresh).sum(axis=0, dtype=np.int32)
        who = at % len(self.known)
        for total, each, now in ((self.known, self._known, known), (self.stale, self._stale, stale)):
            np.add.at(total, who, now - each[at])
            each[at] = now

    def _mean(self, taken: np.ndarray, known: np.ndarray) -> np.ndarray:
        """The mean score of the entries `taken` [widest, cells], -1 none, of which there are so many `known`."""
        score = self._score[taken]
        with np.errstate(all="ignore"):
            if self._weight is None:
                return score.sum(axis=0) / known
            weight = self._weight[taken]
            return (weight * score).sum(axis=0) / weight.sum(axis=0)

    @property
    def weakest(self) -> np.ndarray:
        """Per person the place of the step with the lowest mean, -1 where nothing is known."""
        lowest = np.where(self.there > 0, self.mean, np.inf).argmin(axis=0)
        return np.where(self.there.any(axis=0), lowest, -1)


@dataclass(frozen=True, eq=False)
class Index:
    """The index for the rows of a grid, from readings not older than `fresh` days. With `weighted` the readings of a
    step count by their weights, else all alike.
    """

    readings: Readings
    grid: Grid
    fresh: int
    weighted: bool

    @property
    def _held(self) -> Held:
        return Held(self.readings, self.grid, self.fresh, self.weighted)

    @cached_property
    def _found(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Per row the index, how many indicators are known, and how many are stale."""
        held, narrow = self._held, np.uint8 if self.readings.pairs < 256 else np.int32
        index = np.empty(self.grid.rows)
        known, stale = (np.empty(self.grid.rows, narrow) for _ in range(2))
        for slot, there in self.grid.slots:
            index[slot] = held.step(there)
            known[slot], stale[slot] = held.known[:there], held.stale[:there]
        return index, known, stale

    def index(self) -> np.ndarray:
        """Per row the mean of its steps, NaN where nothing is known."""
        return self._found[0]

    def count(self) -> Coded:
        """Per row how many indicators are known."""
        return self._number(self._found[1])

    def stale(self) -> Coded:
        """Per row how many indicators were read too long ago."""
        return self._number(self._found[2])

    def _number(self, counts: np.ndarray) -> Coded:
        return tabled(np.arange(self.readings.pairs + 1.0), counts)

    def weakest(self) -> Codes:
        """Per row the step with the lowest mean."""
        held, codes = self._held, np.append(self.readings.steps, -1)

        def step(there: int) -> np.ndarray:
            held.step(there)
            return codes[held.weakest[:there]]

        return Codes(self.grid.fill(np.int32, step), self.readings.frame.column(KIND, "step").labels)

    def behind(self) -> tuple[np.ndarray, np.ndarray]:
        """Row and source of the latest reading of each indicator."""
        found = [(np.zeros(0, np.int32), np.zeros(0, np.int32)), *self._behind()]
        row, source = (np.concatenate(column) for column in zip(*found, strict=True))
        return row, source

    def _behind(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        held, source = self._held, self.readings.log.source
        for slot, there in self.grid.slots:
            held.step(there)
            place = held.place.reshape(-1, self.grid.people)[:, :there]
            line, who = np.nonzero(place >= 0)
            yield (who + slot.start).astype(np.int32), source[place[line, who]]
