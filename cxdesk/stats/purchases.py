"""How often and how much people buy who may leave unnoticed: BG/NBD (Fader, Hardie & Lee 2005) and gamma-gamma
(Fader & Hardie 2013).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.optimise import least
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


def fit_buying(x: ArrayLike, recency: ArrayLike, watched: ArrayLike) -> Buying:
    """Maximum likelihood; times are scaled so that the longest watched is 10, which the search likes."""
    scale = 10 / max(float(np.max(floats(watched), initial=0.0)), 1e-9)
    counts, seen, whole = floats(x), floats(recency) * scale, floats(watched) * scale
    lines, weight = np.unique(np.stack([counts, seen, whole]), axis=1, return_counts=True)

    def surprise(logs: Floats) -> float:
        model = Buying(*np.exp(np.clip(logs, -15, 15)))
        return -float(weight @ buying_likelihood(model, *lines))

    found = least(surprise, np.zeros(4))
    r, alpha, a, b = np.exp(np.clip(found.at, -15, 15))
    likelihood = -found.value + float(counts.sum()) * np.log(scale)
    return Buying(float(r), float(alpha / scale), float(a), float(b), likelihood, found.settled)


@quiet
def expected_purchases(model: Buying, t: float, x: ArrayLike, recency: ArrayLike, watched: ArrayLike) -> Floats:
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
def expected_spending(model: Spending, x: ArrayLike, mean: ArrayLike) -> Floats:
    """Expected mean of a purchase of each buyer: between their own mean and that of everybody."""
    p, q, v = model[:3]
    repeats = floats(x)
    return p * (v + repeats * np.where(repeats > 0, floats(mean), 0.0)) / (p * repeats + q - 1)


def fit_spending(x: ArrayLike, mean: ArrayLike) -> Spending:
    """Maximum likelihood from those who came back and spent something."""
    repeats, money = floats(x), floats(mean)
    used = (repeats > 0) & (money > 0)
    repeats, money = repeats[used], money[used]

    def surprise(logs: Floats) -> float:
        p, q, v = np.exp(np.clip(logs, -15, 15))
        shape = p * repeats
        told = log_gamma(shape + q) - log_gamma(shape) - log_gamma(floats(q)) + q * np.log(v)
        told = told + (shape - 1) * np.log(money) + shape * np.log(repeats)
        return -float((told - (shape + q) * np.log(repeats * money + v)).sum())

    found = least(surprise, np.array([1.0, 1.0, np.log(max(float(money.mean()) if len(money) else 1.0, 1e-9))]))
    p, q, v = np.exp(np.clip(found.at, -15, 15))
    return Spending(float(p), float(q), float(v), -found.value, found.settled)
