"""Workbooks: values by calamine, held against a scan of the file; openpyxl where calamine refuses or falls short.

calamine builds a whole sheet in memory and aborts the process where it cannot, so a sheet's extent is known before it
is asked. It gives nothing for error cells and uncalculated formulas; these come from the scan, as CellError.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileEmpty
from cxdesk.domain.results import Phrase
from cxdesk.intake import guard
from cxdesk.intake.blocks import CellError, RawBlock, Records, Row
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers.archive import protected
from cxdesk.intake.readers.assemble import assemble
from cxdesk.intake.readers.beside import CutRecords, Stretch, stretches
from cxdesk.intake.readers.books import WORKSHEET, Book, broken_xml
from cxdesk.intake.readers.cellscan import SheetScan, column_letters
from cxdesk.intake.readers.fallback import openpyxl_rows
from cxdesk.intake.readers.header import Record
from cxdesk.intake.readers.package import Sheet
from cxdesk.intake.table import Choices, Container, Note, SourceFile, Table
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Cancelled, Progress

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

BLOCK = 512  # rows; larger blocks leave the processor cache
SLOWEST = 100_000  # values per second that a slow computer reads
SLOWEST_BYTES = 2 * guard.MIB  # and bytes of its parts: a few long texts take their time as well
SIGN_OF_LIFE = 0.5  # seconds
LOOKED_AT = 400  # rows in which the header is looked for
COUNTED_BEFORE = 500_000  # sheets of up to so many places are counted before their rows are handed out
CUT_OFF = {"xls": 65_536}
CUT_OFF_NEW = 1_048_576

_T = TypeVar("_T")
Rows = Callable[[], Iterator[Row]]
_blanks = methodcaller("count", "")


@dataclass
class SheetRows:
    """The rows of a sheet from its first row on, as a reader gives them, and what must be put into them.

    `rows()` starts anew each time; their first cell is in column `left`; `height` is the last row's number.
    """

    rows: Rows
    left: int
    height: int
    width: int
    scan: SheetScan | None
    clean: bool
    merged: int = 0  # groups of merged cells; all but the first cell of each are empty
    recount: Callable[[], SheetScan | None] | None = None  # given where values are to be counted while reading

    def __post_init__(self) -> None:
        flaws = self.scan.flaws if self.scan else {}
        columns = [column for cells in flaws.values() for column in cells]
        self.before = max(0, self.left - min(columns, default=self.left))
        self.after = max(0, max(columns, default=0) - (self.left + self.width - 1))
        self.height = max([self.height, *flaws])
        self.flaws = flaws

    @property
    def full_width(self) -> int:
        return self.before + self.width + self.after


class SheetRecords:
    """The records of one sheet. See blocks.Records."""

    def __init__(self, table: Table, sheet: SheetRows, progress: Progress | None) -> None:
        self.cleaned: dict[str, int] = {}
        self.has_errors = bool(sheet.flaws)
        self._table = table
        self._sheet = sheet
        self._progress = progress

    def __iter__(self) -> Iterator[RawBlock]:
        number, filled = 1, 0
        for rows in _blocks(self._sheet):
            last = number + len(rows) - 1
            seen = max(0, min(last, self._sheet.height) - number + 1)
            if self._sheet.clean:
                self._remove_nuls(rows)
            if self._sheet.recount:
                filled += values_in(rows)
            yield RawBlock(range(number, last + 1), rows, seen)
            number = last + 1
            if self._progress is not None:
                self._progress.report(last, self._sheet.height)
        if self._sheet.recount:
            self._compare(filled, self._sheet.recount)

    def _compare(self, filled: int, recount: Callable[[], SheetScan | None]) -> None:
        """Raise FileDamaged when the values read are not those counted, by the light scan or else by the exact one."""
        scan = self._sheet.scan
        if scan is None or filled - flawed(scan) == scan.values:
            return
        exact = recount()
        if exact is not None and (filled - flawed(exact) != exact.values or exact.flaws != scan.flaws):
            raise falls_short(self._table.source.name, self._table.sheet, exact, filled)

    def _remove_nuls(self, rows: list[Row]) -> None:
        for row in rows:
            for place, cell in enumerate(row):
                if type(cell) is str and "\0" in cell:
                    row[place] = cell.replace("\0", "")
                    self.cleaned["nul"] = self.cleaned.get("nul", 0) + cell.count("\0")


def _blocks(sheet: SheetRows) -> Iterator[list[Row]]:
    """Rows in blocks, with error cells in their places, up to the last row that holds anything."""
    rows = sheet.rows()
    number = 1
    while True:
        block = list(islice(rows, BLOCK))
        missing = min(BLOCK, sheet.height - number + 1) - len(block)
        block += [[""] * sheet.width for _row in range(missing)]
        if not block:
            return
        if sheet.flaws:
            _put_flaws(block, number, sheet)
        number += len(block)
        yield block


def _put_flaws(block: list[Row], number: int, sheet: SheetRows) -> None:
    if sheet.before or sheet.after:
        before: Row = [""] * sheet.before
        after: Row = [""] * sheet.after
        block[:] = [before + row + after for row in block]
    first = sheet.left - sheet.before
    for place, row in enumerate(block, number):
        for column, kind in sheet.flaws.get(place, {}).items():
            row[column - first] = CellError(kind)


def values_in(rows: list[Row]) -> int:
    return sum(map(len, rows)) - sum(map(_blanks, rows))


def flawed(scan: SheetScan) -> int:
    return sum(map(len, scan.flaws.values()))


def falls_short(file: str, sheet: str | None, scan: SheetScan, filled: int) -> CXDeskError:
    """What the reader gave is not what the file holds."""
    row, column = scan.twice or (None, None)
    if row is not None and column is not None:
        message = _("The cell {cell} is in the file twice.", cell=f"{column_letters(column)}{row}")
    else:
        given = filled - flawed(scan)
        message = _("The sheet holds {held} values, but only {given} could be read.", held=scan.values, given=given)
        if given > scan.values:
            message = _("The sheet holds {held} values, but {given} were read.", held=scan.values, given=given)
    return FileDamaged(
        message,
        _("Open the file in your spreadsheet program, save it again and import the new file."),
        code="file_damaged.cells",
        file=file,
        sheet=sheet,
        row=row,
        column=column_letters(column) if column else None,
    )


@contextmanager
def faults(file: str, sheet: str | None) -> Iterator[None]:
    """Whatever a reader raises, as an error that names file and sheet."""
    try:
        yield
    except (CXDeskError, Cancelled, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - calamine's panics are no Exceptions
        if type(error).__name__ == "PasswordError":
            raise protected(file) from None
        raise broken_xml(file, sheet, f"{type(error).__name__}: {error}"[:200], None) from None


class Workbook:
    """A workbook whose sheets are scanned, and then opened by calamine in a second thread. Where opening already
    builds all sheets (`eager`), they are checked before.
    """

    def __init__(self, source: SourceFile, book: Book, progress: Progress | None, limits: Limits) -> None:
        self._source = source
        self._book = book
        self._progress = progress
        self._limits = limits
        book.progress = progress
        book.before_opening()
        sheets = [sheet for sheet in book.sheets() if sheet.kind == WORKSHEET]
        checked = self._checked if book.eager else book.scan
        self.scans = {sheet.name: checked(sheet) for sheet in sheets}
        with ThreadPoolExecutor(1) as pool:
            self._opened: Future[CalamineWorkbook] = pool.submit(_open, source.path, source.container, book)

    def _checked(self, sheet: Sheet) -> SheetScan | None:
        scan = self._book.exact(sheet)
        if scan is not None:
            self._check_extent(sheet, scan)
            if self._memory(scan) > self._limits.sheet_memory:
                raise guard.too_large(self._source.name, sheet.name, self._memory(scan), self._limits)
        return scan

    def calamine(self) -> CalamineWorkbook:
        with faults(self._source.name, None):
            return self._patiently(self._opened, 0)

    def rows(self, sheet: Sheet) -> SheetRows | None:
        """The rows of a sheet, verified; None for an empty one. Raises CXDeskError."""
        scan = self.scans.get(sheet.name)
        if scan is not None and self._doubtful(scan):
            scan = self._book.exact(sheet)
        if scan is None or not (scan.values or scan.flaws):
            return self._unscanned(sheet) if scan is None else None
        self._check_extent(sheet, scan)
        if self._memory(scan) > self._limits.sheet_memory:
            return self._streamed(sheet, scan)
        try:
            return self._verified(sheet, scan)
        except FileDamaged as error:
            return self._otherwise(sheet, error)

    def _doubtful(self, scan: SheetScan) -> bool:
        """Whether the sheet would be refused or read otherwise by what may be an overestimate."""
        too_wide = scan.columns > self._limits.columns
        return too_wide or self._scattered(scan) or self._memory(scan) > self._limits.sheet_memory

    def _scattered(self, scan: SheetScan) -> bool:
        cells = scan.values + flawed(scan)
        return scan.places > self._limits.dense_from and scan.places > self._limits.scattered * cells

    def _check_extent(self, sheet: Sheet, scan: SheetScan) -> None:
        if scan.columns > self._limits.columns:
            raise guard.too_many_columns(scan.columns, self._source.name, sheet.name, self._limits)
        if self._scattered(scan):
            cells = scan.values + flawed(scan)
            raise guard.too_scattered(self._source.name, sheet.name, cells, scan.rows, scan.columns)

    def _memory(self, scan: SheetScan) -> int:
        """What calamine needs: a growing list of cells (40 bytes each), then the whole rectangle (32)."""
        listed = 1 << max(0, scan.values - 1).bit_length()
        return 40 * listed + 32 * scan.places + self._book.strings_memory()

    def _read(self, sheet: Sheet, scan: SheetScan | None) -> SheetRows | None:
        workbook = self.calamine()
        with faults(self._source.name, sheet.name):
            with ThreadPoolExecutor(1) as pool:
                reading: Future[CalamineSheet] = pool.submit(workbook.get_sheet_by_name, sheet.name)
                found = self._patiently(reading, scan.values if scan else 0)
            if found.start is None or found.end is None:
                return SheetRows(lambda: iter(()), 1, 0, 0, scan, False) if scan and scan.flaws else None
            left, height, width = found.start[1] + 1, found.end[0] + 1, found.width
            merged = len(found.merged_cell_ranges or ())
        return SheetRows(
            lambda: cast("Iterator[Row]", found.iter_rows()), left, height, width, scan, self._book.nul, merged
        )

    def _patiently(self, reading: Future[_T], values: int) -> _T:
        """What is read, once it is; until then a sign of life, for as long as so many values, or so large a workbook,
        may take.
        """
        until = time.monotonic() + values / SLOWEST + self._book.bytes / SLOWEST_BYTES
        while True:
            try:
                return reading.result(timeout=SIGN_OF_LIFE)
            except TimeoutError:
                if self._progress is not None and time.monotonic() < until:
                    self._progress.report(0)

    def _unscanned(self, sheet: Sheet) -> SheetRows | None:
        return self._read(sheet, None)

    def _verified(self, sheet: Sheet, scan: SheetScan) -> SheetRows:
        """The sheet as calamine reads it, if that is all the scan counted; raises FileDamaged if not.

        A large sheet is counted while its rows are read, which then ends with FileDamaged.
        """
        rows = self._read(sheet, scan)
        if rows is not None and scan.places > COUNTED_BEFORE:
            rows.recount = lambda: self._book.exact(sheet)
            return rows
        filled = 0 if rows is None else self._filled(rows, sheet)
        if rows is not None and filled - flawed(scan) == scan.values:
            return rows
        exact = self._book.exact(sheet)
        assert exact is not None
        rows = self._read(sheet, exact)
        filled = 0 if rows is None else self._filled(rows, sheet)
        if rows is None or filled - flawed(exact) != exact.values:
            raise falls_short(self._source.name, sheet.name, exact, filled)
        return rows

    def _filled(self, rows: SheetRows, sheet: Sheet) -> int:
        with faults(self._source.name, sheet.name):
            return sum(map(values_in, _blocks(rows)))

    def _otherwise(self, sheet: Sheet, error: CXDeskError) -> SheetRows:
        """The sheet by openpyxl, counted while it is read; the first reader's error where that cannot be."""
        scan = self._book.exact(sheet)
        if self._source.container not in ("xlsx", "xlsm") or scan is None or scan.twice:
            raise error
        rows = self._streamed(sheet, scan)
        large = scan.places > COUNTED_BEFORE
        try:
            with faults(self._source.name, sheet.name):
                filled = values_in(next(_blocks(rows))) if large else self._filled(rows, sheet)
        except FileDamaged:
            raise error from None
        if not large and filled - flawed(scan) != scan.values:
            raise error
        return rows

    def _streamed(self, sheet: Sheet, scan: SheetScan) -> SheetRows:
        if self._source.container not in ("xlsx", "xlsm"):
            raise guard.too_large(self._source.name, sheet.name, self._memory(scan), self._limits)
        path, width = self._source.path, scan.columns
        rows = openpyxl_rows(path, sheet.name, width)
        return SheetRows(rows, 1, scan.rows, width, scan, True, recount=lambda: scan)


