"""Lines of a table that are none of its rows: the name of a group above its rows, and another, smaller table below.

Option of a mapping: `asides` = [[line, why], …], lines of this very file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxdesk.intake.blocks import Cell
from cxdesk.intake.dates import TYPED, layout
from cxdesk.intake.evidence import Guess
from cxdesk.intake.guess import cell_text

ASIDES = "asides"
GROUP, BELOW = "group_name", "table_below"
WIDE = 4  # columns; in narrower tables a single filled cell is a row like others
FULL = 0.5  # of the columns are filled in most rows
MOST = 0.6  # so many rows must have a day, and be full
MOST_GROUPS = 0.34  # of the rows; more are rows with gaps

Lines = list[list[int | str]]


def aside_lines(lines: Sequence[int], columns: Sequence[Sequence[Cell]], guesses: Sequence[Guess]) -> Lines:
    """The lines of a whole table that are no rows, and why: only where its rows have days by which they are known."""
    days = [at for at, guess in enumerate(guesses) if guess.layouts and guess.layouts[0].cells >= MOST * len(lines)]
    if len(columns) < WIDE or not days:
        return []
    written = [[cell_text(cell).strip() for cell in column] for column in columns]
    filled = [sum(bool(column[row]) for column in written) for row in range(len(lines))]
    full = sum(n >= FULL * len(columns) for n in filled)
    if full < MOST * len(lines):
        return []
    strange = [not any(_is_day(guesses[at], columns[at][row]) for at in days) for row in range(len(lines))]
    below = _below(lines, strange, filled, len(columns))
    names = [row for row in range(len(lines)) if strange[row] and filled[row] == 1 and row not in below]
    names = [row for row in names if _goes_on(row, strange) and not _is_number(row, written)]
    named = names if len(names) <= MOST_GROUPS * len(lines) else []
    why: Mapping[int, str] = dict.fromkeys(named, GROUP) | dict.fromkeys(below, BELOW)
    return [[lines[row], why[row]] for row in sorted(why)]


def _is_day(guess: Guess, cell: Cell) -> bool:
    text = cell_text(cell).strip()
    name = guess.layouts[0].layout
    if name == TYPED or not isinstance(cell, str):
        return bool(text) and not isinstance(cell, str)
    return layout(name).read(text) is not None


def _below(lines: Sequence[int], strange: Sequence[bool], filled: Sequence[int], width: int) -> list[int]:
    """The last rows, behind a blank line, of which none has a day and each fills but a part of the columns."""
    rows: list[int] = []
    found: list[int] = []
    for row in range(len(lines) - 1, 0, -1):
        if not strange[row] or filled[row] > FULL * width:
            break
        rows.append(row)
        if lines[row] > lines[row - 1] + 1:
            found = list(rows)
    several = len(found) > 1 and sum(filled[row] > 1 for row in found) > 1
    return found if several else []


def _goes_on(row: int, strange: Sequence[bool]) -> bool:
    """Whether a row of the table comes next."""
    return row + 1 < len(strange) and not strange[row + 1]


def _is_number(row: int, written: Sequence[Sequence[str]]) -> bool:
    text = next(column[row] for column in written if column[row])
    return text.replace(" ", "").replace(",", "").replace(".", "").isdigit()
