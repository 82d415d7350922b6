"""The words under a time axis: initials, short names every third unit, and each year once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxdesk.app.dates import unit_text
from cxdesk.domain.periods import Grain, Period
from cxdesk.system import i18n

INITIAL_ROOM = 15.0  # pixels that a month's initial wants
PATTERNS = {Grain.DAY: "d MMM", Grain.WEEK: "d MMM", Grain.MONTH: "MMM", Grain.QUARTER: "QQQ", Grain.YEAR: "y"}
ROOM = {Grain.DAY: 52.0, Grain.WEEK: 52.0, Grain.MONTH: 34.0, Grain.QUARTER: 28.0, Grain.YEAR: 40.0}
STRIDES = {
    Grain.MONTH: (1, 3, 6, 12),
    Grain.QUARTER: (1, 2, 4),
    Grain.WEEK: (1, 2, 4, 13, 26),
    Grain.DAY: (1, 7, 14, 28),
}


@dataclass(frozen=True)
class Mark:
    """A text under the unit at `at`; `year` is written below it where a year begins."""

    at: int
    text: str
    year: str = ""


def marks(units: list[Period], grain: Grain, room: float, zoom: float = 1.0) -> list[Mark]:
    """What to write under each unit that has `room` pixels; units without words are left out."""
    if grain is Grain.MONTH and room >= INITIAL_ROOM * zoom:
        names = _months(units, "LLLLL" if room < ROOM[grain] * zoom else "LLL")
        return [Mark(at, name, _year(units, at, grain)) for at, name in names]
    stride = _stride(grain, room, zoom)
    found = []
    for at, unit in enumerate(units):
        year = _year(units, at, grain)
        if _is_named(unit, at, grain, stride):
            found.append(Mark(at, i18n.day(unit.start, PATTERNS[grain]), year))
        elif year:
            found.append(Mark(at, "", year))
    return found


def first_of_years(units: list[Period]) -> list[int]:
    """Where a new year begins on the axis, without the first unit."""
    return [at for at in range(1, len(units)) if units[at].start.year != units[at - 1].start.year]


def spoken(unit: Period, grain: Grain) -> str:
    """A unit's name with a capital, for the head of a tooltip or a row of the table."""
    text = unit_text(unit, grain)
    return text[:1].upper() + text[1:]


def _months(units: list[Period], pattern: str) -> list[tuple[int, str]]:
    return [(at, i18n.day(unit.start, pattern)) for at, unit in enumerate(units)]


def _stride(grain: Grain, room: float, zoom: float) -> int:
    wanted = ROOM[grain] * zoom
    for stride in STRIDES.get(grain, (1, 2, 5, 10)):
        if room * stride >= wanted:
            return stride
    return max(1, round(wanted / max(room, 0.01)))


def _is_named(unit: Period, at: int, grain: Grain, stride: int) -> bool:
    if grain is Grain.MONTH:
        return (unit.start.month - 1) % stride == 0
    if grain is Grain.QUARTER:
        return ((unit.start.month - 1) // 3) % stride == 0
    return at % stride == 0


def _year(units: list[Period], at: int, grain: Grain) -> str:
    """The year, under the first unit and wherever another year begins; a first year of one unit has no room."""
    if grain is Grain.YEAR:
        return ""
    year = _year_of(units[at])
    if at == 0:
        return "" if any(_year_of(unit) != year for unit in units[1:3]) else str(year)
    return str(year) if _year_of(units[at - 1]) != year else ""


def _year_of(unit: Period) -> int:
    start: date = unit.start
    return start.year
