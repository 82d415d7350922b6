"""Weighted estimates and what they still know."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.weights import kish, weighted_mean, weighted_quantile, weighted_share


def test_kish_by_hand() -> None:
    # weights 1 1 2: (4)^2/6
    assert float(kish(4, 6)) == pytest.approx(16 / 6)
    assert np.isnan(kish(0, 0))


def test_a_weighted_share_by_hand() -> None:
    # hits carry 3 of 6; n 4; n_eff 36/(9 + 1 + 1 + 1)
    result = weighted_share([True, False, False, False], [3, 1, 1, 1])
    assert result.value.tolist() == [0.5]
    assert result.n.tolist() == [4]
    assert result.n_eff.tolist() == [3]


def test_a_weighted_mean_by_hand() -> None:
    # (1 + 2 + 6)/4 = 2.25; pulls -1.25 -.25 1.5: sum of squares 3.875; se sqrt(3.875 * 3/2)/4
    result = weighted_mean([1, 2, 3], [1, 1, 2])
    assert result.value.tolist() == [2.25]
    assert result.se[0] == pytest.approx((3.875 * 1.5) ** 0.5 / 4, rel=1e-12)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=40), st.floats(0.01, 50))
def test_equal_weights_are_no_weights(values: list[float], weight: float) -> None:
    x = np.array(values)
    result = weighted_mean(x, np.full(x.size, weight))
    assert result.value[0] == pytest.approx(x.mean(), abs=1e-9)
    assert result.n_eff[0] == pytest.approx(x.size)
    assert result.se[0] == pytest.approx(x.std(ddof=1) / x.size**0.5, abs=1e-9)
    assert weighted_quantile(x, np.full(x.size, weight))[0] == pytest.approx(np.median(x), abs=1e-12)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 6)), min_size=1, max_size=20))
def test_whole_weights_are_repeated_rows(rows: list[tuple[int, int]]) -> None:
    x, w = (np.array(column, float) for column in zip(*rows, strict=True))
    repeated = np.repeat(x, w.astype(int))
    assert weighted_mean(x, w).value[0] == pytest.approx(repeated.mean(), abs=1e-12)
    assert weighted_quantile(x, w)[0] == np.median(repeated)
    nearest = np.sort(repeated)[int(np.ceil(0.9 * repeated.size - 1e-9)) - 1]
    assert weighted_quantile(x, w, 0.9)[0] == nearest


def test_groups_are_told_apart_and_what_does_not_count_is_left_out() -> None:
    values, weights = [1, 5, 9, 3, np.nan, 4, 4], [1, 2, 2, 0, 5, -1, np.inf]
    group = [0, 1, 1, 0, 0, 1, 2]
    mean = weighted_mean(values, weights, group, 3)
    assert mean.n.tolist() == [1, 2, 0]
    assert mean.value[:2].tolist() == [1, 7]
    assert np.isnan([mean.value[2], mean.n_eff[2], mean.se[0], mean.se[2]]).all()
    median = weighted_quantile(values, weights, 0.5, group, 3)
    assert median[:2].tolist() == [1, 7]
    assert np.isnan(median[2])
    assert np.isnan(weighted_quantile([], [], group=[], groups=2)).all()


@given(st.lists(st.tuples(st.booleans(), st.floats(0.01, 100)), min_size=1, max_size=50))
def test_a_weighted_share_stays_within_0_and_1_and_knows_at_most_n(rows: list[tuple[bool, float]]) -> None:
    hits, weights = zip(*rows, strict=True)
    result = weighted_share(hits, weights)
    assert 0 <= result.value[0] <= 1
    assert 1 - 1e-9 <= result.n_eff[0] <= len(rows) + 1e-9
