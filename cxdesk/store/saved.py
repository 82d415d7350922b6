"""What has a name: settings of the workspace, remembered mappings, definitions, and anything else kept as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain import settings as declared
from cxdesk.domain.changes import SETTINGS, Changes
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.settings import Scope
from cxdesk.domain.text import fold
from cxdesk.store.database import Database

MAPPING_NAME = "mapping"  # the type of the names of remembered mappings, by fingerprint


def settings(db: Database) -> dict[str, Any]:
    """Every workspace setting: what was chosen, else its default."""
    with db.reader() as connection:
        return settings_of(connection)


def settings_of(connection: sqlite3.Connection) -> dict[str, Any]:
    known = {key: one for key, one in declared.all_settings().items() if one.scope is Scope.WORKSPACE}
    values = {key: one.default for key, one in known.items()}
    for key, text in connection.execute("SELECT key, value FROM setting").fetchall():
        if key in known:
            values[key] = _accepted(known[key], text)
    return values


def _accepted(setting: declared.Setting, text: str) -> Any:
    """A value from the file in its type; the default when it does not fit any more."""
    try:
        return setting.accept(json.loads(text))
    except (ValueError, BadQuestion):
        return setting.default


def set_setting(db: Database, key: str, value: Any) -> Changes:
    """Choose a workspace setting. NotFound, BadQuestion when there is none or the value does not fit."""
    accepted = declared.setting(key).accept(value)
    with db.write("setting") as transaction:
        transaction.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", (key, json.dumps(accepted), _now()))
        transaction.touch(SETTINGS)
    return transaction.changes


def mappings(db: Database) -> dict[str, dict[str, Any]]:
    """Remembered mappings by the fingerprint of their headings."""
    with db.reader() as connection:
        rows = connection.execute("SELECT fingerprint, mapping FROM mapping").fetchall()
    return {fingerprint: json.loads(text) for fingerprint, text in rows}


@dataclass(frozen=True)
class Kept:
    """A remembered mapping with what its table is called and when it was last written."""

    fingerprint: str
    name: str
    mapping: dict[str, Any]
    changed_at: str


def kept_mappings(db: Database) -> list[Kept]:
    """Every remembered mapping, the newest first."""
    names = named(db, MAPPING_NAME)
    with db.reader() as connection:
        rows = connection.execute(
            "SELECT fingerprint, mapping, changed_at FROM mapping ORDER BY changed_at DESC, fingerprint"
        ).fetchall()
    return [Kept(one, str(names.get(one, "")), json.loads(text), at) for one, text, at in rows]


def forget_mapping(db: Database, fingerprint: str) -> None:
    """Read the next table with these headings as if it were the first."""
    with db.write("mapping") as transaction:
        transaction.execute("DELETE FROM mapping WHERE fingerprint = ?", (fingerprint,))
        transaction.execute("DELETE FROM named WHERE type = ? AND name = ?", (MAPPING_NAME, fingerprint))


def name_mapping(db: Database, fingerprint: str, name: str) -> None:
    """Call a remembered table by another name."""
    keep(db, MAPPING_NAME, fingerprint, name)


def remember_mapping(
    db: Database, fingerprint: str, mapping: Mapping[str, Any], from_batch: int | None = None, name: str = ""
) -> None:
    """Read the next table with these headings the same way. Changes no figure, so no state. `name` is what the table is
    called unless it has a name already.
    """
    with db.write("mapping") as transaction:
        text = json.dumps(mapping, ensure_ascii=False)
        if name:
            transaction.execute(
                "INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?)",
                (MAPPING_NAME, fingerprint, json.dumps(name, ensure_ascii=False), _now()),
            )
        transaction.execute(
            "INSERT OR REPLACE INTO mapping VALUES (?, ?, ?, ?)", (fingerprint, text, from_batch, _now())
        )


def named(db: Database, type_: str) -> dict[str, Any]:
    """Everything of one type (view, target, note, recipe) by name, in the order of a dictionary."""
    with db.reader() as connection:
        return named_of(connection, type_)


def named_of(connection: sqlite3.Connection, type_: str) -> dict[str, Any]:
    rows = connection.execute("SELECT name, value FROM named WHERE type = ?", (type_,)).fetchall()
    return {name: json.loads(value) for name, value in sorted(rows, key=lambda row: (fold(row[0]), row[0]))}


def keep(db: Database, type_: str, name: str, value: Any, *touched: str) -> Changes:
    """Give `value` (JSON-able) a name; `touched` says what of the screens depends on it."""
    with db.write(type_) as transaction:
        text = json.dumps(value, ensure_ascii=False)
        transaction.execute("INSERT OR REPLACE INTO named VALUES (?, ?, ?, ?)", (type_, name, text, _now()))
        transaction.touch(*touched)
    return transaction.changes


def remove(db: Database, type_: str, name: str, *touched: str) -> Changes:
    """Take a name away; nothing happens when it is not there."""
    with db.write(type_) as transaction:
        if transaction.execute("DELETE FROM named WHERE type = ? AND name = ?", (type_, name)).rowcount:
            transaction.touch(*touched)
    return transaction.changes


def put(db: Database, type_: str, values: Mapping[str, Any], *touched: str) -> Changes:
    """Several names of one type at once; None takes a name away."""
    with db.write(type_) as transaction:
        for name, value in values.items():
            if value is None:
                transaction.execute("DELETE FROM named WHERE type = ? AND name = ?", (type_, name))
            else:
                text = json.dumps(value, ensure_ascii=False)
                transaction.execute("INSERT OR REPLACE INTO named VALUES (?, ?, ?, ?)", (type_, name, text, _now()))
        transaction.touch(*touched)
    return transaction.changes


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
