"""Rows to be corrected: out of the workspace as tables, and back in, read as they were read the first time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.kinds import registry
from cxdesk.domain.plain import from_plain
from cxdesk.domain.rejected import RejectedRow, RejectedTable, is_whole, token
from cxdesk.intake.batch import REJECTING, REQUIRED_MISSING
from cxdesk.intake.crossed import CROSSED, Crossing
from cxdesk.intake.mapping import GATHER
from cxdesk.store import batches, rejected
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxdesk.store.database import Database


def tables(db: Database, wanted: Sequence[int]) -> list[RejectedTable]:
    """The rows of these imports that were not taken, then those taken without some of their cells. NotFound where there
    are none, or no such import.
    """
    rows = {row.id: row for row in batches.listing(db)}
    found: list[RejectedTable] = []
    for whole in (True, False):
        for id_ in wanted:
            if id_ not in rows:
                raise NotFound(_("There is no import {id}.", id=id_), _("The list of imports shows their numbers."))
            found += _table(db, rows[id_], whole)
    if not found:
        raise NotFound(
            _("Import {id} has no rows to be corrected.", id=wanted[0]),
            _("Every row and every cell of its file could be used."),
        )
    return found


def import_of(db: Database, batch: int) -> batches.BatchRow:
    """One import, also one that was taken back. NotFound when there is none."""
    found = next((row for row in batches.listing(db) if row.id == batch), None)
    if found is None or found.type != "file":
        raise NotFound(_("There is no import {id}.", id=batch), _("The list of imports shows their numbers."))
    return found


def _table(db: Database, row: batches.BatchRow, whole: bool) -> list[RejectedTable]:
    count = rejected.counts(db, row.id, REJECTING)[0 if whole else 1]
    if not count:
        return []
    make = partial(_rows, db, row, whole)
    said = (token(whole, _digest(row)), whole, row.kind, row.file, row.sheet, headings(row.mapping), count)
    return [RejectedTable(*said, rows=make)]


def _rows(db: Database, row: batches.BatchRow, whole: bool) -> Iterator[RejectedRow]:
    """The rows; those that lack what identifies them name the columns in which it would stand."""
    needed = {field.name for field in kind_named(row.kind).fields if field.required}
    where = _places([use for use in row.mapping["columns"] if use["field"] in needed], row.mapping)
    for one in rejected.rows(db, row.id, REJECTING, whole):
        if REQUIRED_MISSING in one.codes:
            blank = [name for at, name in where if at < len(one.cells) and not one.cells[at].strip()]
            one = replace(one, columns=tuple(dict.fromkeys([*one.columns, *blank])))
        yield one


def _places(uses: Sequence[dict[str, Any]], mapping: dict[str, Any]) -> list[tuple[int, str]]:
    """Where the cells of these columns stand in a row of the file, with their headings."""
    wide = _crossing(mapping)
    if wide is None:
        return [(int(use["index"]), str(use["heading"])) for use in uses]
    return [(wide.keep[at], wide.wide[wide.keep[at]]) for use in uses if (at := int(use["index"])) < len(wide.keep)]


def _crossing(mapping: dict[str, Any]) -> Crossing | None:
    """Of a table whose columns became rows what its file says in which column."""
    option = mapping.get("options", {}).get(CROSSED)
    crossing = from_plain(Crossing, option) if option else None
    return crossing.compact() if crossing is not None and crossing.wide else None


def headings(mapping: dict[str, Any]) -> tuple[str, ...]:
    """The headings of the table that a mapping reads, in the order of its columns."""
    wide = _crossing(mapping)
    if wide is not None:
        return wide.wide
    source = mapping.get("options", {}).get(GATHER, {}).get("source") or {}
    uses = {int(use["index"]): str(use["heading"]) for use in source.get("columns", ())}
    uses |= {int(use["index"]): str(use["heading"]) for use in mapping.get("columns", ())}
    width = max(uses, default=-1) + 1
    return tuple(uses.get(at, f"#{at + 1}") for at in range(width))


def _digest(row: batches.BatchRow) -> str:
    """Stands for the import and for how it was read."""
    mapping = json.dumps(row.mapping, sort_keys=True, ensure_ascii=False)
    said = [row.id, row.at, row.sha256, row.sheet, row.kind, mapping]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def known(db: Database, tokens: Sequence[str]) -> dict[str, dict[str, Any]]:
    """How the rows behind these tokens were read, as the import child is told: `mapping`, `headings`, `file`, and
    whether they must be left out (`again`). A token that no import of this workspace has is not among them.
    """
    found: dict[str, dict[str, Any]] = {}
    if not tokens:
        return found
    for row in batches.listing(db):
        digest = _digest(row)
        for one in (token(True, digest), token(False, digest)):
            if one in tokens and row.kind in registry():
                found[one] = {
                    "mapping": row.mapping,
                    "headings": list(headings(row.mapping)),
                    "file": row.file,
                    "at": row.at,
                    "again": not is_whole(one) and not _can_correct(db, row),
                }
    return found


def _can_correct(db: Database, row: batches.BatchRow) -> bool:
    """Whether a row that stands already can be given a second time without being counted twice. Of a row whose cells
    are rows of their own, those that could not be read do not stand.
    """
    wide = _crossing(row.mapping)
    if wide is not None and len(wide.values) == 1:
        return row.state == "live"
    return bool(kind_named(row.kind).key) and row.state == "live" and rejected.has_keys(db, row.kind, row.id)
