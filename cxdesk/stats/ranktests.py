"""Do the values of one group tend to be higher: the Mann-Whitney test, on tables of counts or on plain values."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.special import Floats, floats, normal_two_sided, quiet

EXACT_UP_TO = 20  # rows per side up to which values without ties are tested exactly


class RankTest(NamedTuple):
    """The U of side 1, the chance that a value of side 1 beats one of side 0 (ties half), and the two-sided p."""

    u: Floats
    superiority: Floats
    p: Floats


@quiet
def mann_whitney_counts(counts0: ArrayLike, counts1: ArrayLike) -> RankTest:
    """Mann-Whitney test of tabled values: counts of shape (..., points), points rising along the last axis.

    Normal approximation with correction for ties and continuity (Mann & Whitney 1947; Lehmann, *Nonparametrics*, 1.4).
    NaN below two rows on a side; p = 1 where all values are equal.
    """
    c0, c1 = np.broadcast_arrays(floats(counts0), floats(counts1))
    n0, n1 = c0.sum(axis=-1), c1.sum(axis=-1)
    below = np.cumsum(c0, axis=-1) - c0
    u = (c1 * (below + c0 / 2)).sum(axis=-1)
    ties = ((c0 + c1) ** 3 - (c0 + c1)).sum(axis=-1)
    n = n0 + n1
    spread = np.sqrt(np.maximum(n0 * n1 / 12 * (n + 1 - ties / (n * (n - 1))), 0.0))
    off = np.maximum(np.abs(u - n0 * n1 / 2) - 0.5, 0.0)
    p = np.where(spread > 0, normal_two_sided(off / spread), 1.0)
    enough = (n0 >= 2) & (n1 >= 2)
    return RankTest(np.where(n0 * n1 > 0, u, np.nan), u / (n0 * n1), np.where(enough, p, np.nan))


@quiet
def mann_whitney(values0: ArrayLike, values1: ArrayLike) -> RankTest:
    """Mann-Whitney test of two samples (NaN left out); exact for at most 20 values a side without ties."""
    side0, side1 = (np.ravel(floats(v)) for v in (values0, values1))
    side0, side1 = side0[~np.isnan(side0)], side1[~np.isnan(side1)]
    points, place = np.unique(np.concatenate((side0, side1)), return_inverse=True)
    counts0 = np.bincount(place[: side0.size], minlength=points.size)
    counts1 = np.bincount(place[side0.size :], minlength=points.size)
    result = mann_whitney_counts(counts0, counts1)
    small = min(side0.size, side1.size) >= 2 and max(side0.size, side1.size) <= EXACT_UP_TO
    if not small or points.size < side0.size + side1.size:
        return result
    ways = _ways(side0.size, side1.size)
    far = round(min(float(result.u), side0.size * side1.size - float(result.u)))
    p = min(1.0, 2 * sum(ways[: far + 1]) / math.comb(side0.size + side1.size, side0.size))
    return result._replace(p=np.asarray(p))


@lru_cache(maxsize=64)
def _ways(m: int, n: int) -> tuple[int, ...]:
    """In how many of the orders of m and n different values each U = 0..mn comes about: a Gaussian binomial."""
    ways = [1] + [0] * (m * n)
    for i in range(1, m + 1):
        for u in range(m * n, n + i - 1, -1):
            ways[u] -= ways[u - n - i]
        for u in range(i, m * n + 1):
            ways[u] += ways[u - i]
    return tuple(ways)
