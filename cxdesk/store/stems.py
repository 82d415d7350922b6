"""Which words are forms of one another: Snowball's stemmers over folded words, loaded when a rule first needs them.

The stemmers are pure Python and take about 20 microseconds a word, so they are asked of words of the vocabulary, of
which a few hundred begin like a rule's word, and never of the running text.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from cxdesk.domain.themes import ANY, LANGUAGES

_ALGORITHMS = {"en": "english", "fr": "french", "ro": "romanian"}
_RESTORED = "eiy"
_AGAIN = 3  # stemming once more brings livree → livre → livr, where the accents that tell them apart are folded


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(_ALGORITHMS[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word in one language."""
    found = word
    for _time in range(_AGAIN):
        shorter = str(_stemmer(language).stemWord(found))
        if shorter == found:
            break
        found = shorter
    return found


def languages(language: str) -> tuple[str, ...]:
    """The languages in whose forms a word may come: its own, or any."""
    return LANGUAGES if language == ANY else (language,)


def beginning(word: str, language: str) -> str:
    """The letters with which all forms of a word begin: what it shares with its stem, but for a vowel at the end, which
    a stemmer may have put there (pricing has the stem price).
    """
    stemmed = stem(word, language)
    same = next((at for at, (a, b) in enumerate(zip(word, stemmed, strict=False)) if a != b), len(stemmed))
    shared = word[: max(same, 1)]
    return shared[:-1] if len(shared) > 1 and shared[-1] in _RESTORED else shared
