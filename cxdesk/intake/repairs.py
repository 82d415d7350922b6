"""Corrected rows that come back: a sheet that CXDesk wrote, recognised by its token and read as the rows were read the
first time.

The token only names an import. The mapping comes from the workspace, and every cell is read as strictly as in any
other file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.rejected import FRONT, MARK, TOKEN
from cxdesk.domain.results import Phrase
from cxdesk.domain.text import fold
from cxdesk.intake import describe, preview, remember
from cxdesk.intake.asides import ASIDES
from cxdesk.intake.blocks import RawBlock, Records
from cxdesk.intake.crossed import CROSSED, Crossing
from cxdesk.intake.headings import as_text
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import GATHER, LEFT_OUT
from cxdesk.intake.mapping import Mapping as TableMapping
from cxdesk.intake.table import Table
from cxdesk.intake.totals import LINES as TOTAL_LINES
from cxdesk.system.i18n import N_

COLUMNS = "columns"  # option: only these columns of the table, in this order
EVERY_ROW = "every_row"  # option: no row is taken for a remark or a total
REPAIRS = "repairs"  # option: the token of the import whose rows these are
_OF_THE_FIRST_FILE = (TOTAL_LINES, ASIDES, "header_rows", "group", COLUMNS, EVERY_ROW, REPAIRS)


@dataclass(frozen=True)
class Repair:
    """What the workspace says about a token."""

    mapping: TableMapping
    headings: tuple[str, ...]
    file: str = ""
    at: str = ""
    again: bool = False  # the rows stand already and have no id: a second time they would count twice


def token_of(table: Table) -> str:
    """The token that the table carries; "" for every other table."""
    rows = [[as_text(cell) for cell in cells] for _line, cells in table.head if any(as_text(cell) for cell in cells)]
    if len(rows) < 2 or not rows[0] or rows[0][0] != MARK:
        return ""
    said = {row[0] for row in rows[1:] if row and row[0]}
    found = said.pop() if len(said) == 1 else ""
    return found if TOKEN.fullmatch(found) else ""


def only(table: Table, columns: Sequence[int]) -> Table:
    """The table with only these columns, in this order, under one row of headings."""
    one = table.with_header_rows(1)
    opened = one.records

    def records(_table: Table, progress: Any) -> Records:
        assert opened is not None
        return _Picked(opened(one, progress), tuple(columns))

    return replace(
        one,
        headings=tuple(one.headings[at] for at in columns),
        raw_headings=tuple(one.raw_headings[at] for at in columns),
        sub_headings=tuple(one.sub_headings[at] for at in columns),
        header_cells=tuple(tuple(row[at] for at in columns) for row in one.header_cells),
        head=tuple((line, _picked(cells, columns)) for line, cells in one.head),
        records=records,
    )


def _picked(cells: Sequence[Any], columns: Sequence[int]) -> tuple[Any, ...]:
    return tuple(cells[at] if at < len(cells) else "" for at in columns)


class _Picked:
    """Records of which only some columns are seen."""

    def __init__(self, records: Records, columns: tuple[int, ...]) -> None:
        self._records, self._columns = records, columns
        self.has_errors = records.has_errors

    @property
    def cleaned(self) -> dict[str, int]:
        return self._records.cleaned

    def __iter__(self) -> Iterator[RawBlock]:
        for block in self._records:
            rows = [list(_picked(row, self._columns)) for row in block.rows]
            yield RawBlock(block.lines, rows, block.seen, block.problems)


def places(table: Table, headings: Sequence[str]) -> tuple[int, ...] | None:
    """Where the columns of the first file stand behind those that CXDesk put before them, even if somebody moved them;
    None where one of them is gone.
    """
    names = [fold(name) for name in table.with_header_rows(1).raw_headings]
    wanted = [fold(name) for name in headings]
    if names[FRONT : FRONT + len(wanted)] == wanted:
        return tuple(range(FRONT, FRONT + len(wanted)))
    found = []
    for name in wanted:
        there = [at for at, one in enumerate(names) if one == name and at >= FRONT and at not in found]
        if not there:
            return None
        found.append(there[0])
    return tuple(found)


def mapping_of(repair: Repair, table: Table, token: str, columns: Sequence[int]) -> TableMapping:
    """The first file's mapping for the columns that were picked; what only held of that file's rows is left out."""
    mapping = _stripped(repair.mapping)
    if CROSSED in mapping.options:
        crossing = from_plain(Crossing, mapping.options[CROSSED]).compact()
        mapping = replace(mapping, options={**mapping.options, CROSSED: to_plain(crossing)})
    options = {**mapping.options, COLUMNS: list(columns), EVERY_ROW: True, REPAIRS: token}
    if GATHER in options and "source" in options[GATHER]:
        source = _stripped(from_plain(TableMapping, options[GATHER]["source"]))
        source = replace(source, options={**source.options, EVERY_ROW: True})
        options[GATHER] = {**options[GATHER], "source": to_plain(source)}
    if repair.again:
        options[LEFT_OUT] = True
    return replace(mapping, sheet=table.sheet, options=options, also=())


def _stripped(mapping: TableMapping) -> TableMapping:
    kept = {name: value for name, value in mapping.options.items() if name not in _OF_THE_FIRST_FILE}
    return replace(mapping, options=kept)


def view(seen: TableView, mapping: TableMapping, repair: Repair) -> TableView:
    """The view of corrected rows: nothing is asked, everything is as it was said the first time."""
    guesses = seen.basis.guesses
    own = {name: mapping.options[name] for name in (COLUMNS, EVERY_ROW, REPAIRS)}
    basis = replace(seen.basis, options={**seen.basis.options, **own}, leave_out="")
    return replace(
        seen,
        format=mapping.format,
        format_title=None,
        format_sure=True,
        basis=basis,
        mapping=mapping,
        decisions=remember.decisions(mapping, basis),
        columns=describe.columns(mapping, guesses, ()),
        doubts=(),
        problems=preview.problems(seen.preview, mapping),
        notes=(*seen.notes, _note(repair)),
    )


def _note(repair: Repair) -> Phrase:
    if repair.again:
        return Phrase(
            N_(
                "Cells of {file} that could not be used. Its rows are in the workspace and have no id, so they are not"
                " imported a second time."
            ),
            (("file", repair.file),),
        )
    return Phrase(N_("Corrected rows of {file}, read as they were read the first time."), (("file", repair.file),))


def repairs_from(said: Mapping[str, Any]) -> dict[str, Repair]:
    """What the parent process says about tokens."""
    return {token: from_plain(Repair, one) for token, one in said.items()}
