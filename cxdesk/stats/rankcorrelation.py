"""Spearman's rank correlation of many groups at once, with its interval on Fisher's scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxdesk.stats.special import z_of

Floats = NDArray[np.float64]


class RankCorrelation(NamedTuple):
    """Per group: pairs, rho, the error of atanh(rho); NaN where it cannot be said."""

    n: Floats
    rho: Floats
    se: Floats


def ranks_within(places: NDArray[np.int64], group: NDArray[np.int64]) -> Floats:
    """The rank of each value (a whole number from 0) among those of its group, from 1; ties share their mean rank."""
    key = group * (int(places.max(initial=0)) + 1) + places
    order = np.argsort(key)
    ordered, of = key[order], group[order]
    fresh = np.ones(len(of), bool)
    fresh[1:] = of[1:] != of[:-1]
    new = np.ones(len(of), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    start = np.flatnonzero(new)
    size = np.diff(start, append=len(of))
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(of)), 0))
    ranks = np.empty(len(of))
    ranks[order] = np.repeat(start - first[start] + (size + 1) / 2, size)
    return ranks


def spearman(x: NDArray[np.int64], y: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> RankCorrelation:
    """Of pairs (x, y), places among ordered values, by group 0..groups-1.

    The error is Bonett and Wright's: sqrt((1 + rho^2 / 2) / (n - 3)).
    """
    n = np.bincount(group, minlength=groups).astype(np.float64)
    with np.errstate(all="ignore"):
        one, two = (ranks_within(side, group) - ((n + 1) / 2)[group] for side in (x, y))
        both, first, second = (np.bincount(group, product, groups) for product in (one * two, one * one, two * two))
        rho = np.where((n >= 2) & (first > 0) & (second > 0), both / np.sqrt(first * second), np.nan)
        rho = np.clip(rho, -1.0, 1.0)
        se = np.where(n > 3, np.sqrt((1 + rho**2 / 2) / (n - 3)), np.nan)
    return RankCorrelation(n, rho, se)


def fisher_interval(rho: Floats, se: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Both ends on the scale of rho from the error of atanh(rho)."""
    with np.errstate(all="ignore"):
        z, reach = np.arctanh(rho), z_of(level) * se
        return np.tanh(z - reach), np.tanh(z + reach)
