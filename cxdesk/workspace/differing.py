"""What an import would change, as people read it, before anything is written: a page of rows at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cxdesk.domain.plain import to_plain
from cxdesk.frame.zone import day_of
from cxdesk.intake.batch import REJECTING, problem_sentence
from cxdesk.store import batches, differences
from cxdesk.store.differences import Difference
from cxdesk.system.i18n import _, day
from cxdesk.workspace.spelling import Speller, role_title

if TYPE_CHECKING:
    from cxdesk.workspace.importing import Prepared, PreparedTable
    from cxdesk.workspace.workspace import Workspace

NEW, UPDATED, UNCHANGED, REJECTED, BLANK, CELLS = "new", "updated", "unchanged", "rejected", "blank", "cells"
REPLACED = "replaced"  # rows of earlier reports that the new one puts out of count, though it does not name them
SORTS = (NEW, UPDATED, UNCHANGED, REPLACED, REJECTED, BLANK, CELLS)
PAGE = 200


@dataclass(frozen=True)
class FieldChange:
    """One field of an updated row: `before` and `after` in words, empty where there is nothing. `about` says of
    which answer, where a source row has several.
    """

    field: str
    title: str
    before: str
    after: str
    about: str = ""


@dataclass(frozen=True)
class SourceRow:
    """One source row and what becomes of it. `key`: what identifies it; `values`: title → value, of new rows and of
    those that are replaced, which are of an earlier `file`; `reason` and `code`: why it was rejected, or in `column` a
    cell of it; of a replaced row the days for which it still counts.
    """

    sort: str
    file: str
    sheet: str | None
    row: int | None
    key: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    changes: tuple[FieldChange, ...] = ()
    column: str | None = None
    value: str | None = None
    reason: str = ""
    code: str = ""
    last_row: int | None = None  # of blank rows: the end of the stretch

    def to_json(self) -> dict[str, Any]:
        """The parts that say something, in the words of the command line's object."""
        plain = {name: value for name, value in to_plain(self).items() if value not in ("", None, {}, [])}
        return {"file": self.file, "sheet": self.sheet, "row": self.row, **plain}


def count(table: PreparedTable, sort: str) -> int:
    """How many rows of a sort there are to be listed. Blank rows are listed as stretches."""
    if sort == BLANK:
        return len(table.blank_lines)
    if sort == CELLS:
        return table.cells
    if sort == REPLACED:
        return len(table.displaced.ids)
    rows = table.rows
    return {NEW: rows.new, UPDATED: rows.updated, UNCHANGED: rows.unchanged, REJECTED: rows.rejected}[sort]


def page(workspace: Workspace, prepared: Prepared, sort: str, start: int = 0, most: int = PAGE) -> list[SourceRow]:
    """Rows of a sort over all tables, from number `start` on. Costs what the page costs, however many there are."""
    found: list[SourceRow] = []
    for table in prepared.tables:
        there = count(table, sort)
        if start < there and len(found) < most:
            found += _of_table(workspace, table, sort, start, min(most - len(found), there - start))
        start = max(0, start - there)
    return found


def _of_table(workspace: Workspace, table: PreparedTable, sort: str, start: int, most: int) -> list[SourceRow]:
    if sort == BLANK:
        return [
            SourceRow(sort, *_place(table), first, last_row=last if last != first else None)
            for first, last in table.blank_lines[start : start + most]
        ]
    if sort in (REJECTED, CELLS):
        return _problems(table, sort, start, most)
    if sort == REPLACED:
        return _replaced(workspace, table, start, most)
    rows = table.verdicts.lines(sort, start, most).tolist()
    given = differences.differences(workspace.database, table.staged, table.verdicts, rows)
    speller = speller_for(table.staged.kind, to_plain(table.choice.view.mapping), workspace.zone)
    return [_row(table, sort, one, speller) for one in given]


def speller_for(kind: str, mapping: Mapping[str, Any], zone: str) -> Speller:
    """How the values of rows read with a mapping are spelled."""
    floating = {str(use["field"]) for use in mapping.get("columns", ()) if use.get("zone") == "floating"}
    return Speller(kind, zone, frozenset(floating))


def _place(table: PreparedTable) -> tuple[str, str | None]:
    return table.choice.inspection.file, table.choice.view.sheet


def _row(table: PreparedTable, sort: str, rows: Sequence[Difference], speller: Speller) -> SourceRow:
    """One source row from the rows of the kind that it gives."""
    first = rows[0]
    key = speller.key(first.given)
    if sort == NEW:
        return SourceRow(sort, *_place(table), first.line, key, _values(rows, speller))
    changes: list[FieldChange] = []
    for one in rows if sort == UPDATED else ():
        about = role_title(one.given) if len(rows) > 1 else ""
        if one.standing is not None:
            told = speller.changes(one.standing, one.becomes)
            changes += [FieldChange(*change, about) for change in told]
        elif len(rows) > 1:
            added = [said for said in speller.row(one.given) if said.name not in key]
            changes += [FieldChange(said.name, said.title, "", said.text, about) for said in added]
    return SourceRow(sort, *_place(table), first.line, key, changes=tuple(changes))


def _replaced(workspace: Workspace, table: PreparedTable, start: int, most: int) -> list[SourceRow]:
    """Rows of earlier imports, under the names of their own files."""
    ids = table.displaced.ids[start : start + most]
    imports = {one.id: one for one in batches.listing(workspace.database)}
    there = differences.standing(workspace.database, table.staged.kind, ids)
    found = []
    for row_id, (batch, line, values) in sorted(there.items()):
        own = imports[batch]
        speller = speller_for(own.kind, own.mapping, workspace.zone)
        said = {one.title: one.text for one in speller.row(values)}
        left = _days(table.displaced.left.get(row_id, ()))
        found.append(SourceRow(REPLACED, own.file, own.sheet, line, speller.key(values), said, reason=left))
    return found


def _days(left: Sequence[tuple[int, int]]) -> str:
    """The days for which a cost still counts; "" for none."""
    parts = [
        day(day_of(first)) if after == first + 1 else f"{day(day_of(first))} – {day(day_of(after - 1))}"
        for first, after in left
    ]
    return _("still counts for {days}", days=", ".join(parts)) if parts else ""


def _values(rows: Sequence[Difference], speller: Speller) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in rows:
        about = role_title(one.given)
        for said in speller.row(one.given):
            title = f"{said.title} ({about})" if said.title in found and about else said.title
            found.setdefault(title, said.text)
    return found


def _problems(table: PreparedTable, sort: str, start: int, most: int) -> list[SourceRow]:
    told = differences.staged_problems(table.staged, None if sort == CELLS else REJECTING, start, most)
    return [
        SourceRow(
            sort,
            *_place(table),
            one["line"],
            column=one["column"],
            value=one["value"] if one["value"] is not None else _cells(one["raw"]),
            reason=problem_sentence(one["code"]),
            code=one["code"],
        )
        for one in told
    ]


def _cells(raw: str | None) -> str | None:
    """A row as written, its filled cells behind one another."""
    return None if raw is None else ", ".join(str(cell) for cell in json.loads(raw) if cell)
