"""Numbers that a fitted model gives: a value and a report of the fit, and no part of a change for anybody."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally


@dataclass(frozen=True, eq=False)
class Fits:
    """What a model says of all groups: values, intervals where it has them, figures of the fit; arrays [groups]."""

    value: np.ndarray
    ends: Bounds | None = None
    report: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Modelled(Term):
    """The value is what a model says of the rows of each group."""

    undefined = "insufficient_data"

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    @cached_property
    def base(self) -> Coded:
        return Coded(np.ones(1), np.zeros(self.rows.size, np.uint8), np.array([State.OK], np.uint8))

    def place(self) -> np.ndarray:
        return np.zeros(self.base.size, np.int64)

    @abstractmethod
    def fit_groups(self, at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        """`at` are positions among `rows`, `group` the group of each."""

    def fits(self, tally: Tally) -> Fits:
        """Of every group; fitted once."""
        memo, key = tally.counter.memo, ("fits", id(self))
        if key not in memo:
            memo[key] = (self.fit_groups(tally.positions, tally.group, tally.groups), self)
        found: Fits = memo[key][0]
        return found

    def sums(self, tally: Tally) -> Sums:
        n = tally.parts(self.table, self.places, len(self.parts))[:, 0].astype(np.float64)
        unknown = np.full(tally.groups, np.nan)
        return Sums(n, n, unknown, n, self.fits(tally).value, unknown, n - 1, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """The model's own, if it has one."""
        unknown = np.full(tally.groups, np.nan)
        return self.fits(tally).ends or Bounds(unknown, unknown)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """The plain difference, untested."""
        unknown = np.full(len(a), np.nan)
        return Difference(sums.value[b] - sums.value[a], unknown, unknown, unknown, unknown, unknown, "")


@dataclass(frozen=True, eq=False)
class Models(Modelled):
    """`fit(positions, group, groups)`: what the model says of all groups at once, fitted side by side."""

    fit: Callable[[np.ndarray, np.ndarray, int], Fits]

    def fit_groups(self, at: np.ndarray, group: np.ndarray, groups: int) -> Fits:
        return self.fit(at, group, groups)
