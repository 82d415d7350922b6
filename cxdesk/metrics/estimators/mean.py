"""Mean of a number per row (codes U3 and U6 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.linear import Linear
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums
from cxdesk.metrics.tally import Policy, Tally
from cxdesk.stats.clusters import ClusterError
from cxdesk.stats.intervals import mean_interval
from cxdesk.stats.significance import change_of_estimates


@dataclass(frozen=True, eq=False)
class Mean(Linear):
    """Sum of `values` over their number. By default answers on different scales are not averaged together."""

    values: Coded
    policy: str = Policy.SINGLE

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    @property
    def base(self) -> Coded:
        return self.values

    @property
    def score(self) -> Coded:
        return self.values

    def place(self) -> np.ndarray:
        return np.zeros(self.values.size, np.uint8)

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        with np.errstate(all="ignore"):
            deff = np.where(sums.se > 0, (error.se / sums.se) ** 2, 1.0)
        return sums._replace(se=error.se, n_eff=sums.n / np.maximum(deff, 1.0), df=error.clusters - 1)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Student's, on as many degrees of freedom as there are rows (or customers) less one."""
        found = mean_interval(sums.n, sums.value, sums.sd, level, sums.se, sums.df)
        return Bounds(found.low, found.high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """Welch's test."""
        found = change_of_estimates(sums.value[a], sums.se[a], sums.df[a], sums.value[b], sums.se[b], sums.df[b], level)
        return Difference(found.delta, found.se, found.t, found.p, found.low, found.high, "welch")

    def width(self) -> float:
        known = self.values.values[self.values.state == State.OK]
        return float(known.max() - known.min()) if len(known) else 0.0

    def unsure(self, sums: Sums) -> np.ndarray:
        return (sums.n > 1) & (sums.sd == 0)
