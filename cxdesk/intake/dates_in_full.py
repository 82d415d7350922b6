"""Instants written in full (`2026-03-01 10:51:12`), a whole block at a time.

Day and month have two digits, the year has four, so every sign stands at a fixed place: digits are looked up in pairs,
for all cells at once. Cell by cell this was a tenth of an import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from cxdesk.intake.dates import DAY, MICROSECOND

FIRST_YEAR, END_YEAR = 1900, 2100  # other years are read cell by cell
_WIDTHS = {"%Y": 4, "%m": 2, "%d": 2}
_CLOCK, _SECONDS = ("%H", ":", "%M"), (":", "%S")
_NO_DIGITS = 10_000
_CHANGES, _UNKNOWN = np.iinfo(np.int64).min, np.iinfo(np.int64).min + 1


def parts_of(date_pattern: str) -> tuple[str, ...] | None:
    """The pieces of a pattern whose dates are all of one width; None for other patterns."""
    pieces = (date_pattern[:2], date_pattern[2:3], date_pattern[3:5], date_pattern[5:6], date_pattern[6:])
    return pieces if sorted(pieces[::2]) == ["%Y", "%d", "%m"] else None


class DatesInFull:
    """Reads blocks of cells of one date pattern, `split` and a time of day.

    `shift` gives the µs to subtract on a day (days since 1970), None where that depends on the time of day.
    """

    def __init__(self, pieces: tuple[str, ...], split: str, shift: Callable[[int], int | None]) -> None:
        self._shapes = [_Shape((*pieces, split, *_CLOCK)), _Shape((*pieces, split, *_CLOCK, *_SECONDS))]
        self.form = ""  # of the cells read last
        self._forms = ["".join((*pieces, split, *_CLOCK)), "".join((*pieces, split, *_CLOCK, *_SECONDS))]
        self._shift = shift
        self._shifts = np.full(_month_starts()[-1] - _month_starts()[0], _UNKNOWN, np.int64)

    def read(self, cells: Sequence[str]) -> tuple[list[int], list[int]] | None:
        """(instants in µs, positions of cells that need a closer look); None as soon as a cell is not in full."""
        widths = set(map(len, cells))
        shape = next((one for one in self._shapes if widths == {one.width}), None)
        try:
            signs = None if shape is None else ("\n".join(cells) + "\n").encode("ascii")
        except UnicodeEncodeError:
            return None
        wall = None if shape is None or signs is None else shape.wall(signs)
        if wall is None:
            return None
        self.form = self._forms[self._shapes.index(shape)]  # type: ignore[arg-type]
        day, time = wall
        place = day - _month_starts()[0]
        shifts = self._shifts[place]
        if int(shifts.min()) <= _UNKNOWN:
            shifts = self._looked_up(place, shifts)
        return (day * DAY + time - shifts).tolist(), np.flatnonzero(shifts == _CHANGES).tolist()

    def _looked_up(self, place: np.ndarray, shifts: np.ndarray) -> np.ndarray:
        for one in np.unique(place[shifts == _UNKNOWN]).tolist():
            found = self._shift(one + int(_month_starts()[0]))
            self._shifts[one] = _CHANGES if found is None else found
        return self._shifts[place]


class _Shape:
    """At which place each part of a cell stands."""

    def __init__(self, pieces: Sequence[str]) -> None:
        fields: dict[str, tuple[int, str]] = {}
        marks: list[tuple[int, str]] = []
        at = 0
        for piece in pieces:
            if len(piece) == 1:
                marks.append((at, piece))
            else:
                fields[piece] = (at, "<u2")
            at += _WIDTHS.get(piece, len(piece))
        fields["century"], fields["%Y"] = fields["%Y"], (fields["%Y"][0] + 2, "<u2")
        self.width = at
        self._pairs: Any = np.dtype(
            {
                "names": list(fields),
                "formats": [kind for _at, kind in fields.values()],
                "offsets": [start for start, _kind in fields.values()],
                "itemsize": at + 1,
            }
        )
        self._places = [place for place, _mark in marks]
        self._marks = np.array([ord(mark) for _place, mark in marks], np.uint8)
        self._seconds = "%S" in fields

    def wall(self, signs: bytes) -> tuple[np.ndarray, np.ndarray] | None:
        """(day since 1970, µs of the day) of each cell; None when one of them is not so written or does not exist."""
        table = np.frombuffer(signs, np.uint8).reshape(-1, self.width + 1)
        if not bool((table[:, self._places] == self._marks).all()):
            return None
        pairs, number = np.frombuffer(signs, self._pairs), _numbers()
        year = number[pairs["century"]] * 100 + number[pairs["%Y"]]
        month, day = number[pairs["%m"]], number[pairs["%d"]]
        hour, minute = number[pairs["%H"]], number[pairs["%M"]]
        wrong = (hour > 23) | (minute > 59) | (month < 1) | (month > 12) | (year < FIRST_YEAR) | (year >= END_YEAR)
        time = hour * 60 + minute
        time *= 60
        if self._seconds:
            second = number[pairs["%S"]]
            wrong |= second > 59
            time += second
        if bool(wrong.any()):
            return None
        at = (year - FIRST_YEAR) * 12 + month - 1
        starts = _month_starts()
        first = starts[at]
        day += first
        if bool(((day <= first) | (day > starts[at + 1])).any()):
            return None
        return day - 1, time * MICROSECOND


@cache
def _numbers() -> np.ndarray:
    """Two digits, as the number that their bytes are, → the number that they name."""
    table = np.full(1 << 16, _NO_DIGITS, np.int64)
    digits = np.arange(10)
    table[(digits[:, None] + ord("0")) + ((digits + ord("0")) << 8)] = digits[:, None] * 10 + digits
    return table


@cache
def _month_starts() -> np.ndarray:
    """The first day of each month from FIRST_YEAR up to the first of END_YEAR, in days since 1970."""
    months = np.arange(f"{FIRST_YEAR}-01", f"{END_YEAR}-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)
