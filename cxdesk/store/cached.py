"""Columns kept per kind and batch, so that a frame loads in milliseconds. They follow the rows in every write."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from cxdesk.store import encoding
from cxdesk.store.columns import Column, joined, pack, unpack
from cxdesk.store.faults import primary
from cxdesk.store.numbers import stretches
from cxdesk.store.rebuilding import rebuilt, rebuilt_rows
from cxdesk.store.segments import pieces

PART_ROWS = 1 << 20  # rows of a column that are packed together
PART_LABELS = 8 << 20  # bytes of labels from which on a part ends before
PATCHED = 1 << 17  # rows that are brought up to date together
_NEARLY_ALL = 0.99
_PIECES = 1 << 16  # numbers that the pieces of one part may have


def save(connection: sqlite3.Connection, kind: str, batch: int, columns: Iterable[tuple[str, Column]]) -> None:
    """Keep the columns of one batch's rows; each in place of the one of its name."""
    keep(connection, kind, batch, packed((name, in_parts([column])) for name, column in columns))


def in_parts(stretches_: Iterable[Column]) -> Iterator[Column]:
    """A column that comes in stretches as it is kept: joined, but so that no part takes much memory. At least one."""
    held: list[Column] = []
    rows = labels = 0
    for whole in stretches_:
        for first, end in stretches(len(whole), PART_ROWS):
            column = whole if end - first == len(whole) else Column(whole.values[first:end], whole.labels).compact()
            size = len(column.labels.data) if column.labels is not None else 0
            if held and (rows + len(column) > PART_ROWS or labels + size > PART_LABELS):
                yield joined(held)
                held, rows, labels = [], 0, 0
            held.append(column)
            rows, labels = rows + len(column), labels + size
        if not held:
            held.append(whole)
    yield joined(held)


def packed(columns: Iterable[tuple[str, Iterable[Column]]]) -> Iterator[tuple[str, int, bytes]]:
    """(name, number of the part, how it is kept) of columns that come in parts."""
    return ((name, number, pack(part)) for name, parts in columns for number, part in enumerate(parts))


def keep(connection: sqlite3.Connection, kind: str, batch: int, ready: Iterable[tuple[str, int, bytes]]) -> None:
    """As `save`, of columns that are packed already."""
    for name, number, blob in ready:
        if not number:
            drop(connection, kind, batch, name)
        _insert(connection, (kind, batch, name), number, blob)


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
    try:
        parts = list(_parts(connection, kind, batch, name))
    except sqlite3.DatabaseError as error:
        if primary(error) != sqlite3.SQLITE_CORRUPT:
            raise
        return None  # a damaged page; the rows may be sound
    sound = [part for part in parts if part is not None]
    return joined(sound) if sound and len(sound) == len(parts) else None


