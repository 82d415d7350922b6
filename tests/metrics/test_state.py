"""Customers as they stand: the cross signal, the health index, the health score and its bands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ZERO_TO_TEN
from cxdesk.frame.frame import Frame
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, MARCH, estimate, measures, unavailable

START = datetime(2024, 1, 1, 12, tzinfo=UTC)
STATE = ("cross_churn_risk", "chi", "health_score", "health_distribution")
BANDS = ("good", "average", "poor", "unknown")


def on(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def said(customer: str, role: str, score: Any, day: int = 0) -> dict[str, Any]:
    scale = {"nps": ZERO_TO_TEN, "csat": ONE_TO_FIVE, "ces": ONE_TO_SEVEN}[role]
    key = f"{customer}{role}{day}"
    return {
        "response": key,
        "role": role,
        "score": score,
        "scale": scale,
        "customer": customer,
        "submitted_at": on(day),
    }


def reading(customer: str, step: str, kpi: str, value: float | None, day: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "customer": customer,
        "step": step,
        "kpi": kpi,
        "value": value,
        "worst": 1,
        "best": 100,
        "at": on(day),
    } | more


def values(frame: Frame, metric: str, **ask: Any) -> dict[str, Any]:
    return {name: one.figure(0).value for name, one in measures(frame, metric, **ask).items()}


class TestSignal:
    def test_one_hard_contact_of_a_happy_customer_is_no_alarm_two_are_watched(self) -> None:
        one = [said("a", "nps", 9), said("a", "csat", 5), said("a", "ces", 2)]
        assert values(frame_of({"answer": one}), "cross_churn_risk")["low"] == 100
        two = [*one, said("a", "ces", 1, 3)]
        assert values(frame_of({"answer": two}), "cross_churn_risk")["watch"] == 100

    def test_the_latest_answer_counts_and_what_is_older_than_a_year_does_not(self) -> None:
        rows = [said("a", "nps", 10), said("a", "nps", 2, 30), said("a", "csat", 5), said("a", "ces", 1, 10)]
        found = measures(frame_of({"answer": rows}), "cross_churn_risk", periods=(JANUARY,))
        assert found["high"].figure(0).value == 100
        later = [*rows, said("b", "nps", 10, 500)]
        ask = {"range": Period(date(2025, 5, 1), date(2025, 6, 1))}
        found = measures(frame_of({"answer": later}), "cross_churn_risk", **ask)
        assert found["high"].figure(0).n == 1  # b alone answered within the year
        assert found["share_without_signal"].figure(0).value == 100

    def test_the_rule_is_held_against_who_left(self) -> None:
        rows = []
        for name in "abcd":
            rows += [said(name, "nps", 3 if name in "ab" else 10), said(name, "csat", 5), said(name, "ces", 1)]
        runs = [
            {"customer": name, "started_on": "2023-01-01", "ended_on": "2024-03-01" if name in "ac" else None}
            for name in "abcd"
        ]
        rows.append(said("d", "ces", 7, 100))
        frame = frame_of({"answer": rows, "subscription": runs})
        found = measures(frame, "cross_churn_risk", options={"horizon": 60})
        assert found["precision"].figure(0).parts["numerator"] == 1  # a of a and b
        assert found["precision"].figure(0).value == 50
        assert found["recall"].figure(0).value == 50  # a of a and c
        without = measures(frame_of({"answer": rows}), "cross_churn_risk")
        assert without["precision"].figure(0).value is None

    def test_the_answers_are_behind_the_customer(self) -> None:
        rows = [said("a", "nps", 3), said("a", "csat", 1), said("a", "ces", 1), said("b", "nps", 9)]
        found = measures(frame_of({"answer": rows}), "cross_churn_risk")["high"]
        assert found.sources(0, "high") == {"answer": pytest.approx([1, 2, 3])}


class TestIndex:
    def test_what_is_missing_is_left_out_and_coverage_is_said(self) -> None:
        """Six indicators are defined, of which a has four: 4/6; below half there is no score."""
        six = [("one", "k1"), ("one", "k2"), ("two", "k3"), ("two", "k4"), ("three", "k5"), ("three", "k6")]
        rows = [reading("full", step, kpi, 80) for step, kpi in six]
        rows += [reading("a", step, kpi, 50) for step, kpi in six[:4]]
        rows += [reading("b", step, kpi, 50) for step, kpi in six[:2]]
        by = measures(frame_of({"kpi_reading": rows}), "chi", split="customer", min_show=1)
        assert by is not None
        for name, coverage, score in (("a", 400 / 6, 50), ("b", 200 / 6, None), ("full", 100, 80)):
            ask = {"filters": (Condition.parse(f"customer={name}"),)}
            found = values(frame_of({"kpi_reading": rows}), "chi", **ask)
            assert found["coverage"] == pytest.approx(coverage)
            assert found["mean"] == (None if score is None else pytest.approx(score))
            assert (found["unknown"] == 100) == (score is None)

    def test_equal_weights_reproduce_the_mean_and_given_ones_count(self) -> None:
        rows = [reading("a", "s", "x", 100, weight=3), reading("a", "s", "y", 1, weight=1)]
        frame = frame_of({"kpi_reading": rows})
        assert values(frame, "chi")["mean"] == pytest.approx(50.5)
        assert values(frame, "chi", options={"weights": "given"})["mean"] == pytest.approx((300 + 1) / 4)

    def test_less_may_be_better_and_values_beyond_the_ends_are_clipped(self) -> None:
        rows = [reading("a", "s", "x", 5, worst=10, best=0), reading("b", "s", "x", -4, worst=10, best=0)]
        assert values(frame_of({"kpi_reading": rows}), "chi")["mean"] == pytest.approx((50.5 + 100) / 2)

    def test_stale_readings_do_not_count(self) -> None:
        rows = [reading("a", "s", "x", 100), reading("a", "s", "y", 1, 100)]
        frame = frame_of({"kpi_reading": rows})
        found = values(frame, "chi", options={"enough": 0})
        assert (found["mean"], found["stale"], found["coverage"]) == (pytest.approx(1), 1, 50)
        assert values(frame, "chi", options={"fresh": 101})["mean"] == pytest.approx(50.5)

    def test_months_are_read_at_their_ends(self) -> None:
        rows = [reading("a", "s", "x", 100), reading("a", "s", "x", 1, 40), reading("a", "s", "x", 50, 70)]
        found = estimate(frame_of({"kpi_reading": rows}), "chi", periods=(MARCH, JANUARY, FEBRUARY))
        assert found.value == pytest.approx([50, 100, 1])

    def test_the_weakest_step_can_be_asked_for(self) -> None:
        rows = [reading("a", "buy", "x", 90), reading("a", "use", "y", 10), reading("b", "buy", "x", 5)]
        found = measures(frame_of({"kpi_reading": rows}), "chi", split="weakest_step", min_show=1)["mean"]
        assert found.segments is not None
        assert found.n.tolist() == [1, 1]


class TestScore:
    def test_use_is_compared_within_the_plan(self) -> None:
        uses = [
            {"event_id": f"{name}{day}", "customer": name, "at": on(day), "name": "open"}
            for name, days in (("a", 1), ("b", 5), ("c", 9))
            for day in range(days)
        ]
        runs = [{"customer": name, "started_on": "2023-01-01", "plan": "P" if name in "ab" else "Q"} for name in "abc"]
        frame = frame_of({"usage_event": uses, "subscription": runs})
        found = {
            name: values(frame, "health_score", filters=(Condition.parse(f"customer={name}"),))["usage"]
            for name in "abc"
        }
        assert found == {"a": 25, "b": 75, "c": 50}

    def test_parts_of_which_nothing_is_known_are_unknown_and_not_zero(self) -> None:
        frame = frame_of({"ticket": [{"ticket": "1", "customer": "a", "created_at": on(0), "resolved_at": on(1)}]})
        found = values(frame, "health_score", options={"enough": 20})
        assert (found["support"], found["usage"], found["mean"]) == (100, None, 100)
        assert found["coverage"] == 20
        assert values(frame, "health_score")["mean"] is None  # a fifth of the weight is too little

    def test_a_ticket_is_open_until_it_is_resolved(self) -> None:
        tickets = [
            {"ticket": "1", "customer": "a", "created_at": on(5), "resolved_at": on(40)},
            {"ticket": "2", "customer": "a", "created_at": on(70), "resolved_at": on(71)},
        ]
        found = measures(frame_of({"ticket": tickets}), "health_score", periods=(JANUARY, FEBRUARY, MARCH))["support"]
        assert found.value == pytest.approx([80, 100, 100])

    def test_commercial_is_the_mean_of_what_is_known(self) -> None:
        runs = [
            {"customer": "a", "started_on": "2023-01-01", "ended_on": "2024-03-01", "mrr": 1_000_000},
            {"customer": "a", "started_on": "2024-03-01", "mrr": 500_000},
            {"customer": "b", "started_on": "2023-01-01", "mrr": 1_000_000, "status": "past_due"},
        ]
        contracts = [{"customer": "a", "starts_on": "2024-01-01", "due_on": "2024-04-15"}]
        frame = frame_of({"subscription": runs, "contract": contracts}, as_of={"subscription": "2024-03-01T12:00:00Z"})
        found = {
            name: values(frame, "health_score", filters=(Condition.parse(f"customer={name}"),))["commercial"]
            for name in "ab"
        }
        assert found["a"] == pytest.approx((100 + 50 + 50) / 3)  # paid, half the revenue, 45 days left
        assert found["b"] == pytest.approx((0 + 100) / 2)

    def test_a_contact_of_the_last_90_days_keeps_the_relationship(self) -> None:
        calls = [
            {"call_id": "1", "customer": "a", "offered_at": on(0)},
            {"call_id": "2", "customer": "b", "offered_at": on(91)},
        ]
        found = measures(frame_of({"contact": calls}), "health_score")["relationship"]
        assert found.value == pytest.approx([50])


class TestBands:
    def test_poor_customers_are_held_against_who_left(self) -> None:
        tickets = [
            {"ticket": f"{n}{i}", "customer": n, "created_at": on(0), "status": "open"} for n in "ab" for i in range(4)
        ]
        tickets += [{"ticket": f"{n}", "customer": n, "created_at": on(0), "resolved_at": on(0)} for n in "cd"]
        tickets += [{"ticket": "z", "customer": "d", "created_at": on(120), "resolved_at": on(120)}]
        runs = [
            {"customer": n, "started_on": "2023-01-01", "ended_on": "2024-04-01" if n == "a" else None} for n in "abcd"
        ]
        only = {"w_usage": 0, "w_sentiment": 0, "w_commercial": 0, "w_relationship": 0}
        found = values(frame_of({"ticket": tickets, "subscription": runs}), "health_distribution", options=only)
        assert (found["churn_poor"], found["churn_good"]) == (50, 0)
        assert found["poor"] == pytest.approx(100 / 3)  # b; a has left

    def test_bands_of_the_index(self) -> None:
        rows = [reading("a", "s", "x", 90), reading("b", "s", "x", 50), reading("c", "s", "x", 10)]
        found = values(frame_of({"kpi_reading": rows}), "health_distribution", options={"of": "chi"})
        assert [found[name] for name in BANDS] == [pytest.approx(100 / 3)] * 3 + [0]

    def test_nothing_imported(self) -> None:
        assert unavailable(frame_of({"order": []}), "health_distribution").reason == "missing_kind"


names = st.one_of(st.none(), st.sampled_from("abcde"))
days = st.one_of(st.none(), st.integers(0, 400).map(on))
amounts = st.one_of(st.none(), st.floats(-1e6, 1e6), st.just(float("nan")))


@st.composite
def lives(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A few rows of every kind; anything may be absent, twice there or the wrong way round."""

    def several(**fields: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
        return draw(st.lists(st.fixed_dictionaries(fields), max_size=8))

    day = st.integers(0, 400).map(lambda n: (START + timedelta(days=n)).date().isoformat())
    rows = {
        "answer": several(
            response=st.integers(0, 9).map(str),
            role=st.sampled_from(("nps", "csat", "ces", "open")),
            score=st.one_of(st.none(), st.integers(-1, 11)),
            customer=names,
            submitted_at=days,
        ),
        "ticket": several(
            ticket=st.integers(0, 9).map(str),
            customer=names,
            created_at=days,
            resolved_at=days,
            reopen_count=st.one_of(st.none(), st.integers(0, 2)),
        ),
        "usage_event": several(event_id=st.integers(0, 99).map(str), customer=names, at=days, name=st.just("x")),
        "contact": several(call_id=st.integers(0, 9).map(str), customer=names, offered_at=days),
        "subscription": several(
            customer=names,
            started_on=day,
            ended_on=st.one_of(st.none(), day),
            mrr=amounts,
            status=st.sampled_from((None, "past_due", "cancelled")),
        ),
        "contract": several(customer=names, starts_on=st.one_of(st.none(), day), due_on=day),
        "kpi_reading": several(
            customer=names,
            step=st.sampled_from((None, "s", "t")),
            kpi=st.sampled_from((None, "k", "l")),
            at=days,
            value=amounts,
            worst=amounts,
            best=amounts,
            weight=amounts,
        ),
    }
    return {kind: given for kind, given in rows.items() if given}


@given(lives(), st.sampled_from((None, Grain.MONTH)))
@settings(max_examples=often(20, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_bands_are_a_partition_and_every_list_is_its_number(rows: dict[str, Any], grain: Grain | None) -> None:
    from cxdesk.metrics.estimate import Unavailable
    from cxdesk.metrics.evaluate import Ask, evaluate
    from cxdesk.metrics.registry import metric_of

    frame = frame_of(rows, ZERO_TO_TEN)
    for name in STATE:
        found = evaluate(metric_of(name), frame, Ask(grain=grain, min_show=1))
        if isinstance(found, Unavailable):
            continue
        shares = ("high", "watch", "low", "share_without_signal") if name == "cross_churn_risk" else BANDS
        if name != "health_score":
            total = np.sum([found[one].value for one in shares], axis=0)
            np.testing.assert_allclose(total[np.isfinite(total)], 100)
        for one in found.values():
            parts = one.parts if hasattr(one, "parts") else ()
            for group in range(one.groups):
                assert [len(one.rows(group, part)) for part in parts] == one.counts[group].tolist()
            known = one.value[np.isfinite(one.value)]
            assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all() or one.measure.startswith(("mrr", "stale"))
            for kind, accounting in one.imported(0).items():
                assert sum(accounting.counts().values()) == frame.size(kind)
