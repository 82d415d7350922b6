"""Mapping: which column of their table is which field of ours, and how its cells are written.

A mapping is decided for whole columns, on evidence, and confirmed by the person; it is plain JSON, so that it
travels to the import child, is kept with the batch and is remembered for the next export with the same headings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from dataclasses import field as given  # `field` is what a column use is called
from typing import Any

from cxdesk.domain.plain import LATER
from cxdesk.domain.text import fold

# What a column is used for, besides a field of the kind.
ATTRIBUTE = "@attribute"  # kept under its heading, usable as a segment
IGNORE = "@ignore"
QUESTION = "@question"  # a survey question's answers; see Question
COMMENT_OF = "@comment"  # the text beside the question named in ColumnUse.of

GATHER = "gather"  # option: how several rows of the table become one row of the kind; see gathering
LEFT_OUT = "left_out"  # option: nothing of the table is wanted
PART_OF = "part_of"  # option: the kind of the mapping that this one goes along with


@dataclass(frozen=True)
class ColumnUse:
    """One column of the table: `field` is a field of the kind or one of the `@` words above.

    `layout`: how dates are written (a strptime pattern, "serial", "epoch_s", "epoch_ms", "typed");
    of texts, which part of a cell counts ("before_bracket", "in_bracket", "last_segment");
    `decimal`, `group`: number marks; `zone`: "offset", "floating" or an IANA name for instants;
    `labels`: their word → ours, for labels, booleans and scales.
    """

    index: int
    heading: str
    field: str
    of: int | None = None  # COMMENT_OF: column of the question; ATTRIBUTE: the column whose text it continues
    layout: str = ""
    decimal: str = ""
    group: str = ""
    zone: str = ""
    labels: Map[str, str] = given(default_factory=dict)
    missing: tuple[str, ...] = ()
    parts: int = 1  # of sums: so many make one unit of the currency, 100 for cents
    clock: int | None = None  # of days: the column with their times of day
    names: tuple[int, int] | None = given(default=None, metadata=LATER)  # of a part of a name: first and last names


@dataclass(frozen=True)
class Case:
    """What a question measures instead in rows where the cell of column `by` is `word` (folded)."""

    by: int
    word: str
    role: str
    scale: str
    na_codes: tuple[str, ...] = ()
    labels: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Question:
    """One survey question found in a column. `scale` is a scale's short name; None for text questions.

    `cases`: what is measured in which rows; what rows of no case say is kept as text.
    """

    index: int
    text: str
    role: str
    scale: str | None = None
    na_codes: tuple[str, ...] = ()
    labels: tuple[tuple[str, float], ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """How one table becomes rows of one kind; `also`: how the same rows become rows of others, each for itself."""

    kind: str
    columns: tuple[ColumnUse, ...]
    questions: tuple[Question, ...] = ()
    format: str | None = None
    sheet: str | None = None
    constants: Map[str, str] = given(default_factory=dict)  # field → value for every row, e.g. survey name
    options: Map[str, Any] = given(default_factory=dict)
    also: tuple[Mapping, ...] = ()

    def use(self, index: int) -> ColumnUse:
        for column in self.columns:
            if column.index == index:
                return column
        raise KeyError(index)

    def column_of(self, field_name: str) -> ColumnUse | None:
        """The column that feeds a field, if any."""
        return next((column for column in self.columns if column.field == field_name), None)

    def question(self, index: int) -> Question | None:
        """The question that the column asks, if any."""
        return next((question for question in self.questions if question.index == index), None)

    def with_column(self, changed: ColumnUse) -> Mapping:
        return replace(self, columns=tuple(changed if c.index == changed.index else c for c in self.columns))

    def with_question(self, changed: Question) -> Mapping:
        """The mapping with that question added or replaced, in column order."""
        kept = [q for q in self.questions if q.index != changed.index]
        return replace(self, questions=tuple(sorted([*kept, changed], key=lambda q: q.index)))

    @property
    def parts(self) -> tuple[Mapping, ...]:
        """This mapping and those that go along with it, each on its own."""
        return (replace(self, also=()), *self.also)

    def without_question(self, index: int) -> Mapping:
        return replace(self, questions=tuple(q for q in self.questions if q.index != index))


def fingerprint(headings: tuple[str, ...]) -> str:
    """The key under which a mapping is remembered: sha256 of the ordered, folded headings."""
    return hashlib.sha256("\x1f".join(fold(h) for h in headings).encode()).hexdigest()
