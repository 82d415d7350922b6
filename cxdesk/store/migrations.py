"""How older workspaces become current: named steps, in order, with the version, in one transaction.

A new kind, or a new field of one, needs no step: the row tables are brought up to the registry whenever its fingerprint
differs. Anything else (a changed meaning, a table of the fixed part) is a new step at the end of this file and raises
`header.SCHEMA`; `header.MIN_READER` only when an older program would misread the result.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cxdesk.store import header, schema

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables
    from sqlite_utils import Migrations


def steps() -> Migrations:
    """Every step by name, oldest first. Statements are executed one at a time: a script would commit first."""
    from sqlite_utils import Migrations

    migrations = Migrations("cxdesk")

    @migrations(name="first tables")
    def first_tables(tables: Tables) -> None:
        for statement in schema.FIXED:
            tables.execute(statement)
        schema.ensure_rows(tables.conn)
        tables.execute(schema.SEARCH)

    return migrations


def needed(connection: sqlite3.Connection) -> bool:
    """Whether the file is behind this program."""
    found = connection.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF
    if found < header.SCHEMA:
        return True
    known = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return found == header.SCHEMA and (known is None or known[0] != schema.fingerprint())


def migrate(connection: sqlite3.Connection, migrations: Migrations | None = None) -> None:
    """All pending steps and the version in one transaction; whatever fails leaves the file as it was."""
    from sqlite_utils import Database as Tables

    tables = Tables(connection, recursive_triggers=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        (migrations or steps()).apply(tables)
        schema.ensure_rows(connection)
        connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {header.version(header.SCHEMA, header.MIN_READER)}")
        connection.execute("DELETE FROM cache")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
