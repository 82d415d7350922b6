"""Taking an import back: its rows go, or pass to the next import that contained them, and versions are folded again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from cxdesk.domain.changes import Changes
from cxdesk.store import cached, claims, schema, search_index
from cxdesk.store.accounts import AS
from cxdesk.store.merging import add_content, owners
from cxdesk.store.transactions import Transaction
from cxdesk.store.updating import row_values, texts_of, versions_of, write_values
from cxdesk.store.versions import Values, fold, same
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

_AT_ONCE = 500


@dataclass(frozen=True)
class UndoResult:
    """Rows removed, rows that have an earlier value again, and the content hash afterwards."""

    batch: int
    removed: int
    restored: int
    content_hash: str
    changes: Changes


# How a table was read is most of what is kept of an import taken back: one that was read like another says like which.
_SHARE_MAPPING = f"""
    UPDATE batch SET mapping = json_object('{AS}', twin.id)
    FROM (SELECT max(other.id) AS id FROM batch other JOIN batch this ON other.mapping = this.mapping
          WHERE this.id = :batch AND other.id <> :batch AND other.state = 'undone' AND length(this.mapping) > 40) twin
    WHERE batch.id = :batch AND twin.id IS NOT NULL"""


def take_back(transaction: Transaction, kind: str, batch: int, progress: Progress) -> tuple[int, int]:
    """(rows removed, rows restored). Everything that the import left is gone; it stays listed as undone."""
    connection = transaction.connection
    rows, _lines = claims.load(connection, kind, batch)
    owner, line = _next_owners(connection, kind, batch, rows)
    progress.report(0, 3, _("Taking back"))
    drop_rows(connection, kind, rows[owner == 0])
    progress.report(1, 3)
    moved = owner > batch  # imports are numbered in order: an earlier one owned the row all along
    _pass_on(connection, kind, batch, rows[moved], owner[moved], line[moved])
    changed: dict[int, list[int]] = {}
    for chunk in _chunks(rows[owner > 0]):
        progress.check()
        for row_id, belongs_to in owners(connection, kind, _fold_again(connection, kind, batch, chunk)).items():
            changed.setdefault(belongs_to, []).append(row_id)
    for belongs_to, ids in changed.items():
        cached.patch(connection, kind, belongs_to, ids)
    progress.report(2, 3)
    claims.forget(connection, batch)
    connection.execute("DELETE FROM reject WHERE batch = ?", (batch,))
    connection.execute("DELETE FROM written WHERE batch = ?", (batch,))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute("UPDATE batch SET state = 'undone', undone_at = ? WHERE id = ?", (now, batch))
    connection.execute(_SHARE_MAPPING, {"batch": batch})
    cached.drop(connection, kind, batch)
    transaction.touch_rows(kind, (batch, *np.unique(owner[moved]).tolist(), *changed))
    return int((owner == 0).sum()), sum(map(len, changed.values()))


def _next_owners(
    connection: sqlite3.Connection, kind: str, batch: int, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each row the earliest other live import that contains it (0: none) and its line there."""
    owner, line = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    others = [other for other in claims.holders(connection, kind) if other != batch]
    for other in reversed(others):  # newest first, so that the earliest has the last word
        theirs, lines = claims.load(connection, kind, other)
        if not len(theirs):
            continue
        at = np.searchsorted(theirs, rows)
        at[at == len(theirs)] = 0
        hit = theirs[at] == rows
        owner[hit], line[hit] = other, lines[at[hit]]
    return owner, line


def drop_rows(connection: sqlite3.Connection, kind: str, rows: np.ndarray) -> None:
    """Delete rows (sorted ids) with their versions, their words in the search index and their part of the sums."""
    stretches = runs(rows)
    table = schema.quoted(kind)
    total = 0
    for first, last in stretches:
        hashes = connection.execute(f"SELECT row_hash FROM {table} WHERE row_id BETWEEN ? AND ?", (first, last))
        total += sum(row[0] for row in hashes)
    search_index.forget_runs(connection, stretches)
    connection.executemany(f"DELETE FROM {table} WHERE row_id BETWEEN ? AND ?", stretches)
    connection.executemany("DELETE FROM folded WHERE row_id BETWEEN ? AND ?", stretches)
    connection.executemany(
        "DELETE FROM version WHERE kind = ? AND row_id BETWEEN ? AND ?", ((kind, *run) for run in stretches)
    )
    add_content(connection, kind, -len(rows), -total)


def runs(rows: np.ndarray) -> list[tuple[int, int]]:
    """Sorted row ids as (first, last) of stretches without gaps."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.concatenate(([0], breaks + 1))], rows[np.concatenate((breaks, [len(rows) - 1]))]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _pass_on(
    connection: sqlite3.Connection, kind: str, batch: int, rows: np.ndarray, owner: np.ndarray, line: np.ndarray
) -> None:
    """Give rows to other imports, where they stand on other lines: stretch by stretch, for most keep their distance."""
    for other in np.unique(owner).tolist():
        mine = owner == other
        cached.adopt(connection, kind, other, batch, rows[mine], line[mine])
    if not len(rows):
        return
    together = (np.diff(rows) == 1) & (np.diff(line) == 1) & (np.diff(owner) == 0)
    begins = np.flatnonzero(np.concatenate(([True], ~together)))
    ends = np.append(begins[1:], len(rows)) - 1
    stretches = zip(owner[begins], line[begins] - rows[begins], rows[begins], rows[ends], strict=True)
    connection.executemany(
        f"UPDATE {schema.quoted(kind)} SET batch = ?, line = row_id + ? WHERE row_id BETWEEN ? AND ?",
        (tuple(map(int, stretch)) for stretch in stretches),
    )


def _fold_again(connection: sqlite3.Connection, kind: str, batch: int, ids: list[int]) -> list[int]:
    """Fold these rows without the import; those whose values or hash are now others."""
    versions = versions_of(connection, kind, ids)
    touched = [row_id for row_id, given in versions.items() if any(one.batch == batch for one in given)]
    if not touched:
        return []
    connection.executemany(
        "DELETE FROM version WHERE kind = ? AND row_id = ? AND batch = ?", ((kind, row_id, batch) for row_id in touched)
    )
    standing, texts = row_values(connection, kind, touched), texts_of(connection, kind)
    changed: list[tuple[int, Values, int, int]] = []
    single: list[int] = []
    for row_id in touched:
        left = [one for one in versions[row_id] if one.batch != batch]
        values, row_hash = fold(left, texts)
        before, old_hash = standing[row_id]
        if row_hash != old_hash or not same(values, before):
            changed.append((row_id, values, row_hash, old_hash))
        if len(left) == 1:
            single.append(row_id)
    connection.executemany("DELETE FROM version WHERE kind = ? AND row_id = ?", ((kind, row_id) for row_id in single))
    ids = [row[0] for row in changed]
    search_index.forget(connection, ids)
    write_values(connection, kind, changed)
    search_index.remember(connection, kind, ids)
    add_content(connection, kind, 0, sum(new - old for _row, _values, new, old in changed))
    return ids


def _chunks(rows: np.ndarray) -> Iterator[list[int]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE].tolist()
