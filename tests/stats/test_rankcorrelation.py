"""Spearman's rank correlation of many groups at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats.rankcorrelation import fisher_interval, ranks_within, spearman


def _ranks(values: list[float]) -> list[float]:
    """Ranks one by one: how many are smaller, and half of the others that are equal."""
    return [1 + sum(v < value for v in values) + (sum(v == value for v in values) - 1) / 2 for value in values]


def _pearson(x: list[float], y: list[float]) -> float:
    mx, my = sum(x) / len(x), sum(y) / len(y)
    both = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    spread = math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))
    return both / spread if spread else math.nan


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)), max_size=40)


@given(PAIRS)
def test_it_is_the_correlation_of_the_ranks_of_each_group(pairs: list[tuple[int, int, int]]) -> None:
    x, y, group = (np.array([pair[k] for pair in pairs], np.int64) for k in range(3))
    found = spearman(x, y, group, 3)
    for k in range(3):
        mine = [pair for pair in pairs if pair[2] == k]
        assert found.n[k] == len(mine)
        xs, ys = _ranks([float(a) for a, _b, _g in mine]), _ranks([float(b) for _a, b, _g in mine])
        wanted = _pearson(xs, ys) if len(mine) > 1 else math.nan
        assert found.rho[k] == pytest.approx(wanted, abs=1e-9, nan_ok=True)


def test_ranks_share_ties() -> None:
    assert ranks_within(np.array([3, 1, 3, 2]), np.zeros(4, np.int64)).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_the_interval_is_fishers_with_bonett_and_wrights_error() -> None:
    x = np.arange(10)
    y = np.array([1, 0, 2, 3, 5, 4, 6, 8, 7, 9])
    found = spearman(x, y, np.zeros(10, np.int64), 1)
    rho = 1 - 6 * 6 / (10 * 99)
    reach = 1.959964 * math.sqrt((1 + rho**2 / 2) / 7)
    assert found.rho[0] == pytest.approx(rho)
    low, high = fisher_interval(found.rho, found.se)
    assert low[0] == pytest.approx(math.tanh(math.atanh(rho) - reach), abs=1e-6)
    assert high[0] == pytest.approx(math.tanh(math.atanh(rho) + reach), abs=1e-6)
