"""Cells that are amounts of money, with or without their currency beside the number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxdesk.domain.currencies import currency_of
from cxdesk.domain.text import fold
from cxdesk.intake import numbers
from cxdesk.intake.batch import NOT_A_NUMBER
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Memo
from cxdesk.intake.cells_of_numbers import NumberReader
from cxdesk.intake.mapping import ColumnUse

MONEY_UNITS = 10_000  # money is kept in 1/10,000 of the unit
MOST = 2**53  # sums of less are exact in floating point
FREE = frozenset({"free", "gratuit", "gratuite", "offert", "gratis", "gratuita"})
_BEHIND = re.compile(r"^(.*\d[^\d-]*)-$")  # 12.30-, as some ledgers write
_BRACKETS = re.compile(r"^([^\d(]*)\(([^()]*\d[^()]*)\)([^\d)]*)$")  # $(12.30), (12.30) €
_APART = re.compile(r"^([^\d\s]*)[-\u2212]\s+")  # - 12.30


class MoneyReader(NumberReader):
    """Integers of 1/10,000 of the unit.

    `use.labels`: sign in the cell → currency, where the person said which one a shared sign means.
    """

    def __init__(self, use: ColumnUse) -> None:
        super().__init__(use)
        self._signs = False
        self._currencies = Memo(self._currency)

    def read(self, cell: Cell) -> int | None:
        number = self._text(cell) if isinstance(cell, str) else super().read(cell)
        if number is None:
            return None
        if abs(number) * MONEY_UNITS >= MOST:
            self.refuse(cell, NOT_A_NUMBER)
            return None
        return round(number * MONEY_UNITS / self.use.parts)

    def _text(self, cell: str) -> float | None:
        text = self.filled(cell)
        if not text:
            return None
        number = 0.0 if fold(text) in FREE else self._read(negative(text))
        if number is None:
            self.refuse(cell, NOT_A_NUMBER)
        self._signs = self._signs or numbers.currency(text) is not None
        return number

    def currencies(self, cells: Sequence[Cell]) -> list[str | None] | None:
        """The currency written in each of the cells just read; None when no cell so far had one."""
        return list(map(self._currencies.__getitem__, cells)) if self._signs else None

    def _currency(self, cell: Cell) -> str | None:
        sign = numbers.currency(cell) if isinstance(cell, str) else None
        return None if sign is None else currency_of(self.use.labels.get(sign, sign))


def negative(text: str) -> str:
    """An amount with its minus right in front, wherever ledgers put it: apart, behind, or as brackets around."""
    text = _APART.sub(r"\1-", text)
    behind = _BEHIND.match(text)
    if behind:
        return "-" + behind[1].strip()
    brackets = _BRACKETS.match(text)
    return f"-{brackets[2].strip()} {brackets[3].strip()}".strip() if brackets else text
