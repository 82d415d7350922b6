"""From instants to local days: the workspace's time zone as arrays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from cxdesk.domain.errors import BadQuestion
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.system.i18n import _

MICROSECOND = 1_000_000
DAY = 86_400 * MICROSECOND
HOUR = 3_600 * MICROSECOND
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = -62_000_000_000, 253_000_000_000  # seconds that a datetime holds in every zone: the years 5 to 9987
_STEP = 7 * 86_400  # no zone has changed its offset twice within a week


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The date that a day number stands for."""
    return _EPOCH + timedelta(days=int(number))


class Zone:
    """An IANA time zone. Offsets come from its transitions, found once by bisection for the span that data need.

    Floating values are wall time already and never shift. Raises BadQuestion for a name that no system knows.
    """

    def __init__(self, name: str) -> None:
        try:
            self._info = ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadQuestion(
                _("There is no time zone called {name}.", name=name), _("Write it as Europe/Paris or UTC.")
            ) from None
        self.name = name or "UTC"
        self._spans: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}

    def local(self, utc: np.ndarray, floating: np.ndarray | None = None) -> np.ndarray:
        """Local wall time in µs since 1970-01-01 00:00 for instants in µs UTC; NO_INSTANT stays."""
        known = utc != NO_INSTANT
        if not known.any():
            return utc.copy()
        edges, offsets = self._transitions(int(utc[known].min()), int(utc[known].max()))
        shift = offsets[np.searchsorted(edges, utc, side="right")] if len(edges) else offsets[0]
        moved = known if floating is None else known & ~floating
        return np.where(moved, utc + shift, utc)

    def utc(self, wall: np.ndarray) -> np.ndarray:
        """An instant for each wall time, the first where clocks repeat an hour; NO_INSTANT stays."""
        known = wall != NO_INSTANT
        if not known.any():
            return wall.copy()
        low, high = int(wall[known].min()) - DAY, int(wall[known].max()) + DAY
        edges, offsets = self._transitions(low, high)
        local_edges = edges + np.maximum(offsets[:-1], offsets[1:])
        shift = offsets[np.searchsorted(local_edges, wall, side="right")]
        return np.where(known, wall - shift, wall)

    def days(self, utc: np.ndarray, floating: np.ndarray | None = None) -> np.ndarray:
        """Local day numbers, int32; NO_DAY where there is no instant."""
        days = np.floor_divide(self.local(utc, floating), DAY)
        return np.where(utc == NO_INSTANT, NO_DAY, days).astype(np.int32)

    def midnight(self, day: date) -> int:
        """The instant (µs UTC) at which a local day begins; where clocks skip midnight, its first moment."""
        wall = datetime(day.year, day.month, day.day)
        return _microseconds(wall.replace(tzinfo=self._info).astimezone(UTC))

    def hours(self, start: date, end: date) -> float:
        """Hours from local midnight of `start` to local midnight of `end`: 743 or 745 where clocks changed."""
        return (self.midnight(end) - self.midnight(start)) / HOUR

    def _transitions(self, low: int, high: int) -> tuple[np.ndarray, np.ndarray]:
        """Instants at which the offset changes within [low, high] µs, ascending, and the offsets (µs) around them."""
        first, last = low // MICROSECOND // _STEP, high // MICROSECOND // _STEP + 1
        found = self._spans.get((first, last))
        if found is None:
            found = self._spans[(first, last)] = self._search(first * _STEP, last * _STEP)
        return found

    def _search(self, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        edges, offsets = [], [self._offset(start)]
        for left in range(start, end, _STEP):
            after = self._offset(left + _STEP)
            if after != offsets[-1]:
                edges.append(self._bisect(left, left + _STEP, offsets[-1]))
                offsets.append(after)
        return np.array(edges, np.int64) * MICROSECOND, np.array(offsets, np.int64) * MICROSECOND

    def _bisect(self, low: int, high: int, before: int) -> int:
        """The first second in (low, high] whose offset is no longer `before`."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high

    def _offset(self, second: int) -> int:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(second, _FIRST), _LAST))
        offset = moment.astimezone(self._info).utcoffset()
        return round(offset.total_seconds()) if offset else 0


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
