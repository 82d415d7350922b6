"""Who must not come back, and the log of erasures: hashes, dates and counts, never a name.

The tables are made with the first erasure. The key under which everything is hashed is the workspace's own; copies of
the workspace hold it too, so it protects what leaves the workspace, not the workspace from who has it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain.erased import Entry, Erased, Erasure
from cxdesk.domain.own_words import own_words
from cxdesk.store import schema

SECRET = "secret"  # entry of `meta`
TABLES = (
    """CREATE TABLE IF NOT EXISTS erasure(
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, "by" TEXT NOT NULL, counts TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS suppression(
        hash TEXT PRIMARY KEY, words INTEGER NOT NULL, lead TEXT NOT NULL, erasure INTEGER) STRICT, WITHOUT ROWID""",
)


def secret(connection: sqlite3.Connection) -> bytes | None:
    """The workspace's key; None where it has none yet."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (SECRET,)).fetchone()
    return bytes.fromhex(row[0]) if row else None


def own_secret(connection: sqlite3.Connection) -> bytes:
    """The workspace's key, made where it has none; inside a transaction."""
    known = secret(connection)
    if known is None:
        known = secrets.token_bytes(32)
        connection.execute("INSERT INTO meta(key, value) VALUES (?, ?)", (SECRET, known.hex()))
    return known


def erased(connection: sqlite3.Connection) -> Erased | None:
    """Everybody who was erased; None where nobody was."""
    key = secret(connection)
    if key is None or not schema.has_table(connection, "suppression"):
        return None
    found = [Entry(*row) for row in connection.execute("SELECT hash, words, lead FROM suppression")]
    return known_by(key, found) if found else None


def known_by(secret: bytes, entries: Iterable[Entry]) -> Erased:
    """Finds people by these hashes; names of metrics are words of ours too."""
    from cxdesk.metrics.registry import metrics

    return Erased(secret, entries, own_words() | metrics().keys())


def to_job(connection: sqlite3.Connection) -> dict[str, Any] | None:
    """The same for the process that converts files."""
    known = erased(connection)
    if known is None:
        return None
    return {"secret": (secret(connection) or b"").hex(), "entries": [[e.hash, e.words, e.lead] for e in known.entries]}


def from_job(told: Mapping[str, Any] | None) -> Erased | None:
    """What `to_job` told."""
    if not told:
        return None
    return Erased(bytes.fromhex(told["secret"]), (Entry(*one) for one in told["entries"]))


def note(connection: sqlite3.Connection, counts: Mapping[str, Any], by: str, entries: Iterable[Entry] = ()) -> Erasure:
    """Write the log, and whom to leave out from now on; inside a transaction."""
    for statement in TABLES:
        connection.execute(statement)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = connection.execute('INSERT INTO erasure(at, "by", counts) VALUES (?, ?, ?)', (at, by, json.dumps(counts)))
    number = row.lastrowid or 0
    connection.executemany(
        "INSERT OR IGNORE INTO suppression VALUES (?, ?, ?, ?)",
        ((one.hash, one.words, one.lead, number) for one in entries),
    )
    return Erasure(number, at, dict(counts), by)


def log(connection: sqlite3.Connection) -> list[Erasure]:
    """What was erased when, oldest first."""
    if not schema.has_table(connection, "erasure"):
        return []
    rows = connection.execute('SELECT id, at, counts, "by" FROM erasure ORDER BY id').fetchall()
    return [Erasure(id_, at, json.loads(counts), by) for id_, at, counts, by in rows]


def forget(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Let people in again by any of the things they were known by; how many hashes went. Inside a transaction."""
    if not schema.has_table(connection, "suppression"):
        return 0
    hashes = json.dumps([one.hash for one in entries])
    return connection.execute(
        "DELETE FROM suppression WHERE erasure IN"
        " (SELECT erasure FROM suppression WHERE hash IN (SELECT value FROM json_each(?)))",
        (hashes,),
    ).rowcount


def carry_over(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give an older copy of a workspace its log and its key; inside a transaction of the copy."""
    key = secret(source)
    if key is not None:
        target.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (SECRET, key.hex()))
    for statement in TABLES:
        target.execute(statement)
    for name, columns in (("erasure", 4), ("suppression", 4)):
        if schema.has_table(source, name):
            marks = ", ".join("?" * columns)
            rows = source.execute(f"SELECT * FROM {name}").fetchall()
            target.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows)
