"""Size, mean and standard deviation of many groups at once; what intervals and tests of means are made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.special import Floats, floats, quiet

_EPS = float(np.finfo(np.float64).eps)


class Moments(NamedTuple):
    """Per group: how many values, their mean (NaN without any) and sample standard deviation (n - 1; NaN below 2)."""

    n: Floats
    mean: Floats
    sd: Floats


@quiet
def moments(values: ArrayLike, group: ArrayLike, groups: int) -> Moments:
    """Moments of `values` (any shape, NaN is left out) by whole-number `group` code in 0..groups-1; -1 is no group.

    Two passes, so that a large common offset costs no digits; equal values give a standard deviation of exactly 0.
    """
    x, code = np.ravel(floats(values)), np.ravel(np.asarray(group, dtype=np.intp))
    used = (code >= 0) & ~np.isnan(x)
    if not np.all(used):
        x, code = x[used], code[used]
    n = np.bincount(code, minlength=groups).astype(np.float64)
    mean = np.bincount(code, weights=x, minlength=groups) / n
    off = x - mean[code]
    drift = np.bincount(code, weights=off, minlength=groups)
    squares = np.bincount(code, weights=off * off, minlength=groups)
    return Moments(n, mean, _sd(n, squares - drift * drift / n, n * (4 * _EPS * mean) ** 2))


@quiet
def moments_of_runs(
    values: Floats, there: Floats, total: Callable[[Floats], Floats], each: Callable[[Floats], Floats]
) -> Moments:
    """The same of `values`, 0 where not `there`, which somebody else knows to add up: `total` makes sums per group of
    them, `each` brings numbers per group to the values.
    """
    n = total(there)
    mean = total(values) / n
    off = np.array(each(mean))
    np.subtract(values, off, out=off)
    off *= there
    drift = total(off)
    off *= off
    return Moments(n, mean, _sd(n, total(off) - drift * drift / n, n * (4 * _EPS * mean) ** 2))


@quiet
def moments_of_counts(counts: ArrayLike, points: ArrayLike) -> Moments:
    """Moments of tabled values: `counts` of shape (..., points), how often each of `points` occurs; axis -1 is summed.

    The one table `counts[group, point]` of a survey question serves mean, shares and quantiles alike.
    """
    counts, points = floats(counts), floats(points)
    n = counts.sum(axis=-1)
    mean = (counts @ points) / n
    off = points - mean[..., None]
    return Moments(n, mean, _sd(n, (counts * off * off).sum(axis=-1), n * (4 * _EPS * mean) ** 2))


@quiet
def moments_of_sums(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> Moments:
    """Moments from the count, the sum and the sum of squares of each group.

    Fast and exact for scores; a spread within the rounding of the sums is none, so for values far from zero in
    units of their spread take `moments`.
    """
    n, total, squares = (floats(v) for v in (n, total, squares))
    mean = total / n
    return Moments(n, mean, _sd(n, squares - total * mean, (n + 16) * _EPS * squares))


def _sd(n: Floats, squared: Floats, noise: Floats) -> Floats:
    """The sample standard deviation; squared deviations within the rounding `noise` count as no spread at all."""
    clean = np.where(squared <= noise, 0.0, squared)
    return np.where(n >= 2, np.sqrt(clean / (n - 1)), np.nan)
