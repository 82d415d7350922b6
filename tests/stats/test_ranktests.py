"""Mann-Whitney: whole enumeration for the exact test, hand arithmetic for the approximate one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.ranktests import mann_whitney, mann_whitney_counts


def enumerated_p(m: int, n: int, u: float) -> float:
    """Over all ways to choose which ranks are side 1's: how often U is as far from its middle."""
    far = total = 0
    for places in combinations(range(m + n), n):
        value = sum(places) - n * (n - 1) / 2
        far += abs(value - m * n / 2) >= abs(u - m * n / 2)
        total += 1
    return far / total


@pytest.mark.parametrize(("m", "n"), [(2, 2), (3, 5), (4, 4), (6, 3)])
def test_small_samples_without_ties_are_enumerated(m: int, n: int) -> None:
    values = np.random.default_rng(m * n).permutation(m + n).astype(float)
    result = mann_whitney(values[:m], values[m:])
    beaten = sum(b > a for a in values[:m] for b in values[m:])
    assert float(result.u) == beaten
    assert float(result.superiority) == pytest.approx(beaten / (m * n))
    assert float(result.p) == pytest.approx(enumerated_p(m, n, beaten), rel=1e-12)


def test_tied_scores_by_hand() -> None:
    # scores 1..3, before 5 3 2, after 1 2 7. U = 2*5 + .5*1*5 + 7*(5+3) + ... counted per point:
    # after 1: .5*5 = 2.5; after 2: 2*(5 + 1.5) = 13; after 3: 7*(8 + 1) = 63; U = 78.5 of 100
    # ties: 6^3-6 + 5^3-5 + 9^3-9 = 210 + 120 + 720 = 1050; var = 100/12 (21 - 1050/380) = 151.9736842
    # z = (28.5 - .5)/12.32776 = 2.271297: p = .023129
    result = mann_whitney_counts([5, 3, 2], [1, 2, 7])
    assert float(result.u) == pytest.approx(78.5)
    assert float(result.p) == pytest.approx(0.023129, abs=2e-6)


def test_counts_and_values_are_the_same_test() -> None:
    before, after = np.repeat([1.0, 2, 3], [50, 30, 20]), np.repeat([1.0, 2, 3], [10, 20, 70])
    by_values = mann_whitney(before, np.append(after, np.nan))
    by_counts = mann_whitney_counts([[50, 30, 20], [1, 0, 0]], [[10, 20, 70], [5, 5, 5]])
    assert float(by_values.p) == by_counts.p[0]
    assert np.isnan(by_counts.p[1])  # one row before


def test_what_cannot_be_told_apart() -> None:
    assert float(mann_whitney_counts([5, 0], [7, 0]).p) == 1
    assert np.isnan(mann_whitney([], [1, 2, 3]).p)
    assert np.isnan(mann_whitney([], [1, 2, 3]).superiority)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_sides_and_scale_can_be_turned_round(before: list[int], after: list[int]) -> None:
    there, back = mann_whitney_counts(before, after), mann_whitney_counts(after, before)
    flipped = mann_whitney_counts(before[::-1], after[::-1])
    assert float(there.p) == pytest.approx(float(back.p), nan_ok=True)
    assert float(there.p) == pytest.approx(float(flipped.p), nan_ok=True)
    if sum(before) and sum(after):
        assert float(there.superiority + back.superiority) == pytest.approx(1)
