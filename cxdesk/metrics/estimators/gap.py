"""How far the share of hits among some rows is above that among others, in points (code U4 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cxdesk.frame.codes import Coded, align
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.tally import Tally
from cxdesk.stats.intervals import Interval, hybrid_difference, newcombe
from cxdesk.stats.special import normal_two_sided


class _Sides(NamedTuple):
    """Per group: hits and rows of the one side and of the other."""

    hits: np.ndarray
    rows: np.ndarray
    other_hits: np.ndarray
    other_rows: np.ndarray


@dataclass(frozen=True, eq=False)
class Gap(Term):
    """The share of `hit` among the rows of `one` less that among those of `other`; rows of neither are outside the
    base, rows whose time is not yet up (`immature`) apart. Its interval is Newcombe's: where it leaves out zero, the
    two shares differ.
    """

    hit: Coded
    one: Coded
    other: Coded
    immature: Coded | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return ("numerator", "rest", "other_numerator", "other_rest")

    @property
    def aside(self) -> tuple[str, ...]:
        return ("outside_base", *(("immature",) if self.immature is not None else ()))

    @property
    def base(self) -> Coded:
        return self._aligned[0]

    @cached_property
    def _aligned(self) -> tuple[Coded, ...]:
        return align(self.hit, self.one, self.other, *(() if self.immature is None else (self.immature,)))

    def place(self) -> np.ndarray:
        hit, one, other, *young = (coded.values.astype(bool) for coded in self._aligned)
        place = np.where(one, np.where(hit, 0, 1), np.where(other, np.where(hit, 2, 3), 4))
        return np.where((place < 4) & young[0], 5, place) if young else place

    def _sides(self, tally: Tally) -> _Sides:
        hit, rest, other_hit, other_rest = tally.parts(self.table, self.places, len(self.parts))[:, :4].T.astype(float)
        return _Sides(hit, hit + rest, other_hit, other_hit + other_rest)

    def sums(self, tally: Tally) -> Sums:
        sides = self._sides(tally)
        with np.errstate(all="ignore"):
            one, other = sides.hits / sides.rows, sides.other_hits / sides.other_rows
            se = 100 * np.sqrt(one * (1 - one) / sides.rows + other * (1 - other) / sides.other_rows)
        n, unknown = sides.rows + sides.other_rows, np.full(tally.groups, np.nan)
        return Sums(n, n, unknown, unknown, 100 * (one - other), se, n - 2, unknown)

    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        sides = self._sides(tally)
        with np.errstate(all="ignore"):
            low, high = newcombe(sides.other_hits, sides.other_rows, sides.hits, sides.rows, level)
        return Bounds(100 * low, 100 * high)

    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """z of the two gaps; the interval from those of both."""
        bounds = self.interval(sums, tally, level)
        delta = sums.value[b] - sums.value[a]
        with np.errstate(all="ignore"):
            se = np.hypot(sums.se[a], sums.se[b])
            z = delta / se
        before, after = (Interval(bounds.low[at], bounds.high[at]) for at in (a, b))
        low, high = hybrid_difference(sums.value[a], before, sums.value[b], after)
        return Difference(delta, se, z, normal_two_sided(z), low, high, "z")

    def width(self) -> float:
        return 200.0

    def unsure(self, sums: Sums) -> np.ndarray:
        """Nobody differs from anybody else on either side."""
        return np.isfinite(sums.value) & (sums.se == 0)
