"""The special functions that intervals and tests rest on: normal, incomplete beta and gamma, and their inverses.

Everything takes numbers or arrays that broadcast together and returns floats of the broadcast shape; outside a
function's domain the answer is NaN. Relative accuracy is about 1e-12, in the tails too.

Sources: continued fractions and series as in Abramowitz & Stegun, *Handbook of Mathematical Functions*, 6.5 and 26.5;
the leading factor by saddle point as in Loader, *Fast and Accurate Computation of Binomial Probabilities*, 2000.
Large parameters are integrated by Gauss-Legendre over the tail, whose integrand is log-concave in logit(x) or log(x).
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

quiet = np.errstate(all="ignore")  # a decorator: NaN and infinity are answers here, not accidents

_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
_STEPS = 1000  # ten times what any continued fraction or series here needs
_NEWTON_STEPS = 100
_LARGEST = 1e16  # of a parameter; whole numbers end at about this size
_CLOSE = 2e-15  # two more rounding errors would never be reached
_TINY = 1e-300
_WIDE = 300.0  # information in the tail's variable from which quadrature beats the continued fraction
_NODES = 48
_NEGLIGIBLE = 45.0  # e^-45 of the integrand's edge is left out


_erfc = np.frompyfunc(math.erfc, 1, 1)
_lgamma = np.frompyfunc(math.lgamma, 1, 1)
_inverse_normal = np.frompyfunc(NormalDist().inv_cdf, 1, 1)


def floats(values: ArrayLike) -> Floats:
    """Any number or array as float64, without a copy where it is that already."""
    return np.asarray(values, dtype=np.float64)


def normal_cdf(z: ArrayLike) -> Floats:
    """P(Z <= z) of the standard normal distribution; accurate in both tails."""
    return floats(_erfc(-floats(z) / math.sqrt(2))) / 2


def normal_two_sided(z: ArrayLike) -> Floats:
    """P(|Z| >= |z|): the two-sided p-value of a standard normal statistic."""
    return floats(_erfc(np.abs(floats(z)) / math.sqrt(2)))


def normal_quantile(p: ArrayLike) -> Floats:
    """z with P(Z <= z) = p; -inf at 0, +inf at 1, NaN outside [0, 1]. Wichura's AS 241 by way of `statistics`."""
    p = floats(p)
    inside = (p > 0) & (p < 1)
    edge = np.where(p == 0, -np.inf, np.where(p == 1, np.inf, np.nan))
    return np.where(inside, floats(_inverse_normal(np.where(inside, p, 0.5))), edge)


@lru_cache(maxsize=64)
def z_of(level: float) -> float:
    """The z of a two-sided interval at confidence `level` in (0, 1): 1.959964 at 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def log_gamma(x: ArrayLike) -> Floats:
    """ln of the gamma function for x > 0; NaN for x <= 0 (infinity at 0)."""
    x = floats(x)
    good = x > 0
    return np.where(good, floats(_lgamma(np.where(good, x, 1.0))), np.where(x == 0, np.inf, np.nan))


def stirling_error(x: ArrayLike) -> Floats:
    """ln gamma(x) less Stirling's (x - 1/2) ln x - x + ln(2 pi)/2, without cancellation for large x > 0."""
    x = floats(x)
    large = np.maximum(x, 16.0)
    r = 1 / (large * large)
    series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / large
    if np.all(x >= 16):
        return series
    small = np.clip(x, _TINY, 16.0)
    direct = log_gamma(small) - (small - 0.5) * np.log(small) + small - _HALF_LOG_TWO_PI
    return np.where(x >= 16, series, direct)


@quiet
def deviance(k: ArrayLike, mean: ArrayLike) -> Floats:
    """k ln(k/mean) + mean - k for k >= 0, mean > 0: how far k lies from its mean, without cancellation near it."""
    k, mean = floats(k), floats(mean)
    off = (k - mean) / mean
    near = mean * ((1 + off) * np.log1p(off) - off)
    far = k * (np.log(k) - np.log(mean)) + mean - k  # 1 + off may overflow
    return np.where(k == 0, mean, np.where(off > 1, far, near))


