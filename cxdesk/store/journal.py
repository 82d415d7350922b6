"""Which journal a write uses.

As a rule it is the log: others go on reading, and small writes are quick. But what goes through the log is written
twice. A write that is large beside what the file holds, and beside which nobody reads, goes into the file at once; a
rollback journal keeps the few old pages that it overwrites, and new ones need none. Both are all or nothing whatever
happens; only, nobody can begin to read before such a write has ended.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from cxdesk.store import faults

LEAST = 16 * 1024 * 1024  # below this, changing the journal costs more than it saves
COPIED_AT = 1000  # pages of the log, SQLite's own measure
_OTHERS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_log = logging.getLogger(__name__)


def is_large(path: Path, size: int) -> bool:
    """Whether so many bytes are better written around the log."""
    return size >= max(LEAST, path.stat().st_size)


def put_log_aside(connection: sqlite3.Connection) -> bool:
    """Write around the log from now on; False when that is impossible because somebody has the file open."""
    try:
        # Of the rollback journals the one whose end is on the disk when a write is acknowledged.
        ((found,),) = connection.execute("PRAGMA main.journal_mode=TRUNCATE").fetchall()
    except sqlite3.OperationalError as error:
        if faults.primary(error) not in _OTHERS:
            raise
        return False
    return bool(found == "truncate")


def spare_log(connection: sqlite3.Connection) -> None:
    """Let the log as it is grow by some megabytes before a write copies it into the file."""
    ((size,),) = connection.execute("PRAGMA main.page_size").fetchall()
    name = next(file for _seq, schema, file in connection.execute("PRAGMA database_list") if schema == "main")
    log = Path(f"{name}-wal")
    pages = log.stat().st_size // size if log.exists() else 0
    connection.execute(f"PRAGMA wal_autocheckpoint={pages + COPIED_AT}").close()


def copy_log(connection: sqlite3.Connection) -> None:
    """Copy the log into the file as far as nobody reads it, and from now on as soon as it is a few megabytes."""
    try:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except sqlite3.OperationalError as error:
        if faults.primary(error) not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise
        _log.warning("there is no room to copy the log; what was written stays safe in it")
    connection.execute(f"PRAGMA wal_autocheckpoint={COPIED_AT}").close()


def emptied(connection: sqlite3.Connection, rewrite: bool) -> bool:
    """Copy the log and cut it off, with `rewrite` after the whole file was made anew; False while somebody reads."""
    if rewrite:
        connection.execute("VACUUM").fetchall()
    ((busy, _pages, _copied),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy


def use_log(connection: sqlite3.Connection) -> None:
    """Go back to the log. When somebody reads just now, writes stay around it, and the next one tries again."""
    if connection.in_transaction or connection.execute("PRAGMA main.journal_mode").fetchall() == [("wal",)]:
        return
    try:
        connection.execute("PRAGMA main.journal_mode=DELETE").fetchall()  # takes the empty journal away
        connection.execute("PRAGMA main.journal_mode=WAL").fetchall()
        connection.execute("SELECT count(*) FROM main.sqlite_schema").fetchall()  # ends what the change may leave begun
    except sqlite3.OperationalError as error:
        if faults.primary(error) not in _OTHERS:
            raise
        _log.info("somebody reads; the log stays aside")
