"""How long customers stay who began at different times: the sBG model, and how sure its forecast is.

The likelihood of Fader & Hardie 2007 written by renewals: at renewal k + 1 some renew and some leave, and it is the sum
of L log(alpha) + R_k log(beta + k) - (R_k + L_k) log(alpha + beta + k) over k, with R_k who renewed there, L_k who left
and L all who left. Found by Newton's method on the logarithms of the parameters.

The interval is that of resampled customers, each resample followed by one step of Newton from the fit to all (the
one-step bootstrap of Schucany & Wang 1991). From 200 customers on the resampled scores are drawn from their normal
limit, as elsewhere from so many customers on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.bootstrap import BOOTSTRAP_BELOW, DRAWS, SEED
from cxdesk.stats.intervals import Interval
from cxdesk.stats.renewals import Renewals
from cxdesk.stats.special import Floats, floats, quiet

_MOST = 12.0  # of the logarithms: beyond, all customers are alike
_ROUNDS = 60
_RESTED = 1e-9


def _at_renewals(lost: Floats, still: Floats) -> tuple[Floats, Floats]:
    """Who renewed and who left at renewal 1, 2, …; `lost` [t - 1], `still` [t], the last axis counts renewals."""
    most = max(lost.shape[-1], still.shape[-1] - 1)
    left = np.zeros((*lost.shape[:-1], most))
    left[..., : lost.shape[-1]] = lost
    reached = np.zeros((*still.shape[:-1], most))
    reached[..., : still.shape[-1] - 1] = still[..., 1:]
    after = np.cumsum(left[..., ::-1], axis=-1)[..., ::-1] - left
    return np.cumsum(reached[..., ::-1], axis=-1)[..., ::-1] + after, left


def _derivatives(logs: Floats, renewed: Floats, left: Floats) -> tuple[float, Floats, Floats]:
    """Log likelihood, its slope and its curvature by the logarithms of alpha and beta."""
    alpha, beta = np.exp(logs)
    k = np.arange(len(left))
    gone, asked = left.sum(), renewed + left
    value = gone * logs[0] + renewed @ np.log(beta + k) - asked @ np.log(alpha + beta + k)
    both = asked @ (1 / (alpha + beta + k))
    slope = np.array([gone - alpha * both, beta * (renewed @ (1 / (beta + k)) - both)])
    square = asked @ (1 / (alpha + beta + k) ** 2)
    bent = np.array([[alpha**2 * square, alpha * beta * square], [alpha * beta * square, 0.0]])
    bent[0, 0] += slope[0] - gone
    bent[1, 1] = slope[1] + beta**2 * (square - renewed @ (1 / (beta + k) ** 2))
    return float(value), slope, bent


@quiet
def fit_by_renewals(lost: ArrayLike, still: ArrayLike) -> Renewals:
    """Maximum likelihood: `lost` [t - 1] left at renewal t = 1, 2, …, `still` [t] are there after t = 0, 1, … ones."""
    renewed, left = _at_renewals(floats(lost), floats(still))
    logs, damping = np.zeros(2), 1e-3
    value, slope, bent = _derivatives(logs, renewed, left)
    settled = False
    for _round in range(_ROUNDS):
        ahead = np.clip(logs + _step(slope, bent, damping), -_MOST, _MOST)
        there = _derivatives(ahead, renewed, left)
        if there[0] >= value:
            settled = there[0] - value <= _RESTED * (1 + abs(value))
            logs, (value, slope, bent), damping = ahead, there, damping / 5
        else:
            settled = damping > 1e8
            damping *= 10
        if settled:
            break
    alpha, beta = np.exp(logs)
    return Renewals(float(alpha), float(beta), value, settled)


def _step(slope: Floats, bent: Floats, damping: float) -> Floats:
    """Uphill: Newton's step where the likelihood is curved like a hill, else turned towards the slope."""
    values, vectors = np.linalg.eigh(-bent)
    hill = np.abs(values) + damping * (1 + np.abs(values).max())
    return np.clip(vectors @ ((vectors.T @ slope) / hill), -2.0, 2.0)


@quiet
def forecast_interval(
    lost: ArrayLike, still: ArrayLike, fit: Renewals, t: float, level: float = 0.95, seed: int = SEED
) -> Interval:
    """Percentile interval of S(t). NaN where the likelihood does not say how the parameters are curved."""
    gone, there = floats(lost), floats(still)
    at = np.log([fit.alpha, fit.beta])
    _value, _slope, bent = _derivatives(at, *_at_renewals(gone, there))
    if not (np.isfinite(bent).all() and np.linalg.eigvalsh(-bent)[0] > 0):
        return Interval(np.array(np.nan), np.array(np.nan))
    scores = _scores(at, gone, there, np.random.default_rng(seed))
    drawn = np.exp(np.clip(at - scores @ np.linalg.inv(bent), -_MOST, _MOST))
    low, high = np.quantile(_survival(drawn, t), [(1 - level) / 2, (1 + level) / 2])
    return Interval(np.array(low), np.array(high))


def _scores(at: Floats, lost: Floats, still: Floats, chance: np.random.Generator) -> Floats:
    """[draws, 2] slopes of the likelihood of resampled customers."""
    own = _slope_of_each(at, len(lost), len(still))
    counts = np.concatenate([lost, still])
    own, counts = own[counts > 0], counts[counts > 0]
    n = int(counts.sum())
    if n < BOOTSTRAP_BELOW:
        return chance.multinomial(n, counts / n, DRAWS) @ own
    centre = counts @ own / n
    spread = (own - centre).T @ ((own - centre) * counts[:, None])
    return chance.multivariate_normal(n * centre, spread, DRAWS)


def _slope_of_each(at: Floats, lost: int, still: int) -> Floats:
    """[lost + still, 2] the slope of the log likelihood of one customer of each sort."""
    alpha, beta = np.exp(at)
    k = np.arange(max(lost, still))
    stays = np.stack([-alpha / (alpha + beta + k), beta / (beta + k) - beta / (alpha + beta + k)], axis=1)
    renewed = np.vstack([np.zeros((1, 2)), np.cumsum(stays, axis=0)])
    leaves = np.stack([1 - alpha / (alpha + beta + k), -beta / (alpha + beta + k)], axis=1)
    return np.vstack([renewed[:lost] + leaves[:lost], renewed[:still]])


def _survival(parameters: Floats, t: float) -> Floats:
    """S(t) for every row of (alpha, beta): the product of its chances to renew, t a whole number."""
    alpha, beta = parameters[:, :1], parameters[:, 1:]
    k = np.arange(int(t), dtype=np.float64)
    return np.prod((beta + k) / (alpha + beta + k), axis=1)
