"""How older workspaces become current: named steps, in order, with the version, in one transaction.

A new kind, or a new field of one, needs no step: the row tables are brought up to the registry whenever its fingerprint
differs. Anything else (a changed meaning, a table of the fixed part) is a new step at the end of STEPS and raises
`header.SCHEMA`; `header.MIN_READER` only when an older program would misread the result.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cxdesk.store import header, schema, themes

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables
    from sqlite_utils import Migrations

PAGE = 8192  # bytes; with SQLite's own 4096 a large import takes a fifth longer
_OURS = "cxdesk"
_DONE = (  # as sqlite-utils makes them
    """CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
)""",
    """CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")""",
)


def _first_tables(connection: sqlite3.Connection) -> None:
    for statement in schema.FIXED:
        connection.execute(statement)
    schema.ensure_rows(connection)
    connection.execute(schema.SEARCH)


# Oldest first. Statements are executed one at a time: a script would commit first.
STEPS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("first tables", _first_tables),
    ("themes", themes.first_themes),
)


def steps() -> Migrations:
    """Every step by name, oldest first."""
    from sqlite_utils import Migrations

    migrations = Migrations(_OURS)
    for name, step in STEPS:
        migrations(name=name)(_on_connection(step))
    return migrations


def _on_connection(step: Callable[[sqlite3.Connection], None]) -> Callable[[Tables], None]:
    return lambda tables: step(tables.conn)


def needed(connection: sqlite3.Connection) -> bool:
    """Whether the file is behind this program."""
    found = connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF
    if found < header.SCHEMA:
        return True
    known = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return found == header.SCHEMA and (known is None or known[0] != schema.fingerprint())


def create(connection: sqlite3.Connection) -> None:
    """Fill a new, empty file: what `migrate` would make of it, without the time it takes to load what that needs."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    with _current_at_the_end(connection):
        for statement in _DONE:
            connection.execute(statement)
        for name, step in STEPS:
            step(connection)
            connection.execute(
                "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES (?, ?, ?)",
                (_OURS, name, str(datetime.now(UTC))),
            )
        connection.execute("INSERT INTO fts(fts, rank) VALUES ('pgsz', ?)", (PAGE - schema.SEARCH_MARGIN,))


def migrate(connection: sqlite3.Connection, migrations: Migrations | None = None) -> None:
    """All pending steps and the version in one transaction; whatever fails leaves the file as it was."""
    from sqlite_utils import Database as Tables

    tables = Tables(connection, recursive_triggers=False)
    with _current_at_the_end(connection):
        (migrations or steps()).apply(tables)
        schema.ensure_rows(connection)
        connection.execute("DELETE FROM cache")
        connection.execute("DELETE FROM seal")  # made of other columns


@contextmanager
def _current_at_the_end(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction, all or nothing, after which the file is of this program's version."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {header.version(header.SCHEMA, header.MIN_READER)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
