"""Column names: unique, never blank, two header rows joined where one stands above several columns."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cxdesk.intake.headings import LONGEST, as_text, named


def headings(*header: list[str]) -> tuple[str, ...]:
    return named(header, max(map(len, header), default=2)).headings


def test_a_heading_is_trimmed_but_the_raw_one_kept() -> None:
    found = named([["\ufeff id ", "Overall\nscore\u00a0"]], 2)
    assert found.headings == ("id", "Overall score")
    assert found.raw == ("\ufeff id ", "Overall\nscore\u00a0")


def test_blank_headings_get_their_number_and_twins_a_count() -> None:
    assert headings(["id", "", "score", "score"]) == ("id", "Column 2", "score", "score (2)")


def test_a_twin_never_takes_a_name_that_is_given() -> None:
    assert headings(["a", "a", "a (2)"]) == ("a", "a (3)", "a (2)")
    assert headings(["Column 2", ""]) == ("Column 2", "Column 2 (2)")


def test_no_header() -> None:
    assert named([], 3).headings == ("Column 1", "Column 2", "Column 3")
    assert named([], 2).raw == ("", "")


def test_a_question_is_joined_with_its_options() -> None:
    top = ["ID", "Which do you use?", "", "", "How likely?"]
    sub = ["", "Web", "Phone", "", "Response"]
    assert headings(top, sub) == (
        "ID",
        "Which do you use? — Web",
        "Which do you use? — Phone",
        "Column 4",
        "How likely?",
    )
    assert named([top, sub], 5).sub == tuple(sub)


def test_a_repeated_group_heading_is_joined_too() -> None:
    assert headings(["Sales", "Sales"], ["Q1", "Q2"]) == ("Sales — Q1", "Sales — Q2")


def test_of_three_rows_the_first_names() -> None:
    assert headings(["Q1", "Q2"], ["How likely?", "Why?"], ["{}", "{}"]) == ("Q1", "Q2")


def test_typed_cells_as_headings() -> None:
    assert [as_text(cell) for cell in (2024.0, 2.5, date(2024, 1, 1), True, None)] == [
        "2024",
        "2.5",
        "2024-01-01",
        "TRUE",
        "",
    ]


def test_an_endless_heading_is_cut() -> None:
    assert len(headings(["x" * 1_000_000])[0]) == LONGEST


@given(
    st.lists(st.lists(st.sampled_from(["", " ", "a", "a (2)", "Column 1", "b"]), min_size=4, max_size=4), max_size=3)
)
def test_names_are_always_unique_and_never_blank(header: list[list[str]]) -> None:
    names = named(header, 4).headings
    assert len(set(names)) == 4
    assert all(name.strip() for name in names)
