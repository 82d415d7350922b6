"""Tables that say in their headings what others say in cells: a column for each month, each queue, each smiley or each
thing that happened to a newsletter. They are read as the long tables that they stand for: a row for each such column.

Option of a mapping: `crossed`, a `Crossing` as plain values; the table is then read so again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from cxdesk.domain import labels
from cxdesk.domain.kinds import Kind, Type, registry
from cxdesk.domain.plain import from_plain
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake import dates
from cxdesk.intake.batch import Problem
from cxdesk.intake.blocks import Block, Cell, RawBlock, Records, Row, is_blank
from cxdesk.intake.evidence import Guess
from cxdesk.intake.fields import MOST
from cxdesk.intake.headings import as_text, named
from cxdesk.intake.inspection import Choice, Doubt, TableView
from cxdesk.intake.refusals import raw_text
from cxdesk.intake.stream import TOTAL_WORDS
from cxdesk.intake.synonyms import match
from cxdesk.intake.table import Note, Table
from cxdesk.system.i18n import N_, number
from cxdesk.system.progress import Progress

CROSSED = "crossed"
ROWS, COLUMNS = "rows", "columns"
LEAST = 3  # columns for months, smileys, events
COUNTED = (Type.NUMBER, Type.MONEY, Type.DURATION)
_RATE = re.compile(r"%|\b(?:rates?|taux|rata|ratei|procente?|percent\w*|pct)\b")
_ONCE = re.compile(r"\b(?:uniques?|unice|distinct\w*)\b")
EVENTS: Map[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in (
        ("sent", r"sent|sends|recipients?|destinataires?|envoyes?|envois|destinatari|trimise|expediate"),
        ("open", r"opens?|opened|ouvertures?|ouverts?|deschideri|deschise"),
        ("click", r"clicks?|clicked|clics?|cliques?|clicuri|clickuri|click-uri"),
        ("unsubscribe", r"unsubscri\w+|desabonne\w*|desinscri\w+|dezabon\w+"),
        ("bounce", r"bounces?|bounced|rebonds?|respinse|rejets?|rejetes?"),
    )
}
MONTHS, EVENT = "Date", "Event"  # labels of rows whose groups are months, or are called as we call them


@dataclass(frozen=True)
class Crossing:
    """Columns `keep` stay; for each of `groups` (name, columns) a row has the name under `label` and the cells of its
    columns under `values`. `asks`: the headings do not say what is counted. Rows of nothing but zeros are none where
    `zeros` is false. `wide`: the headings of the wide table.
    """

    keep: tuple[int, ...]
    label: str
    values: tuple[str, ...]
    groups: tuple[tuple[str, tuple[int, ...]], ...]
    asks: bool = False
    zeros: bool = True
    wide: tuple[str, ...] = ()

    @property
    def used(self) -> list[int]:
        """The columns of the wide table that are read."""
        return sorted({*self.keep, *(at for _name, columns in self.groups for at in columns)})

    def compact(self) -> Crossing:
        """The same for a table that has no other columns."""
        place = {at: number for number, at in enumerate(self.used)}
        groups = tuple((name, tuple(place[at] for at in columns)) for name, columns in self.groups)
        wide = tuple(self.wide[at] for at in self.used)
        return replace(self, keep=tuple(place[at] for at in self.keep), groups=groups, wide=wide)

    def headings(self, table: Table) -> list[str]:
        return [*(table.headings[at] for at in self.keep), self.label, *self.values]

    def said(self, text: str, values: tuple[tuple[str, str], ...] = ()) -> Phrase:
        """A text about the columns from {first} to {last}: months as days, others by the headings that the file has."""
        ends = [(place, self.groups[at]) for place, at in (("first", 0), ("last", -1))]
        if self.label == MONTHS:
            return Phrase(text, values, days=tuple((place, name) for place, (name, _columns) in ends))
        own = self.label == EVENT and bool(self.wide)
        named = tuple((place, self.wide[columns[0]] if own else name) for place, (name, columns) in ends)
        return Phrase(text, (*values, *named))

    def rows(self, row: Sequence[Cell]) -> Iterator[Row]:
        """The long rows of one wide one."""
        for name, columns in self.groups:
            cells = [row[at] if at < len(row) else "" for at in columns]
            if not all(is_blank(cell) or (not self.zeros and cell in (0, "0")) for cell in cells):
                yield [*(row[at] if at < len(row) else "" for at in self.keep), name, *cells]


def wide_problems(
    crossing: Crossing, headings: Sequence[str], problems: Sequence[Problem], block: Block
) -> list[Problem]:
    """Problems of long rows, each with the row of the file and the heading of the column in which its cell stands."""
    if not crossing.wide:  # read by an earlier version, which did not keep them
        return list(problems)
    own = crossing.compact()
    groups, label = dict(own.groups), len(own.keep)
    concerned, wide = {one.line for one in problems}, dict[int, Row]()
    for line, row in zip(block.lines, block.rows, strict=True):
        if line in concerned:
            cells = wide.setdefault(line, [""] * len(own.wide))
            for at, cell in zip((*own.keep, *groups[str(row[label])]), (*row[:label], *row[label + 1 :]), strict=True):
                cells[at] = cell
    made = []
    for one in problems:
        column = one.column
        if column is not None and one.raw is not None:
            at, columns = headings.index(column), groups[json.loads(one.raw)[label]]
            column = own.wide[own.keep[at] if at < label else columns[max(0, at - label - 1)]]
        raw = raw_text(wide[one.line]) if one.line in wide else one.raw
        made.append(replace(one, column=column, raw=raw))
    return made


def find_crossing(table: Table, guesses: Sequence[Guess]) -> Crossing | None:
    """What a table says in its headings, if anything."""
    numeric = [at for at, one in enumerate(guesses) if one.numbers.cells >= MOST * one.filled and not one.layouts]
    found = (find(table, numeric, guesses) for find in (_months, _groups, _smileys, _events))
    crossing = next((one for one in found if one is not None), None)
    return None if crossing is None else replace(crossing, wide=table.headings)


def crossed(table: Table, crossing: Crossing) -> Table:
    """The long table that a wide one stands for. Lines stay those of the file."""
    names = named([crossing.headings(table)], len(crossing.keep) + 1 + len(crossing.values))
    inner = table
    text = N_("Each of {n} columns, from “{first}” to “{last}”, became a row of its own.")
    n = (("n", number(len(crossing.groups))),)
    return replace(
        table,
        headings=names.headings,
        raw_headings=names.raw,
        sub_headings=names.sub,
        header_cells=names.cells,
        rows_estimate=table.rows_estimate and table.rows_estimate * len(crossing.groups),
        notes=(*table.notes, Note("crossed", crossing.said(text, n), len(crossing.groups))),
        records=lambda _table, progress: CrossedRecords(inner, crossing, progress),
    )


def crossed_as_said(table: Table, option: Any) -> Table:
    """The table as an option of a mapping says."""
    return crossed(table, from_plain(Crossing, option))


def doubts(view: TableView) -> tuple[Doubt, ...]:
    """Whether columns are rows, of a table that could be read so and is not; who said nothing is not asked."""
    if view.instead is None or reading(view) == ROWS:
        return ()
    crossing = from_plain(Crossing, view.instead.basis.options[CROSSED])
    question = crossing.said(N_("What are the columns from “{first}” to “{last}”?"))
    evidence = Phrase(N_("Their headings say what other tables say in cells."))
    choices = (
        Choice(ROWS, Phrase(N_("A row of its own for each of them"))),
        Choice(COLUMNS, Phrase(N_("Columns, as they stand"))),
    )
    return (Doubt(CROSSED, question, choices, COLUMNS, evidence),)


def reading(view: TableView) -> str:
    """Whether a table is read with its columns as rows."""
    return ROWS if CROSSED in view.basis.options else COLUMNS


class CrossedRecords:
    """The long rows of a wide table. What stands above its first row is passed on. See blocks.Records."""

    def __init__(self, table: Table, crossing: Crossing, progress: Progress | None) -> None:
        assert table.records is not None
        self._records: Records = table.records(table, progress)
        self.has_errors = self._records.has_errors
        self._first = table.first_line
        self._crossing = crossing

    @property
    def cleaned(self) -> dict[str, int]:
        return self._records.cleaned

    def __iter__(self) -> Iterator[RawBlock]:
        for block in self._records:
            lines: list[int] = []
            rows: list[Row] = []
            for line, row in zip(block.lines, block.rows, strict=True):
                made = [row] if line < self._first else list(self._crossing.rows(row)) or [[]]
                rows += made
                lines += [line] * len(made)
            yield RawBlock(lines, rows, block.seen + len(rows) - len(block.rows), block.problems)


# What headings can say


def _months(table: Table, numeric: Sequence[int], guesses: Sequence[Guess]) -> Crossing | None:
    """A column for each month."""
    days = {at: day for at in numeric if (day := _first_of_month(table.headings[at])) is not None}
    found = list(days.values())
    if len(days) < LEAST or (found != sorted(set(found)) and found != sorted(set(found), reverse=True)):
        return None
    groups = tuple((day.isoformat(), (at,)) for at, day in days.items())
    return Crossing(_kept(table, days, numeric, guesses), MONTHS, ("Amount",), groups, asks=True)


def _first_of_month(heading: str) -> date | None:
    text = heading.removesuffix(" 00:00:00")
    for one in (*dates.month_candidates(text), dates.layout("%Y-%m-%d")):
        wall = one.read(text)
        if wall is not None:
            return date.fromordinal(wall.day + dates.EPOCH)
    return None


def _groups(table: Table, numeric: Sequence[int], guesses: Sequence[Guess]) -> Crossing | None:
    """The same columns of counts, times or sums under each of several upper headings."""
    if table.header_rows != 2:
        return None
    under: dict[str, list[int]] = {}
    above = ""
    for at, upper in enumerate(table.raw_headings):
        above = upper.strip() or above
        if above and table.sub_headings[at].strip():
            under.setdefault(above, []).append(at)
    subs = {name: tuple(as_text(table.sub_headings[at]).strip() for at in columns) for name, columns in under.items()}
    for one in dict.fromkeys(subs.values()):
        groups = tuple((name, tuple(under[name])) for name, own in subs.items() if own == one)
        taken = {at for _name, columns in groups for at in columns}
        if len(groups) > 1 and len(one) > 1 and taken <= set(numeric) and _counts(one):
            kept = tuple(at for at in range(len(table.headings)) if at not in taken)
            return Crossing(kept, "Group", one, groups)
    return None


def _counts(headings: Sequence[str]) -> bool:
    """Whether at least two headings name counts, times or sums of one kind of record."""
    return any(sum(_names_a_count(heading, kind) for heading in headings) > 1 for kind in registry().values())


def _names_a_count(heading: str, kind: Kind) -> bool:
    return not kind.has("role") and any(f.type in COUNTED and match(heading, kind, f) for f in kind.fields)


def _smileys(table: Table, numeric: Sequence[int], guesses: Sequence[Guess]) -> Crossing | None:
    """How many gave each answer of a scale in words or smileys."""
    answers = [at for at in numeric if _is_answer(table.headings[at])]
    whole = all(guesses[at].numbers.whole == guesses[at].numbers.cells for at in answers)
    many = any((guesses[at].numbers.high or 0) > 1 for at in answers)
    if len(answers) < LEAST or not whole or not many:
        return None
    groups = tuple((table.headings[at], (at,)) for at in answers)
    return Crossing(_kept(table, answers, numeric, guesses), "Rating", ("Weight",), groups, zeros=False)


@cache
def _is_answer(heading: str) -> bool:
    return fold(heading) in labels.words()


def _events(table: Table, numeric: Sequence[int], guesses: Sequence[Guess]) -> Crossing | None:
    """How many a message was sent to, how many opened it, clicked, left."""
    found: dict[str, int] = {}
    for at in numeric:
        text = fold(table.headings[at])
        name = next((name for name, words in EVENTS.items() if words.search(text) and not _RATE.search(text)), None)
        if name is not None and (name not in found or _ONCE.search(text)):
            found[name] = at
    if len(found) < LEAST or "sent" not in found or "open" not in found:
        return None
    groups = tuple((name, (at,)) for name, at in found.items())
    kept = tuple(at for at in range(len(table.headings)) if at not in found.values())
    return Crossing(kept, EVENT, ("Touches",), groups, zeros=False)


def _kept(
    table: Table, taken: Sequence[int] | Map[int, Any], numeric: Sequence[int], guesses: Sequence[Guess]
) -> tuple[int, ...]:
    """The other columns without their totals."""
    totals = {at for at in numeric if fold(table.headings[at]).rstrip(" :.") in TOTAL_WORDS}
    return tuple(at for at in range(len(table.headings)) if at not in taken and at not in totals)


def by_lines(lines: Sequence[int], kept: Sequence[int], aside: Map[int, str]) -> tuple[int, dict[str, int], int]:
    """(rows of the file read, skipped by reason, rejected), where each is several rows of a long table. A row of the
    file is kept if anything of it is.
    """
    whole, left = set(lines), set(kept)
    skipped: dict[str, int] = {}
    for line, reason in aside.items():
        if line not in left:
            skipped[reason] = skipped.get(reason, 0) + 1
    return len(whole), skipped, len(whole) - len(left) - sum(skipped.values())
