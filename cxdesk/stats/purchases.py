"""How often and how much people buy who may leave unnoticed: BG/NBD (Fader, Hardie & Lee 2005) and gamma-gamma
(Fader & Hardie 2013).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.optimise import least_of_each
from cxdesk.stats.special import Floats, floats, log_gamma, quiet

_TERMS = 20_000
_ENOUGH = 1e-13


class Buying(NamedTuple):
    """BG/NBD: rate r / alpha of buying, chance a / (a + b) of leaving after a purchase."""

    r: float
    alpha: float
    a: float
    b: float
    likelihood: float = np.nan
    settled: bool = True


class Spending(NamedTuple):
    """Gamma-gamma: shape p of a purchase, shape q and scale v of its spread over people."""

    p: float
    q: float
    v: float
    likelihood: float = np.nan
    settled: bool = True


class Buyings(NamedTuple):
    """What `Buying` says of one group, for many: arrays [groups]."""

    r: Floats
    alpha: Floats
    a: Floats
    b: Floats
    likelihood: Floats = np.empty(0)
    settled: NDArray[np.bool_] = np.empty(0, np.bool_)

    def of(self, group: NDArray[np.int64]) -> Buyings:
        """The model of each row's group."""
        return Buyings(self.r[group], self.alpha[group], self.a[group], self.b[group])


class Spendings(NamedTuple):
    """What `Spending` says of one group, for many: arrays [groups]."""

    p: Floats
    q: Floats
    v: Floats
    likelihood: Floats = np.empty(0)
    settled: NDArray[np.bool_] = np.empty(0, np.bool_)

    def of(self, group: NDArray[np.int64]) -> Spendings:
        """The model of each row's group."""
        return Spendings(self.p[group], self.q[group], self.v[group])


class Summary(NamedTuple):
    """Per buyer: repeat days, days from the first to the last, days watched since the first, mean of a repeat day."""

    frequency: Floats
    recency: Floats
    watched: Floats
    monetary: Floats


def summary(buyer: ArrayLike, day: ArrayLike, amount: ArrayLike, end: int) -> Summary:
    """What the models read, for buyers 0..n-1. Purchases of one day are one; the first day is left out of the mean."""
    who, days, money = np.asarray(buyer, np.int64), np.asarray(day, np.int64), floats(amount)
    inside = days <= end
    who, days, money = who[inside], days[inside], money[inside]
    buyers = int(who.max(initial=-1)) + 1
    key, place = np.unique((who << 32) + days, return_inverse=True)
    spent = np.bincount(place, money, len(key))
    owner, on = key >> 32, key & 0xFFFFFFFF
    first = np.full(buyers, np.iinfo(np.int64).max)
    last = np.zeros(buyers, np.int64)
    np.minimum.at(first, owner, on)
    np.maximum.at(last, owner, on)
    frequency = floats(np.bincount(owner, minlength=buyers) - 1.0)
    repeated = on > first[owner]
    total = np.bincount(owner[repeated], spent[repeated], buyers)
    monetary = floats(np.where(frequency > 0, total / np.maximum(frequency, 1), 0.0))
    return Summary(frequency, floats(last - first), floats(end - first), monetary)


@quiet
def buying_likelihood(model: Buying, x: ArrayLike, recency: ArrayLike, watched: ArrayLike) -> Floats:
    """Log likelihood of each buyer."""
    r, alpha, a, b = model[:4]
    x, recency, watched = floats(x), floats(recency), floats(watched)
    start = log_gamma(r + x) - log_gamma(floats(r)) + r * np.log(alpha)
    start = start + log_gamma(floats(a + b)) + log_gamma(b + x) - log_gamma(floats(b)) - log_gamma(a + b + x)
    alive = -(r + x) * np.log(alpha + watched)
    gone = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + recency), -np.inf)
    return start + np.logaddexp(alive, gone)


