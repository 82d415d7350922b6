"""Columns kept per kind and batch, so that a frame loads in milliseconds; what is missing or unsound is rebuilt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from cxdesk.domain.kinds import Kind, registry
from cxdesk.frame.loader import Status
from cxdesk.store import encoding, schema
from cxdesk.store.columns import Column, joined, pack, unpack
from cxdesk.store.segments import pieces

ROW_COLUMNS = ("row_id", "line", "occurrence", "row_hash", "key_hash")
_AT_ONCE = 65_536
_TYPES = {"row_id": np.int64, "line": np.int32, "occurrence": np.int32, "row_hash": np.int64, "key_hash": np.int64}


def save(connection: sqlite3.Connection, kind: str, batch: int, columns: Iterable[tuple[str, Column]]) -> None:
    """Keep the columns of one batch's rows, in place of what was there."""
    drop(connection, kind, [batch])
    for name, column in columns:
        rows = ((kind, batch, name, at, piece) for at, piece in pieces(pack(column)))
        connection.executemany("INSERT INTO cache VALUES (?, ?, ?, ?, ?)", rows)


def drop(connection: sqlite3.Connection, kind: str, batches: Iterable[int]) -> None:
    """Forget the columns of these batches; their rows have changed."""
    connection.executemany("DELETE FROM cache WHERE kind = ? AND batch = ?", ((kind, int(batch)) for batch in batches))


def refresh(connection: sqlite3.Connection, kind: str, batches: Iterable[int]) -> None:
    """Keep the columns of these batches as their rows are now."""
    for batch in sorted(batches):
        save(connection, kind, batch, rebuild(connection, kind, batch).items())


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
    rebuilt = rebuild(connection, kind, batch)
    return {name: rebuilt[name] for name in wanted if name in rebuilt}


def rebuild(connection: sqlite3.Connection, kind: str, batch: int) -> dict[str, Column]:
    """All columns of a batch's rows, from the rows."""
    declared = registry()[kind]
    given = schema.value_names(kind)[:-1]
    texts = schema.dictionaries(kind)
    shown = [
        f"(SELECT text FROM {texts[n]} WHERE id = r.{schema.quoted(n)})" if n in texts else f"r.{schema.quoted(n)}"
        for n in given
    ]
    low, high = _bounds(connection, kind, batch)
    statement = (
        f"SELECT {schema.listed(ROW_COLUMNS, 'r.')}, {', '.join(['r.extra', *shown])} FROM {schema.quoted(kind)} r"
        " WHERE r.batch = ? AND r.row_id BETWEEN ? AND ? ORDER BY r.row_id"
    )
    cursor = connection.execute(statement, (batch, low, high))
    parts: list[dict[str, Column]] = []
    attributes = encoding.Attributes()
    while rows := cursor.fetchmany(_AT_ONCE):
        parts.append(_encode(declared, given, list(zip(*rows, strict=True)), attributes))
    if not parts:
        parts.append({name: Column(np.empty(0, kind_of)) for name, kind_of in _TYPES.items()})
    return _together(parts)


def _bounds(connection: sqlite3.Connection, kind: str, batch: int) -> tuple[int, int]:
    from cxdesk.store.claims import rows_of

    rows = rows_of(connection, kind, batch)
    return (int(rows[0]), int(rows[-1])) if len(rows) else (0, -1)


def _encode(kind: Kind, given: Sequence[str], cells: list[tuple], attributes: encoding.Attributes) -> dict[str, Column]:
    found = {name: Column(np.array(cells[at], _TYPES[name])) for at, name in enumerate(ROW_COLUMNS)}
    extra, values = cells[len(ROW_COLUMNS)], cells[len(ROW_COLUMNS) + 1 :]
    for name, column in zip(given, values, strict=True):
        if any(value is not None for value in column):
            called, encoded = encoding.encode(kind, name, _known(kind, name, column))
            found[called] = encoded
    found.update(attributes.columns(extra, found["line"].values))
    return found


def _known(kind: Kind, name: str, cells: tuple) -> Sequence:
    if name == schema.STATUS and not kind.has(name):
        return [Status.MISSING if cell is None else cell for cell in cells]
    return cells


def _together(parts: list[dict[str, Column]]) -> dict[str, Column]:
    """One set of columns out of several stretches of rows; a column that a stretch lacks is none there."""
    all_names = dict.fromkeys(name for part in parts for name in part)
    return {name: together(name, [(part.get(name), len(part["row_id"])) for part in parts]) for name in all_names}


def together(name: str, parts: Sequence[tuple[Column | None, int]]) -> Column:
    """Stretches of one column, joined; each with its number of rows, None where it is lacking."""
    example = next(column for column, _n in parts if column is not None)
    return joined([column if column is not None else encoding.lacking(name, example, n) for column, n in parts])
