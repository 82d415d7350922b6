"""Decisions about who is who: kept beside the rows, which are never touched by them.

References are kept as texts, so a decision holds whatever is imported or taken back before and after it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cxdesk.domain.changes import CUSTOMERS, Changes
from cxdesk.domain.errors import BadQuestion, NotFound
from cxdesk.domain.identity import Apart, Merge, Unions, resolve
from cxdesk.store import schema
from cxdesk.store.database import Database
from cxdesk.store.transactions import Transaction
from cxdesk.system.i18n import _

_COLUMNS = "id, alias, canonical, decided_by, evidence, at, undone_at, batch"
_IN_FORCE = "SELECT alias, canonical FROM merge WHERE undone_at IS NULL ORDER BY id"


@dataclass(frozen=True)
class Pair:
    """Two references that are to be one customer, and why."""

    alias: str
    canonical: str
    evidence: str = ""


def merges(db: Database, undone: bool = False) -> list[Merge]:
    """The decisions in force, oldest first; with `undone` those taken back too."""
    with db.reader() as connection:
        if not schema.has_table(connection, "merge"):  # an older workspace, opened for reading
            return []
        where = "" if undone else " WHERE undone_at IS NULL"
        rows = connection.execute(f"SELECT {_COLUMNS} FROM merge{where} ORDER BY id").fetchall()
    return [Merge(*row) for row in rows]


def resolved(db: Database) -> dict[str, str]:
    """Reference → the one that stands for it."""
    with db.reader() as connection:
        return resolved_of(connection)


def resolved_of(connection: sqlite3.Connection) -> dict[str, str]:
    return resolve(connection.execute(_IN_FORCE)) if schema.has_table(connection, "merge") else {}


def merge(db: Database, pairs: Sequence[Pair], by: str = "", batch: int | None = None) -> tuple[list[Merge], Changes]:
    """Decide that the two of each pair are one, in one transaction. BadQuestion when two are one already."""
    made = []
    with db.write("merge") as transaction:
        known = Unions(transaction.execute(_IN_FORCE))
        for pair in pairs:
            if not known.join(pair.alias, pair.canonical):
                raise BadQuestion(
                    _("{one} and {other} are one customer already.", one=pair.alias, other=pair.canonical)
                )
            made.append(_append(transaction, pair, by, batch))
    return made, transaction.changes


def _append(transaction: Transaction, pair: Pair, by: str, batch: int | None) -> Merge:
    transaction.touch(CUSTOMERS)
    at = _now()
    statement = (
        "INSERT INTO merge(alias, canonical, decided_by, evidence, batch, at, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    values = (pair.alias, pair.canonical, by, pair.evidence, batch, at, transaction.state)
    number = transaction.execute(statement, values).lastrowid or 0
    _forget_apart(transaction, pair.alias, pair.canonical)
    return Merge(number, pair.alias, pair.canonical, by, pair.evidence, at, None, batch)


def unmerge(db: Database, ids: Sequence[int]) -> tuple[list[Merge], Changes]:
    """Take decisions back: everything is as if they had never been made. NotFound when one is not in force."""
    now = _now()
    with db.write("unmerge") as transaction:
        transaction.touch(CUSTOMERS)
        for number in ids:
            statement = "UPDATE merge SET undone_at = ?, undone_state = ? WHERE id = ? AND undone_at IS NULL"
            if not transaction.execute(statement, (now, transaction.state, number)).rowcount:
                raise NotFound(
                    _("There is no merge {id} that could be taken back.", id=number),
                    _("`cxdesk customers --merged` shows those there are."),
                )
        chosen = f"SELECT {_COLUMNS} FROM merge WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
        rows = transaction.execute(chosen, (json.dumps(list(ids)),))
        found = [Merge(*row) for row in rows]
    return found, transaction.changes


def differences(db: Database, state: int) -> tuple[int, int]:
    """(pairs that are one now and were not at `state`, pairs that were and are not any more)."""
    then = "SELECT alias, canonical FROM merge WHERE state <= :state AND coalesce(undone_state, :state + 1) > :state"
    now = "SELECT alias, canonical FROM merge WHERE undone_at IS NULL"
    with db.reader() as connection:
        if not schema.has_table(connection, "merge"):
            return 0, 0
        count = "SELECT count(*) FROM ({} EXCEPT {})"
        made = connection.execute(count.format(now, then), {"state": state}).fetchone()[0]
        gone = connection.execute(count.format(then, now), {"state": state}).fetchone()[0]
    return int(made), int(gone)


def apart(db: Database) -> list[Apart]:
    """Pairs that somebody said are not one."""
    with db.reader() as connection:
        if not schema.has_table(connection, "apart"):
            return []
        rows = connection.execute("SELECT id, one, other, decided_by, at FROM apart ORDER BY id").fetchall()
    return [Apart(*row) for row in rows]


def keep_apart(db: Database, one: str, other: str, by: str = "") -> Apart:
    """Remember that two are not one. Changes no figure, so no state."""
    first, last = sorted((one, other))
    at = _now()
    with db.write("apart") as transaction:
        _forget_apart(transaction, first, last)
        statement = "INSERT INTO apart(one, other, decided_by, at) VALUES (?, ?, ?, ?)"
        number = transaction.execute(statement, (first, last, by, at)).lastrowid or 0
    return Apart(number, first, last, by, at)


def forget_apart(db: Database, one: str, other: str) -> None:
    """Forget that two were said not to be one."""
    with db.write("apart") as transaction:
        _forget_apart(transaction, one, other)


def _forget_apart(transaction: Transaction, one: str, other: str) -> None:
    transaction.execute("DELETE FROM apart WHERE one = ? AND other = ?", tuple(sorted((one, other))))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
