"""Full counts and sums: nothing was sampled, so nothing is uncertain (code U0 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.contribution import Contribution


@dataclass(frozen=True, eq=False)
class Total(Term):
    """The sum of `adds` over rows."""

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    def place(self) -> np.ndarray:
        return np.zeros(self.base.size, np.int64)

    @cached_property
    def adds(self) -> np.ndarray:
        """[C] what a row of each code adds."""
        return np.where(self.counts_code, np.nan_to_num(self.base.values.astype(np.float64)), 0.0)

    def sums(self, tally: Tally) -> Sums:
        n = tally.total(self.counts_code.astype(np.float64))
        value = tally.total(self.adds)
        unknown = np.full(tally.groups, np.nan)
        return Sums(n, n, value, unknown, value, unknown, unknown, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """None: everything was counted."""
        return Bounds(np.full_like(sums.value, np.nan), np.full_like(sums.value, np.nan))

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """The plain difference; there is no noise to test it against."""
        unknown = np.full(len(a), np.nan)
        return Difference(sums.value[b] - sums.value[a], unknown, unknown, unknown, unknown, unknown, "")

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution:
        """Each segment's own difference; a sum has no mix effect."""
        part = sums.value[b] - sums.value[a]
        return Contribution(part, np.zeros_like(part), part, part.sum())


@dataclass(frozen=True, eq=False)
class Sum(Total):
    """Sum of a number per row; rows without one are missing."""

    values: Coded

    @property
    def base(self) -> Coded:
        return self.values


@dataclass(frozen=True, eq=False)
class Count(Total):
    """How many rows, or how many of them are `hit`."""

    hit: Coded | None = None

    @cached_property
    def base(self) -> Coded:
        if self.hit is not None:
            return self.hit
        zeros = np.zeros(self.rows.size, np.uint8)
        return Coded(np.ones(1), zeros, np.array([State.OK], np.uint8))
