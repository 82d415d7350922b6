"""Columns kept per kind and batch, so that a frame loads in milliseconds. They follow the rows in every write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from cxdesk.store import encoding
from cxdesk.store.columns import Column, pack, unpack
from cxdesk.store.rebuilding import rebuilt, rebuilt_rows
from cxdesk.store.segments import pieces


def save(connection: sqlite3.Connection, kind: str, batch: int, columns: Iterable[tuple[str, Column]]) -> None:
    """Keep the columns of one batch's rows; each in place of the one of its name."""
    keep(connection, kind, batch, packed(columns))


def packed(columns: Iterable[tuple[str, Column]]) -> Iterator[tuple[str, bytes]]:
    """The same columns as they are kept, one at a time."""
    return ((name, pack(column)) for name, column in columns)


def keep(connection: sqlite3.Connection, kind: str, batch: int, ready: Iterable[tuple[str, bytes]]) -> None:
    """As `save`, of columns that are packed already."""
    for name, blob in ready:
        connection.execute('DELETE FROM cache WHERE kind = ? AND batch = ? AND "column" = ?', (kind, batch, name))
        rows = ((kind, batch, name, at, piece) for at, piece in pieces(blob))
        connection.executemany("INSERT INTO cache VALUES (?, ?, ?, ?, ?)", rows)


def drop(connection: sqlite3.Connection, kind: str, batch: int, name: str | None = None) -> None:
    """Forget the columns of a batch, or one of them."""
    if name is None:
        connection.execute("DELETE FROM cache WHERE kind = ? AND batch = ?", (kind, batch))
    else:
        connection.execute('DELETE FROM cache WHERE kind = ? AND batch = ? AND "column" = ?', (kind, batch, name))


def names(connection: sqlite3.Connection, kind: str, batch: int) -> list[str]:
    """The columns kept for one batch; none when they must be rebuilt."""
    rows = connection.execute('SELECT "column" FROM cache WHERE kind = ? AND batch = ? AND piece = 0', (kind, batch))
    return [str(name) for (name,) in rows]


def load(connection: sqlite3.Connection, kind: str, batch: int, name: str) -> Column | None:
    """One kept column; None when it is absent or not as it was written."""
    rows = connection.execute(
        'SELECT data FROM cache WHERE kind = ? AND batch = ? AND "column" = ? ORDER BY piece', (kind, batch, name)
    )
    parts = [data for (data,) in rows]
    return unpack(parts[0] if len(parts) == 1 else b"".join(parts)) if parts else None


def columns_of(connection: sqlite3.Connection, kind: str, batch: int, wanted: Sequence[str]) -> dict[str, Column]:
    """The wanted columns of a batch's rows, kept or rebuilt; fields that no file gave are left out."""
    present = set(names(connection, kind, batch))
    if present:
        found = {name: load(connection, kind, batch, name) for name in wanted if name in present}
        sound = {name: column for name, column in found.items() if column is not None}
        if len(sound) == len(found):
            return sound
    all_of_them = rebuilt(connection, kind, batch)
    return {name: all_of_them[name] for name in wanted if name in all_of_them}


def adopt(
    connection: sqlite3.Connection, kind: str, batch: int, source: int, rows: np.ndarray, lines: np.ndarray
) -> None:
    """Rows (sorted ids) pass from the batch `source` to another, where they stand on these lines.

    Call before anything else about the rows changes. The source's columns stay as they are: it is about to go.
    """
    own_ids, their_ids = load(connection, kind, batch, "row_id"), load(connection, kind, source, "row_id")
    if own_ids is None or their_ids is None:
        drop(connection, kind, batch)  # rebuilt when somebody asks
        return
    taken = np.searchsorted(their_ids.values, rows)
    order = np.argsort(np.concatenate((own_ids.values, rows)))

    def merged(name: str) -> Column:
        own, theirs = load(connection, kind, batch, name), load(connection, kind, source, name)
        other = theirs.take(taken) if theirs is not None else None
        if name == "line":
            other = Column(lines.astype(np.int32))
        return encoding.together(name, [(own, len(own_ids)), (other, len(rows))]).take(order)

    every = dict.fromkeys(names(connection, kind, batch) + names(connection, kind, source))
    _replace(connection, kind, batch, ((name, merged(name)) for name in every))


def patch(connection: sqlite3.Connection, kind: str, batch: int, ids: Sequence[int]) -> None:
    """Bring the kept columns of some rows of a batch up to date."""
    kept = load(connection, kind, batch, "row_id")
    if kept is None:
        drop(connection, kind, batch)
        return
    rows = sorted(ids)
    places = np.searchsorted(kept.values, rows)
    fresh = rebuilt_rows(connection, kind, rows)

    def patched(name: str) -> Column:
        old, new = load(connection, kind, batch, name), fresh.get(name)
        both = encoding.together(name, [(old, len(kept)), (new, len(places))])
        values = both.values[: len(kept)].copy()
        values[places] = both.values[len(kept) :]
        return Column(values, both.labels)

    every = dict.fromkeys([*names(connection, kind, batch), *fresh])
    _replace(connection, kind, batch, ((name, patched(name)) for name in every))


def _replace(connection: sqlite3.Connection, kind: str, batch: int, columns: Iterable[tuple[str, Column]]) -> None:
    """Save columns that take the place of others; an unknown column with too many values leaves only its mark."""
    for name, fresh in columns:
        column = fresh.compact()
        heading = name.removeprefix(encoding.EXTRA_PREFIX)
        if heading == name:
            save(connection, kind, batch, [(name, column)])
        else:
            save(connection, kind, batch, [encoding.attribute(heading, column)])
    for name in names(connection, kind, batch):
        if name.startswith(encoding.MANY_PREFIX):
            drop(connection, kind, batch, encoding.EXTRA_PREFIX + name.removeprefix(encoding.MANY_PREFIX))