@quiet
def beta_inc(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    """Regularised incomplete beta I_x(a, b): P(X <= x) of the beta distribution, a, b > 0, x in [0, 1]."""
    x = floats(x)
    return beta_tails(a, b, x, 1 - x)[0]


@quiet
def beta_tails(a: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """I_x(a, b) and 1 - I_x(a, b), each without cancellation; `y` is 1 - x, given apart because it may be tiny."""
    a, b, x, y = np.broadcast_arrays(floats(a), floats(b), floats(x), floats(y))
    inside = (a > 0) & (b > 0) & (x > 0) & (y > 0) & (a + b <= _LARGEST)
    safe = [np.where(inside, v, fill) for v, fill in ((a, 1.0), (b, 1.0), (x, 0.5), (y, 0.5))]
    flip, _, log_tail = _beta_tail(*safe)
    tail = np.minimum(np.exp(log_tail), 1.0)
    lower, upper = np.where(flip, 1 - tail, tail), np.where(flip, tail, 1 - tail)
    edge = np.where((a > 0) & (b > 0), np.where(x <= 0, 0.0, np.where(y <= 0, 1.0, np.nan)), np.nan)
    return np.where(inside, lower, edge), np.where(inside, upper, 1 - edge)


@quiet
def beta_inc_inv(a: ArrayLike, b: ArrayLike, p: ArrayLike) -> Floats:
    """x with I_x(a, b) = p, for a, b > 0 and p in [0, 1]."""
    p = floats(p)
    return 1 / (1 + np.exp(-beta_quantile_logit(a, b, p, 1 - p)))


@quiet
def beta_quantile_logit(a: ArrayLike, b: ArrayLike, p: ArrayLike, q: ArrayLike) -> Floats:
    """logit(x) with I_x(a, b) = p; `q` is 1 - p, given apart because it may be tiny. -inf at p = 0, +inf at q = 0.

    Newton on the logarithm of the smaller tail: that is concave in logit(x), so it converges from anywhere.
    """
    a, b, p, q = np.broadcast_arrays(floats(a), floats(b), floats(p), floats(q))
    inside = (a > 0) & (b > 0) & (p > 0) & (q > 0) & (a + b <= _LARGEST)
    swap = p > q
    one, two = np.where(swap, b, a), np.where(swap, a, b)
    target = np.log(np.where(inside, np.minimum(p, q), 0.5))
    one, two = np.where(inside, one, 1.0), np.where(inside, two, 1.0)
    logit = np.log(one / two)
    for _ in range(_NEWTON_STEPS):
        x, y = 1 / (1 + np.exp(-logit)), 1 / (1 + np.exp(logit))
        flip, log_front, log_tail = _beta_tail(one, two, x, y)
        log_lower = np.where(flip, np.log1p(-np.exp(log_tail)), log_tail)
        step = (target - log_lower) * np.exp(log_lower - log_front)
        logit = logit + step
        if not np.any(np.abs(step) > 1e-10 * (1 + np.abs(logit))):
            break
    edge = np.where((a > 0) & (b > 0), np.where(p == 0, -np.inf, np.where(q == 0, np.inf, np.nan)), np.nan)
    return np.where(inside, np.where(swap, -logit, logit), edge)


@quiet
def gamma_inc(a: ArrayLike, x: ArrayLike) -> Floats:
    """Regularised lower incomplete gamma P(a, x), a > 0, x >= 0."""
    return gamma_tails(a, x)[0]


@quiet
def gamma_tails(a: ArrayLike, x: ArrayLike) -> tuple[Floats, Floats]:
    """P(a, x) and Q(a, x) = 1 - P(a, x), each without cancellation."""
    a, x = np.broadcast_arrays(floats(a), floats(x))
    inside = (a > 0) & (x > 0) & (a <= _LARGEST) & np.isfinite(x)
    is_lower, _, log_tail = _gamma_tail(np.where(inside, a, 1.0), np.where(inside, x, 1.0))
    tail = np.minimum(np.exp(log_tail), 1.0)
    edge = np.where(a > 0, np.where(x == 0, 0.0, np.where(np.isposinf(x), 1.0, np.nan)), np.nan)
    lower, upper = np.where(is_lower, tail, 1 - tail), np.where(is_lower, 1 - tail, tail)
    return np.where(inside, lower, edge), np.where(inside, upper, 1 - edge)


@quiet
def gamma_inc_inv(a: ArrayLike, p: ArrayLike, q: ArrayLike | None = None) -> Floats:
    """x with P(a, x) = p, for a > 0 and p in [0, 1]; `q` = 1 - p may be given apart where p is close to 1.

    Newton on the logarithm of the smaller tail, concave in log(x): it converges from anywhere.
    """
    q = 1 - floats(p) if q is None else q
    a, p, q = np.broadcast_arrays(floats(a), floats(p), floats(q))
    inside = (a > 0) & (p > 0) & (q > 0) & (a <= _LARGEST)
    want_lower = p <= q
    target = np.log(np.where(inside, np.minimum(p, q), 0.5))
    shape = np.where(inside, a, 1.0)
    log_x = np.log(shape)
    for _ in range(_NEWTON_STEPS):
        is_lower, log_front, log_tail = _gamma_tail(shape, np.exp(log_x))
        log_wanted = np.where(is_lower == want_lower, log_tail, np.log1p(-np.exp(log_tail)))
        step = (target - log_wanted) * np.exp(log_wanted - log_front) * np.where(want_lower, 1.0, -1.0)
        log_x = log_x + step
        if not np.any(np.abs(step) > 1e-10 * (1 + np.abs(log_x))):
            break
    edge = np.where(a > 0, np.where(p == 0, 0.0, np.where(q == 0, np.inf, np.nan)), np.nan)
    return np.where(inside, np.exp(log_x), edge)


@cache
def _gauss_legendre() -> tuple[Floats, Floats]:
    """Nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2


def _beta_tail(a: Floats, b: Floats, x: Floats, y: Floats) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Whether the upper tail was taken, ln of x^a y^b / B(a, b), and ln of the tail taken (the easier one)."""
    flip = x * (a + b + 2) > a + 1
    a, b = np.where(flip, b, a), np.where(flip, a, b)
    x, y = np.where(flip, y, x), np.where(flip, x, y)
    n = a + b
    log_front = 0.5 * np.log(a * b / n) - _HALF_LOG_TWO_PI - deviance(a, n * x) - deviance(b, n * y)
    log_front += stirling_error(n) - stirling_error(a) - stirling_error(b)
    wide = (n * x * y > _WIDE) | ((a > 50) & (x > 0.9))  # near x = 1 the fraction's terms cancel
    ratio = np.empty_like(n)
    if not np.all(wide):
        narrow = ~wide
        ratio[narrow] = _beta_fraction(a[narrow], b[narrow], x[narrow])
    if np.any(wide):
        ratio[wide] = _beta_quadrature(a[wide], b[wide], x[wide], y[wide])
    return flip, log_front, log_front + np.log(ratio)


def _beta_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """I_x(a, b) over x^a (1-x)^b / B(a, b), by the continued fraction 26.5.8 of Abramowitz & Stegun (Lentz)."""
    n = a + b
    c, d = np.ones_like(a), 1 / _nonzero(1 - n * x / (a + 1))
    h = d / a
    for m in range(1, _STEPS):
        two = a + 2 * m
        term = m * (b - m) * x / ((two - 1) * two)
        d, c = 1 / _nonzero(1 + term * d), _nonzero(1 + term / c)
        h = h * (d * c)
        term = -(a + m) * (n + m) * x / (two * (two + 1))
        d, c = 1 / _nonzero(1 + term * d), _nonzero(1 + term / c)
        change = d * c
        h = h * change
        if not np.any(np.abs(change - 1) >= _CLOSE):  # NaN is an answer too
            break
    return h


def _beta_quadrature(a: Floats, b: Floats, x: Floats, y: Floats) -> Floats:
    """The same ratio as an integral over v = logit(t) - logit(x) from -length to 0."""
    n = a + b
    slope, bend = a * y - b * x, n * x * y
    length = (np.sqrt(slope * slope + 2 * bend * _NEGLIGIBLE) - slope) / bend
    nodes, weights = _gauss_legendre()
    v = -length[:, None] * nodes
    # Two equal forms; the one in the smaller of x and y does not cancel.
    small = (x <= y)[:, None]
    lead = np.where(small, a[:, None], -b[:, None]) * v
    inner = np.where(small, x[:, None] * np.expm1(v), y[:, None] * np.expm1(-v))
    return length * (np.exp(lead - n[:, None] * np.log1p(inner)) @ weights)


def _gamma_tail(a: Floats, x: Floats) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Whether the lower tail was taken, ln of x^a e^-x / gamma(a), and ln of the tail taken (the easier one)."""
    lower = x < a + 1
    log_front = 0.5 * np.log(a) - _HALF_LOG_TWO_PI - deviance(a, x) - stirling_error(a)
    wide = x > _WIDE
    ratio = np.empty_like(x)
    for mask, solve in (
        (wide, _gamma_quadrature),
        (~wide & lower, _gamma_series),
        (~wide & ~lower, _gamma_fraction),
    ):
        if np.any(mask):
            ratio[mask] = solve(a[mask], x[mask])
    return lower, log_front, log_front + np.log(ratio)


def _gamma_series(a: Floats, x: Floats) -> Floats:
    """P(a, x) over x^a e^-x / gamma(a): the series 6.5.29 of Abramowitz & Stegun."""
    term = 1 / a
    total = term
    for k in range(1, _STEPS):
        term = term * (x / (a + k))
        total = total + term
        if not np.any(term > 0.1 * _CLOSE * total):
            break
    return total


def _gamma_fraction(a: Floats, x: Floats) -> Floats:
    """Q(a, x) over x^a e^-x / gamma(a): the continued fraction 6.5.31 of Abramowitz & Stegun (Lentz)."""
    b = x + 1 - a
    c, d = np.full_like(x, 1 / _TINY), 1 / _nonzero(b)
    h = d
    for k in range(1, _STEPS):
        term = -k * (k - a)
        b = b + 2
        d, c = 1 / _nonzero(term * d + b), _nonzero(b + term / c)
        change = d * c
        h = h * change
        if not np.any(np.abs(change - 1) >= _CLOSE):  # NaN is an answer too
            break
    return h


def _gamma_quadrature(a: Floats, x: Floats) -> Floats:
    """The same ratio, of the lower tail below a + 1 and of the upper above, over v = log(t) - log(x)."""
    sign = np.where(x < a + 1, -1.0, 1.0)
    slope = sign * (x - a)
    length = (np.sqrt(slope * slope + 2 * x * _NEGLIGIBLE) - slope) / x
    nodes, weights = _gauss_legendre()
    v = (sign * length)[:, None] * nodes
    return length * (np.exp(a[:, None] * v - x[:, None] * np.expm1(v)) @ weights)


def _nonzero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)
