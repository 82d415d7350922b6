"""Checksums of what the workspace holds: per import over its rows and all that belongs to them, and over the lists.

SQLite's own checks do not see a flipped bit inside a value; these do. A seal is made when nobody waits (after imports,
while closing, by a check) and says what the rows were then. Whoever changes rows lets go of the seals over them, inside
the same transaction: by default all of the kinds it touched, only some when it names the imports it changed. So a seal
that does not fit is damage, never a change of ours.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Any

from cxdesk.domain.kinds import all_kinds
from cxdesk.store import faults, schema
from cxdesk.system.progress import Progress

LISTS, VERSIONS = 0, -1  # in the place of an import's number; lists have no kind
WRITES = "writes"  # entry of `meta`: how many writes there were, by which the seal of the lists is known to be old
_AT_ONCE = 256
_OWN = frozenset(
    {"cache", "claim", "reject", "written", "version", "content", "seal", "snapshot", "unsearched", "folded"}
)


def let_go(connection: sqlite3.Connection, kind: str, imports: Iterable[int] | None) -> None:
    """The rows of these imports (None: of all) are about to be others than were sealed."""
    if imports is None:
        connection.execute("DELETE FROM seal WHERE kind = ?", (kind,))
    else:
        connection.executemany(
            "DELETE FROM seal WHERE kind = ? AND batch = ?", ((kind, batch) for batch in (*imports, VERSIONS))
        )


def count_write(connection: sqlite3.Connection) -> None:
    """From now on the seal of the lists is old."""
    connection.execute(
        "INSERT INTO meta(key, value) VALUES (?, 1) ON CONFLICT(key) DO UPDATE SET value = value + 1", (WRITES,)
    )


def lacking(connection: sqlite3.Connection, most: int | None = None) -> list[tuple[str, int]]:
    """What has no seal, or an old one: (kind, import). Imports of more than `most` rows are left out."""
    sealed = {(kind, batch) for kind, batch in connection.execute("SELECT kind, batch FROM seal")}
    found = [one for one in _wanted(connection, most) if one not in sealed]
    return found if _lists_current(connection) else [*found, ("", LISTS)]


def make(connection: sqlite3.Connection, kind: str, batch: int, progress: Progress | None = None) -> None:
    """Seal what stands there now; inside a transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO seal(kind, batch, digest, writes) VALUES (?, ?, ?, ?)",
        (kind, batch, digest(connection, kind, batch, progress or Progress()), _writes(connection)),
    )


def broken(connection: sqlite3.Connection, progress: Progress | None = None) -> list[tuple[str, int]]:
    """Whatever is not as it was sealed: (kind, import). Nothing is known of what has no seal."""
    progress = progress or Progress()
    if not _comparable(connection):
        return []
    kept = connection.execute("SELECT kind, batch, digest FROM seal ORDER BY kind, batch").fetchall()
    current = _lists_current(connection)
    found = []
    for done, (kind, batch, known) in enumerate(kept):
        progress.report(done, len(kept))
        if (batch != LISTS or current) and _digest_or_none(connection, kind, batch, progress) != known:
            found.append((str(kind), int(batch)))
    return found


def _digest_or_none(connection: sqlite3.Connection, kind: str, batch: int, progress: Progress) -> str | None:
    """None for what cannot even be read."""
    try:
        return digest(connection, kind, batch, progress)
    except (zlib.error, ValueError, UnicodeDecodeError):
        return None
    except sqlite3.DatabaseError as error:
        if faults.primary(error) == sqlite3.SQLITE_INTERRUPT:
            raise
        return None


def _comparable(connection: sqlite3.Connection) -> bool:
    """Whether the tables have the columns that this program would read."""
    if not schema.has_table(connection, "seal"):
        return False
    known = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return known is not None and known[0] == schema.fingerprint()


def _wanted(connection: sqlite3.Connection, most: int | None) -> Iterator[tuple[str, int]]:
    limit = "" if most is None else " AND n <= ?"
    rows = connection.execute(
        "SELECT c.kind, c.batch FROM claim c JOIN batch b ON b.id = c.batch"
        f" WHERE b.state = 'live'{limit} ORDER BY c.kind, c.batch",
        () if most is None else (most,),
    )
    found = [(str(kind), int(batch)) for kind, batch in rows]
    yield from found
    yield from ((kind, VERSIONS) for kind in dict.fromkeys(kind for kind, _batch in found))


def _writes(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (WRITES,)).fetchone()
    return int(row[0]) if row else 0


def _lists_current(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT writes FROM seal WHERE kind = '' AND batch = ?", (LISTS,)).fetchone()
    return row is not None and int(row[0]) == _writes(connection)


def digest(connection: sqlite3.Connection, kind: str, batch: int, progress: Progress) -> str:
    """SHA-256 over the values in a form that depends on nothing but them."""
    parts: Generator[tuple[Any, ...]] | sqlite3.Cursor
    if batch == LISTS:
        parts = _of_lists(connection)
    elif batch == VERSIONS:
        parts = connection.execute("SELECT * FROM version WHERE kind = ? ORDER BY row_id, batch", (kind,))
    else:
        parts = _of_import(connection, kind, batch)
    found = hashlib.sha256()
    with closing(parts):  # at once also where it is cancelled: the connection may be closed next
        while some := list(itertools.islice(parts, _AT_ONCE)):
            progress.check()
            found.update(json.dumps(some, separators=(",", ":"), default=_plain).encode())
    return found.hexdigest()


def _plain(value: object) -> str:
    assert isinstance(value, bytes)
    return hashlib.sha256(value).hexdigest()


def _of_import(connection: sqlite3.Connection, kind: str, batch: int) -> Generator[tuple[Any, ...]]:
    from cxdesk.store import claims  # numpy, which a new workspace does without

    names = schema.listed((*schema.PLACE, *schema.value_names(kind)))
    rows = claims.rows_of(connection, kind, batch)
    low, high = (int(rows[0]), int(rows[-1])) if len(rows) else (0, -1)
    yield from connection.execute(
        f"SELECT {names} FROM {schema.quoted(kind)} WHERE batch = ? AND row_id BETWEEN ? AND ? ORDER BY row_id",
        (batch, low, high),
    )
    yield from connection.execute("SELECT * FROM claim WHERE batch = ? AND kind = ?", (batch, kind))
    yield from connection.execute("SELECT * FROM reject WHERE batch = ? ORDER BY id", (batch,))
    yield from connection.execute("SELECT * FROM written WHERE batch = ? ORDER BY rowid", (batch,))


def _of_lists(connection: sqlite3.Connection) -> Generator[tuple[Any, ...]]:
    """Every table that is neither rows, nor follows from them, nor is sealed with an import."""
    skipped = _OWN | {kind.name for kind in all_kinds()}
    tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    for name, sql in tables:
        if name in skipped or name.startswith(("fts", "sqlite_")) or not sql:
            continue
        yield (name,)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({schema.quoted(name)})")]
        some = " WHERE key <> ?" if name == "meta" else ""
        yield from connection.execute(
            f"SELECT {schema.listed(columns)} FROM {schema.quoted(name)}{some} ORDER BY {schema.listed(columns)}",
            (WRITES,) if some else (),
        )
