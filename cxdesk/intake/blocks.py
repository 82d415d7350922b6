"""Rows on their way from a file: blocks of rows with their line numbers, cells that are errors, rows that do not fit.

A cell of a text file is a `str`. A cell of a spreadsheet is `str`, `float`, `int`, `bool`, `datetime`, `date`, `time`,
`timedelta` or `CellError`; numbers mostly come as `float` (also infinite or NaN, if the file says so). An empty cell
is `""` in both, so that readers need not touch every cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

NO_VALUE = "no_value"  # a formula that was saved without its result


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a usable value: an error such as `#DIV/0!`, or `no_value` for an uncalculated formula."""

    kind: str

    def __str__(self) -> str:
        return "" if self.kind == NO_VALUE else self.kind


Cell = str | float | int | bool | datetime | date | time | timedelta | CellError | None
Row = list[Cell]

# Why a row is not as it should be (RowProblem.code).
TOO_LONG = "too_long"  # more cells than the table has columns; the surplus is in `cells`
STRAY_QUOTE = "stray_quote"  # a quotation mark inside a cell that was not doubled; read as good as can be
UNCLOSED_QUOTE = "unclosed_quote"  # a quotation mark opens and never closes; the line was taken for itself

# What a row probably is, if not data (Block.marks).
FOOTER = "footer"  # one filled cell below the table
TOTAL = "totals"
REPEATED_HEADER = "repeated_header"


class NotInPieces(Exception):
    """What a file holds cannot be told from pieces of it: one process must read it from the first byte."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with the row that starts at `line`, and the cells concerned."""

    line: int
    code: str
    cells: tuple[Cell, ...] = ()


@dataclass(slots=True)
class RawBlock:
    """Records as a reader gives them, any width, blank ones included. `seen` is a second counter's count."""

    lines: Sequence[int]
    rows: list[Row]
    seen: int
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Data rows, each exactly as wide as the table. `lines[i]` is where `rows[i]` starts in the file (first line is 1).

    `marks` says by index which rows look like a footer, a total or a repeated header; they are among the rows, and the
    converter decides. `problems` name their row by line.
    """

    lines: Sequence[int]
    rows: list[Row]
    problems: list[RowProblem] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)


class Records(Protocol):
    """What a reader is to RowStream: the records of one table in file order.

    `cleaned` counts, once the records are read, what could not be kept as it was: `nul` bytes removed, `surrogate`
    halves and `undecodable` bytes replaced, `stray` bytes of another encoding read as such.
    """

    has_errors: bool  # whether there may be any CellError

    @property
    def cleaned(self) -> dict[str, int]: ...

    def __iter__(self) -> Iterator[RawBlock]: ...


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that a person could see."""
    return not cell.strip() if isinstance(cell, str) else cell is None


def filled(row: Sequence[Cell]) -> int:
    """How many cells of a row hold something; at C speed where all are texts."""
    try:
        return sum(map(bool, map(str.strip, row)))  # type: ignore[arg-type]
    except TypeError:
        return sum(not is_blank(cell) for cell in row)
