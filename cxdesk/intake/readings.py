"""Reading the cells of one column: each different cell is read once, and remembered.

A reader gives values for a list of cells and remembers which texts were refused and why; positions of refused cells
are looked up only where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.reading import Status, read_answer
from cxdesk.domain.scales import Label, Scale
from cxdesk.domain.text import fold
from cxdesk.intake import dates
from cxdesk.intake.batch import (
    CELL_ERROR,
    NOT_A_DATE,
    NOT_A_DURATION,
    NOT_A_NUMBER,
    NOT_YES_NO,
    OFF_SCALE,
    TIME_SKIPPED,
    UNKNOWN_ANSWER,
)
from cxdesk.intake.blocks import NO_VALUE, Cell, CellError
from cxdesk.intake.count_ratings import NO, YES, point_of
from cxdesk.intake.dates import DAY, MICROSECOND, NUMERIC_LAYOUTS, TYPED, Wall
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import COMMENT_OF, QUESTION, ColumnUse, Mapping, Question
from cxdesk.intake.numbers import reader as number_reader
from cxdesk.intake.ratings import read_reading
from cxdesk.intake.zones import GAP, TWICE, WallClock

MEMORY = 1 << 17  # different cells remembered per column; a day has 86,400 seconds
MONEY_UNITS = 10_000  # money is kept in 1/10,000 of the unit
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@0-9\t\r＝])")
_DURATION = re.compile(r"^(-?)(?:(\d+):)?(\d{1,5}):(\d{2})(?:[.,]\d+)?$")


class Memo(dict[Any, Any]):
    """Remembers what a function gives; forgets all when it has grown too large."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Any) -> Any:
        if len(self) >= MEMORY:
            self.clear()
        value = self[key] = self._compute(key)
        return value


class Reader:
    """Values of one column. `refused` maps a cell to its reason; refused cells have the value None (or are marked)."""

    def __init__(self, use: ColumnUse) -> None:
        self.use = use
        self.missing = frozenset(use.missing)
        self.refused: dict[Any, str] = {}
        self.memo = Memo(self._noted)

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        """One value per cell."""
        return list(map(self.memo.__getitem__, cells))

    def code(self, cell: Cell) -> str | None:
        """Why a cell is refused; None when it is not."""
        self.values([cell])
        return self.refused.get(cell)

    def refusals(self, cells: Sequence[Cell]) -> Iterable[tuple[int, str]]:
        """(position, reason) of refused cells among those just read."""
        if not self.refused:
            return ()
        refused = self.refused
        return [(at, refused[cell]) for at, cell in enumerate(cells) if cell in refused]

    def _noted(self, cell: Cell) -> Any:
        if type(cell) is CellError:
            self.refused[cell] = NO_VALUE if cell.kind == NO_VALUE else CELL_ERROR
            return None
        return self.read(cell)

    def read(self, cell: Cell) -> Any:
        """The value of one cell."""
        raise NotImplementedError

    def refuse(self, cell: Cell, code: str) -> None:
        if len(self.refused) < MEMORY:
            self.refused[cell] = code

    def text(self, cell: Cell) -> str:
        """The cell as text; empty for blanks and the column's words for nothing."""
        text = tidy(cell_text(cell))
        return "" if text in self.missing else text

    def filled(self, cell: Cell) -> str:
        """The same, where all known words for nothing mean nothing: scores, numbers, dates."""
        text = self.text(cell)
        return "" if len(text) <= 24 and fold(text) in MISSING_WORDS else text


def tidy(text: str) -> str:
    """Without spaces around, with one sort of line end, without the mark that keeps spreadsheets from calculating."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORMULA_GUARD.sub("", text) if text[:1] == "'" else text


def all_texts(cells: Sequence[Cell]) -> bool:
    """Whether every cell is a text, as in every file that is no workbook."""
    return not set(map(type, cells)) - {str}


def plain_texts(cells: Sequence[str]) -> list[str]:
    """`tidy` of every cell; the cells that need more than stripping are rare."""
    texts = list(map(str.strip, cells))
    together = "\n".join(texts)
    if "\r" in together or "\n'" in together or together[:1] == "'":
        return list(map(tidy, texts))
    return texts


class TextReader(Reader):
    """Ids, names, labels: as written. `labels` of the mapping translate. Where the first cells repeat, each different
    cell is remembered, else that would cost more than it saves.
    """

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._repeating: bool | None = True if use.labels else None

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        if self._repeating is None and cells:
            self._repeating = 4 * len(set(cells)) < len(cells)
        if self._repeating or not all_texts(cells):
            return super().values(cells)
        texts = plain_texts(cells)  # type: ignore[arg-type]
        if self.missing:
            return [None if text in self.missing else text or None for text in texts]
        return [text or None for text in texts] if "" in texts else texts

    def read(self, cell: Cell) -> str | None:
        text = self.text(cell)
        return self.use.labels.get(text, text) or None


class CommentReader(TextReader):
    """Free text: hardly a cell comes twice, so nothing is remembered."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._repeating = False

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        if not all_texts(cells):
            return [self._noted(cell) for cell in cells]
        return super().values(cells)


