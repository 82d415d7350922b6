"""Writes the invented exports in the shapes that real tools give: comma and semicolon CSV, decimal comma, day first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ISO = "%Y-%m-%d %H:%M:%S"
DAY_FIRST = "%d/%m/%Y %H:%M"
SAVED = b"2026-11-18T08:00:00Z"


def write_csv(
    path: Path,
    heads: Sequence[Sequence[str]],
    rows: Iterable[Sequence[object]],
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> None:
    """One CSV with one or more heading rows."""
    with path.open("w", newline="", encoding=encoding) as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerows(heads)
        out.writerows(rows)


def moment(at: datetime, layout: str = ISO) -> str:
    return at.strftime(layout)


def comma(amount: float) -> str:
    """Two decimals behind a comma, as French and Romanian programs write money."""
    return f"{amount:.2f}".replace(".", ",")


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> None:
    """A workbook of tables; equal tables give equal bytes, though a workbook notes when it was saved."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    saved = BytesIO()
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", SAVED, content)
            target.writestr(ZipInfo(name, (2026, 11, 18, 8, 0, 0)), content, ZIP_DEFLATED)
