"""Resampling where customers are few, linearisation where they are many, and that the two agree."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from cxdesk.stats import bootstrap
from cxdesk.stats.clusters import ClusterSums, cluster_error, cluster_sums
from cxdesk.stats.quantiles import quantile_of_sorted


def skewed_ratio(customers: int, seed: int = 5) -> ClusterSums:
    """Money over orders: few customers spend most, and each has several rows."""
    random = np.random.default_rng(seed)
    rows = customers * 3
    cluster = np.concatenate((np.arange(customers), random.integers(0, customers, rows - customers)))
    orders = 1.0 + random.poisson(1.5, rows)
    money = orders * random.lognormal(2, 0.8, rows)
    return cluster_sums(np.stack((money, orders), axis=1), np.zeros(rows, int), cluster, 1)


@pytest.mark.parametrize(("customers", "within"), [(200, 0.15), (3000, 0.08)])
def test_bootstrap_and_linearised_intervals_agree_from_200_customers_on(customers: int, within: float) -> None:
    table = skewed_ratio(customers)
    linear = bootstrap.robust_interval(table, positive=True)
    drawn = bootstrap.bootstrap_interval(table)
    assert not linear.bootstrapped[0]
    width = linear.high[0] - linear.low[0]
    assert linear.low[0] == pytest.approx(drawn.low[0], abs=within * width)
    assert linear.high[0] == pytest.approx(drawn.high[0], abs=within * width)


def test_below_200_customers_the_interval_is_drawn() -> None:
    table = skewed_ratio(199)
    result = bootstrap.robust_interval(table, positive=True)
    drawn = bootstrap.bootstrap_interval(table)
    assert result.bootstrapped[0]
    assert (result.low[0], result.high[0]) == (drawn.low[0], drawn.high[0])
    assert result.low[0] < result.value[0] < result.high[0]


def test_the_linearised_error_of_a_ratio_is_that_of_its_influence() -> None:
    table = skewed_ratio(300)
    money, orders = table.sums.T
    value = money.sum() / orders.sum()
    by_hand = cluster_error((money - value * orders) / orders.sum(), np.zeros(300, int), np.arange(300), 1)
    result = bootstrap.robust_interval(table)
    assert result.value[0] == pytest.approx(value, rel=1e-12)
    assert result.se[0] == pytest.approx(by_hand.se[0], rel=1e-8)
    assert result.high[0] - value == pytest.approx(1.959963985 * by_hand.se[0], rel=1e-8)


def test_a_composite_is_one_more_statistic() -> None:
    # (share + mean/10)/2 from four columns: hits, answers, sum of scores, answers of the other question
    random = np.random.default_rng(8)
    columns = np.stack((random.random(900) < 0.7, np.ones(900), random.integers(0, 11, 900), np.ones(900)), axis=1)
    table = cluster_sums(columns, np.zeros(900, int), np.arange(900) // 3, 1)

    def composite(sums: np.ndarray) -> np.ndarray:
        return (sums[..., 0] / sums[..., 1] + sums[..., 2] / sums[..., 3] / 10) / 2

    result = bootstrap.robust_interval(table, composite)
    hits, _, scores, _ = columns.T
    influence = ((hits - hits.mean()) / 900 + (scores - scores.mean()) / 9000) / 2
    assert result.se[0] == pytest.approx(
        cluster_error(influence, np.zeros(900, int), np.arange(900) // 3, 1).se[0], rel=1e-8
    )
    drawn = bootstrap.bootstrap_interval(table, composite)
    assert drawn.high[0] - drawn.low[0] == pytest.approx(result.high[0] - result.low[0], rel=0.1)


def test_a_sum_over_customers_varies_with_the_customers() -> None:
    # spending of 250 customers: the error of the sum is sqrt(250) times their standard deviation
    spent = np.random.default_rng(1).lognormal(3, 1, 250)
    table = cluster_sums(spent, np.zeros(250, int), np.arange(250), 1)
    result = bootstrap.robust_interval(table, lambda sums: sums[..., 0])
    assert result.value[0] == pytest.approx(spent.sum())
    assert result.se[0] == pytest.approx(np.sqrt(250) * spent.std(ddof=1), rel=1e-8)


def test_the_seed_makes_the_interval_and_company_does_not_matter() -> None:
    small, other = skewed_ratio(40), skewed_ratio(40, seed=6)
    together = cluster_sums(
        np.concatenate((small.sums, other.sums)), np.repeat([1, 0], 40), np.tile(np.arange(40), 2), 3
    )
    alone, company = bootstrap.bootstrap_interval(small, seed=11), bootstrap.bootstrap_interval(together, seed=11)
    assert (alone.low[0], alone.high[0]) == (company.low[1], company.high[1])
    assert np.isnan([company.low[2], company.high[2]]).all()
    again = bootstrap.bootstrap_interval(small, seed=11)
    assert (again.low[0], again.high[0]) == (alone.low[0], alone.high[0])
    assert bootstrap.bootstrap_interval(small, seed=12).low[0] != alone.low[0]


def test_the_resamples_are_the_same_on_every_computer() -> None:
    counts = bootstrap._resamples(5, 4, 20240229)
    assert counts.sum(axis=1).tolist() == [5, 5, 5, 5]
    assert counts.tolist() == [[2, 1, 0, 1, 1], [0, 2, 2, 1, 0], [1, 0, 1, 2, 1], [1, 2, 1, 0, 1]]


def test_every_customer_is_drawn_once_on_average() -> None:
    counts = bootstrap._resamples(150, 2000, 1)
    assert counts.shape == (2000, 150)
    # Poisson(1)-like: mean 1, variance 1 - 1/150
    assert counts.mean() == 1
    assert counts.var() == pytest.approx(1 - 1 / 150, abs=0.02)
    assert np.abs(counts.mean(axis=0) - 1).max() < 0.12


def test_one_customer_gives_no_interval() -> None:
    table = cluster_sums([[1.0, 2], [3, 4]], [0, 0], [7, 7], 1)
    result = bootstrap.robust_interval(table)
    assert result.value[0] == pytest.approx(4 / 6)
    assert np.isnan([result.low[0], result.high[0], result.se[0]]).all()


def test_resamples_without_a_base_are_left_out() -> None:
    # one of three customers has orders: the others alone have no ratio
    table = cluster_sums([[10.0, 2], [1, 0], [1, 0]], [0, 0, 0], [0, 1, 2], 1)
    low, high = bootstrap.bootstrap_interval(table)
    assert np.isfinite([low[0], high[0]]).all()


def test_the_median_of_few_values_is_drawn_and_agrees_with_its_ranks() -> None:
    values = np.sort(np.random.default_rng(2).lognormal(0, 1, 101))
    drawn = bootstrap.bootstrap_quantile(values, np.arange(101))
    ranked = quantile_of_sorted(values, [0], [101])
    place = np.searchsorted(values, [drawn.low, drawn.high])
    expected = np.searchsorted(values, [ranked.low[0], ranked.high[0]])
    assert np.abs(place - expected).max() <= 2


def test_five_values_still_have_a_drawn_interval() -> None:
    low, high = bootstrap.bootstrap_quantile([1, 2, 3, 4, np.nan, 5], np.arange(6))
    assert 1 <= low < 3 < high <= 5
    assert np.isnan(bootstrap.bootstrap_quantile([1, 2], [0, 0]).low)


def test_a_resample_of_an_even_size_takes_the_middle_of_two() -> None:
    # two customers: (1, 1), (1, 9) or (9, 9), so the median is 1, 5 or 9
    draws = bootstrap._quantile_draws(np.array([1.0, 9.0]), np.array([0, 1]), 0.5, 3, 500)
    assert set(draws) == {1, 5, 9}


def test_customers_with_many_values_widen_the_median() -> None:
    random = np.random.default_rng(9)
    customer = np.repeat(np.arange(30), 20)
    values = random.normal(size=30)[customer] + random.normal(size=600) / 10
    alone = bootstrap.bootstrap_quantile(values, np.arange(600))
    grouped = bootstrap.bootstrap_quantile(values, customer)
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)


@pytest.mark.parametrize("q", [0.5, 0.9])
def test_many_groups_are_drawn_as_each_by_itself(q: float) -> None:
    rng = np.random.default_rng(7)
    sizes = np.concatenate([rng.integers(0, 9, 60), [40]])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    values, customer = rng.integers(0, 6, starts[-1]).astype(float), rng.integers(0, 7, starts[-1])
    found = bootstrap.bootstrap_quantiles(values, customer, starts, q)
    for group, (start, end) in enumerate(pairwise(starts)):
        alone = bootstrap.bootstrap_quantile(values[start:end], customer[start:end], q)
        assert (found.low[group], found.high[group]) == pytest.approx((alone.low, alone.high), nan_ok=True)


def test_groups_of_one_customer_each_have_no_interval() -> None:
    found = bootstrap.bootstrap_quantiles([1.0, 2.0], [0, 0], [0, 2])
    assert np.isnan([found.low, found.high]).all()


def test_the_change_of_a_median() -> None:
    random = np.random.default_rng(10)
    before, after = random.exponential(10, 80), random.exponential(10, 70) + 8
    low, high = bootstrap.bootstrap_quantile_change(before, np.arange(80), after, np.arange(70))
    assert 0 < low < np.median(after) - np.median(before) < high
    same = bootstrap.bootstrap_quantile_change(before, np.arange(80), before, np.arange(80))
    assert same.low < 0 < same.high  # two independent draws, not one and the same
