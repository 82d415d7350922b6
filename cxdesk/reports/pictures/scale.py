"""A vertical or horizontal scale: round numbers on it, and where a value lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, in steps; `start` and `end` are the places of the two on the plane."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; of one beyond the ends, the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def lines(self) -> tuple[float, ...]:
        """The round numbers, both ends with them."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + at * self.step for at in range(count + 1))

    @property
    def decimals(self) -> int:
        """As many as tell the lines apart."""
        return next((n for n in range(4) if abs(self.step * 10**n - round(self.step * 10**n)) < 1e-9), 4)


def round_scale(
    values: Iterable[float],
    start: float,
    end: float,
    limits: tuple[float | None, float | None] = (None, None),
    lines: int = 5,
) -> Scale:
    """A scale of round numbers that holds all values, without going where no value can be."""
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if high - low < 1e-9 * max(1.0, abs(high)):
        low, high = low - max(0.5, abs(low) / 10), high + max(0.5, abs(high) / 10)
    step = _step((high - low) / lines)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if limits[0] is not None and first * step < limits[0] <= low:
        first = math.ceil(limits[0] / step - 1e-9)
    if limits[1] is not None and last * step > limits[1] >= high:
        last = math.floor(limits[1] / step + 1e-9)
    last = max(last, first + 1)
    return Scale(min(first * step, low), max(last * step, high), step, start, end)


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in STEPS if power * one >= least * (1 - 1e-9))
