"""The stream of a table's rows: every record is one of four sorts, and a second counter must agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxdesk.domain.errors import FileDamaged
from cxdesk.intake.blocks import TOTAL, Block, RawBlock, Row
from cxdesk.intake.stream import LineRanges, RowStream
from cxdesk.intake.table import CellError, SourceFile, Table, TextLayout

SOURCE = SourceFile(Path("/files/may.xlsx"), "may.xlsx", 1, "", "xlsx")


class Given:
    """Records as a reader might give them, in blocks of a chosen size."""

    def __init__(self, rows: list[Row], size: int, seen: int | None = None, has_errors: bool = False) -> None:
        self.rows = rows
        self.size = size
        self.seen = seen
        self.has_errors = has_errors
        self.cleaned: dict[str, int] = {}

    def __iter__(self) -> Iterator[RawBlock]:
        for at in range(0, len(self.rows), self.size):
            rows = [list(row) for row in self.rows[at : at + self.size]]
            lines = range(at + 1, at + 1 + len(rows))
            yield RawBlock(lines, rows, len(rows) if self.seen is None else self.seen)


def table(width: int = 3, *, header_line: int = 1, first_line: int = 2, typed: bool = True) -> Table:
    names = tuple(f"h{number}" for number in range(width))
    layout = None if typed else TextLayout("utf-8", ",")
    return Table(SOURCE, "Answers", 1, names, names, ("",) * width, header_line, first_line, layout)


HEADER: Row = ["h0", "h1", "h2"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_counts_do_not_depend_on_the_blocks(size: int) -> None:
    rows: list[Row] = [["Title"], [], HEADER, ["1", "a", "x"], ["", "", ""], ["2", "b"], [" "], ["3", "c", "z"], []]
    stream = RowStream(table(header_line=3, first_line=4, typed=False), Given(rows, size))
    got = [pair for block in stream for pair in zip(block.lines, block.rows, strict=True)]
    assert got == [(4, ["1", "a", "x"]), (6, ["2", "b", ""]), (8, ["3", "c", "z"])]
    counts = stream.counts
    assert (counts.preamble, counts.header, counts.blank, counts.data) == (1, 1, 4, 3)
    assert stream.rows_seen == counts.read == 9
    assert list(stream.blank_lines) == [2, 5, 7, 9]
    assert (stream.short_rows, stream.short_lines) == (1, [6])


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_two_counts_that_disagree_end_the_stream(seen: int) -> None:
    stream = RowStream(table(), Given([HEADER, ["1", 2.0, 3.0]], 100, seen))
    with pytest.raises(FileDamaged) as error:
        list(stream)
    assert (error.value.code, error.value.file, error.value.sheet) == ("file_damaged.count", "may.xlsx", "Answers")


def test_a_row_that_was_counted_and_not_given_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = RowStream(table(), Given([HEADER, *[["1", 2.0, 3.0]] * 9], 1))
    monkeypatch.setattr("cxdesk.intake.stream._joined", lambda first, _second: first)
    with pytest.raises(FileDamaged) as error:
        list(stream)
    assert error.value.code == "file_damaged.count"


def test_footers_are_found_where_the_last_block_is_short() -> None:
    rows: list[Row] = [HEADER, *[[1.0, "a", "x"]] * 10, ["Total général", 10.0, ""], ["made by the desk", "", ""]]
    blocks = list(RowStream(table(), Given(rows, 11)))
    assert [block.marks for block in blocks] == [{10: "totals", 11: "footer"}]


@pytest.mark.parametrize(
    ("last", "mark"),
    [
        (["Total", "45"], TOTAL),
        (["Total général :", "1 234,5"], TOTAL),
        (["TOTAL", 45.0], TOTAL),
        (["Total", ""], None),
        (["Total", "Paris"], None),
        (["Lyon", "45"], None),
        (["45", ""], None),
    ],
)
def test_a_total_ends_a_table_of_two_columns(last: Row, mark: str | None) -> None:
    rows: list[Row] = [["h0", "h1"], ["Lyon", "20"], ["Paris", "25"], last]
    (block,) = RowStream(table(2), Given(rows, 100))
    assert block.marks == ({} if mark is None else {2: mark})


def test_error_cells_are_counted_by_kind() -> None:
    rows: list[Row] = [HEADER, [1.0, CellError("#N/A"), CellError("#REF!")], [2.0, CellError("#N/A"), ""]]
    stream = RowStream(table(), Given(rows, 10, has_errors=True))
    list(stream)
    assert stream.errors == {"#N/A": 2, "#REF!": 1}


def test_a_million_blank_rows_take_no_room() -> None:
    lines = LineRanges()
    for line in range(5, 1_000_005):
        lines.add(line)
    lines.add(2_000_000)
    assert lines.ranges == [[5, 1_000_004], [2_000_000, 2_000_000]]


def test_a_table_without_reader_says_so() -> None:
    with pytest.raises(TypeError):
        table().open()
    with pytest.raises(ValueError, match="9 header rows"):
        table().with_header_rows(9)


@pytest.mark.parametrize(("begin", "marked"), [("(3) figures are provisional", 9), ("", 5)])
def test_many_remarks_below_a_wide_table_stand_in_its_first_column(begin: str, marked: int) -> None:
    """A column that only the last rows fill may be data that began late."""
    remark: Row = [begin, "", ""] if begin else ["", "x", ""]
    rows: list[Row] = [HEADER, *[[1.0, "a", "x"]] * 100, *[remark] * 9]
    blocks = list(RowStream(table(), Given(rows, 101)))
    assert sum(len(block.rows) for block in blocks) == 109
    assert list(blocks[-1].marks.values()) == ["footer"] * marked


def test_remarks_in_a_short_block_of_their_own_are_found_below_many_rows() -> None:
    rows: list[Row] = [HEADER, *[[1.0, "a", "x"]] * 300, ["Total", 300.0, ""], ["made by the desk", "", ""]]
    blocks = list(RowStream(table(), Given(rows, 150)))
    marks = {line: mark for block in blocks for line, mark in zip(block.lines, _marks(block), strict=True) if mark}
    assert marks == {302: "totals", 303: "footer"}
    assert [line for block in blocks for line in block.lines] == list(range(2, 304))


def _marks(block: Block) -> list[str | None]:
    return [block.marks.get(at) for at in range(len(block.rows))]
