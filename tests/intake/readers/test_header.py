"""Where the header is and how many rows it has, on the evidence of what the cells look like."""

from __future__ import annotations

from datetime import date

import pytest

from cxdesk.intake.blocks import Cell
from cxdesk.intake.readers.header import candidates, find_head, kind_of

SURVEY_TOP = ["Respondent ID", "Start Date", "Which do you use?", "", "", "How likely?", "Why?"]
SURVEY_SUB = ["", "", "Web", "Phone", "Other", "Response", "Open-Ended Response"]
SURVEY_ROW = ["11412345678", "01/02/2025 10:00:00 AM", "Web", "", "", "9", "fast"]


def header_rows(rows: list[list[Cell]]) -> int:
    return candidates(rows)[0].rows


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("12", "number"),
        ("1 234,5", "number"),
        ("-1.234,56 €", "number"),
        ("45 %", "number"),
        ("2025-04-03", "date"),
        ("03/04/25 10:05 AM", "date"),
        ("10:30", "date"),
        ("true", "bool"),
        ("a@b.ro", "address"),
        ("Score 2", "text"),
        ("", "blank"),
        (" ", "blank"),
        (5.0, "number"),
        (True, "bool"),
        (date(2025, 1, 1), "date"),
    ],
)
def test_what_a_cell_looks_like(cell: Cell, kind: str) -> None:
    assert kind_of(cell) == kind


def test_words_above_numbers_are_a_header() -> None:
    best = candidates([["id", "score"], ["1", "9"], ["2", "8"]])[0]
    assert best.rows == 1
    assert best.evidence["text_over_data"] == 2


def test_a_first_row_like_all_others_is_none() -> None:
    best = candidates([["1", "english"], ["2", "français"], ["3", "română"]])[0]
    assert best.rows == 0
    assert best.evidence["data_like"] == 1


def test_words_above_words_are_a_header_unless_they_come_again() -> None:
    assert header_rows([["name", "city"], ["Ann", "Paris"], ["Bob", "Cluj"]]) == 1
    assert header_rows([["yes"], ["yes"], ["no"], ["yes"]]) == 0


def test_years_may_be_headings() -> None:
    assert header_rows([["Museum", "2011", "2010"], ["A", "23.824", "17.518"], ["B", "closed", "closed"]]) == 1


def test_question_and_option_rows_are_two() -> None:
    """One tool writes the question above its first column only, and the options below."""
    best = candidates([SURVEY_TOP, SURVEY_SUB, SURVEY_ROW, SURVEY_ROW])[0]
    assert best.rows == 2
    assert best.evidence["gaps_named"] == 2


def test_option_row_below_questions_of_one_column_each() -> None:
    top = ["Respondent ID", "Start Date", "How likely?", "Why?"]
    sub = ["", "", "Response", "Open-Ended Response"]
    row = ["11412345678", "01/02/2025 10:00:00 AM", "9", "fast"]
    assert header_rows([top, sub, row, row]) == 2


def test_a_group_above_columns_is_a_second_header_row() -> None:
    rows: list[list[Cell]] = [["Region", "Sales", ""], ["", "2023", "Q2"], ["North", 1.0, 2.0], ["South", 3.0, 4.0]]
    assert header_rows([rows[0], ["", "Q1", "Q2"], *rows[2:]]) == 2


def test_a_blank_heading_does_not_make_data_a_header() -> None:
    assert header_rows([["id", "", "age"], ["1101", "John", "30"], ["1102", "Julie", "26"]]) == 1
    assert header_rows([["name", "", "city"], ["Ann", "x", "Paris"], ["Bob", "y", "Cluj"]]) == 1


def test_import_codes_are_a_third_header_row() -> None:
    rows: list[list[Cell]] = [
        ["StartDate", "Q1"],
        ["Start Date", "How likely are you to recommend us?"],
        ['{"ImportId":"startDate","timeZone":"Europe/Paris"}', '{"ImportId":"QID1"}'],
        ["2025-01-02 10:00:00", "9"],
    ]
    assert header_rows(rows) == 3


def test_a_title_above_the_table_is_preamble() -> None:
    records = [(1, ["Monthly report", "", ""]), (2, ["", "", ""]), (3, ["id", "score", "note"]), (4, ["1", "9", "x"])]
    assert find_head(records).preamble == 2


def test_a_title_above_two_columns_is_preamble_only_if_a_header_follows() -> None:
    assert find_head([(1, ["Report", ""]), (2, ["id", "score"]), (3, ["1", "9"])]).preamble == 1
    assert find_head([(1, ["name", ""]), (2, ["bob", "5"]), (3, ["ann", "6"])]).preamble == 0


def test_remarks_of_two_cells_above_a_wide_table() -> None:
    wide = [str(n) for n in range(6)]
    records = [(1, ["Account", "Acme"]), (2, ["From", "2025-01-01"]), (3, list("abcdef")), (4, wide), (5, wide)]
    assert find_head(records).preamble == 2


def test_nothing_at_all() -> None:
    assert candidates([])[0].rows == 0
    assert find_head([]).preamble == 0
