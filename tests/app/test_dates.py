"""Periods as people read them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cxdesk.app import dates
from cxdesk.domain.periods import Grain, Period
from cxdesk.system import i18n


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-08-01", "2026-11-01", "1 Aug – 31 Oct 2026"),
        ("2025-12-15", "2026-01-02", "15 Dec 2025 – 1 Jan 2026"),
        ("2026-08-03", "2026-08-04", "3 Aug 2026"),
    ],
)
def test_in_full_names_both_ends_and_each_year_once(start: str, end: str, text: str) -> None:
    assert dates.in_full(period(start, end)) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-08-01", "2026-11-01", "Aug – Oct 2026"),
        ("2025-11-01", "2026-02-01", "Nov 2025 – Jan 2026"),
        ("2026-08-01", "2026-09-01", "August 2026"),
        ("2026-01-01", "2027-01-01", "2026"),
        ("2026-04-01", "2027-04-01", "Apr 2026 – Mar 2027"),
        ("2026-08-03", "2026-08-10", "3 Aug – 9 Aug 2026"),
    ],
)
def test_whole_months_are_named_without_days(start: str, end: str, text: str) -> None:
    assert dates.short(period(start, end)) == text


@pytest.mark.parametrize(
    ("grain", "start", "end", "text"),
    [
        (Grain.DAY, "2026-08-03", "2026-08-04", "3 Aug 2026"),
        (Grain.WEEK, "2026-08-03", "2026-08-10", "week of 3 Aug 2026"),
        (Grain.MONTH, "2026-08-01", "2026-09-01", "August 2026"),
        (Grain.QUARTER, "2026-07-01", "2026-10-01", "Q3 2026"),
        (Grain.QUARTER, "2026-08-01", "2026-11-01", "Aug – Oct 2026"),
        (Grain.YEAR, "2026-01-01", "2027-01-01", "2026"),
    ],
)
def test_a_unit_has_its_own_name(grain: Grain, start: str, end: str, text: str) -> None:
    assert dates.unit_text(period(start, end), grain) == text


def test_french_dates_are_french() -> None:
    i18n.use("fr")
    assert dates.in_full(period("2026-08-01", "2026-11-01")) == "1 août – 31 oct. 2026"
    assert dates.short(period("2026-08-01", "2026-09-01")) == "août 2026"


def test_what_was_opened_lately_is_said_with_its_time() -> None:
    now = datetime(2026, 11, 18, 12, 0)
    assert dates.recent_text(datetime(2026, 11, 18, 9, 14), now) == "Today, 09:14"
    assert dates.recent_text(datetime(2026, 11, 17, 23, 59), now) == "Yesterday"
    assert dates.recent_text(datetime(2026, 11, 3, 9, 0), now) == "3 Nov 2026"
