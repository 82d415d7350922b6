"""Removing single rows for good, whatever imports contained them: claims, accounts, tags and kept columns follow."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

import numpy as np

from cxdesk.domain.erased import LEFT_OUT
from cxdesk.store import cached, claims, schema
from cxdesk.store.rebuilding import rebuilt
from cxdesk.store.transactions import Transaction
from cxdesk.store.undoing import drop_rows

_KEPT = ("unchanged", "updated", "new")  # counts of an account from which rows are taken, in this order


def remove(transaction: Transaction, kind: str, rows: np.ndarray) -> None:
    """Remove rows (sorted ids), inside one transaction. Every account goes on adding up: what is gone counts as
    skipped, for the reason `erased`.
    """
    connection = transaction.connection
    _forget_decisions(connection, kind, rows)
    drop_rows(connection, kind, rows)
    changed = [batch for batch in claims.holders(connection, kind) if _let_go(connection, kind, batch, rows)]
    for batch in changed:
        cached.without(connection, kind, batch, rows)
    transaction.touch_rows(kind, changed)


def _forget_decisions(connection: sqlite3.Connection, kind: str, rows: np.ndarray) -> None:
    """Tags and follow-ups name rows by key and occurrence."""
    for table in ("tag", "follow_up"):
        if schema.has_table(connection, table):
            connection.executemany(
                f"DELETE FROM {table} WHERE kind = ?1 AND (key_hash, occurrence) IN"
                f" (SELECT key_hash, occurrence FROM {schema.quoted(kind)} WHERE row_id = ?2)",
                ((kind, row_id) for row_id in rows.tolist()),
            )


def _let_go(connection: sqlite3.Connection, kind: str, batch: int, rows: np.ndarray) -> bool:
    """Take rows out of what an import contained; whether it had any of them."""
    held, lines = claims.load(connection, kind, batch)
    going = np.isin(held, rows)
    if not going.any():
        return False
    claims.save(connection, kind, batch, [(held[~going], lines[~going])])
    gone = np.setdiff1d(lines[going], lines[~going])
    _account(connection, batch, len(gone), _KEPT)
    return True


def _account(connection: sqlite3.Connection, batch: int, n: int, among: Iterable[str]) -> None:
    """Count `n` source rows of an import as left out rather than as what they were."""
    row = connection.execute("SELECT counts FROM batch WHERE id = ?", (batch,)).fetchone()
    counts = json.loads(row[0])
    moved = 0
    for name in among:
        part = min(n - moved, int(counts.get(name, 0)))
        counts[name] = int(counts.get(name, 0)) - part
        moved += part
    skipped = counts.setdefault("skipped", {})
    if moved:
        skipped[LEFT_OUT] = int(skipped.get(LEFT_OUT, 0)) + moved
    connection.execute("UPDATE batch SET counts = ? WHERE id = ?", (json.dumps(counts), batch))


def account_rejected(connection: sqlite3.Connection, batch: int, n: int) -> None:
    """Count rejected source rows as left out."""
    _account(connection, batch, n, ("rejected",))


def keep_anew(connection: sqlite3.Connection, kind: str, batches: Iterable[int]) -> None:
    """Make the columns of imports again from their rows: labels that no row has any more are gone with that."""
    for batch in batches:
        cached.drop(connection, kind, batch)
        if len(claims.rows_of(connection, kind, batch)):
            cached.save(connection, kind, batch, rebuilt(connection, kind, batch).items())
