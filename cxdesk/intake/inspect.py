"""Looking at a file: its tables, what their columns could be, the proposed mapping, the doubts. Writes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds_of.cost import COST
from cxdesk.domain.plain import to_plain
from cxdesk.intake import formats, likeness, remember, repairs
from cxdesk.intake.asides import ASIDES, aside_lines
from cxdesk.intake.blocks import TOTAL, Row
from cxdesk.intake.crossed import CROSSED, Crossing, crossed, crossed_as_said, find_crossing
from cxdesk.intake.doubts import view_of
from cxdesk.intake.evidence import Guess
from cxdesk.intake.facts import facts, renewed
from cxdesk.intake.formats import Format
from cxdesk.intake.guess import cell_text, guess
from cxdesk.intake.inspection import Basis, Decisions, Inspection, TableView
from cxdesk.intake.leaving_out import once_each
from cxdesk.intake.looked import stamp_of, to_pass_on
from cxdesk.intake.mapping import Mapping, fingerprint
from cxdesk.intake.pairs import find_pairs
from cxdesk.intake.relations import find_relations
from cxdesk.intake.repairs import Repair
from cxdesk.intake.same_costs import stretches
from cxdesk.intake.same_totals import SAME_TOTALS
from cxdesk.intake.snapshots import day_in, some_of
from cxdesk.intake.sniff import sniff
from cxdesk.intake.stated import first_day
from cxdesk.intake.stream import RowStream
from cxdesk.intake.table import Table
from cxdesk.intake.totals import LINES as TOTAL_LINES
from cxdesk.intake.totals import total_lines
from cxdesk.intake.zones import WallClock
from cxdesk.system.progress import Progress

SAMPLE_ROWS = 20_000
SAMPLE_CELLS = 2_000_000
PREVIEW_ROWS = 200
PREVIEW_CELLS = 40_000
LONGEST_SHOWN = 500

_ZONE_BELOW = re.compile(r'"timeZone"\s*:\s*"([^"]+)"')
ZONE_ALIASES = {"Z": "UTC", "GMT": "UTC"}

NO_REPAIRS: Map[str, Repair] = MappingProxyType({})
Alike = Callable[[tuple[str, ...]], likeness.Near | None]
Remembered = Callable[[str], Mapping | None]


def nothing_alike(_headings: tuple[str, ...]) -> likeness.Near | None:
    return None


def nothing_remembered(_fingerprint: str) -> Mapping | None:
    return None


def inspect(
    path: Path,
    progress: Progress | None = None,
    remembered: Remembered = nothing_remembered,
    language: str = "en",
    corrected: Map[str, Repair] = NO_REPAIRS,
    alike: Alike = nothing_alike,
) -> Inspection:
    """What is in a file. `remembered` gives the mapping kept under a fingerprint of headings, if there is one;
    `corrected` how the rows behind a token were read; `alike` the kept mapping whose headings
    are nearly the same.

    Raises a CXDeskError when the file cannot be read.
    """
    progress = progress or Progress()
    stamp = stamp_of(path) if path.is_file() else None
    tables = sniff(path, progress)
    source = tables[0].source
    above = _above(tables[0])
    views = [
        _looked_again(table, progress, corrected) or look(table, progress, remembered, above, alike) for table in tables
    ]
    for at, why in once_each(views).items():
        if views[at].token:
            continue
        views[at] = view_of(replace(views[at], basis=replace(views[at].basis, leave_out=why)), views[at].decisions)
    told = to_pass_on(tables, stamp)
    return Inspection(
        source.name, str(source.path), source.size, source.sha256, source.container, tuple(views), looked=told
    )


def _looked_again(table: Table, progress: Progress, corrected: Map[str, Repair]) -> TableView | None:
    """The view of corrected rows; None for every other table, and where a column of theirs is gone."""
    token = repairs.token_of(table)
    if not token or token not in corrected:
        return None
    repair = corrected[token]
    columns = repairs.places(table, repair.headings)
    if columns is None:
        return None
    picked = repairs.only(table, columns)
    mapping = repairs.mapping_of(repair, table, token, columns)
    if CROSSED in mapping.options:
        picked = crossed_as_said(picked, mapping.options[CROSSED])
    sample = take_sample(picked, picked.open(), progress)
    cells: Sequence[Sequence[Any]] = list(zip(*sample.rows, strict=True)) or [()] * len(picked.headings)
    guesses = tuple(guess(at, heading, cells[at], sample.lines) for at, heading in enumerate(picked.headings))
    basis = Basis(picked.raw_headings, guesses, format=mapping.format)
    return replace(repairs.view(_base(picked, sample, basis), mapping, repair), token=token)


@dataclass
class Sample:
    """The first rows of a table without those that are no data."""

    lines: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    complete: bool = True
    marked: list[int] = field(default_factory=list)  # lines of the rows that are no data

    def crossed(self, crossing: Crossing) -> Sample:
        """The long rows that the wide ones stand for, as many as are looked at."""
        most = len(self.rows) if self.complete else max(PREVIEW_ROWS, SAMPLE_ROWS // len(crossing.groups))
        wide = list(zip(self.lines, self.rows, strict=True))[:most]
        made = [(line, row) for line, cells in wide for row in crossing.rows(cells)]
        return replace(self, lines=[line for line, _row in made], rows=[row for _line, row in made])

    def without(self, lines: Sequence[int], why: Counter[str]) -> Sample:
        """The sample without lines that are no rows, such as sums, and say nothing of what a column holds."""
        gone = frozenset(lines)
        kept = [at for at, line in enumerate(self.lines) if line not in gone]
        marks = self.marks + why
        return Sample(
            [self.lines[at] for at in kept], [self.rows[at] for at in kept], marks, self.complete, self.marked
        )


def take_sample(table: Table, stream: RowStream, progress: Progress) -> Sample:
    """Read so many rows as guesses need, all of them for files that are not large."""
    found = Sample()
    most = min(SAMPLE_ROWS, max(PREVIEW_ROWS, SAMPLE_CELLS // max(1, len(table.headings))))
    for block in stream:
        progress.report(len(found.rows))
        found.marks.update(block.marks.values())
        found.marked += [block.lines[at] for at in block.marks]
        kept = [at for at in range(len(block.rows)) if at not in block.marks] if block.marks else range(len(block.rows))
        found.lines += [block.lines[at] for at in kept]
        found.rows += [block.rows[at] for at in kept]
        if len(found.rows) >= most:
            found.complete = False
            break
    return found


def _guessed(table: Table, sample: Sample) -> tuple[Sequence[Sequence[Any]], tuple[Guess, ...]]:
    """The columns of the sample, and what each could be."""
    columns: Sequence[Sequence[Any]] = list(zip(*sample.rows, strict=True)) or [()] * len(table.headings)
    return columns, tuple(guess(at, name, columns[at], sample.lines) for at, name in enumerate(table.headings))


def _above(table: Table) -> tuple[str, ...]:
    """The lines above a table of text."""
    return table.layout.preamble if table.layout is not None else ()


def look(
    table: Table,
    progress: Progress,
    remembered: Remembered = nothing_remembered,
    first_above: tuple[str, ...] = (),
    alike: Alike = nothing_alike,
) -> TableView:
    """One table with everything that can be proposed for it. `first_above`: the lines above the file's first table,
    which speak for those below as well.
    """
    above = _above(table) or first_above
    known = format_of(table, above)
    table, options = fit_format(table, known)
    stream = table.open()
    sample = take_sample(table, stream, progress)
    columns, guesses = _guessed(table, sample)
    totals = total_lines(sample.lines, columns, guesses) if sample.complete else []
    if totals:
        options |= {TOTAL_LINES: totals}
        sample = sample.without(totals, Counter({TOTAL: len(totals)}))
        columns, guesses = _guessed(table, sample)
    told = (above, known, remembered, alike)
    asides = aside_lines(sample.lines, columns, guesses) if sample.complete else []
    if asides:
        options |= {ASIDES: asides}
        sample = sample.without([int(line) for line, _why in asides], Counter(str(why) for _line, why in asides))
        columns, guesses = _guessed(table, sample)
    plain = _derived(_Looked(table, stream, sample, columns, guesses, options), *told)
    crossing = find_crossing(table, guesses) if known is None else None
    if crossing is None:
        return plain
    marked = sample.marked if sample.complete else _marked(table, progress)
    options = options | {CROSSED: to_plain(crossing)} | ({TOTAL_LINES: lines} if (lines := [*totals, *marked]) else {})
    table, sample = crossed(table, crossing), sample.crossed(crossing)
    columns, guesses = _guessed(table, sample)
    long = _derived(_Looked(table, stream, sample, columns, guesses, options), *told)
    first, other = (plain, long) if remembered(fingerprint(plain.headings)) is not None else (long, plain)
    return view_of(replace(first, instead=other), first.decisions)


def _marked(table: Table, progress: Progress) -> list[int]:
    """The lines of all rows that are no data, of a table that is larger than a sample."""
    found: list[int] = []
    for block in table.open(progress):
        found += [block.lines[at] for at in block.marks]
    return found


@dataclass(frozen=True)
class _Looked:
    """A table with what its rows show."""

    table: Table
    stream: RowStream
    sample: Sample
    columns: Sequence[Sequence[Any]]
    guesses: tuple[Guess, ...]
    options: dict[str, Any]


def _derived(
    seen: _Looked, above: tuple[str, ...], known: Format | None, remembered: Remembered, alike: Alike
) -> TableView:
    """The view that follows from what was seen and what is remembered of such a table."""
    table, guesses, columns = seen.table, seen.guesses, seen.columns
    basis = Basis(
        tuple(known.in_english(table.raw_headings)) if known is not None else table.raw_headings,
        guesses,
        find_pairs(table.headings, guesses, columns),
        known.name if known else None,
        table.layout.delimiter if table.layout is not None else "",
        seen.options,
        find_relations(table.headings, guesses, columns),
        day_in(table.sheet or "") or day_in(table.source.name),
        zones_in(table) if known is not None and known.zones_below else {},
        first_day(above, table.source.name),
    )
    kept = remembered(fingerprint(table.headings))
    decisions = remember.decisions(kept, basis) if kept is not None else Decisions()
    if kept is None and (near := alike(table.headings)) is not None and near.mapping.format == basis.format:
        basis = replace(basis, like=near.of(basis))
        decisions = likeness.decided(basis.like, likeness.SAME) if basis.like is not None else decisions
    base = _base(table, seen.sample, basis)
    view = view_of(base, decisions)
    if who := some_of(view.mapping, columns):
        view = replace(view, basis=replace(view.basis, who=who))
    if view.mapping.kind == COST.name and SAME_TOTALS in view.mapping.options:
        view = replace(view, basis=replace(view.basis, stretches=stretches(view.mapping, columns)))
    found = facts(table, seen.stream, dict(seen.sample.marks))
    token = repairs.token_of(table)
    return replace(view, facts=renewed(found, guesses, view.mapping, view.doubts), token=token)


def format_of(table: Table, above: tuple[str, ...]) -> Format | None:
    """The tool whose export the table is, by its headings, its first rows and what stands above them."""
    rows = [cells for line, cells in table.head if line > table.header_line]
    found = formats.recognise(table.raw_headings, rows, above)
    return found[0] if found else None


def fit_format(table: Table, known: Format | None) -> tuple[Table, dict[str, Any]]:
    """The table with as many header rows as its tool writes, and what reading it again must know."""
    if known is None:
        return table, {}
    options: dict[str, Any] = {}
    wanted = known.header_rows
    if wanted is not None and wanted != table.header_rows and _has_rows(table, wanted, known.blank_second):
        table = table.with_header_rows(wanted)
        options["header_rows"] = wanted
    if 0 < known.wording_row <= table.header_rows:
        table = table.with_names_of(known.wording_row)
    return table, options


def _has_rows(table: Table, wanted: int, blank: int) -> bool:
    """Whether the row that would become a heading is one: blank under the tool's own columns."""
    rows = [cells for line, cells in table.head if line >= table.header_line]
    if len(rows) <= wanted:
        return False
    second = [cell_text(cell).strip() for cell in rows[1]]
    return wanted < 2 or (any(second) and not any(second[:blank]))


