"""Opening hours and holidays as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.opening_hours import USUAL, parse
from cxdesk.domain.settings import setting

DAY = ((540, 1020),)


def test_days_hours_and_holidays() -> None:
    found = parse("mon-fri 9:00-17:00, sat 10-12:30; 2024-12-25, 2024-12-30..2025-01-01")
    assert found.week == (DAY, DAY, DAY, DAY, DAY, ((600, 750),), ())
    assert found.holidays == {date(2024, 12, 25), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1)}


def test_a_pause_in_the_middle_nights_and_other_languages() -> None:
    assert parse("Lundi 13h30-17h 9h-12h").week[0] == ((540, 720), (810, 1020))
    assert parse("sâm - dum 0:00-24:00").week[5:] == (((0, 1440),), ((0, 1440),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon",
        "someday 9-17",
        "mon 17-9",
        "mon 9-25",
        "mon 9-12 11-14",
        "mon 9-17; soon",
        "mon 9-17; 2025-01-02..2025-01-01",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        parse(text)


def test_the_setting_takes_only_what_can_be_read() -> None:
    assert setting("calendar").accept(USUAL) == USUAL
    with pytest.raises(BadQuestion):
        setting("calendar").accept("whenever")
