"""How far answers lie apart: standard deviation, and how far they split into two camps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.metrics.estimators.mean import Mean
from cxdesk.metrics.estimators.net import Net
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError
from cxdesk.stats.contribution import Contribution
from cxdesk.stats.intervals import wilson


def _untested(value: np.ndarray, a: np.ndarray, b: np.ndarray) -> Difference:
    unknown = np.full(len(a), np.nan)
    return Difference(value[b] - value[a], unknown, unknown, unknown, unknown, unknown, "")


@dataclass(frozen=True, eq=False)
class Deviation(Mean):
    """Sample standard deviation (n - 1) of `values`; none for fewer than two."""

    def sums(self, tally: Tally) -> Sums:
        sums = super().sums(tally)
        unknown = np.full(tally.groups, np.nan)
        return sums._replace(value=sums.sd, se=unknown, numerator=unknown)

    def influence(self, tally: Tally, sums: Sums) -> None:  # type: ignore[override]
        return None

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """None is given."""
        return Bounds(np.full_like(sums.value, np.nan), np.full_like(sums.value, np.nan))

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        return _untested(sums.value, a, b)

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution | None:  # type: ignore[override]
        return None


@dataclass(frozen=True, eq=False)
class Polarisation(Net):
    """Twice the smaller of the two camps' shares: 0 when nobody disagrees, 100 when they are halves."""

    def sums(self, tally: Tally) -> Sums:
        sums = super().sums(tally)
        assert sums.sides is not None
        unknown = np.full(tally.groups, np.nan)
        with np.errstate(all="ignore"):
            value = np.where(sums.n > 0, 2 * self.per * np.minimum(*sums.sides) / sums.n, np.nan)
        return sums._replace(value=value, se=unknown, numerator=2 * np.minimum(*sums.sides))

    def influence(self, tally: Tally, sums: Sums) -> None:  # type: ignore[override]
        return None

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        return sums

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Twice Wilson's interval of the smaller camp's share."""
        assert sums.sides is not None
        low, high = wilson(np.minimum(*sums.sides), sums.n, level, sums.n_eff)
        return Bounds(2 * self.per * low, np.minimum(2 * self.per * high, self.per))

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        return _untested(sums.value, a, b)

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution | None:  # type: ignore[override]
        return None
