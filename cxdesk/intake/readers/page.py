"""Web pages with tables in them: what old programs write and call a workbook. Their tables are read as written, with
standard HTML rules and no more: nothing is fetched, and no name of an entity but those of HTML means anything.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from cxdesk.intake.blocks import RawBlock, Row, filled
from cxdesk.intake.guard import LIMITS, MIB, Limits
from cxdesk.intake.readers.assemble import assemble
from cxdesk.intake.table import Choices, SourceFile, Table
from cxdesk.system.progress import Progress

LARGEST = 64 * MIB  # a page is parsed as a whole
LOOKED_AT, BLOCK = 400, 512
WIDEST_SPAN = 1000
LEAST = 2  # rows and columns; smaller tables only place things on a page
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TABLE = re.compile(rb"<table\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset({"style", "script", "title"})


@dataclass
class PageTable:
    """The rows of one table. `begun` counts their opening tags apart."""

    rows: list[Row] = field(default_factory=list)
    begun: int = 0
    pending: dict[int, int] = field(default_factory=dict)  # column → rows that a cell above still covers


def is_page(head: bytes) -> bool:
    """Whether a file that begins with markup begins like a page and not like any other XML."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")[:16].lower()
    return start.startswith((b"<!doctype h", b"<html", b"<table", b"<!--", b"<?xml"))


def page_tables_in(path: Path) -> list[PageTable]:
    """The tables of a page that may hold records; none where it is too large or no page."""
    if path.stat().st_size > LARGEST:
        return []
    data = path.read_bytes()
    if not _TABLE.search(data.replace(b"\0", b"")):
        return []
    reader = _Reader()
    reader.feed(_text(data))
    reader.close()
    return [table for table in reader.found if _could_hold_records(table)]


def _could_hold_records(table: PageTable) -> bool:
    return sum(filled(row) >= LEAST for row in table.rows) >= LEAST


def _text(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    said = _CHARSET.search(data[:4096])
    for name in (said[1].decode("ascii", "replace") if said else "utf-8", "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


class _Reader(HTMLParser):
    """Tables, also inside of each other; a cell that spans several is filled once and blank in the others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[PageTable] = []
        self._open: list[PageTable] = []
        self._row: list[Row | None] = []
        self._cell: list[list[str] | None] = []
        self._span: list[tuple[int, int]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._open.append(PageTable())
            self._row.append(None)
            self._cell.append(None)
            self._span.append((1, 1))
            self.found.append(self._open[-1])
        elif self._open and tag == "tr":
            self._end_row()
            self._open[-1].begun += 1
            self._row[-1] = []
        elif self._open and tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def _begin_cell(self, said: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row[-1] is None:
            self._open[-1].begun += 1
            self._row[-1] = []
        self._cell[-1] = []
        self._span[-1] = (_number(said.get("colspan")), _number(said.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in ("td", "th"):
            self._end_cell()
        elif self._open and tag == "tr":
            self._end_row()
        elif self._open and tag == "table":
            self._end_row()
            for stack in (self._open, self._row, self._cell, self._span):
                stack.pop()

    def handle_data(self, data: str) -> None:
        cell = self._cell[-1] if self._cell else None
        if cell is not None and not self._unseen:
            cell.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self.handle_endtag("table")

    def _end_cell(self) -> None:
        row, cell = self._row[-1], self._cell[-1]
        if row is None or cell is None:
            return
        columns, rows = self._span[-1]
        self._cover(row)
        for at in range(len(row), len(row) + columns):
            if rows > 1:
                self._open[-1].pending[at] = rows - 1
        row += [_SPACES.sub(" ", "".join(cell)).strip(), *[""] * (columns - 1)]
        self._cell[-1] = None

    def _cover(self, row: Row) -> None:
        """Blanks where a cell of a row above reaches down."""
        pending = self._open[-1].pending
        while pending.get(len(row), 0) > 0:
            pending[len(row)] -= 1
            row.append("")

    def _end_row(self) -> None:
        self._end_cell()
        row = self._row[-1]
        if row is not None:
            self._cover(row)
            self._open[-1].rows.append(row)
            self._row[-1] = None


def _number(said: str | None) -> int:
    return min(int(said), WIDEST_SPAN) if said and said.isascii() and said.isdigit() and int(said) else 1


class PageRecords:
    """The records of one table of a page. See blocks.Records."""

    has_errors = False

    def __init__(self, table: PageTable, progress: Progress | None) -> None:
        self.cleaned: dict[str, int] = {}
        self._table = table
        self._progress = progress

    def __iter__(self) -> Iterator[RawBlock]:
        rows = self._table.rows
        uncounted = self._table.begun - len(rows)
        for at in range(0, len(rows), BLOCK):
            block = [list(row) for row in rows[at : at + BLOCK]]
            yield RawBlock(range(at + 1, at + len(block) + 1), block, len(block) + (uncounted if not at else 0))
            if self._progress is not None:
                self._progress.report(at + len(block), len(rows))


def page_tables(source: SourceFile, found: list[PageTable], choices: Choices, limits: Limits = LIMITS) -> list[Table]:
    """The tables of a page, numbered where there are several. Lines are rows of the table."""
    return [
        assemble(
            source,
            str(number) if len(found) > 1 else None,
            list(enumerate((list(row) for row in one.rows[:LOOKED_AT]), 1)),
            max(map(len, one.rows)),
            lambda _table, progress, one=one: PageRecords(one, progress),  # type: ignore[misc]
            rows_estimate=len(one.rows),
            choices=choices,
            limits=limits,
        )
        for number, one in enumerate(found, 1)
    ]
