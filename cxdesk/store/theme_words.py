"""Where the words of a theme's rules stand in one comment: for whoever reads it and asks why it has the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cxdesk.domain import themes as rules_of
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.text import fold_search
from cxdesk.domain.themes import How, Phrase, Rules, Word
from cxdesk.store import stems

_WORD = re.compile(r"[^\W_]+")
LONGEST = 20_000  # signs of a comment that are looked at

Span = tuple[int, int]


def words_of(rules: Rules, text: str) -> tuple[Span, ...]:
    """(start, length) of every word and phrase of the rules, in order, those that overlap as one."""
    tokens = [(m.start(), m.end(), fold_search(m[0])) for m in _WORD.finditer(text[:LONGEST])]
    found: list[Span] = []
    for language, words in rules.words.items():
        for word in words:
            found += _spans(tokens, word, language)
    return _merged(found)


def _spans(tokens: Sequence[tuple[int, int, str]], word: str, language: str) -> Iterator[Span]:
    try:
        phrase: Phrase = rules_of.phrase(word)
    except BadQuestion:
        return
    for at in range(len(tokens) - len(phrase) + 1):
        here = tokens[at : at + len(phrase)]
        if all(_is(one, token[2], language) for one, token in zip(phrase, here, strict=True)):
            yield here[0][0], here[-1][1] - here[0][0]


def _is(word: Word, token: str, language: str) -> bool:
    """Whether a folded word of the text is one that a word of a rule stands for."""
    if word.how is How.EXACT:
        return token == word.text
    if word.how is How.START:
        return token.startswith(word.text)
    if token[:1] != word.text[:1]:
        return False
    return any(stems.stem(token, one) == stems.stem(word.text, one) for one in stems.languages(language))


def _merged(found: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, length in sorted(found):
        if merged and start < merged[-1][0] + merged[-1][1]:
            first, size = merged.pop()
            start, length = first, max(size, start + length - first)
        merged.append((start, length))
    return tuple(merged)
