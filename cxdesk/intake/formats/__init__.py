"""What exports of known tools look like: one small declarative file per tool, found by looking. A new tool is one new
file (and then `python packaging/formats_page.py` for the manual).

A Format names headings and what they mean; nothing in it runs on a file's content. The best one that reaches 0.6 is
proposed by its name; whatever it does not name is mapped as in any other table.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cxdesk.intake.blocks import Cell
from cxdesk.intake.signatures import RECOGNISED, CellSign, Shown, Signature, plain, said_of

__all__ = ["RECOGNISED", "Also", "Asks", "CellSign", "Format", "Shown", "Signature", "Skip", "recognise", "registry"]

COMMENT = "@comment"  # in `uses`: a text beside the score that the format asks for
BEFORE_BRACKET, IN_BRACKET, LAST_SEGMENT = "before_bracket", "in_bracket", "last_segment"  # in `takes`


@dataclass(frozen=True)
class Skip:
    """Rows that are no data: those whose cell under `heading` (or one of `others`) is one of `values`; counted under
    `reason`. "" among the values stands for a blank cell.
    """

    heading: str
    values: tuple[str, ...]
    reason: str
    others: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, *self.others)


@dataclass(frozen=True)
class Asks:
    """What the answers under a heading measure. `scale` is a scale's short name, "" for one found from the values.

    `labels`: words and the points they stand for; `missing`: cells that are no answer. `by`: the headings of a column
    whose cells decide per row, `cases`: one of its words → what is measured then.
    """

    role: str
    scale: str = ""
    labels: tuple[tuple[str, float], ...] = ()
    missing: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    cases: Mapping[str, Asks] = field(default_factory=dict)
    rivals: tuple[Asks, ...] = ()


@dataclass(frozen=True)
class Also:
    """What else each row is: a ticket that was rated is an answer too. Offered where all that it asks for is there,
    and every field of `needs`; rows that `skips` name are none of it. `stands_in` as in `Format`.
    """

    kind: str
    uses: Mapping[str, str]
    asks: Mapping[str, Asks] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    skips: tuple[Skip, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    stands_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Format(Signature):
    """One tool's export.

    It is its own signature; further generations and languages stand in `others`. `verified` False: nobody has seen such
    a file, so the tool is named with a "perhaps".

    Shape: `header_rows` None: as found. `blank_second`: with two header rows the second is blank under so many first
    columns. `wording_row`: the header row (from 1) that names the columns where the first holds codes. `positions`: its
    headings in English, for files of which no heading is known, since its columns always stand in this order.
    `zones_below`: the last header row may say the time zone of a column (`"timeZone":"…"`).

    Meaning (a heading that begins with `^` is a pattern): `uses`: heading → field or `@` word, of several headings for
    one field the first that is filled; `asks`: heading → what its answers measure; `words`: heading → their
    word → ours; `missing`: heading → cells that say nothing; `takes`: heading → which part of a cell counts; `units`:
    heading → the unit of bare numbers (clock readings such as `26:10:05` are hours, minutes and seconds anyway);
    `join`: headings that repeat and are one column. `constants`: field → value for every row; `stands_in`: field →
    the field whose value it takes, since one column says both.

    `zone`: of all its instants that name none; `order`: how it mostly writes dates ("dmy", "mdy"), proposed where the
    cells can be read either way; `sure_order`: it never writes them otherwise. `also`: what else its rows are.

    `answers`: doubt → what the tool always
    means, so that nobody is asked. `minor`: headings whose sums may be in the smallest unit of the currency. `days`:
    headings whose cells count the days of the period that stands above the table. `once`: several tables of one file
    count the same things, so that only one of them is taken. `leave_out`: why nothing of such a table can be used.

    `how`: how to get the file out of the tool, for the manual.
    """

    name: str
    title: str
    kind: str = "answer"
    tool: str = ""
    verified: bool = True
    others: tuple[Signature, ...] = ()
    header_rows: int | None = None
    blank_second: int = 0
    wording_row: int = 0
    positions: tuple[str, ...] = ()
    zones_below: bool = False
    uses: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, Asks] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    join: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    stands_in: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    order: str = ""
    sure_order: bool = False
    skips: tuple[Skip, ...] = ()
    also: tuple[Also, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    minor: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    once: bool = False
    leave_out: str = ""
    how: str = ""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return (self, *self.others)

    def best(self, table: Shown) -> tuple[float, float]:
        """(score, weight) of the signature that fits best."""
        return max((one.score(table), one.weight) for one in self.signatures)

    def use(self, *headings: str) -> str | None:
        """What a column with these headings means, if the format says so."""
        return said_of(self.uses, *headings)

    def asked(self, *headings: str) -> Asks | None:
        """What a column with these headings measures, if the format says so."""
        return said_of(self.asks, *headings)

    def said(self, about: str, *headings: str) -> Any:
        """What `words`, `missing`, `takes` or `units` say of a column with these headings, if anything."""
        return said_of(getattr(self, about), *headings)

    def rank(self, *headings: str) -> int:
        """Where in `uses` a column with these headings is named: of several for one field the earlier one counts."""
        wanted = {plain(heading) for heading in headings}
        return next((place for place, name in enumerate(self.uses) if plain(name) in wanted), len(self.uses))

    def counts_days(self, heading: str) -> bool:
        """Whether cells under that heading count the days of the period."""
        return plain(heading) in {plain(name) for name in self.days}

    def may_be_minor(self, heading: str) -> bool:
        """Whether sums under that heading may be cents."""
        return plain(heading) in {plain(name) for name in self.minor}

    def in_english(self, headings: Sequence[str]) -> Sequence[str]:
        """The headings as the format names them, where it knows none but the places of all."""
        known = any(self.use(heading) or self.asked(heading) for heading in headings)
        fits = len(self.positions) - 1 <= len(headings) <= len(self.positions)
        return headings if known or not fits else self.positions[: len(headings)]

    def joins(self, heading: str) -> bool:
        """Whether the columns of that heading are one."""
        return plain(heading) in {plain(name) for name in self.join}


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


def recognise(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]] = (), above: Sequence[str] = ()
) -> tuple[Format, float] | None:
    """The best format for a first header row, the first rows and what stands above, and its score; None when none
    reaches 0.6.
    """
    table = Shown(headings, rows, above)
    scored = [(one.best(table), one) for one in registry().values()]
    (score, _weight), best = max(scored, key=lambda pair: pair[0], default=((0.0, 0.0), None))
    return (best, score) if best is not None and score >= RECOGNISED else None
