"""Old and binary workbooks: records counted one by one, in files put together byte by byte."""

from __future__ import annotations

import struct

import pytest

from cxdesk.intake.readers import xls_scan, xlsb_scan
from cxdesk.intake.readers.ole import BrokenOle, Ole


def xls_record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_cell(kind: int, row: int, column: int, body: bytes) -> bytes:
    return xls_record(kind, struct.pack("<HHH", row, column, 0) + body)


BEGIN = xls_record(0x809, bytes(16))
END = xls_record(0x0A)


def xls_stream(cells: bytes, strings: bytes = b"") -> bytes:
    """A Workbook stream with one sheet."""
    name = b"\x04\x00Data"
    globals_size = len(BEGIN) + len(strings) + 4 + 6 + len(name) + len(END)
    sheet = xls_record(0x85, struct.pack("<IBB", globals_size, 0, 0) + name)
    return BEGIN + strings + sheet + END + BEGIN + cells + END


def test_old_cells_of_every_sort_are_counted() -> None:
    cells = b"".join(
        [
            xls_cell(0x203, 0, 0, struct.pack("<d", 1.5)),
            xls_cell(0x27E, 0, 1, bytes(4)),
            xls_record(0xBD, struct.pack("<HH", 1, 0) + bytes(6) * 3 + struct.pack("<H", 2)),
            xls_cell(0xFD, 2, 0, struct.pack("<I", 1)),
            xls_cell(0xFD, 2, 1, struct.pack("<I", 0)),
            xls_cell(0x205, 3, 0, bytes([0x07, 1])),
            xls_cell(0x205, 3, 1, bytes([1, 0])),
            xls_cell(0x06, 4, 0, struct.pack("<d", 2.0) + bytes(8)),
            xls_cell(0x06, 4, 1, bytes([2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF]) + bytes(8)),
            xls_cell(0x06, 4, 2, bytes([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) + bytes(8)),
            xls_record(0x4BC, bytes(10)),
            xls_record(0x207, struct.pack("<HB", 2, 0) + b"hi"),
            xls_cell(0x06, 4, 3, bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF]) + bytes(8)),
            xls_cell(0x204, 5, 0, struct.pack("<HB", 1, 0) + b"x"),
            xls_cell(0x201, 6, 0, b""),
        ]
    )
    texts = struct.pack("<II", 2, 2) + struct.pack("<HB", 0, 0) + struct.pack("<HB", 3, 0) + b"abc"
    (sheet,) = xls_scan.sheets(xls_stream(cells, xls_record(0xFC, texts)))
    assert sheet.name == "Data"
    assert sheet.scan.values == 10
    assert sheet.scan.flaws == {4: {1: "#DIV/0!"}, 5: {2: "#N/A"}}
    assert (sheet.scan.rows, sheet.scan.columns) == (6, 3)


def test_shared_texts_that_run_over_into_the_next_record() -> None:
    """A text cut in two repeats its width at the begin of the next piece; runs of formats follow it."""
    wide = "é" * 10
    first = struct.pack("<II", 3, 3) + struct.pack("<HBH", 10, 9, 2) + wide[:4].encode("utf-16-le")
    second = (
        b"\x01" + wide[4:].encode("utf-16-le") + bytes(8) + struct.pack("<HB", 0, 0) + struct.pack("<HB", 1, 0) + b"x"
    )
    strings = xls_record(0xFC, first) + xls_record(0x3C, second)
    cells = b"".join(xls_cell(0xFD, 0, n, struct.pack("<I", n)) for n in range(3))
    (sheet,) = xls_scan.sheets(xls_stream(cells, strings))
    assert sheet.blank == {1}
    assert sheet.scan.values == 2


def test_an_encrypted_old_workbook_says_so() -> None:
    with pytest.raises(xls_scan.Encrypted):
        xls_scan.sheets(BEGIN + xls_record(0x2F, bytes(54)) + END)


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_an_old_stream_cut_off_anywhere_ends(cut: int) -> None:
    cell = xls_cell(0x203, 0, 0, bytes(8))
    stream = xls_stream(b"".join(xls_cell(0x203, n, 0, bytes(8)) for n in range(9)))
    whole = max((cut - stream.index(cell)) // len(cell), 0)
    counted = sum(sheet.scan.values for sheet in xls_scan.sheets(stream[:cut]))
    assert counted - whole in (0, 1)  # of the cell that is cut the head may be there


def xlsb_record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = b""
    rest = len(body)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + size + body


def xlsb_cell(kind: int, column: int, body: bytes) -> bytes:
    return xlsb_record(kind, struct.pack("<II", column, 0) + body)


def test_binary_cells_of_every_sort_are_counted() -> None:
    data = b"".join(
        [
            xlsb_record(0, struct.pack("<I", 4) + bytes(8)),
            xlsb_cell(1, 0, b""),
            xlsb_cell(2, 0, bytes(4)),
            xlsb_cell(5, 1, bytes(8)),
            xlsb_cell(7, 2, struct.pack("<I", 1)),
            xlsb_cell(7, 3, struct.pack("<I", 0)),
            xlsb_cell(3, 4, bytes([0x17])),
            xlsb_record(0, struct.pack("<I", 6) + bytes(8)),
            xlsb_cell(6, 0, struct.pack("<I", 1) + "x".encode("utf-16-le")),
            xlsb_cell(8, 1, struct.pack("<I", 0) + bytes(4)),
            xlsb_cell(11, 2, bytes([0x2A]) + bytes(6)),
            xlsb_record(300, bytes(200)),
        ]
    )
    scan = xlsb_scan.scan(data, frozenset({0}))
    assert scan.values == 4
    assert scan.flaws == {5: {5: "#REF!"}, 7: {3: "#N/A"}}
    assert (scan.first_row, scan.rows, scan.columns) == (5, 7, 5)


def test_empty_binary_texts() -> None:
    texts = [
        xlsb_record(19, b"\0" + struct.pack("<I", len(word)) + word.encode("utf-16-le")) for word in ("a", "", "bc")
    ]
    assert xlsb_scan.blank_strings(b"".join(texts)) == {1}


@pytest.mark.parametrize("junk", [b"", b"\x80", b"\xff" * 50, bytes(range(256))])
def test_binary_junk_ends(junk: bytes) -> None:
    scan = xlsb_scan.scan(junk, frozenset())
    assert 2 * scan.values <= len(junk)  # no record is shorter


@pytest.mark.parametrize("junk", [b"", bytes(600), b"\xd0\xcf\x11\xe0" + bytes(600), b"\xff" * 2000])
def test_a_compound_file_that_is_none(junk: bytes) -> None:
    with pytest.raises(BrokenOle):
        Ole(junk)


def test_a_circle_of_sectors_is_noticed() -> None:
    head = bytearray(512)
    struct.pack_into("<HH", head, 30, 9, 6)
    struct.pack_into("<I4xII", head, 48, 1, 4096, 0xFFFFFFFE)
    struct.pack_into("<I", head, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)  # the directory's sector leads to itself
    with pytest.raises(BrokenOle):
        Ole(bytes(head) + fat + bytes(512))
