"""Orders with a rating and words of the buyer beside them: each rated order is an answer, too.

Shops and marketplaces write reviews into their lists of orders. As a mere column of the order no stars would count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.intake import asked, fields
from cxdesk.intake.completing import STANDS_IN
from cxdesk.intake.inspection import Decisions
from cxdesk.intake.mapping import ATTRIBUTE, COMMENT_OF, IGNORE, PART_OF, QUESTION, Mapping, Question
from cxdesk.intake.ratings import read_reading, readings
from cxdesk.intake.records import settle_records
from cxdesk.intake.written import settle

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

ANSWER, ORDER, PLACED, SUBMITTED, RESPONSE = "answer", "order", "placed_at", "submitted_at", "response"
_READING = ("header_rows", "skip", "totals")


def rated_orders(draft: Draft, main: Mapping) -> list[Mapping]:
    """The answers in a table of orders: one rating with a text beside it, both of them nothing else."""
    key = main.column_of(ORDER)
    if main.kind != ORDER or draft.format is not None or key is None:
        return []
    found = asked.find(draft.headings, draft.guesses, [use.index for use in main.columns if use.field != ATTRIBUTE])
    scores = [*found.sure, *found.unsure]
    if len(scores) != 1 or not found.texts:
        return []
    score, role = scores[0], found.sure.get(scores[0], Role.CSAT)
    if not (known := readings(draft.guesses[score], role).readings):
        return []
    scale, codes = read_reading(known[0])
    other = type(draft)(
        draft.basis, draft.headings, Decisions(ANSWER, draft.decisions.answers), kind_named(ANSWER), None
    )
    text = next((at for at in found.texts if at > score), found.texts[0])
    other.uses = {key.index: ORDER, score: QUESTION, text: COMMENT_OF}
    other.of[text] = score
    named = fields.assign(other.kind, draft.headings, draft.guesses, None, other.uses)
    other.uses |= {at: name for at, name in named.items() if name not in (ORDER, RESPONSE)}
    placed = main.column_of(PLACED)
    if placed is not None and SUBMITTED not in other.uses.values():
        other.uses[placed.index] = SUBMITTED
    question = Question(score, draft.headings[score], role, scale.name, codes)
    return [_mapping(draft, other, main, question, unique=draft.guesses[key.index].unique)]


def _mapping(draft: Draft, other: Draft, main: Mapping, question: Question, *, unique: bool) -> Mapping:
    other.questions[question.index] = question
    other.roles[question.index] = question.role
    for at in range(len(draft.headings)):
        other.uses.setdefault(at, IGNORE)
    columns = tuple(settle(other, at) for at in range(len(draft.headings)))
    read = {name: main.options[name] for name in _READING if name in main.options}
    columns, options = settle_records(other, columns, {PART_OF: main.kind, **read})
    known = {doubt.id for doubt in draft.doubts}
    draft.doubts += [one for one in other.doubts if one.id not in known and not one.id.startswith("word:")]
    if unique:  # a newer list of the same orders meets the same answers
        options = {**options, STANDS_IN: {RESPONSE: ORDER}}
    return Mapping(ANSWER, columns, (question,), options=options)
