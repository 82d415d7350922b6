"""Intervals without a formula: resampling of customers where they are few, linearisation where they are many (code U8).

The seed is an argument and belongs with the result: the same seed gives the same interval for ever, on any computer
and whatever other groups are computed beside it, because the resamples depend on the seed and the number of clusters
alone. Percentile bootstrap: Efron 1979; of clusters: Davison & Hinkley 1997, 3.8.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.clusters import ClusterSums, error_of_sums
from cxdesk.stats.intervals import Interval, log_ratio_interval, normal_interval
from cxdesk.stats.special import Floats, floats, quiet

BOOTSTRAP_BELOW = 200  # clusters per group; from here on the linearised interval is as good and 1000 times faster
DRAWS = 2000
SEED = 20240229
_CELLS = 2_000_000  # of a block of resamples held at once

Statistic = Callable[[Floats], Floats]  # columns summed per group (..., columns) -> estimate (...)


class RobustInterval(NamedTuple):
    """Per group: estimate, robust standard error, both ends, clusters, and whether the ends were bootstrapped."""

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    clusters: Floats
    bootstrapped: NDArray[np.bool_]


def ratio(sums: Floats) -> Floats:
    """First column over second: the statistic of ratios, and of means with a column of ones."""
    return sums[..., 0] / sums[..., 1]


@quiet
def robust_interval(
    table: ClusterSums,
    statistic: Statistic = ratio,
    level: float = 0.95,
    seed: int = SEED,
    positive: bool = False,
    draws: int = DRAWS,
    threshold: int = BOOTSTRAP_BELOW,
) -> RobustInterval:
    """Interval of any smooth function of sums over customers: ratio, mean, composite (code U8).

    `statistic` takes the table's columns summed, shape (..., columns), and gives the estimates, shape (...). Below
    `threshold` clusters: percentile bootstrap of clusters. From there on: estimate -/+ z se with the linearised
    cluster-robust error, on the log scale where `positive` says the estimate cannot be below zero.
    NaN below two clusters.
    """
    totals = table.totals()
    value = statistic(totals)
    error = error_of_sums(table._replace(sums=_influence(table, totals, statistic)[:, None]))
    linear = log_ratio_interval(value, error.se, level) if positive else normal_interval(value, error.se, level)
    few = (error.clusters >= 2) & (error.clusters < threshold)
    low, high = linear.low.copy(), linear.high.copy()
    if few.any():
        drawn = bootstrap_interval(table, statistic, level, seed, draws, few)
        low[few], high[few] = drawn.low[few], drawn.high[few]
    return RobustInterval(value, error.se, low, high, error.clusters, few)


@quiet
def bootstrap_interval(
    table: ClusterSums,
    statistic: Statistic = ratio,
    level: float = 0.95,
    seed: int = SEED,
    draws: int = DRAWS,
    wanted: NDArray[np.bool_] | None = None,
) -> Interval:
    """Percentile bootstrap over each group's clusters; NaN for groups below two clusters or not `wanted`.

    Resamples in which the statistic is undefined are left out.
    """
    sizes = table.clusters
    low, high = np.full(table.groups, np.nan), np.full(table.groups, np.nan)
    chosen = (sizes >= 2) if wanted is None else (sizes >= 2) & wanted
    for size in np.unique(sizes[chosen]):
        counts = _resamples(int(size), draws, seed).astype(np.float64)
        same = np.flatnonzero(chosen & (sizes == size))
        step = max(1, _CELLS // (draws * table.sums.shape[1]))
        for block in np.split(same, range(step, same.size, step)):
            lines = table.starts[block][:, None] + np.arange(size)
            drawn = statistic(counts @ table.sums[lines])
            low[block], high[block] = _percentiles(drawn, level)
    return Interval(low, high)


@quiet
def bootstrap_quantile(
    values: ArrayLike,
    cluster: ArrayLike,
    q: float = 0.5,
    level: float = 0.95,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Interval:
    """Percentile bootstrap over clusters of one group's quantile: where too few values bound it by order statistics.

    `values` and `cluster` are one entry per row (a row's own number where rows stand alone). NaN below two clusters.
    """
    return Interval(*_percentiles(_quantile_draws(values, cluster, q, seed, draws), level))


@quiet
def bootstrap_quantiles(
    values: ArrayLike,
    cluster: ArrayLike,
    starts: ArrayLike,
    q: float = 0.5,
    level: float = 0.95,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Interval:
    """`bootstrap_quantile` of many groups, of which group g has the rows starts[g] : starts[g + 1]; no value is NaN.

    Groups with as many rows and as many clusters share their resamples and are drawn side by side.
    """
    x, first = floats(values), np.asarray(starts, np.int64)
    sizes = np.diff(first)
    group = np.repeat(np.arange(sizes.size), sizes)
    order = np.lexsort((x, group))
    x, member, clusters = x[order], *_within(np.asarray(cluster)[order], group, sizes.size)
    low, high = np.full(sizes.size, np.nan), np.full(sizes.size, np.nan)
    for rows, several in np.unique(np.stack([sizes, clusters])[:, clusters >= 2], axis=1).T.tolist():
        counts = _resamples(several, draws, seed)
        same = np.flatnonzero((sizes == rows) & (clusters == several))
        step = max(1, _CELLS // (draws * rows))
        for block in np.split(same, range(step, same.size, step)):
            lines = first[block][:, None] + np.arange(rows)
            drawn = _quantile_of_resamples(x[lines], np.moveaxis(counts[:, member[lines]], 0, 1), q)
            low[block], high[block] = _percentiles(drawn, level)
    return Interval(low, high)


def _within(cluster: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> tuple[NDArray[np.int64], ...]:
    """Each row's cluster as its place among those of its group, and how many clusters each group has."""
    size = int(cluster.max(initial=0)) + 1
    known, place = np.unique(group * size + cluster, return_inverse=True)
    clusters = np.bincount(known // size, minlength=groups)
    return place - (np.cumsum(clusters) - clusters)[group], clusters


def _quantile_of_resamples(x: Floats, counts: NDArray[np.integer], q: float) -> Floats:
    """`x` [groups, rows] rising, `counts` [groups, draws, rows] how often each row is drawn → [groups, draws]."""
    upto = np.cumsum(counts, axis=-1, dtype=np.int64)
    whole = upto[..., -1:]
    first = np.argmax(upto >= q * whole - 1e-9 * whole, axis=-1)
    second = np.argmax(upto > q * whole, axis=-1) if q == 0.5 else first
    return floats(np.take_along_axis(x, first, axis=-1) / 2 + np.take_along_axis(x, second, axis=-1) / 2)


@quiet
def bootstrap_quantile_change(
    values0: ArrayLike,
    cluster0: ArrayLike,
    values1: ArrayLike,
    cluster1: ArrayLike,
    q: float = 0.5,
    level: float = 0.95,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Interval:
    """Interval of the change of a quantile between two independent groups: bootstrap of the difference (code U7)."""
    before = _quantile_draws(values0, cluster0, q, seed, draws)
    after = _quantile_draws(values1, cluster1, q, seed + 1, draws)
    return Interval(*_percentiles(after - before, level))


def _influence(table: ClusterSums, totals: Floats, statistic: Statistic) -> Floats:
    """Each line's influence on its group's statistic: gradient times the line's distance from the mean line."""
    slopes = np.empty_like(totals)
    scale = 1e-6 * np.where(totals == 0, 1.0, np.abs(totals))
    for column in range(totals.shape[1]):
        step = np.zeros_like(totals)
        step[:, column] = scale[:, column]
        slopes[:, column] = (statistic(totals + step) - statistic(totals - step)) / (2 * scale[:, column])
    centre = totals / table.clusters[:, None]
    return ((table.sums - centre[table.group]) * slopes[table.group]).sum(axis=1)


@lru_cache(maxsize=32)
def _resamples(clusters: int, draws: int, seed: int) -> NDArray[np.unsignedinteger]:
    """How often each cluster is drawn in each resample, shape (draws, clusters).

    From the raw 64-bit stream of PCG64, whose values numpy keeps for ever, unlike those of its distributions.
    """
    raw = np.random.PCG64(np.random.SeedSequence((seed, clusters))).random_raw(draws * clusters)
    pick = ((raw >> np.uint64(32)) * np.uint64(clusters)) >> np.uint64(32)
    cell = pick.astype(np.int64).reshape(draws, clusters) + np.arange(draws)[:, None] * clusters
    counts = np.bincount(cell.ravel(), minlength=draws * clusters).reshape(draws, clusters)
    small = counts.astype(np.min_scalar_type(clusters))
    small.flags.writeable = False
    return small


def _percentiles(drawn: Floats, level: float) -> tuple[Floats, Floats]:
    """The central `level` of the finite draws on the last axis, linear between neighbours."""
    ranked = np.sort(np.where(np.isfinite(drawn), drawn, np.nan), axis=-1)  # NaN last
    known = np.sum(~np.isnan(ranked), axis=-1)
    ends = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        place = np.maximum(known - 1, 0) * share
        floor = np.floor(place).astype(np.intp)
        below = np.take_along_axis(ranked, floor[..., None], axis=-1)[..., 0]
        above = np.take_along_axis(ranked, np.minimum(floor + 1, np.maximum(known - 1, 0))[..., None], axis=-1)[..., 0]
        ends.append(below + (above - below) * (place - floor))
    return ends[0], ends[1]


def _quantile_draws(values: ArrayLike, cluster: ArrayLike, q: float, seed: int, draws: int) -> Floats:
    """The quantile in every resample, with the ranks of `quantiles.quantile_ranks`."""
    x, member = floats(values), np.asarray(cluster)
    used = ~np.isnan(x)
    order = np.argsort(x[used], kind="stable")
    x = x[used][order]
    clusters, member = np.unique(member[used], return_inverse=True)
    if clusters.size < 2:
        return np.full(draws, np.nan)
    counts = _resamples(clusters.size, draws, seed)
    columns = member[order]
    out = np.empty(draws)
    step = max(1, _CELLS // x.size)
    for start in range(0, draws, step):
        out[start : start + step] = _quantile_of_resamples(x[None], counts[None, start : start + step, columns], q)[0]
    return out
