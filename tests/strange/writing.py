"""The file types that the owners' tools write: text in old encodings, workbooks, OpenDocument, pages called .xls."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[Any]


def write_text(
    path: Path, rows: Iterable[Row], *, delimiter: str = ",", encoding: str = "utf-8", ending: str = "\r\n"
) -> None:
    """Rows as separated text, quoted only where a cell needs it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_sheet(sheet: Worksheet, rows: Iterable[Row], *, top: int = 1, left: int = 1) -> None:
    """Rows into a sheet from a corner on; None leaves a cell empty."""
    for down, row in enumerate(rows):
        for right, cell in enumerate(row):
            if cell is not None and cell != "":
                sheet.cell(top + down, left + right, cell)


def new_workbook(first: str) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    book.properties.created = datetime(2025, 1, 6, 9, 0)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = first
    return book, sheet


def write_page(path: Path, title: str, rows: Sequence[Row]) -> None:
    """A web page with one table, as old tools call a workbook."""
    lines = ["<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"]
    lines += [
        "<style>td{mso-number-format:'\\@'}</style></head><body>",
        f"<h3>{html.escape(title)}</h3>",
        "<table border=1>",
    ]
    for place, row in enumerate(rows):
        cell = "th" if place == 0 else "td"
        lines.append("<tr>" + "".join(f"<{cell}>{html.escape(str(value))}</{cell}>" for value in row) + "</tr>")
    path.write_text("\n".join([*lines, "</table></body></html>"]), encoding="utf-8")


_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def _open_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d.%m.%Y}</text:p></table:table-cell>"
        )
    if isinstance(value, (int, float)):
        opened = f'<table:table-cell office:value-type="float" office:value="{value}">'
        return f"{opened}<text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def write_open_document(path: Path, sheets: dict[str, Sequence[Row]]) -> None:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join("<table:table-row>" + "".join(map(_open_cell, row)) + "</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", _CONTENT.replace("{tables}", tables), zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST.replace("{mime}", _MIME), zipfile.ZIP_DEFLATED)


# How people write numbers and days.


def french_amount(value: float, mark: str = "\u202f") -> str:
    """1234.5 as `1 234,50` with the mark between thousands."""
    return f"{value:,.2f}".replace(",", mark).replace(".", ",")


def romanian_amount(value: float) -> str:
    """1234.5 as `1.234,50`."""
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def clock(seconds: int) -> str:
    """Seconds as HH:MM:SS, hours beyond a day too."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
