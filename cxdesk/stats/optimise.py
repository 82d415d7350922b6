"""The least value of a smooth function of a few parameters, without derivatives: Nelder & Mead 1965."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cxdesk.stats.special import Floats

_STEPS = 2000


class Least(NamedTuple):
    """Where the function is least, its value there, and whether the search came to rest."""

    at: Floats
    value: float
    settled: bool


def least(function: Callable[[Floats], float], start: Floats, step: float = 0.5, tolerance: float = 1e-10) -> Least:
    """A local minimum near `start`; a value that is not finite counts as very bad."""
    points = np.vstack([start, start + step * np.eye(len(start))])
    values = np.array([_told(function, point) for point in points])
    for _round in range(_STEPS):
        order = np.argsort(values)
        points, values = points[order], values[order]
        if _at_rest(points, values, tolerance):
            return Least(points[0], float(values[0]), True)
        _step(function, points, values)
    return Least(points[0], float(values[0]), False)


def _told(function: Callable[[Floats], float], point: Floats) -> float:
    with np.errstate(all="ignore"):
        value = float(function(point))
    return value if np.isfinite(value) else np.inf


def _at_rest(points: Floats, values: Floats, tolerance: float) -> bool:
    flat = values[-1] - values[0] <= tolerance * (1 + abs(values[0]))
    return bool(flat and np.abs(points[1:] - points[0]).max() <= 1e-6 * (1 + np.abs(points[0]).max()))


def _step(function: Callable[[Floats], float], points: Floats, values: Floats) -> None:
    """Replaces the worst point, or draws all towards the best."""
    centre = points[:-1].mean(axis=0)
    mirrored = centre + (centre - points[-1])
    value = _told(function, mirrored)
    if value < values[0]:
        further = centre + 2 * (centre - points[-1])
        beyond = _told(function, further)
        points[-1], values[-1] = (further, beyond) if beyond < value else (mirrored, value)
    elif value < values[-2]:
        points[-1], values[-1] = mirrored, value
    else:
        outside = value < values[-1]
        nearer = centre + 0.5 * ((mirrored if outside else points[-1]) - centre)
        inside = _told(function, nearer)
        if inside < min(value, values[-1]):
            points[-1], values[-1] = nearer, inside
        else:
            points[1:] = points[0] + 0.5 * (points[1:] - points[0])
            values[1:] = [_told(function, point) for point in points[1:]]
