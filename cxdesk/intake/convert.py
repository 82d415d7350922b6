"""From a table and its mapping to batches: column by column, each different cell read once, every source row
accounted for.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from cxdesk.domain.kinds import Kind, fold_word
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.plain import from_plain
from cxdesk.domain.text import fold
from cxdesk.intake.answers import ANSWER, INVALID, MISSING, AnswerRows
from cxdesk.intake.as_written import WRITTEN_OUT, AsWritten
from cxdesk.intake.asides import ASIDES
from cxdesk.intake.batch import NOTHING_USABLE, REQUIRED_MISSING, UNKNOWN_WORD, Batch, Problem
from cxdesk.intake.blocks import FOOTER, TOTAL, Block, Cell, Row, is_blank
from cxdesk.intake.carrying import CARRIED, Carrying
from cxdesk.intake.cases import split, split_columns
from cxdesk.intake.cells import Reader
from cxdesk.intake.cells_of_dates import DateReader, InstantReader
from cxdesk.intake.cells_of_numbers import NumberReader
from cxdesk.intake.cells_of_scores import ScoreReader
from cxdesk.intake.cells_of_words import WordReader
from cxdesk.intake.clocks import with_times
from cxdesk.intake.companions import ONLY
from cxdesk.intake.completing import Completing, Keys
from cxdesk.intake.crossed import CROSSED, Crossing, by_lines, crossed_as_said, wide_problems
from cxdesk.intake.extras import Extras
from cxdesk.intake.full_names import with_names
from cxdesk.intake.gathering import ORDER, gathered
from cxdesk.intake.guess import cell_text
from cxdesk.intake.hashing import filled, hashes, rows_of
from cxdesk.intake.mapping import ATTRIBUTE, GATHER, IGNORE, QUESTION, ColumnUse, Mapping
from cxdesk.intake.meanings import CORE
from cxdesk.intake.readings import reader_for
from cxdesk.intake.refusals import Refusals, raw_text
from cxdesk.intake.repairs import COLUMNS, EVERY_ROW, only
from cxdesk.intake.same_totals import SAME_TOTALS, SameTotals
from cxdesk.intake.snapshots import AS_OF, AS_OF_COLUMN, SEEN, day_number
from cxdesk.intake.stated import STATED, Stated
from cxdesk.intake.stream import RowStream
from cxdesk.intake.table import Table
from cxdesk.intake.totals import LINES as TOTAL_LINES
from cxdesk.intake.two_ways import OTHER_WAY, TWO_WAYS
from cxdesk.intake.zones import TWICE, WallClock
from cxdesk.system.progress import Progress

STATUS = "status"
BLANKS_TOLD = 1000  # stretches of blank lines that are named; all are counted
BLOCK_ROWS = 256  # fewer, and the fixed cost per block counts; the reader's own blocks fit the processor's cache


def convert(table: Table, mapping: Mapping, zone: str, progress: Progress | None = None) -> Iterator[Batch]:
    """The rows of a table as batches; at least one, also for an empty table.

    `zone`: IANA name for wall times whose column names no zone. Raises OpenDoubt when so many cells of a column
    contradict its date layout or number marks that the mapping must be wrong, and whatever reading the file raises.
    """
    if COLUMNS in mapping.options:
        table = only(table, [int(at) for at in mapping.options[COLUMNS]])
        options = {name: value for name, value in mapping.options.items() if name != COLUMNS}
        mapping = replace(mapping, options=options)
    if GATHER in mapping.options:
        yield from gathered(convert(table, source_of(mapping), zone, progress), mapping)
        return
    table = as_mapped(table, mapping)
    if CROSSED in mapping.options:
        table = crossed_as_said(table, mapping.options[CROSSED])
    converter = Converter(table, mapping, zone)
    with collector_at_rest():
        yield from batches(converter, table.open(progress))
    converter.refusals.check()


def as_mapped(table: Table, mapping: Mapping) -> Table:
    """The table with as many header rows as the mapping says."""
    rows = mapping.options.get("header_rows", table.header_rows)
    return table if rows == table.header_rows else table.with_header_rows(int(rows))


def batches(converter: Converter, stream: RowStream) -> Iterator[Batch]:
    """The rows of a stream, and then the account of what came behind them."""
    for block in _gathered(stream):
        yield converter.batch(block, stream)
    yield converter.last(stream)


def source_of(mapping: Mapping) -> Mapping:
    """What the rows are read as before they are gathered."""
    gather = mapping.options[GATHER]
    source = from_plain(Mapping, gather["source"]) if "source" in gather else mapping
    options = {name: value for name, value in source.options.items() if name not in (GATHER, AS_OF)}
    order = gather.get("order") or mapping.options.get(AS_OF_COLUMN)
    return replace(source, options={**options, WRITTEN_OUT: True, **({ORDER: order} if order else {})})


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search for cycles meanwhile: millions of short-lived lists make it start often, and none of them is in a
    cycle.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _gathered(stream: RowStream) -> Iterator[Block]:
    """The reader's blocks; very small ones together, so that the work per block weighs little."""
    held: Block | None = None
    for block in stream:
        if held is None:
            held = block
        else:
            shift = len(held.rows)
            held = Block(
                [*held.lines, *block.lines],
                held.rows + block.rows,
                held.problems + block.problems,
                held.marks | {at + shift: mark for at, mark in block.marks.items()},
            )
        if len(held.rows) >= BLOCK_ROWS:
            yield held
            held = None
    if held is not None:
        yield held


