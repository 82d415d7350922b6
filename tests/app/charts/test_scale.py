"""The vertical axis: round lines that enclose what is shown, a range that does not make a cliff of a pebble."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.app.charts import scale
from cxdesk.domain.results import Figure, Trend, TrendPoint, Unit
from tests.app import boards


def of(values: list[float | None], unit: str = Unit.PERCENT, half: float | None = None, **changes: object) -> Trend:
    points = []
    for point, value in zip(boards.trend().points, values, strict=False):
        low = high = None
        if half is not None and value is not None:
            low, high = value - half, value + half
        points.append(TrendPoint(point.period, Figure(value, low, high, 50)))
    limits = (0.0, 100.0) if unit == Unit.PERCENT else (None, None)
    return replace(boards.trend(points=tuple(points), compare=(), limits=limits), unit=unit, **changes)  # type: ignore[arg-type]


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
def test_four_to_seven_even_lines_enclose_any_range(low: float, span: float) -> None:
    high = low + span
    lines = scale.grid(low, high)
    gaps = [b - a for a, b in itertools.pairwise(lines)]
    slack = 1e-6 * max(abs(low), abs(high), span)
    assert 3 <= len(lines) <= scale.MOST_LINES + 1
    assert lines[0] <= low + slack
    assert lines[-1] >= high - slack
    assert max(gaps) - min(gaps) <= 1e-6 * max(gaps) + 1e-9 * max(abs(lines[0]), abs(lines[-1]))


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1.0), (math.inf, 2.0)])
def test_what_is_no_number_still_gives_an_axis(low: float, high: float) -> None:
    assert scale.grid(low, high) == [0.0, 1.0]


def test_one_single_value_gets_room_around_it() -> None:
    assert scale.grid(17, 17) == [16.0, 16.5, 17.0, 17.5, 18.0]


def test_a_net_score_always_shows_zero() -> None:
    low, high = scale.shown_range(of([62, 65, 63], Unit.SCORE))
    assert low <= 0
    assert high == 65


def test_a_share_is_never_cut_to_a_sliver() -> None:
    low, high = scale.shown_range(of([81.0, 81.5, 81.2]))
    assert high - low == pytest.approx(20)
    assert low < 81
    assert high > 81.5


@pytest.mark.parametrize("value", [0.5, 99.5])
def test_a_share_at_the_edge_stays_within_what_it_can_be(value: float) -> None:
    low, high = scale.shown_range(of([value]))
    assert low >= 0
    assert high <= 100
    assert high - low >= 19.9


def test_the_interval_is_shown_with_its_value() -> None:
    assert scale.shown_range(of([50, 60], half=8)) == (42, 68)


def test_one_huge_interval_does_not_flatten_the_rest() -> None:
    trend = of([50.0, 60.0], half=1.0)
    wide = replace(trend.points[0], figure=Figure(50, 0, 100, 3))
    low, high = scale.shown_range(replace(trend, points=(wide, trend.points[1])))
    assert (low, high) == (20, 90)


def test_a_target_is_always_in_view() -> None:
    assert scale.shown_range(of([50, 60]), also=[85])[1] == 85


def test_gaps_count_for_nothing_and_all_gaps_show_what_could_be() -> None:
    assert scale.shown_range(of([None, 50, None, 75])) == (50, 75)
    assert scale.shown_range(of([None, None])) == (0, 100)


def test_a_mean_on_a_scale_shows_at_least_a_fifth_of_it() -> None:
    low, high = scale.shown_range(of([5.3, 5.4], Unit.SCALE, scale_max=7.0))
    assert high - low == pytest.approx(7 / 5)


def test_no_line_stands_where_no_value_can_be() -> None:
    assert scale.grid(38.0, 98.0, (0.0, 100.0))[-1] <= 100
    assert scale.grid(30.0, 100.0, (0.0, 100.0)) == [25, 50, 75, 100]
    assert scale.grid(-97.0, 20.0, (-100.0, 100.0))[0] == -100


def test_values_outside_their_limits_are_shown_all_the_same() -> None:
    lines = scale.grid(-5.0, 120.0, (0.0, 100.0))
    assert lines[0] <= -5
    assert lines[-1] >= 120


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-74.0, 61.0, (-80, 70)), (38.2, 98.7, (30, 100)), (4.12, 5.9, (4.1, 5.9)), (7.0, 7.0, (6, 8))],
)
def test_ends_are_round_and_close(low: float, high: float, expected: tuple[float, float]) -> None:
    found = scale.ends(low, high, (-100.0, 100.0))
    assert found == pytest.approx(expected)


def test_ends_do_not_pass_what_a_value_can_be() -> None:
    assert scale.ends(22.0, 99.5, (0.0, 100.0)) == (20, 100)
    assert scale.ends(-3.0, 99.5, (0.0, 100.0))[0] == -3


def test_a_point_on_an_outermost_line_has_air_and_others_change_nothing() -> None:
    assert scale.with_air([0, 50, 100], [20.0, 60.0]) == (0, 100)
    assert scale.with_air([0, 50, 100], [20.0, 99.0]) == (0, 104)
    assert scale.with_air([0, 50, 100], [2.0, 60.0]) == (-3, 100)
    assert scale.with_air([0, 50, 100], []) == (0, 100)
