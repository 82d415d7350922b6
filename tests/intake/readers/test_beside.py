"""Tables side by side in one sheet are several; one table with a blank column is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from cxdesk.intake.sniff import sniff
from cxdesk.intake.table import Table

CLIENTS = [["Client", "Phone"], ["Ana", "1"], ["Ion", "2"], ["Zoe", "3"], ["Dan", "4"]]
VISITS = [["Day", "Reason", "Fee"], *([f"2025-01-0{n}", "Check-up", n * 10] for n in range(1, 9))]


def sheet(path: Path, *blocks: tuple[int, int, list[list[Any]]]) -> list[Table]:
    book = openpyxl.Workbook()
    for top, left, rows in blocks:
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                book.active.cell(top + down, left + right, cell)
    book.save(path)
    return sniff(path)


def rows(table: Table) -> list[list[Any]]:
    stream = table.open()
    found = [row for block in stream for row in block.rows]
    assert stream.rows_seen == stream.counts.read
    return found


def test_two_tables_that_end_apart_are_two(tmp_path: Path) -> None:
    left, right = sheet(tmp_path / "a.xlsx", (1, 1, CLIENTS), (1, 4, VISITS))
    assert (left.headings, right.headings) == (tuple(CLIENTS[0]), tuple(VISITS[0]))
    assert rows(left) == CLIENTS[1:]
    assert rows(right) == VISITS[1:]


def test_titles_above_name_them(tmp_path: Path) -> None:
    found = sheet(tmp_path / "a.xlsx", (1, 1, [["OWNERS"]]), (1, 5, [["VISITS"]]), (2, 1, CLIENTS), (2, 5, VISITS[:5]))
    assert [table.sheet for table in found] == ["Sheet · OWNERS", "Sheet · VISITS"]


def test_a_heading_that_comes_again_tells_two_tables_of_one_length(tmp_path: Path) -> None:
    other = [["Client", "Town"], *(["x", "y"] for _row in range(4))]
    assert len(sheet(tmp_path / "a.xlsx", (1, 1, CLIENTS), (1, 4, other))) == 2


def test_a_blank_column_alone_or_notes_without_a_heading_make_no_second_table(tmp_path: Path) -> None:
    other = [["Town", "Since"], *(["x", "y"] for _row in range(4))]
    (one,) = sheet(tmp_path / "a.xlsx", (1, 1, CLIENTS), (1, 4, other))
    assert len(one.headings) == 5
    (two,) = sheet(tmp_path / "b.xlsx", (1, 1, VISITS), (3, 5, [["call back", "!"], ["paid", ""], ["?", ""]]))
    assert len(two.headings) == 6


def text(path: Path, *blocks: tuple[int, int, list[list[Any]]]) -> list[Table]:
    """The same as a text, as a spreadsheet saves it."""
    high = max(top - 1 + len(cells) for top, _left, cells in blocks)
    wide = max(left - 1 + len(cells[0]) for _top, left, cells in blocks)
    grid = [[""] * wide for _row in range(high)]
    for top, left, cells in blocks:
        for down, row in enumerate(cells):
            grid[top - 1 + down][left - 1 : left - 1 + len(row)] = [str(cell) for cell in row]
    path.write_text("".join(";".join(row) + "\n" for row in grid), encoding="utf-8")
    return sniff(path)


def test_a_text_may_hold_them_too(tmp_path: Path) -> None:
    titles = (1, 1, [["OWNERS"]]), (1, 5, [["VISITS"]])
    left, right = text(tmp_path / "a.csv", *titles, (2, 1, CLIENTS), (2, 5, VISITS))
    assert [left.sheet, right.sheet] == ["OWNERS", "VISITS"]
    assert rows(left) == CLIENTS[1:]
    assert rows(right) == [list(map(str, row)) for row in VISITS[1:]]
    left, right = text(tmp_path / "b.csv", (1, 1, CLIENTS), (1, 4, VISITS))
    assert [left.sheet, right.sheet] == ["Table 1", "Table 2"]


def test_a_text_with_a_blank_column_or_a_cell_under_it_is_one(tmp_path: Path) -> None:
    other = [["Town", "Since"], *(["x", "y"] for _row in range(4))]
    (one,) = text(tmp_path / "a.csv", (1, 1, CLIENTS), (1, 4, other))
    assert one.sheet is None
    (two,) = text(tmp_path / "b.csv", (1, 1, CLIENTS), (1, 4, VISITS), (7, 3, [["!"]]))
    assert len(two.headings) == 6
