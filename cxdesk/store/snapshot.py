"""The last board's cards, kept in the workspace: what the first window shows before anything heavy is loaded.

This module imports nothing but sqlite3 and json. It only ever reads one table of a file that it opens for reading, and
says nothing when that is not possible.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any


def read(path: str, key: str = "board") -> dict[str, Any] | None:
    """{"value", "state", "at"} kept under `key`; None when there is none or the file cannot be read."""
    try:
        connection = sqlite3.connect(path if path.startswith("file:") else _address(path), uri=True, timeout=0.2)
    except sqlite3.Error:
        return None
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        row = connection.execute("SELECT value, state, at FROM snapshot WHERE key = ?", (key,)).fetchone()
        return {"value": json.loads(row[0]), "state": row[1], "at": row[2]} if row else None
    except (sqlite3.Error, ValueError):
        return None
    finally:
        connection.close()


def write(connection: sqlite3.Connection, key: str, value: Any, state: int, at: str) -> None:
    """Keep `value` (JSON-able) under `key`, inside a transaction of the store."""
    connection.execute(
        "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)", (key, json.dumps(value, ensure_ascii=False), state, at)
    )


def _address(path: str) -> str:
    """A read-only URI; the signs that a URI reserves are spelled out."""
    plain = path.replace("\\", "/")
    escaped = plain.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    slashes = "//" if escaped.startswith("//") else "" if escaped.startswith("/") else "/"  # of a share four in all
    return f"file:{slashes}{escaped}?mode=ro"
