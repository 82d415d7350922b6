"""What shares, net scores and means have in common: each row counted adds a number, and the value is their mean."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded
from cxdesk.metrics.estimators.term import Influence, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.contribution import Contribution, contributions
from cxdesk.stats.weights import kish


@dataclass(frozen=True, eq=False)
class Linear(Term):
    """The mean of `score` over the rows of the base, times `per`."""

    per = 1.0

    @property
    @abstractmethod
    def score(self) -> Coded:
        """What each code adds, before `per`."""

    @cached_property
    def adds(self) -> np.ndarray:
        """[C] float: the score of codes in the base, 0 elsewhere."""
        found = np.where(self.counts_code, self.score.values.astype(np.float64, copy=False), 0.0)
        return found if np.isfinite(found.sum()) else np.nan_to_num(found)

    def sums(self, tally: Tally) -> Sums:
        moments = tally.moments(self.adds, self.counts_code)
        n, numerator = moments.n, tally.total(self.adds)
        base = None if tally.weights is None else self.counts_code.astype(np.float64)
        denominator = n if base is None else tally.total(base)
        with np.errstate(all="ignore"):
            value = np.where(denominator > 0, self.per * numerator / denominator, np.nan)
            n_eff = n if base is None else kish(denominator, tally.total(base, squared=True))
            sd = moments.sd if tally.weights is None else self._weighted_sd(tally, numerator / denominator, denominator)
            se = self.per * sd / np.sqrt(n_eff)
        return Sums(n, n_eff, numerator, denominator, value, se, n_eff - 1, self.per * sd)

    def _weighted_sd(self, tally: Tally, mean: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Spread of the score in the weighted population, n_eff - 1 in place of n - 1."""
        squares = tally.total(self.adds**2)
        n_eff = kish(weight, tally.total(self.counts_code.astype(np.float64), squared=True))
        variance = np.maximum(squares / weight - mean**2, 0.0) * n_eff / np.where(n_eff > 1, n_eff - 1, np.nan)
        return np.sqrt(variance)

    def influence(self, tally: Tally, sums: Sums) -> Influence:
        """(score - mean) / sum of weights, in the metric's unit."""
        with np.errstate(all="ignore"):
            return Influence(self.per * self.adds, sums.value, 1 / sums.denominator)

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution:
        """Rate and mix effect of the segments `a` (before) and `b` (after)."""
        total = self.per * sums.numerator
        return contributions(total[a], sums.denominator[a], total[b], sums.denominator[b])
