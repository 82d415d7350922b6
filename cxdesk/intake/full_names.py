"""First names in one column and last names in another, as shops and registers write them: together they are one name.

Where only one of the two says something, that is the name. The column of first names stays a column of its own, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cxdesk.domain.kinds import Kind
from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.evidence import Guess
from cxdesk.intake.guess import cell_text
from cxdesk.intake.mapping import ATTRIBUTE, ColumnUse, Mapping
from cxdesk.intake.who import CUSTOMER, is_of_others, knows_its_customer

if TYPE_CHECKING:
    from cxdesk.intake.propose import Draft

NAME = "name"
MOST_WORDS = 2.0  # of either part; more are names in full
_FIRST = re.compile(r"\b(?:first ?names?|fore ?names?|given ?names?|prenoms?|prenume(?:le)?)\b")
_LAST = re.compile(
    r"\b(?:last ?names?|sur ?names?|family ?names?|noms? de famille|nume(?:le)? de familie|noms?|nume(?:le)?)\b"
)
_LITTLE = re.compile(r"\b(?:de|du|des|d|l|la|le|al|a|of|the)\b|[^\w\s]|_")


def settle_names(draft: Draft) -> None:
    """Give a pair of first and last names the field of the customer's name, where no other column has it."""
    if draft.format is not None:
        return
    for first, last in _pairs(draft.headings, draft.guesses):
        field = _missing(draft.kind, draft.uses.values())
        if field and first not in draft.uses and last not in draft.uses and not is_of_others(draft.headings[last]):
            draft.uses[last] = field


def _missing(kind: Kind, given: Iterable[str]) -> str:
    """The field for a name that no column feeds; "" where the kind has none."""
    uses = set(given)
    if kind.name == CUSTOMER:
        return "" if NAME in uses else NAME
    return "" if not knows_its_customer(kind) or uses & {CUSTOMER, "person", "visitor", "author"} else CUSTOMER


def joined(draft: Draft, columns: Sequence[ColumnUse]) -> tuple[ColumnUse, ...]:
    """The columns, those that hold one part of somebody's name with where both parts are."""
    made = list(columns)
    for first, last in _pairs(draft.headings, draft.guesses):
        for one, other in ((first, last), (last, first)):
            if _names(draft.kind, made[one]) and made[other].field == ATTRIBUTE:
                made[one] = replace(made[one], names=(first, last))
    return tuple(made)


def as_in(main: Mapping, mapping: Mapping) -> Mapping:
    """What else the same rows are, whose names are those of the main kind."""
    said = {use.index: use.names for use in main.columns if use.names is not None}
    columns = tuple(
        replace(use, names=said[use.index]) if use.index in said and use.field == main.use(use.index).field else use
        for use in mapping.columns
    )
    return replace(mapping, columns=columns)


def _names(kind: Kind, use: ColumnUse) -> bool:
    if not kind.has(use.field):
        return False
    return (kind.name, use.field) == (CUSTOMER, NAME) or use.field == "author" or kind.field(use.field).ref == CUSTOMER


def _pairs(headings: Sequence[str], guesses: Sequence[Guess]) -> Iterator[tuple[int, int]]:
    """(column of first names, column of last names): the only ones whose headings are the same but for that."""
    plain = [" ".join(_LITTLE.sub(" ", fold(heading.replace("_", " "))).split()) for heading in headings]
    firsts = [(at, _FIRST.sub(" ", text).split()) for at, text in enumerate(plain) if _FIRST.search(text)]
    lasts = [(at, _LAST.sub(" ", text).split()) for at, text in enumerate(plain) if _LAST.search(text)]
    for at, rest in firsts:
        found = [other for other, own in lasts if own == rest and other != at]
        rivals = [other for other, own in firsts if own == rest]
        if len(found) == len(rivals) == 1 and _is_part(guesses[at]) and _is_part(guesses[found[0]]):
            yield at, found[0]


def _is_part(guess: Guess) -> bool:
    """Whether cells could be a part of a name: words, and few."""
    if not guess.filled or guess.layouts or guess.emails:
        return False
    return guess.words < MOST_WORDS and guess.numbers.cells * 2 < guess.filled


def full_names(columns: Sequence[Sequence[Cell]], names: tuple[int, int]) -> tuple[Cell, ...]:
    """First and last name of each row as one; of a row that has but one of them that one."""
    first, last = names
    pairs = zip(columns[first], columns[last], strict=True)
    return tuple(" ".join(filter(None, (cell_text(one).strip(), cell_text(other).strip()))) for one, other in pairs)


def with_names(columns: list[tuple[Cell, ...]], uses: Sequence[ColumnUse]) -> list[tuple[Cell, ...]]:
    """The columns of one block; a part of a name is the name in full."""
    made = list(columns)
    for use in uses:
        if use.names is not None:
            made[use.index] = full_names(columns, use.names)
    return made
