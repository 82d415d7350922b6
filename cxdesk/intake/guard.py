"""What may be opened at all: limits on size, shape and memory, each refusal naming its limit.

Files come from strangers. Everything here is checked before a reader that builds whole tables sees a byte.
"""

from __future__ import annotations

import gc
import mmap
import struct
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cxdesk.domain.errors import CXDeskError, FileDamaged, FileRefused
from cxdesk.system.i18n import _, number

MIB = 1024 * 1024
_END_RECORD = b"PK\x05\x06"
_END_RECORD_64 = b"PK\x06\x06"


@dataclass(frozen=True)
class Limits:
    """Beyond these a file is refused. Sizes in bytes, texts in characters."""

    zip_total: int = 1024 * MIB  # all parts together, inflated
    zip_part: int = 512 * MIB
    zip_ratio: int = 200  # inflated to packed, where more than `ratio_from` comes out
    ratio_from: int = 50_000_000
    zip_entries: int = 10_000
    columns: int = 2_000  # SQLite's own limit
    cell_chars: int = 10_000_000
    line_chars: int = 32_000_000
    sheet_memory: int = 600 * MIB  # estimate for the reader that holds a whole sheet
    scattered: int = 20  # times as many places as filled cells, in sheets of more than `dense_from` places
    dense_from: int = 4_000_000


LIMITS = Limits()


def apply_child_limits(memory_bytes: int) -> None:
    """Bind this process, the import child, to so much address space, and let it collect garbage less often.

    On Linux by RLIMIT_AS: what asks for more gets MemoryError, or aborts where a library cannot give one. Windows and
    macOS have nothing a process can lay upon itself for good: there the parent watches (Job Object, resident size).
    Rows are lists of strings without cycles; searching them for cycles cost a third of the reading time.
    """
    if sys.platform == "linux":
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    gc.set_threshold(200_000, 50, 100)


def address_space() -> int:
    """Bytes that this process holds, by the measure of `apply_child_limits`; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * mmap.PAGESIZE


def refused(
    code: str, message: str, remedy: str, file: str, sheet: str | None = None, **place: int | str
) -> CXDeskError:
    """A refusal; `code` is what is beyond the limit."""
    return FileRefused(message, remedy, code=f"file_refused.{code}", file=file, sheet=sheet, **place)  # type: ignore[arg-type]


def too_many_columns(
    columns: int, file: str, sheet: str | None, limits: Limits = LIMITS, row: int | None = None
) -> CXDeskError:
    return FileRefused(
        _(
            "The table has {columns} columns; CXDesk reads up to {most}.",
            columns=number(columns),
            most=number(limits.columns),
        ),
        _("Delete the columns that you do not need, save the file and import it again."),
        code="file_refused.columns",
        file=file,
        sheet=sheet,
        row=row,
    )


def too_scattered(file: str, sheet: str, cells: int, rows: int, columns: int) -> CXDeskError:
    """A few cells over a huge area: no table, and a trap for readers that hold the whole area."""
    message = _(
        "The sheet has {cells} cells scattered over {rows} rows and {columns} columns.",
        cells=number(cells),
        rows=number(rows),
        columns=number(columns),
    )
    remedy = _("Delete the cells far from your table, save the file and import it again.")
    return FileRefused(message, remedy, code="file_refused.scattered", file=file, sheet=sheet, row=rows)


def too_large(file: str, sheet: str | None, memory: int, limits: Limits = LIMITS) -> CXDeskError:
    """A sheet that would take more memory than the import may have."""
    message = _(
        "Reading it would take {need} MB of memory; the limit is {most} MB.",
        need=number(memory / MIB),
        most=number(limits.sheet_memory / MIB),
    )
    remedy = _("Save the sheet as CSV and import that; CSV files may be of any size.")
    return FileRefused(message, remedy, code="file_refused.memory", file=file, sheet=sheet)


def row_too_long(file: str, sheet: str | None, most: int) -> CXDeskError:
    """One row or text longer than any spreadsheet program writes."""
    message = _("A row or a text is longer than the limit of {most} MB.", most=number(most / MIB))
    return FileRefused(message, _save_again(), code="file_refused.line_length", file=file, sheet=sheet)


def check_directory(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a zip file whose directory claims too many parts, before the directory is read. Raises FileRefused."""
    entries = _claimed_entries(path)
    if entries > limits.zip_entries:
        raise refused(
            "parts",
            _(
                "The file claims to hold {parts} parts; the limit is {most}.",
                parts=number(entries),
                most=number(limits.zip_entries),
            ),
            _save_again(),
            path.name,
        )


