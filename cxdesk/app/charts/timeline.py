"""Where days lie on a time axis whose units are all equally wide, and which days a stretch of it means."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date
from itertools import pairwise

from cxdesk.domain.periods import Period


class Timeline:
    """Unit number k spans from k − 0.5 to k + 0.5. Months of 28 and 31 days are equally wide, as people read them."""

    def __init__(self, units: list[Period]) -> None:
        self.units = units
        self._starts = [unit.start for unit in units]

    def __len__(self) -> int:
        return len(self.units)

    def position(self, day: date) -> float:
        """The place of a day's first moment; days beyond the ends lie at the ends."""
        at = bisect_right(self._starts, day) - 1
        if at < 0:
            return -0.5
        unit = self.units[at]
        share = (day - unit.start).days / unit.days
        return at - 0.5 + min(share, 1.0)

    def stretch(self, period: Period) -> tuple[float, float] | None:
        """Both ends of a period, or None when the axis shows nothing of it, or nothing but it."""
        if not self.units or period.end <= self.units[0].start or period.start >= self.units[-1].end:
            return None
        if period.start <= self.units[0].start and period.end >= self.units[-1].end:
            return None
        return self.position(period.start), self.position(period.end)

    def unit_at(self, x: float) -> int | None:
        """The number of the unit at x, or None beside the axis."""
        at = math.floor(x + 0.5)
        return at if 0 <= at < len(self.units) else None

    def snapped(self, x0: float, x1: float) -> Period | None:
        """The whole units that a drag from x0 to x1 touched with more than a tenth of their width."""
        if not self.units:
            return None
        low, high = min(x0, x1), max(x0, x1)
        first = self._clip(math.floor(low + 0.5 + 0.1))
        last = max(first, self._clip(math.ceil(high + 0.5 - 0.1) - 1))
        return Period(self.units[first].start, self.units[last].end)

    def moved(self, x0: float, x1: float) -> Period | None:
        """The whole units nearest to a stretch whose ends were moved; at least one."""
        if not self.units:
            return None
        first = self._clip(round(min(x0, x1) + 0.5))
        last = max(first, self._clip(round(max(x0, x1) + 0.5) - 1))
        return Period(self.units[first].start, self.units[last].end)

    def _clip(self, at: int) -> int:
        return min(max(at, 0), len(self.units) - 1)


def runs(there: list[bool], breaks: set[int]) -> list[range]:
    """The stretches of points to be joined: without gaps, and one begins anew at each number in `breaks`."""
    starts = [at for at, here in enumerate(there) if here and (at == 0 or not there[at - 1] or at in breaks)]
    ends = []
    for start, following in pairwise([*starts, len(there)]):
        end = start
        while end < following and there[end]:
            end += 1
        ends.append(end)
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]
