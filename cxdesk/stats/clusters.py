"""Rows that belong together: errors and effective sizes when a customer speaks more than once.

Every estimate is linear underneath: a row's *influence* says how much it pulls the estimate. Share (hit - p)/n, mean
(x - mean)/n, net score (v - net)/n with v in {-1, 0, 1}, ratio (top - R bottom)/sum of bottom. The cluster-robust
variance is G/(G - 1) times the sum over clusters of (sum of influence)^2, G clusters (Liang & Zeger 1986).

Rows are given flat: influence or columns, `group` codes in 0..groups-1 (-1: in no group), `cluster` codes of any
whole numbers >= 0; -1 is an unknown customer, and each such row is a cluster of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.intervals import net_variance
from cxdesk.stats.special import Floats, floats, quiet
from cxdesk.stats.weights import kish

Codes = NDArray[np.int64]


class ClusterSums(NamedTuple):
    """One line per (group, cluster) that occurs, group after group: lines starts[g] : starts[g + 1] are group g's."""

    group: Codes
    starts: Codes
    rows: Codes
    sums: Floats  # (lines, columns)

    @property
    def groups(self) -> int:
        return self.starts.size - 1

    @property
    def clusters(self) -> Codes:
        """How many clusters each group has."""
        return np.diff(self.starts)

    def totals(self) -> Floats:
        """The columns summed per group, shape (groups, columns)."""
        columns = [np.bincount(self.group, weights=column, minlength=self.groups) for column in self.sums.T]
        return np.stack(columns, axis=-1)


class ClusterError(NamedTuple):
    """Per group: the robust standard error (NaN below two clusters), clusters, rows, and Kish's size of the clusters.

    `alone` = rows^2 / sum of squared cluster sizes: what is left of n if each cluster spoke with one voice.
    """

    se: Floats
    clusters: Floats
    rows: Floats
    alone: Floats


def cluster_sums(columns: ArrayLike, group: ArrayLike, cluster: ArrayLike, groups: int) -> ClusterSums:
    """Sum `columns` (rows,) or (rows, k) per group and cluster; everything robust is computed from this small table.

    Fastest when rows come in group order and in cluster order within a group; else one radix sort of the rows.
    """
    values = floats(columns)
    code, rows, sums = _lines(values[:, None] if values.ndim == 1 else values, group, cluster, groups)
    starts = np.concatenate(([0], np.cumsum(np.bincount(code, minlength=groups))))
    return ClusterSums(code, starts, rows, sums)


def error_of_sums(table: ClusterSums) -> ClusterError:
    """The robust error of each group from a table of one column: the influence."""
    return _error(table.group, table.rows, table.sums[:, 0], table.groups)


def cluster_error(influence: ArrayLike, group: ArrayLike, cluster: ArrayLike, groups: int) -> ClusterError:
    """Cluster-robust standard error of every group from the influence of its rows, in the estimate's unit."""
    return _error(*_lines(floats(influence), group, cluster, groups), groups)


def change_error(
    influence0: ArrayLike,
    comparison0: ArrayLike,
    cluster0: ArrayLike,
    influence1: ArrayLike,
    comparison1: ArrayLike,
    cluster1: ArrayLike,
    comparisons: int,
) -> ClusterError:
    """Robust error of estimate 1 less estimate 0 when the same customers may be on both sides.

    `comparison` codes say to which of `comparisons` differences a row belongs. A customer's rows of both sides are
    summed with their signs before squaring, so what stays the same in a person cancels: this is the paired test for
    the same persons, Welch's (nearly) for different ones, and right in between.
    """
    pull = np.concatenate((-floats(influence0), floats(influence1)))
    code = np.concatenate((np.asarray(comparison0), np.asarray(comparison1)))
    member = np.concatenate((np.asarray(cluster0), np.asarray(cluster1)))
    return cluster_error(pull, code, member, comparisons)


class Compared(NamedTuple):
    """Per comparison of group b with group a: the robust error of the difference, and whether any customer is on both
    sides, so that it is more than that of two groups of strangers.
    """

    error: ClusterError
    shared: NDArray[np.bool_]


def compared_error(influence: ArrayLike, group: ArrayLike, cluster: ArrayLike, a: Codes, b: Codes) -> Compared:
    """`change_error` for groups of one table of rows; a group may be in any number of the comparisons `a`, `b`."""
    pull, code, member = floats(influence), np.asarray(group), np.asarray(cluster)
    order = np.argsort(code, kind="stable")
    sides = np.concatenate([np.asarray(a), np.asarray(b)])
    first, end = (np.searchsorted(code[order], sides, side=side) for side in ("left", "right"))
    sizes = end - first
    side = np.repeat(np.arange(len(sides)), sizes)
    rows = order[np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(len(side))]
    of, after = side % len(a), side >= len(a)
    who = _alone_if_unknown(member[rows])
    error = cluster_error(np.where(after, pull[rows], -pull[rows]), of, who, len(a))
    apart = np.bincount(np.unique(who.astype(np.int64) * len(sides) + side) % len(a), minlength=len(a))
    return Compared(error, apart > error.clusters)


