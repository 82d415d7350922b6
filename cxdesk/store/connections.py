"""Connections with the house's pragmas and limits."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TypeVar
from urllib.parse import quote

CACHE_KIB = 16384

C = TypeVar("C", bound=sqlite3.Connection)

PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=2000",
    "temp_store=MEMORY",
    "mmap_size=0",
    f"cache_size=-{CACHE_KIB}",
)
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64_000_000,  # the lines of sixteen million rows in any order, see claims.py
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,  # with 0 VACUUM fails; see staging.py for the one exception
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1000,
}


def address(path: PurePath, **options: str) -> str:
    """The URI of a file. Options: mode, immutable."""
    where = quote(path.as_posix())
    if where.startswith("//"):
        where = "//" + where  # a share: what follows two slashes would be taken for the name of a computer, and refused
    elif not where.startswith("/"):
        where = "/" + where  # C:/…
    return f"file:{where}?" + "&".join(f"{key}={value}" for key, value in options.items())


def connect(path: Path, **options: str) -> sqlite3.Connection:
    """A connection with the house's pragmas and limits. Options go into the address: mode, immutable."""
    return connected(path, sqlite3.Connection, options)


def connected(path: Path, factory: type[C], options: Mapping[str, str]) -> C:
    connection = sqlite3.connect(
        address(path, **options), uri=True, isolation_level=None, check_same_thread=False, timeout=2, factory=factory
    )
    try:
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=1")
        connection.execute("PRAGMA checkpoint_fullfsync=1")


class Snapshot(sqlite3.Connection):
    """A connection that others may hold weakly."""