def check_parts(path: Path, parts: list[zipfile.ZipInfo], limits: Limits = LIMITS) -> None:
    """Refuse a zip file whose parts would inflate beyond the limits, by what its directory says. Raises FileRefused."""
    total = sum(part.file_size for part in parts)
    if total > limits.zip_total:
        raise _too_big(path, total, limits.zip_total)
    for part in parts:
        if part.file_size > limits.zip_part:
            raise _too_big(path, part.file_size, limits.zip_part, part.filename)
        if part.file_size > limits.ratio_from and part.file_size > limits.zip_ratio * max(1, part.compress_size):
            raise _too_dense(path, part, limits)


def check_inflated(file: str, size: int, packed: int, limits: Limits = LIMITS) -> None:
    """Refuse what keeps coming out of a packed file, while it comes out. Raises FileRefused."""
    if size > limits.zip_total:
        message = _("The file takes more than {most} MB unpacked.", most=number(limits.zip_total / MIB))
        raise refused("size", message, _("Unpack it and split it into smaller files."), file)
    if size > limits.ratio_from and size > limits.zip_ratio * packed:
        message = _("The file unpacks to more than {ratio} times its size.", ratio=number(limits.zip_ratio))
        raise refused("ratio", message, _save_again(), file)


def _too_big(path: Path, size: int, most: int, part: str = "") -> CXDeskError:
    values = {"size": number(size / MIB), "most": number(most / MIB), "part": part}
    if part:
        message = _("Its part {part} would take {size} MB unpacked; the limit is {most} MB.", **values)
    else:
        message = _("The file would take {size} MB unpacked; the limit is {most} MB.", **values)
    return refused("size", message, _("Split it into smaller files, or save it as CSV."), path.name)


def _too_dense(path: Path, part: zipfile.ZipInfo, limits: Limits) -> CXDeskError:
    message = _(
        "Its part {part} unpacks to more than {ratio} times its size, as files do that are made to do harm.",
        part=part.filename,
        ratio=number(limits.zip_ratio),
    )
    return refused("ratio", message, _save_again(), path.name)


def has_doctype(file: str, part: str) -> CXDeskError:
    """The refusal of a part with a document type declaration: spreadsheets have none, attacks do."""
    message = _("Its part {part} declares a document type, which no spreadsheet program writes.", part=part)
    return refused("doctype", message, _save_again(), file)


def damaged_part(file: str, part: str, cause: str) -> CXDeskError:
    """A part of a zip file that cannot be unpacked as its directory says."""
    return FileDamaged(
        _("The file is damaged: its part {part} cannot be unpacked ({cause}).", part=part, cause=cause),
        _("Get the file once more from where it came from, or open it in your spreadsheet program and save it again."),
        code="file_damaged.part",
        file=file,
    )


def damaged_archive(file: str, cause: str) -> CXDeskError:
    """A zip file whose directory cannot be read: cut off, or none at all."""
    return FileDamaged(
        _("The file is damaged: its table of contents cannot be read ({cause}).", cause=cause),
        _("Get the file once more from where it came from; it may not have been copied to its end."),
        code="file_damaged.archive",
        file=file,
    )


def _save_again() -> str:
    return _("If you trust the file, open it in your spreadsheet program and save it again.")


def _claimed_entries(path: Path) -> int:
    """How many entries the zip file's end record claims; 0 where there is none (the reader then says so)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) < at + 12:
        return 0
    (entries,) = struct.unpack_from("<H", tail, at + 10)
    at = tail.rfind(_END_RECORD_64)
    if entries == 0xFFFF and at >= 0 and len(tail) >= at + 40:
        (entries,) = struct.unpack_from("<Q", tail, at + 32)
    return int(entries)