class NumberReader(Reader):
    def __init__(self, use: ColumnUse, unit: int = 0) -> None:
        super().__init__(use)
        self._read = number_reader(use.decimal or ".", use.group)
        self._unit = unit

    def read(self, cell: Cell) -> float | int | None:
        number: float | None
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            number = float(cell) if cell == cell and abs(cell) != float("inf") else None
        else:
            text = self.filled(cell)
            if not text:
                return None
            number = self._read(text)
        if number is None:
            self.refuse(cell, NOT_A_NUMBER)
            return None
        return self._money(cell, number) if self._unit else number

    def _money(self, cell: Cell, number: float) -> int | None:
        if abs(number) * self._unit >= 2**53:
            self.refuse(cell, NOT_A_NUMBER)
            return None
        return round(number * self._unit)


class BoolReader(Reader):
    def read(self, cell: Cell) -> int | None:
        if isinstance(cell, bool):
            return int(cell)
        text = fold(self.use.labels.get(self.text(cell), self.text(cell)))
        if text in MISSING_WORDS:
            return None
        if text not in YES and text not in NO:
            self.refuse(cell, NOT_YES_NO)
            return None
        return int(text in YES)


class DurationReader(Reader):
    """Seconds, from H:MM:SS, from a spreadsheet's duration, or from a number of seconds."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._number = number_reader(use.decimal or ".", use.group)

    def read(self, cell: Cell) -> float | None:
        if isinstance(cell, timedelta):
            return cell.total_seconds()
        if isinstance(cell, time):
            return cell.hour * 3600.0 + cell.minute * 60 + cell.second
        text = self.filled(cell)
        if not text:
            return None
        found = _DURATION.match(text)
        seconds = _seconds(found) if found else self._number(text)
        if seconds is None:
            self.refuse(cell, NOT_A_DURATION)
        return seconds


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds = (found[2], found[3], found[4]) if found[2] else (found[3], found[4], "0")
    total = int(hours) * 3600.0 + int(minutes) * 60 + int(seconds)
    return -total if found[1] else total


class DateReader(Reader):
    """Calendar days that never shift: days since 1970-01-01."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        name = use.layout or TYPED
        self._numeric = name if name in NUMERIC_LAYOUTS else ""
        self._layout = dates.layout("%Y-%m-%d %H:%M" if name in (TYPED, *NUMERIC_LAYOUTS) else name)

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
        self._split = (
            ("T" if "%dT" in use.layout else " ")
            if not self._numeric and use.layout != TYPED and self._layout.splits
            else ""
        )
        self._days = Memo(self._day)
        self._times = Memo(self._time)
        written_in_full = self._layout.date_pattern.count("%Y") == 1 and len(self._layout.date_pattern) == 8
        self._width = len("2000-01-01 00:00:00") if written_in_full else 0
        self._hours = Memo(self._hour)
        self._rests = Memo(self._rest)
        self._twelve = "%I" in self._layout.name
        self._clock_layout = dates.layout("%Y-%m-%d %I:%M %p" if self._twelve else "%Y-%m-%d %H:%M")

    def values(self, cells: Sequence[Cell]) -> list[Any]:
        if not self._split or not all_texts(cells):
            return super().values(cells)
        if self._width and set(map(len, cells)) == {self._width}:  # type: ignore[arg-type]
            found = self._of_one_width(cells)  # type: ignore[arg-type]
            if found is not None:
                return found
        return self._apart(cells)

    def _of_one_width(self, cells: Sequence[str]) -> list[Any] | None:
        """The values where every cell is written in full; None as soon as one needs a closer look."""
        hours, rests = self._hours, self._rests
        try:
            return [hours[cell[:13]] + rests[cell[13:]] for cell in cells]
        except TypeError:
            return None

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

    def _hour(self, text: str) -> int | None:
        """The instant at which an hour (`2026-03-01 10`) begins; None where clocks change within it, or it is none."""
        if text[10] != self._split:
            return None
        wall = self._layout.read(f"{text}:00:00")
        if wall is None or wall.offset is not None:
            return None
        if self._floating:
            return wall.day * DAY + wall.time
        if self._offset:
            return None
        start, flag = self._clock.instant(wall.day, wall.time)
        end, other = self._clock.instant(wall.day, wall.time + 3599 * MICROSECOND)
        return None if flag or other or end - start != 3599 * MICROSECOND else start

    def _rest(self, text: str) -> int | None:
        """µs of `:51:12` within an hour."""
        return None if text[0] != ":" else _clock_of_eight("00" + text)

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


