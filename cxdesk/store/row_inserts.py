"""Inserting rows that are given by column, many per statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

TOGETHER = 16  # rows per statement: a call of SQLite per row was a quarter of the work; more gained nothing
_MOST_VALUES = 999  # that a statement takes in every build of SQLite


def insert_columns(connection: sqlite3.Connection, table: str, columns: Sequence[Sequence[Any]]) -> None:
    """Insert the rows of `columns`, which stand in the order of the table's and have one cell per row."""
    same = [same_number(cells) for cells in columns]
    differing = [cells for cells, value in zip(columns, same, strict=True) if value is None]
    row = f"({', '.join(value or '?' for value in same)})"
    rows = zip(*differing, strict=True)
    together = max(1, min(TOGETHER, _MOST_VALUES // len(differing)))
    whole = len(differing[0]) // together
    flat = chain.from_iterable(islice(rows, whole * together))
    values = [flat] * (together * len(differing))  # taking turns at one iterator makes tuples of so many values
    connection.executemany(f"INSERT INTO {table} VALUES {', '.join([row] * together)}", zip(*values, strict=True))
    connection.executemany(f"INSERT INTO {table} VALUES {row}", rows)


def same_number(cells: Sequence[Any]) -> str | None:
    """The number or NULL that all cells are, as it stands in a statement; None when they differ or are texts.

    Row numbers, a range, always differ.
    """
    first = cells[0]
    if not (first is None or type(first) is int) or first != cells[-1] or isinstance(cells, range):
        return None
    return ("NULL" if first is None else str(first)) if cells.count(first) == len(cells) else None
