"""Time until something happens, when for some it has not happened yet (code U10 of the catalogue).

Kaplan & Meier 1958; Greenwood's variance with intervals on the log(-log) scale (Kalbfleisch & Prentice 1980); the
median's interval after Brookmeyer & Crowley 1982; the log-rank test of Mantel 1966.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxdesk.stats.distributions import chi2_sf
from cxdesk.stats.special import Floats, floats, quiet, z_of


class Curve(NamedTuple):
    """Per group and time: share not yet gone just after it, its interval, and how many were at risk just before it."""

    times: Floats  # [times] ascending
    survival: Floats  # [groups, times]
    low: Floats
    high: Floats
    at_risk: Floats


class Median(NamedTuple):
    """Per group: the first time at which no more than half are left; NaN where more than half are."""

    value: Floats
    low: Floats
    high: Floats


class LogRank(NamedTuple):
    """Per comparison: the statistic (chi-square with one degree of freedom), p, and events observed and expected."""

    statistic: Floats
    p: Floats
    observed: Floats
    expected: Floats


@quiet
def kaplan_meier(events: ArrayLike, censored: ArrayLike, times: ArrayLike, level: float = 0.95) -> Curve:
    """The curve of each group from counts [groups, times] of events and of those last seen at each time.

    Whoever is last seen at the time of an event counts as at risk there. Bounds are NaN where everybody is left or
    nobody is.
    """
    gone, seen = np.atleast_2d(floats(events)), np.atleast_2d(floats(censored))
    at_risk = np.cumsum((gone + seen)[:, ::-1], axis=1)[:, ::-1]
    step = np.where(at_risk > 0, 1 - gone / at_risk, 1.0)
    survival = np.cumprod(step, axis=1)
    variance = np.cumsum(np.where(gone > 0, gone / (at_risk * (at_risk - gone)), 0.0), axis=1)
    inside = (survival > 0) & (survival < 1)
    spread = np.exp(z_of(level) * np.sqrt(variance) / np.log(np.where(inside, survival, 0.5)))  # < 1
    low = np.where(inside, survival ** (1 / spread), np.nan)
    high = np.where(inside, survival**spread, np.nan)
    known = at_risk[:, :1] > 0
    return Curve(
        floats(times),
        np.where(known, survival, np.nan),
        np.where(known, low, np.nan),
        np.where(known, high, np.nan),
        at_risk,
    )


def survival_at(curve: Curve, time: float) -> tuple[Floats, Floats, Floats]:
    """S(time) with its interval per group; NaN where nobody was watched for so long and some are still left."""
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    groups = len(curve.survival)
    if place < 0:
        return np.where(curve.at_risk[:, 0] > 0, 1.0, np.nan), np.full(groups, np.nan), np.full(groups, np.nan)
    last = np.where(curve.at_risk > 0, np.arange(len(curve.times)), -1).max(axis=1)
    beyond = (curve.times[last] < time) & (curve.survival[:, place] > 0)
    values = (curve.survival[:, place], curve.low[:, place], curve.high[:, place])
    found = [np.where(beyond, np.nan, value) for value in values]
    return found[0], found[1], found[2]


def median_of(curve: Curve) -> Median:
    """Median time per group; its ends are where the bounds of the curve cross one half."""
    return Median(*(_first_below(curve, values) for values in (curve.survival, curve.low, curve.high)))


def _first_below(curve: Curve, values: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        below = (values <= 0.5) | ((curve.survival == 0) & (curve.at_risk > 0))
    found = below.argmax(axis=1)
    return np.where(below.any(axis=1), curve.times[found], np.nan)


@quiet
def log_rank(events0: ArrayLike, censored0: ArrayLike, events1: ArrayLike, censored1: ArrayLike) -> LogRank:
    """Whether two groups leave at the same pace; counts [comparisons, times] over one list of times."""
    gone0, seen0, gone1, seen1 = (np.atleast_2d(floats(v)) for v in (events0, censored0, events1, censored1))
    risk0, risk1 = (np.cumsum((g + s)[:, ::-1], axis=1)[:, ::-1] for g, s in ((gone0, seen0), (gone1, seen1)))
    gone, risk = gone0 + gone1, risk0 + risk1
    expected = np.where(risk > 0, gone * risk1 / risk, 0.0)
    variance = np.where(risk > 1, gone * (risk1 / risk) * (risk0 / risk) * (risk - gone) / (risk - 1), 0.0).sum(axis=1)
    observed = gone1.sum(axis=1)
    statistic = np.where(variance > 0, (observed - expected.sum(axis=1)) ** 2 / variance, np.nan)
    p = np.where(np.isnan(statistic), np.nan, chi2_sf(np.nan_to_num(statistic), 1.0))
    return LogRank(statistic, p, observed, expected.sum(axis=1))