def _parts(connection: sqlite3.Connection, kind: str, batch: int, name: str) -> Iterator[Column | None]:
    """The parts of a kept column, None where one is not as it was written."""
    rows = connection.execute(
        'SELECT piece, data FROM cache WHERE kind = ? AND batch = ? AND "column" = ? ORDER BY piece',
        (kind, batch, name),
    )
    for _number, found in itertools.groupby(rows, lambda row: row[0] // _PIECES):
        blobs = [data for _piece, data in found]
        yield unpack(blobs[0] if len(blobs) == 1 else b"".join(blobs))


def stretches_of(
    connection: sqlite3.Connection, kind: str, batch: int, wanted: Sequence[str]
) -> Iterator[tuple[str, Column]]:
    """The wanted columns of a batch's rows, kept or rebuilt, each in one part after the other."""
    if set(wanted) <= set(names(connection, kind, batch)) and _sound(connection, kind, batch, wanted):
        for name in wanted:
            for part in _parts(connection, kind, batch, name):
                assert part is not None
                yield name, part
    else:
        rows = rebuilt(connection, kind, batch)
        yield from ((name, rows[name]) for name in wanted)


def _sound(connection: sqlite3.Connection, kind: str, batch: int, wanted: Sequence[str]) -> bool:
    """Whether columns are as they were written, and of as many rows."""
    counts = set()
    for name in wanted:
        parts = [None if part is None else len(part) for part in _parts(connection, kind, batch, name)]
        counts.add(None if None in parts else sum(filter(None, parts)))
    return None not in counts and len(counts) == 1


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


def without(connection: sqlite3.Connection, kind: str, batch: int, rows: np.ndarray) -> None:
    """Take rows (ids) out of the kept columns of a batch; labels that no row has any more go with them. Call after
    the rows themselves went.
    """
    ids, own = load(connection, kind, batch, "row_id"), names(connection, kind, batch)
    if ids is None:
        drop(connection, kind, batch)
        return
    keep = ~np.isin(ids.values, rows)
    if keep.all():
        return
    many = any(name.startswith(encoding.MANY_PREFIX) for name in own)
    if many and int(keep.sum()) < len(keep) * _NEARLY_ALL:  # what is left may have few enough values
        drop(connection, kind, batch)
        save(connection, kind, batch, rebuilt(connection, kind, batch).items())
        return
    for name in own:
        column = load(connection, kind, batch, name)
        if column is None:
            drop(connection, kind, batch)
            return
        _replace(connection, kind, batch, [(name, column.take(keep))])


def patch(connection: sqlite3.Connection, kind: str, batch: int, ids: Sequence[int]) -> None:
    """Bring the kept columns of some rows of a batch up to date."""
    rows = np.sort(np.asarray(ids, np.int64))
    for at in range(0, len(rows), PATCHED):
        _patch(connection, kind, batch, rows[at : at + PATCHED])


def _patch(connection: sqlite3.Connection, kind: str, batch: int, rows: np.ndarray) -> None:
    kept = list(_parts(connection, kind, batch, "row_id"))
    if not kept or None in kept:
        drop(connection, kind, batch)
        return
    n, places = 0, []
    for part in kept:
        assert part is not None
        mine = rows[slice(*np.searchsorted(rows, [part.values[0], part.values[-1] + 1]))] if len(part) else rows[:0]
        places.append(np.searchsorted(part.values, mine) + n)
        n += len(part)
    del kept
    at = np.concatenate(places)
    fresh = rebuilt_rows(connection, kind, rows.tolist())
    own = names(connection, kind, batch)
    in_one = [name for name in own if name.startswith((encoding.EXTRA_PREFIX, encoding.MANY_PREFIX))]
    for name in own:
        if name not in in_one and not _patch_parts(connection, (kind, batch, name), fresh.get(name), at):
            drop(connection, kind, batch)  # one is not as it was written: all are rebuilt when somebody asks
            return
    whole = [*in_one, *(name for name in fresh if name not in own)]

    def patched(name: str) -> Column:
        old, new = load(connection, kind, batch, name), fresh.get(name)
        return _patched(name, (old, n), (new, len(at)), at)

    _replace(connection, kind, batch, ((name, patched(name)) for name in whole))


def _patched(name: str, old: tuple[Column | None, int], new: tuple[Column | None, int], at: np.ndarray) -> Column:
    """Old rows with new ones at these places; each column with its number of rows, None where it is lacking."""
    both = encoding.together(name, [old, new])
    values = both.values[: old[1]].copy()
    values[at] = both.values[old[1] :]
    return Column(values, both.labels).compact()


def _patch_parts(
    connection: sqlite3.Connection, column: tuple[str, int, str], fresh: Column | None, at: np.ndarray
) -> bool:
    """Bring the parts of a kept column that have rows at these places up to date; False when not all are sound."""
    chosen = 'kind = ? AND batch = ? AND "column" = ? AND piece / ? = ?'
    found = connection.execute(
        'SELECT DISTINCT piece / ? FROM cache WHERE kind = ? AND batch = ? AND "column" = ? ORDER BY 1',
        (_PIECES, *column),
    )
    first = 0
    for (number,) in found.fetchall():
        own = (*column, _PIECES, number)
        rows = connection.execute(f"SELECT data FROM cache WHERE {chosen} ORDER BY piece", own)
        part = unpack(b"".join(data for (data,) in rows))
        if part is None:
            return False
        here = np.flatnonzero((at >= first) & (at < first + len(part)))
        if len(here):
            new = fresh.take(here) if fresh is not None else None
            blob = pack(_patched(column[2], (part, len(part)), (new, len(here)), at[here] - first))
            connection.execute(f"DELETE FROM cache WHERE {chosen}", own)
            _insert(connection, column, number, blob)
        first += len(part)
    return first > int(at[-1])


def _insert(connection: sqlite3.Connection, column: tuple[str, int, str], number: int, blob: bytes) -> None:
    rows = ((*column, number * _PIECES + at, piece) for at, piece in pieces(blob))
    connection.executemany("INSERT INTO cache VALUES (?, ?, ?, ?, ?)", rows)


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