class _Lines:
    """What distinct buyers of each group look like, in order of the group, and how many are alike. Whatever depends on
    the purchases alone is worked out once per group and number of purchases (`cell`).
    """

    def __init__(self, columns: tuple[Floats, Floats, Floats], group: NDArray[np.int64], groups: int) -> None:
        order = np.lexsort((columns[2], columns[1], columns[0], group))
        ranked = [column[order] for column in (group, *columns)]
        fresh = np.ones(len(order), bool)
        fresh[1:] = np.any([column[1:] != column[:-1] for column in ranked], axis=0)
        first = np.flatnonzero(fresh)
        self.group, self.x, self.recency, self.watched = (column[first] for column in ranked)
        self.weight = np.diff(np.append(first, len(order))).astype(np.float64)
        self.edges = np.searchsorted(self.group, np.arange(groups + 1))
        self.people = np.bincount(self.group, self.weight, groups)
        new = np.ones(len(first), bool)
        new[1:] = (self.group[1:] != self.group[:-1]) | (self.x[1:] != self.x[:-1])
        self.cells = np.flatnonzero(new)
        self.cell_weight = np.bincount(np.cumsum(new) - 1, self.weight, len(self.cells))
        self.cell_edges = np.searchsorted(self.group[self.cells], np.arange(groups + 1))

    @quiet
    def likelihood(self, model: Buyings, which: NDArray[np.intp]) -> Floats:
        """[which] the log likelihood of each of these groups under its model."""
        cell, own = _within(self.cell_edges, which)
        r, alpha, a, b = (parameter[own] for parameter in model[:4])
        x = self.x[self.cells[cell]]
        start = log_gamma(r + x) + log_gamma(b + x) - log_gamma(a + b + x) + r * np.log(alpha)
        found = floats(np.bincount(own, self.cell_weight[cell] * start, len(which)))
        r, _alpha, a, b = model[:4]
        found += self.people[which] * (log_gamma(a + b) - log_gamma(r) - log_gamma(b))
        line, own = _within(self.edges, which)
        return found + np.bincount(
            own, self.weight[line] * self._ends(line, *(one[own] for one in model[:4])), len(which)
        )

    def _ends(self, line: NDArray[np.intp], r: Floats, alpha: Floats, a: Floats, b: Floats) -> Floats:
        """Whether they are still there or have gone after their last purchase."""
        x = self.x[line]
        alive = -(r + x) * np.log(alpha + self.watched[line])
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + self.recency[line])
        return np.logaddexp(alive, np.where(x > 0, gone, -np.inf))


