"""Keeping the search index up, in code: on merge, on update, on undo, and at leisure after a large import.

What is not indexed yet stands in `unsearched` as stretches of rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import schema
from cxdesk.store.database import Database
from cxdesk.store.folding import folded_copy
from cxdesk.store.segments import whole_text
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

INDEX_AT_ONCE = 50_000  # more new comments than this are indexed after the import is safe
STEP = 250_000  # rows indexed per transaction
_HASH_SIZE = 16 * 1024 * 1024
_AUTOMERGE = 4  # FTS5's own: so many parts of one size become one, a little at every write
_MARKS = 500
_DELETE = "INSERT INTO fts(fts, rowid, comment) SELECT 'delete', row_id, comment FROM comment_text"


def index_new(connection: sqlite3.Connection, kind: str, first: int, last: int, about: int) -> None:
    """Index the comments of new rows, `about` so many; when they are too many, note that it is still to be done."""
    if not kind_named(kind).comments or last < first:
        return
    if about > INDEX_AT_ONCE:
        connection.execute("INSERT INTO unsearched VALUES (?, ?)", (first, last))
    else:
        _index(connection, first, last)


def _index_many(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Let FTS5 collect more in memory before it writes, and merge what it wrote at later, smaller writes."""
    connection.execute("INSERT INTO fts(fts, rank) VALUES ('hashsize', ?)", (_HASH_SIZE,))
    connection.execute("INSERT INTO fts(fts, rank) VALUES ('automerge', 0)")
    _index(connection, first, last)
    connection.execute("INSERT INTO fts(fts, rank) VALUES ('automerge', ?)", (_AUTOMERGE,))


def _index(connection: sqlite3.Connection, first: int, last: int) -> None:
    connection.execute(
        "INSERT INTO fts(rowid, comment) SELECT row_id, comment FROM comment_text WHERE row_id BETWEEN ? AND ?",
        (first, last),
    )


def index_waiting(db: Database, progress: Progress | None = None) -> None:
    """Index what is still to be done, in short transactions; stopping in between loses nothing.

    The last step of an import for whoever holds the workspace: it also tidies up the log.
    """
    progress = progress or Progress()
    if db.read_only:
        return
    while (state := search_progress(db))[0] < state[1]:
        progress.report(*state, _("Indexing comments"))
        with db.write("index comments", progress) as transaction:
            transaction.leave_lists()
            _index_some(transaction.connection)
    db.settle()


def _index_some(connection: sqlite3.Connection) -> None:
    waiting = connection.execute("SELECT first, last FROM unsearched ORDER BY first LIMIT 1").fetchone()
    if waiting is None:
        return
    first, last = waiting
    until = min(first + STEP - 1, last)
    _index_many(connection, first, until)
    connection.execute("DELETE FROM unsearched WHERE first = ?", (first,))
    if until < last:
        connection.execute("INSERT INTO unsearched VALUES (?, ?)", (until + 1, last))


def search_progress(db: Database) -> tuple[int, int]:
    """(rows searchable, rows in all); equal when the index is complete."""
    with db.reader() as connection:
        waiting = connection.execute("SELECT coalesce(sum(last - first + 1), 0) FROM unsearched").fetchone()[0]
        rows = connection.execute("SELECT value FROM meta WHERE key = 'next_row_id'").fetchone()
    total = int(rows[0]) - 1 if rows else 0
    return total - int(waiting), total


def forget(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take rows that still stand as indexed out of the index. Call before their texts change."""
    for chunk in _chunks(_indexed(connection, ids)):
        marks = ", ".join("?" * len(chunk))
        connection.execute(
            f"{_DELETE} WHERE row_id IN ({marks})",
            chunk,
        )


def forget_runs(connection: sqlite3.Connection, stretches: Sequence[tuple[int, int]]) -> None:
    """Take stretches of rows out of the index before they are deleted; if most of it goes, the rest is indexed anew."""
    if not stretches:
        return
    count = "SELECT count(*) FROM comment_text WHERE row_id BETWEEN ? AND ?"
    going = sum(connection.execute(count, run).fetchone()[0] for run in stretches)
    if going == 0:
        return
    if going > INDEX_AT_ONCE and going * 2 > connection.execute("SELECT count(*) FROM fts_docsize").fetchone()[0]:
        start_anew(connection)
        return
    waiting = connection.execute("SELECT first, last FROM unsearched ORDER BY first").fetchall()
    connection.executemany(
        f"{_DELETE} WHERE row_id BETWEEN ? AND ?", (part for run in stretches for part in _without(run, waiting))
    )


def start_anew(connection: sqlite3.Connection) -> None:
    """Forget the whole index; everything is to be indexed."""
    connection.execute("INSERT INTO fts(fts) VALUES ('delete-all')")
    connection.execute("DELETE FROM unsearched")
    connection.execute("INSERT INTO unsearched SELECT 1, value - 1 FROM meta WHERE key = 'next_row_id'")


def _without(run: tuple[int, int], holes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch outside the holes (in order)."""
    first, last = run
    for low, high in holes:
        if high < first or low > last:
            continue
        if first < low:
            yield first, low - 1
        first = high + 1
    if first <= last:
        yield first, last


def remember(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> None:
    """Index these rows' texts as they stand now; rows whose indexing is still to come only get their folded copy."""
    names = [field.name for field in kind_named(kind).comments]
    if not names:
        return
    for chunk in _chunks(ids):
        marks = ", ".join("?" * len(chunk))
        connection.execute(f"DELETE FROM folded WHERE row_id IN ({marks})", chunk)
        rows = connection.execute(
            f"SELECT row_id, {schema.listed(names)} FROM {schema.quoted(kind)} WHERE row_id IN ({marks})", chunk
        )
        copies = [(row[0], folded_copy(whole)) for row in rows if (whole := whole_text(row[1:])) is not None]
        connection.executemany("INSERT INTO folded VALUES (?, ?)", (copy for copy in copies if copy[1] is not None))
    for chunk in _chunks(_indexed(connection, ids)):
        marks = ", ".join("?" * len(chunk))
        connection.execute(
            f"INSERT INTO fts(rowid, comment) SELECT row_id, comment FROM comment_text WHERE row_id IN ({marks})",
            chunk,
        )


def _indexed(connection: sqlite3.Connection, ids: Sequence[int]) -> list[int]:
    """Those of the rows whose turn to be indexed has come."""
    waiting = connection.execute("SELECT first, last FROM unsearched").fetchall()
    return [row_id for row_id in ids if not any(first <= row_id <= last for first, last in waiting)]


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    for at in range(0, len(ids), _MARKS):
        yield list(ids[at : at + _MARKS])
