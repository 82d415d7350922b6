"""A column as the person sees it above their rows: type, evidence in a few words, use, open question."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.domain.kinds import Type
from cxdesk.domain.results import Phrase
from cxdesk.intake.cells_of_durations import UNITS
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST
from cxdesk.intake.inspection import ColumnView, Doubt
from cxdesk.intake.mapping import COMMENT_OF, QUESTION, ColumnUse, Mapping, Question
from cxdesk.intake.ratings import is_rating
from cxdesk.system.i18n import N_, number

FEW_VALUES = 50


def columns(mapping: Mapping, guesses: Sequence[Guess], doubts: Sequence[Doubt]) -> tuple[ColumnView, ...]:
    """One view per column, in the order of the file."""
    by_column = {doubt.column: doubt.id for doubt in reversed(doubts) if doubt.column is not None}
    by_column |= {doubt.column: doubt.id for doubt in reversed(doubts) if doubt.column is not None and doubt.open}
    return tuple(_column(use, mapping, guesses[use.index], by_column.get(use.index)) for use in mapping.columns)


def _column(use: ColumnUse, mapping: Mapping, guess: Guess, doubt: str | None) -> ColumnView:
    kind = type_of(guess, use)
    question = mapping.question(use.index)
    return ColumnView(
        use.index,
        use.heading,
        kind.value,
        guess.filled,
        guess.cells,
        guess.distinct,
        _told(mapping, use, guess, kind, question),
        use.field,
        question.role if question else None,
        question.scale if question and not question.cases else None,
        doubt,
        tuple(seen.text for seen in guess.examples),
    )


def type_of(guess: Guess, use: ColumnUse | None = None) -> Type:
    """What the cells are, whatever the column is used for; its use decides where cells leave it open."""
    if not guess.filled:
        return Type.TEXT
    if guess.layouts:
        return Type.INSTANT if guess.layouts[0].times else Type.DATE
    if use is not None and use.layout and use.layout not in UNITS:
        return Type.INSTANT
    asked = use is not None and use.field == QUESTION
    if guess.booleans and not asked:
        return Type.BOOL
    if is_rating(guess) and (use is None or asked):
        return Type.SCORE
    if guess.durations >= MOST * guess.filled:
        return Type.DURATION
    if guess.unique and guess.words < 3 and not guess.numbers.decimal and (use is None or use.field != COMMENT_OF):
        return Type.REF
    if guess.numbers.cells >= MOST * guess.filled and not guess.padded:
        return Type.MONEY if guess.numbers.currency else Type.NUMBER
    if guess.distinct <= FEW_VALUES and guess.words < 6 and (use is None or use.field != COMMENT_OF):
        return Type.LABEL
    return Type.COMMENT if guess.words >= 3 or (use is not None and use.field in (COMMENT_OF, QUESTION)) else Type.TEXT


def _told(mapping: Mapping, use: ColumnUse, guess: Guess, kind: Type, question: Question | None) -> Phrase:
    """What speaks for the column's type, and what else has a part in what is read of it."""
    if question is not None and question.cases:
        return _by_case(mapping, question)
    if use.clock is not None and not use.missing:
        cells = (("n", number(_agreeing(guess, kind))), ("all", number(guess.filled)))
        beside = ("column", mapping.use(use.clock).heading)
        return Phrase(N_("{n} of {all} cells, with the times in “{column}”"), (*cells, beside))
    if use.names is not None:
        cells = (("n", number(_agreeing(guess, kind))), ("all", number(guess.filled)))
        beside = ("column", mapping.use(sum(use.names) - use.index).heading)
        return Phrase(N_("{n} of {all} cells, one name with “{column}”"), (*cells, beside))
    return _evidence(guess, kind, use)


def _by_case(mapping: Mapping, question: Question) -> Phrase:
    """What each row measures is said by another column."""
    heading = mapping.use(question.cases[0].by).heading
    return Phrase(N_("measures what “{column}” says in each row"), (("column", heading),))


def _evidence(guess: Guess, kind: Type, use: ColumnUse) -> Phrase:
    if not guess.filled:
        return Phrase(N_("every cell is empty"))
    filled = (("n", number(_agreeing(guess, kind))), ("all", number(guess.filled)))
    if use.missing:
        words = ", ".join(f"“{word}”" for word in use.missing)
        return Phrase(N_("{n} of {all} cells; {words} means nothing"), (*filled, ("words", words)))
    if guess.missing and kind in (Type.SCORE, Type.NUMBER, Type.MONEY, Type.INSTANT, Type.DATE):
        words = ", ".join(f"“{seen.text}” ({number(seen.count)})" for seen in guess.missing[:3])
        return Phrase(N_("{n} of {all} cells; without answer: {words}"), (*filled, ("words", words)))
    if kind is Type.LABEL:
        several = Phrase(N_("{n} different values"), (("n", number(guess.distinct)),))
        return several if guess.distinct > 1 else Phrase(N_("always the same value"))
    if kind is Type.REF:
        return Phrase(N_("no value comes twice in {all} cells"), (("all", number(guess.filled)),))
    return Phrase(N_("{n} of {all} cells"), filled)


def _agreeing(guess: Guess, kind: Type) -> int:
    """How many filled cells are of that type."""
    if kind in (Type.INSTANT, Type.DATE):
        return guess.layouts[0].cells if guess.layouts else guess.numbers.cells
    if kind is Type.SCORE:
        return max(guess.pointed, guess.labelled)
    if kind in (Type.NUMBER, Type.MONEY):
        return guess.numbers.cells
    if kind is Type.DURATION:
        return guess.durations
    return guess.filled
