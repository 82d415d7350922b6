"""Events per exposure, where what happened is counted and the exposure is known (code U9 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.term import Bounds, Sums
from cxdesk.metrics.tally import Tally
from cxdesk.stats.intervals import poisson_interval


@dataclass(frozen=True, eq=False)
class Rate(Ratio):
    """A Count over a Sum or Count that is taken as known: Garwood's exact interval as long as rows are independent."""

    def interval(self, sums: Sums, level: float) -> Bounds:
        with np.errstate(all="ignore"):
            found = poisson_interval(sums.numerator, sums.denominator / self.per, level)
            known = np.isfinite(sums.value)
        return Bounds(np.where(known, found.low, np.nan), np.where(known, found.high, np.nan))

    def _variance(self, top: Tally, bottom: Tally, ratio: np.ndarray) -> np.ndarray:
        """Of what happened alone."""
        return top.total(self.top.adds**2) / self.top.exposure(top) ** 2
