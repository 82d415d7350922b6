"""How sure a forecast of tenure is: the sBG model fitted to resampled customers (one step of Newton each).

The one-step bootstrap replaces the full fit to every resample by the first step of Newton's method from the fit to all
(Schucany & Wang 1991): the score of a resample is linear in its counts, so that all resamples are one product.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.bootstrap import DRAWS, SEED
from cxdesk.stats.intervals import Interval
from cxdesk.stats.renewals import Renewals, sbg_leaving, sbg_survival
from cxdesk.stats.special import Floats, floats, quiet

_STEP = 1e-3  # of the logarithms of the parameters
_MOST = 15.0


@quiet
def forecast_interval(
    lost: ArrayLike, still: ArrayLike, fit: Renewals, t: float, level: float = 0.95, seed: int = SEED
) -> Interval:
    """Percentile interval of S(t): `lost` [t - 1] left at renewal t = 1, 2, …, `still` [t] are there after t renewals.

    NaN where the likelihood does not say how the parameters are curved.
    """
    gone, there = floats(lost), floats(still)
    counts = np.concatenate([gone, there])
    n = int(counts.sum())
    at = np.log([fit.alpha, fit.beta])
    steps = _STEP * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)])
    told = np.stack([_log_chances(at + step, len(gone), len(there)) for step in steps])
    told = np.where(counts > 0, told, 0.0)
    slope = np.stack([told[1] - told[2], told[3] - told[4]], axis=1) / (2 * _STEP)
    bent = _curvature(told @ counts)
    if not (np.isfinite(bent).all() and np.linalg.eigvalsh(bent)[0] > 0):
        return Interval(np.array(np.nan), np.array(np.nan))
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, DRAWS)
    moved = np.clip(at + (drawn @ slope) @ np.linalg.inv(bent), -_MOST, _MOST)
    values = _survival(np.exp(moved), t)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(np.array(low), np.array(high))


def _log_chances(logs: Floats, renewals: int, last: int) -> Floats:
    alpha, beta = np.exp(logs)
    leaving = sbg_leaving(alpha, beta, np.arange(1, renewals + 1, dtype=np.float64))
    staying = sbg_survival(alpha, beta, np.arange(last, dtype=np.float64))
    return np.log(np.concatenate([leaving, staying]))


def _curvature(values: Floats) -> Floats:
    """Minus the second derivatives of the log likelihood, from its values at the steps above."""
    here, up, down, right, left, both, neither = values
    one, two = (up - 2 * here + down), (right - 2 * here + left)
    mixed = (both + neither - 2 * here - one - two) / 2
    return -np.array([[one, mixed], [mixed, two]]) / _STEP**2


def _survival(parameters: Floats, t: float) -> Floats:
    """S(t) for every row of (alpha, beta); the product of its chances to renew, t a whole number."""
    alpha, beta = parameters[:, :1], parameters[:, 1:]
    k = np.arange(int(t), dtype=np.float64)
    return np.prod((beta + k) / (alpha + beta + k), axis=1)
