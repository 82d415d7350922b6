"""Student's t, chi-square, F, binomial, Poisson and hypergeometric probabilities, vectorised.

All take numbers or arrays that broadcast together; outside a distribution's domain the answer is NaN. Counts may be
fractional where that has a meaning (effective sample sizes): the incomplete beta and gamma functions interpolate.
Relations to those functions: Abramowitz & Stegun 26.4, 26.5, 26.7.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.special import (
    Floats,
    beta_quantile_logit,
    beta_tails,
    deviance,
    floats,
    gamma_inc_inv,
    gamma_tails,
    normal_quantile,
    quiet,
    stirling_error,
)

_TABLED = 200  # degrees of freedom whose t quantiles are kept per probability; above, a series is exact enough


@quiet
def t_cdf(t: ArrayLike, df: ArrayLike) -> Floats:
    """P(T <= t) of Student's t with `df` > 0 degrees of freedom (fractions allowed)."""
    t = floats(t)
    tail = t_two_sided(t, df) / 2
    return np.where(t < 0, tail, 1 - tail)


@quiet
def t_two_sided(t: ArrayLike, df: ArrayLike) -> Floats:
    """P(|T| >= |t|): the two-sided p-value of a t statistic; infinite `df` is the normal distribution."""
    t, df = np.broadcast_arrays(floats(t), floats(df))
    df = np.where(np.isposinf(df), 1e15, df)
    square = t * t
    whole = df + square
    at_infinity = np.isposinf(square) & (df > 0)
    p = beta_tails(df / 2, 0.5, df / whole, square / whole)[0]
    return np.where(at_infinity, 0.0, p)


@quiet
def t_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """t with P(T <= t) = p; NaN where `df` <= 0. Fast for one `p` and many whole `df`: those are tabled or expanded."""
    p, df = floats(p), floats(df)
    if p.ndim == 0 and 1e-6 < p < 1 - 1e-6:
        whole = (df == np.floor(df)) & (df >= 1) & (df <= _TABLED)
        out = np.where(whole, _t_table(float(p))[np.where(whole, df, 0).astype(np.intp)], np.nan)
        large = df > _TABLED
        out = np.where(large, _t_expansion(float(p), np.where(large, df, _TABLED)), out)
        rest = ~(whole | large) & (df > 0)
        if np.any(rest):
            out[rest] = _t_exact(p, df[rest])
        return out
    return _t_exact(p, df)


@lru_cache(maxsize=64)
def _t_table(p: float) -> Floats:
    """Quantiles at `p` for 0 (NaN) to `_TABLED` degrees of freedom."""
    table = _t_exact(np.asarray(p), np.arange(_TABLED + 1, dtype=np.float64))
    table.flags.writeable = False
    return table


def _t_exact(p: Floats, df: Floats) -> Floats:
    """By the inverse incomplete beta, on whichever of t^2/(df + t^2) and its complement is well conditioned."""
    p, df = np.broadcast_arrays(p, df)
    finite = np.where(np.isposinf(df), 1e15, df)
    both = 2 * np.minimum(p, 1 - p)
    logit = -beta_quantile_logit(finite / 2, 0.5, both, np.abs(2 * p - 1))
    return np.sign(p - 0.5) * np.sqrt(finite * np.exp(logit))


def _t_expansion(p: float, df: Floats) -> Floats:
    """Abramowitz & Stegun 26.7.5 to the fifth power of 1/df: below 1e-10 for df > 200 and 1e-6 < p < 1 - 1e-6."""
    x = float(normal_quantile(p))
    s = x * x
    terms = (
        x * (s + 1) / 4,
        x * ((5 * s + 16) * s + 3) / 96,
        x * (((3 * s + 19) * s + 17) * s - 15) / 384,
        x * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160,
        x * (((((27 * s + 339) * s + 930) * s - 1782) * s - 765) * s + 17955) / 368640,
    )
    r = 1 / df
    return x + r * (terms[0] + r * (terms[1] + r * (terms[2] + r * (terms[3] + r * terms[4]))))


@quiet
def chi2_cdf(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X <= x) of chi-square with `df` > 0 degrees of freedom."""
    return gamma_tails(np.asarray(df) / 2, np.asarray(x) / 2)[0]


@quiet
def chi2_sf(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X > x) of chi-square: the p-value of a chi-square statistic."""
    return gamma_tails(np.asarray(df) / 2, np.asarray(x) / 2)[1]


@quiet
def chi2_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """x with P(X <= x) = p of chi-square; 0 at `df` = 0."""
    df = floats(df)
    return np.where(df == 0, 0.0, 2 * gamma_inc_inv(df / 2, p))


