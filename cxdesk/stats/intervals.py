"""How sure are we: confidence intervals of shares, net scores, means, counts, ratios and of their differences.

Shares and net scores are fractions (0.9, not 90); multiply for display. `level` is the confidence level in (0, 1).
Every function takes numbers or arrays that broadcast together (one entry per group) and gives arrays of that shape;
an interval that is not defined (no rows, one row for a mean) is NaN, never an exception.

`n_eff` is the effective sample size where rows are weighted or clustered (see `weights`, `clusters`); it may be
fractional and defaults to n: the share is always hits / n, n_eff only says how much is known about it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.distributions import chi2_quantile, t_quantile
from cxdesk.stats.special import Floats, beta_inc_inv, floats, quiet, z_of

FPC_FROM = 0.05  # below this share of the population the correction is not worth its assumption


class Interval(NamedTuple):
    """Both ends, in the unit of the estimate."""

    low: Floats
    high: Floats


class NetInterval(NamedTuple):
    """A net score's adjusted centre and standard error, and the ends clipped to [-1, 1]; all fractions."""

    centre: Floats
    se: Floats
    low: Floats
    high: Floats


class MeanInterval(NamedTuple):
    """A mean's standard error and both ends, in the unit of the values."""

    se: Floats
    low: Floats
    high: Floats


@quiet
def wilson(hits: ArrayLike, n: ArrayLike, level: float = 0.95, n_eff: ArrayLike | None = None) -> Interval:
    """Score interval of a share (code U1): Wilson 1927. `hits` of `n` rows, 0 <= hits <= n; always holds hits/n."""
    p, known = _share_and_size(hits, n, n_eff)
    z = z_of(level)
    s = z * z / known
    centre = (p + s / 2) / (1 + s)
    half = np.sqrt(s * (p * (1 - p) + s / 4)) / (1 + s)
    return _held(centre - half, centre + half, p)


@quiet
def clopper_pearson(hits: ArrayLike, n: ArrayLike, level: float = 0.95, n_eff: ArrayLike | None = None) -> Interval:
    """Exact interval of a share: Clopper & Pearson 1934, from beta quantiles; wider than Wilson's."""
    p, known = _share_and_size(hits, n, n_eff)
    k, tail = p * known, (1 - level) / 2
    low = beta_inc_inv(k, known - k + 1, tail)
    high = 1 - beta_inc_inv(known - k, k + 1, tail)
    return _held(np.where(p == 0, 0.0, low), np.where(p == 1, 1.0, high), p)


@quiet
def net_variance(plus: ArrayLike, minus: ArrayLike, n: ArrayLike) -> Floats:
    """Variance of one row's +1, 0 or -1: P + D - (P - D)^2 with shares P = plus/n, D = minus/n (Rocks 2016)."""
    n = floats(n)
    p, d = floats(plus) / n, floats(minus) / n
    return np.where(n > 0, np.maximum(p + d - (p - d) ** 2, 0.0), np.nan)


@quiet
def net_interval(
    plus: ArrayLike, minus: ArrayLike, n: ArrayLike, level: float = 0.95, n_eff: ArrayLike | None = None
) -> NetInterval:
    """Adjusted Wald interval of a net score such as NPS (code U2): Rocks 2016; Lewis & Sauro 2021.

    Three invented rows, 3/4 plus, 3/2 neutral, 3/4 minus, keep the width above zero when all answers agree. The
    point estimate stays (plus - minus)/n; the interval is around `centre`, which is pulled towards 0.
    """
    n = floats(n)
    known = n if n_eff is None else floats(n_eff)
    known = np.where((n > 0) & (known > 0), known, np.nan)
    grown = 1 + 3 / known  # (n_eff + 3)/n_eff, so that a full count with infinite n_eff stays defined
    p = (floats(plus) / n + 0.75 / known) / grown
    d = (floats(minus) / n + 0.75 / known) / grown
    centre = p - d
    se = np.sqrt(np.maximum(p + d - centre * centre, 0.0) / (known + 3))
    half = z_of(level) * se
    return NetInterval(centre, se, np.clip(centre - half, -1, 1), np.clip(centre + half, -1, 1))


@quiet
def mean_interval(
    n: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    level: float = 0.95,
    se: ArrayLike | None = None,
    df: ArrayLike | None = None,
) -> MeanInterval:
    """Student's interval of a mean (code U3): mean -/+ t(df) se, by default se = sd/sqrt(n) and df = n - 1.

    `sd` is the sample standard deviation (n - 1). Give `se` and `df` where they come from elsewhere: a
    cluster-robust error with clusters - 1, a weighted one. One row gives NaN; no spread gives zero width, which
    the caller flags as *no variation*. Ends may leave the scale: clip for display only.
    """
    n, mean = floats(n), floats(mean)
    error = floats(sd) / np.sqrt(n) if se is None else floats(se)
    free = n - 1 if df is None else floats(df)
    half = t_quantile(0.5 + level / 2, free) * error
    return MeanInterval(np.where(n >= 2, error, np.nan), mean - half, mean + half)


@quiet
def normal_interval(value: ArrayLike, se: ArrayLike, level: float = 0.95) -> Interval:
    """value -/+ z se: for estimates whose standard error comes from many independent clusters."""
    value, half = floats(value), z_of(level) * floats(se)
    return Interval(value - half, value + half)


