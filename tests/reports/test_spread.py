"""The bars of a distribution on paper."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cxdesk.domain.distribution import Bar, Distribution, Spread
from cxdesk.domain.results import Unit
from cxdesk.reports.pictures.drawing import Words
from cxdesk.reports.pictures.spread import draw_spread

WIDTH = 493.0
DIGIT = 4.0  # points that a digit takes at this size; commas and dots take half


def names(found: Distribution) -> list[Words]:
    """What stands below the bars, from left to right."""
    marks = [mark for mark in draw_spread(found, WIDTH).marks if isinstance(mark, Words)]
    lowest = max(mark.y for mark in marks)
    return [mark for mark in marks if mark.y == lowest]


def spread(bars: int, step: float) -> Distribution:
    made = tuple(Bar(10, at * step, (at + 1) * step, "counted") for at in range(bars))
    return Distribution("m", "value", "M", "M", Spread.BINS, made, n=10 * bars, unit=Unit.MONEY, currency="EUR")


@pytest.mark.parametrize(("bars", "step"), [(4, 50.0), (12, 50.0), (12, 5_000_000.0), (30, 50.0)])
def test_names_below_bars_never_run_into_each_other(bars: int, step: float) -> None:
    below = names(spread(bars, step))
    assert below
    for left, right in pairwise(below):
        assert left.x + DIGIT * len(left.text) / 2 < right.x - DIGIT * len(right.text) / 2


def test_few_bars_all_have_their_names() -> None:
    assert len(names(spread(4, 50.0))) == 4
