"""Numbers made of several questions, what people write, and what goes with effort."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ZERO_TO_ONE, ZERO_TO_TEN, Scale
from cxdesk.metrics.evaluate import Ask, evaluate
from cxdesk.metrics.registry import metric_of
from tests.frame.memory import frame_of
from tests.long_form import often
from tests.metrics.asking import FEBRUARY, JANUARY, at, estimate, measures, unavailable

SCORES = {JANUARY: [5, 4, 5, 3, 4] * 8, FEBRUARY: [3, 4, 5, 5, 4] * 8}
CXI = ("cxi_effort", "cxi_empathy", "cxi_understanding", "cxi_effectiveness")
EITHER = Period(date(2024, 1, 1), date(2024, 3, 1))


def asked(role: str, *scores: Any, scale: Scale = ONE_TO_FIVE, **more: Any) -> list[dict[str, Any]]:
    return [
        {"response": f"r{i}", "customer": f"c{i}", "role": role, "score": score, "scale": scale, **more}
        for i, score in enumerate(scores)
    ]


# The index of experience


def test_equal_weights_are_the_mean_of_the_parts() -> None:
    rows = [row for role in CXI for row in asked(role, 5, 4, 3)]
    found = measures(frame_of({"answer": rows}), "cxi")
    parts = [float(found[name].value[0]) for name in ("effort", "empathy", "understanding", "effectiveness")]
    assert float(found["index"].value[0]) == pytest.approx(np.mean(parts)) == 75.0
    assert found["index"].figure(0).low is not None


def test_effort_asked_as_effort_is_turned() -> None:
    rows = [
        row for role in CXI for row in asked(role, 1, scale=ONE_TO_FIVE.twin() if "effort" in role else ONE_TO_FIVE)
    ]
    found = measures(frame_of({"answer": rows}), "cxi")
    assert (float(found["effort"].value[0]), float(found["empathy"].value[0])) == (100.0, 0.0)


def test_two_parts_are_too_few_and_three_will_do() -> None:
    rows = [row for role in CXI[:3] for row in asked(role, 5)]
    assert estimate(frame_of({"answer": rows}), "cxi").figure(0).value == 100.0
    figure = estimate(frame_of({"answer": rows[:2]}), "cxi").figure(0)
    assert (figure.value, figure.reason) == (None, "low_coverage")


def test_the_latest_answer_of_a_customer_counts() -> None:
    early = [row for role in CXI for row in asked(role, 1, submitted_at="2024-01-01")]
    late = [{**row, "response": "x", "score": 5, "submitted_at": "2024-01-09"} for row in early]
    assert estimate(frame_of({"answer": early + late}), "cxi").figure(0).value == 100.0
    assert estimate(frame_of({"answer": early + late}), "cxi", options={"dedupe": "all"}).figure(0).value == 50.0


@given(st.lists(st.tuples(st.sampled_from(CXI), st.one_of(st.none(), st.integers(0, 8))), min_size=1, max_size=30))
@settings(max_examples=often(13, 40), deadline=None)
def test_an_index_lies_among_its_parts(given_: list[tuple[str, int | None]]) -> None:
    rows = [
        row for i, (role, score) in enumerate(given_) for row in asked(role, score, response=f"r{i}", customer=None)
    ]
    found = measures(frame_of({"answer": rows}), "cxi")
    parts = np.array([float(one.sums.value[0]) for name, one in found.items() if name != "index"])
    value = float(found["index"].value[0])
    known = parts[np.isfinite(parts)]
    assert np.isfinite(value) == (len(known) >= 3)
    if np.isfinite(value):
        assert known.min() - 1e-9 <= value <= known.max() + 1e-9


# Three questions


def three(*scores: tuple[Any, Any, Any], scale: Scale = ONE_TO_TEN) -> list[dict[str, Any]]:
    return [
        {"response": f"r{i}", "role": "csat", "question": question, "score": score, "scale": scale}
        for i, one in enumerate(scores)
        for question, score in zip(("Q1", "Q2", "Q3"), one, strict=True)
    ]


def test_the_index_of_three_questions_is_less_one_over_nine() -> None:
    frame = frame_of({"answer": three((8, 7, 6), (10, 9, None))})
    assert estimate(frame, "csat_index_acsi").figure(0).value == pytest.approx((8 / 9 + 7 / 9 + 5 / 9) / 3 * 100)


def test_other_scales_and_other_numbers_of_questions_are_no_such_index() -> None:
    assert unavailable(frame_of({"answer": three((5, 4, 3), scale=ONE_TO_FIVE)}), "csat_index_acsi").needs == "question"
    four = three((8, 7, 6)) + [{**row, "question": "Q4"} for row in three((9, 9, 9))[:1]]
    assert unavailable(frame_of({"answer": four}), "csat_index_acsi").reason == "missing_field"
    named = estimate(frame_of({"answer": four}), "csat_index_acsi", options={"questions": "q4|Q2|Q3"})
    assert named.figure(0).value == pytest.approx((8 / 9 + 6 / 9 + 5 / 9) / 3 * 100)


# Known, loyal, engaged


def test_named_and_unprompted_are_two_numbers() -> None:
    rows = asked("awareness_aided", 1, 1, 0, scale=ZERO_TO_ONE) + asked("awareness_unaided", 1, 0, scale=ZERO_TO_ONE)
    found = measures(frame_of({"answer": rows}), "awareness")
    assert {name: one.figure(0).n for name, one in found.items()} == {"aided": 3, "unaided": 2}
    assert found["unaided"].figure(0).value == 50.0
    only = measures(frame_of({"answer": asked("awareness_unaided", 1, 0, scale=ZERO_TO_ONE)}), "awareness")
    assert next(iter(only)) == "unaided"


def loyal() -> dict[str, list[dict[str, Any]]]:
    rows = at(JANUARY, [10, 10, 0, 8], "nps") + at(FEBRUARY, [10], "nps")
    for i, row in enumerate(rows):
        row |= {"customer": f"c{i}", "scale": ZERO_TO_TEN}
    intent = [{**row, "scale": ZERO_TO_TEN} for row in at(JANUARY, [8, 6], "return_intent")]
    runs = [{"customer": f"c{i}", "started_on": "2023-01-01"} for i in range(4)]
    runs[0]["ended_on"] = "2024-01-20"
    return {"answer": rows + intent, "subscription": runs}


def test_loyalty_is_words_and_deeds() -> None:
    found = measures(frame_of(loyal(), as_of={"subscription": "2024-03-01"}), "loyalty_index", range=JANUARY)
    said = {name: float(one.value[0]) for name, one in found.items()}
    assert said == pytest.approx({"index": (70 + 62.5 + 75) / 3, "rebuy": 70, "recommend": 62.5, "stay": 75})


def test_buying_again_stands_for_returning_where_only_that_was_asked() -> None:
    rows = [{**row, "role": "repurchase"} if row["role"] == "return_intent" else row for row in loyal()["answer"]]
    assert measures(frame_of({"answer": rows}), "loyalty_index")["rebuy"].figure(0).value == 70.0


def test_a_segment_that_was_asked_one_of_two_questions_stands_on_that_one() -> None:
    words = at(JANUARY, [9, 8], "nps", country="FR", scale=ZERO_TO_TEN)
    deeds = at(JANUARY, [7, 6, 5], "return_intent", country="RO", scale=ZERO_TO_TEN)
    found = estimate(frame_of({"answer": words + deeds}), "loyalty_index", split="country")
    assert dict(zip(found.segments or (), found.n.tolist(), strict=True)) == {"FR": 2.0, "RO": 3.0}
    assert found.totals().n.tolist() == [2.0]  # the smallest of what the whole is made of, and no sum


def test_engagement_takes_loyalty_from_the_nps_or_from_its_index() -> None:
    rows = loyal()
    rows["answer"] += [{**row, "scale": ONE_TO_FIVE} for row in at(JANUARY, [5, 1], "csat")]
    rows["answer"] += [{**row, "scale": ZERO_TO_ONE} for row in at(JANUARY, [1, 1], "awareness_aided")]
    frame = frame_of(rows, as_of={"subscription": "2024-03-01"})
    plain = estimate(frame, "engagement_composite", range=JANUARY).figure(0).value
    by_index = estimate(frame, "engagement_composite", range=JANUARY, options={"loyalty": "index"}).figure(0).value
    assert plain == pytest.approx((50 + 62.5 + 100) / 3)
    assert by_index == pytest.approx((50 + (70 + 62.5 + 75) / 3 + 100) / 3)


def test_engagement_needs_no_dates_and_no_subscriptions() -> None:
    rows = asked("csat", 5, 1) + asked("nps", 10, 8, scale=ZERO_TO_TEN) + asked("awareness_aided", 1, scale=ZERO_TO_ONE)
    assert estimate(frame_of({"answer": rows}), "engagement_composite").figure(0).value == pytest.approx(75.0)
    assert unavailable(frame_of({"answer": rows[:4]}), "engagement_composite").reason == "no_rows"


def test_the_change_of_an_index_is_tested_over_customers() -> None:
    rows = [row for role in CXI for period in (JANUARY, FEBRUARY) for row in at(period, SCORES[period], role)]
    for i, row in enumerate(rows):
        row |= {"customer": f"c{i % 40}", "scale": ONE_TO_FIVE}
    change = estimate(frame_of({"answer": rows}), "cxi", periods=(JANUARY, FEBRUARY)).change(0, 1)
    assert change.delta == pytest.approx(0.0)
    assert change.verdict == "no_clear_change"


# What goes with effort


def served() -> dict[str, list[dict[str, Any]]]:
    """Forty answers: the longer the wait, the harder it felt."""
    tickets = [
        {
            "ticket": f"t{i}",
            "created_at": "2024-01-02",
            "wait_seconds": 60.0 * i,
            "channel": "phone" if i % 2 else "email",
        }
        for i in range(40)
    ]
    rows = asked("ces", *(max(1, 7 - i // 7) for i in range(40)), scale=ONE_TO_SEVEN, submitted_at="2024-01-05")
    for i, row in enumerate(rows):
        row["ticket"] = f"t{i}"
    return {"ticket": tickets, "answer": rows}


def test_a_long_wait_goes_with_little_ease() -> None:
    found = measures(frame_of(served()), "ces_drivers")
    figure = found["wait"].figure(0)
    assert figure.value is not None
    assert figure.high is not None
    assert figure.value < figure.high < -0.9
    assert found["outcome"].figure(0).reason == "no_valid_answers"


def test_channel_and_wait_are_a_table() -> None:
    frame = frame_of(served())
    found = measures(frame, "ces_drivers", split="channel_and_wait", min_show=1)["ease"]
    labels = [str(label) for label in found.segments or ()]
    assert "phone · 1 to 5 minutes" in labels
    assert sum(found.n.tolist()) == 40
    bands = measures(frame, "ces_drivers", split="wait_band", min_show=1)["median_wait"]
    at = bands.segment("5 to 30 minutes")
    assert at is not None
    assert bands.value[at] == 60.0 * 17
    by_channel = measures(frame, "ces_drivers", split="contact_channel")["wait"]
    assert by_channel.segments == ("email", "phone")


def test_the_call_about_a_ticket_says_how_long_they_waited() -> None:
    rows = served()
    rows["contact"] = [
        {"call_id": "k", "ticket": "t0", "offered_at": "2024-01-01", "wait_seconds": 7, "channel": "chat"}
    ]
    frame = frame_of(rows)
    found = measures(frame, "ces_drivers", split="contact_channel")["median_wait"]
    at = found.segment("chat")
    assert at is not None
    assert found.sums.value[at] == 7.0


def test_other_metrics_know_nothing_of_these_attributes() -> None:
    frame = frame_of(served())
    measures(frame, "ces_drivers", split="wait_band")
    assert unavailable(frame, "ces_mean", split="wait_band").reason == "filter_not_applicable"


def test_answers_of_no_ticket_have_no_wait() -> None:
    figure = measures(frame_of({"answer": asked("ces", 5, 3)}), "ces_drivers")["wait"].figure(0)
    assert (figure.value, figure.reason, figure.missing) == (None, "no_valid_answers", 2)


# Getting started


def test_getting_started_is_what_the_customers_onboarding_says() -> None:
    begun = [
        {"customer": "c0", "started_at": "2024-01-01"},
        {"customer": "c1", "started_at": "2024-01-01", "value_at": "2024-02-01"},
    ]
    rows = asked("ces", 6, 4, 2, scale=ONE_TO_SEVEN, submitted_at="2024-02-20T10:00:00")
    found = estimate(frame_of({"answer": rows, "onboarding": begun}), "onboarding_effort")
    assert (found.figure(0).value, found.figure(0).n) == (4.0, 1)
    longer = estimate(frame_of({"answer": rows, "onboarding": begun}), "onboarding_effort", options={"days": 60})
    assert longer.figure(0).value == 5.0


# What they write


def test_a_response_counts_once_under_each_of_its_codes() -> None:
    rows: list[dict[str, Any]] = [
        {"response": "1", "role": "stop", "comment": "Trop cher", "submitted_at": "2024-01-03", "channel": "web"},
        {"response": "1", "role": "stop", "comment": "Trop lent", "submitted_at": "2024-01-03", "channel": "web"},
        {"response": "1", "role": "continue", "comment": "L'accueil", "submitted_at": "2024-01-03", "channel": "web"},
        {"response": "2", "role": "nps", "score": 3, "comment": "Bof", "submitted_at": "2024-02-03", "channel": "shop"},
    ]
    found = measures(frame_of({"answer": rows}), "qual_css", grain=Grain.MONTH, range=EITHER)
    assert {name: one.sums.value.tolist() for name, one in found.items() if "share" not in name} == {
        "continue": [1, 0],
        "start": [0, 0],
        "stop": [1, 0],
        "untagged": [0, 1],
    }
    assert found["stop"].row_ids(0, "counted").tolist() == [1, 2, 3]
    assert measures(frame_of({"answer": rows}), "qual_css", split="channel", min_show=1)["stop"].segments == (
        "shop",
        "web",
    )


@st.composite
def written(draw: st.DrawFn) -> list[dict[str, Any]]:
    def one(i: int) -> dict[str, Any]:
        day = draw(st.one_of(st.none(), st.integers(0, 60)))
        return {
            "response": draw(st.sampled_from((None, "a", "b", "c"))),
            "role": draw(st.sampled_from(("continue", "start", "stop", "open", "ces", "csat", *CXI))),
            "question": draw(st.sampled_from((None, "Q1", "Q2", "Q3"))),
            "comment": draw(st.sampled_from((None, "", "Bun", "!"))),
            "score": draw(st.one_of(st.none(), st.integers(-1, 11))),
            "scale": draw(st.sampled_from((ONE_TO_FIVE, ONE_TO_TEN, ONE_TO_FIVE.twin()))),
            "customer": draw(st.sampled_from((None, "x", "y"))),
            "ticket": draw(st.sampled_from((None, "t", "u"))),
            "submitted_at": None if day is None else (datetime(2024, 1, 1) + timedelta(days=day)).isoformat(),
        }

    return [one(i) for i in range(draw(st.integers(1, 25)))]


@given(written(), st.sampled_from((None, "has_comment", "weekday")))
@settings(max_examples=often(20, 60), deadline=None)
def test_the_list_is_the_number(rows: list[dict[str, Any]], split: str | None) -> None:
    ticket = {"ticket": "t", "created_at": "2024-01-01", "wait_seconds": 5}
    frame = frame_of(
        {"answer": rows, "ticket": [ticket], "onboarding": [{"customer": "x", "started_at": "2024-01-10"}]}
    )
    for name in ("qual_css", "ces_drivers", "onboarding_effort", "cxi", "csat_index_acsi"):
        found = evaluate(metric_of(name), frame, Ask(split=split, min_show=1))
        for one in found.values() if isinstance(found, Mapping) else ():
            for group in range(one.groups):
                figure = one.figure(group)
                for part, n in figure.parts.items():
                    assert len(one.rows(group, part)) == n
                assert (figure.value is None) == (figure.reason is not None)
