"""Indicators per customer and step of the relationship, brought to 1..100: the customer health index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.domain.kinds_of.kpi_reading import KPI_READING
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.metrics.views.histories import History, People, key_of, spread

KIND = KPI_READING.name


@dataclass(frozen=True, eq=False)
class Index:
    """The index of each row (a person `who` at the end of the day `moment`), from readings not older than `fresh`
    days. With `weighted` the readings of a step count by their weights, else all alike.
    """

    frame: Frame
    people: People
    who: np.ndarray
    moment: np.ndarray
    fresh: int
    weighted: bool

    @cached_property
    def readings(self) -> History:
        """Every reading by person and indicator: `who` numbers the pairs of them."""
        rows = self.frame.rows(KPI_READING.all())
        who = self.people.of(self.frame, KIND)[rows.index]
        pair = self.pair_of_row[rows.index]
        return History.of(np.where((who >= 0) & (pair >= 0), who * self.pairs + pair, -1), rows.days, rows.index)

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Per row its (step, indicator) pair, -1 without an indicator; per pair its step (0 for none)."""
        kpi, step = self.frame.column(KIND, "kpi"), self.frame.column(KIND, "step")
        steps = len(step.labels) + 1
        key = kpi.codes.astype(np.int64) * steps + step.codes + 1
        known = kpi.codes >= 0
        pairs, place = np.unique(key[known], return_inverse=True)
        of_row = np.full(len(key), -1, np.int64)
        of_row[known] = place
        return of_row, pairs % steps

    @property
    def pair_of_row(self) -> np.ndarray:
        return self._pairs[0]

    @property
    def steps(self) -> np.ndarray:
        return self._pairs[1]

    @property
    def pairs(self) -> int:
        """How many indicators are defined."""
        return len(self._pairs[1])

    @cached_property
    def score(self) -> np.ndarray:
        """Per row of the kind 1 + 99 x clip((value - worst) / (best - worst), 0, 1); NaN where it cannot be said."""
        value, worst, best = (self.frame.column(KIND, name) for name in ("value", "worst", "best"))
        with np.errstate(all="ignore"):
            share = np.where(best == worst, np.nan, (value - worst) / (best - worst))
        return 1 + 99 * np.clip(share, 0, 1)

    @cached_property
    def held(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, place among `readings` and freshness (bool) of the latest reading of each indicator."""
        each = History(*self._order)
        mine = self.readings
        later = np.append(mine.who[1:] == mine.who[:-1], False)
        until = np.where(later, np.append(mine.day[1:], 0), np.iinfo(np.int32).max - 1)
        person = mine.who // max(self.pairs, 1)
        start = np.searchsorted(each.keys, key_of(person, mine.day), side="left")
        end = np.searchsorted(each.keys, key_of(person, until), side="left")
        reading, place = spread(start, end)
        row = each.source[place]
        return row, reading, self.moment[row] - mine.day[reading] <= self.fresh

    @property
    def _order(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        order = np.argsort(key_of(self.who, self.moment), kind="stable")
        return self.who[order], self.moment[order], order

    @cached_property
    def known(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, pair and score of what counts."""
        row, reading, fresh = self.held
        score = self.score[self.readings.source[reading]]
        kept = fresh & np.isfinite(score)
        return row[kept], reading[kept], score[kept]

    @cached_property
    def by_step(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, step and mean of each step of which something is known."""
        row, reading, score = self.known
        step = self.steps[self.readings.who[reading] % max(self.pairs, 1)]
        weight = self._weights(reading)
        keys, place = np.unique((row.astype(np.int64) << 32) + step, return_inverse=True)
        with np.errstate(all="ignore"):
            mean = np.bincount(place, weight * score, len(keys)) / np.bincount(place, weight, len(keys))
        good = np.isfinite(mean)
        return (keys >> 32)[good], (keys & 0xFFFFFFFF)[good], mean[good]

    def _weights(self, reading: np.ndarray) -> np.ndarray:
        if not self.weighted:
            return np.ones(len(reading))
        given = self.frame.column(KIND, "weight")[self.readings.source[reading]]
        return np.where(np.isfinite(given) & (given >= 0), given, 1.0)

    def index(self) -> np.ndarray:
        """Per row the mean of its steps, NaN where nothing is known."""
        row, _step, mean = self.by_step
        with np.errstate(all="ignore"):
            return np.bincount(row, mean, len(self.who)) / np.bincount(row, minlength=len(self.who))

    def count(self) -> np.ndarray:
        """Per row how many indicators are known."""
        return np.bincount(self.known[0], minlength=len(self.who)).astype(float)

    def stale(self) -> np.ndarray:
        """Per row how many indicators were read too long ago."""
        row, _reading, fresh = self.held
        return np.bincount(row[~fresh], minlength=len(self.who)).astype(float)

    def weakest(self) -> Codes:
        """Per row the step with the lowest mean."""
        row, step, mean = self.by_step
        order = np.lexsort((step, mean, row))
        first = order[np.unique(row[order], return_index=True)[1]] if len(row) else order
        labels = self.frame.column(KIND, "step").labels
        codes = np.full(len(self.who), -1, np.int32)
        codes[row[first]] = step[first] - 1
        return Codes(codes, labels)

    def behind(self) -> tuple[np.ndarray, np.ndarray]:
        row, reading, _fresh = self.held
        return row, self.readings.source[reading]