def _within(edges: NDArray[np.intp], which: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places between the edges of each of `which`, one after the other, and whose each is."""
    sizes = edges[which + 1] - edges[which]
    own = np.repeat(np.arange(len(which)), sizes)
    return np.arange(len(own)) + (edges[which] - (np.cumsum(sizes) - sizes))[own], own


def fit_buying_of_groups(
    x: ArrayLike, recency: ArrayLike, watched: ArrayLike, group: ArrayLike, groups: int
) -> Buyings:
    """Maximum likelihood of every group, side by side; times are scaled so that the longest watched of a group is 10,
    which the search likes.
    """
    counts, whose = floats(x), np.asarray(group, np.int64)
    longest = np.zeros(groups)
    np.maximum.at(longest, whose, floats(watched))
    scale = 10 / np.maximum(longest, 1e-9)
    each = scale[whose]
    lines = _Lines((counts, floats(recency) * each, floats(watched) * each), whose, groups)

    def surprise(logs: Floats, which: NDArray[np.intp]) -> Floats:
        return -lines.likelihood(Buyings(*np.exp(np.clip(logs, -15, 15)).T), which)

    found = least_of_each(surprise, np.zeros((groups, 4)))
    r, alpha, a, b = np.exp(np.clip(found.at, -15, 15)).T
    likelihood = -found.value + np.bincount(whose, counts, groups) * np.log(scale)
    return Buyings(r, alpha / scale, a, b, likelihood, found.settled)


def fit_buying(x: ArrayLike, recency: ArrayLike, watched: ArrayLike) -> Buying:
    """The same of one group."""
    found = fit_buying_of_groups(x, recency, watched, np.zeros(len(floats(x)), np.int64), 1)
    r, alpha, a, b, likelihood = (float(one[0]) for one in found[:5])
    return Buying(r, alpha, a, b, likelihood, bool(found.settled[0]))


@quiet
def expected_purchases(
    model: Buying | Buyings, t: float, x: ArrayLike, recency: ArrayLike, watched: ArrayLike
) -> Floats:
    """Purchases expected of each buyer within `t` more units of time, given what was seen of them."""
    r, alpha, a, b = model[:4]
    x, recency, watched = np.broadcast_arrays(floats(x), floats(recency), floats(watched))
    until = alpha + watched
    series = _gauss(r + x, b + x, a + b + x - 1, t / (until + t))
    grown = (a + b + x - 1) / (a - 1) * (1 - (until / (until + t)) ** (r + x) * series)
    gone = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * (until / (alpha + recency)) ** (r + x), 0.0)
    return grown / (1 + gone)


def _gauss(a: Floats, b: Floats, c: Floats, z: Floats) -> Floats:
    """Gauss's hypergeometric series 2F1(a, b; c; z) for 0 <= z < 1."""
    total = np.ones(np.broadcast_shapes(np.shape(a), np.shape(z)))
    term = total.copy()
    for n in range(_TERMS):
        term = term * (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total = total + term
        if bool(np.all(np.abs(term) <= _ENOUGH * np.abs(total))):
            break
    return total


@quiet
def expected_spending(model: Spending | Spendings, x: ArrayLike, mean: ArrayLike) -> Floats:
    """Expected mean of a purchase of each buyer: between their own mean and that of everybody."""
    p, q, v = model[:3]
    repeats = floats(x)
    return p * (v + repeats * np.where(repeats > 0, floats(mean), 0.0)) / (p * repeats + q - 1)


def fit_spending_of_groups(x: ArrayLike, mean: ArrayLike, group: ArrayLike, groups: int) -> Spendings:
    """Maximum likelihood of every group, side by side, from those who came back and spent something."""
    repeats, money, whose = floats(x), floats(mean), np.asarray(group, np.int64)
    used = np.flatnonzero((repeats > 0) & (money > 0))
    used = used[np.argsort(whose[used], kind="stable")]
    repeats, money, whose = repeats[used], money[used], whose[used]
    edges = np.searchsorted(whose, np.arange(groups + 1))
    logs_of_money, spent, times = np.log(money), repeats * money, np.log(repeats)

    @quiet
    def surprise(logs: Floats, which: NDArray[np.intp]) -> Floats:
        at, own = _within(edges, which)
        p, q, v = np.exp(np.clip(logs, -15, 15)).T
        shape, mine = p[own] * repeats[at], q[own]
        told = log_gamma(shape + mine) - log_gamma(shape) + (shape - 1) * logs_of_money[at] + shape * times[at]
        told -= (shape + mine) * np.log(spent[at] + v[own])
        once = (edges[which + 1] - edges[which]) * (q * np.log(v) - log_gamma(q))
        return -(np.bincount(own, told, len(which)) + once)

    with np.errstate(invalid="ignore"):
        usual = np.bincount(whose, money, groups) / np.diff(edges)
    begin = np.log(np.maximum(np.where(np.isfinite(usual), usual, 1.0), 1e-9))
    found = least_of_each(surprise, np.stack([np.ones(groups), np.ones(groups), begin], axis=1))
    p, q, v = np.exp(np.clip(found.at, -15, 15)).T
    return Spendings(p, q, v, -found.value, found.settled)


def fit_spending(x: ArrayLike, mean: ArrayLike) -> Spending:
    """The same of one group."""
    found = fit_spending_of_groups(x, mean, np.zeros(len(floats(x)), np.int64), 1)
    p, q, v, likelihood = (float(one[0]) for one in found[:4])
    return Spending(p, q, v, likelihood, bool(found.settled[0]))
