"""What exports of known tools look like: one small declarative file per tool, found by looking. A new tool is one new
file.

A Format names headings and what they mean; nothing in it runs on a file's content. The best one that reaches 0.6 is
proposed by its name; whatever it does not name is mapped as in any other table.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cxdesk.domain.text import fold
from cxdesk.intake.synonyms import is_question

RECOGNISED = 0.6
QUESTIONS_SHARE = 0.6


@dataclass(frozen=True)
class Skip:
    """Rows that are no data: those whose cell under `heading` is one of `values`; counted under `reason`."""

    heading: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Format:
    """One tool's export.

    `required`: groups of alternative headings, each worth three points; `optional`: headings worth one each.
    `first` asks for one of its headings in the first column and most others to read like questions (worth three
    points each). `uses`: heading → field or `@` word. `header_rows` None: as found. `blank_second`: with two header
    rows the second is blank under so many first columns. `zone`: of all its instants; `row_labels`: second header
    row of text columns.
    """

    name: str
    title: str
    kind: str = "answer"
    required: tuple[tuple[str, ...], ...] = ()
    optional: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    header_rows: int | None = None
    blank_second: int = 0
    uses: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    skips: tuple[Skip, ...] = ()

    def score(self, headings: Sequence[str]) -> float:
        """How much of the signature a table's first header row shows, 0 to 1."""
        known = {_plain(heading) for heading in headings}
        points = 3.0 * sum(any(_plain(name) in known for name in group) for group in self.required)
        points += sum(_plain(name) in known for name in self.optional)
        possible = 3.0 * len(self.required) + len(self.optional)
        if self.first:
            if not headings or _plain(headings[0]) not in {_plain(name) for name in self.first}:
                return 0.0
            points += 3.0 + 3.0 * min(1.0, _share_of_questions(headings[1:]) / QUESTIONS_SHARE)
            possible += 6.0
        return points / possible if possible else 0.0

    def use(self, heading: str) -> str | None:
        """What the tool's heading means, if the format says so."""
        plain = _plain(heading)
        return next((use for name, use in self.uses.items() if _plain(name) == plain), None)


def _plain(heading: str) -> str:
    """A heading folded, without spaces and signs: `Respondent ID` and `RespondentID` are one."""
    return "".join(c for c in fold(heading) if c.isalnum() or c == "#")


def _share_of_questions(headings: Sequence[str]) -> float:
    named = [heading for heading in headings if heading.strip()]
    return sum(map(is_question, named)) / len(named) if named else 0.0


@cache
def registry() -> Mapping[str, Format]:
    """Every format by name."""
    from cxdesk.intake import formats

    found: list[Format] = []
    for module in pkgutil.iter_modules(formats.__path__):
        loaded = importlib.import_module(f"{formats.__name__}.{module.name}")
        found += [value for value in vars(loaded).values() if isinstance(value, Format)]
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise ValueError(f"two formats of one name: {names}")
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def recognise(headings: Sequence[str]) -> tuple[Format, float] | None:
    """The best format for a first header row and its score; None when none reaches 0.6."""
    scored = [(one.score(headings), one) for one in registry().values()]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return (best, score) if best is not None and score >= RECOGNISED else None