@dataclass
class Kept:
    """Data rows of one block, after those that are none were put aside."""

    lines: Sequence[int]
    rows: list[Row]
    skipped: Counter[str] = field(default_factory=Counter)
    aside: dict[int, str] = field(default_factory=dict)  # line → why


class Converter:
    """What stays the same from block to block: readers with their memory, the accounting of columns."""

    def __init__(self, table: Table, mapping: Mapping, zone: str, helpers: int = 1) -> None:
        self.width = len(table.headings)
        mapping, self._splits = split(mapping, self.width)
        headings = (*table.headings, *(table.headings[one.source] for one in self._splits))
        self.table = replace(table, headings=headings)
        self.mapping = mapping
        self.kind: Kind = kind_named(mapping.kind)
        clock = WallClock(zone)
        self.readers: dict[int, Reader] = {}
        for use in mapping.columns:
            if use.field not in (IGNORE, ATTRIBUTE):
                own = use.zone not in ("", "floating", "offset")
                column_clock = WallClock(use.zone) if own else clock
                self.readers[use.index] = reader_for(use, mapping.kind, mapping.question(use.index), column_clock)
        self.extras = Extras([use for use in mapping.columns if use.field == ATTRIBUTE])
        self.fields = {use.field: use.index for use in mapping.columns if not use.field.startswith("@")}
        self._names = {at: name for name, at in self.fields.items()}
        self.completing = Completing(self.kind, mapping, self.readers)
        self.keys = Keys(self.kind, mapping, helpers == 1)
        self.answers = AnswerRows(mapping, self.readers, self._splits, helpers == 1) if self.kind.has("role") else None
        self.refusals = Refusals(self.table, self.readers, helpers)
        carried, stated = mapping.options.get(CARRIED), mapping.options.get(STATED)
        self._carrying = Carrying(carried) if carried else None
        self._stated = Stated(stated, clock) if stated else None
        seen = mapping.options.get(AS_OF) if self.kind.has(SEEN) else None
        self._seen_on = day_number(str(seen)) if seen else None
        meant = mapping.options.get("meanings", {}) if self.kind.has("core") else {}
        self._core = frozenset(fold_word(name) for name, meaning in meant.items() if meaning == CORE)
        same = mapping.options.get(SAME_TOTALS)
        self._same = SameTotals(same, mapping.kind, table.headings) if same else None
        wide = mapping.options.get(CROSSED)
        self._crossing = from_plain(Crossing, wide) if wide else None
        order = mapping.options.get(ORDER)
        self.order = from_plain(ColumnUse, order) if order else None
        self._order = InstantReader(self.order, clock) if self.order is not None else None
        self._asides: dict[int, str] = dict.fromkeys(mapping.options.get(TOTAL_LINES, ()), TOTAL)
        self._asides |= {int(line): str(why) for line, why in mapping.options.get(ASIDES, ())}
        side = mapping.options.get(TWO_WAYS)
        self._side = int(side) if side is not None else None
        only = mapping.options.get(ONLY)
        self._only = (int(only["index"]), frozenset(only["values"]), str(only["reason"])) if only else None
        self._skips = [
            (int(s["index"]), frozenset(s["values"]), str(s["reason"])) for s in mapping.options.get("skip", ())
        ]
        self._every_row = bool(mapping.options.get(EVERY_ROW))
        self._written = AsWritten(mapping, self.readers)
        self._clocked = [use for use in mapping.columns if use.clock is not None and use.index in self.readers]
        self._named = [use for use in mapping.columns if use.names is not None and use.index in self.readers]
        self._blank = 0

    def batch(self, block: Block, stream: RowStream) -> Batch:
        """Convert one block."""
        kept = self._without_marked(block)
        columns: list[tuple[Cell, ...]] = list(zip(*kept.rows, strict=True)) or [()] * self.width
        if self.table.layout is None:
            columns = list(map(_told_apart, columns))
        if self._carrying is not None:
            columns = self._carrying.filled(columns)
        if self._clocked:
            columns = with_times(columns, self._clocked)
        if self._named:
            columns = with_names(columns, self._named)
        if self._splits:
            columns = split_columns(columns, self._splits)
        problems = [Problem(p.line, None, None, p.code, raw_text(p.cells)) for p in block.problems]
        invalid: Counter[str] = Counter()
        adjusted: Counter[str] = Counter()
        values: dict[int, list[Any]] = {}
        refused: set[int] = set()
        unread: dict[int, list[str]] = {}
        for at, reader in self.readers.items():
            values[at] = reader.values(columns[at])
            places = list(reader.refusals(columns[at]))
            problems += self.refusals.add(at, columns[at], values[at], places, kept.lines, kept.rows)
            if places:
                invalid[self.table.headings[at]] += len(places)
                for place, _code in places:
                    unread.setdefault(kept.lines[place], []).append(self._names.get(at, ""))
            if isinstance(reader, InstantReader):
                adjusted[TWICE] += reader.repeated(columns[at])
            if isinstance(reader, WordReader):
                adjusted[UNKNOWN_WORD] += reader.unknown(columns[at])
            if not isinstance(reader, ScoreReader):
                refused.update(place for place, _code in places)
        extra = self.extras.values(columns, len(kept.rows))
        useless = self._useless(refused, columns, values, extra)
        if useless:
            left = {line for at, line in enumerate(kept.lines) if at not in useless} if self._crossing else ()
            gone = {kept.lines[at]: raw_text(kept.rows[at]) for at in sorted(useless) if kept.lines[at] not in left}
            problems += [Problem(line, None, None, NOTHING_USABLE, raw) for line, raw in gone.items()]
            kept, columns, values, extra = _without(useless, kept, columns, values, extra)
        made = self._made(kept, columns, values, extra, problems, unread)
        made.written = self._written.cells(kept.lines, columns, values) if kept.rows else []
        made.rejected += len(useless)
        made.read = len(block.rows) + self._new_blanks(stream, made)
        made.skipped = dict(kept.skipped)
        if self._crossing is not None:
            read, made.skipped, made.rejected = by_lines(block.lines, made.line, kept.aside)
            made.read += read - len(block.rows)
            own = len(block.problems)
            problems[own:] = wide_problems(self._crossing, self.table.headings, problems[own:], block)
        made.invalid = dict(invalid + Counter(made.invalid))
        made.adjusted = {name: n for name, n in adjusted.items() if n}
        return made

    def last(self, stream: RowStream) -> Batch:
        """The account of what came after the last block, and of the texts that were cleaned."""
        made = self._made(Kept([], []), [()] * len(self.table.headings), {at: [] for at in self.readers}, [], [], {})
        made.read = self._new_blanks(stream, made)
        self._blank = 0  # another stream counts anew
        made.adjusted = {name: n for name, n in stream.cleaned.items() if n}
        made.blank_lines = stream.blank_lines.ranges[:BLANKS_TOLD]
        return made

    def _new_blanks(self, stream: RowStream, made: Batch) -> int:
        made.blank = stream.counts.blank - self._blank
        self._blank = stream.counts.blank
        return made.blank

    def _useless(
        self,
        refused: set[int],
        columns: Sequence[Sequence[Cell]],
        values: dict[int, list[Any]],
        extra: Sequence[str | None],
    ) -> set[int]:
        """Rows in which something was written and nothing of it can be kept. An invalid answer is kept as such. A cell
        that became a row is no row where what it counts cannot be read.
        """
        if self._crossing is not None and refused:
            told = [column for at, column in values.items() if at > len(self._crossing.keep)]
            return {at for at in refused if told and all(column[at] is None for column in told)}
        found = {at for at in refused if extra[at] is None and all(column[at] is None for column in values.values())}
        for at, reader in self.readers.items():
            if found and isinstance(reader, ScoreReader):
                statuses = reader.statuses(columns[at])
                found = {place for place in found if statuses[place] == MISSING}
        return found

    # Rows that are no data

    def _without_marked(self, block: Block) -> Kept:
        marks = {} if self._every_row else block.marks
        aside = {at: mark for at, mark in marks.items() if mark != FOOTER or not self._is_data(block.rows[at])}
        for at, values, reason in self._skips:
            for place, row in enumerate(block.rows):
                if fold(cell_text(row[at])) in values:
                    aside.setdefault(place, reason)
        for place, line in enumerate(block.lines) if self._asides else ():
            if line in self._asides:
                aside.setdefault(place, self._asides[line])
        if self._side is not None:
            for place in [place for place, row in enumerate(block.rows) if is_blank(row[self._side])]:
                aside.setdefault(place, OTHER_WAY)
        if self._only is not None:
            at, wanted, reason = self._only
            for place, row in enumerate(block.rows):
                if fold_word(cell_text(row[at]).strip()) not in wanted:
                    aside.setdefault(place, reason)
        if not aside:
            return Kept(block.lines, block.rows)
        places = [place for place in range(len(block.rows)) if place not in aside]
        why = {block.lines[place]: reason for place, reason in aside.items()}
        lines = [block.lines[place] for place in places]
        return Kept(lines, [block.rows[place] for place in places], Counter(aside.values()), why)

    def _is_data(self, row: Row) -> bool:
        """Whether the single filled cell of a last row is a value of a column that not every text fits. A bare number
        is an answer perhaps, but no record: it is the sum of its column.
        """
        at = next(place for place, cell in enumerate(row) if not is_blank(cell))
        use = self.mapping.use(at)
        reader = self.readers.get(at)
        if isinstance(reader, NumberReader) and not self.kind.has("role") and use.field not in self.kind.key:
            return False
        strict = isinstance(reader, DateReader | NumberReader) or (use.field == QUESTION and reader is not None)
        return (
            strict and reader is not None and reader.values([row[at]])[0] is not None and reader.code(row[at]) is None
        )

    # Rows of the kind

    def _made(
        self,
        kept: Kept,
        columns: Sequence[Sequence[Cell]],
        values: dict[int, list[Any]],
        extra: list[str | None],
        problems: list[Problem],
        unread: dict[int, list[str]],
    ) -> Batch:
        given = {name: values[at] for name, at in self.fields.items()}
        fields, refused = self.completing.fields(given, columns, len(kept.lines))
        if self._stated is not None:
            fields[self._stated.field] = self._stated.values(fields.get(self._stated.field), len(kept.lines))
        if self._seen_on is not None:
            fields[SEEN] = [self._seen_on] * len(kept.lines)
        if self._core and "core" not in given and "name" in fields:
            fields["core"] = [None if one is None else int(fold_word(one) in self._core) for one in fields["name"]]
        if self._same is not None:
            fields[SAME_TOTALS] = self._same.texts(columns, len(kept.lines))
        if self.order is not None and self._order is not None:
            fields[ORDER] = self._order.values(columns[self.order.index])
        invalid: Counter[str] = Counter()
        for at, row, code in refused:
            problems += self.refusals.add(at, columns[at], values[at], [(row, code)], kept.lines, kept.rows)
            invalid[self.table.headings[at]] += 1
            unread.setdefault(kept.lines[row], []).append(self._names.get(at, ""))
        if self.answers is not None:
            made = self.answers.batch(kept.lines, columns, values, fields, extra, problems)
        else:
            made = self._plain(kept, fields, extra, problems)
        made.invalid = dict(invalid)
        made.unread = _unread(made, unread)
        return made

    def _plain(
        self, kept: Kept, fields: dict[str, list[Any]], extra: list[str | None], problems: list[Problem]
    ) -> Batch:
        """One row per source row; rows without what identifies them are rejected."""
        needed = [fields.get(f.name) for f in self.kind.fields if f.required]
        lines: Sequence[int] = kept.lines
        whole = [all(column[at] is not None for column in needed if column is not None) for at in range(len(lines))]
        rejected = 0
        if any(column is None for column in needed):
            whole = [False] * len(lines)
        if not all(whole):
            rejected = whole.count(False)
            problems += [
                Problem(line, None, None, REQUIRED_MISSING, raw_text(row))
                for line, row, is_whole in zip(lines, kept.rows, whole, strict=True)
                if not is_whole
            ]
            places = [at for at, is_whole in enumerate(whole) if is_whole]
            lines = [lines[at] for at in places]
            extra = [extra[at] for at in places]
            fields = {name: [column[at] for at in places] for name, column in fields.items()}
        row_hash = self._row_hashes(fields, extra)
        same = fields.pop(SAME_TOTALS, None)
        key_hash = self.keys.hashes(fields, row_hash)
        if self._same is not None and same is not None:
            key_hash = self._same.hashes(same, fields)
        n = len(lines)
        return Batch(self.kind.name, n, dict(fields), lines, extra, row_hash, key_hash, problems, rejected=rejected)

    def _row_hashes(self, fields: dict[str, list[Any]], extra: Sequence[str | None]) -> Sequence[int]:
        parts = [filled(fields[f.name]) if f.name in fields else "" for f in self.kind.fields]
        return hashes(rows_of([*parts, filled(extra)], len(extra)), begin=self.kind.name)


