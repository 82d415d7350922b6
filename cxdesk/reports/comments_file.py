"""Comments as a file for people who work on elsewhere: everything that the list shows and what was decided, one row
each. Texts of customers stay texts: no spreadsheet program takes them for formulas.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from cxdesk.domain.follow_ups import DECISION_TITLES, STATUS_TITLES, FollowUp
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.list_files import harmless, writing
from cxdesk.domain.results import CommentRow
from cxdesk.reports.receipt_workbook import MOST_ROWS, plain_cell
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

WIDTHS = (12, 24, 8, 16, 30, 70, 9, 28, 12, 12, 18, 12, 40, 8, 16, 24, 9, 10)
Cell = str | float | int | date | None


def headings() -> list[str]:
    """What the columns are called, whatever the rows hold."""
    return [
        *(_("Date"), _("Customer"), _("Score"), _("Scale"), _("Question"), _("Comment"), _("Language"), _("Themes")),
        *(_("Decision"), _("Status"), _("Owner"), _("Due"), _("Note"), _("Read"), _("Kind"), _("File"), _("Line")),
        _("Row"),
    ]


def cells(one: CommentRow) -> list[Cell]:
    """A comment by the headings."""
    kept = one.follow_up or FollowUp(one.row)
    return [
        *(one.day, one.customer, one.score, one.scale, one.question, one.text, one.lang),
        ", ".join(_(title) for title in one.themes),
        _(DECISION_TITLES[one.decision]) if one.decision else "",
        *(_(STATUS_TITLES[kept.status]), kept.owner, kept.due, kept.note, _("yes") if kept.read else _("no")),
        _(kind_named(one.kind).title) if one.kind else "",
        *(one.file, one.line or None, one.row),
    ]


def write_comments(path: Path, rows: Iterable[CommentRow], count: int, progress: Progress | None = None) -> int:
    """Write `count` comments as xlsx where the name ends so, else as csv; how many were written. What had the name is
    replaced once the file is whole. CXDeskError where the folder does not take it.
    """
    draft = path.with_name(f".{path.name}.part")
    told = _told(rows, count, progress or Progress())
    write = _write_workbook if path.suffix.lower() == ".xlsx" else _write_csv
    try:
        with writing(path):
            written = write(draft, told)
            draft.replace(path)
    finally:
        with suppress(OSError):  # where it could not be made there is none
            draft.unlink(missing_ok=True)
    return written


def _told(rows: Iterable[CommentRow], count: int, progress: Progress) -> Iterator[list[Cell]]:
    for done, row in enumerate(rows, 1):
        if done % 200 == 0:
            progress.report(done, count, _("Writing comments"))
        yield cells(row)


def _write_csv(path: Path, rows: Iterable[Sequence[Cell]]) -> int:
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings())
        for row in rows:
            writer.writerow([_plain(cell) for cell in row])
            written += 1
    return written


def _plain(cell: Cell) -> str | float | int:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _write_workbook(path: Path, rows: Iterable[Sequence[Cell]]) -> int:
    """As many sheets as it takes. A folder that does not take the file says so before any row is read."""
    with path.open("wb") as file:
        return _write_sheets(file, rows)


def _write_sheets(file: IO[bytes], rows: Iterable[Sequence[Cell]]) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    left, written, sheets = iter(rows), 0, 0
    first = next(left, None)
    while first is not None or not sheets:
        sheets += 1
        sheet = _sheet(book, _("Comments") if sheets == 1 else f"{_('Comments')} ({sheets})")
        part = islice(chain(() if first is None else (first,), left), MOST_ROWS - 1)
        for row in part:
            sheet.append([plain_cell(sheet, cell) for cell in row])
            written += 1
        first = next(left, None)
    book.save(file)
    return written


def _sheet(book: Any, name: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    bold, ground = Font(bold=True), PatternFill("solid", fgColor="FFE5E7EB")
    head = []
    for text in headings():
        cell = WriteOnlyCell(sheet, text)
        cell.font, cell.fill = bold, ground
        head.append(cell)
    sheet.append(head)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}1"
    return sheet
