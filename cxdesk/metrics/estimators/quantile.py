"""Median, 90th percentile and other quantiles (code U7 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Policy, Tally
from cxdesk.stats.bootstrap import bootstrap_quantile_change, bootstrap_quantiles
from cxdesk.stats.clusters import ClusterError
from cxdesk.stats.quantiles import QuantileInterval, quantile_of_counts, quantile_of_sorted, quantile_ranks
from cxdesk.stats.ranktests import mann_whitney_counts


@dataclass(frozen=True, eq=False)
class Quantile(Term):
    """The `q` quantile of `values`: nearest rank; the median of an even number is the mean of the two middle ones."""

    values: Coded
    q: float = 0.5
    policy: str = Policy.SINGLE

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    @property
    def base(self) -> Coded:
        return self.values

    def place(self) -> np.ndarray:
        return np.zeros(self.values.size, np.int64)

    @cached_property
    def _rising(self) -> tuple[np.ndarray, np.ndarray]:
        """The distinct values, ascending, and for each code its place among them (unusable codes: behind the last)."""
        known = self.values.state == State.OK
        points, place = np.unique(self.values.values[known].astype(np.float64), return_inverse=True)
        points = points if len(points) else np.array([np.nan])
        places = np.full(self.values.size, len(points))
        places[known] = place
        return points, places

    def by_point(self, tally: Tally) -> np.ndarray:
        """[groups, points] how often each value occurs; for tables of codes only."""
        points, places = self._rising
        counts = tally.counts if tally.usable is None else tally.counts * tally.per_group(tally.usable)
        return counts @ (places[:, None] == np.arange(len(points))).astype(np.float64)

    def sums(self, tally: Tally) -> Sums:
        n = tally.parts(self.table, self.places, len(self.parts))[:, 0].astype(np.float64)
        unknown = np.full(tally.groups, np.nan)
        return Sums(n, n, unknown, n, self._value(tally), unknown, n - 1, unknown)

    def _value(self, tally: Tally) -> np.ndarray:
        if not tally.tabled:
            return self._found(tally, 0.95).value
        upto = np.cumsum(self.by_point(tally), axis=1)
        ranks = quantile_ranks(upto[:, -1], self.q)
        points = self._rising[0]
        low, high = (points[np.minimum((upto < rank[:, None]).sum(axis=1), len(points) - 1)] for rank in ranks)
        return np.where(upto[:, -1] > 0, low / 2 + high / 2, np.nan)

    def _found(self, tally: Tally, level: float) -> QuantileInterval:
        if tally.tabled:
            return quantile_of_counts(self.by_point(tally), self._rising[0], self.q, level)
        points, places = self._rising
        place, group = places[tally.codes], tally.group
        used = place < len(points)
        key = np.sort(group[used] * (len(points) + 1) + place[used])
        starts = np.searchsorted(key, np.arange(tally.groups + 1) * (len(points) + 1))
        return quantile_of_sorted(points[key % (len(points) + 1)], starts[:-1], np.diff(starts), self.q, level)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Between order statistics; where so few values bound no side, a bootstrap over customers."""
        found = self._found(tally, level)
        low, high = np.array(found.low, np.float64), np.array(found.high, np.float64)
        few = (sums.n >= 2) & (np.isnan(low) | np.isnan(high))
        if few.any():
            low[few], high[few] = bootstrap_quantiles(*self._drawn(tally, np.flatnonzero(few)), self.q, level)
        return Bounds(low, high)

    def _drawn(self, tally: Tally, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Values of the rows of `groups`, group after group, whose they are (a row that names nobody stands for
        itself), and where each group begins and the last ends.
        """
        wanted = np.full(tally.groups, -1)
        wanted[groups] = np.arange(len(groups))
        mine = np.flatnonzero((wanted >= 0).take(tally.group))
        mine = mine[self.counts_code[tally.codes[mine]]]
        if tally.usable is not None:
            mine = mine[tally.usable[tally.period[mine], tally.codes[mine]]]
        place = wanted[tally.group[mine]]
        order = np.argsort(place, kind="stable")
        mine, starts = mine[order], np.searchsorted(place[order], np.arange(len(groups) + 1))
        who = tally.customer[mine].astype(np.int64)
        alone = np.arange(len(mine)) + int(who.max(initial=-1)) + 1
        return self.values.values[tally.codes[mine]].astype(np.float64), np.where(who < 0, alone, who), starts

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """Bootstrap of the difference; p by Mann and Whitney."""
        ends = [self._change(tally, int(x), int(y), level) for x, y in zip(a, b, strict=True)]
        low, high, p = (np.array(column, np.float64) for column in zip(*ends, strict=True))
        unknown = np.full(len(a), np.nan)
        return Difference(sums.value[b] - sums.value[a], unknown, unknown, p, low, high, "mann_whitney")

    def _change(self, tally: Tally, a: int, b: int, level: float) -> tuple[float, float, float]:
        before, after = (self._drawn(tally, np.array([group]))[:2] for group in (a, b))
        low, high = bootstrap_quantile_change(*before, *after, self.q, level)
        points = np.unique(np.concatenate([before[0], after[0]]))
        counts = [np.bincount(np.searchsorted(points, side[0]), minlength=len(points)) for side in (before, after)]
        return float(low), float(high), float(mann_whitney_counts(*counts).p)

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        return sums

    def width(self) -> float:
        points = self._rising[0]
        return float(points[-1] - points[0]) if len(points) else 0.0

    def at(self, q: float) -> Quantile:
        """The same values, another quantile."""
        return replace(self, q=q)
