"""What was last shown per month, so that it can be said later which past values moved; and what a workspace held
before an import.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain.plain import NotPlain, from_plain, to_plain
from cxdesk.domain.restatement import Known, MonthFigure, Shown
from cxdesk.store import batches, schema
from cxdesk.store.database import Database
from cxdesk.store.updating import versions_of
from cxdesk.system import paths
from cxdesk.system.progress import Progress

KEPT = 24  # states whose figures are kept
_AT_ONCE = 500


def record(db: Database, known: Known, figures: Iterable[MonthFigure]) -> None:
    """Keep the figures of the present state; the oldest make room. Changes no figure, so no state."""
    state, at = db.state, datetime.now(UTC).isoformat(timespec="seconds")
    rows = [(state, f.metric, f.version, f.measure, f.month, f.value, f.n) for f in figures]
    with db.write("figures") as transaction:
        transaction.execute("DELETE FROM figure WHERE state = ?", (state,))
        text = json.dumps(to_plain(known), ensure_ascii=False)
        transaction.execute("INSERT OR REPLACE INTO shown(state, at, known) VALUES (?, ?, ?)", (state, at, text))
        names = "state, metric, definition, measure, period, value, n"
        transaction.connection.executemany(f"INSERT INTO figure({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        old = "SELECT state FROM shown ORDER BY state DESC LIMIT -1 OFFSET ?"
        transaction.execute(f"DELETE FROM figure WHERE state IN ({old})", (KEPT,))
        transaction.execute(f"DELETE FROM shown WHERE state IN ({old})", (KEPT,))


def shown(db: Database) -> list[Shown]:
    """The states whose figures were kept, newest first."""
    with db.reader() as connection:
        if not schema.has_table(connection, "shown"):  # an older workspace, opened for reading
            return []
        rows = connection.execute("SELECT state, at, known FROM shown ORDER BY state DESC").fetchall()
    return [Shown(state, at, _known(text)) for state, at, text in rows]


def _known(text: str) -> Known:
    try:
        return from_plain(Known, json.loads(text))
    except (ValueError, NotPlain):
        return Known()


def figures(db: Database, state: int) -> list[MonthFigure]:
    """The figures kept at a state."""
    with db.reader() as connection:
        names = "metric, definition, measure, period, value, n"
        rows = connection.execute(f"SELECT {names} FROM figure WHERE state = ?", (state,)).fetchall()
    return [MonthFigure(*row) for row in rows]


def merges(db: Database) -> int:
    """How many decisions that two customers are one are in force."""
    with db.reader() as connection:
        if not schema.has_table(connection, "merge"):
            return 0
        return int(connection.execute("SELECT count(*) FROM merge WHERE undone_at IS NULL").fetchone()[0])


@dataclass(frozen=True)
class ChangedRow:
    """A row that an import gave otherwise than those before it; `before` are its fields as they stood."""

    row_id: int
    before: dict[str, Any]


def changed_rows(db: Database, kind: str, batch: int) -> list[ChangedRow]:
    """The rows of a kind that an import changed, as far as earlier imports had given them."""
    found: list[ChangedRow] = []
    with db.reader() as connection:
        statement = "SELECT row_id FROM version WHERE kind = ? AND batch = ? ORDER BY row_id"
        ids = [int(row[0]) for row in connection.execute(statement, (kind, batch))]
        for at in range(0, len(ids), _AT_ONCE):
            found += _changed(connection, kind, batch, ids[at : at + _AT_ONCE])
    return found


def _changed(connection: sqlite3.Connection, kind: str, batch: int, ids: list[int]) -> Iterator[ChangedRow]:
    for row_id, given in versions_of(connection, kind, ids).items():
        before: dict[str, Any] = {}
        for one in given:
            if one.batch < batch:
                before.update(one.values)
        said = next(dict(one.values) for one in given if one.batch == batch)
        if before and any(before.get(name) != value for name, value in said.items()):
            yield ChangedRow(row_id, before)


@contextmanager
def before(db: Database, batch: int, progress: Progress | None = None) -> Iterator[Database]:
    """The workspace as if this import and all later ones had never been: a copy in a private folder, for the block."""
    folder = paths.private_folder()
    try:
        path = folder / db.path.name
        with closing(sqlite3.connect(path, isolation_level=None)) as copy, db.reader(progress) as connection:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        with Database.open(path) as earlier:
            _take_back_from(earlier, batch, progress)
            yield earlier
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_back_from(db: Database, batch: int, progress: Progress | None) -> None:
    """Take back an import and all later ones, newest first."""
    later = [row.id for row in batches.listing(db) if row.state == "live" and row.id >= batch]
    for one in later:
        batches.undo(db, one, progress, backup=False)