def _open(path: Path, container: Container, book: Book) -> Any:
    """The workbook, as it was unpacked where it was; calamine believes a known suffix, so where that is wrong it gets
    the bytes instead of the path.
    """
    from python_calamine import CalamineWorkbook

    unpacked = book.unpacked()
    try:
        if unpacked is not None and (kept := unpacked.path()) is not None:
            return CalamineWorkbook.from_path(kept)
    finally:
        if unpacked is not None:
            unpacked.close()
    if path.suffix.lower() == f".{container}":
        return CalamineWorkbook.from_path(path)
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def excel_tables(
    source: SourceFile, book: Book, choices: Choices, progress: Progress | None, limits: Limits
) -> list[Table]:
    """The tables of a workbook, visible sheets first. Raises CXDeskError."""
    workbook = Workbook(source, book, progress, limits)
    sheets = [sheet for sheet in book.sheets() if sheet.kind == WORKSHEET]
    if not book.sheets():
        workbook.calamine()  # protected or broken: it knows why
        raise FileDamaged(
            _("The workbook names no sheets."), _("Save it again from your spreadsheet program."), file=source.name
        )
    tables = []
    for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
        rows = workbook.rows(sheet)
        if rows is not None and rows.full_width:
            tables += _tables(source, sheet, rows, choices, limits)
        if progress is not None:
            progress.check()
    if not tables:
        raise nothing_in(source)
    return tables


