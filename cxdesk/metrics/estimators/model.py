"""Numbers that a fitted model gives: a value and a report of the fit, and no part of a change for anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally


@dataclass(frozen=True)
class Fitted:
    """What a model says of one group: the value, its interval where it has one, and the figures of the fit."""

    value: float
    low: float = float("nan")
    high: float = float("nan")
    report: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Model(Term):
    """`fit(positions)`: what the model says of the rows at these positions among `rows` (those of one group)."""

    fit: Callable[[np.ndarray], Fitted]
    used: Coded | None = None  # bool; other rows are left out
    undefined: str = "insufficient_data"
    memo: dict[int, tuple[Tally, list[Fitted]]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    @cached_property
    def base(self) -> Coded:
        if self.used is not None:
            return self.used.where(np.where(self.used.values.astype(bool), self.used.state, State.OUTSIDE))
        return Coded(np.ones(1), np.zeros(self.rows.size, np.uint8), np.array([State.OK], np.uint8))

    def place(self) -> np.ndarray:
        return np.zeros(self.base.size, np.int64)

    def fitted(self, tally: Tally) -> list[Fitted]:
        """Per group; fitted once."""
        if id(tally.counter) not in self.memo:
            counted = self.counts_code
            found = []
            for group in range(tally.groups):
                at = tally.counter.of_group(group)
                found.append(self.fit(at[counted[self.base.codes[at]]]))
            self.memo[id(tally.counter)] = (tally, found)
        return self.memo[id(tally.counter)][1]

    def sums(self, tally: Tally) -> Sums:
        n = tally.parts(self.table, self.places, len(self.parts))[:, 0].astype(np.float64)
        value = np.array([one.value for one in self.fitted(tally)])
        unknown = np.full(tally.groups, np.nan)
        return Sums(n, n, unknown, n, value, unknown, n - 1, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """The model's own, if it has one."""
        found = self.fitted(tally)
        return Bounds(np.array([one.low for one in found]), np.array([one.high for one in found]))

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """The plain difference, untested."""
        unknown = np.full(len(a), np.nan)
        return Difference(sums.value[b] - sums.value[a], unknown, unknown, unknown, unknown, unknown, "")
