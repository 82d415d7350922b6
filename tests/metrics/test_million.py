"""The invariants on a million answers of three hundred thousand customers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, Session, evaluate
from cxdesk.metrics.registry import metrics
from tests.benchmarks.columns import million

pytestmark = pytest.mark.slow

SIZE = 1_000_000
NOW = Period(date(2024, 1, 1), date(2025, 1, 1))
BEFORE = Period(date(2023, 1, 1), date(2024, 1, 1))
THREE_YEARS = Period(date(2022, 1, 1), date(2025, 1, 1))
SOME = (Condition.parse("channel=channel 0|channel 2"), Condition.parse("agent!=agent 1"))
ASKS = (
    Ask(SOME, periods=(BEFORE, NOW), split="stage"),
    Ask(SOME, range=THREE_YEARS, grain=Grain.MONTH),
    Ask(split="has_comment"),
)
ASKED = [
    metric
    for metric in metrics().values()
    if metric.id in ("nps", "csat_top", "ces_mean", "nps_shares", "comment_rate")
]


@pytest.fixture(scope="module")
def frame() -> Frame:
    return million(SIZE)


@pytest.mark.parametrize("metric", ASKED, ids=lambda metric: metric.id)
@pytest.mark.parametrize("ask", ASKS, ids=("segments", "months", "all"))
def test_invariants_on_a_million_answers(frame: Frame, metric: object, ask: Ask) -> None:
    found = evaluate(metric, frame, ask, Session(frame))  # type: ignore[arg-type]
    assert not isinstance(found, Unavailable)
    for estimate in found.values():
        groups = np.unique(np.linspace(0, estimate.groups - 1, 4).astype(int))
        for group in groups.tolist():
            figure = estimate.figure(group)
            accounting = estimate.accounting(group)
            assert accounting.counts() == {name: n for name, n in (figure.parts | figure.excluded).items() if n}
            assert sum(accounting.counts().values()) == SIZE
            for place, part in enumerate(estimate.parts):
                rows = estimate.rows(group, part)
                assert len(rows) == estimate.counts[group, place]
                np.testing.assert_array_equal(np.flatnonzero(accounting.codes == place), np.sort(rows))
        np.testing.assert_array_equal(
            estimate.counts.reshape(len(estimate.periods), -1, len(estimate.parts)).sum(axis=1),
            estimate.totals().counts,
        )
        parts = estimate.contribution(0, -1)
        if parts is not None:
            change = estimate.totals().value[-1] - estimate.totals().value[0]
            assert parts.part.sum() == pytest.approx(change, abs=1e-9)
