"""Size, mean and spread of groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.moments import moments, moments_of_counts, moments_of_sums


def test_groups_are_told_apart_and_what_is_missing_is_left_out() -> None:
    # group 0: 2, 4 -> mean 3, sd sqrt(2); group 1: 5 alone; group 2: none; code -1 and NaN belong nowhere
    n, mean, sd = moments([2, 5, 4, 100, np.nan], [0, 1, 0, -1, 0], 3)
    assert n.tolist() == [2, 1, 0]
    assert mean[:2].tolist() == [3, 5]
    assert np.isnan(mean[2])
    assert sd[0] == pytest.approx(2**0.5)
    assert np.isnan(sd[1:]).all()


def test_rows_counts_and_sums_give_the_same_moments() -> None:
    values = np.repeat([1.0, 2, 3, 4, 5], [3, 0, 7, 2, 9])
    by_rows = moments(values, np.zeros(values.size, int), 1)
    by_counts = moments_of_counts([[3, 0, 7, 2, 9]], [1, 2, 3, 4, 5])
    by_sums = moments_of_sums([values.size], [values.sum()], [(values**2).sum()])
    for a, b, c in zip(by_rows, by_counts, by_sums, strict=True):
        assert a == pytest.approx(b, rel=1e-13)
        assert a == pytest.approx(c, rel=1e-13)


@given(st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-100), st.integers(2, 50))
def test_equal_values_do_not_vary_at_all(value: float, n: int) -> None:
    assert moments(np.full(n, value), np.zeros(n, int), 1).sd[0] == 0
    assert moments_of_counts([0, n, 0], [0, value, 1]).sd == 0
    assert moments_of_sums(n, sum([value] * n), sum([value * value] * n)).sd == 0


def test_a_large_common_offset_costs_no_digits() -> None:
    assert moments(1e9 + np.array([1.0, 2, 3]), [0, 0, 0], 1).sd[0] == pytest.approx(1, rel=1e-12)


def test_no_rows_have_no_mean() -> None:
    assert np.isnan(moments_of_counts([0, 0], [1, 2]).mean)
    assert np.isnan(moments_of_sums(0, 0, 0).mean)
    assert np.isnan(moments([], [], 2).mean).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-100, 100)), min_size=1, max_size=60))
def test_moments_are_those_of_each_group_alone(rows: list[tuple[int, float]]) -> None:
    codes, values = (np.array(column) for column in zip(*rows, strict=True))
    n, mean, sd = moments(values, codes, 4)
    for code in range(4):
        own = values[codes == code]
        assert n[code] == own.size
        if own.size:
            assert mean[code] == pytest.approx(own.mean(), abs=1e-10)
        if own.size > 1:
            assert sd[code] == pytest.approx(own.std(ddof=1), abs=1e-9)
