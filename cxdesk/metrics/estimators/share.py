"""Share of rows that are hits (codes U1 and U4 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State, align
from cxdesk.metrics.estimators.linear import Linear
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, share_effective_size
from cxdesk.stats.intervals import agresti_caffo, wilson
from cxdesk.stats.significance import share_change


@dataclass(frozen=True, eq=False)
class Proportion(Linear):
    """A percentage of rows, whichever they are."""

    per = 100.0

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        with np.errstate(all="ignore"):
            hits = sums.value / 100 * sums.n
            unit = error._replace(se=error.se / 100)
            n_eff = np.fmin(share_effective_size(hits, sums.n, unit), sums.n_eff)
        return sums._replace(se=error.se, n_eff=n_eff, df=error.clusters - 1)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Wilson's, on the effective number of rows."""
        with np.errstate(all="ignore"):
            low, high = wilson(sums.value / 100 * sums.n, sums.n, level, sums.n_eff)
        return Bounds(100 * low, 100 * high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """Newcombe's interval (or Agresti and Caffo's) and the pooled z test, Fisher's exact for small counts."""
        n0, n1, eff0, eff1 = sums.n[a], sums.n[b], sums.n_eff[a], sums.n_eff[b]
        hits0, hits1 = sums.value[a] / 100 * n0, sums.value[b] / 100 * n1
        change = share_change(hits0, n0, hits1, n1, level, eff0, eff1)
        low, high = change.low, change.high
        if options.get("change_interval") == "agresti_caffo":
            low, high = agresti_caffo(sums.value[a] / 100 * eff0, eff0, sums.value[b] / 100 * eff1, eff1, level)
        test = "fisher" if bool(np.all(change.exact)) else "z"
        with np.errstate(all="ignore"):
            se = 100 * np.abs(change.delta / change.z)
        return Difference(100 * change.delta, se, change.z, change.p, 100 * low, 100 * high, test)


@dataclass(frozen=True, eq=False)
class Share(Proportion):
    """Rows where `hit`, in percent of the rows in `base` (default: of all that answered).

    Rows outside `base` are left out under the name `outside`; rows whose time is not yet up (`immature`) are a part
    of their own.
    """

    hit: Coded
    within: Coded | None = None
    outside: str = "outside_base"
    immature: Coded | None = None
    stage: int = 0  # which step of a funnel it is the rate of, from 1; 0: none

    @property
    def names(self) -> tuple[str, ...]:
        return ("numerator", "rest")

    @property
    def aside(self) -> tuple[str, ...]:
        return (self.outside, *(("immature",) if self.immature is not None else ()))

    @property
    def base(self) -> Coded:
        return self._aligned[0]

    @property
    def score(self) -> Coded:
        return self._aligned[0]

    @cached_property
    def _aligned(self) -> tuple[Coded, ...]:
        return align(self.hit, *(coded for coded in (self.within, self.immature) if coded is not None))

    def place(self) -> np.ndarray:
        hit, *others = self._aligned
        place = np.where(hit.values.astype(bool), 0, 1)
        rest = list(others)
        if self.within is not None:
            place = np.where(rest.pop(0).values.astype(bool), place, 2)
        if self.immature is not None:
            place = np.where((place < 2) & rest.pop(0).values.astype(bool), 3, place)
        return place

    @property
    def answered(self) -> np.ndarray:
        return (self.base.state == State.OK) & (self.table < 2)
