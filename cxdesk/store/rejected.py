"""The rows of an import that could not be used as they are, each once, with everything that is wrong with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from cxdesk.domain.rejected import RejectedRow
from cxdesk.store import schema
from cxdesk.store.database import Database

_AT_ONCE = 500
NO_LINE = -1


def rows(db: Database, batch: int, rejecting: Collection[str], whole: bool) -> Iterator[RejectedRow]:
    """Source rows in the order of the file: those refused as a whole for one of the reasons `rejecting`, or those that
    were taken without some of their cells. A few hundred are in memory at a time.
    """
    ids, lines, refused = _places(db, batch, rejecting)
    mine = refused if whole else ~refused
    ids, lines = ids[mine], lines[mine]
    starts = np.flatnonzero(np.concatenate(([len(lines) > 0], lines[1:] != lines[:-1])))
    ends = np.append(starts[1:], len(lines))
    for at in range(0, len(starts), _AT_ONCE):
        first, last = int(starts[at]), int(ends[min(at + _AT_ONCE, len(starts)) - 1])
        problems = _problems(db, ids[first:last].tolist())
        for start, end in zip(starts[at : at + _AT_ONCE], ends[at : at + _AT_ONCE], strict=True):
            yield _row([problems[int(one)] for one in ids[start:end]])


def counts(db: Database, batch: int, rejecting: Collection[str]) -> tuple[int, int]:
    """(source rows refused as a whole, source rows taken without some of their cells)."""
    _ids, lines, refused = _places(db, batch, rejecting)
    return len(np.unique(lines[refused])), len(np.unique(lines[~refused]))


def has_keys(db: Database, kind: str, batch: int) -> bool:
    """Whether the rows of an import are known by an id, so that a corrected row meets the one that stands there."""
    with db.reader() as connection:
        found = connection.execute(
            f"SELECT 1 FROM {schema.quoted(kind)} WHERE batch = ? AND key_hash = row_hash LIMIT 1", (batch,)
        )
        return found.fetchone() is None


def _places(db: Database, batch: int, rejecting: Collection[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(id, line, whether its source row was refused) of every problem, by line. Problems without a row are left out."""
    with db.reader() as connection:
        found = connection.execute(
            f'SELECT id, coalesce(line, {NO_LINE}), "column" IS NULL AND code IN ({", ".join("?" * len(rejecting))})'
            " FROM reject WHERE batch = ? AND raw IS NOT NULL",
            (*rejecting, batch),
        )
        table = np.fromiter((value for row in found for value in row), np.int64).reshape(-1, 3)
    order = np.lexsort((table[:, 0], table[:, 1]))
    ids, lines, whole = table[order].T
    refused = np.isin(lines, lines[whole == 1])
    return ids, lines, refused


def _problems(db: Database, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    with db.reader() as connection:
        for at in range(0, len(ids), _AT_ONCE):
            found |= _chunk(connection, ids[at : at + _AT_ONCE])
    return found


def _chunk(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    marks = ", ".join("?" * len(ids))
    rows_ = connection.execute(f'SELECT id, line, "column", code, raw FROM reject WHERE id IN ({marks})', ids)
    return {row[0]: row[1:] for row in rows_}


def _row(problems: Sequence[tuple[Any, ...]]) -> RejectedRow:
    line, _column, _code, raw = max(problems, key=lambda one: len(one[3]))
    columns = tuple(dict.fromkeys(str(one[1]) for one in problems if one[1] is not None))
    codes = tuple(dict.fromkeys(str(one[2]) for one in problems))
    cells = json.loads(raw)
    return RejectedRow(line, tuple(map(str, cells)) if isinstance(cells, list) else (str(cells),), columns, codes)


def as_written(db: Database, ids: Sequence[int]) -> list[list[str]]:
    """The source rows of some problems, each once, as the file has them."""
    found: dict[str, None] = {}
    with db.reader() as connection:
        for at in range(0, len(ids), _AT_ONCE):
            chunk = tuple(ids[at : at + _AT_ONCE])
            marks = ", ".join("?" * len(chunk))
            rows_ = connection.execute(f"SELECT raw FROM reject WHERE id IN ({marks}) AND raw IS NOT NULL", chunk)
            found |= dict.fromkeys(str(raw) for (raw,) in rows_)
    return [[str(cell) for cell in json.loads(raw)] for raw in found]
