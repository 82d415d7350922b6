"""Plain lines are split as bytes, all others by the csv module: a file reads the same whichever way its parts go, cell
by cell and line by line, however its bytes arrive.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cxdesk.domain.errors import CXDeskError
from cxdesk.intake.guard import LIMITS, Limits
from cxdesk.intake.readers.csv import CHUNK, CsvRecords, TextParts
from cxdesk.intake.table import TextLayout

COMMA = TextLayout(encoding="utf-8", delimiter=",")
SIGNS = [b"a", b"1", b",", b",", b"\n", b"\r\n", b"\r\n", b"\r", b'"', b"\0", b" ", b"'", b"\\", b"\x0b", b"\x1c"]
SIGNS += [sign.encode() for sign in ("é", "€", "😀", "\x85", "\u2028", "\ufeff")] + [b"\xff", b"\xed\xa0\x80"]


def parts_of(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def read(data: bytes, layout: TextLayout, size: int, limits: Limits = LIMITS) -> Any:
    """Lines with their cells, remarks, both counts of records, lines and what was cleaned; or the error's place."""
    records = CsvRecords(parts_of(data, size), layout, "file.csv", limits=limits)
    rows: list[tuple[int, list[Any]]] = []
    remarks: list[tuple[int, str, tuple[Any, ...]]] = []
    seen = 0
    try:
        for block in records:
            rows += zip(block.lines, map(list, block.rows), strict=True)
            remarks += [(problem.line, problem.code, problem.cells) for problem in block.problems]
            seen += block.seen
    except CXDeskError as error:
        return error.code, error.row
    return rows, remarks, seen, records.line, records.cleaned


@pytest.fixture
def by_csv_alone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`read` without the fast road."""

    def slowly(*args: Any) -> Any:
        with monkeypatch.context() as patched:
            patched.setattr(TextParts, "next_bytes", lambda _parts: None)
            return read(*args)

    return slowly


def lines(chance: random.Random) -> bytes:
    """Lines as programs write them, with the odd one among them."""
    end = chance.choice([b"\n", b"\r\n", b"\r"])
    cells = [b"a", b"12", "é".encode(), b"", b"x y", "\u2028z".encode(), b'"q"', b'"q' + end + b'r"', b'a"b']
    weights = [6, 6, 3, 3, 2, 1, *(chance.choice([0, 0, 0.2]) for _cell in range(3))]
    found = [
        b",".join(chance.choices(cells, weights, k=chance.randint(1, 4))) for _line in range(chance.randint(1, 40))
    ]
    if chance.random() < 0.4:
        found.insert(chance.randrange(len(found)), chance.choice([b"", b"\0", b"\xff", b"\r", b"\r\r", b"a\rb", b'"']))
    return chance.choice([b"", b"\xef\xbb\xbf"]) + end.join(found) + chance.choice([end, b"", end + end, b"\x1a"])


@pytest.mark.parametrize("seed", range(6))
def test_both_roads_lead_to_the_same_rows(by_csv_alone: Any, seed: int) -> None:
    chance = random.Random(seed)
    for _file in range(150):
        data = lines(chance) if chance.random() < 0.6 else b"".join(chance.choices(SIGNS, k=chance.randint(0, 120)))
        layout = replace(
            COMMA,
            delimiter=chance.choice([",", ",", ",", ";", "\t", "é"]),
            quote=chance.choice(['"', '"', '"', "", "'"]),
            escape=chance.choice(["", "", "", "\\"]),
            skip_spaces=chance.random() < 0.1,
            bom=3 if data.startswith(b"\xef\xbb\xbf") else 0,
        )
        size = chance.choice([1, 2, 3, 7, 20, 64, 1000])
        assert read(data, layout, size) == by_csv_alone(data, layout, size), (data, layout, size)


@pytest.mark.parametrize("before", range(-3, 4))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_stands_across_the_edge_of_a_chunk_is_one_cell(by_csv_alone: Any, end: str, before: int) -> None:
    """A letter of several bytes, a line end of two, a quoted line end."""
    for across in ("é😀é", end, f'"a{end}b"', "\0\0\0", "\udcff\udcff"):
        line = f"id,{'x' * 57}{end}"
        filler = line * (CHUNK // len(line) - 2)
        start = f"{filler}{'y' * (CHUNK - len(filler) - 3 + before)},"
        data = f"{start}{across},z{end}{line * 3}7,8".encode("utf-8", "surrogateescape")
        found = read(data, COMMA, CHUNK)
        assert found == by_csv_alone(data, COMMA, CHUNK)
        assert found == read(data, COMMA, 10 * CHUNK)


def test_a_cell_of_a_million_characters_is_no_matter_and_one_beyond_the_limit_is_named_by_its_line() -> None:
    long = "é" * 1_000_000
    data = f"id,c\n1,{long}\n2,x\n".encode()
    assert read(data, COMMA, CHUNK)[0] == [(1, ["id", "c"]), (2, ["1", long]), (3, ["2", "x"])]
    assert read(data, COMMA, CHUNK, Limits(cell_chars=999_999)) == ("file_refused.line_length", 2)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"", []),
        (b"a,b", [(1, ["a", "b"])]),
        (b"a,b\r\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        (b"a,b\r\r\n1,2\r\r\n", [(1, ["a", "b"]), (2, []), (3, ["1", "2"]), (4, [])]),
        (b"a\r\r\n\n", [(1, ["a"]), (2, []), (3, [])]),
        (b"a,b\r\n1,x\ry\r\n", [(1, ["a", "b"]), (2, ["1", "x"]), (3, ["y"])]),
        (b"\xef\xbb\xbfa,b\n\xef\xbb\xbf1,2\n", [(1, ["a", "b"]), (2, ["\ufeff1", "2"])]),
    ],
)
def test_small_oddities(data: bytes, rows: list[Any]) -> None:
    layout = replace(COMMA, bom=3 if data.startswith(b"\xef\xbb\xbf") else 0)
    assert read(data, layout, CHUNK)[0] == rows