def zones_in(table: Table) -> dict[int, str]:
    """Column → the time zone that the last header row says."""
    found = {}
    for at, text in enumerate(table.header_cells[-1] if table.header_rows > 1 else ()):
        said = _ZONE_BELOW.search(text)
        zone = ZONE_ALIASES.get(said[1], said[1]) if said else ""
        if zone and _is_zone(zone):
            found[at] = zone
    return found


def _is_zone(name: str) -> bool:
    try:
        WallClock(name)
    except BadQuestion:
        return False
    return True


def _base(table: Table, sample: Sample, basis: Basis) -> TableView:
    """The parts of a view that no answer changes."""
    rows = min(PREVIEW_ROWS, max(10, PREVIEW_CELLS // max(1, len(table.headings))))
    preview = tuple(tuple(cell_text(cell)[:LONGEST_SHOWN] for cell in row) for row in sample.rows[:rows])
    known = formats.registry().get(basis.format or "")
    return TableView(
        sheet=table.sheet,
        header_rows=table.header_rows,
        format=known.name if known else None,
        format_title=known.title if known else None,
        headings=table.headings,
        columns=(),
        facts=(),
        doubts=(),
        mapping=Mapping("answer", ()),
        preview=preview,
        preview_lines=tuple(sample.lines[:rows]),
        rows=len(sample.rows) if sample.complete else max(len(sample.rows), table.rows_estimate or 0),
        rows_exact=sample.complete,
        hidden=table.hidden,
        notes=tuple(note.phrase for note in table.notes),
        format_sure=known is None or known.verified,
        basis=basis,
    )
