"""Words under a time axis: as many as there is room for, each year once."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from cxdesk.app.charts.labels import Mark, first_of_years, marks, spoken
from cxdesk.domain.periods import Grain, Period, units
from cxdesk.system import i18n


def some(first: str, last: str, grain: Grain) -> list[Period]:
    return list(units(Period(date.fromisoformat(first), date.fromisoformat(last)), grain))


MONTHS = some("2025-10-01", "2026-05-01", Grain.MONTH)


def written(found: list[Mark]) -> str:
    return " ".join(mark.text for mark in found if mark.text)


def test_months_are_initials_where_there_is_little_room() -> None:
    assert written(marks(MONTHS, Grain.MONTH, 20)) == "O N D J F M A"
    assert written(marks(MONTHS, Grain.MONTH, 60)) == "Oct Nov Dec Jan Feb Mar Apr"


def test_with_less_room_every_third_month_has_its_name() -> None:
    assert written(marks(MONTHS, Grain.MONTH, 13)) == "Oct Jan Apr"
    assert written(marks(MONTHS, Grain.MONTH, 4)) == "Jan"


def test_a_larger_zoom_needs_more_room() -> None:
    assert written(marks(MONTHS, Grain.MONTH, 26, zoom=2.0)) == "Oct Jan Apr"


def test_each_year_stands_once_where_it_begins() -> None:
    assert [(mark.at, mark.year) for mark in marks(MONTHS, Grain.MONTH, 20) if mark.year] == [(0, "2025"), (3, "2026")]
    assert first_of_years(MONTHS) == [3]


def test_a_year_of_a_single_unit_makes_room_for_the_next() -> None:
    found = marks(some("2025-12-01", "2026-04-01", Grain.MONTH), Grain.MONTH, 20)
    assert [mark.year for mark in found] == ["", "2026", "", ""]


def test_a_year_is_written_even_under_a_unit_without_a_name() -> None:
    found = marks(some("2025-02-01", "2026-03-01", Grain.MONTH), Grain.MONTH, 4)
    assert [(mark.text, mark.year) for mark in found] == [("", "2025"), ("Jan", "2026")]


def test_quarters_weeks_days_and_years_have_their_own_names() -> None:
    assert written(marks(some("2026-01-01", "2026-12-31", Grain.QUARTER), Grain.QUARTER, 40)) == "Q1 Q2 Q3 Q4"
    assert written(marks(some("2026-08-03", "2026-09-06", Grain.WEEK), Grain.WEEK, 30)) == "3 Aug 17 Aug 31 Aug"
    assert written(marks(some("2026-08-03", "2026-08-05", Grain.DAY), Grain.DAY, 60)) == "3 Aug 4 Aug"
    years = marks(some("2024-01-01", "2026-12-31", Grain.YEAR), Grain.YEAR, 60)
    assert [(mark.text, mark.year) for mark in years] == [("2024", ""), ("2025", ""), ("2026", "")]


def test_a_thousand_days_keep_their_distance() -> None:
    days = some("2023-01-01", "2026-01-01", Grain.DAY)
    found = [mark for mark in marks(days, Grain.DAY, 0.5) if mark.text]
    assert min(b.at - a.at for a, b in itertools.pairwise(found)) * 0.5 >= 50


def test_names_follow_the_language() -> None:
    i18n.use("fr")
    assert written(marks(MONTHS, Grain.MONTH, 13)) == "oct. janv. avr."
    assert spoken(MONTHS[0], Grain.MONTH) == "Octobre 2025"


@pytest.mark.parametrize("room", [0.4, 1.0, 2.0, 3.0, 8.0, 13.0])
def test_neither_years_nor_months_ever_run_into_each_other(room: float) -> None:
    months = some("2005-11-01", "2026-12-31", Grain.MONTH)
    found = marks(months, Grain.MONTH, room)
    for wanted, places in (
        (36, [mark.at for mark in found if mark.year]),
        (34, [mark.at for mark in found if mark.text]),
    ):
        assert all((b - a) * room >= wanted for a, b in itertools.pairwise(places))
    assert all(months[mark.at].start.month == 1 for mark in found if mark.text and room <= 2)


def test_quarters_of_many_years_are_named_once_in_some_years() -> None:
    quarters = some("1990-01-01", "2026-12-31", Grain.QUARTER)
    found = [mark for mark in marks(quarters, Grain.QUARTER, 3) if mark.text]
    assert {mark.text for mark in found} == {"Q1"}
    assert all((b.at - a.at) * 3 >= 28 for a, b in itertools.pairwise(found))
