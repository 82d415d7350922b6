"""Days in one column and the time of day in another, as tills, telephone exchanges and payment services write them:
together they are one moment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.dates import COMPACT_PATTERNS, NUMERIC_LAYOUTS
from cxdesk.intake.evidence import Guess
from cxdesk.intake.mapping import ATTRIBUTE, ColumnUse

MOST = 0.8  # of the filled cells must be times of day
WITH_TIME = " %H:%M:%S"
_TEXT = re.compile(r"^(\d{1,2})\s?[:hH]\s?(\d{2})?(?:[:mM]\s?(\d{2})s?)?(?:[.,]\d+)?\s*(?:([AaPp])\.?[Mm]\.?)?$")
_TIME = re.compile(r"\b(?:time(?: of day)?|hour|heures?|ora|orele)\b")
_DAY = re.compile(r"\b(?:date|day|jour|data|ziua|zi|on|at|le|la)\b")
_LITTLE = re.compile(r"\b(?:de|du|des|d|l|la|le|of|the)\b|[^\w\s]")


def time_in(cell: Cell) -> time | None:
    """The time of day that a cell says: `9:05`, `19h30`, `2:05 PM`, a time of a spreadsheet; None for others."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return _at(cell.total_seconds())
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _at(round(cell * 86_400)) if 0 <= cell < 1 else None
    return _written(cell.strip()) if isinstance(cell, str) else None


def _at(seconds: float) -> time | None:
    return (datetime.min + timedelta(seconds=seconds)).time() if 0 <= seconds < 86_400 else None


def _written(text: str) -> time | None:
    found = _TEXT.match(text)
    if found is None or (found[2] is None and ":" in text):
        return None
    hour, minute, second, half = int(found[1]), int(found[2] or 0), int(found[3] or 0), found[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def clock_of(use: ColumnUse, anchor: bool, uses: Mapping[int, str], guesses: Sequence[Guess]) -> int | None:
    """The column with the time of day of a column of days: of the same name, but for the word for time; of the day that
    places the row (`anchor`) also the only one that is called just "time".
    """
    if use.layout in NUMERIC_LAYOUTS or use.layout in COMPACT_PATTERNS:
        return None
    free = [guess for guess in guesses if uses.get(guess.index) == ATTRIBUTE and _is_clock(guess)]
    own = _about(use.heading, _DAY)
    same = [guess.index for guess in free if _about(guess.heading, _TIME) == own]
    bare = [guess.index for guess in free if not _about(guess.heading, _TIME)] if anchor else []
    found = same or bare
    return found[0] if len(found) == 1 else None


def _is_clock(guess: Guess) -> bool:
    named = _TIME.search(fold(guess.heading.replace("_", " ")))
    return bool(named) and guess.filled > 0 and guess.clocks >= MOST * guess.filled


def _about(heading: str, words: re.Pattern[str]) -> str:
    """What a heading says beside that it is a day, or a time."""
    plain = _LITTLE.sub(" ", words.sub(" ", fold(heading.replace("_", " "))))
    return " ".join(plain.split())


def timed(use: ColumnUse) -> ColumnUse:
    """The use as its cells are read once each day has its time."""
    return replace(use, layout=use.layout + WITH_TIME) if use.clock is not None and "%" in use.layout else use


def with_times(columns: list[tuple[Cell, ...]], uses: Sequence[ColumnUse]) -> list[tuple[Cell, ...]]:
    """The columns of one block; days have their times, where their row says one."""
    made = list(columns)
    for use in uses:
        if use.clock is not None:
            known = {cell: time_in(cell) for cell in set(columns[use.clock])}
            pairs = zip(columns[use.index], columns[use.clock], strict=True)
            made[use.index] = tuple(_moment(day, known[clock]) for day, clock in pairs)
    return made


def _moment(day: Cell, clock: time | None) -> Cell:
    if clock is None:
        return day
    if isinstance(day, str) and day.strip():
        return f"{day.strip()} {clock:%H:%M:%S}"
    return datetime.combine(day, clock) if isinstance(day, date) else day
