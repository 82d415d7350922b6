"""Rules of themes: what may be written, what it stands for, and how it travels."""

from __future__ import annotations

import json

import pytest

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.start_themes import START
from cxdesk.domain.themes import Axis, How, Rules, Theme, Word, phrase, theme_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Livré", (("livre", How.FORMS),)),
        ("  customer   SERVICE ", (("customer", How.FORMS), ("service", How.FORMS))),
        ("mode d’emploi", (("mode", How.FORMS), ("d", How.FORMS), ("emploi", How.FORMS))),
        ("deliver*", (("deliver", How.START),)),
        ("app up*", (("app", How.FORMS), ("up", How.START))),
        ('"prix"', (("prix", How.EXACT),)),
        ("=Point Relais", (("point", How.EXACT), ("relais", How.EXACT))),
        ("ţară", (("tara", How.FORMS),)),
    ],
)
def test_what_is_written_becomes_words_to_look_for(text: str, words: tuple[tuple[str, How], ...]) -> None:
    assert phrase(text) == tuple(Word(*word) for word in words)


@pytest.mark.parametrize("text", ["", "  ", "*", "=", '""', "?!", "_", " ".join(["word"] * 13)])
def test_what_holds_no_word_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        phrase(text)


def test_words_are_added_once_and_taken_away_however_they_are_written() -> None:
    rules = Rules().with_words("fr", ["Cher", "cher", "CHÈRE"]).with_words("en", ["dear"])
    assert rules.words == {"fr": ("Cher", "CHÈRE"), "en": ("dear",)}
    assert rules.with_words("fr", remove=["chere"]).words["fr"] == ("Cher",)
    assert rules.without("", ["pas cher"]).excluded == {"": ("pas cher",)}
    assert Rules().empty
    assert not rules.empty


def test_the_version_follows_the_words_and_nothing_else() -> None:
    one, same = Rules({"en": ("late",), "fr": ()}), Rules({"en": ("late",)})
    assert one.version == same.version
    assert len({one.version, one.with_words("en", ["slow"]).version, one.without("en", ["slow"]).version}) == 3


@pytest.mark.parametrize("theme", START, ids=lambda one: f"{one.axis}-{one.key}")
def test_a_theme_travels_as_json(theme: Theme) -> None:
    assert theme_of(json.loads(json.dumps(theme.to_json()))) == theme


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        {"title": " "},
        {"title": "x", "axis": "mood"},
        {"title": "x", "words": ["late"]},
        {"title": "x", "words": {"de": ["spät"]}},
        {"title": "x", "words": {"en": "late"}},
        {"title": "x", "words": {"en": ["?"]}},
    ],
)
def test_what_is_no_theme_is_refused_with_a_sentence(found: object) -> None:
    with pytest.raises(BadQuestion) as refused:
        theme_of(found)
    assert refused.value.message


def test_words_that_are_no_list_are_not_taken_for_a_wrong_language() -> None:
    with pytest.raises(BadQuestion, match="lists by language"):
        theme_of({"title": "x", "words": {"fr": "retard"}})


def test_delivered_themes_have_keys_of_their_own_and_words_in_three_languages() -> None:
    for axis in Axis:
        keys = [theme.key for theme in START if theme.axis == axis]
        assert len(set(keys)) == len(keys) > 0
    for theme in START:
        if theme.axis in (Axis.THEME, Axis.PAIN, Axis.SENTIMENT):
            assert set(theme.rules.words) == {"en", "fr", "ro"}, theme.key


def test_a_theme_is_called_by_title_code_or_number() -> None:
    theme = Theme(Axis.THEME, "Bagages perdus", id=7)
    assert theme.code == "bagages_perdus"
    assert all(theme.is_called(name) for name in ("bagages PERDUS", "bagages_perdus", "7"))
    assert not theme.is_called("bagages")
    assert Theme(Axis.THEME, "Цена", id=9).code == "theme_9"
