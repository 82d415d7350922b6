"""Columns out of rows: the slow way, always possible."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from cxdesk.domain.kinds import Kind, registry
from cxdesk.frame.loader import Status
from cxdesk.store import claims, encoding, schema
from cxdesk.store.columns import Column

ROW_COLUMNS = ("row_id", "line", "occurrence", "row_hash", "key_hash")
_TYPES = {"row_id": np.int64, "line": np.int32, "occurrence": np.int32, "row_hash": np.int64, "key_hash": np.int64}
_AT_ONCE = 16_384  # rows; the window answers between two such stretches
_MARKS = 500


def rebuilt(connection: sqlite3.Connection, kind: str, batch: int) -> dict[str, Column]:
    """All columns of a batch's rows."""
    rows = claims.rows_of(connection, kind, batch)
    low, high = (int(rows[0]), int(rows[-1])) if len(rows) else (0, -1)
    condition = "WHERE r.batch = ? AND r.row_id BETWEEN ? AND ? ORDER BY r.row_id"
    cursor = connection.execute(f"{_statement(kind)} {condition}", (batch, low, high))
    return _columns(kind, iter(lambda: cursor.fetchmany(_AT_ONCE), []))


def rebuilt_rows(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[str, Column]:
    """All columns of some rows, given by ascending ids."""

    def read() -> Iterator[list[tuple]]:
        for at in range(0, len(ids), _MARKS):
            chunk = ids[at : at + _MARKS]
            condition = f"WHERE r.row_id IN ({', '.join('?' * len(chunk))}) ORDER BY r.row_id"
            yield connection.execute(f"{_statement(kind)} {condition}", chunk).fetchall()

    return _columns(kind, read())


def _statement(kind: str) -> str:
    texts = schema.dictionaries(kind)
    cells = []
    for name in schema.value_names(kind):
        cell = f"r.{schema.quoted(name)}"
        cells.append(f"(SELECT text FROM {schema.quoted(texts[name])} WHERE id = {cell})" if name in texts else cell)
    return f"SELECT {schema.listed(ROW_COLUMNS, 'r.')}, {', '.join(cells)} FROM {schema.quoted(kind)} r"


def _columns(kind: str, chunks: Iterator[list[tuple]]) -> dict[str, Column]:
    declared, attributes = registry()[kind], encoding.Attributes()
    parts = [_encode(declared, list(zip(*rows, strict=True)), attributes) for rows in chunks]
    if not parts:
        return {name: Column(np.empty(0, kind_of)) for name, kind_of in _TYPES.items()}
    every = dict.fromkeys(name for part in parts for name in part)
    found = {}
    for name in every:
        heading = name.removeprefix(encoding.EXTRA_PREFIX)
        if heading != name and encoding.MANY_PREFIX + heading in every:
            continue
        column = encoding.together(name, [(part.get(name), len(part["row_id"])) for part in parts])
        called, kept = (name, column) if heading == name else encoding.attribute(heading, column)
        found[called] = kept
    return found


def _encode(kind: Kind, cells: list[tuple], attributes: encoding.Attributes) -> dict[str, Column]:
    found = {name: Column(np.array(cells[at], _TYPES[name])) for at, name in enumerate(ROW_COLUMNS)}
    *values, extra = cells[len(ROW_COLUMNS) :]
    for name, column in zip(schema.value_names(kind.name), values, strict=False):
        if any(cell is not None for cell in column):
            called, encoded = encoding.encode(kind, name, _known(kind, name, column))
            found[called] = encoded
    return found | attributes.columns(extra)


def _known(kind: Kind, name: str, cells: tuple) -> Sequence:
    """A row whose status nobody gave has not been answered."""
    if name == schema.STATUS and not kind.has(name):
        return [Status.MISSING if cell is None else cell for cell in cells]
    return cells
