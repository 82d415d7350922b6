"""Lines that are no rows: names of groups, and another table below."""

from __future__ import annotations

from cxdesk.intake.asides import BELOW, GROUP, aside_lines
from cxdesk.intake.guess import guess

ROWS = [[f"{day:02d}.03.2025", f"Guest {day}", str(day), "card"] for day in range(1, 11)]


def aside(rows: list[list[str]], gaps: tuple[int, ...] = ()) -> list[list[int | str]]:
    """The lines put aside; before the rows of `gaps` a line of the file is blank."""
    lines = [at + 2 + sum(gap <= at for gap in gaps) for at in range(len(rows))]
    columns = list(zip(*(row + [""] * (4 - len(row)) for row in rows), strict=True))
    guesses = [guess(at, f"Column {at}", column, lines) for at, column in enumerate(columns)]
    return aside_lines(lines, columns, guesses)


def test_a_name_above_rows_is_no_row_wherever_it_stands() -> None:
    assert aside([["MARCH"], *ROWS[:5], ["", "Dr. Pop"], *ROWS[5:]]) == [[2, GROUP], [8, GROUP]]


def test_rows_with_gaps_are_rows() -> None:
    assert aside([*ROWS[:5], ["", "Guest 6", "6"], *ROWS[6:]]) == []
    assert aside([*ROWS[:5], ["06.03.2025"], *ROWS[6:]]) == []
    assert aside([*ROWS[:5], ["", "", "6"], *ROWS[6:]]) == []
    assert aside([*ROWS[:2], *[["", "Guest"], ROWS[3]] * 4]) == []  # so many are no headings


def test_a_smaller_table_behind_a_blank_line_is_another() -> None:
    below = [["Waiter", "Tables"], ["Luc", "19"], ["Inès", "14"]]
    assert aside([*ROWS, *below], gaps=(10,)) == [[13, BELOW], [14, BELOW], [15, BELOW]]
    assert aside([*ROWS, *below]) == []
    assert aside([*ROWS, ["Noted by Ana"]], gaps=(10,)) == []  # a remark, told apart by whoever reads the last rows
    assert aside([*ROWS, ["11.03.2025", "Guest 11"], ["12.03.2025", "Guest 12"]], gaps=(10,)) == []


def test_tables_without_days_or_of_few_columns_are_left_alone() -> None:
    assert aside([["MARCH"], *([["", "a", "b", "c"]] * 8)]) == []
