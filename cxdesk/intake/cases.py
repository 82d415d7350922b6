"""Questions whose measure changes from row to row: one column of scores, and another that says whether the row is
about recommending, satisfaction or ease.

Each case is read as a column of its own, which holds the cells of its rows and is blank elsewhere. What rows of no
known case say is kept as text: nobody knows what it measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxdesk.domain.kinds import Role
from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells import Memo
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import Mapping, Question

_WORDS = Memo(lambda cell: fold(cell_text(cell)))


@dataclass(frozen=True)
class Split:
    """A column made of another: its cells where `by` holds `word`; `word` None where it holds none of `others`."""

    index: int
    source: int
    by: int
    word: str | None
    others: frozenset[str] = frozenset()


def split(mapping: Mapping, width: int) -> tuple[Mapping, list[Split]]:
    """The mapping with each case as a question of its own, and the columns that it then needs behind the table's."""
    columns, questions = list(mapping.columns), list[Question]()
    made: list[Split] = []
    for question in mapping.questions:
        questions.append(question)
        words = frozenset(case.word for case in question.cases)
        for case in question.cases:
            at = width + len(made)
            made.append(Split(at, question.index, case.by, case.word))
            text = f"{question.text} — {case.word.upper()}"
            questions.append(Question(at, text, case.role, case.scale, case.na_codes, case.labels))
            columns.append(replace(mapping.use(question.index), index=at))
        if question.cases:
            at = width + len(made)
            made.append(Split(at, question.index, question.cases[0].by, None, words))
            questions[questions.index(question)] = Question(at, question.text, Role.OPEN.value)
            columns.append(replace(mapping.use(question.index), index=at))
    if not made:
        return mapping, []
    sources = {one.source for one in made}
    kept = [use for use in columns if use.index not in sources]
    return replace(mapping, columns=tuple(kept), questions=tuple(questions)), made


def split_columns(columns: Sequence[Sequence[Cell]], splits: Sequence[Split]) -> list[tuple[Cell, ...]]:
    """The columns of a block with those that cases need behind them."""
    found = [tuple(column) for column in columns]
    words = {one.by: list(map(_WORDS.__getitem__, columns[one.by])) for one in splits}
    for one in splits:
        own = zip(columns[one.source], words[one.by], strict=True)
        if one.word is None:
            found.append(tuple("" if word in one.others else cell for cell, word in own))
        else:
            found.append(tuple(cell if word == one.word else "" for cell, word in own))
    return found


def belongs(one: Split, columns: Sequence[Sequence[Cell]]) -> list[bool]:
    """Which rows of a block the case is about, be there a score or not."""
    words = map(_WORDS.__getitem__, columns[one.by])
    if one.word is None:
        return [word not in one.others for word in words]
    return [word == one.word for word in words]
