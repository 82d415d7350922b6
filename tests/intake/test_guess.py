"""What is counted in a column: every sort of cell, with the cells that speak against and their lines."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.kinds import Type
from cxdesk.intake.blocks import CellError
from cxdesk.intake.describe import type_of
from cxdesk.intake.evidence import MANY_VALUES
from cxdesk.intake.guess import cell_text
from tests.intake.looking import column


def test_blank_cells_and_words_for_nothing_are_counted_apart() -> None:
    found = column("a", "", "  ", None, "NA", "n/a", "NA", "b")
    assert (found.cells, found.filled, found.distinct) == (8, 2, 2)
    assert [(seen.text, seen.count, seen.line) for seen in found.missing] == [("NA", 2, 6), ("n/a", 1, 7)]


def test_an_empty_column_has_nothing_to_say() -> None:
    found = column("", "", "NA")
    assert (found.filled, found.values, found.layouts, found.unique) == (0, (), (), False)


def test_values_are_listed_where_they_are_few() -> None:
    assert [(seen.text, seen.count) for seen in column("x", "y", "x").values] == [("x", 2), ("y", 1)]
    assert column(*map(str, range(1000, 1000 + MANY_VALUES + 1))).values == ()


def test_a_column_without_repeats_is_unique() -> None:
    assert column("a1", "a2", "a3").unique
    assert not column("a1", "a2", "a2").unique


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1", "2", "3"), True),
        (("0", "1", "2"), True),
        (("1", "2", "4"), False),
        (("5", "6", "7"), False),
        (("1", "", "3"), False),
    ],
)
def test_a_counter_counts_the_rows(cells: tuple[str, ...], expected: bool) -> None:
    assert column(*cells).counter is expected


@pytest.mark.parametrize(
    "cells",
    [("yes", "no"), ("Oui", "Non", "oui"), ("da", "nu"), ("TRUE", "FALSE"), ("1", "0"), ("Y", "N"), ("vrai", "faux")],
)
def test_yes_and_no_in_three_languages(cells: tuple[str, ...]) -> None:
    assert column(*cells).booleans == len(cells)


def test_any_other_word_is_no_yes_or_no() -> None:
    assert column("yes", "no", "perhaps").booleans == 0


def test_addresses_and_durations_are_counted() -> None:
    assert column("a@b.org", "c.d@e-f.co.uk", "not one").emails == 2
    assert column("00:05:10", "125:00:00", "-1:00:00", "12:30").durations == 3


def test_rating_words_are_counted_by_family() -> None:
    found = column("Very satisfied", "satisfied", "Très satisfait", "other")
    assert (found.labels, found.labelled) == ("satisfaction", 3)


def test_long_columns_are_counted_by_their_sample() -> None:
    assert column(*[f"p{n}@example.org" for n in range(5000)]).emails == 5000


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("x", "x"),
        (5.0, "5"),
        (5.25, "5.25"),
        (True, "TRUE"),
        (None, ""),
        (datetime(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(3, 4), "03:04:00"),
        (timedelta(hours=26, seconds=5), "26:00:05"),
        (timedelta(seconds=-61), "-00:01:01"),
        (CellError("#N/A"), ""),
        (1e300, "1e+300"),
        (float("nan"), "nan"),
    ],
)
def test_a_spreadsheets_cell_is_shown_as_a_person_sees_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_typed_cells_are_counted_by_type_and_errors_apart() -> None:
    found = column(1.0, True, "x", date(2026, 1, 2), CellError("#REF!"))
    assert found.typed == {"number": 1, "bool": 1, "date": 1}
    assert found.errors == 1


class TestType:
    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (("2026-01-02 10:00", "2026-01-03 11:00"), Type.INSTANT),
            (("2026-01-02", "2026-01-03"), Type.DATE),
            (("1", "5", "3"), Type.SCORE),
            (("12", "450"), Type.REF),
            (("12", "450", "12"), Type.NUMBER),
            (("12,50 €", "8,00 €", "8,00 €"), Type.MONEY),
            (("yes", "no"), Type.BOOL),
            (("00:05:10", "00:05:10"), Type.DURATION),
            (("R-001", "R-002"), Type.REF),
            (("web", "shop", "web"), Type.LABEL),
            (("It was a very long wait", "They were kind to us", "They were kind to us all of the day"), Type.COMMENT),
            ((), Type.TEXT),
        ],
    )
    def test_by_its_cells(self, cells: tuple[str, ...], expected: Type) -> None:
        assert type_of(column(*cells)) is expected


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.integers()), max_size=30
    )
)
def test_whatever_the_cells_the_counts_are_parts_of_the_whole(cells: list[object]) -> None:
    found = column(*cells)
    assert found.cells == len(cells)
    assert found.filled + sum(seen.count for seen in found.missing) <= found.cells
    for count in (
        found.pointed,
        found.labelled,
        found.booleans,
        found.emails,
        found.durations,
        found.numbers.cells,
        found.padded,
    ):
        assert 0 <= count <= found.filled
    assert all(one.cells <= found.filled or one.layout == "typed" for one in found.layouts)
