"""Who answers, who writes, and what of: response rate, comment rate, themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain
from cxdesk.domain.scales import ONE_TO_FIVE
from cxdesk.domain.start_themes import START
from cxdesk.frame.derived import sources
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate
from tests.frame.memory import MemoryLoader, frame_of
from tests.metrics.asking import JANUARY, estimate, measures, unavailable
from tests.metrics.holding import HOLDS, segments_add_up


def invitation(name: str, day: int = 5, **more: Any) -> dict[str, Any]:
    return {"invitation": name, "sent_at": f"2024-01-{day:02d}T09:00:00", **more}


def answer(response: str, link: str | None, day: int = 8, **more: Any) -> dict[str, Any]:
    moment = f"2024-01-{day:02d}T09:00:00"
    return {"response": response, "invitation": link, "role": "csat", "score": 5, "submitted_at": moment, **more}


def test_a_response_counts_once_however_often_and_to_how_much_it_answers() -> None:
    frame = frame_of(
        {
            "invitation": [invitation("a"), invitation("b"), invitation("c")],
            "answer": [
                answer("1", "a"),
                answer("1", "a", role="nps"),
                answer("2", "a"),
                answer("3", None),
                answer("4", "zz"),
            ],
        }
    )
    found = estimate(frame, "response_rate")
    figure = found.figure(0)
    assert (figure.numerator, figure.denominator) == (1, 3)
    assert found.facts(0) == {"duplicates": 1, "unlinked": 2}
    assert found.rows(0, "rest").tolist() == [1, 2]


def test_bounced_invitations_are_not_in_the_base_and_are_told() -> None:
    frame = frame_of(
        {
            "invitation": [invitation("a", opened_at="2024-01-06"), invitation("b", bounced=True), invitation("c")],
            "answer": [answer("1", "a")],
        }
    )
    values = {
        base: estimate(frame, "response_rate", options={"denominator": base}).figure(0)
        for base in ("delivered", "sent", "opened")
    }
    assert {base: (figure.value, figure.n) for base, figure in values.items()} == {
        "delivered": (50.0, 2),
        "sent": (100 / 3, 3),
        "opened": (100.0, 1),
    }
    assert values["delivered"].excluded == {"bounced": 1}
    assert values["opened"].excluded == {"not_opened": 2}


def test_begun_responses_count_only_when_asked_for_and_screened_out_ones_never() -> None:
    frame = frame_of(
        {
            "invitation": [invitation(name) for name in "abc"],
            "answer": [
                answer("1", "a", completion="Complete"),
                answer("2", "b", completion="Partial"),
                answer("3", "c", completion="Screened out"),
            ],
        }
    )
    assert estimate(frame, "response_rate").figure(0).numerator == 1
    assert estimate(frame, "response_rate", options={"partials": True}).figure(0).numerator == 2


def test_the_list_itself_may_say_who_answered() -> None:
    frame = frame_of(
        {"invitation": [invitation("a", completion="Completed"), invitation("b", completion="Sent"), invitation("c")]}
    )
    assert estimate(frame, "response_rate").figure(0).numerator == 1


def test_an_answer_after_the_invitation_expired_comes_too_late() -> None:
    frame = frame_of(
        {
            "invitation": [invitation("a", expires_at="2024-01-07T09:00:00"), invitation("b", expires_at="2024-01-09")],
            "answer": [answer("1", "a"), answer("2", "b")],
        }
    )
    assert estimate(frame, "response_rate").figure(0).numerator == 1


def test_invitations_that_may_still_be_answered_can_be_left_out() -> None:
    frame = frame_of({"invitation": [invitation("a", expires_at="2024-02-05"), invitation("b", 20)], "answer": []})
    assert estimate(frame, "response_rate").figure(0).n == 2
    waiting = estimate(frame, "response_rate", options={"still_open": "left_out"}).figure(0)
    assert (waiting.n, waiting.excluded) == (1, {"immature": 1})


def test_the_month_is_that_of_the_invitation() -> None:
    frame = frame_of({"invitation": [invitation("a", 30)], "answer": [answer("1", "a", submitted_at="2024-02-03")]})
    found = estimate(frame, "response_rate", grain=Grain.MONTH, range=JANUARY)
    assert found.figure(0).value == 100.0


def test_nobody_invited_is_unknown_not_nought() -> None:
    frame = frame_of({"answer": [answer("1", None)]})
    assert unavailable(frame, "response_rate").reason == "no_invitations"


def responses(*texts: tuple[str, str | None]) -> list[dict[str, Any]]:
    return [
        {"response": r, "comment": text, "role": "open", "submitted_at": f"2024-01-0{i % 9 + 1}"}
        for i, (r, text) in enumerate(texts)
    ]


def test_a_response_with_words_anywhere_has_a_comment_and_counts_once() -> None:
    rows = responses(("1", None), ("1", "Foarte bine"), ("2", "ok"), ("3", None), ("4", " "))
    frame = frame_of({"answer": rows})
    found = estimate(frame, "comment_rate")
    figure = found.figure(0)
    assert (figure.value, figure.n, figure.excluded) == (50.0, 4, {"same_response": 1})
    assert found.rows(0, "numerator").tolist() == [0, 2]
    assert estimate(frame, "comment_rate", options={"min_letters": 3}).figure(0).numerator == 1


def test_a_filter_that_divides_a_response_leaves_it_one_response() -> None:
    rows = [
        {"response": "1", "role": "nps", "score": 9, "comment": "bien"},
        {"response": "1", "role": "csat", "score": 9},
        {"response": "2", "role": "csat", "score": 2},
    ]
    figure = estimate(frame_of({"answer": rows}), "comment_rate", filters=(Condition.parse("role=csat"),)).figure(0)
    assert (figure.value, figure.n) == (50.0, 2)


def test_answers_without_a_response_id_are_responses_of_their_own() -> None:
    rows = [{"role": "open", "comment": "a"}, {"role": "open", "comment": None}]
    assert estimate(frame_of({"answer": rows}), "comment_rate").figure(0).n == 2


# Themes

SAID = (
    {"response": "1", "role": "nps", "score": 2, "comment": "Much too expensive"},
    {"response": "1", "role": "why", "comment": "and delivered late"},
    {"response": "2", "role": "csat", "score": 5, "scale": ONE_TO_FIVE},
    {"response": "2", "role": "open", "comment": "Livraison parfaite"},
    {"response": "3", "role": "nps", "score": 8, "comment": "Nice people"},
    {"response": "4", "role": "nps", "score": 9},
)
SAID_JANUARY = [{**row, "submitted_at": "2024-01-09T09:00:00Z"} for row in SAID]


def themes(rows: Mapping[str, Any], **asked: Any) -> Mapping[str, Estimate]:
    return measures(frame_of(rows), "feedback_themes", **asked)


def test_a_response_is_one_remark_however_many_of_its_answers_have_words() -> None:
    found = themes({"answer": SAID})
    assert (found["tagged"].figure(0).numerator, found["tagged"].figure(0).denominator) == (2, 3)
    shares = {name: found[name].figure(0).value for name in ("price", "delivery", "waiting", "untagged")}
    assert shares == pytest.approx({"price": 100 / 3, "delivery": 200 / 3, "waiting": 100 / 3, "untagged": 100 / 3})
    assert found["tagged"].imported(0)["answer"].counts()["no_text"] == 2


def test_words_may_stand_in_another_answer_than_the_score() -> None:
    found = themes({"answer": SAID})
    assert found["delivery_score"].figure(0).value == pytest.approx((20 + 100) / 2)  # 2 of 0–10, 5 of 1–5
    assert found["delivery_others"].figure(0).value == pytest.approx(80)
    assert found["delivery_gap"].figure(0).value == pytest.approx(-20)
    overall = (20 + 100 + 80) / 3
    assert found["delivery_impact"].figure(0).value == pytest.approx(2 / 3 * (overall - 60))


def test_requests_and_reviews_speak_as_well_and_their_rows_are_behind_the_number() -> None:
    review = {"review_id": "v1", "comment": "Cheap and cheerful", "held_at": "2024-01-10T08:00:00Z", "customer": "c1"}
    ticket = {"ticket": "t1", "comment": "Wrong invoice", "created_at": "2024-01-11T08:00:00Z", "language": "en"}
    found = themes({"answer": SAID_JANUARY, "ticket": [ticket], "business_review": [review]}, range=JANUARY)
    assert found["price"].figure(0).n == 5
    price = found["price"]
    behind = sources(price.tally.members.rows, price.rows(0, "numerator"))
    assert {kind: len(ids) for kind, ids in behind.items()} == {"answer": 2, "ticket": 0, "business_review": 1}
    split = themes({"answer": SAID_JANUARY, "ticket": [ticket]}, range=JANUARY, split="source", min_show=1)["billing"]
    assert split.segments == ("answer", "ticket")
    assert [split.figure(group).value for group in range(2)] == [0.0, 100.0]


@pytest.mark.parametrize("axis", ["theme", "pain", "sentiment"])
def test_what_must_hold_for_shares_that_overlap(axis: str) -> None:
    draw = np.random.default_rng(7)
    words = [word.strip('"') for theme in START for some in theme.rules.words.values() for word in some]
    said = [
        {
            "response": f"r{number}",
            "role": "nps",
            "score": int(draw.integers(0, 11)),
            "comment": " ".join(draw.choice(words, int(draw.integers(0, 4)))),
            "customer": f"c{draw.integers(0, 40)}",
            "channel": str(draw.choice(["mail", "web"])),
            "submitted_at": f"2024-0{draw.integers(1, 7)}-1{draw.integers(0, 9)}T09:00:00Z",
        }
        for number in range(300)
    ]
    for split in (None, "channel", axis):
        found = themes({"answer": said}, grain=Grain.MONTH, split=split, options={"axis": axis}, min_show=1)
        for one in found.values():
            for check in HOLDS:
                if split != axis or check is not segments_add_up:  # a remark is in several groups
                    check(one)


def test_any_number_is_split_by_theme_and_a_row_is_in_each_of_its_groups() -> None:
    found = estimate(frame_of({"answer": SAID}), "nps", split="theme", min_show=1)
    figures = {label: found.figure(place) for place, label in enumerate(found.segments or ())}
    assert {label: (one.value, one.n) for label, one in figures.items() if one.n} == {
        "Price": (-100.0, 1),
        "Delivery": (-100.0, 1),
        "Waiting time": (-100.0, 1),
        None: (50.0, 2),
    }
    assert found.contribution() is None  # parts that overlap do not add up to a change


def test_codes_to_continue_start_and_stop_come_from_questions_and_from_tags() -> None:
    rows = [
        {"response": "1", "role": "continue", "comment": "the team"},
        {"response": "2", "role": "open", "comment": "please call before"},
        {"response": "3", "role": "stop", "comment": "all is well"},
    ]
    code = {theme.key: number for number, theme in enumerate(START, 1) if theme.axis == "css"}
    loader = MemoryLoader({"answer": rows})
    loader.tags = [(2, code["start"], 1), (3, code["stop"], -1), (1, code["start"], 1)]
    found = measures(Frame.of(1, loader), "qual_css")
    names = ("continue", "start", "stop", "untagged")
    assert [found[name].figure(0).value for name in names] == [1.0, 2.0, 0.0, 1.0]