@quiet
def log_ratio_interval(value: ArrayLike, se: ArrayLike, level: float = 0.95) -> Interval:
    """Interval of a strictly positive ratio on the log scale (code U8): value * exp(-/+ z se/value), delta method.

    It never crosses zero and is symmetric in factors. Where value <= 0 it falls back to value -/+ z se.
    """
    value, se = floats(value), floats(se)
    factor = np.exp(z_of(level) * se / value)
    plain = normal_interval(value, se, level)
    positive = value > 0
    return Interval(np.where(positive, value / factor, plain.low), np.where(positive, value * factor, plain.high))


@quiet
def poisson_interval(count: ArrayLike, exposure: ArrayLike = 1.0, level: float = 0.95) -> Interval:
    """Exact interval of a count per exposure (code U9): Garwood 1936, from chi-square quantiles.

    `exposure` > 0 in any unit (customers, days); the ends are per that unit. No event gives a low end of 0.
    """
    k = floats(count)
    exposure = floats(exposure)
    exposure = np.where((exposure > 0) & (k >= 0), exposure, np.nan)
    tail = (1 - level) / 2
    low = chi2_quantile(tail, 2 * k) / 2
    high = chi2_quantile(1 - tail, 2 * k + 2) / 2
    return Interval(low / exposure, high / exposure)


@quiet
def newcombe(
    hits0: ArrayLike,
    n0: ArrayLike,
    hits1: ArrayLike,
    n1: ArrayLike,
    level: float = 0.95,
    n_eff0: ArrayLike | None = None,
    n_eff1: ArrayLike | None = None,
) -> Interval:
    """Hybrid score interval of the difference p1 - p0 of two independent shares (code U4): Newcombe 1998, method 10."""
    p0, p1 = _share_and_size(hits0, n0, n_eff0)[0], _share_and_size(hits1, n1, n_eff1)[0]
    low, high = hybrid_difference(p0, wilson(hits0, n0, level, n_eff0), p1, wilson(hits1, n1, level, n_eff1))
    return Interval(np.clip(low, -1, 1), np.clip(high, -1, 1))


@quiet
def hybrid_difference(value0: ArrayLike, interval0: Interval, value1: ArrayLike, interval1: Interval) -> Interval:
    """Interval of value1 - value0 of two independent estimates from their own intervals (MOVER: Zou & Donner 2008).

    It needs no standard error and respects skewed intervals: medians, rates, shares (where it is Newcombe's).
    """
    value0, value1 = floats(value0), floats(value1)
    delta = value1 - value0
    low = delta - np.hypot(value1 - interval1.low, interval0.high - value0)
    high = delta + np.hypot(interval1.high - value1, value0 - interval0.low)
    return Interval(low, high)


@quiet
def agresti_caffo(hits0: ArrayLike, n0: ArrayLike, hits1: ArrayLike, n1: ArrayLike, level: float = 0.95) -> Interval:
    """Adjusted Wald interval of p1 - p0 (option of U4): Agresti & Caffo 2000, one hit and one miss added to each."""
    n0, n1 = _positive(n0), _positive(n1)
    p0, p1 = (np.asarray(hits0) + 1) / (n0 + 2), (np.asarray(hits1) + 1) / (n1 + 2)
    half = z_of(level) * np.sqrt(p0 * (1 - p0) / (n0 + 2) + p1 * (1 - p1) / (n1 + 2))
    return Interval(np.clip(p1 - p0 - half, -1, 1), np.clip(p1 - p0 + half, -1, 1))


@quiet
def paired_share_interval(lost: ArrayLike, gained: ArrayLike, pairs: ArrayLike, level: float = 0.95) -> Interval:
    """Interval of the change of a share among the same persons: adjusted Wald of Bonett & Price 2012.

    Of `pairs` persons `gained` moved from miss to hit and `lost` from hit to miss; the change is (gained - lost)/pairs.
    """
    n = _positive(pairs)
    up, down = (np.asarray(gained) + 1) / (n + 2), (np.asarray(lost) + 1) / (n + 2)
    half = z_of(level) * np.sqrt((up + down - (up - down) ** 2) / (n + 2))
    return Interval(np.clip(up - down - half, -1, 1), np.clip(up - down + half, -1, 1))


@quiet
def finite_population_factor(n: ArrayLike, population: ArrayLike, threshold: float = FPC_FROM) -> Floats:
    """sqrt((N - n)/(N - 1)), by which a standard error shrinks when n of a population of N were asked (Cochran 1977).

    1 where n/N is at most `threshold` or N is unknown (NaN); 0 where everybody answered. For shares and net scores
    divide n_eff by its square instead (infinite for a full count: the interval closes on the estimate).
    """
    n, whole = floats(n), floats(population)
    factor = np.where(whole > 1, np.sqrt(np.clip((whole - n) / (whole - 1), 0.0, 1.0)), 0.0)
    return np.where(n > threshold * whole, factor, 1.0)


def _share_and_size(hits: ArrayLike, n: ArrayLike, n_eff: ArrayLike | None) -> tuple[Floats, Floats]:
    n = floats(n)
    known = n if n_eff is None else floats(n_eff)
    good = (n > 0) & (known > 0)
    share = np.clip(floats(hits) / n, 0.0, 1.0)
    return np.where(good, share, np.nan), np.where(good, known, np.nan)


def _positive(n: ArrayLike) -> Floats:
    n = floats(n)
    return np.where(n > 0, n, np.nan)


def _held(low: Floats, high: Floats, p: Floats) -> Interval:
    """The interval within [0, 1] and around p, whatever the last digit did."""
    low = np.where(p == 0, 0.0, np.minimum(np.clip(low, 0.0, 1.0), p))
    high = np.where(p == 1, 1.0, np.maximum(np.clip(high, 0.0, 1.0), p))
    return Interval(np.where(np.isnan(p), np.nan, low), np.where(np.isnan(p), np.nan, high))
