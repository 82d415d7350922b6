"""Where the words of a search stand in a comment, in the units Qt counts texts in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def found_in(text: str, search: str) -> list[tuple[int, int]]:
    """(start, length) of every hit, in UTF-16 units; the search itself says what it found."""
    if not search.strip():
        return []
    from cxdesk.store.searching import highlights

    return in_units(text, highlights(text, search))


def in_units(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """(start, length) in signs of a text as the same in the units that Qt counts texts in."""
    if not spans or text.isascii() or max(text) <= "\uffff":
        return list(spans)
    places = [0, *accumulate(2 if sign > "\uffff" else 1 for sign in text)]
    return [(places[start], places[start + length] - places[start]) for start, length in spans]
