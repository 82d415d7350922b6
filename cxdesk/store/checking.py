"""Is the workspace sound? SQLite's own checks, and ours: a flipped bit in a row passes SQLite's, but not the sums."""

from __future__ import annotations

import sqlite3

import numpy as np

from cxdesk.domain.errors import NotAWorkspace
from cxdesk.domain.kinds import all_kinds
from cxdesk.store import cached, claims, schema, seals, search_index
from cxdesk.store.batches import content_hash, content_text, signed
from cxdesk.store.database import Database
from cxdesk.store.encoding import MANY_PREFIX, lacking
from cxdesk.store.faults import primary
from cxdesk.store.merging import next_row_id
from cxdesk.store.rebuilding import rebuilt
from cxdesk.system.i18n import N_
from cxdesk.system.progress import Progress

PAGES = N_("Some pages of the file are damaged.")
REFERENCES = N_("Some records point at imports that are not there.")
SUMS = N_("Rows have changed or are missing without an import having done it.")
CONTENT = N_("Rows or notes are not what they were when their checksum was made.")
CLAIMS = N_("An import does not contain the rows that it should.")
COLUMNS = N_("Kept columns do not match the rows.")
KEPT = N_("Kept columns are damaged.")
INDEX = N_("The search index does not match the comments.")


def problems(db: Database, progress: Progress | None = None) -> list[str]:
    """What is wrong, as English sentences to be translated when shown; empty in a sound workspace."""
    progress = progress or Progress()
    found = []
    with db.reader(progress) as connection:
        if not _pages_sound(connection):
            return [PAGES]
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            found.append(REFERENCES)
        found += [CLAIMS for kind in all_kinds() if not _claims_sound(connection, kind.name)][:1]
        columns = {problem for kind in all_kinds() if (problem := _columns_problem(connection, kind.name, progress))}
        found += sorted(columns)
    if content_hash(db) != content_text(db):
        found.append(SUMS)
    with db.reader(progress) as connection:
        if seals.broken(connection, progress):
            found.append(CONTENT)
    if not db.read_only and not _index_sound(db, progress):
        found.append(INDEX)
    return found


def as_written(db: Database, progress: Progress | None = None) -> bool:
    """Whether every page can be read, and everything that has a checksum is as it was."""
    with db.reader(progress) as connection:
        try:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return sound and not seals.broken(connection, progress)
        except sqlite3.DatabaseError as error:
            if primary(error) == sqlite3.SQLITE_INTERRUPT:
                raise
            return False


def repair(db: Database, progress: Progress | None = None) -> tuple[list[str], list[str]]:
    """Make anew whatever follows from the rows: kept columns, sums, indexes, the search index. A backup is made first.

    (what was wrong and is repaired, what is left and needs a backup), English sentences. The rows are never changed.
    """
    before = problems(db, progress)
    if not before or PAGES in before:
        return [], before
    db.back_up("repair", progress)
    with db.write("repair", progress) as transaction:
        transaction.leave_lists()
        connection = transaction.connection
        connection.execute("REINDEX")
        if KEPT in before and COLUMNS not in before:
            connection.execute("DELETE FROM cache")
            for kind in all_kinds():
                transaction.touch_rows(kind.name, ())  # the rows are as they were; who read wrong columns reads again
        if SUMS in before and not {CONTENT, CLAIMS, COLUMNS, REFERENCES} & set(before):
            _count_again(connection)
        if INDEX in before:
            search_index.start_anew(connection)
    search_index.index_waiting(db, progress)
    after = problems(db, progress)
    return [problem for problem in before if problem not in after], after


def _count_again(connection: sqlite3.Connection) -> None:
    """The sums over all rows, from the rows."""
    for kind in all_kinds():
        hashes = [row[0] for row in connection.execute(f"SELECT row_hash FROM {schema.quoted(kind.name)}")]
        connection.execute(
            "UPDATE content SET n = ?, sum = ? WHERE kind = ?", (len(hashes), signed(sum(hashes)), kind.name)
        )


def _pages_sound(connection: sqlite3.Connection) -> bool:
    """From 3.44 on SQLite holds the search index against the comments too; that has a check of its own, which
    knows that comments may still wait to be indexed.
    """
    try:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)")]
        return all(text == "ok" or "FTS5 table" in text for text in said)
    except sqlite3.DatabaseError as error:
        if primary(error) == sqlite3.SQLITE_INTERRUPT:
            raise
        return False


def _claims_sound(connection: sqlite3.Connection, kind: str) -> bool:
    """Every row belongs to an import that contained it, the earliest one."""
    owned = {
        int(b): int(n) for b, n in connection.execute(f"SELECT batch, count(*) FROM {schema.quoted(kind)} GROUP BY 1")
    }
    seen = np.zeros(next_row_id(connection), bool)  # by row: sorting would hold the window up
    for batch in claims.holders(connection, kind):
        rows = claims.rows_of(connection, kind, batch)
        if len(rows) and not 0 <= rows[0] <= rows[-1] < len(seen):
            return False
        if int(np.count_nonzero(~seen[rows])) != owned.pop(batch, 0):
            return False
        seen[rows] = True
    return not owned


def _columns_problem(connection: sqlite3.Connection, kind: str, progress: Progress) -> str:
    """The kept columns are those that the rows would give. A column knows by a checksum whether it is as it was
    written: if it is, and differs from the rows, the rows were changed.
    """
    problem = ""
    for batch in claims.holders(connection, kind):
        progress.check()
        kept = [name for name in cached.names(connection, kind, batch) if not name.startswith(MANY_PREFIX)]
        from_rows = rebuilt(connection, kind, batch) if kept else {}
        for name in kept:
            column = cached.load(connection, kind, batch, name)
            if column is None:
                problem = KEPT
            elif not column.same_as(from_rows.get(name) or lacking(name, column, len(column))):
                return COLUMNS
    return problem


def _index_sound(db: Database, progress: Progress) -> bool:
    """FTS5's own check; against the comments too once all are indexed."""
    try:
        with db.write("check", progress) as transaction:
            transaction.leave_lists()
            waiting = transaction.execute("SELECT 1 FROM unsearched").fetchone() is not None
            transaction.execute("INSERT INTO fts(fts, rank) VALUES ('integrity-check', ?)", (0 if waiting else 1,))
    except NotAWorkspace:  # SQLITE_CORRUPT, which here speaks of the index alone
        return False
    return True
