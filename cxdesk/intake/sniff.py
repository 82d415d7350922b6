"""What is in a file: its container by its first bytes, then its tables. Never believes a suffix."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileUnknown
from cxdesk.intake import guard
from cxdesk.intake.guard import LIMITS, Limits
from cxdesk.intake.readers.archive import Archive, normal, protected
from cxdesk.intake.readers.books import Book, OdsBook, XlsbBook, XlsBook, XlsxBook
from cxdesk.intake.readers.csv import CHUNK, Chunks
from cxdesk.intake.readers.excel import excel_tables, nothing_in
from cxdesk.intake.readers.ole import BrokenOle, Ole
from cxdesk.intake.readers.package import elements, workbook_part
from cxdesk.intake.readers.page import PageTable, is_page, page_tables, page_tables_in
from cxdesk.intake.readers.text import text_tables
from cxdesk.intake.table import Choices, Container, SourceFile, Table
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress

ZIP, GZIP, OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")

# First bytes of what people drop by mistake, and what to call it.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"%PDF", N_("a PDF document")),
    (b"SQLite format 3\x00", N_("a database")),
    (b"{\\rtf", N_("a text document")),
    (b"Rar!", N_("a packed archive of a kind that CXDesk does not open")),
    (b"7z\xbc\xaf", N_("a packed archive of a kind that CXDesk does not open")),
    (b"BZh", N_("a packed archive of a kind that CXDesk does not open")),
    (b"\xfd7zXZ", N_("a packed archive of a kind that CXDesk does not open")),
    (b"(\xb5/\xfd", N_("a packed archive of a kind that CXDesk does not open")),
    (b"PAR1", N_("a Parquet file")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"ID;P", N_("a SYLK file")),
)
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook", b"<?pi", b"<!--", b"<root", b"<?mso")


@dataclass(frozen=True)
class Opened:
    """A file whose container is known, and what was opened to know it."""

    container: Container
    archive: Archive | None = None
    main: str = ""
    ole: Ole | None = None
    pages: list[PageTable] = field(default_factory=list)


def sniff(
    path: Path, progress: Progress | None = None, choices: Choices | None = None, limits: Limits = LIMITS
) -> list[Table]:
    """The tables of a file, at least one. `choices` is what a person decided instead of what would be found.

    Raises a CXDeskError that names the file, and sheet and row where there are any.
    """
    path = Path(path)
    size, head = _head(path)
    if not size:
        raise nothing_in(SourceFile(path, path.name, 0, "", "csv"))
    opened = container_of(path, head, limits)
    source = SourceFile(path, path.name, size, "", opened.container)
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(sha256_of, path)
        tables = _tables(source, opened, choices or Choices(), progress, limits)
        if not tables:
            raise nothing_in(source)
        source = replace(source, sha256=digest.result())
    return [replace(table, source=source) for table in tables]


def _head(path: Path) -> tuple[int, bytes]:
    try:
        with path.open("rb") as file:
            head = file.read(8192)
            return file.seek(0, 2), head
    except OSError as error:
        raise FileDamaged(
            _("The file cannot be opened: {cause}.", cause=error.strerror or type(error).__name__),
            _("Check that it still exists, that you may read it, and that no other program holds it."),
            code="file_damaged.open",
            file=path.name,
        ) from None


def sha256_of(path: Path) -> str:
    """The digest of a file's bytes. Other threads run meanwhile."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def container_of(path: Path, head: bytes, limits: Limits = LIMITS) -> Opened:
    """What the file is, by its first bytes and, for archives, by what is inside. Raises CXDeskError."""
    if head.startswith((ZIP, b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(path, limits)
    if head.startswith(OLE):
        return _in_ole(path, limits)
    if head.startswith(GZIP):
        return Opened("csv.gz")
    for magic, what in OTHERS:
        if head.startswith(magic):
            raise unknown(path.name, _(what))
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")[:16].lower()
    if start.startswith(MARKUP):
        pages = page_tables_in(path) if is_page(head) else []
        if pages:
            return Opened("html", pages=pages)
        raise unknown(path.name, _("a web page or XML"))
    return Opened("csv")


def unknown(file: str, what: str) -> CXDeskError:
    """What was dropped is no table; `what` names it."""
    return FileUnknown(
        _("This is {what}, not a table.", what=what),
        _("Open it in your spreadsheet program, save it as an Excel workbook or as CSV, and import that."),
        file=file,
    )


def _in_zip(path: Path, limits: Limits) -> Opened:
    archive = Archive(path, limits)
    if "mimetype" in archive and archive.size("mimetype") < 200:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
        if "opendocument" in kind:
            return _open_document(archive, kind)
    main = workbook_part(archive)
    if main is not None:
        return Opened(_office_kind(archive, main), archive, main)
    if any(name.lower().endswith(TEXT_SUFFIXES) for name in archive.names):
        return Opened("zip-of-csv", archive)
    raise unknown(path.name, _("a packed archive without CSV files"))


def _open_document(archive: Archive, kind: str) -> Opened:
    if "spreadsheet" not in kind:
        raise unknown(archive.path.name, _("a text document"))
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise protected(archive.path.name)
    return Opened("ods", archive)


def _office_kind(archive: Archive, main: str) -> Container:
    """xlsx, xlsm or xlsb by the declared type of the main part. Raises FileUnknown for other office files."""
    declared = ""
    if "[Content_Types].xml" in archive:
        for _name, attributes in elements(archive, "[Content_Types].xml"):
            if normal(attributes.get("PartName", "")) == normal(main):
                declared = attributes.get("ContentType", "").lower()
    if "wordprocessingml" in declared or "ms-word" in declared or normal(main).startswith("word/"):
        raise unknown(archive.path.name, _("a text document"))
    if "presentationml" in declared or "ms-powerpoint" in declared or normal(main).startswith("ppt/"):
        raise unknown(archive.path.name, _("a presentation"))
    if normal(main).endswith(".bin") or "binary" in declared:
        return "xlsb"
    return "xlsm" if "macroenabled" in declared else "xlsx"


def _in_ole(path: Path, limits: Limits) -> Opened:
    if path.stat().st_size > limits.zip_part:
        raise guard.too_large(path.name, None, path.stat().st_size, limits)
    try:
        ole = Ole(path.read_bytes())
    except (BrokenOle, struct.error) as error:
        raise guard.damaged_archive(path.name, str(error)) from None
    if ole.holds("EncryptedPackage"):
        raise protected(path.name)
    if ole.holds("Workbook", "Book"):
        return Opened("xls", ole=ole)
    raise unknown(path.name, _("a text document") if ole.holds("WordDocument") else _("an office document"))


def _tables(
    source: SourceFile, opened: Opened, choices: Choices, progress: Progress | None, limits: Limits
) -> list[Table]:
    if opened.container == "csv":
        return text_tables(source, plain(source.path), None, choices, progress, limits)
    if opened.container == "csv.gz":
        return text_tables(source, unpacked(source.path, limits), None, choices, progress, limits)
    if opened.container == "html":
        return page_tables(source, opened.pages, choices, limits)
    if opened.container == "zip-of-csv":
        assert opened.archive is not None
        return _members(source, opened.archive, choices, progress, limits)
    return excel_tables(source, _book(source, opened, limits), choices, progress, limits)


def _book(source: SourceFile, opened: Opened, limits: Limits) -> Book:
    if opened.ole is not None:
        return XlsBook(source.name, opened.ole)
    assert opened.archive is not None
    if opened.container == "ods":
        return OdsBook(opened.archive)
    if opened.container == "xlsb":
        return XlsbBook(opened.archive, opened.main)
    return XlsxBook(opened.archive, opened.main, limits)


def _members(
    source: SourceFile, archive: Archive, choices: Choices, progress: Progress | None, limits: Limits
) -> list[Table]:
    """The tables of every text file in a zip file; the member's name stands for the sheet."""
    tables: list[Table] = []
    for name in archive.names:
        hidden = name.startswith("__MACOSX/") or Path(name).name.startswith(".")
        if name.lower().endswith(TEXT_SUFFIXES) and not hidden:
            tables += text_tables(source, member(archive, name), name, choices, progress, limits)
    return tables


def plain(path: Path) -> Chunks:
    """The bytes of a file."""

    def chunks(progress: Progress | None) -> Iterator[bytes]:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            at = 0
            while data := file.read(CHUNK):
                yield data
                at += len(data)
                if progress is not None:
                    progress.report(at, size)

    return chunks


def member(archive: Archive, name: str) -> Chunks:
    """The bytes of a member of a zip file."""
    return lambda progress: archive.chunks(name, progress)


def unpacked(path: Path, limits: Limits) -> Chunks:
    """The bytes of a gzip file, counted while they come out. Raises FileRefused, FileDamaged."""

    def chunks(progress: Progress | None) -> Iterator[bytes]:
        packed = total = 0
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        for data in plain(path)(progress):
            packed += len(data)
            while data:
                try:
                    piece = inflater.decompress(data, CHUNK)
                except zlib.error as error:
                    raise guard.damaged_part(path.name, path.name, str(error)) from None
                total += len(piece)
                guard.check_inflated(path.name, total, packed, limits)
                if piece:
                    yield piece
                data = inflater.unconsumed_tail
                if inflater.eof:  # another member may follow
                    data = inflater.unused_data.lstrip(b"\0")
                    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
                    finished = True
                else:
                    finished = False
        if not finished:
            raise guard.damaged_part(path.name, path.name, _("it ends too early"))

    return chunks
