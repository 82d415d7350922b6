"""Student's t, chi-square, F and the counting distributions: printed percentage points and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import distributions as dist

# Upper 2.5 % points of Student's t, as in the standard tables, to ten decimals.
T_TABLE = {1: 12.7062047364, 2: 4.3026527297, 5: 2.5705818356, 10: 2.2281388520, 30: 2.0422724563, 120: 1.9799304051}
# Upper 5 % points of chi-square.
CHI2_TABLE = {1: 3.8414588207, 2: 5.9914645471, 5: 11.0704976935, 10: 18.3070380533, 100: 124.3421134050}


@pytest.mark.parametrize(("df", "t"), T_TABLE.items())
def test_t_points_are_the_printed_ones(df: int, t: float) -> None:
    assert float(dist.t_quantile(0.975, df)) == pytest.approx(t, abs=1e-9)
    assert float(dist.t_two_sided(t, df)) == pytest.approx(0.05, abs=1e-10)


@pytest.mark.parametrize(("df", "x"), CHI2_TABLE.items())
def test_chi_square_points_are_the_printed_ones(df: int, x: float) -> None:
    assert float(dist.chi2_quantile(0.95, df)) == pytest.approx(x, abs=1e-9)
    assert float(dist.chi2_sf(x, df)) == pytest.approx(0.05, abs=1e-10)


def test_t_has_closed_forms_at_one_two_and_four_degrees() -> None:
    p = np.array([0.6, 0.9, 0.975, 0.999, 0.01])
    a = 4 * p * (1 - p)
    assert dist.t_quantile(p, 1) == pytest.approx(np.tan(math.pi * (p - 0.5)), rel=1e-11)
    assert dist.t_quantile(p, 2) == pytest.approx(2 * (p - 0.5) * np.sqrt(2 / a), rel=1e-11)
    q = np.cos(np.arccos(np.sqrt(a)) / 3) / np.sqrt(a)
    assert dist.t_quantile(p, 4) == pytest.approx(np.sign(p - 0.5) * 2 * np.sqrt(q - 1), rel=1e-11)


def test_t_becomes_the_normal_distribution() -> None:
    assert float(dist.t_quantile(0.975, np.inf)) == pytest.approx(1.959963984540054, abs=1e-12)
    assert float(dist.t_two_sided(1.959963984540054, np.inf)) == pytest.approx(0.05, abs=1e-10)


@pytest.mark.parametrize("p", [0.6, 0.95, 0.975, 0.995, 0.9995, 0.99999])
def test_tabled_expanded_and_solved_t_points_are_one_curve(p: float) -> None:
    # Whole degrees up to 200 are tabled, larger ones expanded in 1/df, fractions solved: asked through an array of
    # probabilities every one of them is solved.
    df = np.array([1, 3, 199, 200, 201, 202, 350, 1e4, 1e6])
    assert dist.t_quantile(p, df) == pytest.approx(dist.t_quantile(np.full(df.size, p), df), rel=1e-10)
    near = dist.t_quantile(p, [199.9999999, 200, 200.0000001])
    assert near[0] > near[1] > near[2]


def test_without_degrees_of_freedom_there_is_no_t() -> None:
    assert np.isnan(dist.t_quantile(0.975, [0, -1, np.nan])).all()
    assert np.isnan(dist.t_two_sided(2, [0, -1, np.nan])).all()
    assert np.isnan(dist.t_two_sided(np.nan, 5))
    assert float(dist.t_two_sided(np.inf, 5)) == 0


def test_chi_square_and_f_have_closed_forms_at_two_degrees() -> None:
    p = np.array([0.025, 0.5, 0.95, 0.999])
    assert dist.chi2_quantile(p, 2) == pytest.approx(-2 * np.log1p(-p), rel=1e-12)
    assert float(dist.chi2_quantile(0.5, 0)) == 0
    x = np.array([0.1, 1, 3.7])
    assert dist.f_sf(x, 2, 6) == pytest.approx((1 + 2 * x / 6) ** -3, rel=1e-12)
    assert dist.f_cdf(x, 2, 6) == pytest.approx(1 - (1 + 2 * x / 6) ** -3, rel=1e-12)
    assert dist.f_quantile(0.95, 5, 10) == pytest.approx(3.3258345304, abs=1e-9)  # printed


@given(st.floats(-40, 40), st.floats(0.5, 1e4))
def test_t_is_symmetric_and_its_square_is_f(t: float, df: float) -> None:
    assert float(dist.t_cdf(t, df) + dist.t_cdf(-t, df)) == pytest.approx(1, abs=1e-14)
    assert float(dist.t_two_sided(t, df)) == pytest.approx(float(dist.f_sf(t * t, 1, df)), rel=1e-9, abs=1e-300)


@given(st.integers(0, 300), st.floats(0, 1))
def test_binomial_chances_add_up_to_one_and_to_the_distribution(n: int, p: float) -> None:
    k = np.arange(n + 1)
    chances = dist.binomial_pmf(k, n, p)
    assert chances.sum() == pytest.approx(1, abs=1e-11)
    assert np.cumsum(chances) == pytest.approx(dist.binomial_cdf(k, n, p), abs=1e-11)
    assert dist.binomial_pmf([-1, n + 1], n, p).tolist() == [0, 0]


@given(st.integers(0, 5000), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_the_binomial_quantile_is_the_first_count_that_reaches_the_chance(n: int, p: float, target: float) -> None:
    k = dist.binomial_quantile(target, n, p)
    assert 0 <= k <= n
    assert dist.binomial_cdf(k, n, p) >= target
    assert dist.binomial_cdf(k - 1, n, p) < target


def test_binomials_outside_their_domain_are_undefined() -> None:
    assert np.isnan(dist.binomial_pmf(1, [-1, 5, 5], [0.5, -0.1, 1.5])).all()
    assert np.isnan(dist.binomial_cdf(np.nan, 5, 0.5))
    assert np.isnan(dist.binomial_quantile(0.5, -1, 0.5))


def test_the_two_sided_binomial_doubles_the_smaller_tail() -> None:
    # 1 of 8 at one half: 2 (1 + 8)/256
    assert float(dist.binomial_two_sided(1, 8, 0.5)) == pytest.approx(18 / 256, rel=1e-13)
    assert float(dist.binomial_two_sided(4, 8, 0.5)) == 1


def test_poisson_and_hypergeometric_by_hand() -> None:
    # e^-2 (1 + 2 + 2)
    assert float(dist.poisson_cdf(2, 2)) == pytest.approx(5 * math.exp(-2), rel=1e-13)
    assert dist.poisson_cdf([-1, 0], [2, 0]).tolist() == [0, 1]
    # 2 aces among 5 cards: C(4,2) C(48,3) / C(52,5)
    expected = math.comb(4, 2) * math.comb(48, 3) / math.comb(52, 5)
    assert float(dist.hypergeometric_pmf(2, 4, 48, 5)) == pytest.approx(expected, rel=1e-12)
    assert dist.hypergeometric_pmf([5, -1], 4, 48, 5).tolist() == [0, 0]


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_hypergeometric_chances_add_up_to_one(hits: int, rest: int, data: st.DataObject) -> None:
    drawn = data.draw(st.integers(1, hits + rest))
    assert dist.hypergeometric_pmf(np.arange(drawn + 1), hits, rest, drawn).sum() == pytest.approx(1, abs=1e-11)
