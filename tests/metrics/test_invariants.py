"""What must hold for every metric, whatever the data: each row counted once, the list is the number, parts add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from cxdesk.analysis.drilldown import leaf
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate, Unavailable
from cxdesk.metrics.estimators import Net
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.formula_estimate import FormulaEstimate
from cxdesk.metrics.registry import metrics
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.strategies import asks, surveys

Survey = dict[str, list[dict[str, Any]]]
usual = settings(max_examples=often(15, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def every_estimate(frame: Frame, ask: Ask) -> Iterator[Estimate]:
    session = Session(frame)
    for metric in metrics().values():
        found = evaluate(metric, frame, ask, session)
        if not isinstance(found, Unavailable):
            yield from found.values()


def every_leaf(frame: Frame, ask: Ask) -> Iterator[Estimate]:
    """Estimates that count rows of their own; what is made of others comes as those it is made of."""
    for estimate in every_estimate(frame, ask):
        for part in {part.partition(":")[0] + part[:4]: part for part in estimate.parts}.values():
            yield leaf(estimate, part)[0]


@given(surveys(), asks())
@usual
def test_every_row_of_the_kind_is_in_exactly_one_place(survey: Survey, ask: Ask) -> None:
    frame = frame_of(survey)
    for estimate in every_leaf(frame, ask):
        rows = estimate.tally.members.rows
        size = rows.frame.size(rows.kind)  # a view's own rows, where a view made them
        for group in range(estimate.groups):
            figure = estimate.figure(group)
            placed = {name: n for name, n in {**figure.parts, **figure.excluded}.items() if n}
            assert sum(placed.values()) == size
            accounting = estimate.accounting(group)
            assert accounting.counts() == placed
            assert len(accounting.codes) == size


@given(surveys(), asks())
@usual
def test_the_list_is_the_number(survey: Survey, ask: Ask) -> None:
    frame = frame_of(survey)
    for estimate in every_estimate(frame, ask):
        for group in range(estimate.groups):
            for place, part in enumerate(estimate.parts):
                rows = estimate.rows(group, part)
                assert len(rows) == len(set(rows.tolist())) == estimate.counts[group, place]


@given(surveys(), asks())
@usual
def test_segments_partition_the_total(survey: Survey, ask: Ask) -> None:
    frame = frame_of(survey)
    for estimate in every_estimate(frame, ask):
        totals = estimate.totals()
        by_period = estimate.counts.reshape(len(estimate.periods), -1, len(estimate.parts)).sum(axis=1)
        np.testing.assert_array_equal(by_period, totals.counts)
    for estimate in every_leaf(frame, ask):
        n = estimate.n.reshape(len(estimate.periods), -1).sum(axis=1)
        np.testing.assert_allclose(n, estimate.totals().n)


@given(surveys(), asks())
@usual
def test_a_formula_stands_on_as_few_rows_as_its_smallest_known_input(survey: Survey, ask: Ask) -> None:
    """In every group of its own: so what its segments stand on need not add up to what all of them stand on."""
    for estimate in every_estimate(frame_of(survey), ask):
        if isinstance(estimate, FormulaEstimate):
            for group in range(estimate.groups):
                known = [one.n[group] for one in estimate.sampled if np.isfinite(one.reading.value[group])]
                assert estimate.n[group] == min(known, default=0)


@given(surveys(), asks())
@usual
def test_contributions_sum_to_the_change(survey: Survey, ask: Ask) -> None:
    for estimate in every_estimate(frame_of(survey), ask):
        totals = estimate.totals()
        found = estimate.contribution(0, -1)
        if found is None or estimate.segments is None:
            continue
        change = totals.sums.value[-1] - totals.sums.value[0]
        if np.isfinite(change):
            assert found.part.sum() == pytest.approx(change, abs=1e-9)
            assert (found.rate + found.mix).sum() == pytest.approx(change, abs=1e-9)


@given(surveys(), asks())
@usual
def test_a_value_lies_within_its_interval_or_has_a_reason(survey: Survey, ask: Ask) -> None:
    for estimate in every_estimate(frame_of(survey), ask):
        for group in range(estimate.groups):
            figure = estimate.figure(group)
            assert (figure.value is None) == (figure.reason is not None)
            adjusted = isinstance(estimate.term, Net)  # the interval of a net score is drawn around another centre
            if figure.low is not None and figure.value is not None and not adjusted:
                assert figure.low <= figure.value + 1e-9
                assert figure.high is not None
                assert figure.value <= figure.high + 1e-9


@given(surveys(), asks())
@usual
def test_knowing_the_customers_changes_no_number(survey: Survey, ask: Ask) -> None:
    for estimate in every_estimate(frame_of(survey), ask):
        robust = estimate.robust()
        np.testing.assert_array_equal(robust.counts, estimate.counts)
        np.testing.assert_allclose(robust.value, estimate.value)