def nothing_in(source: SourceFile) -> CXDeskError:
    return FileEmpty(
        _("The file holds no rows.") if source.size else _("The file is empty."),
        _("Choose the file that holds the rows."),
        file=source.name,
    )


def _tables(source: SourceFile, sheet: Sheet, rows: SheetRows, choices: Choices, limits: Limits) -> list[Table]:
    """The table of a sheet, or several that stand beside each other."""
    with faults(source.name, sheet.name):
        block = next(_blocks(rows))
    first = list(enumerate(block[:LOOKED_AT], 1))
    parts = stretches(first, rows.full_width, rows.height <= LOOKED_AT)
    return [
        _table(source, sheet, rows, first, part if len(parts) > 1 else None, number, choices, limits)
        for number, part in enumerate(parts, 1)
    ]


def _table(
    source: SourceFile,
    sheet: Sheet,
    rows: SheetRows,
    first: Sequence[Record],
    part: Stretch | None,
    number: int,
    choices: Choices,
    limits: Limits,
) -> Table:
    def records(table: Table, progress: Progress | None) -> Records:
        whole = SheetRecords(table, rows, progress)
        return whole if part is None else CutRecords(whole, part)

    if part is not None:
        first = [(line, cells[part.start : part.end]) for line, cells in first]
    return assemble(
        source,
        sheet.name if part is None else f"{sheet.name} · {part.title or number}",
        first,
        rows.full_width if part is None else part.end - part.start,
        records,
        notes=tuple(_notes(source, sheet, rows)),
        hidden=sheet.hidden,
        rows_estimate=rows.height,
        choices=choices,
        limits=limits,
    )


def _notes(source: SourceFile, sheet: Sheet, rows: SheetRows) -> Iterator[Note]:
    if sheet.hidden:
        yield Note("hidden_sheet", Phrase(N_("This sheet is hidden in the workbook.")))
    errors = flawed(rows.scan) if rows.scan else 0
    if errors:
        text = N_("{count} cells hold an error or a formula without result.")
        yield Note("error_cells", Phrase(text, (("count", str(errors)),)), errors)
    if rows.merged:
        text = N_("{count} groups of cells are merged; only the first cell of each holds the value.")
        yield Note("merged_cells", Phrase(text, (("count", str(rows.merged)),)), rows.merged)
    if rows.height == CUT_OFF.get(source.container, CUT_OFF_NEW):
        text = N_("The sheet ends at the last row that a spreadsheet can have; it may have been cut off.")
        yield Note("cut_off", Phrase(text), rows.height)
