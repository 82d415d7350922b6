"""Is a change more than noise: worked tests, exactness where numbers are small, families of tests, and the verdict."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import significance as sig
from cxdesk.stats.intervals import newcombe
from cxdesk.stats.significance import Verdict


def exact_fisher(hits0: int, n0: int, hits1: int, n1: int) -> float:
    """All tables with the same margins that are no likelier, in whole numbers."""
    hits = hits0 + hits1
    ways = {k: math.comb(n0, hits - k) * math.comb(n1, k) for k in range(max(0, hits - n0), min(hits, n1) + 1)}
    return float(Fraction(sum(w for w in ways.values() if w <= ways[hits1]), sum(ways.values())))


def test_a_change_of_share_by_hand() -> None:
    # 5/83 to 12/99: pooled 17/182; z = (.1212121 - .0602410)/sqrt(.0934066 * .9065934 * (1/83 + 1/99)) = 1.40783
    change = sig.share_change(5, 83, 12, 99)
    assert float(change.delta) == pytest.approx(12 / 99 - 5 / 83, rel=1e-12)
    assert float(change.z) == pytest.approx(1.40783, abs=1e-5)
    assert float(change.p) == pytest.approx(0.15918, abs=1e-5)
    assert not change.exact
    assert (change.low, change.high) == newcombe(5, 83, 12, 99)


def test_small_expected_counts_are_counted_exactly() -> None:
    # 0/30 and 3/20: 3 hits expected 1.8 and 1.2. P(all three in the 20) = C(20,3)/C(50,3) = 1140/19600; none likelier
    # than that but the three in the 30 (4060), so p = 1140/19600.
    change = sig.share_change(0, 30, 3, 20)
    assert change.exact
    assert float(change.p) == pytest.approx(1140 / 19600, rel=1e-12)


def test_the_lady_tasting_tea() -> None:
    # Fisher 1935: 3 of 4 right both ways: (1 + 16 + 16 + 1)/70
    assert float(sig.fisher_exact(1, 4, 3, 4)) == pytest.approx(34 / 70, rel=1e-12)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_fisher_agrees_with_counting_all_tables(hits0: int, rest0: int, hits1: int, rest1: int) -> None:
    n0, n1 = hits0 + rest0 + 1, hits1 + rest1 + 1
    p = float(sig.fisher_exact(hits0, n0, hits1, n1))
    assert p == pytest.approx(exact_fisher(hits0, n0, hits1, n1), rel=1e-10)
    assert p == pytest.approx(float(sig.fisher_exact(hits1, n1, hits0, n0)), rel=1e-10)


def test_fisher_at_scale_looks_only_where_something_is() -> None:
    # 3 of a million and 12 of a million: given 15, twice the chance of at most 3 heads in 15 throws, nearly
    p = float(sig.fisher_exact(3, 1_000_000, 12, 1_000_000))
    assert p == pytest.approx(2 * (1 + 15 + 105 + 455) / 2**15, rel=1e-4)
    assert float(sig.fisher_exact(250_000, 500_000, 251_000, 500_000)) == pytest.approx(0.0457, abs=2e-4)


def test_many_comparisons_at_once_mix_both_tests() -> None:
    change = sig.share_change([5, 0, 2, 1], [83, 30, 5, 1], [12, 3, 2, 1], [99, 20, 0, 2])
    assert change.exact.tolist() == [False, True, False, False]
    assert change.p[:2] == pytest.approx([0.159181, 0.0581633], abs=1e-6)
    assert np.isnan(change.p[2:]).all()  # no rows after; one row before


def test_effective_sizes_weaken_the_evidence() -> None:
    plain = sig.share_change(300, 500, 340, 500)
    clustered = sig.share_change(300, 500, 340, 500, n_eff0=250, n_eff1=250)
    halved = sig.share_change(150, 250, 170, 250)
    assert plain.p < 0.01 < clustered.p
    assert float(clustered.p) == pytest.approx(float(halved.p), rel=1e-12)
    assert (clustered.low, clustered.high) == (pytest.approx(halved.low), pytest.approx(halved.high))
    few = sig.share_change(4, 40, 16, 40, n_eff0=8.4, n_eff1=8.4)
    assert few.exact  # .84 of 8.4 and 3.36 of 8.4: 1 of 8 and 3 of 8
    assert float(few.p) == pytest.approx(exact_fisher(1, 8, 3, 8), rel=1e-12)


def test_everybody_both_times_is_no_change() -> None:
    change = sig.share_change([20, 0], [20, 20], [30, 0], [30, 30])
    assert change.delta.tolist() == [0, 0]
    assert change.p.tolist() == [1, 1]


def test_a_change_of_nps_by_hand() -> None:
    # 15, 8 of 36 to 13, 12 of 32: centres 7/39 = .1794872 and 1/35 = .0285714, difference -.1509158,
    # errors .1236195 and .1470000 -> .1920706, z -.7857307; the plain difference 1/32 - 7/36 = -.1631944
    change = sig.net_change(15, 8, 36, 13, 12, 32)
    assert float(change.delta) == pytest.approx(1 / 32 - 7 / 36, rel=1e-12)
    assert float(change.adjusted) == pytest.approx(1 / 35 - 7 / 39, rel=1e-12)
    assert float(change.se) == pytest.approx(0.1920706, abs=1e-7)
    assert float(change.z) == pytest.approx(-0.7857307, abs=1e-7)
    assert float(change.high - change.adjusted) == pytest.approx(1.959963985 * 0.1920706, abs=1e-6)


@given(*[st.integers(1, 200) for _ in range(6)])
def test_a_change_of_nps_turns_round_with_its_sides(p0: int, u0: int, d0: int, p1: int, u1: int, d1: int) -> None:
    there = sig.net_change(p0, d0, p0 + u0 + d0, p1, d1, p1 + u1 + d1)
    back = sig.net_change(p1, d1, p1 + u1 + d1, p0, d0, p0 + u0 + d0)
    assert float(there.z) == pytest.approx(-float(back.z), abs=1e-12)
    assert float(there.p) == pytest.approx(float(back.p), rel=1e-9)
    assert (there.p < 0.05) == (there.low > 0 or there.high < 0)  # test and interval say the same


def test_welch_by_hand() -> None:
    # means 3 and 4, sd 1 and 2, n 5 and 8: se^2 = .2 + .5 = .7; df = .49/(.04/4 + .25/7) = .49/.0457143 = 10.71875
    change = sig.welch(5, 3, 1, 8, 4, 2)
    assert float(change.se) == pytest.approx(math.sqrt(0.7), rel=1e-12)
    assert float(change.df) == pytest.approx(10.71875, rel=1e-12)
    assert float(change.t) == pytest.approx(1 / math.sqrt(0.7), rel=1e-12)
    assert float(change.low + change.high) == pytest.approx(2, rel=1e-12)


@given(st.integers(2, 300), st.integers(2, 300), st.floats(-5, 5), st.floats(0.1, 9), st.floats(0.1, 9))
def test_the_interval_of_a_change_of_mean_leaves_out_zero_when_p_is_small(
    n0: int, n1: int, delta: float, sd0: float, sd1: float
) -> None:
    change = sig.welch(n0, 0, sd0, n1, delta, sd1)
    assert min(n0, n1) - 1 - 1e-9 <= change.df <= n0 + n1 - 2 + 1e-6
    if abs(change.p - 0.05) > 1e-9:
        assert (change.p < 0.05) == (change.low > 0 or change.high < 0)


def test_without_noise_or_without_rows_a_mean_is_not_tested() -> None:
    change = sig.welch([3, 1, 0], [3, 3, np.nan], [0, np.nan, np.nan], [3, 9, 9], [4, 4, 4], [0, 1, 1])
    assert np.isnan(change.p).all()
    assert change.delta[0] == 1


def test_the_same_persons_tested_as_pairs() -> None:
    # differences 1, 2, 0, 1: mean 1, sd sqrt(2/3), se .4082483, t = sqrt(6) on 3 degrees:
    # p = 1 - 2/pi (atan(sqrt 2) + sqrt(2)/3) = 1 - .6366198 * (.9553166 + .4714045) = .0917211
    change = sig.paired_t(4, 1, math.sqrt(2 / 3))
    assert float(change.t) == pytest.approx(2.449489743, abs=1e-9)
    assert float(change.p) == pytest.approx(0.0917211, abs=1e-7)
    assert np.isnan(sig.paired_t(1, 1, np.nan).p)


def test_mcnemar_counts_few_and_approximates_many() -> None:
    # 2 lost, 9 gained of 40: 2 (1 + 11 + 55)/2^11; 40 lost, 60 gained: z = 20/10
    few = sig.mcnemar(2, 9, 40)
    assert float(few.p) == pytest.approx(2 * 67 / 2048, rel=1e-12)
    assert float(few.delta) == pytest.approx(7 / 40)
    many = sig.mcnemar(40, 60, 400)
    assert float(many.p) == pytest.approx(0.0455002639, abs=1e-9)
    assert float(sig.mcnemar(0, 0, 10).p) == 1
    assert np.isnan(sig.mcnemar(0, 0, 0).p)


def test_a_change_of_rate_is_a_binomial_share() -> None:
    # 10 events on 1000 customers, 25 on 2000: given 35, the later 25 are binomial(35, 2/3); the factor is 1.25
    change = sig.rate_change(10, 1000, 25, 2000)
    assert float(change.ratio) == pytest.approx(1.25)
    assert float(change.p) > 0.5
    assert change.low < 1.25 < change.high
    # twice the exposure on both sides changes nothing
    assert sig.rate_change(10, 2000, 25, 4000) == change


def test_from_no_event_at_all_there_is_no_factor() -> None:
    change = sig.rate_change([0, 0], [1, 1], [8, 0], [1, 1])
    assert np.isnan(change.ratio).all()
    assert change.p[0] == pytest.approx(2 / 2**8)
    assert change.low[0] > 1
    assert np.isnan(change.p[1])


def test_holm_by_hand() -> None:
    # sorted .01 .03 .04 times 3, 2, 1: .03 .06 .04 -> rising .03 .06 .06
    assert sig.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert sig.holm([0.9, 0.8]).tolist() == [1, 1]


def test_holm_leaves_out_what_was_not_tested() -> None:
    adjusted = sig.holm([0.01, np.nan, 0.03])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.03])
    assert np.isnan(adjusted[1])
    assert np.isnan(sig.holm([np.nan, np.nan])).all()
    assert sig.holm([]).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_lowers_a_p_keeps_their_order_and_is_at_most_bonferroni(ps: list[float]) -> None:
    p = np.array(ps)
    adjusted = sig.holm(p)
    assert (adjusted >= p).all()
    assert (adjusted <= np.minimum(p * p.size, 1) + 1e-15).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_holm_takes_families_along_any_axis() -> None:
    p = np.array([[0.01, 0.5], [0.04, 0.02], [0.03, np.nan]])
    assert sig.holm(p, axis=0)[:, 0] == pytest.approx(sig.holm(p[:, 0]))
    assert sig.holm(p, axis=0)[:2, 1] == pytest.approx([0.5, 0.04])


def test_the_verdict_needs_significance_and_size() -> None:
    p = [0.01, 0.01, 0.2, 0.01, np.nan, 0.01, 0.05]
    delta = [0.05, -0.05, 0.5, 0.02, 0.5, np.nan, 0.5]
    assert sig.verdict(p, delta, 0.03).tolist() == [
        Verdict.UP,
        Verdict.DOWN,
        Verdict.NO_CLEAR_CHANGE,
        Verdict.NO_CLEAR_CHANGE,
        Verdict.NOT_TESTED,
        Verdict.NOT_TESTED,
        Verdict.NO_CLEAR_CHANGE,
    ]


def test_exactly_the_minimum_is_enough() -> None:
    assert 0.29 - 0.26 < 0.03  # by a hair of rounding
    assert sig.verdict(0.001, 0.29 - 0.26, 0.03) == "up"
    assert sig.verdict(0.001, 0.26 - 0.29, 0.03) == "down"
    assert sig.verdict(0.02, 1, 0.03, alpha=0.01) == "no_clear_change"
