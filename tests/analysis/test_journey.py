"""The journey as its screen and the command line show it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cxdesk.analysis.journey import comments_of, journey, journey_json, possible
from cxdesk.domain.journey import PainPoint
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.domain.stages import STAGES, Sign, Stage, Stages
from cxdesk.domain.themes import Theme
from cxdesk.frame.frame import Frame
from tests.frame.memory import frame_of

START = datetime(2024, 1, 1, 12, tzinfo=UTC)
ANY = Query(min_show=1)


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat()


def entered(who: str, stage: str, day: float) -> dict[str, Any]:
    return {"event_id": f"{who}{stage}{day}", "customer": who, "stage": stage, "kind": "enter", "at": at(day)}


def ordered(who: str, day: float) -> dict[str, Any]:
    return {"order": f"{who}{day}", "customer": who, "placed_at": at(day)}


def use(who: str, name: str, day: float) -> dict[str, Any]:
    return {"event_id": f"{who}{name}{day}", "customer": who, "name": name, "at": at(day)}


# a goes all the way, b stops after the first stage, c is lost at the second, d began 40 days before the data end.
EVENTS = [
    *(entered("a", stage, 2 * place) for place, stage in enumerate(STAGES)),
    entered("b", "awareness", 0),
    entered("c", "awareness", 0),
    entered("c", "consideration", 4),
    entered("d", "awareness", 160),
    entered("z", "decision", 200),
]


def frame(stages: Stages | None = None, **rows: Any) -> Frame:
    settings = {"journey": stages.to_json()} if stages else {}
    return frame_of({"journey_event": EVENTS, **rows}, settings=settings)


class TestColumns:
    def test_each_is_everybody_who_got_there(self) -> None:
        found = journey(ANY, frame())
        counts = [(one.people, one.went_on, one.waiting, one.dropped) for one in found.stages]
        assert counts == [(4, 2, 1, 1), (2, 1, 0, 1), (1, 1, 0, 0), (1, 1, 0, 0), (1, 1, 0, 0)]
        assert found.people == 4
        for one in found.stages:
            assert one.people == one.went_on + one.waiting + one.dropped

    def test_the_rate_leaves_out_who_is_still_in_time(self) -> None:
        first, second, *_more, last = journey(ANY, frame()).stages
        assert first.rate.value is not None
        assert round(first.rate.value, 1) == 66.7  # 2 of 3: d may still go on
        assert first.rate.low is not None
        assert first.rate.low < first.rate.value
        assert second.rate.value == 50
        assert last.rate.value is not None
        assert round(last.rate.value, 1) == 33.3

    def test_it_is_not_said_where_only_those_who_went_on_are_known_of(self) -> None:
        """All others are still within their time: the share would be 100 %, whatever they do."""
        rows = [entered("a", "awareness", 0), entered("a", "consideration", 1), entered("b", "awareness", 2)]
        found = journey(ANY, frame_of({"journey_event": rows})).stages[0]
        assert (found.went_on, found.waiting, found.dropped) == (1, 1, 0)
        assert (found.rate.value, found.rate.reason) == (None, "immature")

    def test_too_few_people_have_counts_and_no_rate(self) -> None:
        found = journey(Query(), frame()).stages[1]
        assert (found.people, found.rate.value, found.rate.reason) == (2, None, "too_few")

    def test_times_are_the_median_of_stays_that_are_over(self) -> None:
        first, second, *_more = journey(ANY, frame()).stages
        assert (first.time.value, first.time.n) == (3.0, 2)  # a 2 days, c 4
        assert second.time.value == 2.0

    def test_the_window_is_the_metrics_own_option(self) -> None:
        options = {"journey_stages": {"window": 3}}
        found = journey(Query(min_show=1, options=options), frame())
        assert found.days == 3
        assert found.stages[0].went_on == 1  # c took 4 days
        assert found.stages[0].waiting == 0

    def test_without_journeys_there_is_a_reason(self) -> None:
        found = journey(Query(), frame_of({"answer": []}))
        assert (found.stages, found.why, found.needs) == ((), "missing_kind", "journey_event")


class TestOwnStages:
    def test_events_of_use_and_orders_mean_what_the_workspace_says(self) -> None:
        stages = Stages()
        for key, sign in zip(STAGES, ("usage_event: name=look", "usage_event: name=try", "cart", "order", "order"),
                             strict=True):  # fmt: skip
            stages = stages.with_(Stage(key, "", (Sign.parse(sign),)))
        rows = {
            "usage_event": [use("a", "look", 0), use("a", "try", 1), use("b", "look", 0), use("z", "look", 300)],
            "cart": [{"cart": "k", "customer": "a", "created_at": at(2)}],
            "order": [ordered("a", 3), ordered("a", 9), ordered("b", 5)],
        }
        found = journey(ANY, frame_of(rows, settings={"journey": stages.to_json()}))
        assert [one.people for one in found.stages] == [3, 1, 1, 1, 1]
        assert found.stages[3].time.value == 6  # to the second order

    def test_only_those_who_meet_every_condition(self) -> None:
        sign = Sign.parse("answer: role=nps; band=top")
        stages = Stages().with_(Stage("advocacy", "", (sign,)))
        answers = [
            {"response": f"r{n}", "customer": who, "role": "nps", "score": score, "submitted_at": at(8)}
            for n, (who, score) in enumerate((("a", 10), ("c", 10)))
        ]
        found = journey(ANY, frame(stages, answer=answers))
        assert found.stages[-1].people == 1
        lower = [{**answers[0], "score": 3}]
        assert journey(ANY, frame(stages, answer=lower)).stages[-1].people == 0

    def test_events_of_a_stage_count_only_where_they_enter_it(self) -> None:
        stages = Stages().with_(Stage("consideration", "", (Sign.parse("journey_event: stage=consideration"),)))
        touched = {**entered("b", "consideration", 3), "kind": "touch"}
        assert journey(ANY, frame(stages)).stages[1].people == 2
        rows = {"journey_event": [*EVENTS, touched]}
        assert journey(ANY, frame_of(rows, settings={"journey": stages.to_json()})).stages[1].people == 2

    def test_a_stage_without_signs_stays_as_usual_beside_one_with(self) -> None:
        stages = Stages().with_(Stage("advocacy", "Said so", (Sign.parse("order"),)))
        found = journey(ANY, frame(stages, order=[ordered("a", 7)]))
        assert [one.people for one in found.stages[:2]] == [4, 2]
        assert found.stages[-1].stage.shown == "Said so"


class TestPains:
    def test_a_pain_point_stands_at_the_stage_where_most_name_it(self) -> None:
        answers = [
            {"response": f"r{n}", "customer": "a", "role": "ces", "score": 1, "scale": ONE_TO_FIVE, "stage": stage,
             "submitted_at": at(n), "comment": "It took too long and it crashes"}
            for n, stage in enumerate(("decision", "retention", "decision"))
        ]  # fmt: skip
        found = journey(ANY, frame(answer=answers))
        named = {one.theme.key: one for one in found.pains}
        assert set(named) == {"too_slow", "not_working"}
        for one in found.pains:
            assert (one.stage, one.here, one.comments) == ("decision", 2, 3)

    def test_its_comments_are_asked_for_by_the_theme(self) -> None:
        point = PainPoint(Theme("pain", "Too slow", key="too_slow"), "too_slow", 3)
        asked = comments_of(Query(options={"nps": {"dedupe": "all"}}), point)
        assert asked.selection == Selection("feedback_themes", "too_slow", part="numerator")
        assert asked.options == {"nps": {"dedupe": "all"}, "feedback_themes": {"axis": "pain"}}

    def test_what_could_mean_a_stage_is_offered_with_counts(self) -> None:
        used = [use("a", "look", 0), use("b", "look", 1), use("a", "try", 1)]
        rows = {"usage_event": used, "order": [ordered("a", 3)]}
        offered = {one.sign: one.rows for one in possible(frame(**rows))}
        assert offered["usage_event: name=look"] == 2
        assert offered["journey_event: stage=awareness"] == 4
        assert offered["order"] == 1
        assert all(Sign.parse(text).text == text for text in offered)


def test_the_printed_object_has_the_same_figures() -> None:
    found = journey(ANY, frame())
    printed = journey_json(found)
    assert [one["people"] for one in printed["stages"]] == [one.people for one in found.stages]
    assert printed["stages"][0]["means"] == ["journey_event: stage=awareness"]
    assert printed["stages"][0]["still_in_time"] == 1
    assert (printed["days"], printed["reason"]) == (90.0, None)
