"""The estimate of a ratio: two sides with rows of their own, and one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.metrics.compound_estimate import CompoundEstimate
from cxdesk.metrics.estimate import SAME, Estimate
from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.term import Bounds, Difference, Reading, Sums
from cxdesk.metrics.values import SILENT, first_true
from cxdesk.stats.clusters import compared_error
from cxdesk.stats.contribution import Contribution
from cxdesk.stats.significance import change_from_error, change_of_estimates

SIDES = ("top_", "bottom_")


@dataclass(frozen=True, eq=False)
class RatioEstimate(CompoundEstimate):
    """Parts are those of the two sides, `top_counted`, …, `bottom_counted`, …; the base is the bottom's rows."""

    ratio: Ratio | None = None
    bottom: Estimate | None = None
    clustered: bool = False  # whether intervals know which rows are one customer's

    @cached_property
    def _sides(self) -> tuple[Ratio, Estimate, Estimate]:
        assert self.ratio is not None
        assert self.bottom is not None
        return self.ratio, Estimate(self.measure, self.term, self.tally, self.setup), self.bottom

    @property
    def leading(self) -> Estimate:
        return self._sides[1]

    @property
    def parts(self) -> tuple[str, ...]:
        _ratio, *sides = self._sides
        return tuple(name + part for name, side in zip(SIDES, sides, strict=True) for part in side.parts)

    @property
    def counts(self) -> np.ndarray:
        _ratio, top, bottom = self._sides
        return np.hstack([top.counts, bottom.counts])

    @cached_property
    def _alone(self) -> Sums:
        """With the error of rows that are all independent."""
        ratio, top, bottom = self._sides
        return ratio.sums(top.tally, bottom.tally)

    @cached_property
    def _together(self) -> tuple[Sums, Bounds]:
        """With what customers tell of error and interval; drawing again is left until one of them is asked for."""
        ratio, top, bottom = self._sides
        return ratio.robust(self._alone, top.tally, bottom.tally, self.setup.level)

    @property
    def sums(self) -> Sums:
        return self._together[0] if self.clustered else self._alone

    @property
    def numerator(self) -> np.ndarray:
        return self._alone.numerator

    @property
    def denominator(self) -> np.ndarray:
        return self._alone.denominator

    @cached_property
    def reading(self) -> Reading:
        ratio, top, bottom = self._sides
        return ratio.reading(top.tally, bottom.tally)

    @cached_property
    def _bounds(self) -> Bounds:
        return self._together[1] if self.clustered else self._sides[0].interval(self._alone, self.setup.level)

    @cached_property
    def _reasons(self) -> np.ndarray:
        undefined = ~np.isfinite(self.reading.value)
        few = self.n < (self.setup.min_show if self.segments is not None else 0)
        nothing = (self.n == 0) & (self._sides[1].n == 0)
        never = np.zeros_like(nothing)
        silent = undefined & np.logical_or.reduce([one._reasons == SILENT for one in self._sides[1:]])
        return first_true((never, nothing, silent, never, undefined, few))

    @cached_property
    def _flagged(self) -> np.ndarray:
        return self._sides[2].flag_table & self._sides[1].flag_table

    def side(self, part: str) -> tuple[Estimate, str]:
        """The side that a part belongs to, and its name there."""
        _ratio, top, bottom = self._sides
        if part.startswith(SIDES[0]):
            return top, part.removeprefix(SIDES[0])
        return bottom, part.removeprefix(SIDES[1])

    @property
    def undefined(self) -> str:
        return self._sides[0].undefined

    @property
    def repeats(self) -> bool:
        return not self.clustered

    def robust(self) -> RatioEstimate:
        if self.clustered:
            return self
        made = replace(self, clustered=True)
        made.__dict__.update(self.known((*SAME, "_sides", "_alone", "_flagged")))
        return made

    def difference(self, a: Sequence[int] | np.ndarray, b: Sequence[int] | np.ndarray) -> Difference:
        """Two estimates with their errors; once intervals know the customers, those on both sides are paired."""
        value, se, df = self.sums.value, self.sums.se, self.sums.df
        x, y = np.asarray(a), np.asarray(b)
        apart = change_of_estimates(value[x], se[x], df[x], value[y], se[y], df[y], self.setup.level)
        plain = Difference(apart.delta, apart.se, apart.t, apart.p, apart.low, apart.high, "ratio")
        if not self.clustered:
            return plain
        ratio, top, bottom = self._sides
        error, shared = compared_error(*ratio.pulls(self.sums, top.tally, bottom.tally), x, y)
        found = change_from_error(apart.delta, error.se, error.clusters - 1, self.setup.level)
        paired = Difference(found.delta, found.se, found.t, found.p, found.low, found.high, "clustered")
        return plain.where(shared & (found.se > 0), paired)

    def contribution(self, a: int = 0, b: int = -1, axis: str | None = None) -> Contribution | None:
        groups = self.compared_segments(a, b, axis)
        return None if groups is None else self._sides[0].contribution(self.sums, *groups)

    @property
    def overlapping(self) -> bool:
        return super().overlapping or self._sides[2].overlapping

    def totals(self) -> RatioEstimate:
        _ratio, top, bottom = self._sides
        return replace(self, tally=top.totals().tally, bottom=bottom.totals(), clustered=False)
