"""Cells that are calendar days or instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cxdesk.intake import dates
from cxdesk.intake.batch import NOT_A_DATE, TIME_SKIPPED
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Memo, Reader, all_texts
from cxdesk.intake.dates import DAY, MICROSECOND, NUMERIC_LAYOUTS, SINCE, TYPED, Wall
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.numbers import reader as number_reader
from cxdesk.intake.zones import GAP, TWICE, WallClock

if TYPE_CHECKING:
    from cxdesk.intake.dates_in_full import DatesInFull

_BLOCK = 16  # cells from which on reading them together pays


class DateReader(Reader):
    """Calendar days that never shift: days since 1970-01-01."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        name = use.layout or TYPED
        self._numeric = name if name in NUMERIC_LAYOUTS or name.startswith(SINCE) else ""
        self._layout = dates.layout("%Y-%m-%d %H:%M" if name == TYPED or self._numeric else name)

    def read(self, cell: Cell) -> int | None:
        wall = self.wall(cell)
        return None if wall is None else wall.day

    def wall(self, cell: Cell) -> Wall | None:
        """The moment as written; None for blanks and, noted, for what is no date."""
        if isinstance(cell, date):
            return _typed(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            found = dates.numeric(self._numeric, float(cell)) if self._numeric else None
        else:
            text = self.filled(cell)
            if not text:
                return None
            found = self._layout.read(text) or self._by_number(text)
        if found is None:
            self.refuse(cell, NOT_A_DATE)
        return found

    def _by_number(self, text: str) -> Wall | None:
        number = number_reader(".", "")(text) if self._numeric else None
        return None if number is None else dates.numeric(self._numeric, number)


class MonthEndReader(DateReader):
    """Ends written as whole months, which are covered to their last day: the first day after them."""

    def read(self, cell: Cell) -> int | None:
        day = super().read(cell)
        return None if day is None else dates.month_after(day)


def _typed(cell: date) -> Wall:
    day = cell.toordinal() - dates.EPOCH
    if not isinstance(cell, datetime):
        return Wall(day, 0, None)
    clock = ((cell.hour * 60 + cell.minute) * 60 + cell.second) * MICROSECOND + cell.microsecond
    offset = cell.utcoffset()
    return Wall(day, clock, None if offset is None else round(offset.total_seconds() / 60))


class InstantReader(DateReader):
    """µs UTC, or wall time for floating columns. A date part and a time part are read once each where they stand
    apart.
    """

    def __init__(self, use: ColumnUse, clock: WallClock) -> None:
        super().__init__(use)
        self._clock = clock
        self._floating = use.zone == "floating"
        self._offset = use.zone == "offset"
        self.twice: set[Any] = set()
        self.form = ""  # strftime pattern of all cells read last, where they are written in full and alike
        self._split = (
            ("T" if "%dT" in use.layout else " ")
            if not self._numeric and use.layout != TYPED and self._layout.splits
            else ""
        )
        self._days = Memo(self._day)
        self._times = Memo(self._time)
        self._twelve = "%I" in self._layout.name
        self._clock_layout = dates.layout("%Y-%m-%d %I:%M %p" if self._twelve else "%Y-%m-%d %H:%M")

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        self.form = ""
        if not self._split or not all_texts(cells) or (self.missing and not self.missing.isdisjoint(cells)):
            return super().values(cells)
        if len(cells) < _BLOCK or self._in_full is None:
            return self._apart(cells)
        if "" not in cells:
            return self._together(cells) or self._apart(cells)
        filled = [cell for cell in cells if cell]
        values = iter((len(filled) >= _BLOCK and self._together(filled)) or self._apart(filled))
        return [next(values) if cell else None for cell in cells]

    def _together(self, cells: Sequence[Any]) -> list[Any] | None:
        """The moments of cells that are all written in full; None where one is not."""
        found = self._in_full.read(cells) if self._in_full is not None else None
        if found is None:
            return None
        values, places = found
        for at in places:  # on a day on which clocks change
            values[at] = self.memo[cells[at]]
        if self._in_full is not None and not places:
            self.form = self._in_full.form
        return values

    @cached_property
    def _in_full(self) -> DatesInFull | None:
        """The quick way through blocks of cells that are all written in full; None where there can be none."""
        from cxdesk.intake.dates_in_full import DatesInFull, parts_of

        pieces = parts_of(self._layout.date_pattern)
        if pieces is None or self._offset or self._twelve:
            return None
        return DatesInFull(pieces, self._split, (lambda _day: 0) if self._floating else self._clock.shift)

    def _apart(self, cells: Sequence[Cell]) -> list[Any]:
        days, times, memo, split = self._days, self._times, self.memo, self._split
        found: list[Any] = []
        append = found.append
        for cell in cells:
            day, _sign, clock = cell.partition(split)  # type: ignore[union-attr]
            try:
                append(days[day] + times[clock])
            except TypeError:  # a part that needs the whole cell: blank, offset, clock change, no date
                append(memo[cell])
        return found

    def repeated(self, cells: Sequence[Cell]) -> int:
        """How many of the cells name a time that clocks showed twice."""
        return sum(cell in self.twice for cell in cells) if self.twice else 0

    def read(self, cell: Cell) -> int | None:
        wall = self.wall(cell)
        if wall is None:
            return None
        if self._floating:
            return wall.day * DAY + wall.time
        if wall.offset is not None:
            return wall.day * DAY + wall.time - wall.offset * 60 * MICROSECOND
        instant, flag = self._clock.instant(wall.day, wall.time)
        if flag == GAP:
            self.refuse(cell, TIME_SKIPPED)
        elif flag == TWICE:
            self.twice.add(cell)
        return instant

    def _day(self, text: str) -> int | None:
        wall = self._layout.read(text)
        if wall is None:
            return None
        if self._floating or self._offset:
            return wall.day * DAY
        shift = self._clock.shift(wall.day)
        return None if shift is None else wall.day * DAY - shift

    def _time(self, text: str) -> int | None:
        if len(text) == 8 and not self._offset and not self._twelve:
            found = _clock_of_eight(text)
            if found is not None:
                return found
        wall = self._clock_layout.read(f"2000-01-01 {text}") if text else None
        if wall is None or (wall.offset is not None) != self._offset:
            return None
        return wall.time - (wall.offset or 0) * 60 * MICROSECOND


def _clock_of_eight(text: str) -> int | None:
    """µs of `08:51:12`, the commonest form by far; None for any other text."""
    hour, minute, second = text[:2], text[3:5], text[6:]
    if text[2] != ":" or text[5] != ":" or not (hour + minute + second).isdecimal():
        return None
    if hour > "23" or minute > "59" or second > "59":
        return None
    return ((int(hour) * 60 + int(minute)) * 60 + int(second)) * MICROSECOND
