"""Spearman's rank correlation of many groups at once, with its interval on Fisher's scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxdesk.stats.special import z_of

Floats = NDArray[np.float64]


class RankCorrelation(NamedTuple):
    """Per group: pairs, rho, the error of atanh(rho), both ends of the interval; NaN where it cannot be said."""

    n: Floats
    rho: Floats
    se: Floats
    low: Floats
    high: Floats


def ranks_within(values: Floats, group: NDArray[np.int64]) -> Floats:
    """The rank of each value among those of its group, from 1; ties share the mean of their ranks."""
    order = np.lexsort((values, group))
    ordered, of = values[order], group[order]
    fresh = np.concatenate([[True], of[1:] != of[:-1]]) if len(of) else np.zeros(0, bool)
    new = fresh.copy()
    new[1:] |= ordered[1:] != ordered[:-1]
    start = np.flatnonzero(new)
    size = np.diff(start, append=len(of))
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(of)), 0))
    ranks = np.empty(len(of))
    ranks[order] = np.repeat(start - first[start] + (size + 1) / 2, size)
    return ranks


def spearman(x: Floats, y: Floats, group: NDArray[np.int64], groups: int, level: float = 0.95) -> RankCorrelation:
    """Of pairs (x, y) by group 0..groups-1. The error is Bonett and Wright's: sqrt((1 + rho^2 / 2) / (n - 3))."""
    n = np.bincount(group, minlength=groups).astype(np.float64)
    with np.errstate(all="ignore"):
        one, two = (ranks_within(side, group) - ((n + 1) / 2)[group] for side in (x, y))
        both, first, second = (np.bincount(group, product, groups) for product in (one * two, one * one, two * two))
        rho = np.where((n >= 2) & (first > 0) & (second > 0), both / np.sqrt(first * second), np.nan)
        rho = np.clip(rho, -1.0, 1.0)
        se = np.where(n > 3, np.sqrt((1 + rho**2 / 2) / (n - 3)), np.nan)
        reach = z_of(level) * se
        z = np.arctanh(rho)
        low, high = np.tanh(z - reach), np.tanh(z + reach)
    return RankCorrelation(n, rho, se, low, high)
