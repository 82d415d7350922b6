"""Rows of totals at the top or at the bottom: where the others say what they are about, these are blank or say "total",
and they are the sum of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST
from cxdesk.intake.guess import cell_text
from cxdesk.intake.numbers import reader
from cxdesk.intake.stream import TOTAL_WORDS
from cxdesk.intake.written import table_decimal

LINES = "totals"  # option of a mapping: lines of the file that are sums of the others
SAID = 0.9  # so many rows must say what the total leaves blank
LEAST_ROWS = 3
SLACK = 0.005  # sums of rounded values


def total_lines(lines: Sequence[int], columns: Sequence[Sequence[Cell]], guesses: Sequence[Guess]) -> list[int]:
    """The lines of a whole table that are its totals."""
    if len(lines) < LEAST_ROWS:
        return []
    about = [at for at, guess in enumerate(guesses) if _says_what(guess) and guess.filled >= SAID * (len(lines) - 1)]
    if not about:
        return []
    decimal = table_decimal(guesses) or "."
    read = reader(decimal, "," if decimal == "." else ".")
    sums = [at for at, guess in enumerate(guesses) if guess.filled and not _says_what(guess)]
    return [
        lines[row]
        for row in (0, len(lines) - 1)
        if all(_says_nothing(columns[at][row]) for at in about)
        and any(_is_sum([read(cell_text(cell)) for cell in columns[at]], row) for at in sums)
    ]


def _says_what(guess: Guess) -> bool:
    return bool(guess.filled) and (bool(guess.layouts) or guess.numbers.cells < MOST * guess.filled)


def _says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank or a word for a total."""
    text = fold(cell_text(cell)).strip().rstrip(":.")
    return not text or text in TOTAL_WORDS


def _is_sum(values: Sequence[float | None], row: int) -> bool:
    own = values[row]
    others = sum(value for at, value in enumerate(values) if value is not None and at != row)
    return own is not None and own > 0 and abs(own - others) <= SLACK * own
