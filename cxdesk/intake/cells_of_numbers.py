"""Cells that are numbers, money, yes or no, durations."""

from __future__ import annotations

import re
from datetime import time, timedelta

from cxdesk.domain.labels import MISSING_WORDS
from cxdesk.domain.text import fold
from cxdesk.intake.batch import NOT_A_DURATION, NOT_A_NUMBER, NOT_YES_NO
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader
from cxdesk.intake.count_ratings import NO, YES
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.numbers import reader as number_reader

MONEY_UNITS = 10_000  # money is kept in 1/10,000 of the unit
_DURATION = re.compile(r"^(-?)(?:(\d+):)?(\d{1,5}):(\d{2})(?:[.,]\d+)?$")


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
