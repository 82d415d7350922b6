"""Opening hours and holidays as people write them: `mon-fri 09:00-12:30 13:30-17:00, sat 9-12; 2024-12-25`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.text import fold
from cxdesk.system.i18n import _

USUAL = "mon-fri 09:00-17:00"
_WEEK = ("mon lun", "tue mar", "wed mer mie", "thu jeu joi", "fri ven vin", "sat sam", "sun dim dum")
_DAYS = {word: number for number, words in enumerate(_WEEK) for word in words.split()}
_HOURS = re.compile(r"(\d{1,2})(?:[:h](\d{2})?)?\s*-\s*(\d{1,2})(?:[:h](\d{2})?)?$")
_MOST_HOLIDAYS = 4000


@dataclass(frozen=True)
class OpeningHours:
    """Per weekday (0 = Monday) stretches (from, to) in minutes after midnight, ascending, and days that are closed."""

    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date] = frozenset()


def parse(text: str) -> OpeningHours:
    """Read opening hours; BadQuestion says what is not understood.

    Before the semicolon days with their hours, separated by commas; behind it holidays, single or as
    2024-12-24..2024-12-26. A day that is not named is closed.
    """
    hours, _semicolon, holidays = text.partition(";")
    week: list[list[tuple[int, int]]] = [[] for _day in range(7)]
    for piece in filter(None, (part.strip() for part in hours.split(","))):
        days, stretches = _piece(piece)
        for day in days:
            week[day] += stretches
    for stretches in week:
        stretches.sort()
        if any(after[0] < before[1] for before, after in pairwise(stretches)):
            raise _misread(text)
    if not any(week):
        raise _misread(text)
    return OpeningHours(tuple(tuple(one) for one in week), frozenset(_holidays(holidays)))


def _piece(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    days, _space, rest = re.sub(r"\s*-\s*", "-", fold(text)).partition(" ")
    stretches = [_stretch(one, text) for one in rest.split()]
    if not stretches:
        raise _misread(text)
    first, _dash, last = days.partition("-")
    numbers = [_DAYS.get(name[:3]) for name in (first, last or first)]
    if numbers[0] is None or numbers[1] is None:
        raise _misread(text)
    return [(numbers[0] + step) % 7 for step in range((numbers[1] - numbers[0]) % 7 + 1)], stretches


def _stretch(text: str, whole: str) -> tuple[int, int]:
    found = _HOURS.match(text)
    if found is None:
        raise _misread(whole)
    start, end = (int(found[at]) * 60 + int(found[at + 1] or 0) for at in (1, 3))
    if not 0 <= start < end <= 24 * 60:
        raise _misread(whole)
    return start, end


def _holidays(text: str) -> Iterator[date]:
    for piece in filter(None, (part.strip() for part in text.split(","))):
        first, _dots, last = piece.partition("..")
        try:
            start, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise _misread(piece) from None
        if not 0 <= (end - start).days < _MOST_HOLIDAYS:
            raise _misread(piece)
        yield from (start + timedelta(days=step) for step in range((end - start).days + 1))


def _misread(text: str) -> BadQuestion:
    return BadQuestion(
        _("{text} cannot be read as opening hours.", text=text),
        _("Write them as {example}.", example="mon-fri 09:00-12:30 13:30-17:00, sat 9:00-12:00; 2024-12-25"),
    )
