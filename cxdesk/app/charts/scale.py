"""The lines of a vertical axis: which range is shown, and at which round values the grid stands."""

from __future__ import annotations

import math
from collections.abc import Iterable

from cxdesk.domain.results import Trend, Unit

STEPS = (1.0, 1.5, 2.0, 2.5, 5.0, 10.0)
FEWEST_LINES, MOST_LINES = 4, 6
LEAST_SPAN = {Unit.SCORE: 40.0, Unit.PERCENT: 20.0, Unit.INDEX: 20.0}
WITH_ZERO = frozenset({Unit.SCORE, Unit.COUNT, Unit.MONEY})
Limits = tuple[float | None, float | None]
AIR = 0.05  # of the range that stands free above the greatest and below the least point
BAND_SHARE = 3.0  # a wide interval may take so many times the room of the values, and is cut beyond


def grid(low: float, high: float, limits: Limits = (None, None)) -> list[float]:
    """Four to six round values that enclose `low` and `high`, evenly apart.

    None is beyond what the value can be at all: nobody is satisfied at 105 %. Values that are outside already have
    no limits.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return grid(low - 1, low + 1) if math.isfinite(low) else [0.0, 1.0]
    floor, ceiling = _ends(limits)
    if low < floor or high > ceiling:
        floor, ceiling = _ends((None, None))
    best: list[float] = []
    exponent = math.floor(math.log10(high - low)) - 1
    for power in range(exponent, exponent + 3):
        for step in STEPS:
            lines = _enclosing(low, high, step * 10.0**power)
            inside = floor <= lines[0] and lines[-1] <= ceiling
            if inside and len(lines) <= MOST_LINES + 1 and (not best or _span(lines) < _span(best)):
                best = lines
    return best or grid(low, high)


def ends(low: float, high: float, limits: Limits = (None, None)) -> tuple[float, float]:
    """Round values close around `low` and `high`, for an axis that names only its two ends."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        lines = grid(low, high)
        return lines[0], lines[-1]
    step = 10.0 ** math.floor(math.log10((high - low) / 4))
    floor, ceiling = _ends(limits)
    first, last = (_enclosing(low, high, step)[at] for at in (0, -1))
    return min(max(first, floor), low), max(min(last, ceiling), high)


def shown_range(trend: Trend, also: Iterable[float] = ()) -> tuple[float, float]:
    """The least and greatest value that must be visible: values, their intervals within reason, and `also`."""
    figures = [point.figure for point in (*trend.points, *trend.compare)]
    values = [figure.value for figure in figures if figure.value is not None] + list(also)
    if trend.unit in WITH_ZERO:
        values.append(0.0)
    if not values:
        values = [limit for limit in trend.limits if limit is not None] or [0.0, 1.0]
    low, high = min(values), max(values)
    least = LEAST_SPAN.get(trend.unit, _least_span(trend))
    room = max(high - low, least) * BAND_SHARE / 2
    ends = [end for f in figures if f.value is not None for end in (f.low, f.high) if end is not None]
    low = min([low, *(max(end, low - room) for end in ends)])
    high = max([high, *(min(end, high + room) for end in ends)])
    return _widened(low, high, least, trend.limits)


def with_air(lines: list[float], values: list[float]) -> tuple[float, float]:
    """The range of an axis with these lines, wide enough that a point on its uppermost or lowest line is seen whole."""
    air = AIR * (lines[-1] - lines[0])
    return min([lines[0], *(value - air for value in values)]), max([lines[-1], *(value + air for value in values)])


def _ends(limits: Limits) -> tuple[float, float]:
    floor = -math.inf if limits[0] is None else limits[0]
    return floor, math.inf if limits[1] is None else limits[1]


def _widened(low: float, high: float, least: float, limits: Limits) -> tuple[float, float]:
    """At least `least` apart and inside what the value can be at all."""
    floor, ceiling = _ends(limits)
    missing = max(0.0, least - (high - low)) / 2
    low, high = low - missing, high + missing
    if low < floor:
        low, high = floor, max(high + min(floor - low, missing), min(floor + least, ceiling))
    if high > ceiling:
        low, high = max(floor, min(low, ceiling - least)), ceiling
    return low, high


def _least_span(trend: Trend) -> float:
    if trend.unit == Unit.SCALE and trend.scale_max:
        return trend.scale_max / 5
    return 0.0


def _enclosing(low: float, high: float, step: float) -> list[float]:
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def _span(lines: list[float]) -> tuple[int, float]:
    enough = 0 if len(lines) - 1 >= FEWEST_LINES - 1 else 1
    return enough, lines[-1] - lines[0]
