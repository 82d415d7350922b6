"""Events per exposure: how often something happens in the time, or among the customers, in which it could (code U9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, align
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.contribution import Contribution, contributions
from cxdesk.stats.intervals import poisson_interval
from cxdesk.stats.significance import rate_change


@dataclass(frozen=True, eq=False)
class PerExposure(Term):
    """`per` x the events of all rows over the exposure of all rows: 30 x losses / customer-days, say.

    `events` and `exposed` give a number per row. Events are counted as a Poisson process over the exposure.
    """

    events: Coded
    exposed: Coded
    per: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        return ("event", "rest")

    @cached_property
    def _aligned(self) -> tuple[Coded, ...]:
        return align(self.events, self.exposed)

    @property
    def base(self) -> Coded:
        events, exposed = self._aligned
        return events.where(np.maximum(events.state, exposed.state))

    def place(self) -> np.ndarray:
        return np.where(self._aligned[0].values.astype(np.float64) > 0, 0, 1)

    def _counted(self, tally: Tally) -> tuple[np.ndarray, np.ndarray]:
        """[groups] events, and what they are divided by."""
        events, exposed = (np.where(self.counts_code, one.values.astype(np.float64), 0.0) for one in self._aligned)
        return tally.total(events), tally.total(exposed)

    def sums(self, tally: Tally) -> Sums:
        n = tally.total(self.counts_code.astype(np.float64))
        events, exposed = self._counted(tally)
        with np.errstate(all="ignore"):
            value = np.where(exposed > 0, self.per * events / exposed, np.nan)
            se = self.per * np.sqrt(events) / exposed
        return Sums(n, n, events, exposed, value, se, n - 1, se)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Garwood's exact interval of the events, divided by the exposure."""
        found = poisson_interval(sums.numerator, sums.denominator / self.per, level)
        return Bounds(found.low, found.high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """p from the conditional binomial test; the interval is that of the factor, told as a difference."""
        before, after = sums.value[a], sums.value[b]
        test = rate_change(sums.numerator[a], sums.denominator[a], sums.numerator[b], sums.denominator[b], level)
        unknown = np.full(len(a), np.nan)
        with np.errstate(all="ignore"):
            low, high = before * (test.low - 1), before * (test.high - 1)
        return Difference(after - before, np.hypot(sums.se[a], sums.se[b]), unknown, test.p, low, high, "poisson")

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution:
        """Rate and mix effect with the exposure as weight."""
        events = self.per * sums.numerator
        return contributions(events[a], sums.denominator[a], events[b], sums.denominator[b])

    def width(self) -> float:
        return self.per