def _told_apart(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Booleans beside numbers as texts: to a dict, True and 1.0 are one key."""
    kinds = set(map(type, cells))
    if bool not in kinds or len(kinds) == 1:
        return cells
    return tuple(cell_text(cell) if type(cell) is bool else cell for cell in cells)


def _unread(made: Batch, by_line: dict[int, list[str]]) -> dict[int, tuple[str, ...]]:
    """Place of a row → its fields that have no value because their cells could not be read."""
    found: dict[int, tuple[str, ...]] = {}
    for at, line in enumerate(made.line if by_line else ()):
        names = [name for name in by_line.get(line, ()) if name in made.columns and made.columns[name][at] is None]
        if made.kind == ANSWER and made.columns[STATUS][at] == INVALID:
            names += [STATUS, "score", "scale"]
        if names:
            found[at] = tuple(names)
    return found


def _without(
    places: set[int],
    kept: Kept,
    columns: Sequence[Sequence[Cell]],
    values: dict[int, list[Any]],
    extra: Sequence[str | None],
) -> tuple[Kept, list[tuple[Cell, ...]], dict[int, list[Any]], list[str | None]]:
    """The same block without some of its rows."""
    stay = [at for at in range(len(kept.rows)) if at not in places]
    rows = [kept.rows[at] for at in stay]
    left = Kept([kept.lines[at] for at in stay], rows, kept.skipped, kept.aside)
    shorter = {name: [column[at] for at in stay] for name, column in values.items()}
    return left, [tuple(column[at] for at in stay) for column in columns], shorter, [extra[at] for at in stay]
