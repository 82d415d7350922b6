"""What is known of a workbook before a reader opens it: its sheets, and a scan of each."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from xml.parsers import expat

from cxdesk.domain.errors import CXDeskError, FileDamaged
from cxdesk.intake import guard
from cxdesk.intake.guard import Limits
from cxdesk.intake.readers import ods_scan, xls_scan, xlsb_scan, xlsx_scan
from cxdesk.intake.readers.archive import XML_SUFFIXES, Archive, Doctype, normal, protected
from cxdesk.intake.readers.cellscan import SheetScan
from cxdesk.intake.readers.ole import BrokenOle, Ole
from cxdesk.intake.readers.package import Sheet, sheets, strings_part
from cxdesk.intake.readers.unpacked import Unpacked
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

WORKSHEET = "worksheet"


class Book(ABC):
    """A workbook whose sheets can be scanned. `scan` may overestimate rows and columns; `exact` does not."""

    nul = False  # whether any text may hold a NUL
    eager = False  # whether a reader builds all sheets when it opens the file
    progress: Progress | None = None  # is told of every megabyte scanned
    bytes = 0  # of all parts as a reader sees them, where that is known

    @abstractmethod
    def sheets(self) -> list[Sheet]:
        """Its sheets in their order."""

    def scan(self, sheet: Sheet) -> SheetScan | None:
        """None where there is nothing to compare a reader with."""
        return self.exact(sheet)

    @abstractmethod
    def exact(self, sheet: Sheet) -> SheetScan | None:
        """Every row and column counted; None as in `scan`."""

    def before_opening(self) -> None:  # noqa: B027 - most books have nothing to verify
        """All that must be verified before a reader may open the file at all. Raises CXDeskError."""

    def strings_memory(self) -> int:
        """Bytes that a reader needs for texts that all sheets share."""
        return 0

    def unpacked(self) -> Unpacked | None:
        """The parts as they were inflated for the scans, where that spares a reader to inflate them again."""
        return None


class XlsxBook(Book):
    def __init__(self, archive: Archive, main: str, limits: Limits) -> None:
        self._archive = archive
        self._main = main
        self._limits = limits
        self._strings = strings_part(archive, main)
        self._found = sheets(archive, main)
        self._scan = xlsx_scan.StringsScan()
        self.bytes = sum(map(archive.size, archive.names))
        self._unpacked = Unpacked(self.bytes)
        self.nul = False

    def sheets(self) -> list[Sheet]:
        return self._found

    def before_opening(self) -> None:
        file = self._archive.path.name
        with _xml_faults(file, None):
            if self._strings is not None:
                self._scan.scan(self._kept(self._strings))
        if self._scan.memory > self._limits.sheet_memory:
            raise guard.too_large(file, None, self._scan.memory, self._limits)
        self.nul = self._scan.nul
        self._archive.verify({normal(sheet.part) for sheet in self._found if sheet.part and sheet.kind == WORKSHEET})

    def strings_memory(self) -> int:
        return self._scan.memory

    def scan(self, sheet: Sheet) -> SheetScan | None:
        if sheet.part is None:
            return None
        try:
            with _xml_faults(self._archive.path.name, sheet.name):
                found = xlsx_scan.fast_scan(self._kept(sheet.part))
        except xlsx_scan.Unsure:
            return self.exact(sheet)
        self.nul = self.nul or found.nul
        return found

    def exact(self, sheet: Sheet) -> SheetScan | None:
        if sheet.part is None:
            return None
        scan = xlsx_scan.ExactScan(self._blank_strings)
        with _xml_faults(self._archive.path.name, sheet.name, scan):
            found = scan.read(self._archive.chunks(sheet.part, self.progress))
        self.nul = self.nul or found.nul
        return found

    def unpacked(self) -> Unpacked | None:
        """With everything else in XML; what a reader may want, it finds."""
        for name in self._archive.names:
            if name.lower().endswith(XML_SUFFIXES) and name not in self._unpacked:
                for _piece in self._kept(name):
                    pass
        return self._unpacked

    def _kept(self, name: str) -> Iterator[bytes]:
        return self._unpacked.kept(self._archive.part(name), self._archive.chunks(name, self.progress))

    @cached_property
    def _blank_strings(self) -> frozenset[int]:
        if self._strings is None:
            return frozenset()
        with _xml_faults(self._archive.path.name, None):
            return xlsx_scan.blank_strings(self._archive.chunks(self._strings, self.progress))


class XlsbBook(Book):
    nul = True

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        self._main = main
        self._found = xlsb_scan.sheets(archive, main)

    def sheets(self) -> list[Sheet]:
        return self._found

    def before_opening(self) -> None:
        self._archive.verify(set())

    def exact(self, sheet: Sheet) -> SheetScan | None:
        if sheet.part is None:
            return None
        return xlsb_scan.scan(self._archive.read(sheet.part, xlsb_scan.LARGEST), self._blank_strings)

    @cached_property
    def _blank_strings(self) -> frozenset[int]:
        part = strings_part(self._archive, self._main)
        return xlsb_scan.blank_strings(self._archive.read(part, xlsb_scan.LARGEST)) if part else frozenset()


class XlsBook(Book):
    nul = True
    eager = True

    def __init__(self, file: str, ole: Ole) -> None:
        try:
            found = xls_scan.sheets(ole.stream("Workbook", "Book") or b"")
        except xls_scan.Encrypted:
            raise protected(file) from None
        except (BrokenOle, struct.error, IndexError) as error:
            raise guard.damaged_archive(file, str(error)) from None
        self._found = {sheet.name: sheet for sheet in found}

    def sheets(self) -> list[Sheet]:
        return [Sheet(sheet.name, "", WORKSHEET, sheet.hidden) for sheet in self._found.values()]

    def exact(self, sheet: Sheet) -> SheetScan | None:
        return self._found[sheet.name].scan


class OdsBook(Book):
    nul = True
    eager = True

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        if "content.xml" not in archive:
            raise guard.damaged_part(archive.path.name, "content.xml", _("it is missing"))

    def sheets(self) -> list[Sheet]:
        return [Sheet(name, "content.xml", WORKSHEET, False) for name in self._scans]

    def before_opening(self) -> None:
        self._archive.verify(set())

    def exact(self, sheet: Sheet) -> SheetScan | None:
        return self._scans.get(sheet.name)

    @cached_property
    def _scans(self) -> dict[str, SheetScan]:
        with _xml_faults(self._archive.path.name, None):
            return ods_scan.scan(self._archive.chunks("content.xml", self.progress))


@contextmanager
def _xml_faults(file: str, sheet: str | None, scan: xlsx_scan.ExactScan | None = None) -> Iterator[None]:
    """Bad XML as an error that names file, sheet and, where the scan got so far, the row."""
    try:
        yield
    except xlsx_scan.RowTooLong:
        raise guard.row_too_long(file, sheet, xlsx_scan.LONGEST_ROW) from None
    except Doctype:
        raise guard.has_doctype(file, sheet or "") from None
    except expat.ExpatError as error:
        raise broken_xml(file, sheet, str(error), scan.row if scan else None) from None


def broken_xml(file: str, sheet: str | None, cause: str, row: int | None) -> CXDeskError:
    return FileDamaged(
        _("The sheet cannot be read to its end ({cause}).", cause=cause),
        _("Open the file in your spreadsheet program, save it again and import the new file."),
        code="file_damaged.sheet",
        file=file,
        sheet=sheet,
        row=row or None,
    )
