"""The special functions against printed tables, closed forms and exact whole-number arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import special

# Abramowitz & Stegun, table 26.1 (normal distribution function), fifteen decimals.
NORMAL_TABLE = {
    0.0: 0.5,
    0.5: 0.691462461274013,
    1.0: 0.841344746068543,
    2.0: 0.977249868051821,
    3.0: 0.998650101968370,
}
# The percentage points every table of the normal distribution prints.
NORMAL_POINTS = {0.90: 1.281551565545, 0.95: 1.644853626951, 0.975: 1.959963984540, 0.995: 2.575829303549}


@pytest.mark.parametrize(("z", "p"), NORMAL_TABLE.items())
def test_the_normal_distribution_is_the_printed_one(z: float, p: float) -> None:
    assert float(special.normal_cdf(z)) == pytest.approx(p, abs=1e-14)
    assert float(special.normal_cdf(-z)) == pytest.approx(1 - p, abs=1e-14)
    assert float(special.normal_two_sided(-z)) == pytest.approx(2 * (1 - p), abs=1e-14)


@pytest.mark.parametrize(("p", "z"), NORMAL_POINTS.items())
def test_normal_quantiles_are_the_printed_ones(p: float, z: float) -> None:
    assert float(special.normal_quantile(p)) == pytest.approx(z, abs=1e-11)
    assert special.z_of(2 * p - 1) == pytest.approx(z, abs=1e-11)


def test_normal_quantiles_end_in_infinity_and_are_undefined_outside() -> None:
    low, high, below, above, missing = special.normal_quantile([0, 1, -0.1, 1.1, np.nan])
    assert (low, high) == (-np.inf, np.inf)
    assert np.isnan([below, above, missing]).all()


def test_the_normal_tail_keeps_its_digits_far_out() -> None:
    # 1 - cdf(10) is 7.619853024160526e-24 (Abramowitz & Stegun 26.2.12); 1 - 1 would be 0.
    assert float(special.normal_cdf(-10)) == pytest.approx(7.619853024160526e-24, rel=1e-12)


def test_log_gamma_and_its_remainder_after_stirling() -> None:
    assert float(special.log_gamma(6)) == pytest.approx(math.log(120), rel=1e-15)
    x = np.array([0.25, 1, 15.999999, 16, 1000.5])
    stirling = (x - 0.5) * np.log(x) - x + 0.5 * math.log(2 * math.pi)
    assert special.stirling_error(x) == pytest.approx(special.log_gamma(x) - stirling, abs=1e-11)
    assert np.isnan(special.log_gamma(-0.5))


def exact_binomial_cdf(k: int, n: int, p: Fraction) -> float:
    """P(K <= k), in whole numbers all the way."""
    a, b = p.numerator, p.denominator
    return float(Fraction(sum(math.comb(n, i) * a**i * (b - a) ** (n - i) for i in range(k + 1)), b**n))


@pytest.mark.parametrize(
    ("k", "n", "p"),
    [
        (0, 1, Fraction(1, 2)),
        (2, 11, Fraction(1, 2)),
        (3, 40, Fraction(1, 10)),
        (90, 100, Fraction(9, 10)),
        (400, 1500, Fraction(1, 4)),  # many: the quadrature's side
        (1010, 2000, Fraction(1, 2)),
        (5, 2000, Fraction(1, 100)),  # far out in the tail
        (1960, 2000, Fraction(97, 100)),
    ],
)
def test_the_incomplete_beta_sums_binomials_exactly(k: int, n: int, p: Fraction) -> None:
    below = exact_binomial_cdf(k, n, p)
    above = float(special.beta_inc(k + 1, n - k, float(p)))
    assert above == pytest.approx(1 - below, abs=1e-12)
    assert float(special.beta_tails(k + 1, n - k, float(p), 1 - float(p))[1]) == pytest.approx(below, rel=1e-11)


@pytest.mark.parametrize(("k", "mean"), [(0, 0.1), (3, 2.5), (10, 18.0), (400, 380.0), (400, 300.0), (250, 310.0)])
def test_the_incomplete_gamma_sums_poisson_chances(k: int, mean: float) -> None:
    lam = Fraction(mean)
    head = sum(lam**i / math.factorial(i) for i in range(k + 1))
    below = (
        float(head) * math.exp(-mean)
        if mean < 50
        else math.exp(math.log(head.numerator) - math.log(head.denominator) - mean)
    )
    assert float(special.gamma_tails(k + 1, mean)[1]) == pytest.approx(below, rel=1e-11)


def test_closed_forms_of_the_incomplete_functions() -> None:
    x = np.linspace(0.01, 0.99, 50)
    assert special.beta_inc(1, 1, x) == pytest.approx(x, rel=1e-14)
    assert special.beta_inc(3, 1, x) == pytest.approx(x**3, rel=1e-13)
    assert special.beta_inc(1, 4, x) == pytest.approx(1 - (1 - x) ** 4, rel=1e-13)
    assert special.beta_inc(0.5, 0.5, x) == pytest.approx(2 / math.pi * np.arcsin(np.sqrt(x)), rel=1e-13)
    assert special.gamma_inc(1, x) == pytest.approx(-np.expm1(-x), rel=1e-14)
    assert special.gamma_inc(0.5, x) == pytest.approx([math.erf(math.sqrt(v)) for v in x], rel=1e-13)


def test_the_edges_and_what_lies_outside() -> None:
    assert special.beta_inc(2, 3, [0, 1]).tolist() == [0, 1]
    assert special.gamma_inc(2, [0, np.inf]).tolist() == [0, 1]
    assert np.isnan(special.beta_inc([0, -1, np.nan, 2], [1, 1, 1, np.nan], 0.5)).all()
    assert np.isnan(special.gamma_inc([0, -1, np.nan], 0.5)).all()
    assert special.beta_inc_inv(2, 3, [0, 1]).tolist() == [0, 1]
    assert special.gamma_inc_inv(2, [0, 1]).tolist() == [0, np.inf]


shapes = st.floats(0.3, 1e5)
chances = st.floats(1e-10, 1 - 1e-10)


@given(shapes, shapes, chances)
def test_the_inverse_beta_undoes_the_beta(a: float, b: float, p: float) -> None:
    logit = float(special.beta_quantile_logit(a, b, p, 1 - p))
    x, y = 1 / (1 + math.exp(-logit)), 1 / (1 + math.exp(logit))
    lower, upper = special.beta_tails(a, b, x, y)
    assert min(lower, upper) == pytest.approx(min(p, 1 - p), rel=1e-8)
    assert float(lower) == pytest.approx(p, abs=1e-10)


@given(shapes, chances)
def test_the_inverse_gamma_undoes_the_gamma(a: float, p: float) -> None:
    lower, upper = special.gamma_tails(a, special.gamma_inc_inv(a, p))
    assert min(lower, upper) == pytest.approx(min(p, 1 - p), rel=1e-8)


@given(shapes, shapes, st.floats(1e-6, 1 - 1e-6))
def test_both_tails_of_the_beta_mirror_and_make_one(a: float, b: float, x: float) -> None:
    lower, upper = special.beta_tails(a, b, x, 1 - x)
    mirrored, _ = special.beta_tails(b, a, 1 - x, x)
    assert float(lower + upper) == pytest.approx(1, abs=1e-12)
    assert float(mirrored) == pytest.approx(float(upper), rel=1e-9, abs=1e-300)


def test_the_two_ways_of_computing_meet_without_a_step() -> None:
    # The continued fraction hands over to the quadrature where n x (1 - x) passes 300: the slope must not notice.
    n = np.arange(1100.0, 1300.0)
    tail = special.beta_inc(n / 2, n / 2, 0.49)
    ratios = np.diff(np.log(tail))
    assert np.max(np.abs(np.diff(ratios))) < 1e-5
    assert (ratios < 0).all()
