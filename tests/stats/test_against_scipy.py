"""Our distributions and tests against scipy's, over wide ranges; skipped where scipy is not installed."""

from __future__ import annotations

import numpy as np
import pytest

from cxdesk.stats import distributions as dist
from cxdesk.stats import intervals, ranktests, significance, special

reference = pytest.importorskip("scipy.stats")
functions = pytest.importorskip("scipy.special")

RANDOM = np.random.default_rng(20240229)


def spread(low: float, high: float, size: int = 2000) -> np.ndarray:
    """Numbers spread evenly over orders of magnitude."""
    return 10 ** RANDOM.uniform(np.log10(low), np.log10(high), size)


def assert_close(ours: np.ndarray, theirs: np.ndarray, relative: float = 1e-9) -> None:
    assert np.asarray(ours) == pytest.approx(np.asarray(theirs), rel=relative, abs=1e-290)


def test_incomplete_beta_and_gamma() -> None:
    a, b, p = spread(0.05, 1e6), spread(0.05, 1e6), RANDOM.uniform(0.001, 0.999, 2000)
    x = functions.betaincinv(a, b, p)
    inside = (x > 1e-280) & (x < 1 - 1e-9)
    a, b, p, x = a[inside], b[inside], p[inside], x[inside]
    assert_close(special.beta_inc(a, b, x), functions.betainc(a, b, x))
    assert_close(special.beta_inc_inv(a, b, p), x)
    g = functions.gammaincinv(a, p)
    assert_close(special.gamma_inc(a, g), functions.gammainc(a, g))
    assert_close(special.gamma_inc_inv(a, p), g)


def test_normal() -> None:
    z, p = RANDOM.normal(size=500) * 5, RANDOM.uniform(0, 1, 500)
    assert_close(special.normal_cdf(z), reference.norm.cdf(z), 1e-12)
    assert_close(special.normal_quantile(p), reference.norm.ppf(p), 1e-12)


def test_student() -> None:
    df, p = spread(0.5, 1e7), RANDOM.uniform(0, 1, 2000)
    t = RANDOM.normal(size=2000) * 3
    assert_close(dist.t_two_sided(t, df), 2 * reference.t.sf(abs(t), df))
    assert_close(dist.t_cdf(t, df), reference.t.cdf(t, df))
    assert_close(dist.t_quantile(p, df), reference.t.ppf(p, df))
    for level in (0.8, 0.95, 0.999):
        assert_close(
            dist.t_quantile(0.5 + level / 2, np.floor(df) + 1), reference.t.ppf(0.5 + level / 2, np.floor(df) + 1)
        )


def test_chi_square_and_f() -> None:
    df1, df2, p = spread(0.5, 1e4), spread(0.5, 1e4), RANDOM.uniform(0.001, 0.999, 2000)
    x = reference.chi2.ppf(p, df1)
    assert_close(dist.chi2_quantile(p, df1), x)
    assert_close(dist.chi2_sf(x, df1), reference.chi2.sf(x, df1))
    assert_close(dist.f_quantile(p, df1, df2), reference.f.ppf(p, df1, df2), 1e-8)
    x = spread(0.1, 10)
    assert_close(dist.f_sf(x, df1, df2), reference.f.sf(x, df1, df2), 1e-8)


def test_counting_distributions() -> None:
    n, p = RANDOM.integers(1, 20_000, 2000), RANDOM.uniform(0.001, 0.999, 2000)
    k = reference.binom.ppf(RANDOM.uniform(0, 1, 2000), n, p)
    assert_close(dist.binomial_pmf(k, n, p), reference.binom.pmf(k, n, p))
    assert_close(dist.binomial_cdf(k, n, p), reference.binom.cdf(k, n, p))
    target = RANDOM.uniform(0.001, 0.999, 2000)
    assert (dist.binomial_quantile(target, n, p) == reference.binom.ppf(target, n, p)).all()
    hits, rest = RANDOM.integers(1, 500, (2, 2000))
    drawn = RANDOM.integers(1, hits + rest)
    k = reference.hypergeom.ppf(RANDOM.uniform(0, 1, 2000), hits + rest, hits, drawn)
    assert_close(dist.hypergeometric_pmf(k, hits, rest, drawn), reference.hypergeom.pmf(k, hits + rest, hits, drawn))
    mean = spread(0.01, 1e4)
    k = reference.poisson.ppf(RANDOM.uniform(0, 1, 2000), mean)
    assert_close(dist.poisson_cdf(k, mean), reference.poisson.cdf(k, mean))


@pytest.mark.parametrize("method", ["wilson", "exact"])
def test_intervals_of_a_share(method: str) -> None:
    ours = intervals.wilson if method == "wilson" else intervals.clopper_pearson
    for hits, n in [(0, 12), (1, 7), (18, 20), (30, 30), (3456, 9999)]:
        low, high = ours(hits, n, 0.9)
        theirs = reference.binomtest(hits, n).proportion_ci(0.9, method=method)
        assert (float(low), float(high)) == (
            pytest.approx(theirs.low, abs=1e-12),
            pytest.approx(theirs.high, abs=1e-12),
        )


def test_fisher_and_mann_whitney_and_welch() -> None:
    for hits0, n0, hits1, n1 in RANDOM.integers(0, 40, (60, 4)) + np.array([0, 40, 0, 40]):
        theirs = reference.fisher_exact([[hits0, n0 - hits0], [hits1, n1 - hits1]])
        assert float(significance.fisher_exact(hits0, n0, hits1, n1)) == pytest.approx(theirs.pvalue, rel=1e-9)
    for size in (5, 12, 40):
        before, after = RANDOM.normal(size=size), RANDOM.normal(0.5, 1, size + 1)
        exact = reference.mannwhitneyu(after, before, method="exact" if size <= 19 else "asymptotic")
        assert float(ranktests.mann_whitney(before, after).p) == pytest.approx(exact.pvalue, rel=1e-9)
        tied = reference.mannwhitneyu(np.round(after), np.round(before), method="asymptotic")
        assert float(ranktests.mann_whitney(np.round(before), np.round(after)).p) == pytest.approx(
            tied.pvalue, rel=1e-9
        )
        change = significance.welch(size, before.mean(), before.std(ddof=1), size + 1, after.mean(), after.std(ddof=1))
        theirs = reference.ttest_ind(after, before, equal_var=False)
        assert float(change.p) == pytest.approx(theirs.pvalue, rel=1e-9)
        interval = theirs.confidence_interval(0.95)
        assert (float(change.low), float(change.high)) == (pytest.approx(interval.low), pytest.approx(interval.high))
