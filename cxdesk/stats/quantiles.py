"""Medians and other quantiles of many groups at once, with order-statistic intervals (code U7).

The quantile is the value at the nearest rank ceil(q n); the median of an even number of values is the mean of the two
in the middle. Ranks count from 1. Values come sorted within their group, or as a table of counts per point.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.distributions import binomial_cdf, binomial_quantile
from cxdesk.stats.intervals import wilson
from cxdesk.stats.special import Floats, floats, quiet


class Ranks(NamedTuple):
    """Ranks of an interval's ends among n values (NaN: no such rank) and the chance that it covers the quantile."""

    low: Floats
    high: Floats
    coverage: Floats


class QuantileInterval(NamedTuple):
    """The quantile, its interval and the interval's exact coverage; all NaN-able per group.

    An end is NaN where so few values cannot bound that side at the level asked (U7 then falls back to a bootstrap).
    """

    value: Floats
    low: Floats
    high: Floats
    coverage: Floats


@quiet
def interval_ranks(n: ArrayLike, q: float = 0.5, level: float = 0.95, n_eff: ArrayLike | None = None) -> Ranks:
    """Ranks between which the `q` quantile lies with at least `level`, whatever the distribution.

    The number of values below the quantile is binomial(n, q): each tail is kept at or below (1 - level)/2
    (David & Nagaraja, *Order Statistics*, 7.1). Coverage is NaN where either rank is missing.

    For weighted or clustered rows give their effective number: the ranks are then those of the score interval of
    the share q (Woodruff 1952), and the coverage is approximate, so NaN.
    """
    if n_eff is not None:
        return _woodruff_ranks(floats(n), q, level, n_eff)
    sizes, back = np.unique(floats(n), return_inverse=True)
    tail = (1 - level) / 2
    hair = 1e-12  # a tail that is exactly as large as allowed is allowed, whatever the last digit did
    low, most = binomial_quantile(np.array([[tail * (1 + hair)], [(1 - tail) * (1 - hair)]]), sizes, q)
    below, upto = binomial_cdf(np.stack((low - 1, most)), sizes, q)
    low, high = np.where(low >= 1, low, np.nan), np.where(most + 1 <= sizes, most + 1, np.nan)
    coverage = np.where(np.isnan(low + high), np.nan, upto - below)
    shape = np.shape(n)
    return Ranks(*(np.reshape(part[back], shape) for part in (low, high, coverage)))


@quiet
def quantile_of_sorted(
    values: ArrayLike,
    starts: ArrayLike,
    n: ArrayLike,
    q: float = 0.5,
    level: float = 0.95,
    n_eff: ArrayLike | None = None,
) -> QuantileInterval:
    """The quantile of groups that lie one after the other in `values`, each sorted, without NaN.

    Group g is values[starts[g] : starts[g] + n[g]]; sorting once by (group, value) serves any number of quantiles.
    """
    values, starts = floats(values), floats(starts)

    def at(rank: Floats) -> Floats:
        known = np.isfinite(rank) & (rank >= 1)
        place = np.where(known, starts + rank - 1, 0).astype(np.intp)
        return np.where(known, values[place] if values.size else np.nan, np.nan)

    return _quantile(at, floats(n), q, level, n_eff)


@quiet
def quantile_of_counts(
    counts: ArrayLike, points: ArrayLike, q: float = 0.5, level: float = 0.95, n_eff: ArrayLike | None = None
) -> QuantileInterval:
    """The quantile of tabled values: `counts` of shape (groups, points), how often each rising point occurs."""
    counts, points = floats(counts), floats(points)
    upto = np.cumsum(counts, axis=-1)

    def at(rank: Floats) -> Floats:
        place = np.sum(upto < rank[..., None], axis=-1)
        known = np.isfinite(rank) & (rank >= 1)
        return np.where(known, points[np.minimum(place, points.size - 1)], np.nan)

    return _quantile(at, upto[..., -1], q, level, n_eff)


def quantile_ranks(n: ArrayLike, q: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The two ranks whose values' mean is the quantile: equal (nearest rank), but for the median of an even n."""
    n = floats(n)
    # q n may be a hair above a whole number (0.9 * 10 is exact, 0.7 * 10 is not): a hair must not cost a rank.
    nearest = np.clip(np.ceil(q * n - 1e-9 * np.maximum(n, 1)), 1, np.maximum(n, 1))
    upper = np.where((q == 0.5) & (n % 2 == 0), nearest + 1, nearest)
    missing = ~(n > 0)
    return np.where(missing, np.nan, nearest), np.where(missing, np.nan, upper)


def _quantile(
    at: Callable[[Floats], Floats], n: Floats, q: float, level: float, n_eff: ArrayLike | None
) -> QuantileInterval:
    first, second = quantile_ranks(n, q)
    ranks = interval_ranks(n, q, level, n_eff)
    value = at(first) / 2 + at(second) / 2
    return QuantileInterval(value, at(ranks.low), at(ranks.high), ranks.coverage)


def _woodruff_ranks(n: Floats, q: float, level: float, n_eff: ArrayLike) -> Ranks:
    share = wilson(q * n, n, level, n_eff)
    low, high = np.maximum(np.ceil(share.low * n), 1), np.minimum(np.ceil(share.high * n), n)
    return Ranks(low, high, np.full_like(low, np.nan))
