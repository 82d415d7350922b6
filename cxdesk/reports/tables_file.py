"""Plain tables as a file: a workbook with a sheet for each, JSON, or CSV where there is one. Texts stay texts: no
spreadsheet program takes them for formulas or links. A file is its writer's alone until that one hands it on.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.list_files import harmless, writing
from cxdesk.domain.tables import Cell, Table
from cxdesk.reports.receipt_workbook import MOST_ROWS, clean, plain_cell
from cxdesk.system.i18n import _

WIDEST = 60


def write_tables(path: Path, tables: Sequence[Table], told: dict[str, Any]) -> None:
    """Write xlsx, json or csv as the name ends; `told` goes into JSON beside the tables. What had the name is replaced
    once the file is whole. BadQuestion for another ending, or csv of several tables.
    """
    data = _bytes(path.suffix.lower(), tables, told)
    draft = path.with_name(f".{path.name}.part")
    try:
        with writing(path):
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _bytes(suffix: str, tables: Sequence[Table], told: dict[str, Any]) -> bytes:
    if suffix == ".xlsx":
        return _workbook(tables)
    if suffix == ".json":
        whole = {**told, **{one.key: [_object(one, row) for row in one.rows] for one in tables}}
        return json.dumps(whole, ensure_ascii=False, indent=2, default=str).encode()
    if suffix == ".csv" and len(tables) == 1:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([harmless(text) for text in tables[0].headings])
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in tables[0].rows)
        return out.getvalue().encode("utf-8-sig")
    raise BadQuestion(_("A file of this kind cannot be written."), _("Let the name end in .xlsx or .json."))


def _object(table: Table, row: Sequence[Cell]) -> dict[str, Cell]:
    return {heading: cell for heading, cell in zip(table.headings, row, strict=True) if cell not in (None, "")}


def _workbook(tables: Sequence[Table]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for one in tables:
        sheet = book.create_sheet(_name(one.title, taken))
        sheet.freeze_panes = "A2"
        _widths(sheet, one)
        sheet.append([_cell(sheet, text, bold=True) for text in one.headings])
        for row in one.rows[: MOST_ROWS - 1]:
            sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have, and that no other has."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in clean(title)).strip("' ")[:28] or "_"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.casefold())
    return name


def _widths(sheet: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for at, heading in enumerate(table.headings):
        longest = max([len(heading), *(len(str(row[at] or "")) for row in table.rows[:200])])
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(longest + 2, WIDEST)


def _cell(sheet: Any, value: Cell, bold: bool = False) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = plain_cell(sheet, value)
    if cell is None or not isinstance(value, str):
        return cell
    cell.alignment = Alignment(wrap_text=len(value) > WIDEST, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
