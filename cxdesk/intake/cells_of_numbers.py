"""Cells that are numbers."""

from __future__ import annotations

from cxdesk.intake.batch import NOT_A_NUMBER
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Reader
from cxdesk.intake.mapping import ColumnUse
from cxdesk.intake.numbers import reader as number_reader


class NumberReader(Reader):
    """Written with the marks of their column, or typed by the spreadsheet."""

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._read = number_reader(use.decimal or ".", use.group)

    def read(self, cell: Cell) -> float | None:
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
        return number
