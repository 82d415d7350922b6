"""What a period is held against."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.analysis.compare import Ranges, ranges
from cxdesk.domain.periods import Calendar, Grain, Period, unit_of
from cxdesk.domain.query import Compare, CompareTo

CALENDAR = Calendar()
AUGUST = Period(date(2025, 8, 1), date(2025, 9, 1))


def test_all_dates_are_held_against_nothing() -> None:
    assert ranges(None, Compare(), date(2025, 8, 9), CALENDAR) == Ranges(None, None, False)


def test_a_complete_month_is_held_against_the_whole_month_before() -> None:
    found = ranges(AUGUST, Compare(), date(2025, 9, 20), CALENDAR)
    assert found == Ranges(AUGUST, Period(date(2025, 7, 1), date(2025, 8, 1)), False)


def test_a_running_month_is_held_against_as_many_days_of_the_month_before() -> None:
    found = ranges(AUGUST, Compare(), date(2025, 8, 9), CALENDAR)
    assert found == Ranges(AUGUST, Period(date(2025, 7, 1), date(2025, 7, 10)), True)


def test_a_running_leap_february_never_reaches_beyond_the_shorter_month() -> None:
    march = Period(date(2025, 3, 1), date(2025, 4, 1))
    found = ranges(march, Compare(), date(2025, 3, 30), CALENDAR)
    assert found.base == Period(date(2025, 2, 1), date(2025, 3, 1))


def test_the_same_period_last_year() -> None:
    found = ranges(AUGUST, Compare(CompareTo.YEAR), date(2025, 9, 20), CALENDAR)
    assert found.base == Period(date(2024, 8, 1), date(2024, 9, 1))


def test_a_chosen_comparison_is_taken_as_it_is_even_while_the_period_runs() -> None:
    chosen = Period(date(2024, 1, 1), date(2024, 3, 1))
    found = ranges(AUGUST, Compare(CompareTo.CUSTOM, chosen), date(2025, 8, 9), CALENDAR)
    assert (found.base, found.partial) == (chosen, True)


def test_the_last_day_of_the_data_ends_the_period() -> None:
    assert not ranges(AUGUST, Compare(), date(2025, 8, 31), CALENDAR).partial


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


LATER = date(2030, 1, 1)  # the data reach far beyond whatever is asked
YEAR = Compare(CompareTo.YEAR)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
        (("2025-02-28", "2025-02-28"), ("2024-02-28", "2024-02-28")),
        (("2025-02-10", "2025-02-28"), ("2024-02-10", "2024-02-28")),
        (("2024-02-10", "2024-02-29"), ("2023-02-10", "2023-02-28")),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")),
        (("2025-03-31", "2025-04-02"), ("2024-03-31", "2024-04-02")),
    ],
)
def test_the_year_before_in_and_around_leap_years(asked: tuple[str, str], before: tuple[str, str]) -> None:
    assert ranges(period(*asked), YEAR, LATER, CALENDAR).base == period(*before)


@pytest.mark.parametrize("week_start", [0, 6])
def test_a_week_is_held_against_the_week_52_weeks_earlier(week_start: int) -> None:
    calendar = Calendar(week_start=week_start)
    week = unit_of(date(2025, 8, 13), Grain.WEEK, calendar)
    found = ranges(week, YEAR, LATER, calendar).base
    assert found is not None
    assert found.start.weekday() == week_start
    assert found.grain(calendar) is Grain.WEEK
    assert (week.start - found.start).days == 364


def test_seven_days_that_are_no_week_keep_their_dates() -> None:
    asked = period("2025-08-12", "2025-08-18")  # Tuesday to Monday
    assert ranges(asked, YEAR, LATER, CALENDAR).base == period("2024-08-12", "2024-08-18")


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2024-03-01", "2024-03-31"), ("2024-02-01", "2024-02-29")),
        (("2025-01-01", "2025-03-31"), ("2024-10-01", "2024-12-31")),
        (("2025-02-01", "2025-03-31"), ("2024-12-01", "2025-01-31")),
        (("2025-08-11", "2025-08-17"), ("2025-08-04", "2025-08-10")),
        (("2025-08-12", "2025-08-21"), ("2025-08-02", "2025-08-11")),
        (("2025-03-01", "2025-03-01"), ("2025-02-28", "2025-02-28")),
    ],
)
def test_the_period_before(asked: tuple[str, str], before: tuple[str, str]) -> None:
    assert ranges(period(*asked), Compare(), LATER, CALENDAR).base == period(*before)


def test_fiscal_quarters_and_years() -> None:
    """A fiscal year from April: its last quarter is January to March."""
    fiscal = Calendar(fiscal_start=4)
    quarter, year = (unit_of(date(2025, 2, 10), grain, fiscal) for grain in (Grain.QUARTER, Grain.YEAR))
    assert (quarter, year) == (period("2025-01-01", "2025-03-31"), period("2024-04-01", "2025-03-31"))
    assert ranges(quarter, Compare(), LATER, fiscal).base == period("2024-10-01", "2024-12-31")
    assert ranges(year, Compare(), LATER, fiscal).base == period("2023-04-01", "2024-03-31")
    assert ranges(year, YEAR, LATER, fiscal).base == period("2023-04-01", "2024-03-31")


def test_a_running_year_is_held_against_as_many_days_in_and_after_a_leap_year() -> None:
    asked = period("2025-01-01", "2025-12-31")
    found = ranges(asked, YEAR, date(2025, 3, 10), CALENDAR)
    assert found == Ranges(asked, Period(date(2024, 1, 1), date(2024, 3, 10)), True)
    assert found.base is not None
    assert found.base.days == (date(2025, 3, 11) - asked.start).days == 69


def test_a_running_week_and_a_running_fiscal_year() -> None:
    week = unit_of(date(2025, 8, 13), Grain.WEEK)
    found = ranges(week, Compare(), date(2025, 8, 13), CALENDAR).base
    assert found == period("2025-08-04", "2025-08-06"), "Monday to Wednesday"
    fiscal = Calendar(fiscal_start=4)
    year = unit_of(date(2025, 5, 2), Grain.YEAR, fiscal)
    assert ranges(year, Compare(), date(2025, 5, 2), fiscal).base == period("2024-04-01", "2024-05-02")


def test_a_period_without_an_end_is_as_long_as_the_data_reach() -> None:
    asked = Period(date(2025, 6, 1), date(9998, 12, 31))
    assert ranges(asked, Compare(), date(2025, 6, 10), CALENDAR).base == period("2025-05-22", "2025-05-31")
    assert ranges(asked, YEAR, date(2025, 6, 10), CALENDAR).base == period("2024-06-01", "2024-06-10")


def test_before_a_period_without_a_beginning_there_is_nothing() -> None:
    asked = Period(date(1, 1, 2), date(2025, 6, 1))
    for compare in (Compare(), YEAR):
        assert ranges(asked, compare, LATER, CALENDAR).base is None


@given(
    st.dates(date(1999, 1, 1), date(2030, 1, 1)),
    st.integers(1, 800),
    st.integers(0, 900),
    st.sampled_from([CompareTo.PREVIOUS, CompareTo.YEAR]),
    st.builds(Calendar, st.integers(0, 6), st.integers(1, 12)),
)
def test_a_comparison_lies_before_and_is_never_longer_than_the_days_elapsed(
    start: date, days: int, reach: int, to: CompareTo, calendar: Calendar
) -> None:
    asked = Period(start, start + timedelta(days=days))
    as_of = start + timedelta(days=reach)
    found = ranges(asked, Compare(to), as_of, calendar)
    assert found.base is not None
    assert found.base.start < asked.start
    if found.partial:
        assert found.base.days <= reach + 1
    elif to is CompareTo.PREVIOUS:
        assert found.base.end == asked.start
