"""Kaplan-Meier, its intervals, medians and the log-rank test: by hand, and against scipy."""

from __future__ import annotations

import numpy as np
import pytest

from cxdesk.stats.survival import kaplan_meier, log_rank, median_of, survival_at

reference = pytest.importorskip("scipy.stats")
# Six people: events at 1, 3 and 4; last seen without one at 2, 5 and 5.
EVENTS, SEEN, TIMES = [[1, 0, 1, 1, 0]], [[0, 1, 0, 0, 2]], [1, 2, 3, 4, 5]


def test_the_curve_falls_by_the_share_of_those_still_watched() -> None:
    curve = kaplan_meier(EVENTS, SEEN, TIMES)
    assert curve.at_risk[0].tolist() == [6, 5, 4, 3, 2]
    assert curve.survival[0] == pytest.approx([5 / 6, 5 / 6, 5 / 8, 5 / 12, 5 / 12])


def test_the_median_is_when_half_are_gone_and_its_end_may_be_unknown() -> None:
    median = median_of(kaplan_meier(EVENTS, SEEN, TIMES))
    assert (median.value[0], median.low[0]) == (4, 1)
    assert np.isnan(median.high[0])


def test_nothing_is_said_of_times_nobody_was_watched_for() -> None:
    curve = kaplan_meier(EVENTS, SEEN, TIMES)
    assert survival_at(curve, 3.5)[0][0] == pytest.approx(5 / 8)
    assert survival_at(curve, 0)[0][0] == 1
    assert np.isnan(survival_at(curve, 6)[0][0])
    assert np.isnan(kaplan_meier([[0, 0]], [[0, 0]], [1, 2]).survival).all()


def test_scipy_draws_the_same_curve_with_the_same_bounds() -> None:
    rng = np.random.default_rng(3)
    time, event = rng.integers(1, 30, 200), rng.random(200) < 0.6
    gone, seen = (np.bincount(time[mask], minlength=31)[1:] for mask in (event, ~event))
    curve = kaplan_meier([gone], [seen], np.arange(1, 31))
    theirs = reference.ecdf(reference.CensoredData(uncensored=time[event], right=time[~event])).sf
    bounds = theirs.confidence_interval(0.95, method="log-log")
    at = theirs.quantiles.astype(int) - 1
    for mine, other in ((curve.survival, theirs), (curve.low, bounds.low), (curve.high, bounds.high)):
        known = np.isfinite(mine[0][at])
        np.testing.assert_allclose(mine[0][at][known], other.probabilities[known], rtol=1e-10)


def test_scipy_finds_the_same_log_rank_test() -> None:
    found = log_rank([[3, 2, 1]], [[0, 0, 2]], [[1, 1, 1]], [[0, 1, 4]])
    theirs = reference.logrank(
        reference.CensoredData(uncensored=[1, 1, 1, 2, 2, 3], right=[3, 3]),
        reference.CensoredData(uncensored=[1, 2, 3], right=[2, 3, 3, 3, 3]),
    )
    assert found.statistic[0] == pytest.approx(theirs.statistic**2)
    assert found.p[0] == pytest.approx(theirs.pvalue)
    assert (found.observed[0], found.expected[0]) == (3, pytest.approx(5))


def test_groups_in_which_nothing_happened_cannot_be_tested() -> None:
    assert np.isnan(log_rank([[0, 0]], [[3, 1]], [[0, 0]], [[2, 2]]).p[0])
