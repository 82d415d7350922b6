"""Journeys: stages, funnels of one's own, times, pain points and the scorecard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Grain
from cxdesk.domain.scales import ONE_TO_FIVE, ZERO_TO_TEN
from cxdesk.domain.stages import STAGES
from cxdesk.domain.start_themes import START as THEMES
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Unavailable
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import MemoryLoader, frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, measures

START = datetime(2024, 1, 1, 12, tzinfo=UTC)
JOURNEY = ("journey_stages", "journey_funnel", "journey_time_in_stage", "journey_pain_points", "journey_scorecard")


def on(day: float) -> str:
    return (START + timedelta(days=day)).isoformat()


def event(who: str | None, stage: str | None, day: float, kind: str | None = "enter", **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"{who}{stage}{day}{kind}",
        "customer": who,
        "stage": stage,
        "kind": kind,
        "at": on(day),
        **more,
    }


def use(who: str, names: str, day: float = 0, apart: float = 1) -> list[dict[str, Any]]:
    """Events whose names are single letters, `apart` days from each other."""
    return [
        {"event_id": f"{who}{day}{place}", "customer": who, "name": name, "at": on(day + apart * place)}
        for place, name in enumerate(names)
    ]


LATE = event("late", "decision", 400, "touch")
LATE_USE = use("late", "x", 400)


def values(frame: Frame, metric: str, **ask: Any) -> dict[str, Any]:
    return {name: one.figure(0).value for name, one in measures(frame, metric, **ask).items()}


class TestStages:
    def test_strict_and_loose_funnels_differ(self) -> None:
        """One goes through all stages, one skips consideration, one takes the two in the wrong order."""
        rows = [event("a", stage, place) for place, stage in enumerate(STAGES)]
        rows += [event("b", "awareness", 0), event("b", "decision", 1)]
        rows += [event("c", "awareness", 2), event("c", "consideration", 0), event("c", "decision", 3), LATE]
        frame = frame_of({"journey_event": rows})
        reached = {
            order: [
                measures(frame, "journey_stages", options={"order": order})[stage].figure(0).parts["numerator"]
                for stage in STAGES[1:]
            ]
            for order in ("strict", "any", "skips")
        }
        assert reached == {"strict": [1, 1, 1, 1], "any": [2, 2, 1, 1], "skips": [3, 3, 1, 1]}

    def test_who_may_still_go_on_is_not_lost(self) -> None:
        rows = [event("a", "awareness", 0), event("b", "awareness", 60), event("c", "awareness", 61)]
        rows += [event("c", "consideration", 70), event("x", "decision", 100, "touch")]
        found = measures(frame_of({"journey_event": rows}), "journey_stages")["consideration"].figure(0)
        assert (found.value, found.parts["numerator"], found.parts["rest"]) == (50, 1, 1)
        assert found.excluded["immature"] == 1  # b: 40 of 90 days

    def test_the_window_is_inclusive(self) -> None:
        rows = [event("a", "awareness", 0), event("a", "consideration", 90), event("b", "awareness", 0)]
        rows += [event("b", "consideration", 90.001), LATE]
        assert values(frame_of({"journey_event": rows}), "journey_stages")["consideration"] == 50

    def test_who_comes_again_after_the_window_begins_another_journey(self) -> None:
        rows = [event("a", "awareness", day) for day in (0, 10, 95)] + [event("a", "consideration", 11), LATE]
        found = measures(frame_of({"journey_event": rows}), "journey_stages", split="attempt", min_show=1)
        assert found["consideration"].segments == ("1", "2")
        assert found["consideration"].value.tolist() == [100, 0]

    def test_only_entering_counts_and_what_has_no_kind_enters(self) -> None:
        rows = [event("a", "awareness", 0, None), event("a", "consideration", 1, "touch"), LATE]
        assert values(frame_of({"journey_event": rows}), "journey_stages")["consideration"] == 0

    def test_a_visitor_who_became_a_customer_is_one_person(self) -> None:
        rows = [{**event(None, "awareness", 0), "visitor": "v"}, event("a", "consideration", 1), LATE]
        customers = [{"customer": "a", "visitor": "v"}]
        assert (
            values(frame_of({"journey_event": rows, "customer": customers}), "journey_stages")["consideration"] == 100
        )
        assert values(frame_of({"journey_event": rows}), "journey_stages")["consideration"] == 0

    def test_the_lost_are_a_list_with_their_last_touchpoint(self) -> None:
        rows = [event("a", "awareness", 0), event("a", None, 3, "touch", touchpoint="mail"), event("b", "awareness", 0)]
        rows += [event("b", "consideration", 1), LATE]
        frame = frame_of({"journey_event": rows})
        found = measures(frame, "journey_stages")["consideration"]
        assert found.sources(0, "rest")["journey_event"].tolist() == [1, 2]
        by = measures(frame, "journey_stages", split="last_touchpoint", min_show=1)["consideration"]
        assert dict(zip(by.segments or (), by.value.tolist(), strict=True)) == {"mail": 0, None: 100}


class TestFunnel:
    def test_equal_instants_go_by_the_order_of_the_rows(self) -> None:
        rows = use("a", "spp", apart=0) + use("b", "psp", apart=0) + LATE_USE
        found = measures(frame_of({"usage_event": rows}), "journey_funnel", options={"steps": "s|p|p"})
        assert found["p"].figure(0).parts["numerator"] == 2
        assert found["p (2)"].figure(0).parts["numerator"] == 1

    def test_of_several_attempts_the_best_counts_once_per_period(self) -> None:
        rows = use("a", "s", 0) + use("a", "sp", 10) + use("a", "s", 40) + LATE_USE
        ask = {"options": {"steps": "s|p", "window": 5}}
        found = measures(frame_of({"usage_event": rows}), "journey_funnel", periods=(JANUARY, FEBRUARY), **ask)["p"]
        assert found.value.tolist() == [100, 0]
        whole = measures(frame_of({"usage_event": rows}), "journey_funnel", **ask)["p"].figure(0)
        assert (whole.value, whole.n) == (100, 1)

    def test_steps_may_be_events_of_use_touchpoints_and_stages(self) -> None:
        rows = {
            "usage_event": use("a", "s") + LATE_USE,
            "journey_event": [event("a", "decision", 1), event("a", None, 2, "touch", touchpoint="Shop desk")],
        }
        found = measures(frame_of(rows), "journey_funnel", options={"steps": "s|Decision|shop desk"})
        assert [one.figure(0).value for one in found.values()] == [100, 100, 100, 1, 1, 1]

    def test_visits_are_followed_and_steps_counted_in_any_order(self) -> None:
        rows = [
            {**one, "session": one["customer"], "customer": "same"}
            for one in use("v1", "ps") + use("v2", "sx") + use("v3", "pp") + LATE_USE
        ]
        ask = {"options": {"steps": "s|p", "unit": "session", "order": "any"}}
        found = values(frame_of({"usage_event": rows}), "journey_funnel", **ask)
        assert found == {"overall": 50, "p": 50, "made s": 2, "made p": 2}

    def test_without_steps_it_is_the_stages(self) -> None:
        rows = [event("a", stage, place) for place, stage in enumerate(STAGES)] + [LATE]
        found = measures(frame_of({"journey_event": rows}), "journey_funnel")
        assert tuple(found)[:5] == ("overall", *STAGES[1:])


class TestTime:
    def test_an_exit_ends_the_stay_and_what_is_open_is_not_forgotten(self) -> None:
        rows = [event("a", "awareness", 0), event("a", "awareness", 2, "exit"), event("a", "consideration", 9)]
        rows += [event("b", "awareness", 0), event("b", "consideration", 4), event("c", "awareness", 0)]
        rows += [event("x", "decision", 20, "touch")]
        found = measures(frame_of({"journey_event": rows}), "journey_time_in_stage", split="stage", min_show=1)
        assert found["mean"].segments == ("awareness", "consideration")
        assert found["mean"].value[0] == pytest.approx(3)  # (2 + 4) / 2
        assert found["with_open"].value[0] == pytest.approx(4)  # of three, one still there
        assert found["open"].value.tolist() == [1, 2]
        assert np.isnan(found["median"].value[1])

    def test_who_never_made_the_next_step_is_watched_until_the_window_closes(self) -> None:
        rows = use("a", "sp") + use("b", "s") + LATE_USE
        found = measures(
            frame_of({"usage_event": rows}), "journey_time_in_stage", options={"steps": "s|p", "window": 7}
        )
        assert found["mean"].figure(0).value == pytest.approx(1)
        assert found["with_open"].figure(0).parts["censored"] == 1


def ease(stage: str | None, score: int, number: int, **more: Any) -> dict[str, Any]:
    return {
        "response": f"e{number}",
        "role": "ces",
        "score": score,
        "scale": ONE_TO_FIVE,
        "stage": stage,
        "submitted_at": on(5),
        **more,
    }


class TestPain:
    def test_an_answer_finds_its_stage_by_touchpoint_or_by_where_its_customer_was(self) -> None:
        rows = [event("a", "awareness", 0), event("a", "consideration", 3, touchpoint="shop"), LATE]
        answers = [
            ease(None, 1, 1, touchpoint="Shop"),
            ease(None, 1, 2, touchpoint="shop"),
            ease(None, 1, 3, customer="a"),
        ]
        answers += [ease(None, 5, 4, customer="a", submitted_at=on(1)), ease("decision", 5, 5), ease(None, 1, 6)]
        found = measures(frame_of({"journey_event": rows, "answer": answers}), "journey_pain_points")
        hard = {stage: found[stage].figure(0).parts.get(f"hard_{stage}:numerator") for stage in STAGES[:3]}
        assert hard == {"awareness": 0, "consideration": 2, "decision": 0}

    def test_a_stage_of_which_only_one_half_is_known_has_no_score(self) -> None:
        rows = [event("a", "awareness", 0), event("b", "awareness", 0), event("b", "consideration", 1), LATE]
        found = measures(frame_of({"journey_event": rows, "answer": [ease("awareness", 1, 1)]}), "journey_pain_points")
        assert found["awareness"].figure(0).value == 75
        assert found["consideration"].figure(0).value is None
        assert found["worst"].figure(0).value == 75

    def test_complaints_are_counted(self) -> None:
        rows = [event("a", "awareness", 0), event("a", "awareness", 1, "complaint"), LATE]
        assert values(frame_of({"journey_event": rows}), "journey_pain_points")["complaints"] == 1


def test_the_scorecard_is_split_by_stage() -> None:
    nps = [
        {
            "response": f"n{i}",
            "role": "nps",
            "score": score,
            "scale": ZERO_TO_TEN,
            "stage": stage,
            "submitted_at": on(i),
        }
        for i, (score, stage) in enumerate(((10, "decision"), (2, "retention")))
    ]
    tickets = [{"ticket": "1", "customer": "a", "created_at": on(0), "resolved_at": on(1), "stage": "decision"}]
    tickets.append({"ticket": "2", "customer": "b", "created_at": on(30), "resolved_at": on(31), "stage": "decision"})
    rows = [event("a", "awareness", 0), event("a", "consideration", 2), LATE]
    frame = frame_of({"answer": nps, "ticket": tickets, "journey_event": rows})
    found = measures(frame, "journey_scorecard", split="stage", min_show=1)
    assert {one.segments for one in found.values()} == {("awareness", "consideration", "decision", "retention")}
    said = {name: [found[name].figure(stage).value for stage in range(4)] for name in ("nps", "fcr", "time")}
    assert said["nps"] == [None, None, 100, -100]
    assert said["fcr"] == [None, None, 100, None]
    assert said["time"] == [pytest.approx(2), None, None, None]
    assert measures(frame, "journey_scorecard", split="platform", min_show=1)["nps"].n.tolist() == [2]


def longest(names: str, steps: str) -> int:
    """The furthest step by trying every start: the first found of each next step is the best one."""
    furthest = -1
    for start in range(len(names)):
        if names[start] == steps[0]:
            step = 0
            for name in names[start + 1 :]:
                if step + 1 < len(steps) and name == steps[step + 1]:
                    step += 1
            furthest = max(furthest, step)
    return furthest


@given(st.lists(st.text("spx", max_size=9), max_size=6), st.text("sp", min_size=2, max_size=4))
@settings(max_examples=often(27, 80), deadline=None)
def test_a_funnel_counts_as_one_would_by_hand(people: list[str], steps: str) -> None:
    rows = [row for i, names in enumerate(people) for row in use(f"c{i}", names, apart=0.001)]
    found = evaluate(
        metric_of("journey_funnel"),
        frame_of({"usage_event": [*rows, *LATE_USE]}),
        Ask(options={"steps": "|".join(steps)}),
    )
    furthest = [longest(names, steps) for names in people]
    if isinstance(found, Unavailable):
        assert max(furthest, default=-1) < 0
        return
    later = [one.figure(0).parts["numerator"] for one in list(found.values())[1 : len(steps)]]
    assert later == [sum(one >= step for one in furthest) for step in range(1, len(steps))]


whoever = st.one_of(st.none(), st.sampled_from("abc"))


@st.composite
def ways(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Events and answers of which anything may be absent, twice there, or out of order."""
    moment = st.one_of(st.none(), st.integers(0, 200).map(on))
    stage = st.sampled_from((None, *STAGES, "other"))
    events = st.fixed_dictionaries(
        {
            "event_id": st.integers(0, 30).map(str),
            "customer": whoever,
            "visitor": whoever,
            "at": moment,
            "stage": stage,
            "kind": st.sampled_from((None, "enter", "enter", "exit", "touch", "complaint")),
            "touchpoint": st.sampled_from((None, "mail", "shop")),
            "platform": st.sampled_from((None, "web", "app")),
        }
    )
    answers = st.fixed_dictionaries(
        {
            "response": st.integers(0, 30).map(str),
            "customer": whoever,
            "submitted_at": moment,
            "stage": stage,
            "role": st.sampled_from(("nps", "csat", "ces")),
            "score": st.one_of(st.none(), st.integers(-1, 11)),
            "touchpoint": st.sampled_from((None, "mail")),
        }
    )
    uses = st.fixed_dictionaries(
        {
            "event_id": st.integers(0, 9).map(str),
            "customer": whoever,
            "at": moment,
            "name": st.sampled_from("sp"),
        }
    )
    found: dict[str, list[dict[str, Any]]] = {
        "journey_event": draw(st.lists(events, min_size=1, max_size=20)),
        "answer": draw(st.lists(answers, max_size=6)),
        "usage_event": draw(st.lists(uses, max_size=6)),
    }
    return {kind: rows for kind, rows in found.items() if rows}


