"""Local days, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.zone import Zone, day_number, day_of
from tests.frame.memory import instant

ZONES = (
    "UTC",
    "Europe/Bucharest",
    "Europe/Paris",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
)
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)


@given(
    st.sampled_from(ZONES), st.lists(st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)), min_size=1)
)
def test_days_are_those_of_the_zone_rules(name: str, moments: list[datetime]) -> None:
    aware = [moment.replace(tzinfo=UTC) for moment in moments]
    days = Zone(name).days(np.array([instant(moment) for moment in aware]))
    assert [day_of(day) for day in days] == [moment.astimezone(ZoneInfo(name)).date() for moment in aware]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)))
def test_wall_time_of_an_instant_leads_back_to_it_or_to_its_twin(name: str, moment: datetime) -> None:
    zone = Zone(name)
    utc = np.array([instant(moment.replace(tzinfo=UTC))])
    again = zone.utc(zone.local(utc))
    assert zone.local(again)[0] == zone.local(utc)[0]


def test_spring_in_bucharest_has_an_hour_less_and_autumn_one_more() -> None:
    zone = Zone("Europe/Bucharest")
    assert zone.hours(date(2024, 3, 1), date(2024, 4, 1)) == 743
    assert zone.hours(date(2024, 10, 1), date(2024, 11, 1)) == 745


def test_midnight_is_the_first_moment_of_the_day_where_clocks_skip_it() -> None:
    start = Zone("America/Sao_Paulo").midnight(date(2018, 11, 4))  # clocks went from 00:00 to 01:00
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=start)
    assert moment == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_floating_times_never_shift() -> None:
    wall = np.array([instant("2024-03-01T00:30:00")])
    floating = np.array([True])
    days = {name: int(Zone(name).days(wall, floating)[0]) for name in ZONES}
    assert set(days.values()) == {day_number(date(2024, 3, 1))}
    assert int(Zone("America/Sao_Paulo").days(wall)[0]) == day_number(date(2024, 2, 29))


def test_no_instant_is_no_day() -> None:
    days = Zone("Europe/Paris").days(np.array([NO_INSTANT, instant("2024-01-01")]))
    assert days.tolist() == [NO_DAY, day_number(date(2024, 1, 1))]


def test_absurd_years_do_not_break() -> None:
    far = np.array([instant("0002-01-01"), instant("9998-12-31T23:00:00")])
    assert len(Zone("Europe/Paris").days(far)) == 2


def test_an_unknown_zone_is_a_question_that_cannot_be_answered() -> None:
    with pytest.raises(BadQuestion, match="Mars/Olympus"):
        Zone("Mars/Olympus")
