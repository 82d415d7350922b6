"""What must hold for every metric of the catalogue on any data: asked of the registry, so a new metric is in it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Source, Type, registry
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.estimators.shares import ShareOfLabel
from cxdesk.metrics.evaluate import Ask, Result, Session, evaluate
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.reasons import REASONS
from cxdesk.metrics.registry import metric_of, metrics
from tests.cases.stored import stores
from tests.long_form import is_long, often
from tests.metrics.holding import HOLDS, leaves, same
from tests.metrics.worlds import ROLES, UNIT, World, frame, frame_over, world

HALF = Period(date(2024, 1, 1), date(2024, 7, 1))
BY_MONTH = Ask(range=HALF, grain=Grain.MONTH, min_show=1)
SPLITS = (None, "region", "plan")  # an unknown column, and a declared field that only some kinds have
WORLDS = range(3)
WORLDS_BY_SPLIT = {None: (0, 2), "region": (0,), "plan": (1, 2)}  # the long form takes all of them
ALL = tuple(metrics().values())
MONEY_FIELDS = {field.name for kind in registry().values() for field in kind.fields if field.type is Type.MONEY}
UNFILED = ("archived", "region", "question")  # no column of a file, or one that is told of the answers
NEEDS = {"csat_index_acsi": "three questions on 1-10"}  # what no generated workspace has

every_metric = pytest.mark.parametrize("metric", ALL, ids=lambda one: one.id)


def asked(split: str | None) -> Ask:
    return Ask(range=HALF, grain=Grain.MONTH, split=split, min_show=1)


@lru_cache(maxsize=8)
def session(seed: int) -> Session:
    return Session(frame(seed))


def answer(metric: Metric, seed: int, ask: Ask = BY_MONTH) -> Result:
    return evaluate(metric, frame(seed), ask, session(seed))


def assert_holds(metric: Metric, found: Result) -> None:
    if isinstance(found, Unavailable):
        assert found.reason in REASONS
        return
    for measure, estimate in found.items():
        for check in HOLDS:
            try:
                check(estimate)
            except Exception as error:
                error.add_note(f"{metric.id}.{measure}: {check.__name__}")
                raise


@pytest.mark.grows
@every_metric
def test_what_must_hold_by_month_and_segment(metric: Metric) -> None:
    for split in SPLITS:
        for seed in WORLDS if is_long() else WORLDS_BY_SPLIT[split]:
            assert_holds(metric, answer(metric, seed, asked(split)))


@every_metric
def test_every_metric_is_answered_somewhere(metric: Metric) -> None:
    found = [answer(metric, seed, asked(None)) for seed in range(6)]
    values = [one for one in found if not isinstance(one, Unavailable)]
    assert values or metric.id in NEEDS, found


@every_metric
def test_shares_of_a_partition_sum_to_100(metric: Metric) -> None:
    for seed in WORLDS:
        found = answer(metric, seed)
        if isinstance(found, Unavailable):
            continue
        shares = [one for one in found.values() if isinstance(one.term, ShareOfLabel)]
        labels = {label for one in shares for label in one.term.hits}  # type: ignore[attr-defined]
        if not shares or labels != set(shares[0].term.names) or sum(len(s.term.hits) for s in shares) != len(labels):  # type: ignore[attr-defined]
            continue
        whole = np.sum([one.value for one in shares], axis=0)
        np.testing.assert_allclose(whole[np.isfinite(whole)], 100)


@every_metric
def test_a_filter_is_applied_to_everything_a_number_reads_or_refused(metric: Metric) -> None:
    """Nobody has such a value: where the filter is taken, nothing is left on any side."""
    for name in filterable():
        ask = Ask((Condition.parse(f"{name}=nothing like that"),), range=HALF, grain=Grain.MONTH)
        try:
            found = answer(metric, 0, ask)
        except BadQuestion:
            continue
        if isinstance(found, Unavailable):
            assert found.reason in REASONS
            continue
        for measure, estimate in found.items():
            for leaf in leaves(estimate):
                assert leaf.setup.selection.filters == ask.filters, (measure, name)
                assert leaf.counts.sum() == 0, (measure, name)


def filterable() -> tuple[str, ...]:
    """Labels that some kinds have and others have not, what is known of customers, and an unknown column."""
    return ("priority", "stage", "plan", "feature", "segment", "region")


@lru_cache(maxsize=1)
def small_world() -> World:
    return world(4, most=12)


@lru_cache(maxsize=1)
def used() -> Frame:
    """A frame of which the whole catalogue was asked."""
    found = frame_over(small_world())
    for metric in ALL:
        evaluate(metric, found, asked("plan"))
    return found


@every_metric
def test_the_same_question_gives_the_same_answer_whatever_was_asked_before(metric: Metric) -> None:
    fresh = frame_over(small_world())
    first = evaluate(metric, fresh, asked("plan"))
    assert same(first, evaluate(metric, fresh, asked("plan")))
    assert same(first, evaluate(metric, used(), asked("plan")))


def test_no_question_changes_the_frame() -> None:
    asked_of, untouched = frame_over(world(5)), frame_over(world(5))
    for metric in ALL:
        evaluate(metric, asked_of, BY_MONTH)
    for kind in registry().values():
        for field in kind.fields:
            if untouched.has(kind.name, field.name):
                _equal(asked_of, untouched, kind.name, field.name)
        ours, theirs = (one.rows(Source(kind.name)) for one in (asked_of, untouched))
        np.testing.assert_array_equal(ours.index, theirs.index)
        np.testing.assert_array_equal(ours.days, theirs.days)


def _equal(a: Frame, b: Frame, kind: str, name: str) -> None:
    np.testing.assert_array_equal(*(_plain(one.column(kind, name)) for one in (a, b)))


def _plain(column: np.ndarray | Codes) -> np.ndarray:
    return np.array([*column.labels, ""], object)[column.codes] if isinstance(column, Codes) else column


@pytest.mark.parametrize("split", SPLITS)
def test_churn_and_retention_of_one_cohort_are_100_together(split: str | None) -> None:
    for seed in WORLDS:
        churn, retention = (answer(metric_of(one), seed, asked(split)) for one in ("churn_lost", "retention"))
        assert not isinstance(churn, Unavailable)
        assert not isinstance(retention, Unavailable)
        both = churn["rate"].value + retention["value"].value
        assert np.isfinite(both).any()
        np.testing.assert_allclose(both[np.isfinite(both)], 100)
        np.testing.assert_array_equal(np.isfinite(churn["rate"].value), np.isfinite(retention["value"].value))


@pytest.mark.parametrize("split", SPLITS)
def test_the_bridge_of_recurring_revenue_closes_to_the_cent(split: str | None) -> None:
    closed = 0
    for seed in range(6):
        found = answer(metric_of("mrr_movements"), seed, asked(split))
        if isinstance(found, Unavailable):
            assert found.reason == "mixed_currency"
            continue
        cents = {name: np.nan_to_num(100 * one.sums.value) for name, one in found.items()}
        moved = sum(cents[name] for name in cents if name not in ("start", "end", "net"))
        told = np.isfinite(found["start"].sums.value)  # before the first of monthly lists nobody knows
        np.testing.assert_allclose((cents["start"] + moved)[told], cents["end"][told], atol=0.5)
        np.testing.assert_allclose((cents["start"] + cents["net"])[told], cents["end"][told], atol=0.5)
        if told.all():
            begun, ended = (cents[edge].reshape(6, -1).sum(axis=1) for edge in ("start", "end"))
            np.testing.assert_allclose(begun[1:5], ended[:4], atol=0.5)  # as far as the data reach
            closed += 1
    assert closed


@pytest.mark.slow
@settings(max_examples=often(3, 20), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10_000),
    st.integers(1, 30),
    st.sampled_from((0.0, 0.15, 0.6)),
    st.sets(st.sampled_from(sorted(registry())), max_size=8),
    st.sampled_from((None, "region", "plan", "channel", "weekday", "country", "currency")),
    st.sampled_from((Grain.MONTH, Grain.WEEK, Grain.QUARTER)),
)
def test_what_must_hold_in_any_workspace(
    seed: int, most: int, gaps: float, missing: set[str], split: str | None, grain: Grain
) -> None:
    rows = {kind: some for kind, some in world(seed, most, gaps).items() if kind not in missing}
    made = frame_over(rows)
    asking = Session(made)
    for metric in ALL:
        assert_holds(metric, evaluate(metric, made, Ask(range=HALF, grain=grain, split=split, min_show=1), asking))


@pytest.mark.slow
def test_what_must_hold_in_a_workspace_that_was_imported(tmp_path: Path) -> None:
    """The same sort of rows as files, with row ids of the store."""
    rows = {
        kind: [{name: cell for name, cell in row.items() if name not in UNFILED} for row in some]
        for kind, some in world(3, gaps=0.1).items()
    }
    rows["answer"] = [row for row in rows["answer"] if row["role"] in ROLES and isinstance(row["score"], int)]
    for number, row in enumerate(rows["answer"]):
        row["response"] = f"r{number}"
    for row in (row for kind in rows for row in rows[kind]):
        row |= {name: cell / UNIT for name, cell in row.items() if name in MONEY_FIELDS}
    made = stores(tmp_path)(rows, {})
    for metric in ALL:
        for split in (None, "plan"):
            assert_holds(metric, evaluate(metric, made, asked(split)))
