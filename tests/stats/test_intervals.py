"""Intervals: worked cases, what they must hold, and how often they hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import intervals
from cxdesk.stats.distributions import binomial_pmf, binomial_tails, poisson_cdf

Z = 1.959963984540054


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 100_000))
    return draw(st.integers(0, n)), n


def test_wilson_by_hand() -> None:
    # 18 of 20: p = .9, z^2 = 3.8414588; centre (.9 + z^2/40)/(1 + z^2/20) = .99603647/1.19207294 = .83554993
    # half = z/1.19207294 sqrt(.09/20 + z^2/1600) = 1.64416447 * sqrt(.00690091) = 1.64416447 * .08307173 = .13658358
    low, high = intervals.wilson(18, 20)
    assert float(low) == pytest.approx(0.83554993 - 0.13658358, abs=3e-8)
    assert float(high) == pytest.approx(0.83554993 + 0.13658358, abs=3e-8)


def test_nobody_of_thirty_is_not_zero_for_sure() -> None:
    # z^2/(n + z^2) = 3.84145882/33.84145882
    low, high = intervals.wilson(0, 30)
    assert float(low) == 0
    assert float(high) == pytest.approx(3.841458820694124 / 33.841458820694124, rel=1e-12)


@given(shares(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_intervals_of_a_share_hold_it_and_stay_inside_0_and_1(share: tuple[int, int], level: float) -> None:
    hits, n = share
    for method in (intervals.wilson, intervals.clopper_pearson):
        low, high = method(hits, n, level)
        assert 0 <= low <= hits / n <= high <= 1
        assert low < high


@given(shares())
def test_intervals_of_a_share_are_symmetric_in_hits_and_misses(share: tuple[int, int]) -> None:
    hits, n = share
    for method in (intervals.wilson, intervals.clopper_pearson):
        low, high = method(hits, n)
        mirrored_low, mirrored_high = method(n - hits, n)
        assert float(low) == pytest.approx(1 - float(mirrored_high), abs=1e-9)
        assert float(high) == pytest.approx(1 - float(mirrored_low), abs=1e-9)


@given(shares())
def test_more_rows_or_less_confidence_narrow_the_interval(share: tuple[int, int]) -> None:
    hits, n = share
    low, high = intervals.wilson(hits, n)
    ten = intervals.wilson(10 * hits, 10 * n)
    assert ten.high - ten.low < high - low
    loose = intervals.wilson(hits, n, 0.8)
    assert loose.high - loose.low < high - low
    clustered = intervals.wilson(hits, n, n_eff=n / 2.5)
    assert clustered.high - clustered.low > high - low


def test_one_hit_more_moves_both_ends_up() -> None:
    for method in (intervals.wilson, intervals.clopper_pearson):
        low, high = method(np.arange(51), 50)
        assert (np.diff(low) > 0).all()
        assert (np.diff(high) > 0).all()


def test_clopper_pearson_is_where_each_tail_has_its_chance() -> None:
    low, high = intervals.clopper_pearson(7, 24)
    assert float(binomial_tails(6, 24, low)[1]) == pytest.approx(0.025, rel=1e-9)
    assert float(binomial_tails(7, 24, high)[0]) == pytest.approx(0.025, rel=1e-9)
    # nobody of n: 1 - (alpha/2)^(1/n)
    assert float(intervals.clopper_pearson(0, 30).high) == pytest.approx(1 - 0.025 ** (1 / 30), rel=1e-10)


@pytest.mark.parametrize("n", [8, 40, 150])
def test_how_often_intervals_of_a_share_hold_the_truth(n: int) -> None:
    k = np.arange(n + 1)
    truths = np.linspace(0.02, 0.98, 193)
    coverage = {}
    for method in (intervals.wilson, intervals.clopper_pearson):
        low, high = method(k, n)
        holds = (low <= truths[:, None]) & (truths[:, None] <= high)
        coverage[method] = (binomial_pmf(k, n, truths[:, None]) * holds).sum(axis=1)
    assert coverage[intervals.wilson].mean() == pytest.approx(0.95, abs=0.012)
    assert coverage[intervals.wilson].min() > 0.83
    assert coverage[intervals.clopper_pearson].min() >= 0.95 - 1e-9


def test_no_rows_have_no_interval() -> None:
    for result in (
        intervals.wilson([0, 1], [0, 2]),
        intervals.clopper_pearson([0, 1], [0, 2]),
        intervals.net_interval([0, 1], [0, 1], [0, 2]),
        intervals.mean_interval([0, 2], [np.nan, 1], [np.nan, 1]),
        intervals.newcombe([0, 1], [0, 2], 1, 2),
        intervals.agresti_caffo([0, 1], [0, 2], 1, 2),
        intervals.paired_share_interval([0, 1], [0, 1], [0, 2]),
        intervals.poisson_interval([1, 1], [0, 1]),
    ):
        for part in result:
            assert np.isnan(part[0])
            assert np.isfinite(part[1])


def test_an_effective_size_of_n_changes_nothing() -> None:
    assert intervals.wilson(7, 20, n_eff=20) == intervals.wilson(7, 20)
    assert intervals.net_interval(7, 3, 20, n_eff=20) == intervals.net_interval(7, 3, 20)
    # half as much known is the interval of half the rows with the same share
    assert intervals.wilson(8, 20, n_eff=10) == intervals.wilson(4, 10)


def test_net_interval_by_hand() -> None:
    # 15 promoters, 8 detractors of 36: n' = 39, P' = 15.75/39, D' = 8.75/39, centre 7/39;
    # se' = sqrt((24.5/39 - (7/39)^2)/39) = sqrt((.62820513 - .03221565)/39) = .12361950
    centre, se, low, high = (float(v) for v in intervals.net_interval(15, 8, 36))
    assert centre == pytest.approx(7 / 39, rel=1e-12)
    assert se == pytest.approx(0.12361950, abs=1e-8)
    assert (low, high) == (pytest.approx(7 / 39 - Z * se, rel=1e-12), pytest.approx(7 / 39 + Z * se, rel=1e-12))


def test_all_promoters_still_leave_doubt() -> None:
    centre, se, low, high = intervals.net_interval(10, 0, 10)
    assert float(centre) == pytest.approx(10 / 13)
    assert float(se) > 0.1
    assert float(low) < 0.5
    assert float(high) == 1


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_net_intervals_are_clipped_symmetric_and_around_their_centre(plus: int, neutral: int, minus: int) -> None:
    n = plus + neutral + minus + 1
    centre, se, low, high = intervals.net_interval(plus, minus, n)
    assert -1 <= low < centre < high <= 1
    assert abs(centre) <= abs(plus - minus) / n + 1e-15  # pulled towards 0
    other = intervals.net_interval(minus, plus, n)
    assert float(other.low) == pytest.approx(-float(high), abs=1e-12)
    assert float(other.se) == pytest.approx(float(se), rel=1e-12)


def test_net_variance_by_hand() -> None:
    # P = .57, D = .12: .69 - .45^2 = .4875
    assert float(intervals.net_variance(57, 12, 100)) == pytest.approx(0.4875, rel=1e-12)
    assert float(intervals.net_variance(5, 0, 5)) == 0
    assert np.isnan(intervals.net_variance(0, 0, 0))


def test_mean_interval_by_hand() -> None:
    # 5 4 4 3 5 2 4 5: mean 4, s = sqrt(8/7), se = s/sqrt(8) = .37796447, t(7) = 2.364624252
    se, low, high = intervals.mean_interval(8, 4, math.sqrt(8 / 7))
    assert float(se) == pytest.approx(0.3779644730, abs=1e-10)
    assert float(high) - 4 == pytest.approx(2.3646242516 * 0.3779644730, abs=1e-9)
    assert 4 - float(low) == pytest.approx(float(high) - 4, rel=1e-12)


def test_one_value_has_no_interval_and_equal_values_have_none_to_show() -> None:
    se, low, high = intervals.mean_interval([1, 5], [4, 4], [np.nan, 0])
    assert np.isnan([se[0], low[0], high[0]]).all()
    assert (se[1], low[1], high[1]) == (0, 4, 4)


def test_a_mean_interval_takes_an_error_from_elsewhere() -> None:
    _, low, high = intervals.mean_interval(100, 4, 1, se=0.3, df=9)
    assert float(high - low) / 2 == pytest.approx(2.2621571628 * 0.3, abs=1e-9)


def test_poisson_by_hand_and_by_its_own_definition() -> None:
    low, high = intervals.poisson_interval(10)
    assert (float(low), float(high)) == (pytest.approx(4.795389, abs=1e-6), pytest.approx(18.390356, abs=1e-6))
    assert 1 - float(poisson_cdf(9, low)) == pytest.approx(0.025, rel=1e-9)
    assert float(poisson_cdf(10, high)) == pytest.approx(0.025, rel=1e-9)
    # no event: -ln(alpha/2) above, 0 below
    low, high = intervals.poisson_interval(0, exposure=4)
    assert (float(low), float(high)) == (0, pytest.approx(-math.log(0.025) / 4, rel=1e-12))


@given(st.integers(0, 10_000), st.floats(0.01, 1e6))
def test_a_poisson_interval_holds_the_rate(count: int, exposure: float) -> None:
    low, high = intervals.poisson_interval(count, exposure)
    assert 0 <= low <= count / exposure <= high


def test_newcombe_is_the_published_example() -> None:
    # Newcombe 1998, table II, example (a): 56/70 - 48/80, method 10 gives .0524 to .3339
    low, high = intervals.newcombe(48, 80, 56, 70)
    assert (round(float(low), 4), round(float(high), 4)) == (0.0524, 0.3339)


def test_agresti_caffo_by_hand() -> None:
    # 1/34 before, 7/34 after: 2/36 and 8/36, difference 6/36;
    # variance (2*34 + 8*28)/36^3 = 292/46656 = .00625857, z se = .15505478
    low, high = intervals.agresti_caffo(1, 34, 7, 34)
    assert float(low) == pytest.approx(6 / 36 - 0.15505499, abs=1e-6)
    assert float(high) == pytest.approx(6 / 36 + 0.15505499, abs=1e-6)


@given(shares(), shares())
def test_intervals_of_a_difference_turn_round_with_it(before: tuple[int, int], after: tuple[int, int]) -> None:
    for method in (intervals.newcombe, intervals.agresti_caffo):
        low, high = method(*before, *after)
        back_low, back_high = method(*after, *before)
        assert -1 <= low < high <= 1
        assert float(low) == pytest.approx(-float(back_high), abs=1e-12)
        assert float(high) == pytest.approx(-float(back_low), abs=1e-12)
    low, high = intervals.newcombe(*before, *after)
    assert low <= after[0] / after[1] - before[0] / before[1] <= high


def test_the_same_persons_in_both_periods() -> None:
    # 30 persons, 9 gained, 5 lost: (10 - 6)/32 +- z sqrt((16/32 - (4/32)^2)/32)
    low, high = intervals.paired_share_interval(5, 9, 30)
    half = Z * math.sqrt((0.5 - 0.125**2) / 32)
    assert (float(low), float(high)) == (pytest.approx(0.125 - half, rel=1e-12), pytest.approx(0.125 + half, rel=1e-12))


def test_a_positive_ratio_never_reaches_zero() -> None:
    # 2 with error 1: 2 exp(-+z/2)
    low, high = intervals.log_ratio_interval([2, -2], [1, 1])
    assert low[0] == pytest.approx(2 * math.exp(-Z / 2), rel=1e-12)
    assert high[0] == pytest.approx(2 * math.exp(Z / 2), rel=1e-12)
    assert low[0] * high[0] == pytest.approx(4, rel=1e-12)
    assert (low[1], high[1]) == (pytest.approx(-2 - Z), pytest.approx(-2 + Z))  # not positive: the plain one


def test_the_finite_population_narrows_only_when_many_were_asked() -> None:
    # 60 of 100: sqrt(40/99); 3 of 100 is below 5 %; everybody: no doubt left; unknown population: no correction
    factor = intervals.finite_population_factor([60, 3, 100, 60], [100, 100, 100, np.nan])
    assert factor.tolist() == [pytest.approx(math.sqrt(40 / 99)), 1, 0, 1]
    assert float(intervals.finite_population_factor(3, 100, threshold=0)) == pytest.approx(math.sqrt(97 / 99))


def test_a_full_count_closes_the_interval_on_the_estimate() -> None:
    with np.errstate(divide="ignore"):
        n_eff = 100 / intervals.finite_population_factor(100, 100) ** 2
    low, high = intervals.wilson(60, 100, n_eff=n_eff)
    assert (float(low), float(high)) == (0.6, 0.6)
    net = intervals.net_interval(60, 20, 100, n_eff=n_eff)
    assert float(net.low) == pytest.approx(0.4)
    assert float(net.high) == pytest.approx(0.4)