class ScoreReader(Reader):
    """Scores as answered, and the status of each cell. A refused cell is an invalid answer."""

    def __init__(self, use: ColumnUse, question: Question) -> None:
        super().__init__(use)
        self.scale = scale_of(question)
        self._status: dict[Any, int] = {}
        self._marks = Memo(self._mark)

    def statuses(self, cells: Sequence[Cell]) -> list[int]:
        """0 answered, 1 missing, 2 invalid; after `values` of the same cells."""
        status = self._status
        try:
            return list(map(status.__getitem__, cells))
        except KeyError:  # forgotten meanwhile: very many different cells
            return [self._find(cell) for cell in cells]

    def marks(self, cells: Sequence[Cell]) -> list[str]:
        """Score and status of each cell as one text, for hashes."""
        return list(map(self._marks.__getitem__, cells))

    def _mark(self, cell: Cell) -> str:
        score = self.memo[cell]
        shown = "" if score is None else str(int(score)) if score.is_integer() else repr(score)
        return f"{shown} {self._find(cell)}"

    def _find(self, cell: Cell) -> int:
        if cell not in self._status:
            self._noted(cell)
        return self._status[cell]

    def _noted(self, cell: Cell) -> Any:
        if len(self._status) >= MEMORY:
            self._status.clear()
        self._status[cell] = 1
        return super()._noted(cell)

    def read(self, cell: Cell) -> float | None:
        written = cell if isinstance(cell, int | float) else self.text(cell)
        found = read_answer(written, self.scale)
        self._status[cell] = {Status.OK: 0, Status.MISSING: 1, Status.INVALID: 2}[found.status]
        if found.status is Status.INVALID:
            self.refuse(cell, OFF_SCALE if point_of(cell_text(cell).strip()) else UNKNOWN_ANSWER)
        return found.raw


def scale_of(question: Question) -> Scale:
    """The scale of a question with its codes and words."""
    from dataclasses import replace

    scale, codes = read_reading(question.scale or "0-10")
    labels = tuple(Label(value, text) for text, value in question.labels)
    return replace(scale, na_codes=(*question.na_codes, *codes), labels=labels)


def reader_for(use: ColumnUse, kind: str, question: Question | None, clock: WallClock) -> Reader:
    """The reader of a column that is a field, a question, a comment or an attribute."""
    if use.field == QUESTION and question is not None and question.scale is not None:
        return ScoreReader(use, question)
    if use.field in (QUESTION, COMMENT_OF):
        return CommentReader(use)
    if use.field.startswith("@"):
        return TextReader(use)
    wanted = kind_named(kind).field(use.field).type
    if wanted is Type.INSTANT:
        return InstantReader(use, clock)
    plain: dict[Type, Callable[[], Reader]] = {
        Type.DATE: lambda: DateReader(use),
        Type.NUMBER: lambda: NumberReader(use),
        Type.MONEY: lambda: NumberReader(use, MONEY_UNITS),
        Type.BOOL: lambda: BoolReader(use),
        Type.DURATION: lambda: DurationReader(use),
        Type.COMMENT: lambda: CommentReader(use),
    }
    return plain.get(wanted, lambda: TextReader(use))()


def readers(mapping: Mapping) -> dict[int, Callable[[str], str | None]]:
    """Column → a function that says why a written cell would be refused, for columns where that can happen."""
    clock = WallClock("UTC")
    found: dict[int, Callable[[str], str | None]] = {}
    for use in mapping.columns:
        if use.field in ("@ignore", "@attribute", COMMENT_OF):
            continue
        reader = reader_for(use, mapping.kind, mapping.question(use.index), clock)
        if not isinstance(reader, TextReader):
            found[use.index] = reader.code
    return found
