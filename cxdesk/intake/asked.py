"""Which columns are survey questions, what each measures, and which text stands beside which score."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cxdesk.domain.kinds import TEXT_ROLES, Role
from cxdesk.intake.evidence import Guess
from cxdesk.intake.ratings import is_rating, readings
from cxdesk.intake.synonyms import (
    asks_for_rating,
    asks_openly,
    asks_reason,
    asks_why,
    is_own_question,
    role_of,
    scale_in,
    text_role,
)

LONG, MANY_WORDS, DIFFERENT = 25, 3.0, 0.5
OUTSPOKEN = 7  # words that nobody finds among choices to tick
SENTENCE = 4  # words of a text that is no category, in a column that is named for remarks
SEVERAL = 3  # so many ratings on one scale are a survey's and no counts
FACTS = frozenset({"yes_no"})  # words that answer questions of fact as well
FEWEST_WORDS = 3
STARS = frozenset("★☆⭐*")
MOST_ASKED = 8  # ratings without a named measure that are asked about one by one
OVERALL = ("overall", "in general", "general", "globalement", "global", "ansamblu", "as a whole")


@dataclass
class Asked:
    """`sure`: column → role by its wording; `unsure`: ratings whose wording says no measure, the likeliest main
    question first; `texts`: free-text columns.
    """

    sure: dict[int, Role] = field(default_factory=dict)
    unsure: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)


def find(headings: Sequence[str], guesses: Sequence[Guess], taken: Collection[int]) -> Asked:
    """Look for questions among the columns that are nothing else."""
    found = Asked()
    for at, guess in enumerate(guesses):
        if at in taken or not guess.filled:
            continue
        if is_rating(guess):
            role = rated_role(headings[at], guess)
            if role is not None:
                found.sure[at] = role
            elif asks_for_rating(headings[at]) or scale_in(headings[at]) or is_answered_as_one(guess):
                found.unsure.append(at)
        elif is_free_text(headings[at], guess):
            found.texts.append(at)
    found.unsure.sort(key=lambda at: not is_overall(headings[at]))
    return found


def is_overall(heading: str) -> bool:
    """Whether a heading says that it asks about everything together."""
    return any(word in heading.casefold() for word in OVERALL)


def alike(guesses: Sequence[Guess], taken: Collection[int]) -> int:
    """How many ratings were answered on one and the same scale, whatever their headings say: the most for any scale.
    Columns of yes or no are none, nor are those that are something else already.
    """
    scales = [
        readings(guess, None).readings[0].partition(":na=")[0]
        for at, guess in enumerate(guesses)
        if at not in taken and is_rating(guess) and not guess.booleans and len(guess.points) != 1
    ]
    return max(map(scales.count, scales), default=0)


def rated_role(heading: str, guess: Guess) -> Role | None:
    """What a rating measures, by its heading, else by the words it is answered with."""
    role = role_of(heading)
    two_points = len(guess.points) <= 2 and guess.booleans > 0
    if role is Role.CES and (two_points or guess.labels == "yes_no"):
        return None  # "did you manage?" is no effort score
    if role is not None:
        return role
    if guess.labelled > guess.pointed:
        return {"satisfaction": Role.CSAT, "ease": Role.CES}.get(guess.labels)
    return None


def is_answered_as_one(guess: Guess) -> bool:
    """Whether the cells themselves say that they rate: stars, 4/5, or several words of one list of answers."""
    if guess.labelled > guess.pointed:
        return guess.labels not in FACTS and guess.distinct >= FEWEST_WORDS
    return bool(guess.out_of) or any(set(seen.text) <= STARS for seen in guess.examples)


def is_free_text(heading: str, guess: Guess) -> bool:
    """Whether a column holds what people wrote in their own words."""
    if guess.layouts or guess.emails or guess.numbers.cells * 2 > guess.filled:
        return False
    differ = guess.distinct > DIFFERENT * guess.filled
    if asks_why(heading):
        return guess.words >= 1 and (differ or guess.words >= MANY_WORDS or _remarks(heading, guess))
    if asks_openly(heading) and any(len(seen.text.split()) >= OUTSPOKEN for seen in guess.values):
        return True
    return differ and guess.length > LONG * 0.8 and guess.words >= MANY_WORDS


def _remarks(heading: str, guess: Guess) -> bool:
    """Many people write the same few words ("nothing to say"); one sentence among them shows that they could write."""
    return not asks_reason(heading) and any(len(seen.text.split()) >= SENTENCE for seen in guess.values)


def comments(
    headings: Sequence[str], texts: Sequence[int], roles: Mapping[int, Role], others: Collection[int] = ()
) -> tuple[dict[int, int], dict[int, Role]]:
    """(text column → the score it comments, text column → its own role). `roles` are those of the score columns,
    `others` the ratings that are no scores: the reason given right after one of them explains no other.

    A text after scores that asks why, or is named like a remark, belongs to them; after several, to the most
    telling. A text that is a question of its own stands for itself.
    """
    beside: dict[int, int] = {}
    own: dict[int, Role] = {}
    for at in texts:
        explains_another = at - 1 in others and asks_reason(headings[at])
        score = None if explains_another else _score_of(headings[at], at, texts, roles)
        if score is None or score in beside.values():
            own[at] = text_role(headings[at])
        else:
            beside[at] = score
    return beside, own


def _score_of(heading: str, at: int, texts: Sequence[int], roles: Mapping[int, Role]) -> int | None:
    before = [score for score in roles if score < at]
    if not asks_why(heading) and (is_own_question(heading) or (before and max(before) != at - 1)):
        return None
    if not before:
        return _main(list(roles), roles) if asks_why(heading) and roles else None
    if asks_reason(heading) and len(texts) > 1:
        return max(before)
    return _main(_group_before(at, before), roles)


def _group_before(at: int, before: Sequence[int]) -> list[int]:
    """The scores without a gap right before a text; the nearest one where something stands between."""
    group = [max(before)]
    while group[-1] - 1 in before:
        group.append(group[-1] - 1)
    return group[::-1]


_ORDER = (Role.NPS, Role.CSAT, Role.CES)


def _main(scores: Sequence[int], roles: Mapping[int, Role]) -> int:
    """The score a remark on several is kept with: recommendation, satisfaction, effort, else the first."""
    return min(scores, key=lambda at: (_ORDER.index(roles[at]) if roles[at] in _ORDER else len(_ORDER), at))


def is_text_role(role: str) -> bool:
    return role in TEXT_ROLES