@quiet
def f_cdf(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(X <= x) of the F distribution with `df1` and `df2` degrees of freedom."""
    return _f_tails(x, df1, df2)[0]


@quiet
def f_sf(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(X > x) of the F distribution: the p-value of an F statistic."""
    return _f_tails(x, df1, df2)[1]


def _f_tails(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> tuple[Floats, Floats]:
    df1, df2 = floats(df1), floats(df2)
    top = df1 * np.maximum(floats(x), 0.0)
    whole = top + df2
    return beta_tails(df1 / 2, df2 / 2, top / whole, df2 / whole)


@quiet
def f_quantile(p: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """x with P(X <= x) = p of the F distribution."""
    p, df1, df2 = (floats(v) for v in (p, df1, df2))
    return df2 / df1 * np.exp(beta_quantile_logit(df1 / 2, df2 / 2, p, 1 - p))


@quiet
def binomial_pmf(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """P(K = k) of n draws with chance p; 0 outside 0..n. Saddle-point form of Loader 2000: relative error 1e-13."""
    k, n, p = np.broadcast_arrays(*(floats(v) for v in (k, n, p)))
    inside = (k > 0) & (k < n) & (p > 0) & (p < 1)
    j, m, chance = np.where(inside, k, 1.0), np.where(inside, n, 2.0), np.where(inside, p, 0.5)
    log = stirling_error(m) - stirling_error(j) - stirling_error(m - j)
    log = log - deviance(j, m * chance) - deviance(m - j, m * (1 - chance))
    middle = np.exp(log) * np.sqrt(m / (2 * math.pi * j * (m - j)))
    ends = np.where(k == 0, np.exp(n * np.log1p(-p)), np.where(k == n, p**n, 0.0))
    ends = np.where((p == 1) & (k == 0), np.where(n == 0, 1.0, 0.0), ends)
    good = (n >= 0) & (p >= 0) & (p <= 1) & ~np.isnan(k)
    return np.where(good, np.where(inside, middle, np.where((n == 0) & (k == 0), 1.0, ends)), np.nan)


@quiet
def binomial_tails(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> tuple[Floats, Floats]:
    """P(K <= k) and P(K > k) of n draws with chance p, for whole k; n may be fractional (an effective size)."""
    k, n, p = np.broadcast_arrays(*(floats(v) for v in (k, n, p)))
    inside = (k >= 0) & (k < n)
    above, below = beta_tails(np.where(inside, k + 1, 1.0), np.where(inside, n - k, 1.0), p, 1 - p)
    good = (n >= 0) & (p >= 0) & (p <= 1) & ~np.isnan(k)
    below = np.where(inside, below, np.where(k < 0, 0.0, 1.0))
    above = np.where(inside, above, np.where(k < 0, 1.0, 0.0))
    return np.where(good, below, np.nan), np.where(good, above, np.nan)


def binomial_cdf(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """P(K <= k) of n draws with chance p."""
    return binomial_tails(k, n, p)[0]


@quiet
def binomial_quantile(target: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """The smallest whole k with P(K <= k) >= target, 0 < target < 1, of floor(n) draws; NaN for n < 0 or n > 1e12."""
    target, size, p = np.broadcast_arrays(*(floats(v) for v in (target, n, p)))
    good = (size >= 0) & (size <= 1e12) & (target > 0) & (target < 1) & (p >= 0) & (p <= 1)
    n = np.floor(np.where(good, size, 0.0))
    z = normal_quantile(target)
    guess = np.ceil(n * p + z * np.sqrt(n * p * (1 - p)) + (1 - 2 * p) * (z * z - 1) / 6 - 0.5)  # Cornish-Fisher
    high = np.clip(guess, 0, np.maximum(n, 0))
    low = high - 1
    for stride in 2.0 ** np.arange(60):  # widen until P(K <= low) < target <= P(K <= high)
        below, above = binomial_cdf(np.stack((low, high)), n, p)
        far_low, far_high = (below >= target) & (low >= 0), above < target
        if not np.any(far_low | far_high):
            break
        low, high = np.where(far_low, np.maximum(low - stride, -1), low), np.where(far_high, high + stride, high)
        high = np.minimum(high, n)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        reached = binomial_cdf(middle, n, p) >= target
        moving = high - low > 1
        low, high = np.where(moving & ~reached, middle, low), np.where(moving & reached, middle, high)
    return np.where(good, high, np.nan)


@quiet
def binomial_two_sided(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Floats:
    """Exact two-sided p-value of k hits in n draws against chance p: twice the smaller tail, at most 1 (central)."""
    k = floats(k)
    at_most, _ = binomial_tails(k, n, p)
    _, at_least = binomial_tails(k - 1, n, p)
    return np.minimum(1.0, 2 * np.minimum(at_most, at_least))


@quiet
def poisson_cdf(k: ArrayLike, mean: ArrayLike) -> Floats:
    """P(K <= k) of a Poisson count with the given mean >= 0."""
    k = floats(k)
    return np.where(k < 0, 0.0, gamma_tails(np.maximum(k, 0) + 1, mean)[1])


@quiet
def hypergeometric_pmf(k: ArrayLike, hits: ArrayLike, rest: ArrayLike, drawn: ArrayLike) -> Floats:
    """P(k hits among `drawn` taken without putting back from `hits` + `rest`); three binomials, as in Loader 2000."""
    k, hits, rest, drawn = (floats(v) for v in (k, hits, rest, drawn))
    chance = drawn / (hits + rest)
    top = binomial_pmf(k, hits, chance) * binomial_pmf(drawn - k, rest, chance)
    return np.where((k < 0) | (k > hits) | (drawn - k > rest), 0.0, top / binomial_pmf(drawn, hits + rest, chance))
