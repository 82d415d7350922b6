"""What the palette offers, and which of it a person means by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cxdesk.domain.text import fold

MOST = 60  # shown at once


@dataclass(frozen=True)
class Entry:
    """One line: what it is called, of what sort it is, its keys, and what choosing it does. `also` is searched too."""

    text: str
    sort: str
    run: Callable[[], object]
    keys: str = ""
    icon: str = ""
    also: str = ""


def found(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries of which every word typed is a part, best first; all of them, in their order, where nothing is."""
    words = fold(typed).split()
    if not words:
        return list(entries[:MOST])
    ranked = [(rank, at, entry) for at, entry in enumerate(entries) if (rank := _rank(entry, words)) is not None]
    return [entry for _rank_of, _at, entry in sorted(ranked, key=lambda one: one[:2])[:MOST]]


def _rank(entry: Entry, words: Iterable[str]) -> tuple[int, int] | None:
    """Smaller is better: the text begins so, one of its words does, it has it inside, only what stands beside has it.
    None where a word is nowhere. Of equals the shorter text wins.
    """
    text, beside = fold(entry.text), fold(f"{entry.sort} {entry.also}")
    worst = 0
    for word in words:
        if text.startswith(word):
            place = 0
        elif f" {word}" in f" {text}":
            place = 1
        elif word in text:
            place = 2
        elif word in beside:
            place = 3
        else:
            return None
        worst = max(worst, place)
    return worst, len(text)
