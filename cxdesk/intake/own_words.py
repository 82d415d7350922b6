"""Ratings in a desk's own words, which no list knows: each word is asked about, good, in the middle or bad.

The answers stand in the mapping's options like those about other words, so that the next export needs none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain import labels
from cxdesk.domain.results import Phrase, plural
from cxdesk.domain.text import fold
from cxdesk.intake.evidence import Guess, Seen
from cxdesk.intake.fields import MOST
from cxdesk.intake.formats import Asks
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

MARK = "mark"
MOST_WORDS, SHORT = 10, 4.0  # more or longer texts are remarks, no scale
SCALE, POINTS = "1-3", {"good": 3.0, "middle": 2.0, "bad": 1.0}
NO_ANSWER = "none"


def could_be_words(guess: Guess) -> bool:
    """Whether a column could be a rating in words: few, short, no numbers."""
    few = 2 <= guess.distinct <= MOST_WORDS and guess.words <= SHORT
    return few and bool(guess.values) and guess.numbers.cells < MOST * guess.filled


def in_own_words(draft: Draft, at: int, asks: Asks) -> Asks | None:
    """The rating with the meaning of each of its words, as proposed or said; None where these are no words."""
    guess = draft.guesses[at]
    if not could_be_words(guess):
        return None
    known = {fold(word) for word in asks.missing}
    points: list[tuple[str, float]] = []
    missing = list(asks.missing)
    for seen in guess.values:
        if fold(seen.text) in known:
            continue
        meant = _meant(draft, at, seen)
        if meant in POINTS:
            points.append((seen.text, POINTS[meant]))
        else:
            missing.append(seen.text)
    return replace(asks, scale=SCALE, labels=tuple(points), missing=tuple(missing), rivals=())


def _meant(draft: Draft, at: int, seen: Seen) -> str:
    doubt = mark_doubt(draft.headings[at], at, seen)
    if all(one.id != doubt.id for one in draft.doubts):
        draft.ask(doubt)
    return draft.said(doubt.id) or doubt.proposed or NO_ANSWER


def mark_doubt(heading: str, at: int, seen: Seen) -> Doubt:
    """What a word says of the service; proposed where the word is a known one."""
    place = labels.words().get(fold(seen.text))
    proposed = None if place is None else "good" if place > 0 else "bad" if place < 0 else "middle"
    choices = (
        Choice("good", Phrase(N_("Yes, a good one"))),
        Choice("middle", Phrase(N_("In the middle"))),
        Choice("bad", Phrase(N_("No, a bad one"))),
        Choice(NO_ANSWER, Phrase(N_("It is no answer"))),
    )
    title = Phrase(N_("Is “{word}” in “{column}” a good rating?"), (("word", seen.text), ("column", heading)))
    evidence = plural("It stands in {n} row.", "It stands in {n} rows.", seen.count)
    return Doubt(f"{MARK}:{at}:{seen.text}", title, choices, proposed, evidence, at)
