"""From wall time to UTC in a named zone, with the hours that clocks skip or repeat."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxdesk.domain.errors import BadQuestion
from cxdesk.intake.batch import TIME_SKIPPED, TIME_TWICE
from cxdesk.intake.dates import DAY, EPOCH, MICROSECOND
from cxdesk.system.i18n import _

GAP, TWICE = TIME_SKIPPED, TIME_TWICE
_FIRST, _LAST = date(1, 1, 2).toordinal() - EPOCH, date(9999, 12, 30).toordinal() - EPOCH


class WallClock:
    """Wall times of one zone as instants. Days without a clock change are a subtraction; the others are looked up.

    Raises BadQuestion for a name that no system knows.
    """

    def __init__(self, name: str) -> None:
        try:
            self._zone = ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadQuestion(
                _("There is no time zone called {name}.", name=name), _("Write it as Europe/Paris or UTC.")
            ) from None
        self._shifts: dict[int, int | None] = {}

    def shift(self, day: int) -> int | None:
        """µs to subtract from any wall time of that day (days since 1970); None when clocks change on it."""
        if day not in self._shifts:
            self._shifts[day] = self._find_shift(day)
        return self._shifts[day]

    def instant(self, day: int, time: int) -> tuple[int, str]:
        """(µs UTC, "" or GAP or TWICE). A skipped time counts from the offset before the change, a repeated one is
        the first.
        """
        shift = self.shift(day)
        wall = day * DAY + time
        if shift is not None:
            return wall - shift, ""
        moment = datetime.fromordinal(day + EPOCH) + timedelta(microseconds=time)
        first, second = self._offset(moment, 0), self._offset(moment, 1)
        flag = "" if first == second else GAP if first < second else TWICE
        return wall - first, flag

    def _find_shift(self, day: int) -> int | None:
        start = datetime.fromordinal(min(max(day, _FIRST), _LAST) + EPOCH)
        end = start + timedelta(days=1, microseconds=-1)
        offsets = {self._offset(moment, fold) for moment in (start, end) for fold in (0, 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def _offset(self, moment: datetime, fold: int) -> int:
        found = moment.replace(tzinfo=self._zone, fold=fold).utcoffset()
        return round(found.total_seconds() * MICROSECOND) if found else 0
