"""A moving average that keeps gaps and does not lean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.smoothing import moving_average

NAN = np.nan


def test_three_months_by_hand() -> None:
    assert moving_average([1, 5, 3, 7], 3).tolist() == [1, 3, 5, 7]


def test_a_gap_stays_a_gap_and_nothing_leaks_across_it() -> None:
    smooth = moving_average([1, 2, NAN, 4, 9, 5], 3)
    assert np.isnan(smooth[2])
    assert smooth[[0, 1, 3, 4, 5]].tolist() == [1, 2, 4, 6, 5]


def test_the_window_narrows_at_the_ends() -> None:
    # five wide: the second month may use one neighbour on each side only
    assert moving_average([0, 3, 6, 0, 1], 5).tolist() == [0, 3, 2, pytest.approx(7 / 3), 1]


def test_weights_count_and_a_weight_of_nothing_takes_out() -> None:
    assert moving_average([1, 5, 3], 3, [1, 2, 1])[1] == pytest.approx(14 / 4)
    assert np.isnan(moving_average([1, 5, 3], 3, [1, 0, 1])[1])


def test_series_side_by_side_do_not_touch() -> None:
    rows = np.array([[1, 5, 3.0], [2, 2, NAN]])
    assert np.array_equal(moving_average(rows, 3)[0], moving_average(rows[0], 3))
    assert np.array_equal(moving_average(rows, 3)[1], moving_average(rows[1], 3), equal_nan=True)


def test_short_and_empty_series_and_a_window_of_one() -> None:
    assert moving_average([], 5).size == 0
    assert moving_average([4], 5).tolist() == [4]
    assert moving_average([4, 8], 1).tolist() == [4, 8]


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 13), st.floats(-10, 10), st.floats(-10, 10))
def test_a_straight_line_with_any_gaps_stays_that_line(
    known: list[bool], window: int, start: float, slope: float
) -> None:
    line = np.where(known, start + slope * np.arange(len(known)), NAN)
    assert moving_average(line, window) == pytest.approx(line, abs=1e-9, nan_ok=True)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40), st.integers(1, 13))
def test_an_average_stays_between_the_values_and_ignores_direction(values: list[float], window: int) -> None:
    smooth = moving_average(values, window)
    assert (smooth >= min(values) - 1e-9).all()
    assert (smooth <= max(values) + 1e-9).all()
    assert moving_average(values[::-1], window)[::-1] == pytest.approx(smooth, abs=1e-9)
