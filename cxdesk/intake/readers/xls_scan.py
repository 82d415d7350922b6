"""A light scan of an old workbook (xls, BIFF 5 and 8): its sheets, and per sheet values, errors and extent."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from cxdesk.intake.readers.cellscan import SheetScan
from cxdesk.intake.readers.xlsb_scan import ERRORS

BOF, END, SHEET, FILE_PASSWORD = 0x809, 0x0A, 0x85, 0x2F
NUMBER, RK, MANY_RK, SHARED_TEXT, TEXT, RICH_TEXT, BOOL_OR_ERROR = 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205
FORMULAS = frozenset({0x06, 0x206, 0x406})
FORMULA_TEXT = 0x207
SHARED_FORMULAS = frozenset({0x4BC, 0x221, 0x236})  # stand between a formula and its text
TEXTS, MORE = 0xFC, 0x3C
WORKSHEET = 0
_CELL = struct.Struct("<HH")


@dataclass
class XlsSheet:
    """`blank` are the shared texts that are empty."""

    name: str
    hidden: bool
    scan: SheetScan = field(default_factory=SheetScan)
    blank: frozenset[int] = frozenset()


class Encrypted(Exception):
    """The workbook wants a password."""


def records(data: bytes, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """Type, place and size of each record from `at` on."""
    while at + 4 <= len(data):
        kind, size = _CELL.unpack_from(data, at)
        yield kind, at + 4, min(size, len(data) - at - 4)
        at += 4 + size


def sheets(data: bytes) -> list[XlsSheet]:
    """The worksheets of a Workbook stream, scanned. Raises Encrypted."""
    found: list[tuple[int, XlsSheet]] = []
    blank = frozenset(_blank_texts(data))
    for kind, at, size in records(data):
        if kind == END:
            break
        if kind == FILE_PASSWORD:
            raise Encrypted
        if kind == SHEET and size > 7 and data[at + 5] == WORKSHEET:
            (start,) = struct.unpack_from("<I", data, at)
            sheet = XlsSheet(_name(data[at + 6 : at + size]), data[at + 4] & 3 != 0, blank=blank)
            found.append((start, sheet))
    for start, sheet in found:
        _scan(data, start, sheet)
    return [sheet for _start, sheet in found]


def _blank_texts(data: bytes) -> Iterator[int]:
    """Which of the workbook's shared texts are empty."""
    pieces: list[bytes] = []
    for kind, at, size in records(data):
        if kind == END or (pieces and kind != MORE):
            break
        if kind == TEXTS or pieces:
            pieces.append(data[at : at + size])
    if pieces:
        yield from (number for number, length in enumerate(_text_lengths(pieces)) if not length)


def _text_lengths(pieces: list[bytes]) -> Iterator[int]:
    """The lengths of shared texts, which run on over pieces; where a text is cut, the next piece repeats its width."""
    piece, at = 0, 8
    while piece < len(pieces):
        if at + 3 > len(pieces[piece]):
            piece, at = piece + 1, 0
            continue
        length, flags = struct.unpack_from("<HB", pieces[piece], at)
        at += 3
        runs = struct.unpack_from("<H", pieces[piece], at)[0] if flags & 8 else 0
        at += 2 if flags & 8 else 0
        extra = struct.unpack_from("<I", pieces[piece], at)[0] if flags & 4 else 0
        at += 4 if flags & 4 else 0
        yield length
        piece, at = _behind_text(pieces, piece, at, length, 1 + (flags & 1))
        piece, at = _skipped(pieces, piece, at, 4 * runs + extra)


def _behind_text(pieces: list[bytes], piece: int, at: int, length: int, width: int) -> tuple[int, int]:
    while piece < len(pieces) and length:
        here = min(length, (len(pieces[piece]) - at) // width)
        length -= here
        at += here * width
        if length:
            piece, at = piece + 1, 1
            width = 1 + (pieces[piece][0] & 1) if piece < len(pieces) and pieces[piece] else width
    return piece, at


def _skipped(pieces: list[bytes], piece: int, at: int, size: int) -> tuple[int, int]:
    while piece < len(pieces) and at + size > len(pieces[piece]):
        size -= len(pieces[piece]) - at
        piece, at = piece + 1, 0
    return piece, at + size


def _name(data: bytes) -> str:
    length = data[0]
    if len(data) == length + 1:  # BIFF 5
        return data[1:].decode("cp1252", "replace")
    wide = data[1] & 1
    return data[2 : 2 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _scan(data: bytes, start: int, sheet: XlsSheet) -> None:
    depth = 0
    pending: tuple[int, int] | None = None  # a formula whose text follows
    for kind, at, size in records(data, start):
        if kind == BOF:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and kind == FORMULA_TEXT:
            if pending and size > 1 and struct.unpack_from("<H", data, at)[0]:
                _value(sheet, *pending)
            pending = None
        elif depth == 1 and size >= 6 and kind not in SHARED_FORMULAS:
            pending = _cell(data, kind, at, size, sheet)


def _cell(data: bytes, kind: int, at: int, size: int, sheet: XlsSheet) -> tuple[int, int] | None:
    """Count one record; returns the place of a formula whose result is in the next one."""
    row, column = _CELL.unpack_from(data, at)
    place = (row + 1, column + 1)
    if kind in (NUMBER, RK):
        _value(sheet, *place)
    elif kind == MANY_RK:
        for step in range((size - 6) // 6):
            _value(sheet, row + 1, column + 1 + step)
    elif kind == SHARED_TEXT:
        if size < 10 or struct.unpack_from("<I", data, at + 6)[0] not in sheet.blank:
            _value(sheet, *place)
    elif kind in (TEXT, RICH_TEXT) and size >= 8 and struct.unpack_from("<H", data, at + 6)[0]:
        _value(sheet, *place)
    elif kind == BOOL_OR_ERROR and size >= 8:
        _bool_or_error(sheet, place, data[at + 6], data[at + 7])
    elif kind in FORMULAS and size >= 14:
        return _formula(sheet, place, data[at + 6 : at + 14])
    return None


def _value(sheet: XlsSheet, row: int, column: int) -> None:
    sheet.scan.values += 1
    sheet.scan.reach(row, column)


def _bool_or_error(sheet: XlsSheet, place: tuple[int, int], value: int, is_error: int) -> None:
    if is_error:
        _error(sheet, place, value)
    else:
        _value(sheet, *place)


def _error(sheet: XlsSheet, place: tuple[int, int], code: int) -> None:
    sheet.scan.flaw(*place, ERRORS.get(code, "#ERROR"))
    sheet.scan.reach(*place)


def _formula(sheet: XlsSheet, place: tuple[int, int], result: bytes) -> tuple[int, int] | None:
    if result[6:8] != b"\xff\xff" or result[0] == 1:
        _value(sheet, *place)
    elif result[0] == 0:
        return place
    elif result[0] == 2:
        _error(sheet, place, result[2])
    return None
