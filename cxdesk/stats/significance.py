"""Is the change more than noise: tests of change between two groups, adjustment for many, and the verdict.

Side 0 is before, side 1 is after; every delta is after less before. Shares and net scores are fractions. All take
numbers or arrays that broadcast together, one entry per comparison. Below two rows on either side nothing is tested:
p is NaN (CATALOGUE 1.6). Every p is two-sided.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.distributions import (
    binomial_two_sided,
    hypergeometric_pmf,
    t_quantile,
    t_two_sided,
)
from cxdesk.stats.intervals import clopper_pearson, net_interval, newcombe, paired_share_interval
from cxdesk.stats.special import Floats, floats, normal_two_sided, quiet, z_of

EXACT_BELOW = 5.0  # an expected count below this sends a comparison of shares to Fisher's test
MOST_ROWS = 1e9  # beyond, listing the tables would cost more memory than there is
EXACT_PAIRS_BELOW = 25.0  # so few changed minds are counted exactly


class Verdict(StrEnum):
    """What may be said of a change."""

    UP = "up"
    DOWN = "down"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_TESTED = "not_tested"


class ShareChange(NamedTuple):
    """Change of a share: difference, pooled z, p (Fisher's where `exact`), and the interval of the difference."""

    delta: Floats
    z: Floats
    p: Floats
    exact: NDArray[np.bool_]
    low: Floats
    high: Floats


class NetChange(NamedTuple):
    """Change of a net score: plain and adjusted difference, its standard error, z, p, and the adjusted interval."""

    delta: Floats
    adjusted: Floats
    se: Floats
    z: Floats
    p: Floats
    low: Floats
    high: Floats


class MeanChange(NamedTuple):
    """Change of a mean, or of any estimate with a standard error: t on df degrees of freedom, p, and the interval."""

    delta: Floats
    se: Floats
    df: Floats
    t: Floats
    p: Floats
    low: Floats
    high: Floats


class RateChange(NamedTuple):
    """Change of events per exposure, as the factor after/before: p and the interval of the factor."""

    ratio: Floats
    p: Floats
    low: Floats
    high: Floats


class PairedShareChange(NamedTuple):
    """Change of a share among the same persons: difference, p and interval."""

    delta: Floats
    p: Floats
    low: Floats
    high: Floats


@quiet
def share_change(
    hits0: ArrayLike,
    n0: ArrayLike,
    hits1: ArrayLike,
    n1: ArrayLike,
    level: float = 0.95,
    n_eff0: ArrayLike | None = None,
    n_eff1: ArrayLike | None = None,
) -> ShareChange:
    """Change of a share between two independent groups (code U4).

    Newcombe's interval; p from the pooled z, or Fisher's exact where an expected count is below 5. With effective
    sizes the counts are scaled to them (and rounded for Fisher's).
    """
    h0, m0, h1, m1 = _effective(hits0, n0, n_eff0, hits1, n1, n_eff1)
    z = pooled_z(h0, m0, h1, m1)
    pooled = (h0 + h1) / (m0 + m1)
    exact = np.minimum(m0, m1) * np.minimum(pooled, 1 - pooled) < EXACT_BELOW
    p = np.asarray(normal_two_sided(z))
    if np.any(exact):
        k0, k1 = np.round(h0), np.round(h1)
        fisher = fisher_exact(*(v[exact] for v in (k0, np.maximum(np.round(m0), k0), k1, np.maximum(np.round(m1), k1))))
        p = p.copy()
        p[exact] = fisher
    tested = (m0 >= 2) & (m1 >= 2)
    low, high = newcombe(hits0, n0, hits1, n1, level, n_eff0, n_eff1)
    return ShareChange(h1 / m1 - h0 / m0, z, np.where(tested, p, np.nan), exact & tested, low, high)


@quiet
def pooled_z(hits0: ArrayLike, n0: ArrayLike, hits1: ArrayLike, n1: ArrayLike) -> Floats:
    """z of p1 - p0 with the variance of the pooled share; NaN where everybody or nobody is a hit."""
    h0, m0, h1, m1 = (floats(v) for v in (hits0, n0, hits1, n1))
    pooled = (h0 + h1) / (m0 + m1)
    return (h1 / m1 - h0 / m0) / np.sqrt(pooled * (1 - pooled) * (1 / m0 + 1 / m1))


@quiet
def fisher_exact(hits0: ArrayLike, n0: ArrayLike, hits1: ArrayLike, n1: ArrayLike) -> Floats:
    """Fisher's exact two-sided p of a 2 x 2 table of whole counts: all tables no likelier than the one seen.

    NaN beyond a billion rows.
    """
    h0, m0, h1, m1 = np.broadcast_arrays(*(floats(v) for v in (hits0, n0, hits1, n1)))
    shape = h0.shape
    good = (h0 >= 0) & (h1 >= 0) & (h0 <= m0) & (h1 <= m1) & (m0 > 0) & (m1 > 0) & (m0 + m1 <= MOST_ROWS)
    h0, m0, h1, m1 = (np.where(good, v, fill).ravel() for v, fill in ((h0, 0.0), (m0, 1.0), (h1, 0.0), (m1, 1.0)))
    hits, whole = h0 + h1, m0 + m1
    # Further than 40 standard deviations from the mean nothing adds up to a digit.
    mean = m1 * hits / whole
    reach = 40 * (1 + np.sqrt(mean * (1 - hits / whole) * m0 / whole))
    first = np.maximum(np.maximum(hits - m0, 0), np.floor(mean - reach))
    sizes = (np.minimum(np.minimum(hits, m1), np.ceil(mean + reach)) - first + 1).astype(np.intp)
    table = np.repeat(np.arange(hits.size), sizes)
    k = np.arange(table.size) - np.repeat(np.cumsum(sizes) - sizes, sizes) + first[table]
    chance = hypergeometric_pmf(k, hits[table], (whole - hits)[table], m1[table])
    seen = hypergeometric_pmf(h1, hits, whole - hits, m1) * (1 + 1e-7)  # ties count, whatever the last digit did
    p = np.bincount(table, weights=np.where(chance <= seen[table], chance, 0.0), minlength=hits.size)
    return np.where(good, np.minimum(p, 1.0).reshape(shape), np.nan)


@quiet
def net_change(
    plus0: ArrayLike,
    minus0: ArrayLike,
    n0: ArrayLike,
    plus1: ArrayLike,
    minus1: ArrayLike,
    n1: ArrayLike,
    level: float = 0.95,
    n_eff0: ArrayLike | None = None,
    n_eff1: ArrayLike | None = None,
) -> NetChange:
    """Change of a net score such as NPS between two independent groups (code U5): Lewis & Sauro 2021.

    z of the adjusted scores of `net_interval`; `delta` is the plain difference that people see.
    """
    before = net_interval(plus0, minus0, n0, level, n_eff0)
    after = net_interval(plus1, minus1, n1, level, n_eff1)
    p0, d0, m0, p1, d1, m1 = (floats(v) for v in (plus0, minus0, n0, plus1, minus1, n1))
    delta = (p1 - d1) / m1 - (p0 - d0) / m0
    adjusted, se = after.centre - before.centre, np.hypot(after.se, before.se)
    z, half = adjusted / se, z_of(level) * se
    p = np.where((m0 >= 2) & (m1 >= 2), normal_two_sided(z), np.nan)
    return NetChange(delta, adjusted, se, z, p, np.clip(adjusted - half, -2, 2), np.clip(adjusted + half, -2, 2))


@quiet
def welch(
    n0: ArrayLike,
    mean0: ArrayLike,
    sd0: ArrayLike,
    n1: ArrayLike,
    mean1: ArrayLike,
    sd1: ArrayLike,
    level: float = 0.95,
) -> MeanChange:
    """Change of a mean between two independent groups with unequal variances (code U6): Welch 1947.

    `sd` are sample standard deviations (n - 1). Where neither side varies there is no noise to compare with: p is NaN.
    """
    m0, m1 = floats(n0), floats(n1)
    se0, se1 = np.asarray(sd0) / np.sqrt(m0), np.asarray(sd1) / np.sqrt(m1)
    return change_of_estimates(mean0, se0, m0 - 1, mean1, se1, m1 - 1, level)


@quiet
def change_of_estimates(
    value0: ArrayLike,
    se0: ArrayLike,
    df0: ArrayLike,
    value1: ArrayLike,
    se1: ArrayLike,
    df1: ArrayLike,
    level: float = 0.95,
) -> MeanChange:
    """Change between two independent estimates with standard errors; degrees of freedom after Satterthwaite 1946."""
    e0, e1 = floats(se0), floats(se1)
    d0, d1 = floats(df0), floats(df1)
    df = (e0**2 + e1**2) ** 2 / (e0**4 / d0 + e1**4 / d1)
    df = np.where((d0 >= 1) & (d1 >= 1), df, np.nan)
    delta = floats(value1) - floats(value0)
    return change_from_error(delta, np.hypot(e0, e1), df, level)


@quiet
def change_from_error(delta: ArrayLike, se: ArrayLike, df: ArrayLike = np.inf, level: float = 0.95) -> MeanChange:
    """The test of a difference whose own error is known, e.g. a cluster-robust one with clusters - 1 as `df`."""
    delta, se, df = np.broadcast_arrays(*(floats(v) for v in (delta, se, df)))
    t = np.where(se > 0, delta / se, np.nan)
    half = t_quantile(0.5 + level / 2, df) * se
    return MeanChange(delta, se, df, t, t_two_sided(t, df), delta - half, delta + half)


@quiet
def paired_t(pairs: ArrayLike, mean: ArrayLike, sd: ArrayLike, level: float = 0.95) -> MeanChange:
    """Change of a mean among the same persons: Student's t on their differences (after less before).

    `mean` and `sd` (n - 1) are those of the differences. A net score's change among the same persons is the mean of
    differences of -1, 0 and +1, so it is tested here too.
    """
    n = floats(pairs)
    return change_from_error(mean, np.asarray(sd) / np.sqrt(n), np.where(n >= 2, n - 1, np.nan), level)


@quiet
def mcnemar(lost: ArrayLike, gained: ArrayLike, pairs: ArrayLike, level: float = 0.95) -> PairedShareChange:
    """Change of a share among the same persons: McNemar 1947, exact where fewer than 25 changed.

    Of `pairs` persons `gained` moved from miss to hit, `lost` from hit to miss. The interval is Bonett & Price 2012.
    """
    down, up, n = np.broadcast_arrays(*(floats(v) for v in (lost, gained, pairs)))
    moved = up + down
    many = moved >= EXACT_PAIRS_BELOW
    exact = binomial_two_sided(np.where(many, 0, up), np.where(many, 0, moved), 0.5)
    p = np.where(many, normal_two_sided((up - down) / np.sqrt(moved)), exact)
    low, high = paired_share_interval(down, up, n, level)
    return PairedShareChange((up - down) / n, np.where(n >= 2, p, np.nan), low, high)


@quiet
def rate_change(
    count0: ArrayLike, exposure0: ArrayLike, count1: ArrayLike, exposure1: ArrayLike, level: float = 0.95
) -> RateChange:
    """Change of events per exposure (code U9): given the sum, the later count is binomial.

    Przyborowski & Wilenski 1940. The interval of the factor comes from Clopper & Pearson's of that binomial share.
    Exposures > 0, in the same unit. Without an event before, the factor and its upper end are undefined (NaN).
    """
    k0, e0, k1, e1 = (floats(v) for v in (count0, exposure0, count1, exposure1))
    share = e1 / (e0 + e1)
    low, high = clopper_pearson(k1, k0 + k1, level)
    odds = e0 / e1
    p = np.where(k0 + k1 > 0, binomial_two_sided(k1, k0 + k1, share), np.nan)
    some = k0 > 0
    factor, most = np.where(some, k1 / k0 * odds, np.nan), np.where(some, high / (1 - high) * odds, np.nan)
    return RateChange(factor, p, low / (1 - low) * odds, most)


@quiet
def holm(p: ArrayLike, axis: int = -1) -> Floats:
    """Holm's adjusted p-values of one family along `axis` (Holm 1979): reject where adjusted < alpha. NaN stays out."""
    p = np.moveaxis(floats(p), axis, -1)
    order = np.argsort(p, axis=-1)  # NaN last
    ranked = np.take_along_axis(p, order, axis=-1)
    tests = np.sum(~np.isnan(p), axis=-1, keepdims=True)
    scaled = np.minimum(ranked * (tests - np.arange(p.shape[-1])), 1.0)
    rising = np.maximum.accumulate(np.where(np.isnan(ranked), 0.0, scaled), axis=-1)
    out = np.empty_like(p)
    np.put_along_axis(out, order, np.where(np.isnan(ranked), np.nan, rising), axis=-1)
    return np.moveaxis(out, -1, axis)


@quiet
def verdict(p: ArrayLike, delta: ArrayLike, minimum: ArrayLike, alpha: float = 0.05) -> NDArray[np.str_]:
    """What may be said of each change: one of the words of `Verdict`, as an array of text.

    Up or down only where p < alpha and |delta| is at least the metric's minimum interesting change (same unit as
    delta); `not_tested` where p or delta is NaN.
    """
    p, delta = floats(p), floats(delta)
    # 3 points computed as 0.29 - 0.26 are a hair short of 0.03; a hair must not decide.
    enough = (p < alpha) & (np.abs(delta) >= floats(minimum) * (1 - 1e-9))
    words = np.where(enough & (delta > 0), Verdict.UP.value, Verdict.NO_CLEAR_CHANGE.value)
    words = np.where(enough & (delta < 0), Verdict.DOWN.value, words)
    return np.where(np.isnan(p) | np.isnan(delta), Verdict.NOT_TESTED.value, words)[()]


def _effective(
    hits0: ArrayLike, n0: ArrayLike, eff0: ArrayLike | None, hits1: ArrayLike, n1: ArrayLike, eff1: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Hits and sizes of both sides, scaled to the effective sizes; NaN where a side has no rows."""
    sides = []
    for hits, n, eff in ((hits0, n0, eff0), (hits1, n1, eff1)):
        size = floats(n)
        size = np.where(size > 0, size, np.nan)
        known = size if eff is None else np.where(size > 0, floats(eff), np.nan)
        sides += [floats(hits) / size * known, known]
    h0, m0, h1, m1 = np.broadcast_arrays(*sides)
    return h0, m0, h1, m1
