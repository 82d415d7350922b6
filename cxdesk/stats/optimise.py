"""The least value of a smooth function of a few parameters, without derivatives: Nelder & Mead 1965, for one
function or for many side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxdesk.stats.special import Floats, quiet

_STEPS = 2000
_Told = Callable[[Floats, NDArray[np.intp]], Floats]  # points [k, parameters] and which functions [k] → values [k]


class Least(NamedTuple):
    """Where the function is least, its value there, and whether the search came to rest."""

    at: Floats
    value: float
    settled: bool


class LeastOfEach(NamedTuple):
    """The same of many functions: [functions, parameters], [functions], [functions]."""

    at: Floats
    value: Floats
    settled: NDArray[np.bool_]


def least(function: Callable[[Floats], float], start: Floats, step: float = 0.5, tolerance: float = 1e-10) -> Least:
    """A local minimum near `start`; a value that is not finite counts as very bad."""
    found = least_of_each(
        lambda points, _which: np.array([function(one) for one in points]), start[None], step, tolerance
    )
    return Least(found.at[0], float(found.value[0]), bool(found.settled[0]))


@quiet
def least_of_each(function: _Told, start: Floats, step: float = 0.5, tolerance: float = 1e-10) -> LeastOfEach:
    """A local minimum of each function near its row of `start` [functions, parameters]. They take their steps together,
    each as if it were alone; one that has come to rest is asked no more.
    """
    functions, parameters = start.shape
    going = np.arange(functions)
    corners = np.concatenate([np.zeros((1, parameters)), step * np.eye(parameters)])
    points = start[:, None, :] + corners
    values = np.stack([_told(function, points[:, at], going) for at in range(parameters + 1)], axis=1)
    at, value, settled = start.copy(), np.full(functions, np.inf), np.zeros(functions, bool)
    for _round in range(_STEPS):
        order = np.argsort(values, axis=1, kind="stable")
        points = np.take_along_axis(points, order[:, :, None], axis=1)
        values = np.take_along_axis(values, order, axis=1)
        at[going], value[going] = points[:, 0], values[:, 0]
        rested = _at_rest(points, values, tolerance)
        settled[going] = rested
        if rested.all():
            break
        going, points, values = going[~rested], points[~rested], values[~rested]
        _step(function, points, values, going)
    return LeastOfEach(at, value, settled)


def _told(function: _Told, points: Floats, which: NDArray[np.intp]) -> Floats:
    found = function(points, which) if len(which) else np.empty(0)
    return np.where(np.isfinite(found), found, np.inf)


def _at_rest(points: Floats, values: Floats, tolerance: float) -> NDArray[np.bool_]:
    flat = values[:, -1] - values[:, 0] <= tolerance * (1 + np.abs(values[:, 0]))
    wide = np.abs(points[:, 1:] - points[:, :1]).max(axis=(1, 2))
    return np.asarray(flat & (wide <= 1e-6 * (1 + np.abs(points[:, 0]).max(axis=1))))


def _step(function: _Told, points: Floats, values: Floats, which: NDArray[np.intp]) -> None:
    """Replaces the worst point of each, or draws all towards the best."""
    centre, worst = points[:, :-1].mean(axis=1), values[:, -1].copy()
    mirrored = centre + (centre - points[:, -1])
    value = _told(function, mirrored, which)
    best, good = value < values[:, 0], value < values[:, -2]
    _try_further(function, points, values, which, np.flatnonzero(best), centre, mirrored, value)
    only = np.flatnonzero(good & ~best)
    points[only, -1], values[only, -1] = mirrored[only], value[only]
    bad = np.flatnonzero(~good)
    from_here = np.where((value < worst)[bad, None], mirrored[bad], points[bad, -1])
    nearer = centre[bad] + 0.5 * (from_here - centre[bad])
    inside = _told(function, nearer, which[bad])
    better = inside < np.minimum(value, worst)[bad]
    points[bad[better], -1], values[bad[better], -1] = nearer[better], inside[better]
    _draw_together(function, points, values, which, bad[~better])


def _try_further(
    function: _Told,
    points: Floats,
    values: Floats,
    which: NDArray[np.intp],
    at: NDArray[np.intp],
    centre: Floats,
    mirrored: Floats,
    value: Floats,
) -> None:
    """Those `at` found a new best: twice as far, where that is better still."""
    further = centre[at] + 2 * (centre[at] - points[at, -1])
    beyond = _told(function, further, which[at])
    better = beyond < value[at]
    points[at, -1] = np.where(better[:, None], further, mirrored[at])
    values[at, -1] = np.where(better, beyond, value[at])


def _draw_together(
    function: _Told, points: Floats, values: Floats, which: NDArray[np.intp], at: NDArray[np.intp]
) -> None:
    if not len(at):
        return
    points[at, 1:] = points[at, :1] + 0.5 * (points[at, 1:] - points[at, :1])
    for corner in range(1, points.shape[1]):
        values[at, corner] = _told(function, points[at, corner], which[at])
