"""Share of plus less share of minus (codes U2 and U5 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, align
from cxdesk.metrics.estimators.linear import Linear
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums
from cxdesk.metrics.tally import Policy, Tally
from cxdesk.stats.clusters import ClusterError, net_effective_size
from cxdesk.stats.intervals import net_interval, net_variance
from cxdesk.stats.significance import net_change


@dataclass(frozen=True, eq=False)
class Net(Linear):
    """100 (plus - minus) / n, between -100 and 100. With scales that suit a rule unequally, the best one counts."""

    plus: Coded
    minus: Coded
    per: float = 100.0
    policy: str = Policy.BEST

    @property
    def names(self) -> tuple[str, ...]:
        return ("plus", "neutral", "minus")

    @property
    def base(self) -> Coded:
        return self._aligned[0]

    @property
    def score(self) -> Coded:
        plus, minus = self._aligned
        return plus.map(lambda values: values.astype(np.float64) - minus.values.astype(np.float64))

    @cached_property
    def _aligned(self) -> tuple[Coded, ...]:
        return align(self.plus, self.minus)

    def place(self) -> np.ndarray:
        plus, minus = self._aligned
        return np.where(plus.values.astype(bool), 0, np.where(minus.values.astype(bool), 2, 1))

    def sums(self, tally: Tally) -> Sums:
        """The error is that of Rocks: sqrt(v/n), v = P + D - (P - D)^2."""
        sums = super().sums(tally)
        with np.errstate(all="ignore"):
            plus, minus = (tally.total(np.maximum(sign * self.adds, 0)) / sums.denominator * sums.n for sign in (1, -1))
            sd = self.per * np.sqrt(net_variance(plus, minus, sums.n))
            return sums._replace(sd=sd, se=sd / np.sqrt(sums.n_eff), sides=(plus, minus))

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        with np.errstate(all="ignore"):
            unit = error._replace(se=error.se / self.per)
            n_eff = np.fmin(net_effective_size(*_sides(sums), sums.n, unit), sums.n_eff)
        return sums._replace(se=error.se, n_eff=n_eff, df=error.clusters - 1)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Adjusted Wald."""
        plus, minus = _sides(sums)
        found = net_interval(plus, minus, sums.n, level, sums.n_eff)
        return Bounds(self.per * found.low, self.per * found.high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """z of the adjusted scores; the difference shown is the plain one."""
        plus, minus = _sides(sums)
        before, after = (plus[a], minus[a], sums.n[a]), (plus[b], minus[b], sums.n[b])
        found = net_change(*before, *after, level, sums.n_eff[a], sums.n_eff[b])
        delta, se, low, high = (self.per * part for part in (found.delta, found.se, found.low, found.high))
        return Difference(delta, se, found.z, found.p, low, high, "adjusted_wald", self.per * found.adjusted)


def _sides(sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    assert sums.sides is not None
    return sums.sides
