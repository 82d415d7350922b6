"""Periods: half-open, in local days; units, neighbours, presets, and the hours that clock changes give and take."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.periods import (
    GRAIN_TITLES,
    PRESET_TITLES,
    Calendar,
    Grain,
    Period,
    Preset,
    add_months,
    preset_period,
    unit_of,
    units,
)

days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
calendars = st.builds(Calendar, st.integers(0, 6), st.integers(1, 12))


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


class TestPeriods:
    def test_the_end_is_outside(self) -> None:
        march = period("2026-03-01", "2026-03-31")
        assert march.days == 31
        assert march.last == date(2026, 3, 31)
        assert march.contains(date(2026, 3, 1))
        assert march.contains(date(2026, 3, 31))
        assert not march.contains(date(2026, 4, 1))
        assert march.to_json() == {"from": "2026-03-01", "to": "2026-03-31"}

    @pytest.mark.parametrize("end", [date(2026, 3, 1), date(2026, 2, 1)])
    def test_an_empty_or_backward_period_is_refused(self, end: date) -> None:
        with pytest.raises(BadQuestion):
            Period(date(2026, 3, 1), end)


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-12-15", 1, "2027-01-15"),
            ("2026-01-15", -13, "2024-12-15"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-10-31", 1, "2026-11-30"),
        ],
    )
    def test_months_are_added_and_clipped_to_the_month(self, day: str, months: int, expected: str) -> None:
        assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)

    @given(days, st.integers(-500, 500))
    def test_the_first_of_a_month_comes_back(self, day: date, months: int) -> None:
        first = day.replace(day=1)
        assert add_months(add_months(first, months), -months) == first


class TestUnits:
    @pytest.mark.parametrize(
        ("grain", "calendar", "expected"),
        [
            (Grain.DAY, Calendar(), ("2026-08-19", "2026-08-19")),
            (Grain.WEEK, Calendar(), ("2026-08-17", "2026-08-23")),
            (Grain.WEEK, Calendar(week_start=6), ("2026-08-16", "2026-08-22")),
            (Grain.WEEK, Calendar(week_start=5), ("2026-08-15", "2026-08-21")),
            (Grain.MONTH, Calendar(), ("2026-08-01", "2026-08-31")),
            (Grain.QUARTER, Calendar(), ("2026-07-01", "2026-09-30")),
            (Grain.QUARTER, Calendar(fiscal_start=2), ("2026-08-01", "2026-10-31")),
            (Grain.YEAR, Calendar(), ("2026-01-01", "2026-12-31")),
            (Grain.YEAR, Calendar(fiscal_start=10), ("2025-10-01", "2026-09-30")),
        ],
    )
    def test_a_day_lies_in_its_unit(self, grain: Grain, calendar: Calendar, expected: tuple[str, str]) -> None:
        assert unit_of(date(2026, 8, 19), grain, calendar) == period(*expected)

    @given(days, st.sampled_from(list(Grain)), calendars)
    def test_every_day_is_in_exactly_one_unit(self, day: date, grain: Grain, calendar: Calendar) -> None:
        unit = unit_of(day, grain, calendar)
        assert unit.contains(day)
        assert unit_of(unit.start, grain, calendar) == unit == unit_of(unit.last, grain, calendar)
        assert unit_of(unit.end, grain, calendar).start == unit.end

    @given(days, st.integers(1, 900), st.sampled_from([g for g in Grain if g is not Grain.DAY]), calendars)
    def test_units_cover_a_period_without_gap_or_overlap(
        self, day: date, length: int, grain: Grain, calendar: Calendar
    ) -> None:
        asked = Period(day, day + timedelta(days=length))
        found = list(units(asked, grain, calendar))
        assert found[0].contains(asked.start)
        assert found[-1].contains(asked.last)
        assert all(one.end == other.start for one, other in itertools.pairwise(found))


class TestNeighbours:
    @pytest.mark.parametrize(
        ("now", "before"),
        [
            (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
            (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
            (("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
            (("2026-02-01", "2026-03-31"), ("2025-12-01", "2026-01-31")),
            (("2026-08-17", "2026-08-23"), ("2026-08-10", "2026-08-16")),
            (("2026-03-01", "2026-03-01"), ("2026-02-28", "2026-02-28")),
            (("2026-03-10", "2026-03-19"), ("2026-02-28", "2026-03-09")),
        ],
    )
    def test_the_period_before(self, now: tuple[str, str], before: tuple[str, str]) -> None:
        assert period(*now).previous() == period(*before)

    @pytest.mark.parametrize(
        ("now", "before"),
        [
            (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
            (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
            (("2026-08-17", "2026-08-23"), ("2025-08-18", "2025-08-24")),
            (("2026-08-18", "2026-08-24"), ("2025-08-18", "2025-08-24")),
        ],
    )
    def test_the_same_period_last_year(self, now: tuple[str, str], before: tuple[str, str]) -> None:
        assert period(*now).year_before() == period(*before)

    @given(days, st.integers(1, 400), calendars)
    def test_the_period_before_ends_where_this_one_starts(self, day: date, length: int, calendar: Calendar) -> None:
        now = Period(day, day + timedelta(days=length))
        assert now.previous(calendar).end == now.start


class TestPresets:
    AS_OF = date(2026, 8, 19)

    @pytest.mark.parametrize(
        ("preset", "expected"),
        [
            (Preset.THIS_MONTH, ("2026-08-01", "2026-08-31")),
            (Preset.LAST_MONTH, ("2026-07-01", "2026-07-31")),
            (Preset.THIS_QUARTER, ("2026-07-01", "2026-09-30")),
            (Preset.LAST_QUARTER, ("2026-04-01", "2026-06-30")),
            (Preset.THIS_YEAR, ("2026-01-01", "2026-12-31")),
            (Preset.LAST_YEAR, ("2025-01-01", "2025-12-31")),
            (Preset.LAST_3_MONTHS, ("2026-06-01", "2026-08-31")),
            (Preset.LAST_12_MONTHS, ("2025-09-01", "2026-08-31")),
        ],
    )
    def test_presets_are_seen_from_the_last_day_of_the_data(self, preset: Preset, expected: tuple[str, str]) -> None:
        assert preset_period(preset, self.AS_OF) == period(*expected)

    def test_all_dates_is_no_period(self) -> None:
        assert preset_period(Preset.ALL, self.AS_OF) is None

    def test_presets_follow_the_fiscal_year(self) -> None:
        october = Calendar(fiscal_start=10)
        assert preset_period(Preset.THIS_YEAR, self.AS_OF, october) == period("2025-10-01", "2026-09-30")
        assert preset_period(Preset.LAST_YEAR, self.AS_OF, october) == period("2024-10-01", "2025-09-30")

    def test_everything_has_a_title(self) -> None:
        assert set(PRESET_TITLES) == set(Preset)
        assert set(GRAIN_TITLES) == set(Grain)
