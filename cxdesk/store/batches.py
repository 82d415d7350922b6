"""Imports: what one would change, making it happen, listing them, taking one back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import all_kinds
from cxdesk.store import differences, schema, staging
from cxdesk.store.accounts import AS, ImportCounts, ImportInfo
from cxdesk.store.database import Database
from cxdesk.store.matching import Deciding
from cxdesk.store.merging import Merger
from cxdesk.store.undoing import UndoResult, take_back
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

__all__ = [
    "BatchRow",
    "ImportCounts",
    "ImportInfo",
    "UndoResult",
    "content_hash",
    "content_text",
    "listing",
    "merge",
    "merge_all",
    "plan",
    "planned",
    "rejects",
    "undo",
]


def plan(db: Database, staged: staging.Staged, progress: Progress | None = None) -> ImportCounts:
    """What merging would do, per source row; nothing is written."""
    return planned(db, staged, progress)[0]


def planned(
    db: Database, staged: staging.Staged, progress: Progress | None = None
) -> tuple[ImportCounts, differences.Verdicts]:
    """What merging would do, per source row, and to which rows; nothing is written."""
    progress = progress or Progress()
    rows = checked(staged)
    progress.check()
    return differences.planned(db, staged, rows, progress)


def checked(staged: staging.Staged) -> Deciding:
    """The deciding columns of all segments, after a look at each as at a stranger's file."""
    rows, expected = Deciding.nothing(), staged.segments[0].first_row_id if staged.segments else 1
    for segment in staged.segments:
        staging.check(staged, segment, expected, rows)
        expected += segment.rows
    return rows


def merge(
    db: Database, staged: staging.Staged, info: ImportInfo, progress: Progress | None = None
) -> tuple[ImportCounts, Changes]:
    """Write one staged table as one import, in one transaction. The same file again changes nothing at all."""
    counts, changes = merge_all(db, [(staged, info)], progress)
    return counts[0], changes


def merge_all(
    db: Database, tables: Sequence[tuple[staging.Staged, ImportInfo]], progress: Progress | None = None
) -> tuple[list[ImportCounts], Changes]:
    """Write several staged tables, each as one import, all in one transaction.

    More than `search_index.INDEX_AT_ONCE` new comments wait: whoever holds the workspace makes them searchable by
    `comments.index_waiting`, afterwards or at the next opening.
    """
    progress = progress or Progress()
    needed = 3 * sum(staging.size(staged) for staged, _info in tables)
    with db.write("import", progress, needed) as transaction:
        transaction.afterwards(staging.let_go)
        transaction.leave_log()
        merger = Merger(transaction, progress)
        counts = [merger.merge(staged, info, checked(staged)) for staged, info in tables]
    return counts, transaction.changes


def undo(
    db: Database, batch: int, progress: Progress | None = None, backup: bool = True, also: Sequence[int] = ()
) -> UndoResult:
    """Take one import back, wherever it stands in the history, as if it had never been; a backup is made first.

    `also`: further imports that go with it, in the same transaction.
    """
    progress = progress or Progress()
    with db.reader() as connection:
        find_live(connection, batch)
    if backup:
        db.back_up("undo", progress)
    with db.write("undo", progress) as transaction:
        removed, restored = 0, 0
        for one in (batch, *also):
            taken = take_back(transaction, find_live(transaction.connection, one), one, progress)
            removed, restored = removed + taken[0], restored + taken[1]
        digest = digest_of(transaction.connection)
    return UndoResult(batch, removed, restored, digest, transaction.changes)


def find_live(connection: sqlite3.Connection, batch: int) -> str:
    """The kind of a live import; NotFound otherwise."""
    row = connection.execute("SELECT kind, state FROM batch WHERE id = ?", (batch,)).fetchone()
    if row is None:
        raise NotFound(_("There is no import {id}.", id=batch), _("The list of imports shows their numbers."))
    if row[1] != "live":
        raise NotFound(_("Import {id} has been taken back already.", id=batch))
    return str(row[0])


