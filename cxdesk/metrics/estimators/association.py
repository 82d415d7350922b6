"""How far two numbers of the same rows rise together: Spearman's rank correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.frame.codes import Coded
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.intervals import Interval, hybrid_difference
from cxdesk.stats.rankcorrelation import RankCorrelation, spearman
from cxdesk.stats.special import normal_two_sided


@dataclass(frozen=True, eq=False)
class Association(Term):
    """Of `x` and `y`, a number per row each (from `rows.each`); a row that lacks one of them is missing.

    Below `least` rows nothing is said.
    """

    x: Coded
    y: Coded
    least: int = 4

    undefined = "insufficient_data"

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    @property
    def base(self) -> Coded:
        return self.x.where(np.maximum(self.x.state, self.y.state))

    def place(self) -> np.ndarray:
        return np.zeros(self.x.size, np.int64)

    def _found(self, tally: Tally, level: float) -> RankCorrelation:
        kept = self.counts_code.take(tally.codes)
        codes, group = tally.codes[kept], tally.group[kept].astype(np.int64)
        x, y = (side.values.astype(np.float64)[codes] for side in (self.x, self.y))
        return spearman(x, y, group, tally.groups, level)

    def sums(self, tally: Tally) -> Sums:
        found = self._found(tally, 0.95)
        unknown = np.full(tally.groups, np.nan)
        value = np.where(found.n >= self.least, found.rho, np.nan)
        return Sums(found.n, found.n, unknown, found.n, value, found.se, found.n - 3, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """By Fisher's transformation."""
        found = self._found(tally, level)
        return Bounds(found.low, found.high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """z of the two transformed correlations; the interval from those of both."""
        bounds = self.interval(sums, tally, level)
        with np.errstate(all="ignore"):
            se = np.hypot(sums.se[a], sums.se[b])
            z = (np.arctanh(sums.value[b]) - np.arctanh(sums.value[a])) / se
        before, after = (Interval(bounds.low[at], bounds.high[at]) for at in (a, b))
        low, high = hybrid_difference(sums.value[a], before, sums.value[b], after)
        return Difference(sums.value[b] - sums.value[a], se, z, normal_two_sided(z), low, high, "fisher_z")

    def width(self) -> float:
        return 2.0

    def unsure(self, sums: Sums) -> np.ndarray:
        """All values of one side equal."""
        return (sums.n >= self.least) & ~np.isfinite(sums.value)
