"""Rows that could not be taken, as a spreadsheet: their cells as they were, what is wrong in front of them, ready to be
corrected and imported again.

Every cell is text, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import FileRefused
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.rejected import FRONT, MARK, RejectedRow, RejectedTable
from cxdesk.intake.batch import problem_sentence
from cxdesk.reports.receipt_workbook import LONGEST, MOST_ROWS, clean
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

MOST_COLUMNS = 16_384
LONGEST_NAME = 31  # letters of a sheet's name
FRONT_WIDTHS = (4, 22, 14, 8, 20, 46, 18)
WIDTH = 18
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_rejects(path: Path, tables: Sequence[RejectedTable], progress: Progress | None = None) -> int:
    """Write the workbook, in place of what had its name once it is whole; how many rows are in it. FileRefused when a
    table is too wide for a sheet, OSError where nothing can be written; then nothing is.
    """
    wide = next((table for table in tables if len(table.headings) > MOST_COLUMNS - FRONT), None)
    if wide is not None:
        raise FileRefused(
            _("{n} columns do not fit on a sheet.", n=len(wide.headings)),
            _("Correct these rows in the file itself, then import it again."),
            file=wide.file,
        )
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            written = _write(file, tables, progress or Progress())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return written


def _write(file: Any, tables: Sequence[RejectedTable], progress: Progress) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    total, done = sum(table.count for table in tables), 0
    for table in tables:
        rows = table.rows()
        for _part in range(0, max(1, table.count), MOST_ROWS):
            sheet = Sheet(book, _sheet_name(book.sheetnames, table, tables), table)
            for row in islice(rows, MOST_ROWS):
                sheet.add(row)
                done += 1
                progress.report(done, total)
    book.save(file)
    return done


def _sheet_name(taken: Sequence[str], table: RejectedTable, tables: Sequence[RejectedTable]) -> str:
    name = _("Rejected rows") if table.whole else _("Cells not used")
    if len({one.kind for one in tables}) > 1:
        name = f"{name} - {_(kind_named(table.kind).plural)}"
    name = _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME].strip()
    tries: Iterator[str] = (f"{name[: LONGEST_NAME - 5]} ({n})" for n in range(2, 10_000))
    used = {one.lower() for one in taken}
    return name if name.lower() not in used else next(one for one in tries if one.lower() not in used)


class Sheet:
    """One sheet that is written row by row."""

    def __init__(self, book: Any, name: str, table: RejectedTable) -> None:
        from openpyxl.styles import Font, PatternFill

        self._sheet: Any = book.create_sheet(name)
        self._table = table
        self._at = {heading: at for at, heading in enumerate(table.headings)}
        self._bold, self._quiet = Font(bold=True), Font(color="FF6B7280")
        self._head = PatternFill("solid", fgColor="FFE5E7EB")
        self._wrong = PatternFill("solid", fgColor="FFFBE3DE")
        self._lay_out()
        front = [MARK, _("File"), _("Sheet"), _("Row"), _("Column"), _("Reason"), _("Code")]
        self._sheet.append([self._cell(text, self._bold, self._head) for text in (*front, *table.headings)])

    def _lay_out(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheet.freeze_panes = f"{get_column_letter(FRONT + 1)}2"
        for at, width in enumerate((*FRONT_WIDTHS, *[WIDTH] * len(self._table.headings)), 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width
        self._sheet.column_dimensions["A"].hidden = True

    def add(self, row: RejectedRow) -> None:
        """One source row: where it stood, what is wrong, and its cells."""
        reasons = [problem_sentence(code) for code in row.codes]
        if any(len(cell) > LONGEST for cell in row.cells):
            reasons.append(_("A cell is longer than a spreadsheet can hold; it is cut here."))
        table = self._table
        line = "" if row.line is None else str(row.line)
        front = [table.token, table.file, table.sheet or "", line, ", ".join(row.columns), " ".join(reasons)]
        wrong = {self._at[column] for column in row.columns if column in self._at}
        cells = [self._cell(text, self._quiet) for text in (*front, " ".join(row.codes))]
        cells += [self._cell(text, fill=self._wrong if at in wrong else None) for at, text in enumerate(row.cells)]
        self._sheet.append(cells)

    def _cell(self, text: str, font: Any = None, fill: Any = None) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if not text and fill is None:
            return None
        cell = WriteOnlyCell(self._sheet, clean(text))
        cell.data_type = "s"  # never a formula, a number or a date, whatever it looks like
        cell.quotePrefix = text[:1] in "=+-@#"
        cell.number_format = "@"
        if font is not None:
            cell.font = font
        if fill is not None:
            cell.fill = fill
        return cell
