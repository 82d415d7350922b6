"""What a person types into the search box: as an FTS5 expression that cannot fail, and as places to highlight."""

from __future__ import annotations

import re
from functools import lru_cache

from cxdesk.domain.text import fold_search

_QUOTED = re.compile(r'"([^"]*)"?|(\S+?)(?=["\s]|$)')
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 32


def terms(text: str) -> list[tuple[tuple[str, ...], bool]]:
    """(words that stand together, whether the last word is only a beginning), folded."""
    clean = fold_search("".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff"))
    found = []
    for match in _QUOTED.finditer(clean):
        words = tuple(_WORD.findall(match[1] if match[1] is not None else match[2]))
        if words:
            at_end = match.end() == len(clean) and match[1] is None
            found.append((words, at_end))
    return found[:MOST_WORDS]


def expression(text: str) -> str | None:
    """The FTS5 query: every term must occur. None when there is nothing to look for."""
    parts = ['"' + " ".join(words) + '"' + ("*" if beginning else "") for words, beginning in terms(text)]
    return " AND ".join(parts) or None


def highlights(comment: str, text: str) -> list[tuple[int, int]]:
    """(start, length) in the comment as written, of what the search `text` found in it; in order, never overlapping."""
    wanted = terms(text)
    if not wanted:
        return []
    folded, places = _folded_places(comment)
    spans = sorted(
        (places[m.start()], max(places[m.end()], places[m.end() - 1] + 1))  # half of an Æ is the whole of it
        for words, beginning in wanted
        for m in _pattern(words, beginning).finditer(folded)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return [(start, end - start) for start, end in merged]


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...], beginning: bool) -> re.Pattern[str]:
    body = r"[\W_]+".join(map(re.escape, words))
    return re.compile(r"(?<![^\W_])" + body + ("" if beginning else r"(?![^\W_])"))


def _folded_places(comment: str) -> tuple[str, list[int]]:
    """The folded comment, and for each of its signs (and its end) where it stands in the comment."""
    pieces, places = [], []
    for at, sign in enumerate(comment):
        folded = _folded_sign(sign)
        pieces.append(folded)
        places += [at] * len(folded)
    places.append(len(comment))
    return "".join(pieces), places


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    return fold_search(sign)
