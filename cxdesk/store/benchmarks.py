"""Targets and benchmarks of a workspace, by key. A row marked as removed hides what CXDesk declares under that key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain.benchmarks import Mark, MarkType
from cxdesk.domain.changes import TARGETS, Changes
from cxdesk.store import schema
from cxdesk.store.database import Database

_COLUMNS = (
    "key", "metric", "measure", "options", "segment", "industry", "label", "low", "good", "excellent", "value",
    "grain", "scale", "scale_max", "source", "year",
)  # fmt: skip


def marks(db: Database, type_: MarkType | str) -> tuple[tuple[Mark, bool], ...]:
    """Every kept mark of the type and whether it is removed, by metric and key."""
    with db.reader() as connection:
        return marks_of(connection, type_)


def marks_of(connection: sqlite3.Connection, type_: MarkType | str) -> tuple[tuple[Mark, bool], ...]:
    table = MarkType(type_).value
    if not schema.has_table(connection, table):  # an older workspace, opened for reading
        return ()
    names = schema.listed((*_COLUMNS, "removed"))
    rows = connection.execute(f"SELECT {names} FROM {schema.quoted(table)} ORDER BY metric, key").fetchall()
    return tuple((_mark(row[:-1]), bool(row[-1])) for row in rows)


def _mark(row: tuple[Any, ...]) -> Mark:
    values = dict(zip(_COLUMNS, row, strict=True))
    try:
        options = json.loads(values["options"])
    except ValueError:
        options = {}
    return Mark(**{**values, "options": options if isinstance(options, dict) else {}})


def keep(db: Database, type_: MarkType | str, found: Iterable[Mark], removed: bool = False) -> Changes:
    """Keep marks, each in place of what stood under its key; `removed` hides them."""
    table = MarkType(type_).value
    names = (*_COLUMNS, "removed", "changed_at")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    marks_ = ", ".join("?" * len(names))
    with db.write(table) as transaction:
        for mark in found:
            values = {name: getattr(mark, name) for name in _COLUMNS}
            values["options"] = json.dumps(mark.options, ensure_ascii=False, sort_keys=True)
            transaction.execute(
                f"INSERT OR REPLACE INTO {schema.quoted(table)}({schema.listed(names)}) VALUES ({marks_})",
                (*values.values(), int(removed), now),
            )
            transaction.touch(TARGETS)
    return transaction.changes


def forget(db: Database, type_: MarkType | str, keys: Iterable[str]) -> Changes:
    """Take kept marks away; what CXDesk declares under a key shows again."""
    table = MarkType(type_).value
    with db.write(table) as transaction:
        for key in keys:
            if transaction.execute(f"DELETE FROM {schema.quoted(table)} WHERE key = ?", (key,)).rowcount:
                transaction.touch(TARGETS)
    return transaction.changes
