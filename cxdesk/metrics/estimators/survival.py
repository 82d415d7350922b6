"""How long it takes until something happens, when for some it has not happened yet (code U10 of the catalogue)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State, align
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.intervals import Interval, hybrid_difference
from cxdesk.stats.survival import Curve, kaplan_meier, log_rank, median_of, survival_at


@dataclass(frozen=True, eq=False)
class Watched(Term):
    """Rows watched for `duration` until `event` (bool) or, without it, until nobody looked any more."""

    duration: Coded
    event: Coded

    undefined = "insufficient_data"

    @property
    def names(self) -> tuple[str, ...]:
        return ("event", "censored")

    @cached_property
    def _aligned(self) -> tuple[Coded, ...]:
        return align(self.duration, self.event)

    @property
    def base(self) -> Coded:
        duration, event = self._aligned
        return duration.where(np.maximum(duration.state, event.state))

    def place(self) -> np.ndarray:
        return np.where(self._aligned[1].values.astype(bool), 0, 1)

    @cached_property
    def times(self) -> tuple[np.ndarray, np.ndarray]:
        """The distinct durations, ascending, and the place of each code among them."""
        known = self.base.state == State.OK
        points, place = np.unique(self._aligned[0].values[known].astype(np.float64), return_inverse=True)
        places = np.zeros(len(known), np.int64)
        places[known] = place
        return (points if len(points) else np.zeros(1)), places

    def by_time(self, tally: Tally) -> tuple[np.ndarray, np.ndarray]:
        """[groups, times] rows whose event came then, and rows last seen then."""
        points, places = self.times
        found = []
        for part in (0, 1):
            mine = np.flatnonzero(self.table == part)
            counts = np.zeros((tally.groups, len(points)))
            np.add.at(counts.T, places[mine], tally.counts[:, mine].T)
            found.append(counts)
        return found[0], found[1]

    def curve(self, tally: Tally, level: float = 0.95) -> Curve:
        """The Kaplan-Meier curve of every group."""
        return kaplan_meier(*self.by_time(tally), self.times[0], level)

    def told(self, curve: Curve) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Value and both ends per group: the median time."""
        return median_of(curve)

    def sums(self, tally: Tally) -> Sums:
        counts = tally.parts(self.table, self.places, len(self.parts))
        n = counts[:, :2].sum(axis=1).astype(np.float64)
        unknown = np.full(tally.groups, np.nan)
        value = self.told(self.curve(tally))[0]
        return Sums(n, n, counts[:, 0].astype(np.float64), n, value, unknown, n - 1, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Greenwood's, on the log(-log) scale."""
        _value, low, high = self.told(self.curve(tally, level))
        return Bounds(low, high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """p by the log-rank test of the whole curves; the interval from those of both values."""
        gone, seen = self.by_time(tally)
        test = log_rank(gone[a], seen[a], gone[b], seen[b])
        bounds = self.interval(sums, tally, level)
        before, after = (Interval(bounds.low[at], bounds.high[at]) for at in (a, b))
        low, high = hybrid_difference(sums.value[a], before, sums.value[b], after)
        unknown = np.full(len(a), np.nan)
        return Difference(sums.value[b] - sums.value[a], unknown, test.statistic, test.p, low, high, "log_rank")

    def width(self) -> float:
        return float(self.times[0][-1] - self.times[0][0])


@dataclass(frozen=True, eq=False)
class StillThere(Watched):
    """The share, in percent, of whom the event has not come up to `time`."""

    time: float = 0.0

    def told(self, curve: Curve) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        value, low, high = survival_at(curve, self.time)
        return 100 * value, 100 * low, 100 * high

    def width(self) -> float:
        return 100.0


def Survival(  # noqa: N802 - read like the other estimators
    rows: Rows, duration: Coded, event: Coded, times: Sequence[float] = (), name: str = "at"
) -> dict[str, Watched]:
    """Measures `median` and, for each of `times`, `<name>_<time>`: the percentage still there."""
    found: dict[str, Watched] = {"median": Watched(rows, duration, event)}
    for time in times:
        found[f"{name}_{time:g}"] = StillThere(rows, duration, event, time)
    return found
