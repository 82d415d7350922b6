"""The rows of one table as a stream of blocks, with exact accounting.

Every record that the reader gives is a preamble, a header, a blank or a data row; a second counter, made apart from
the reader, must come to the same sum, else the stream ends with an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from cxdesk.domain.errors import FileDamaged
from cxdesk.domain.text import fold
from cxdesk.intake.blocks import (
    FOOTER,
    REPEATED_HEADER,
    TOO_LONG,
    TOTAL,
    Block,
    Cell,
    CellError,
    RawBlock,
    Records,
    Row,
    RowProblem,
    filled,
    is_blank,
)
from cxdesk.intake.numbers import marks
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.intake.table import Table

TAIL = 5  # how many rows at the end may be footers …
REMARKS = 20  # … and how many where they stand in the first column of a table of three columns or more
COMPARED = 60  # rows at the end by which it is seen how many cells a row has
LINES_KEPT = 1000  # of rows that were padded
TOTAL_WORDS = frozenset(
    {"total", "totals", "grand total", "sum", "totaux", "total general", "somme", "suma", "total generale", "gesamt"}
)

_first = itemgetter(0)


@dataclass
class RowCounts:
    """How many records of each sort were read. Their sum is `read`."""

    preamble: int = 0
    header: int = 0
    blank: int = 0
    data: int = 0

    @property
    def read(self) -> int:
        return self.preamble + self.header + self.blank + self.data


@dataclass
class LineRanges:
    """Line numbers as ranges, in the order they were added: a million blank rows take no more room than one."""

    ranges: list[list[int]] = field(default_factory=list)

    def add(self, line: int) -> None:
        if self.ranges and line == self.ranges[-1][1] + 1:
            self.ranges[-1][1] = line
        else:
            self.ranges.append([line, line])

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)


class RowStream:
    """Iterate it once for the data rows of a table, in blocks. What it counted is complete after the last block.

    `rows_seen` is the independent count; `counts.read` equals it, or the iteration ends with FileDamaged. `errors`
    counts error cells by kind, `short_rows` the rows that were padded (`short_lines` names the first thousand),
    `cleaned` what was replaced in texts.
    """

    def __init__(self, table: Table, records: Records, whole: bool = True) -> None:
        self.table = table
        self._ends = whole  # whether the last row is that of the table
        self.width = len(table.headings)
        self.rows_seen = 0
        self.counts = RowCounts()
        self.blank_lines = LineRanges()
        self.short_rows = 0
        self.short_lines: list[int] = []
        self.errors: dict[str, int] = {}
        self._records = records
        self._header: Row = [*table.raw_headings]
        self._typed = table.layout is None

    @property
    def cleaned(self) -> dict[str, int]:
        return self._records.cleaned

    def __iter__(self) -> Iterator[Block]:
        given = 0
        for block in self._blocks():
            given += len(block.rows)
            yield block
        self._check(self.rows_seen, self.counts.read)
        self._check(self.counts.data, given)

    def _blocks(self) -> Iterator[Block]:
        """The blocks of data rows; the last one is held back until it is known to be the last."""
        held: Block | None = None
        for raw in self._records:
            self.rows_seen += raw.seen
            block = self._block(raw)
            if not block.rows:
                continue
            if held is None:
                held = block
            elif len(block.rows) < REMARKS:
                if len(held.rows) > COMPARED:
                    before, held = _split(held, len(held.rows) - COMPARED)
                    yield before
                held = _joined(held, block)
            else:
                yield held
                held = block
        if held is not None:
            if self._ends:
                _mark_footers(held)
            yield held

    def _check(self, one: int, other: int) -> None:
        if one != other:
            raise FileDamaged(
                _("Two counts of the rows disagree: {one} and {other}.", one=one, other=other),
                _("Save the file again from the program it came from."),
                code="file_damaged.count",
                file=self.table.source.name,
                sheet=self.table.sheet,
            )

    def _block(self, raw: RawBlock) -> Block:
        lines, rows = raw.lines, raw.rows
        if rows and lines[0] < self.table.first_line:
            lines, rows = self._after_head(lines, rows)
        problems = [problem for problem in raw.problems if problem.line >= self.table.first_line]
        if not rows:
            return Block(lines, rows, problems)
        block = Block(lines, rows, problems)
        if not self._regular(rows):
            block = self._fitted(lines, rows, problems)
        self.counts.data += len(block.rows)
        self._mark_headers(block)
        if self._typed:
            self._count_errors(block.rows)
        return block

    def _after_head(self, lines: Sequence[int], rows: list[Row]) -> tuple[Sequence[int], list[Row]]:
        """What is left of a block behind the header; counts what stands before."""
        for place, (line, row) in enumerate(zip(lines, rows, strict=True)):
            if line >= self.table.first_line:
                return lines[place:], rows[place:]
            if all(map(is_blank, row)):
                self._blank(line)
            elif line < self.table.header_line:
                self.counts.preamble += 1
            else:
                self.counts.header += 1
        return [], []

    def _blank(self, line: int) -> None:
        self.counts.blank += 1
        self.blank_lines.add(line)

    def _regular(self, rows: list[Row]) -> bool:
        """Whether every row has the table's width and something in its first cell: the common case, decided in C."""
        if set(map(len, rows)) != {self.width}:
            return False
        firsts = list(map(_first, rows))
        return "" not in firsts and not _any_space(firsts)

    def _fitted(self, lines: Sequence[int], rows: list[Row], problems: list[RowProblem]) -> Block:
        kept_lines: list[int] = []
        kept_rows: list[Row] = []
        for line, row in zip(lines, rows, strict=True):
            if all(map(is_blank, row)):
                self._blank(line)
                continue
            if len(row) != self.width:
                self._fit(line, row, problems)
            kept_lines.append(line)
            kept_rows.append(row)
        return Block(kept_lines, kept_rows, problems)

    def _fit(self, line: int, row: Row, problems: list[RowProblem]) -> None:
        """Pad a short row; cut a long one and report its surplus. Cells never move to another column."""
        if len(row) < self.width:
            row.extend([""] * (self.width - len(row)))
            self.short_rows += 1
            if len(self.short_lines) < LINES_KEPT:
                self.short_lines.append(line)
            return
        surplus = tuple(row[self.width :])
        del row[self.width :]
        if not all(map(is_blank, surplus)):
            problems.append(RowProblem(line, TOO_LONG, surplus))

    def _mark_headers(self, block: Block) -> None:
        if not self.table.header_rows or self._header not in block.rows:
            return
        for index, row in enumerate(block.rows):
            if row == self._header:
                block.marks[index] = REPEATED_HEADER

    def _count_errors(self, rows: list[Row]) -> None:
        """Count error cells; only reached for spreadsheets, whose readers say beforehand whether there are any."""
        if not self._records.has_errors:
            return
        for row in rows:
            for cell in row:
                if type(cell) is CellError:
                    self.errors[cell.kind] = self.errors.get(cell.kind, 0) + 1


