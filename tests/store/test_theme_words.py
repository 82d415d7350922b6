"""Where the words of a theme stand in a comment: the same that the search index finds, in the text as written."""

from __future__ import annotations

import pytest

from cxdesk.domain.themes import Rules
from cxdesk.store.theme_hits import all_hits, hits_in
from cxdesk.store.theme_words import words_of


def marked(rules: Rules, text: str) -> list[str]:
    return [text[start : start + length] for start, length in words_of(rules, text)]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ({"fr": ("livré",)}, "Mal livrée, pas de livraisons", ["livrée"]),
        ({"en": ("wait",)}, "Waited, waiting, waiter", ["Waited", "waiting"]),
        ({"en": ("deliver*",)}, "DELIVERY delivered devilry", ["DELIVERY", "delivered"]),
        ({"fr": ("=prix",)}, "Les prix, un prixe", ["prix"]),
        ({"en": ("hand luggage", "luggage")}, "My hand luggage and luggage", ["hand luggage", "luggage"]),
        ({"ro": ("factură",)}, "😀 Facturile cresc", ["Facturile"]),
        ({"": ("app",)}, "<b>app</b> application", ["app"]),
        ({"en": ("app",)}, "", []),
    ],
)
def test_words_stand_where_they_are_written(words: dict[str, tuple[str, ...]], text: str, found: list[str]) -> None:
    assert marked(Rules(words), text) == found


def test_where_the_index_finds_a_comment_there_is_a_word_to_mark() -> None:
    rules = Rules(
        {"en": ("late delivery", "slow", "deliver*"), "fr": ("en retard", "livraison"), "ro": ("întârziere",)}
    )
    texts = ["A late delivery", "Slow as ever", "Livraisons en retard", "Cu întârzieri", "Nothing here", "delivers"]
    hits = set(all_hits(hits_in(list(enumerate(texts)), rules)).tolist())
    assert {at for at, text in enumerate(texts) if words_of(rules, text)} == hits == {0, 1, 2, 3, 5}
