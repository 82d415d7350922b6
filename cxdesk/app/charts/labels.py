"""The words under a time axis: initials, short names every third unit, and each year once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from cxdesk.app.dates import unit_text
from cxdesk.domain.periods import Grain, Period
from cxdesk.system import i18n

YEAR_ROOM = 36.0  # pixels that a year wants up to the next one
PER_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4}
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
    years = _years(units, grain, room, zoom)
    if grain is Grain.MONTH and room >= INITIAL_ROOM * zoom:
        names = _months(units, "LLLLL" if room < ROOM[grain] * zoom else "LLL")
        return [Mark(at, name, years.get(at, "")) for at, name in names]
    stride = _stride(grain, room, zoom)
    found = []
    for at, unit in enumerate(units):
        year = years.get(at, "")
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
    units = math.ceil(wanted / max(room, 0.01))
    whole = PER_YEAR.get(grain, 1)
    return whole * math.ceil(units / whole)


def _is_named(unit: Period, at: int, grain: Grain, stride: int) -> bool:
    if grain in PER_YEAR:
        part = (unit.start.month - 1) * PER_YEAR[grain] // 12
        return (unit.start.year * PER_YEAR[grain] + part) % stride == 0
    return at % stride == 0


def _years(units: list[Period], grain: Grain, room: float, zoom: float) -> dict[int, str]:
    """Where a year is written: under the first unit and wherever another begins, as far as they leave one another room.

    A first year too short for its own number makes room for the next one.
    """
    if grain is Grain.YEAR or not units:
        return {}
    wanted = YEAR_ROOM * zoom / max(room, 0.01)
    begins = first_of_years(units)
    if not begins or begins[0] >= wanted:
        begins = [0, *begins]
    kept: list[int] = []
    for at in begins:
        if not kept or at - kept[-1] >= wanted:
            kept.append(at)
    return {at: str(_year_of(units[at])) for at in kept}


def _year_of(unit: Period) -> int:
    start: date = unit.start
    return start.year
