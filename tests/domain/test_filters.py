"""One condition: the same value is parsed from the command line, written on a chip, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.system import i18n


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("country=FR", Condition("country", Op.IS, ("FR",))),
        ("country=FR|RO", Condition("country", Op.IS, ("FR", "RO"))),
        ("country=(none)", Condition("country", Op.IS, (NONE,))),
        ("score>=7", Condition("score", Op.AT_LEAST, ("7",))),
        ("score <= 6", Condition("score", Op.AT_MOST, ("6",))),
        ("score>6", Condition("score", Op.ABOVE, ("6",))),
        ("score<6", Condition("score", Op.BELOW, ("6",))),
        ("plan!=Free trial", Condition("plan", Op.NOT, ("Free trial",))),
        ("Étape du parcours=Achat", Condition("Étape du parcours", Op.IS, ("Achat",))),
        ("note=a=b", Condition("note", Op.IS, ("a=b",))),
        ("city=", Condition("city", Op.IS, ("",))),
        ("text=line one\nline two", Condition("text", Op.IS, ("line one\nline two",))),
    ],
)
def test_a_filter_is_read_from_text(text: str, expected: Condition) -> None:
    assert Condition.parse(text) == expected


@pytest.mark.parametrize("text", ["", "country", "=FR", ">=3", "   "])
def test_what_is_no_filter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadQuestion, match="country=FR"):
        Condition.parse(text)


words = st.text(st.characters(codec="utf-8", exclude_characters="=<>!|"), min_size=1).map(str.strip).filter(bool)


@given(words, st.sampled_from(list(Op)), st.lists(words, min_size=1, max_size=4))
def test_every_condition_is_read_back_from_its_text(field: str, op: Op, values: list[str]) -> None:
    condition = Condition(field, op, tuple(values))
    assert Condition.parse(condition.text) == condition


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (Condition("country", Op.IS, ("FR", "RO")), "Country: FR, RO"),
        (Condition("country", Op.IS, (NONE,)), "Country: (none)"),
        (Condition("country", Op.NOT, ("FR",)), "Country: not FR"),
        (Condition("score", Op.AT_LEAST, ("7",)), "Country ≥ 7"),
        (Condition("score", Op.AT_MOST, ("7",)), "Country ≤ 7"),
        (Condition("score", Op.BELOW, ("7",)), "Country < 7"),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition, sentence: str) -> None:
    assert condition.sentence("Country") == sentence


def test_without_a_title_the_field_speaks_for_itself() -> None:
    assert Condition("Gamme", Op.IS, ("Lampe",)).sentence() == "Gamme: Lampe"


def test_values_are_data_and_never_format_instructions() -> None:
    assert Condition("x", Op.IS, ("{field}",)).sentence() == "x: {field}"


def test_the_sentence_is_in_the_persons_language() -> None:
    i18n.use("fr")
    assert "(none)" not in Condition("pays", Op.IS, (NONE,)).sentence()