@given(ways(), st.sampled_from((None, Grain.MONTH)), st.sampled_from((None, "stage", "platform")))
@settings(max_examples=often(20, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_lists_are_numbers_and_every_imported_row_is_somewhere(
    rows: Any, grain: Grain | None, split: str | None
) -> None:
    frame = frame_of(rows)
    for name in JOURNEY:
        found = evaluate(metric_of(name), frame, Ask(grain=grain, split=split, min_show=1))
        if isinstance(found, Unavailable):
            continue
        for one in found.values():
            for group in range(one.groups):
                assert [len(one.rows(group, part)) for part in one.parts] == one.counts[group].tolist()
            for kind, accounting in one.imported(0).items() if one.groups else ():
                assert sum(accounting.counts().values()) == frame.size(kind)
        if name == "journey_stages":
            for before, after in pairwise(STAGES):
                total = found[after].value + found[f"lost_{before}"].value
                np.testing.assert_allclose(total[np.isfinite(total)], 100)


def test_words_that_name_a_pain_point_are_counted_at_the_stage_they_are_about() -> None:
    said = [
        {"response": "1", "role": "open", "comment": "The form is broken", "stage": "decision"},
        {"response": "2", "role": "open", "comment": "Bien trop cher", "stage": "consideration"},
        {"response": "3", "role": "open", "comment": "Cher et en panne", "stage": "decision"},
        {"response": "4", "role": "open", "comment": "Totul e bine", "stage": "decision"},
        {"response": "5", "role": "open", "comment": "Nimeni nu ajută"},
    ]
    at = {"submitted_at": "2024-01-02T12:00:00Z"}
    events = [
        {"event_id": "e1", "customer": "a", "stage": "awareness", "at": "2024-01-01T12:00:00Z"},
        {"event_id": "e2", "customer": "a", "stage": "decision", "at": "2024-06-01T12:00:00Z"},
    ]
    loader = MemoryLoader({"answer": [{**row, **at} for row in said], "journey_event": events})
    retention = next(n for n, one in enumerate(THEMES, 1) if (one.axis, one.key) == ("stage", "retention"))
    loader.tags = [(5, retention, 1)]
    found = measures(Frame.of(1, loader), "journey_pain_points")
    counted = {name: found[name].figure(0).value for name in found if name.startswith("pains")}
    assert counted == {
        "pains": 4.0,
        "pains_awareness": 0.0,
        "pains_consideration": 1.0,
        "pains_decision": 2.0,
        "pains_retention": 1.0,
        "pains_advocacy": 0.0,
    }