def _any_space(cells: list[Cell]) -> bool:
    """Whether any cell is a text of spaces only; at C speed where all are texts."""
    try:
        return any(map(str.isspace, cells))  # type: ignore[arg-type]
    except TypeError:
        return any(type(cell) is str and cell.isspace() for cell in cells)


def _joined(first: Block, second: Block) -> Block:
    marks = first.marks | {index + len(first.rows): mark for index, mark in second.marks.items()}
    return Block([*first.lines, *second.lines], [*first.rows, *second.rows], first.problems + second.problems, marks)


def _split(block: Block, at: int) -> tuple[Block, Block]:
    """The rows before place `at`, and those from there on."""
    first = block.lines[at]
    marks: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for index, mark in block.marks.items():
        marks[index >= at][index - at * (index >= at)] = mark
    problems = [[one for one in block.problems if (one.line >= first) is after] for after in (False, True)]
    return (
        Block(block.lines[:at], block.rows[:at], problems[0], marks[0]),
        Block(block.lines[at:], block.rows[at:], problems[1], marks[1]),
    )


def _mark_footers(block: Block) -> None:
    """Mark rows at the end that are totals or a single remark, upwards until the first ordinary row.

    In a table of two columns a row of one cell says nothing, and only a word for a total beside a number is one.
    """
    rows = block.rows
    usual = sorted(map(filled, rows[-COMPARED:-1]))
    if not usual or usual[len(usual) // 2] < 2:
        return
    narrow = usual[len(usual) // 2] < 3
    last = len(rows) - 1
    for index in range(last, max(last - (TAIL if narrow else REMARKS), 0), -1):
        mark = _narrow_footer(rows[index]) if narrow else _footer(rows[index])
        if mark is None or (index <= last - TAIL and is_blank(rows[index][0])):
            return
        block.marks.setdefault(index, mark)


def _footer(row: Row) -> str | None:
    if _names_a_total(row):
        return TOTAL
    return FOOTER if filled(row) == 1 else None


def _narrow_footer(row: Row) -> str | None:
    others = [cell for cell in row if not is_blank(cell)][1:]
    return TOTAL if _names_a_total(row) and others and all(map(_is_number, others)) else None


def _names_a_total(row: Row) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), None)
    return isinstance(first, str) and fold(first).rstrip(" :.") in TOTAL_WORDS


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return marks(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)
