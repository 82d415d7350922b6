"""How long customers under contract stay: the shifted beta-geometric model (sBG) of Fader & Hardie 2007 and 2010."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.optimise import least
from cxdesk.stats.special import Floats, floats, log_gamma, quiet

_TERMS = 100_000
_ENOUGH = 1e-14


class Renewals(NamedTuple):
    """The parameters of the spread of leaving rates over customers, the log likelihood, and whether it settled."""

    alpha: float
    beta: float
    likelihood: float
    settled: bool


def _log_beta(a: Floats, b: Floats) -> Floats:
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b)


@quiet
def sbg_survival(alpha: ArrayLike, beta: ArrayLike, t: ArrayLike) -> Floats:
    """S(t) = B(alpha, beta + t) / B(alpha, beta): share still there after t renewals."""
    time = floats(t)
    return np.exp(_log_beta(floats(alpha), floats(beta) + time) - _log_beta(floats(alpha), floats(beta)))


@quiet
def sbg_leaving(alpha: float, beta: float, t: ArrayLike) -> Floats:
    """P(T = t) for t = 1, 2, …: share that leaves at renewal t."""
    time = floats(t)
    return np.exp(_log_beta(floats(alpha + 1), beta + time - 1) - _log_beta(floats(alpha), floats(beta)))


def fit_sbg(lost: ArrayLike, left: float) -> Renewals:
    """Maximum likelihood from how many left at each renewal 1, 2, … and how many are left after the last."""
    gone = floats(lost)
    times = np.arange(1, len(gone) + 1, dtype=np.float64)

    def surprise(logs: Floats) -> float:
        alpha, beta = np.exp(logs)
        leaving = np.log(sbg_leaving(alpha, beta, times))
        return -float(gone @ leaving + left * np.log(sbg_survival(alpha, beta, len(gone))))

    found = least(surprise, np.zeros(2))
    alpha, beta = np.exp(found.at)
    return Renewals(float(alpha), float(beta), -found.value, found.settled)


def residual_lifetime(alpha: float, beta: float, survived: int, discount: float) -> float:
    """Discounted expected residual lifetime (DERL), in periods, of a customer before renewal survived + 1.

    The sum over t >= 0 of the chance of being there after t more renewals than the next, discounted by (1 + d)^-t.
    Infinite for no discount where alpha <= 1.
    """
    if discount <= 0 and alpha <= 1:
        return float("inf")
    n = survived + 1
    total, term, factor = 0.0, (beta + n - 1) / (alpha + beta + n - 1), 1 / (1 + discount)
    for t in range(_TERMS):
        total += term
        term *= factor * (beta + n + t) / (alpha + beta + n + t)
        if term < _ENOUGH * total:
            break
    return total


def fit_tenures(lost: ArrayLike, still: ArrayLike) -> Renewals:
    """Maximum likelihood where customers began at different times: `lost` [t - 1], how many left at renewal t = 1, 2, …
    and `still` [t], how many have renewed t = 0, 1, 2, … times and are still there.
    """
    gone, there = floats(lost), floats(still)
    left_at = np.arange(1, len(gone) + 1, dtype=np.float64)
    renewed = np.arange(len(there), dtype=np.float64)

    def surprise(logs: Floats) -> float:
        alpha, beta = np.exp(np.clip(logs, -15, 15))
        leaving = gone @ np.log(sbg_leaving(alpha, beta, left_at)) if len(gone) else 0.0
        return -float(leaving + there @ np.log(sbg_survival(alpha, beta, renewed)))

    found = least(surprise, np.zeros(2))
    alpha, beta = np.exp(np.clip(found.at, -15, 15))
    return Renewals(float(alpha), float(beta), -found.value, found.settled)
