"""A remembered mapping as decisions about a new file: taken over where the file's own evidence does not speak against
it.
"""

from __future__ import annotations

from cxdesk.domain.kinds import TEXT_ROLES, Type, registry
from cxdesk.domain.kinds_of.cost import COST
from cxdesk.intake.evidence import Guess
from cxdesk.intake.inspection import Basis, Decisions
from cxdesk.intake.leaving_out import BY_ITSELF
from cxdesk.intake.mapping import LEFT_OUT, QUESTION, ColumnUse, Mapping
from cxdesk.intake.records import SAID
from cxdesk.intake.same_totals import COUNTED
from cxdesk.intake.wordings import NO_KIND


def decisions(kept: Mapping, basis: Basis) -> Decisions:
    """What the person decided about a file with the same headings. A date layout that these cells refute is left
    out.
    """
    if kept.kind not in registry():
        return Decisions()
    if kept.options.get(LEFT_OUT):
        return Decisions() if kept.options.get(BY_ITSELF) else Decisions(answers={"kind": NO_KIND})
    kind = registry()[kept.kind]
    uses: dict[int, str] = {}
    answers: dict[str, str] = dict(kept.options.get(SAID, {}))
    if kept.kind == COST.name:
        answers.pop(COUNTED, None)  # whether one report tells what another told says nothing of the next one
    for use in kept.columns:
        if use.index >= len(basis.guesses) or (use.field[0] != "@" and not kind.has(use.field)):
            continue
        if use.field == QUESTION:
            continue
        uses[use.index] = use.field if use.of is None else f"{use.field}:{use.of}"
        if use.field[0] != "@" and kind.field(use.field).type in (Type.INSTANT, Type.DATE):
            answers |= _date_answers(use, basis.guesses[use.index])
        if use.decimal and basis.guesses[use.index].numbers.unsure and not basis.guesses[use.index].numbers.decimal:
            answers[f"decimal:{use.index}"] = use.decimal
    questions = {}
    for question in kept.questions:
        if question.index < len(basis.guesses):
            uses.pop(question.index, None)
            if question.role in TEXT_ROLES:
                uses[question.index] = f"{QUESTION}:{question.role}"
            else:
                questions[question.index] = question
    return Decisions(kept.kind, answers, uses, questions)


def _date_answers(use: ColumnUse, guess: Guess) -> dict[str, str]:
    """The kept layout where the cells leave a choice that includes it."""
    known = guess.layouts or guess.months
    rivals = [one.layout for one in known if one.cells == known[0].cells]
    if len(rivals) > 1 and use.layout in rivals:
        return {f"dates:{use.index}": use.layout}
    return {}
