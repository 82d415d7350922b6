"""What a period is held against."""

from __future__ import annotations

from datetime import date

from cxdesk.analysis.compare import Ranges, ranges
from cxdesk.domain.periods import Calendar, Period
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
