"""Rows of totals at the top or at the bottom: where the others say what they are about, these are blank or say "total",
and they are the sum of the others.
"""

from __future__ import annotations

import re
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
SAID = 0.6  # so many rows must say what the totals leave blank
LEAST_ROWS = 3
MOST_TOTALS = 0.34  # of the rows; more are no totals but rows with gaps
_TOTAL = re.compile(
    r"(?:sub|sous)?[\s-]?total(?:s|aux|uri)?\b|grand total\b|cumul\b|somme\b|suma\b"
    r"|moyennes?\b|averages?\b|media\b|mean\b"
)
_BEGINNINGS = frozenset("tsgcma")  # of all these words; most cells need no closer look
SLACK = 0.005  # sums of rounded values


def total_lines(lines: Sequence[int], columns: Sequence[Sequence[Cell]], guesses: Sequence[Guess]) -> list[int]:
    """The lines of a whole table that sum up others: at its top or bottom, or under each group of rows."""
    if len(lines) < LEAST_ROWS:
        return []
    about = [at for at, guess in enumerate(guesses) if _says_what(guess) and guess.filled >= SAID * len(lines)]
    if not about:
        return []
    silent = [row for row in range(len(lines)) if all(_says_nothing(columns[at][row]) for at in about)]
    if not silent or len(silent) > MOST_TOTALS * len(lines):
        return []
    sums = _read(columns, guesses)
    ends = [row for row in (0, len(lines) - 1) if row in silent and any(_is_sum(column, row) for column in sums)]
    named = [row for row in silent if any(_names_a_total(columns[at][row]) for at in range(len(columns)))]
    return [lines[row] for row in sorted({*ends, *_groups(named, sums)})]


def _read(columns: Sequence[Sequence[Cell]], guesses: Sequence[Guess]) -> list[list[float | None]]:
    """The columns of numbers, read."""
    decimal = table_decimal(guesses) or "."
    read = reader(decimal, "," if decimal == "." else ".")
    numbers = [at for at, guess in enumerate(guesses) if guess.filled and not _says_what(guess)]
    return [[read(cell_text(cell)) for cell in columns[at]] for at in numbers]


def _groups(named: Sequence[int], sums: Sequence[Sequence[float | None]]) -> list[int]:
    """Of rows that are called totals those that are: sums or means of the rows above, of their group or of all."""
    found: list[int] = []
    for row in named:
        since = found[-1] + 1 if found else 0
        spans = (range(since, row), [above for above in range(row) if above not in found])
        if any(_sums_up(column, row, span) for column in sums for span in spans):
            found.append(row)
    return found


def _sums_up(values: Sequence[float | None], row: int, span: Sequence[int]) -> bool:
    """Whether a value is the sum of others, or their mean as rounded as it is written."""
    own = values[row]
    others = [value for at in span if (value := values[at]) is not None]
    if own is None or not others or not any(others):
        return False
    total = sum(others)
    places = len(repr(own).partition(".")[2]) if own % 1 else 0
    return abs(own - total) <= SLACK * abs(own) or abs(own - total / len(others)) <= 0.51 * 10.0**-places


def _says_what(guess: Guess) -> bool:
    return bool(guess.filled) and (bool(guess.layouts) or guess.numbers.cells < MOST * guess.filled)


def _says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank or a word for a total."""
    return not cell_text(cell).strip() or _names_a_total(cell)


def _names_a_total(cell: Cell) -> bool:
    """Whether a cell is a word for a total, or begins with one: `Total March`."""
    text = cell_text(cell).strip()
    if text[:1].casefold() not in _BEGINNINGS:
        return False
    text = fold(text).rstrip(":.")
    return text in TOTAL_WORDS or bool(_TOTAL.match(text))


def _is_sum(values: Sequence[float | None], row: int) -> bool:
    own = values[row]
    others = sum(value for at, value in enumerate(values) if value is not None and at != row)
    return own is not None and own > 0 and abs(own - others) <= SLACK * own
