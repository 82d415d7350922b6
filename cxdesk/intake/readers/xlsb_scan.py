"""A light scan of a binary workbook (xlsb): its sheets, and per sheet values, errors and extent."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cxdesk.intake.guard import MIB
from cxdesk.intake.readers.archive import Archive
from cxdesk.intake.readers.cellscan import SheetScan
from cxdesk.intake.readers.package import Sheet, targets_of

SHEET, STRING, ROW = 156, 19, 0
RK, ERROR, BOOL, REAL, TEXT, SHARED = 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR = 8, 9, 10, 11
CELLS = frozenset(range(RK, FORMULA_ERROR + 1))
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
LARGEST = 256 * MIB
_U32 = struct.Struct("<I")


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, place and size of each record. Stops where the data end."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _byte in range(4):
            if at >= end:
                return
            part = data[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, at, size
        at += size


def sheets(archive: Archive, main: str) -> list[Sheet]:
    """The sheets that the workbook's main part names."""
    targets = targets_of(archive, main)
    data = archive.read(main, LARGEST)
    found = []
    for kind, at, size in records(data):
        if kind != SHEET or size < 12:
            continue
        identity, after = _text(data, at + 8)
        name, _after = _text(data, after)
        target, sort = targets.get(identity, ("", "missing"))
        part = target if target in archive else None
        found.append(Sheet(name, part, sort, _U32.unpack_from(data, at)[0] != 0))
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(data):
        return "", at
    (length,) = _U32.unpack_from(data, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def blank_strings(data: bytes) -> frozenset[int]:
    """Which shared strings are empty."""
    lengths = (_length(data, at + 1) for kind, at, _size in records(data) if kind == STRING)
    return frozenset(index for index, length in enumerate(lengths) if not length)


def _length(data: bytes, at: int) -> int:
    return int(_U32.unpack_from(data, at)[0]) if at + 4 <= len(data) else 0


def scan(data: bytes, blank: frozenset[int]) -> SheetScan:
    """Count the cells of one sheet."""
    found = SheetScan()
    row = 0
    for kind, at, size in records(data):
        if kind == ROW and size >= 4:
            row = _U32.unpack_from(data, at)[0] + 1
        elif kind in CELLS and size >= 9:
            _cell(found, data, kind, at, row, blank)
    return found


def _cell(found: SheetScan, data: bytes, kind: int, at: int, row: int, blank: frozenset[int]) -> None:
    column = _U32.unpack_from(data, at)[0] + 1
    if kind in (ERROR, FORMULA_ERROR):
        found.flaw(row, column, ERRORS.get(data[at + 8], "#ERROR"))
    elif (kind in (TEXT, FORMULA_TEXT) and not _length(data, at + 8)) or (
        kind == SHARED and _length(data, at + 8) in blank
    ):
        return
    else:
        found.values += 1
    found.reach(row, column)