@quiet
def design_effect(robust_se: ArrayLike, naive_se: ArrayLike) -> Floats:
    """Robust variance over the variance of as many independent rows (Kish 1965); NaN where the latter is 0."""
    robust, naive = floats(robust_se), floats(naive_se)
    return np.where(naive > 0, (robust / naive) ** 2, np.nan)


@quiet
def effective_size(n: ArrayLike, deff: ArrayLike, alone: ArrayLike) -> Floats:
    """n / max(1, deff): as many independent rows would know as much; into `wilson` or `net_interval` as n_eff.

    Where the design effect cannot be seen (all answers equal, one cluster) it is the cautious `alone`.
    """
    n, deff, alone = (floats(v) for v in (n, deff, alone))
    return np.where(n > 0, np.where(np.isnan(deff), alone, n / np.maximum(1.0, deff)), np.nan)


@quiet
def share_effective_size(hits: ArrayLike, n: ArrayLike, error: ClusterError) -> Floats:
    """n_eff of a clustered share, for `wilson`; exactly n where every cluster has one row."""
    n = floats(n)
    p = floats(hits) / n
    return effective_size(n, design_effect(error.se, np.sqrt(p * (1 - p) / (n - 1))), error.alone)


@quiet
def net_effective_size(plus: ArrayLike, minus: ArrayLike, n: ArrayLike, error: ClusterError) -> Floats:
    """n_eff of a clustered net score, for `net_interval`; exactly n where every cluster has one row."""
    n = floats(n)
    naive = np.sqrt(net_variance(plus, minus, n) / (n - 1))
    return effective_size(n, design_effect(error.se, naive), error.alone)


_DENSE = 4  # up to so many places per row, adding up in a table is faster than sorting


def _lines(values: Floats, group: ArrayLike, cluster: ArrayLike, groups: int) -> tuple[Codes, Codes, Floats]:
    """Per (group, cluster) that occurs, in that order: group, number of rows, columns summed."""
    code, member = (np.asarray(one).astype(np.int64, copy=False) for one in (group, cluster))
    if int(code.min(initial=0)) < 0:
        used = code >= 0
        values, code, member = values[used], code[used], member[used]
    member = _alone_if_unknown(member)
    size = int(member.max(initial=0)) + 1
    key = code * size
    key += member
    if key.size and not (key[1:] >= key[:-1]).all():
        if values.ndim == 1 and int(key.max()) < _DENSE * key.size:
            counts = np.bincount(key)
            found = np.flatnonzero(counts)
            summed = floats(np.bincount(key, weights=values))[found]
            return found // size, counts[found], summed
        order = _radix_order(key)
        key, values = key[order], values[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    sums = np.add.reduceat(values, first, axis=0) if first.size else values[:0]
    return key[first] // size, np.diff(first, append=key.size), sums


@quiet
def _error(group: Codes, rows: Codes, pull: Floats, groups: int) -> ClusterError:
    """Of lines in the order of their groups."""
    starts = np.searchsorted(group, np.arange(groups + 1))
    clusters, sizes = floats(np.diff(starts)), floats(rows)
    whole, crowd, squares = (_summed(column, starts) for column in (sizes, sizes * sizes, pull * pull))
    variance = np.where(clusters >= 2, clusters / (clusters - 1) * squares, np.nan)
    return ClusterError(np.sqrt(variance), clusters, whole, kish(whole, crowd))


def _summed(values: Floats, starts: Codes) -> Floats:
    """Sum of each stretch starts[g] : starts[g + 1]."""
    found = np.zeros(starts.size - 1)
    filled = np.flatnonzero(np.diff(starts))
    if filled.size:
        found[filled] = np.add.reduceat(values, starts[filled])
    return found


def _alone_if_unknown(member: Codes) -> Codes:
    if int(member.min(initial=0)) >= 0:
        return member
    unknown = member < 0
    return np.where(unknown, member.max() + np.cumsum(unknown), member)


def _radix_order(key: Codes) -> NDArray[np.intp]:
    """A stable order of non-negative keys, 16 bits at a time: numpy sorts those in linear time."""
    order = np.argsort((key & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, int(key.max()).bit_length(), 16):
        digit = ((key >> shift) & 0xFFFF).astype(np.uint16)[order]
        order = order[np.argsort(digit, kind="stable")]
    return order
