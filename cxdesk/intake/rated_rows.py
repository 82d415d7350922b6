"""Orders and tickets with a rating beside them: each rated order, each rated ticket is an answer, too.

Shops and marketplaces write reviews into their lists of orders, helpdesks what a customer thought of the help into
their lists of tickets. As a mere column of the order or ticket no rating would count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.text import fold
from cxdesk.intake import asked, fields
from cxdesk.intake.completing import STANDS_IN
from cxdesk.intake.evidence import Guess
from cxdesk.intake.inspection import Decisions
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, PART_OF, QUESTION, Mapping, Question
from cxdesk.intake.ratings import read_reading, readings
from cxdesk.intake.records import settle_records
from cxdesk.intake.synonyms import role_of
from cxdesk.intake.written import settle

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

ANSWER, SUBMITTED, RESPONSE = "answer", "submitted_at", "response"
NEARLY_ALL, SHARED = 0.98, ("agent", "channel", "language")
_READING = ("header_rows", "skip", "totals", "asides")


@dataclass(frozen=True)
class Rated:
    """What is rated: its key, the days that stand for that of the answer, and whether words have to stand beside the
    rating. `blank_is_unasked`: who has no rating was not asked, rather than asked and silent. `to_split_by`: its fields
    that answers do not have, and are told apart by all the same.
    """

    key: str
    days: tuple[str, ...]
    with_words: bool = False
    blank_is_unasked: bool = False
    to_split_by: tuple[str, ...] = ()


RATED = {
    "order": Rated("order", ("placed_at",), with_words=True),
    "ticket": Rated(
        "ticket",
        ("resolved_at", "created_at"),
        blank_is_unasked=True,
        to_split_by=("team", "category", "priority", "product"),
    ),
}
# Words with which helpdesks keep what a customer thought of a ticket, in the languages that we speak.
GOOD = ("good", "happy", "bon", "bonne", "satisfait", "satisfaite", "bun", "bună", "mulțumit", "mulțumită")
BAD = (
    "bad",
    "unhappy",
    "mauvais",
    "mauvaise",
    "insatisfait",
    "insatisfaite",
    "rău",
    "rea",
    "nemulțumit",
    "nemulțumită",
)
ASKED = ("offered", "proposé", "proposée", "oferit", "oferită")
UNASKED = ("unoffered", "not offered", "non proposé", "non proposée", "neoferit", "neoferită")


def rated_rows(draft: Draft, main: Mapping) -> list[Mapping]:
    """The answers in a table of orders or tickets: one rating that is nothing else, with what was written beside it."""
    rated = RATED.get(main.kind)
    key = main.column_of(rated.key) if rated is not None else None
    if rated is None or key is None or draft.format is not None:
        return []
    found = asked.find(draft.headings, draft.guesses, [use.index for use in main.columns if use.field != ATTRIBUTE])
    question = _in_words(draft, main) if main.kind == "ticket" else None
    question = question or _in_points(draft, found)
    texts = _beside(draft, found.texts, question, rated) if question is not None else []
    if question is None or (rated.with_words and not texts):
        return []
    other = type(draft)(
        draft.basis, draft.headings, Decisions(ANSWER, draft.decisions.answers), kind_named(ANSWER), None
    )
    other.uses = {key.index: rated.key, question.index: QUESTION}
    for text in texts[:1]:
        other.uses[text] = COMMENT_OF
        other.of[text] = question.index
    named = fields.assign(other.kind, draft.headings, draft.guesses, None, other.uses)
    days = [use.index for use in main.columns if use.field in rated.days]
    of_main = {use.index: use.field for use in main.columns if use.field in SHARED}
    of_main |= {use.index: ATTRIBUTE for use in main.columns if use.field in rated.to_split_by}
    if not {"customer", "person"} & set(named.values()):
        of_main |= {use.index: use.field for use in main.columns if use.field in ("customer", "person")}
    told = (*of_main.values(), rated.key, RESPONSE)
    other.uses |= of_main | {at: own for at, own in named.items() if own not in told and at not in (*of_main, *days)}
    if SUBMITTED not in other.uses.values():
        other.uses |= _day(draft, main, rated)
    return [_mapping(draft, other, main, question, rated)]


def _in_points(draft: Draft, found: asked.Asked) -> Question | None:
    """A rating in points or in words of a scale, the only one."""
    scores = [*found.sure, *found.unsure]
    if len(scores) != 1:
        return None
    score, role = scores[0], found.sure.get(scores[0], Role.CSAT)
    if not (known := readings(draft.guesses[score], role).readings):
        return None
    scale, codes = read_reading(known[0])
    return Question(score, draft.headings[score], role, scale.name, codes)


def _in_words(draft: Draft, main: Mapping) -> Question | None:
    """Good or bad, and whether a rating was asked for at all."""
    for use in main.columns:
        words = _words(draft.guesses[use.index])
        told = set(words) & {*map(fold, GOOD), *map(fold, BAD)}
        known = {fold(word) for word in (*GOOD, *BAD, *ASKED, *UNASKED)}
        if use.field == ATTRIBUTE and told and set(words) <= known and role_of(draft.headings[use.index]) is Role.CSAT:
            labels = ((GOOD, 1.0), (BAD, 0.0))
            said = tuple((word, value) for group, value in labels for word in group if fold(word) in words)
            none = tuple(word for word in (*ASKED, *UNASKED) if fold(word) in words)
            return Question(use.index, draft.headings[use.index], Role.CSAT, "0-1", none, said)
    return None


def _words(guess: Guess) -> tuple[str, ...]:
    """Every different text of a column, where they are few enough to be known."""
    seen = tuple(fold(one.text) for one in guess.values)
    return seen if len(seen) == guess.distinct else ()


def _beside(draft: Draft, texts: Sequence[int], question: Question, rated: Rated) -> list[int]:
    """What was written to the rating. Beside tickets there are other texts, too: it is next to it, or says so."""
    after = [at for at in texts if at > question.index] or list(texts)
    if rated.with_words:
        return after
    return [at for at in after if at == question.index + 1 or role_of(draft.headings[at]) is Role.CSAT]


def _day(draft: Draft, main: Mapping, rated: Rated) -> dict[int, str]:
    """The first of the days that nearly all have."""
    there = [column.index for name in rated.days if (column := main.column_of(name)) is not None]
    most = max((draft.guesses[at].filled for at in there), default=0)
    full = [at for at in there if draft.guesses[at].filled >= NEARLY_ALL * most]
    return dict.fromkeys(full[:1], SUBMITTED)


def _mapping(draft: Draft, other: Draft, main: Mapping, question: Question, rated: Rated) -> Mapping:
    other.questions[question.index] = question
    other.roles[question.index] = question.role
    for at in range(len(draft.headings)):
        other.uses.setdefault(at, IGNORE)
    columns = tuple(settle(other, at) for at in range(len(draft.headings)))
    read = {name: main.options[name] for name in _READING if name in main.options}
    columns, options = settle_records(other, columns, {PART_OF: main.kind, **read, **_skipped(main, question, rated)})
    known = {doubt.id for doubt in draft.doubts}
    draft.doubts += [one for one in other.doubts if one.id not in known and not one.id.startswith("word:")]
    key = main.column_of(rated.key)
    if key is not None and draft.guesses[key.index].unique:  # a newer list of the same rows meets the same answers
        options = {**options, STANDS_IN: {RESPONSE: rated.key}}
    return Mapping(ANSWER, columns, (question,), options=options)


def _skipped(main: Mapping, question: Question, rated: Rated) -> dict[str, Any]:
    """Rows of which nobody was asked."""
    if not rated.blank_is_unasked:
        return {}
    none = {"index": question.index, "values": ["", "-", *map(fold, UNASKED)], "reason": "not_asked"}
    return {"skip": [*main.options.get("skip", ()), none]}
