"""How far two numbers of the same rows rise together: Spearman's rank correlation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.intervals import Interval, hybrid_difference
from cxdesk.stats.rankcorrelation import fisher_interval, spearman
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

    @cached_property
    def base(self) -> Coded:
        return self.x.where(np.maximum(self.x.state, self.y.state))

    def place(self) -> np.ndarray:
        return np.zeros(self.x.size, np.int64)

    @cached_property
    def _places(self) -> tuple[np.ndarray, np.ndarray]:
        """Both numbers of each code as places among the distinct values: whole numbers sort faster."""
        known = np.nan_to_num(self.x.values.astype(np.float64)), np.nan_to_num(self.y.values.astype(np.float64))
        one, two = (np.unique(side, return_inverse=True)[1] for side in known)
        return one, two

    def sums(self, tally: Tally) -> Sums:
        if not self.counts_code.any():  # no row has both
            none, unknown = np.zeros(tally.groups), np.full(tally.groups, np.nan)
            return Sums(none, none, unknown, none, unknown, unknown, none - 3, unknown)
        kept = self.counts_code.take(tally.codes)
        codes, group = tally.codes[kept], tally.group[kept].astype(np.int64)
        x, y = (side.take(codes) for side in self._places)
        found = spearman(x, y, group, tally.groups)
        unknown = np.full(tally.groups, np.nan)
        value = np.where(found.n >= self.least, found.rho, np.nan)
        return Sums(found.n, found.n, unknown, found.n, value, found.se, found.n - 3, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """By Fisher's transformation."""
        return Bounds(*fisher_interval(sums.value, sums.se, level))

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
