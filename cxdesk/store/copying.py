"""Copying the new rows of checked segments into the workspace, in SQL, without touching them in Python."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from cxdesk.store import schema, staging
from cxdesk.store.connections import CACHE_KIB
from cxdesk.store.faults import primary
from cxdesk.store.matching import Matching
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

_REMAKE_SHARE = 4  # indexes are made anew when more than one row in four is new …
_REMAKE_LEAST = 20_000  # … and there are at least so many
_SORT_KIB = 2048  # sorting works on stretches of this size: they should fit the processor's cache
_SEGMENTS_FAULT = (
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
)
_FEW_TEXTS = 8  # up to so many a CASE is quicker than looking up


@contextmanager
def _believing_nothing(segment: staging.Segment) -> Iterator[None]:
    """What our strict tables refuse, and damaged pages, are the segment's fault."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if primary(error) in _SEGMENTS_FAULT:
            raise staging.unsound(Path(segment.path)) from error
        raise


class Chosen:
    """The new ones among the rows of a segment that stand from place `first` on."""

    def __init__(self, found: Matching, first: int, rows: int) -> None:
        self._found, self._first, self._end = found, first, first + rows
        self.count = found.new_in(first, first + rows)

    def masks(self) -> Iterator[tuple[int, np.ndarray]]:
        """(row of the segment, which from there on are new), stretch by stretch."""
        return ((one.first - self._first, one.new) for one in self._found.stretches(self._first, self._end))


class Copier:
    """Copies segments inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self.connection = connection
        self.progress = progress
        self._names = itertools.count(1)
        self._indexes: dict[str, str] = {}

    def copy(self, staged: staging.Staged, found: Matching, batch: int, first: int) -> None:
        """Insert the rows that are new, numbered from `first` by their place among the staged ones, and all rejects."""
        self.make_room(staged.kind, found.new_in(0, staged.rows))
        start = 0
        for segment in staged.segments:
            self.copy_segment(staged, segment, batch, first + start, Chosen(found, start, segment.rows))
            start += segment.rows
            self.progress.report(start, staged.rows, _("Writing"))
        self.finish(staged.kind, found, first)

    def finish(self, kind: str, found: Matching, first: int) -> None:
        """Number honest repetitions, and make the indexes that stood aside."""
        for one in () if found.occurrence.same else found.stretches():
            repeated = np.flatnonzero(one.new & (one.occurrence > 1))
            self.connection.executemany(
                f"UPDATE {schema.quoted(kind)} SET occurrence = ? WHERE row_id = ?",
                zip(one.occurrence[repeated].tolist(), (repeated + one.first + first).tolist(), strict=True),
            )
        self._make_indexes()

    def make_room(self, kind: str, fresh: int) -> None:
        """Drop the indexes of a table that is about to grow much, until `finish`."""
        standing = self.connection.execute("SELECT n FROM content WHERE kind = ?", (kind,)).fetchone()[0]
        if fresh < _REMAKE_LEAST or fresh * _REMAKE_SHARE < standing:
            return
        for name, statement in schema.row_indexes(kind).items():
            self.connection.execute(f"DROP INDEX IF EXISTS {schema.quoted(name)}")
            self._indexes[name] = statement

    def _make_indexes(self) -> None:
        if not self._indexes:
            return
        self.connection.execute(f"PRAGMA cache_size=-{_SORT_KIB}")
        for statement in self._indexes.values():
            self.connection.execute(statement)
            self.progress.check()
        self.connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self._indexes.clear()

    def copy_segment(
        self,
        staged: staging.Staged,
        segment: staging.Segment,
        batch: int,
        first: int,
        chosen: Chosen | None = None,
    ) -> None:
        """Insert the chosen rows of a segment (None: all), as if it began at row `first`, and its rejects."""
        with _believing_nothing(segment):
            self._copy_segment(staged, segment, batch, first - segment.first_row_id, chosen)

    def _copy_segment(
        self, staged: staging.Staged, segment: staging.Segment, batch: int, shift: int, chosen: Chosen | None
    ) -> None:
        table = staging.reach(self.connection, segment, staged, f"segment{next(self._names)}")
        which = "" if chosen is None else self._choose(segment, chosen)
        kind, names = schema.quoted(staged.kind), schema.listed((*staged.given, schema.EXTRA))
        cells = self._cells(staged, table)
        before = self.connection.total_changes
        self.connection.execute(
            f"INSERT INTO main.{kind}(row_id, batch, line, occurrence, row_hash, key_hash, {names})"
            f" SELECT row_id + ?, ?, line, 1, row_hash, key_hash, {cells}"
            f" FROM {table.format('row')}{which}",
            (shift, batch),
        )
        # `rowcount` says -1 of every INSERT where the locale is Turkish: Python asks it what a small I is
        if self.connection.total_changes - before != (segment.rows if chosen is None else chosen.count):
            raise staging.unsound(Path(segment.path))
        self.connection.execute(
            f"INSERT INTO main.folded SELECT row_id + ?, text FROM {table.format('folded')}{which}", (shift,)
        )
        problem = 'line, "column", value, code, raw'
        self.connection.execute(
            f"INSERT INTO main.reject(batch, {problem}) SELECT ?, {problem} FROM {table.format('reject')}", (batch,)
        )
        self.connection.execute(f"INSERT INTO main.written SELECT ?, * FROM {table.format('written')}", (batch,))

    def _choose(self, segment: staging.Segment, chosen: Chosen) -> str:
        """The condition under which a row of the segment is new."""
        if chosen.count == segment.rows:
            return ""
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS segment_chosen(row_id INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM temp.segment_chosen")
        few = chosen.count * 2 <= segment.rows
        for at, new in chosen.masks():
            ids = np.flatnonzero(new if few else ~new) + at + segment.first_row_id
            self.connection.executemany(
                "INSERT INTO temp.segment_chosen VALUES (?)", ((row_id,) for row_id in ids.tolist())
            )
        return f" WHERE row_id {'IN' if few else 'NOT IN'} temp.segment_chosen"

    def _cells(self, staged: staging.Staged, table: str) -> str:
        """The values to copy; numbered texts get our number instead of the segment's."""
        cells = []
        for name in (*staged.given, schema.EXTRA):
            ours = schema.dictionaries(staged.kind).get(name)
            cells.append(schema.quoted(name) if ours is None else self._renumbered(name, ours, table))
        return ", ".join(cells)

    def _renumbered(self, name: str, ours: str, table: str) -> str:
        column = schema.quoted(name)
        pairs = self.connection.execute(
            f"SELECT t.id, d.id FROM {table.format('text')} t JOIN main.{schema.quoted(ours)} d ON d.text = t.text"
            ' WHERE t."column" = ?',
            (name,),
        ).fetchall()
        if not pairs:
            return "NULL"
        if len(pairs) <= _FEW_TEXTS:
            cases = " ".join(f"WHEN {int(local)} THEN {int(number)}" for local, number in pairs)
            return f"CASE {column} {cases} END"
        numbers = schema.quoted(f"segment_{name}_numbers")
        self.connection.execute(f"DROP TABLE IF EXISTS temp.{numbers}")
        self.connection.execute(f"CREATE TEMP TABLE {numbers}(local INTEGER PRIMARY KEY, number INTEGER)")
        self.connection.executemany(f"INSERT INTO temp.{numbers} VALUES (?, ?)", pairs)
        return f"(SELECT number FROM temp.{numbers} WHERE local = {column})"
