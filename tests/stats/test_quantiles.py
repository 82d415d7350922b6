"""Medians and other quantiles with their order-statistic intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.distributions import binomial_cdf
from cxdesk.stats.quantiles import interval_ranks, quantile_of_counts, quantile_of_sorted, quantile_ranks


def of(values: list[float], q: float = 0.5, level: float = 0.95) -> tuple[float, ...]:
    result = quantile_of_sorted(sorted(values), [0], [len(values)], q, level)
    return tuple(float(part[0]) for part in result)


def test_eleven_values_by_hand() -> None:
    # binomial(11, 1/2): P(0 or 1 below) = 12/2048 <= .025 < 67/2048, so ranks 2 and 10 cover 1 - 24/2048
    assert of([3, 1, 2, 11, 10, 9, 8, 7, 6, 5, 4]) == (6, 2, 10, 1 - 24 / 2048)


def test_the_median_of_an_even_number_is_the_middle_of_two() -> None:
    assert of([1, 2, 10, 20])[0] == 6
    assert of([50.0] * 3 + [70.0] * 3)[0] == 60


def test_other_quantiles_are_a_nearest_rank() -> None:
    # ceil(.9 * 5) = 5; ceil(.9 * 10) = 9; ceil(.55 * 100) = 55 although .55 * 100 is a hair above 55 in binary
    assert of([4, 6, 8, 10, 42], 0.9)[0] == 42
    assert of(list(range(1, 11)), 0.9)[0] == 9
    assert 0.55 * 100 > 55
    assert of(list(range(1, 101)), 0.55)[0] == 55
    assert of(list(range(1, 11)), 0.1)[0] == 1
    first, second = quantile_ranks([0, 1, 2, 3], 0.5)
    assert first[1:].tolist() == [1, 1, 2]
    assert second[1:].tolist() == [1, 2, 2]
    assert np.isnan([first[0], second[0]]).all()


def test_too_few_values_bound_nothing() -> None:
    # five values: even the whole range covers only 1 - 2/32 = .9375
    value, low, high, coverage = of([1, 2, 3, 4, 5])
    assert value == 3
    assert np.isnan([low, high, coverage]).all()
    # six: 1 - 2/64 = .96875
    assert of([1, 2, 3, 4, 5, 6])[1:] == (1, 6, 0.96875)
    # three at 75 %: each tail is exactly the 1/8 allowed
    assert of([1, 2, 3], level=0.75)[1:] == (1, 3, pytest.approx(0.75))
    # twenty values bound the ninetieth percentile from below only
    _, low, high, _ = of(list(range(1, 21)), 0.9)
    assert low == 15
    assert np.isnan(high)


def test_groups_lie_one_after_the_other() -> None:
    result = quantile_of_sorted([1, 2, 3, 7, 9, 9, 9], [0, 3, 3], [3, 0, 4])
    assert result.value[[0, 2]].tolist() == [2, 9]
    assert np.isnan(result.value[1])
    empty = quantile_of_sorted([], [0], [0])
    assert np.isnan(empty.value[0])


def test_tables_of_counts_give_the_same() -> None:
    counts = np.array([[50, 0, 0, 0, 0, 0, 50], [3, 0, 4, 0, 8, 0, 11], [0] * 7])
    points = np.arange(1.0, 8)
    for q in (0.1, 0.5, 0.9):
        tabled = quantile_of_counts(counts, points, q)
        values = np.concatenate([np.repeat(points, row) for row in counts])
        plain = quantile_of_sorted(values, [0, 100, 126], [100, 26, 0], q)
        for a, b in zip(tabled, plain, strict=True):
            assert np.array_equal(a, b, equal_nan=True)
    assert quantile_of_counts(counts[:1], points).value.tolist() == [4]


@given(st.integers(1, 2000), st.sampled_from([0.1, 0.5, 0.9]), st.sampled_from([0.8, 0.95, 0.99]))
def test_ranks_cover_at_least_what_was_asked_and_no_rank_could_be_spared(n: int, q: float, level: float) -> None:
    low, high, coverage = (float(part) for part in interval_ranks(n, q, level))
    tail = (1 - level) / 2
    if not np.isnan(low):
        assert 1 <= low <= q * n + 1
        assert binomial_cdf(low - 1, n, q) <= tail + 1e-12
        assert binomial_cdf(low, n, q) > tail - 1e-12
    if not np.isnan(high):
        assert high <= n
        assert 1 - binomial_cdf(high - 1, n, q) <= tail + 1e-12
        assert 1 - binomial_cdf(high - 2, n, q) > tail - 1e-12
    assert np.isnan(coverage) or coverage >= level - 1e-12


def test_the_interval_of_the_median_is_symmetric_in_ranks() -> None:
    n = np.arange(6, 400)
    low, high, _ = interval_ranks(n)
    assert (low + high == n + 1).all()


def test_how_often_the_interval_holds_the_median() -> None:
    values = np.sort(np.random.default_rng(7).exponential(size=(4000, 41)), axis=1)
    result = quantile_of_sorted(values.ravel(), np.arange(4000) * 41, np.full(4000, 41))
    holds = (result.low <= np.log(2)) & (np.log(2) <= result.high)
    assert holds.mean() == pytest.approx(result.coverage[0], abs=0.012)


def test_clustered_rows_widen_the_ranks() -> None:
    n = np.array([100.0, 100, 100])
    low, high, coverage = interval_ranks(n, 0.5, n_eff=[100, 25, 4])
    plain = interval_ranks(100)
    assert abs(low[0] - plain.low) <= 1
    assert abs(high[0] - plain.high) <= 1
    assert low[0] > low[1] > low[2] >= 1
    assert high[0] < high[1] < high[2] <= 100
    assert np.isnan(coverage).all()
