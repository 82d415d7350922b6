"""No metric goes through rows or groups one by one: it takes as many steps for ten groups as for ten thousand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.registry import metrics
from tests.metrics.counting import steps
from tests.metrics.worlds import World, frame_over, world

MIDDLE = date(2024, 3, 10)
FEW = Ask(range=Period(date(2023, 12, 1), date(2024, 10, 1)), grain=Grain.MONTH)  # ten months, some without rows
WORLDS = range(4)  # one of them answers


@cache
def rows(seed: int) -> World:
    return world(seed)


@cache
def frame(seed: int) -> Frame:
    return frame_over(rows(seed))


def that_answers(metric: Metric) -> Frame:
    """The first world that has what the metric needs, as if no other metric had been asked before."""
    able = (seed for seed in WORLDS if not isinstance(evaluate(metric, frame(seed), FEW), Unavailable))
    return frame_over(rows(next(able, 0)))


def days(n: int) -> Ask:
    return Ask(range=Period(MIDDLE - timedelta(days=n // 2), MIDDLE + timedelta(days=n // 2)), grain=Grain.DAY)


def counted(metric: Metric, asked: Frame, ask: Ask) -> int:
    """Steps of one evaluation whose question was put before, so that what is remembered is remembered."""
    values(metric, asked, ask)
    return steps(lambda: values(metric, asked, ask))


def values(metric: Metric, asked: Frame, ask: Ask) -> None:
    found = evaluate(metric, asked, ask)
    if isinstance(found, Unavailable):
        return
    for estimate in found.values():
        _read = (estimate.value, estimate.counts, estimate.n, estimate.flag_table)


@pytest.mark.parametrize("metric", metrics().values(), ids=lambda one: one.id)
def test_a_thousand_groups_take_no_step_each(metric: Metric) -> None:
    """Beyond 1,024 different amounts rows are summed another way, and many medians have their ends found side by side:
    that takes some steps more, once for each measure, not per group.
    """
    asked = that_answers(metric)
    few, many = counted(metric, asked, FEW), counted(metric, asked, days(1000))
    assert many <= 1.05 * few + 150 + 30 * len(metric.measures), (few, many)


@pytest.mark.long
@pytest.mark.parametrize("metric", metrics().values(), ids=lambda one: one.id)
def test_ten_thousand_groups_take_as_many_steps_as_four_thousand(metric: Metric) -> None:
    asked = that_answers(metric)
    few, many = counted(metric, asked, days(4000)), counted(metric, asked, days(10_000))
    assert many <= 1.05 * few, (few, many)
