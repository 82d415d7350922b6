"""Full counts and sums, also per day (codes U0 and U9 of the catalogue).

Nothing was sampled, so by default nothing is uncertain. Asked for the variation of the process ("would a similar month
differ?"), counts are Poisson, and sums of amounts that come one by one have the variance of their squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.metrics.estimators.term import Bounds, Difference, Influence, Reading, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.contribution import Contribution, known_parts
from cxdesk.stats.intervals import normal_interval, poisson_interval
from cxdesk.stats.significance import change_from_error, rate_change


@dataclass(frozen=True, eq=False)
class Total(Term):
    """`per` x the sum of `adds` over rows."""

    whole = True
    silent = "no_values"
    per = 1.0
    per_day = False
    known = False

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",)

    def place(self) -> np.ndarray:
        return np.zeros(self.base.size, np.uint8)

    @cached_property
    def adds(self) -> np.ndarray:
        """[C] what a row of each code adds, `per` included."""
        values = self.base.values.astype(np.float64, copy=False)
        if self.per != 1:
            values = self.per * values
        return values if self.counts_code.all() else np.where(self.counts_code, values, 0.0)

    def exposure(self, tally: Tally) -> np.ndarray:
        """[groups] what the total is divided by: 1, or days as far as the data reach."""
        if not self.per_day:
            return np.ones(tally.groups)
        assert tally.members.elapsed is not None
        return tally.per_group(tally.members.elapsed.astype(np.float64))

    def added(self, tally: Tally) -> np.ndarray:
        """[members] what each adds to the value of its group."""
        adds = tally.counter.of_members(self.adds)
        if not self.per_day:
            return adds
        with np.errstate(all="ignore"):
            return adds / tally.counter.of_groups(self.exposure(tally))

    @cached_property
    def _ones(self) -> np.ndarray:
        """[C] 1 for codes that count."""
        return self.counts_code.astype(np.float64)

    @cached_property
    def squares(self) -> np.ndarray:
        """[C] `adds` squared."""
        return self.adds**2

    def reading(self, tally: Tally) -> Reading:
        """Where there are rows that should count and every one of them lacks what to add, the total is unknown."""
        total, exposure = tally.total(self.adds), self.exposure(tally)
        parts = tally.parts(self.table, self.places, len(self.parts))
        n = parts[:, : len(self.names)].sum(axis=1).astype(np.float64)
        lacking = (n == 0) & (parts[:, len(self.names) : len(self.parts)].sum(axis=1) > 0)
        with np.errstate(all="ignore"):
            value = np.where((exposure > 0) & ~lacking, total / exposure, np.nan)
        return Reading(n if tally.weights is None else tally.total(self._ones), value)

    def sums(self, tally: Tally) -> Sums:
        (n, value), total, exposure = self.reading(tally), tally.total(self.adds), self.exposure(tally)
        with np.errstate(all="ignore"):
            se = np.sqrt(tally.total(self.squares)) / exposure
        return Sums(n, n, total, exposure if self.per_day else np.full(tally.groups, np.nan), value, se, n - 1, se)

    def influence(self, tally: Tally, sums: Sums) -> Influence:
        """What a row adds: amounts come one by one, and their number is not fixed."""
        with np.errstate(all="ignore"):
            scale = 1 / self.exposure(tally)
        return Influence(self.adds, np.zeros(tally.groups), np.zeros_like(scale) if self.known else scale)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Of the process behind the count; shown on request only."""
        return Bounds(*normal_interval(sums.value, sums.se, level))

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """The plain difference; tested only where the variation of the process is asked for."""
        delta, unknown = sums.value[b] - sums.value[a], np.full(len(a), np.nan)
        if not options.get("process"):
            return Difference(delta, unknown, unknown, unknown, unknown, unknown, "")
        found = change_from_error(delta, np.hypot(sums.se[a], sums.se[b]), np.inf, level)
        return Difference(delta, found.se, found.t, found.p, found.low, found.high, "process")

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution:
        """Each segment's own difference; a sum has no mix effect."""
        part = known_parts(sums.value[b]) - known_parts(sums.value[a])
        return Contribution(part, np.zeros_like(part), part, part.sum())


@dataclass(frozen=True, eq=False)
class Sum(Total):
    """`per` x the sum of a number per row; rows without one are missing. `labels` name the parts, `label` [C] says
    which of them each code is in; codes labelled beyond them are left out for the reasons in `left`. `known` says that
    the amounts are what they are, like a list of costs, and make no number made of several any less certain. `silent`
    says why there is no sum where no row has a number.
    """

    values: Coded
    per: float = 1.0
    labels: tuple[str, ...] = ("counted",)
    label: np.ndarray | None = None
    left: tuple[str, ...] = ()
    known: bool = False
    silent: str = "no_values"

    @property
    def names(self) -> tuple[str, ...]:
        return self.labels

    @property
    def aside(self) -> tuple[str, ...]:
        return self.left

    def place(self) -> np.ndarray:
        return np.zeros(self.values.size, np.uint8) if self.label is None else self.label

    @property
    def base(self) -> Coded:
        return self.values


@dataclass(frozen=True, eq=False)
class Count(Total):
    """How many rows, or how many of them are `hit`; `per_day` divides by the days of the period. `none_is_zero` says
    that the rows are a full log, so that a day without any is one of 0.
    """

    hit: Coded | None = None
    per_day: bool = False
    per: float = 1.0
    none_is_zero: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return ("counted",) if self.hit is None else ("counted", "rest")

    def place(self) -> np.ndarray:
        if self.hit is None:
            return np.zeros(self.base.size, np.uint8)
        return np.where(self.hit.values.astype(bool), 0, 1)

    @cached_property
    def base(self) -> Coded:
        if self.hit is not None:
            return self.hit
        zeros = np.zeros(self.rows.size, np.uint8)
        return Coded(np.ones(1), zeros, np.array([State.OK], np.uint8))

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """Garwood's exact interval of the count, divided by its exposure."""
        found = poisson_interval(sums.numerator / self.per, self.exposure(tally) / self.per, level)
        return Bounds(found.low, found.high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """p from the conditional binomial test of the two counts, where the variation of the process is asked for."""
        found = super().difference(sums, tally, a, b, level, **options)
        if not options.get("process"):
            return found
        exposure = self.exposure(tally)
        test = rate_change(sums.numerator[a] / self.per, exposure[a], sums.numerator[b] / self.per, exposure[b], level)
        return found._replace(p=test.p, test="poisson")
