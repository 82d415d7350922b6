"""What gives the export of a tool away: headings, words in the cells below them, lines above the table.

A signature is scored, never demanded in full: administrators leave columns out, add their own and rename them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from cxdesk.domain.text import fold
from cxdesk.intake.blocks import Cell
from cxdesk.intake.guess import cell_text
from cxdesk.intake.synonyms import is_question

RECOGNISED = 0.6
HEADING, QUESTIONS, CELLS, ABOVE = 3.0, 3.0, 3.0, 3.0  # points
QUESTIONS_SHARE = 0.6
CELLS_SHARE = 0.8

T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """What of a table a signature looks at: the first header row, the first rows below it, the lines above it."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]] = ()
    above: Sequence[str] = ()

    @cached_property
    def known(self) -> frozenset[str]:
        """Its headings as they are compared."""
        return frozenset(map(plain, self.headings))

    def column(self, names: Sequence[str]) -> list[str] | None:
        """The filled cells under the first heading of that name; None where there is no such heading."""
        wanted = {plain(name) for name in names}
        at = next((place for place, heading in enumerate(self.headings) if plain(heading) in wanted), None)
        if at is None:
            return None
        return [text for row in self.rows if at < len(row) and (text := cell_text(row[at]).strip())]


@dataclass(frozen=True)
class CellSign:
    """Cells that only this tool writes: under one of `headings` nearly all of them are among `words`, or look `like`
    a pattern. Without headings one such cell anywhere is enough.
    """

    headings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    like: str = ""

    def shows(self, table: Shown) -> bool:
        if not self.headings:
            return any(self._fits(cell_text(cell)) for row in table.rows[:5] for cell in row)
        cells = table.column(self.headings)
        return cells is not None and bool(cells) and sum(map(self._fits, cells)) >= CELLS_SHARE * len(cells)

    def _fits(self, text: str) -> bool:
        if self.like:
            return re.search(self.like, text) is not None
        return fold(text) in _folded(self.words)


@dataclass(frozen=True)
class Signature:
    """One generation, or language, of an export.

    `required`: groups of alternative headings, each worth three points; `optional`: headings worth one each, of which
    half are enough. `hints`: headings that nobody saw in a file; like optional ones, but they never suffice without a
    required heading, telling cells or a line above. `first`: one of these stands in the first column and most other
    headings read like questions (three points each). `without`: headings of a near relation, which rule this one out;
    `must`: headings without which it is another thing. `columns`: at least so many.
    """

    required: tuple[tuple[str, ...], ...] = ()
    optional: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    cells: tuple[CellSign, ...] = ()
    above: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    columns: int = 0

    def score(self, table: Shown) -> float:
        """How much of the signature a table shows, 0 to 1."""
        known = table.known
        if not known.issuperset(map(plain, self.must)):
            return 0.0
        if any(plain(name) in known for name in self.without) or len(table.headings) < self.columns:
            return 0.0
        groups = sum(any(plain(name) in known for name in group) for group in self.required)
        firm = HEADING * groups + CELLS * sum(sign.shows(table) for sign in self.cells)
        above = fold(" ".join(table.above))
        firm += ABOVE * sum(fold(words) in above for words in self.above)
        possible = HEADING * len(self.required) + CELLS * len(self.cells) + ABOVE * len(self.above)
        if self.first:
            if not table.headings or plain(table.headings[0]) not in {plain(name) for name in self.first}:
                return 0.0
            firm += HEADING + QUESTIONS * min(1.0, _share_of_questions(table.headings[1:]) / QUESTIONS_SHARE)
            possible += HEADING + QUESTIONS
        points = firm
        for names in (self.optional, self.hints):
            enough = (len(names) + 1) // 2
            points += min(enough, sum(plain(name) in known for name in names))
            possible += enough
        found = points / possible if possible else 0.0
        return min(found, RECOGNISED - 0.01) if self.hints and not firm else found

    @property
    def weight(self) -> float:
        """How much there is to show: of two signatures with one score the richer one wins."""
        groups = len(self.required) + len(self.cells) + len(self.above) + 2 * bool(self.first)
        return HEADING * groups + (len(self.optional) + len(self.hints)) / 2


@lru_cache(maxsize=1 << 16)
def plain(heading: str) -> str:
    """A heading folded, without spaces and signs: `Respondent ID` and `RespondentID` are one."""
    return "".join(c for c in fold(heading) if c.isalnum() or c == "#")


@cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _share_of_questions(headings: Sequence[str]) -> float:
    named = [heading for heading in headings if heading.strip()]
    return sum(map(is_question, named)) / len(named) if named else 0.0


def said_of(names: Mapping[str, T], *headings: str) -> T | None:
    """What a format says of a column, whichever of its headings it names. A name that begins with `^` is a pattern."""
    wanted = {plain(heading) for heading in headings}
    for name, said in names.items():
        if any(re.search(name, heading) for heading in headings) if name[:1] == "^" else plain(name) in wanted:
            return said
    return None
