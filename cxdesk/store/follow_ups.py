"""What was decided about comments, as the workspace keeps it: named like tags, by what identifies the row when it is
imported again, so that it outlives an import that is taken back and read once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from cxdesk.domain.changes import FOLLOW_UPS, Changes
from cxdesk.domain.follow_ups import FollowUp, Status
from cxdesk.domain.kinds import all_kinds
from cxdesk.store import schema
from cxdesk.store.tagging import rows_of_keys
from cxdesk.store.themes import identity_of

if TYPE_CHECKING:
    from cxdesk.store.database import Database
    from cxdesk.store.transactions import Transaction

_NAMES = "status, owner, note, due, read"
_MARKS = 500
_KEY = "kind = ? AND key_hash = ? AND occurrence = ?"


@dataclass(frozen=True)
class Kept:
    """Every follow-up whose row is there, in the order of row ids (int64, ascending)."""

    rows: np.ndarray
    found: tuple[FollowUp, ...]

    def of(self, row: int) -> FollowUp:
        """That of a row; an empty one where nothing was decided."""
        at = int(self.rows.searchsorted(row)) if self.found else 0  # of many pages nothing is decided yet
        return self.found[at] if at < len(self.rows) and self.rows[at] == row else FollowUp(row)


def keep(db: Database, given: Sequence[FollowUp], by: str = "") -> tuple[tuple[FollowUp, ...], Changes]:
    """Keep follow-ups in place of what stood; that, whose keeping undoes this, and the changes. All or none.

    NotFound for a row that is no comment's, BadQuestion for what cannot be kept.
    """
    checked = [one.checked() for one in given]
    with db.write("follow-ups") as transaction:
        before = tuple(_keep(transaction, one, by) for one in checked)
        if checked:
            transaction.touch(FOLLOW_UPS)
    return before, transaction.changes


def _keep(transaction: Transaction, one: FollowUp, by: str) -> FollowUp:
    place = identity_of(transaction.connection, one.row)
    found = transaction.execute(f"SELECT {_NAMES} FROM follow_up WHERE {_KEY}", place).fetchone()
    if one.empty:
        transaction.execute(f"DELETE FROM follow_up WHERE {_KEY}", place)
    else:
        due = one.due.isoformat() if one.due else None
        values = (*place, str(one.status), one.owner, one.note, due, int(one.read), by, _now())
        transaction.execute("INSERT OR REPLACE INTO follow_up VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    return _read(one.row, found) if found else FollowUp(one.row)


def _read(row: int, cells: Sequence[Any]) -> FollowUp:
    status, owner, note, due, read = cells
    known = status if status in list(Status) else Status.NONE
    return FollowUp(row, str(known), owner, note, _day(due), bool(read))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def kept(db: Database, column: Callable[[str, str], Any]) -> Kept:
    """Every follow-up whose row is there. `column(kind, name)` are the columns of the live rows."""
    found: dict[int, FollowUp] = {}
    with db.reader() as connection:
        if not schema.has_table(connection, "follow_up"):  # of a file from before there were any, opened for reading
            return Kept(np.empty(0, np.int64), ())
        for kind in all_kinds():
            if kind.comments:
                found.update(_of_kind(connection, kind.name, column))
    rows = sorted(found)
    return Kept(np.array(rows, np.int64), tuple(found[row] for row in rows))


def _of_kind(
    connection: sqlite3.Connection, kind: str, column: Callable[[str, str], Any]
) -> Iterable[tuple[int, FollowUp]]:
    every = connection.execute(f"SELECT key_hash, occurrence, {_NAMES} FROM follow_up WHERE kind = ?", (kind,))
    cells = every.fetchall()
    if not cells:
        return
    keys, occurrences = (np.array([row[at] for row in cells], np.int64) for at in (0, 1))
    for row, one in zip(rows_of_keys(column, kind, keys, occurrences).tolist(), cells, strict=True):
        if row > 0:
            yield row, _read(row, one[2:])


def owners(db: Database) -> tuple[str, ...]:
    """Everybody who has taken a comment on, the busiest first."""
    with db.reader() as connection:
        if not schema.has_table(connection, "follow_up"):
            return ()
        rows = connection.execute(
            "SELECT owner FROM follow_up WHERE owner <> '' GROUP BY owner ORDER BY count(*) DESC, owner"
        )
        return tuple(str(owner) for (owner,) in rows)


def forget(connection: sqlite3.Connection, kind: str, ids: Iterable[int]) -> int:
    """Delete what was decided about rows for good, before the rows themselves go because their customer must be
    forgotten.
    """
    rows, gone = list(ids), 0
    if not schema.has_table(connection, "follow_up"):
        return 0
    for at in range(0, len(rows), _MARKS):
        chunk = rows[at : at + _MARKS]
        marks = ", ".join("?" * len(chunk))
        gone += connection.execute(
            "DELETE FROM follow_up WHERE kind = ? AND (key_hash, occurrence) IN"
            f" (SELECT key_hash, occurrence FROM {schema.quoted(kind)} WHERE row_id IN ({marks}))",
            (kind, *chunk),
        ).rowcount
    return gone


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
