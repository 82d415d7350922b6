"""A time axis of equal units: days have places, drags mean whole units, gaps and scale changes part the line."""

from __future__ import annotations

from datetime import date

import pytest

from cxdesk.app.charts.timeline import Timeline, runs
from cxdesk.domain.periods import Grain, Period, units

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
MONTHS = Timeline(list(units(YEAR, Grain.MONTH)))


def months(first: int, last: int) -> Period:
    return Period(date(2026, first, 1), date(2026 + last // 12, last % 12 + 1, 1))


@pytest.mark.parametrize(
    ("day", "x"),
    [
        (date(2026, 1, 1), -0.5),
        (date(2026, 2, 1), 0.5),
        (date(2026, 2, 15), 1.0),
        (date(2025, 6, 1), -0.5),
        (date(2027, 6, 1), 11.5),
    ],
)
def test_every_day_has_a_place(day: date, x: float) -> None:
    assert MONTHS.position(day) == pytest.approx(x)


def test_a_period_is_a_stretch_unless_it_is_all_or_nothing() -> None:
    assert MONTHS.stretch(months(8, 10)) == (6.5, 9.5)
    assert MONTHS.stretch(Period(date(2026, 12, 1), date(2028, 1, 1))) == (10.5, 11.5)
    assert MONTHS.stretch(YEAR) is None
    assert MONTHS.stretch(Period(date(2024, 1, 1), date(2025, 1, 1))) is None
    assert Timeline([]).stretch(YEAR) is None


@pytest.mark.parametrize(
    ("x0", "x1", "first", "last"),
    [
        (6.6, 9.3, 8, 10),
        (9.3, 6.6, 8, 10),
        (7.0, 7.0, 8, 8),
        (6.45, 9.55, 8, 10),
        (-9.0, 0.2, 1, 1),
        (11.2, 40.0, 12, 12),
    ],
)
def test_a_drag_means_the_units_it_touched(x0: float, x1: float, first: int, last: int) -> None:
    assert MONTHS.snapped(x0, x1) == months(first, last)


@pytest.mark.parametrize(
    ("x0", "x1", "first", "last"), [(6.6, 9.3, 8, 10), (6.9, 9.9, 8, 10), (7.1, 10.1, 9, 11), (3.0, 3.1, 5, 5)]
)
def test_a_stretch_that_was_moved_comes_to_rest_on_whole_units(x0: float, x1: float, first: int, last: int) -> None:
    assert MONTHS.moved(x0, x1) == months(first, last)


def test_nothing_can_be_dragged_on_an_empty_axis() -> None:
    assert Timeline([]).snapped(0, 3) is None
    assert Timeline([]).moved(0, 3) is None
    assert Timeline([]).unit_at(0) is None


def test_a_place_belongs_to_a_unit_or_lies_beside() -> None:
    assert [MONTHS.unit_at(x) for x in (-0.6, -0.4, 0.49, 0.51, 11.4, 11.6)] == [None, 0, 0, 1, 11, None]


@pytest.mark.parametrize(
    ("there", "breaks", "found"),
    [
        ("xxxx", set(), [(0, 4)]),
        ("xx.xx", set(), [(0, 2), (3, 5)]),
        ("xxxx", {2}, [(0, 2), (2, 4)]),
        (".x.", set(), [(1, 2)]),
        ("....", {1}, []),
        ("", set(), []),
        ("x.x", {1}, [(0, 1), (2, 3)]),
    ],
)
def test_points_are_joined_up_to_a_gap_or_a_scale_change(
    there: str, breaks: set[int], found: list[tuple[int, int]]
) -> None:
    assert [(run.start, run.stop) for run in runs([c == "x" for c in there], breaks)] == found
