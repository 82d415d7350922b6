"""Tenure under contract: the fit by renewals is that of the general search, and its interval holds what it promises."""

from __future__ import annotations

import numpy as np
import pytest

from cxdesk.stats.renewals import fit_tenures, sbg_survival
from cxdesk.stats.tenures import fit_by_renewals, forecast_interval

ALPHA, BETA, SEEN = 0.668, 3.806, 25


def drawn(n: int, seed: int, last: int = SEEN) -> tuple[np.ndarray, np.ndarray]:
    """How many of n customers left at each renewal and how many are there, each watched for a time of its own."""
    chance = np.random.default_rng(seed)
    leaves = chance.geometric(np.maximum(chance.beta(ALPHA, BETA, n), 1e-9))
    watched = chance.integers(1, last, n)
    gone = leaves <= watched
    return np.bincount(leaves[gone], minlength=last)[1:], np.bincount(watched[~gone], minlength=last)


@pytest.mark.parametrize(("n", "seed"), [(15, 1), (60, 2), (300, 3), (5000, 4)])
def test_newton_finds_what_the_search_finds(n: int, seed: int) -> None:
    lost, still = drawn(n, seed)
    fast, slow = fit_by_renewals(lost, still), fit_tenures(lost, still)
    assert fast.settled
    assert fast.likelihood == pytest.approx(slow.likelihood, abs=1e-6)
    assert sbg_survival(fast.alpha, fast.beta, 24) == pytest.approx(sbg_survival(slow.alpha, slow.beta, 24), abs=1e-4)


def test_many_customers_give_back_the_parameters() -> None:
    fit = fit_by_renewals(*drawn(200_000, 5))
    assert fit.alpha == pytest.approx(ALPHA, rel=0.03)
    assert fit.beta == pytest.approx(BETA, rel=0.05)


@pytest.mark.parametrize("n", [120, 600])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(n: int) -> None:
    truth, held = float(sbg_survival(ALPHA, BETA, 24)), 0
    for seed in range(120):
        lost, still = drawn(n, seed)
        found = forecast_interval(lost, still, fit_by_renewals(lost, still), 24)
        held += bool(found.low <= truth <= found.high)
    assert 0.88 <= held / 120 <= 0.99


def test_nobody_has_no_interval() -> None:
    found = forecast_interval([0], [0], fit_by_renewals([0], [0]), 6)
    assert np.isnan(found.low)
    assert np.isnan(found.high)
