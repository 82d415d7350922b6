"""The columns of an import's new rows, from those that the child packed, a chunk at a time: however long the file is,
only a part of one column is in memory.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from cxdesk.store import cached, encoding, staging
from cxdesk.store.columns import Column
from cxdesk.store.encoding import LETTERS
from cxdesk.store.matching import Matching
from cxdesk.store.segments import COUNTED

Packed = tuple[str, int, bytes]  # name of a column, number of the part, the part as it is kept


@dataclass(frozen=True)
class _Chunk:
    """Rows of a segment whose columns were packed together; `first` is the place of its first row in the table."""

    segment: sqlite3.Connection
    path: Path
    number: int
    first: int
    rows: int

    def column(self, name: str) -> Column | None:
        found = staging.column_of(self.segment, name, self.number)
        if found is not None and len(found) != self.rows:
            raise staging.unsound(self.path)
        return found


class NewColumns:
    """Packs the columns of the new rows. `commented` counts the comments on the way."""

    def __init__(self, staged: staging.Staged, found: Matching, first: int) -> None:
        self.commented = 0
        self._staged = staged
        self._found = found
        self._first = first

    def packed(self) -> Iterator[Packed]:
        """Every column in its parts. Reads the segments alone, not the workspace."""
        return cached.packed(self._columns())

    @contextmanager
    def aside(self, work: Callable[[], None]) -> Iterator[Iterator[Packed]]:
        """The same, made on another processor while `work` is done here, and kept in a file until it is read."""
        with tempfile.TemporaryFile(prefix="cxdesk-") as file:
            with ThreadPoolExecutor(1) as other:
                told = other.submit(self._write, file)
                work()
            sizes = told.result()
            file.seek(0)
            yield ((name, number, file.read(size)) for name, number, size in sizes)

    def _write(self, file: IO[bytes]) -> list[tuple[str, int, int]]:
        told = []
        for name, number, blob in self.packed():
            file.write(blob)
            told.append((name, number, len(blob)))
        return told

    def _columns(self) -> Iterator[tuple[str, Iterable[Column]]]:
        with ExitStack() as stack:
            chunks = self._chunks(stack)
            names = dict.fromkeys(name for one in _first_of_each(chunks) for name in staging.column_names(one.segment))
            for name in names:
                heading = name.removeprefix(encoding.EXTRA_PREFIX)
                if heading == name:
                    yield name, self._in_parts(chunks, name)
                elif encoding.MANY_PREFIX + heading not in names:
                    yield self._attribute(chunks, name, heading)
            for name in COUNTED:
                if name not in names:
                    yield name, [Column(np.empty(0, np.int64))]
        ids = (Column(np.flatnonzero(one.new) + one.first + self._first) for one in self._found.stretches())
        yield "row_id", _parts_or_none(ids, np.int64)
        occurrence = (Column(one.occurrence[one.new]) for one in self._found.stretches())
        yield "occurrence", _parts_or_none(occurrence, np.int32)

    def _chunks(self, stack: ExitStack) -> list[_Chunk]:
        found, place = [], 0
        for segment in self._staged.segments:
            opened = stack.enter_context(closing(staging.open_segment(segment)))
            for number, rows in staging.chunks_of(opened):
                found.append(_Chunk(opened, Path(segment.path), number, place, rows))
                place += rows
        return found

    def _in_parts(self, chunks: Sequence[_Chunk], name: str) -> Iterator[Column]:
        return cached.in_parts(self._kept(chunks, name))

    def _kept(self, chunks: Sequence[_Chunk], name: str) -> Iterator[Column]:
        """What the chunks have of a column for the rows that are new."""
        example = next(column for one in chunks if (column := one.column(name)) is not None)
        for one in chunks:
            column = one.column(name)
            column = encoding.lacking(name, example, one.rows) if column is None else column
            if not self._found.plain:
                new = [stretch.new for stretch in self._found.stretches(one.first, one.first + one.rows)]
                column = column.take(np.concatenate(new))
            if name.endswith(LETTERS):
                self.commented += int((column.values > 0).sum())
            yield column

    def _attribute(self, chunks: Sequence[_Chunk], name: str, heading: str) -> tuple[str, Iterable[Column]]:
        """An unknown column, or the mark that it has too many values."""
        labels: set[str] = set()
        for one in chunks:
            column = one.column(name)
            labels.update(column.labels or () if column is not None else ())
            if len(labels) > encoding.MANY_VALUES:
                new = self._found.new_in(0, len(self._found))
                return encoding.MANY_PREFIX + heading, [Column(np.ones(new, np.uint8))]
        return name, self._in_parts(chunks, name)


def _first_of_each(chunks: Sequence[_Chunk]) -> Iterator[_Chunk]:
    return (one for at, one in enumerate(chunks) if not at or chunks[at - 1].segment is not one.segment)


def _parts_or_none(stretches: Iterator[Column], kind: type[np.integer]) -> Iterator[Column]:
    """In parts; one without rows where there is no stretch."""
    first = next(stretches, None)
    if first is None:
        return iter([Column(np.empty(0, kind))])

    def every() -> Iterator[Column]:
        yield first
        yield from stretches

    return cached.in_parts(every())
