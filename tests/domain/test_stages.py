"""What means a stage of the journey: written, read back, kept, and never trusted further than it can be read."""

from __future__ import annotations

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.stages import STAGES, Sign, Stage, Stages, followed
from cxdesk.system import i18n


@pytest.mark.parametrize("text", ["order", "usage_event: name=Login", "answer: role=nps; band=top"])
def test_a_sign_is_read_as_it_is_written(text: str) -> None:
    assert Sign.parse(f" {text} ").text == text


@pytest.mark.parametrize("text", ["", "nothing", "rate", "customer", "usage_event: name"])
def test_what_says_not_who_and_when_is_no_sign(text: str) -> None:
    with pytest.raises(BadQuestion):
        Sign.parse(text)


def test_kinds_with_a_person_and_a_day_can_be_followed() -> None:
    assert followed("order")
    assert followed("journey_event")
    assert followed("ticket")
    assert not followed("rate")
    assert not followed("customer")
    assert not followed("no such kind")


def test_a_stage_without_signs_is_its_journey_events() -> None:
    assert Stage("decision").meant == (Sign("journey_event", (Condition.parse("stage=decision"),)),)


def test_titles_are_ours_until_somebody_gives_one() -> None:
    assert [Stage(key).shown for key in STAGES[:2]] == ["Awareness", "Consideration"]
    i18n.use("fr")
    assert Stage("decision").shown == "Décision"
    assert Stage("decision", "Panier").shown == "Panier"


def test_what_is_kept_comes_back_and_the_usual_is_not_kept() -> None:
    signs = (Sign.parse("order"), Sign.parse("order"), Sign.parse("usage_event: name=Buy"))
    made = Stages().with_(Stage("retention", "  Bought   it ", signs)).with_(Stage("awareness", "Awareness"))
    assert made["retention"] == Stage("retention", "Bought it", signs[1:])
    assert list(made.to_json()) == ["retention"]
    assert Stages.of(made.to_json()) == made
    assert made.kinds == ("order", "usage_event")
    assert not made.usual
    assert Stages().usual


@pytest.mark.parametrize(
    "kept", [None, [], {"retention": 3}, {"retention": {"signs": ["rate", 7, None]}}, {"other": {"title": "x"}}]
)
def test_what_cannot_be_read_is_as_usual(kept: object) -> None:
    assert Stages.of(kept) == Stages()


def test_endless_names_and_lists_are_refused() -> None:
    with pytest.raises(BadQuestion):
        Stages().with_(Stage("decision", "x" * 81))
    with pytest.raises(BadQuestion):
        Stages().with_(Stage("decision", "", tuple(Sign.parse(f"usage_event: name={n}") for n in range(21))))
