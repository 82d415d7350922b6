"""One rule for all: groups in, groups out; a group's answer does not depend on its company; nothing ever raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.stats import intervals, quantiles, significance

# Each with arguments for five groups: ordinary, none, one row, all hits, missing.
N = np.array([40.0, 0, 1, 20, np.nan])
HITS = np.array([12.0, 0, 1, 20, np.nan])
MEAN = np.array([3.5, np.nan, 2, 5, np.nan])
SD = np.array([1.2, np.nan, np.nan, 0, np.nan])
FUNCTIONS: dict[str, tuple[Callable[..., Any], tuple[np.ndarray, ...]]] = {
    "wilson": (intervals.wilson, (HITS, N)),
    "clopper_pearson": (intervals.clopper_pearson, (HITS, N)),
    "net_interval": (intervals.net_interval, (HITS, N - HITS, N)),
    "mean_interval": (intervals.mean_interval, (N, MEAN, SD)),
    "poisson_interval": (intervals.poisson_interval, (HITS, N)),
    "newcombe": (intervals.newcombe, (HITS, N, N - HITS, N)),
    "agresti_caffo": (intervals.agresti_caffo, (HITS, N, N - HITS, N)),
    "paired_share_interval": (intervals.paired_share_interval, (HITS, N - HITS, N)),
    "log_ratio_interval": (intervals.log_ratio_interval, (MEAN, SD)),
    "interval_ranks": (quantiles.interval_ranks, (N,)),
    "share_change": (significance.share_change, (HITS, N, N - HITS, N)),
    "net_change": (significance.net_change, (HITS, N - HITS, N, N - HITS, HITS, N)),
    "welch": (significance.welch, (N, MEAN, SD, N, MEAN + 1, SD)),
    "paired_t": (significance.paired_t, (N, MEAN, SD)),
    "mcnemar": (significance.mcnemar, (HITS, N - HITS, N)),
    "rate_change": (significance.rate_change, (HITS, N, N - HITS, N)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_groups_together_are_the_groups_alone(name: str) -> None:
    function, arguments = FUNCTIONS[name]
    together = function(*arguments)
    for group in range(N.size):
        alone = function(*(float(argument[group]) for argument in arguments))
        for part, own in zip(together, alone, strict=True):
            assert part.shape == N.shape
            assert np.shape(own) == ()
            assert float(part[group]) == pytest.approx(float(own), rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_shape_of_groups_is_kept(name: str) -> None:
    function, arguments = FUNCTIONS[name]
    for shape in ((5, 1), (1, 5), (0,)):
        for part in function(*(np.resize(argument, shape) for argument in arguments)):
            assert part.shape == shape


@given(st.data())
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_numbers_at_all_raise(name: str, data: st.DataObject) -> None:
    function, arguments = FUNCTIONS[name]
    number = st.one_of(st.integers(-3, 100), st.floats(allow_nan=True, allow_infinity=True))
    given_arguments = [data.draw(st.lists(number, min_size=3, max_size=3)) for _ in arguments]
    for part in function(*given_arguments):
        assert part.shape == (3,)