@dataclass(frozen=True)
class BatchRow:
    """One import as it is listed. `search` is pending while its comments are being indexed."""

    id: int
    at: str
    type: str
    file: str
    sheet: str | None
    kind: str
    rows: dict[str, Any]
    state: str
    search: str
    format: str | None = None
    sha256: str = ""
    mapping: dict[str, Any] = field(default_factory=dict)
    as_of: int | None = None


def listing(db: Database) -> list[BatchRow]:
    """All imports, newest first, also those taken back."""
    names = ("id", "at", "type", "file", "sheet", "kind", "counts", "state", "format", "sha256", "mapping", "as_of")
    with db.reader() as connection:
        waiting = connection.execute("SELECT first, last FROM unsearched").fetchall()
        columns = schema.listed((*names, "first_row", "last_row"))
        rows = connection.execute(f"SELECT {columns} FROM batch ORDER BY id DESC").fetchall()
    mappings = {row[0]: json.loads(row[names.index("mapping")]) for row in rows}
    return [_batch_row(dict(zip(names, row, strict=False)), row[-2:], waiting, mappings) for row in rows]


def _batch_row(
    said: dict[str, Any], rows: tuple[int, int], waiting: Sequence[tuple[int, int]], mappings: dict[int, dict[str, Any]]
) -> BatchRow:
    pending = any(first <= rows[1] and rows[0] <= last for first, last in waiting)
    counts, mapping = json.loads(said.pop("counts")), mappings[said["id"]]
    said["mapping"] = mappings.get(mapping[AS], {}) if AS in mapping else mapping
    return BatchRow(**said, rows=counts, search="pending" if pending else "ready")


def rejects(db: Database, batch: int, limit: int = -1) -> list[dict[str, Any]]:
    """The cells and rows of an import that could not be used, in the order of the file. NotFound: no such import."""
    with db.reader() as connection:
        found = connection.execute("SELECT sheet FROM batch WHERE id = ?", (batch,)).fetchone()
        if found is None:
            raise NotFound(_("There is no import {id}.", id=batch), _("The list of imports shows their numbers."))
        names = ("line", "column", "value", "code", "raw")
        rows = connection.execute(
            f"SELECT {schema.listed(names)} FROM reject WHERE batch = ? ORDER BY id LIMIT ?", (batch, limit)
        )
        return [{"sheet": found[0], **dict(zip(names, row, strict=True))} for row in rows]


def content_hash(db: Database) -> str:
    """One text that stands for all live rows, whatever the order and history in which they came to be."""
    with db.reader() as connection:
        return digest_of(connection)


def digest_of(connection: sqlite3.Connection) -> str:
    """The content hash, from the sums that every write keeps up."""
    rows = connection.execute("SELECT kind, n, sum FROM content WHERE n > 0 ORDER BY kind").fetchall()
    return _digest({kind: (n, total) for kind, n, total in rows})


def content_text(db: Database) -> str:
    """The content hash in its test form: counted again from every row. Equal to `content_hash` in a sound workspace."""
    sums: dict[str, tuple[int, int]] = {}
    with db.reader() as connection:
        for kind in all_kinds():
            n = total = 0
            for (row_hash,) in connection.execute(f'SELECT row_hash FROM "{kind.name}"'):
                n, total = n + 1, total + row_hash
            if n:
                sums[kind.name] = (n, signed(total))
    return _digest(dict(sorted(sums.items())))


def signed(total: int) -> int:
    """A sum modulo 2**64 as the signed number that SQLite can hold."""
    return (total + 2**63) % 2**64 - 2**63


def _digest(sums: Mapping[str, tuple[int, int]]) -> str:
    text = ";".join(f"{kind}:{n}:{total % 2**64:016x}" for kind, (n, total) in sums.items())
    return hashlib.sha256(text.encode()).hexdigest()
