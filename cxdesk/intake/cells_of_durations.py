"""Cells that are lengths of time: clock readings, numbers with their unit, bare numbers in the unit of the heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from math import copysign

from cxdesk.domain.text import fold
from cxdesk.intake.batch import NEGATIVE_DURATION, NOT_A_DURATION
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.numbers import reader as number_reader

SECOND, MINUTE, HOUR, DAY = 1.0, 60.0, 3600.0, 86_400.0
WEEK = 7 * DAY
UNITS: Mapping[str, float] = {  # folded
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds", "millisecondes", "milisecunde"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "seconde", "secondes", "secunda", "secunde"), SECOND),
    **dict.fromkeys(("m", "mn", "min", "mins", "minute", "minutes", "minut"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "heure", "heures", "ora", "ore"), HOUR),
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours", "z", "zi", "zile"), DAY),
    **dict.fromkeys(("w", "wk", "week", "weeks", "semaine", "semaines", "sem", "saptamana", "saptamani"), WEEK),
}
_IN_HEADING = re.compile(r"[\(\[]\s*(?:in |en |in\s)?([a-z]+)\.?\s*[\)\]]|\b(?:in|en) ([a-z]+)\b|([a-z]+)\s*$")
_SAID = frozenset({"m", "d", "j", "z", "w", "s", "h"})  # too short to mean a unit but in brackets
_CLOCK = re.compile(
    r"^(-?)(?:(\d+)\s*(?:d|day|days|j|jour|jours|z|zi|zile)?[\s.,]\s*)?(?:(\d+):)?(\d{1,6}):(\d{2})([.,]\d+)?$"
)
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?")
_PARTS = re.compile(r"^(-?)\s*((?:\d+(?:[.,]\d+)?\s*[a-z]+\.?[\s,]*(?:and |et |si )?)+)(\d{1,2})?$")
_ISO = re.compile(r"^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$", re.IGNORECASE)


LEFT = "left"  # layout: what was left of an agreed time


class DurationReader(Reader):
    """Seconds. A clock reading is hours, minutes, seconds whatever the heading says (`First response time (in hrs)`
    over `26:10:05`); of two parts the first is hours, but minutes where the heading speaks of minutes or seconds.
    """

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._number = number_reader(use.decimal or ".", use.group)
        said = UNITS.get(use.layout) or unit_of(use.heading)
        self._unit = said or SECOND
        self._short = said is not None and said <= MINUTE

    def read(self, cell: Cell) -> float | None:
        seconds = self._seconds(cell)
        if seconds is None:
            return None
        if seconds < 0:
            self.refuse(cell, NEGATIVE_DURATION)
            return None
        return seconds

    def _seconds(self, cell: Cell) -> float | None:
        if isinstance(cell, timedelta):
            return cell.total_seconds()
        if isinstance(cell, time):
            return cell.hour * HOUR + cell.minute * MINUTE + cell.second + cell.microsecond / 1e6
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return cell * self._unit
        text = self.filled(cell)
        if not text:
            return None
        number = self._number(text)
        seconds = written(text, self._short) if number is None else number * self._unit
        if seconds is None:
            self.refuse(cell, NOT_A_DURATION)
        return seconds


class LeftReader(DurationReader):
    """Whether an agreed time was kept, from what was left of it: 1, and 0 where that is below nothing."""

    def read(self, cell: Cell) -> int | None:
        seconds = self._seconds(cell)
        return None if seconds is None else int(copysign(1.0, seconds) > 0)


def unit_of(heading: str) -> float | None:
    """Seconds in the unit that a heading names: `(in hrs)`, `in minutes`, `duration_ms`, `Durée (jours)`; or None."""
    text = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " "))
    for found in _IN_HEADING.finditer(text):
        bracket, said, last = found.groups()
        word = bracket or said or last
        if word in UNITS and (bracket or word not in _SAID):
            return UNITS[word]
    return None


def written(text: str, minutes: bool = False) -> float | None:
    """Seconds of `1:20:30`, `2 days 03:00:00`, `1h 20m`, `1 h 30`, `2 d`, `PT1H20M`; None for what is no duration.

    `minutes`: whether `20:30` is minutes and seconds rather than hours and minutes.
    """
    folded = fold(text)
    clock = _CLOCK.match(folded)
    if clock:
        return _of_clock(clock, minutes)
    iso = _ISO.match(text.strip())
    if iso and any(iso.groups()[1:]):
        parts = [float((part or "0").replace(",", ".")) for part in iso.groups()[1:]]
        total = sum(part * unit for part, unit in zip(parts, (DAY, HOUR, MINUTE, SECOND), strict=True))
        return -total if iso[1] else total
    return _of_parts(folded)


def _of_clock(found: re.Match[str], minutes: bool) -> float | None:
    sign, days, hours, middle, last, rest = found.groups()
    if int(last) > 59 or (hours is not None and int(middle) > 59):
        return None
    if hours is None:
        hours, middle, last = ("0", middle, last) if minutes and days is None else (middle, last, "0")
    total = int(days or 0) * DAY + int(hours) * HOUR + int(middle) * MINUTE + int(last)
    total += float(rest.replace(",", ".")) if rest else 0.0
    return -total if sign else total


def _of_parts(folded: str) -> float | None:
    found = _PARTS.match(folded)
    if not found:
        return None
    total, smallest = 0.0, WEEK * 2
    for amount, word in _PART.findall(found[2]):
        unit = UNITS.get(word)
        if unit is None or unit >= smallest:
            return None
        total, smallest = total + float(amount.replace(",", ".")) * unit, unit
    if found[3]:
        if smallest not in (HOUR, MINUTE):
            return None
        total += int(found[3]) * smallest / 60  # 1 h 30
    return -total if found[1] else total
