"""How long customers stay who began at different times: the sBG model, and how sure its forecast is.

The likelihood of Fader & Hardie 2007 written by renewals: at renewal k + 1 some renew and some leave, and it is the sum
of L log(alpha) + R_k log(beta + k) - (R_k + L_k) log(alpha + beta + k) over k, with R_k who renewed there, L_k who left
and L all who left. Found by Newton's method on the logarithms of the parameters.

The interval is that of resampled customers, each resample followed by one step of Newton from the fit to all (the
one-step bootstrap of Schucany & Wang 1991). From 200 customers on the resampled scores are drawn from their normal
limit, as elsewhere from so many customers on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxdesk.stats.bootstrap import BOOTSTRAP_BELOW, DRAWS, SEED
from cxdesk.stats.intervals import Interval
from cxdesk.stats.renewals import Renewals
from cxdesk.stats.special import Floats, floats, quiet

_MOST = 12.0  # of the logarithms: beyond, all customers are alike
_ROUNDS = 60
_RESTED = 1e-9


class RenewalFits(NamedTuple):
    """What `Renewals` says of one group, for many: arrays [groups]."""

    alpha: Floats
    beta: Floats
    likelihood: Floats
    settled: NDArray[np.bool_]


def _at_renewals(lost: Floats, still: Floats) -> tuple[Floats, Floats]:
    """Who renewed and who left at renewal 1, 2, …; `lost` [t - 1], `still` [t], the last axis counts renewals."""
    most = max(lost.shape[-1], still.shape[-1] - 1)
    left = np.zeros((*lost.shape[:-1], most))
    left[..., : lost.shape[-1]] = lost
    reached = np.zeros((*still.shape[:-1], most))
    reached[..., : still.shape[-1] - 1] = still[..., 1:]
    after = np.cumsum(left[..., ::-1], axis=-1)[..., ::-1] - left
    return np.cumsum(reached[..., ::-1], axis=-1)[..., ::-1] + after, left


class _Hill(NamedTuple):
    """Log likelihood [groups], its slope [groups, 2] and its curvature [groups, 2, 2] by the logarithms."""

    value: Floats
    slope: Floats
    bent: Floats

    def replaced(self, at: NDArray[np.intp], other: _Hill) -> None:
        """Puts `other` in the place of the groups `at`."""
        for mine, theirs in zip(self, other, strict=True):
            mine[at] = theirs

    def take(self, at: NDArray[np.intp] | NDArray[np.bool_]) -> _Hill:
        return _Hill(*(column[at] for column in self))


def _derivatives(logs: Floats, renewed: Floats, left: Floats) -> _Hill:
    """`logs` [groups, 2] of alpha and beta; who renewed and who left [groups, renewals]."""
    alpha, beta = np.exp(logs).T
    k = np.arange(left.shape[-1])
    gone, asked = left.sum(axis=-1), renewed + left
    of_beta, of_both = beta[:, None] + k, (alpha + beta)[:, None] + k
    stay = (renewed * np.log(of_beta) - asked * np.log(of_both)).sum(axis=-1)
    both, square = (asked / of_both).sum(axis=-1), (asked / of_both**2).sum(axis=-1)
    slope = np.stack([gone - alpha * both, beta * ((renewed / of_beta).sum(axis=-1) - both)], axis=-1)
    bent = np.empty((len(logs), 2, 2))
    bent[:, 0, 1] = bent[:, 1, 0] = alpha * beta * square
    bent[:, 0, 0] = alpha**2 * square + slope[:, 0] - gone
    bent[:, 1, 1] = slope[:, 1] + beta**2 * (square - (renewed / of_beta**2).sum(axis=-1))
    return _Hill(gone * logs[:, 0] + stay, slope, bent)


@quiet
def fit_groups_by_renewals(lost: ArrayLike, still: ArrayLike) -> RenewalFits:
    """Maximum likelihood of every group, side by side: `lost` [groups, t - 1], `still` [groups, t] as below. Groups
    that have come to rest are left alone.
    """
    renewed, left = _at_renewals(floats(lost), floats(still))
    groups = len(left)
    logs, damping, settled = np.zeros((groups, 2)), np.full(groups, 1e-3), np.zeros(groups, bool)
    hill, going = _derivatives(logs, renewed, left), np.arange(groups)
    for _round in range(_ROUNDS):
        here = hill.take(going)
        ahead = np.clip(logs[going] + _steps(here, damping[going]), -_MOST, _MOST)
        there = _derivatives(ahead, renewed[going], left[going])
        higher = there.value >= here.value
        rested = there.value - here.value <= _RESTED * (1 + np.abs(here.value))
        settled[going] = np.where(higher, rested, damping[going] > 1e8)
        damping[going] *= np.where(higher, 1 / 5, 10.0)
        logs[going[higher]] = ahead[higher]
        hill.replaced(going[higher], there.take(higher))
        going = going[~settled[going]]
        if not going.size:
            break
    alpha, beta = np.exp(logs).T
    return RenewalFits(alpha, beta, hill.value, settled)


def fit_by_renewals(lost: ArrayLike, still: ArrayLike) -> Renewals:
    """Maximum likelihood: `lost` [t - 1] left at renewal t = 1, 2, …, `still` [t] are there after t = 0, 1, … ones."""
    found = fit_groups_by_renewals(floats(lost)[None], floats(still)[None])
    return Renewals(float(found.alpha[0]), float(found.beta[0]), float(found.likelihood[0]), bool(found.settled[0]))


def _steps(hill: _Hill, damping: Floats) -> Floats:
    """Uphill: Newton's step where the likelihood is curved like a hill, else turned towards the slope."""
    values, vectors = np.linalg.eigh(-hill.bent)
    steep = np.abs(values)
    steep = steep + damping[:, None] * (1 + steep.max(axis=-1, keepdims=True))
    along = np.einsum("gij,gi->gj", vectors, hill.slope) / steep
    return np.clip(np.einsum("gij,gj->gi", vectors, along), -2.0, 2.0)


@quiet
def forecast_interval(
    lost: ArrayLike, still: ArrayLike, fit: Renewals, t: float, level: float = 0.95, seed: int = SEED
) -> Interval:
    """Percentile interval of S(t). NaN where the likelihood does not say how the parameters are curved."""
    gone, there = floats(lost), floats(still)
    at = np.log([fit.alpha, fit.beta])
    bent = _derivatives(at[None], *_at_renewals(gone[None], there[None])).bent[0]
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
