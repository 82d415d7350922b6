"""Who answers, and who writes: response rate and comment rate."""

from __future__ import annotations

from typing import Any

from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Grain
from tests.frame.memory import frame_of
from tests.metrics.asking import JANUARY, estimate, unavailable


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
