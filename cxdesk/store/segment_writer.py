"""Writing segments: what the import child does with converted rows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import header, schema
from cxdesk.store.columns import pack
from cxdesk.store.packing import Chunk, Packing
from cxdesk.store.row_inserts import insert_columns
from cxdesk.store.segments import (
    FIXED,
    MOST_SEGMENTS,
    PACK_ROWS,
    SEGMENT_ROWS,
    Batch,
    Segment,
    Staged,
    pieces,
    row_statement,
    whole_text,
)
from cxdesk.store.texts import scan
from cxdesk.store.written import Keeping

WRITE_ROWS = 1024  # rows per call of SQLite and numpy: what was just made of them is in the cache of the processor
_DRAFT_PRAGMAS = (
    "page_size=16384",  # a quarter of the pages to keep account of
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "temp_store=MEMORY",
    "cache_size=-8192",
)


class StagingWriter:
    """Writes blocks into segments inside `folder`. One writer per table; `finish` says what was written."""

    def __init__(
        self,
        folder: Path,
        kind: str,
        first_row_id: int = 1,
        segment_rows: int = SEGMENT_ROWS,
        announce: Callable[[Staged], None] | None = None,
    ) -> None:
        self.folder = folder
        self._announce = announce  # is told of each segment as soon as it is complete
        self.kind = kind_named(kind)
        self._next = first_row_id
        self._size = segment_rows
        self._given: tuple[str, ...] | None = None
        self._numbers: dict[str, dict[str | None, int | None]] = {
            column: {None: None} for column in schema.dictionaries(kind)
        }
        self._packing = Packing(self.kind)
        self._written = Keeping()
        self._segments: list[Segment] = []
        self._draft: sqlite3.Connection | None = None
        self._path = folder
        self._first = first_row_id
        self._held: list[Batch] = []  # blocks that wait to be written
        self._waiting = 0
        self._chunk = 0
        self._read = self._blank = self._rejected = 0
        self._skipped: dict[str, int] = {}

    def add(self, batch: Batch) -> None:
        """Take one block; it is written with others when there are enough."""
        self._count(batch)
        draft = self._draft or self._start(batch)
        draft.executemany(
            "INSERT INTO reject VALUES (?, ?, ?, ?, ?)",
            ((p.line, p.column, p.value, p.code, p.raw) for p in batch.problems),
        )
        for cells in batch.written:
            self._written.add(cells)
        if not batch.n:
            return
        surplus = set(batch.columns) - set(self._given or ())
        if surplus:
            raise ValueError(f"columns that the first block did not have: {sorted(surplus)}")
        if batch.unread:
            first = self._next + self._waiting
            rows = ((first + at, ",".join(fields)) for at, fields in batch.unread.items())
            draft.executemany("INSERT INTO unread VALUES (?, ?)", rows)
        self._held.append(batch)
        self._waiting += batch.n
        if self._waiting >= min(WRITE_ROWS, self._size):
            self._write(draft)
        if self._next - self._first >= self._size and len(self._segments) < MOST_SEGMENTS - 1:
            self._end()

    def end_segment(self) -> None:
        """Close the segment wherever it stands; the next one counts its rows from one again."""
        if self._draft is not None:
            self._end()
        self._next = 1

    def finish(self) -> Staged:
        """Close the last segment; the account of everything written."""
        if self._draft is not None:
            self._end()
        return self._staged(tuple(self._segments))

    def _staged(self, segments: tuple[Segment, ...]) -> Staged:
        rows = sum(segment.rows for segment in segments)
        counts = (self._read, self._blank, self._rejected, self._skipped)
        return Staged(self.kind.name, self._given or (), rows, segments, *counts)

    def close(self) -> None:
        """Let go of the file; what was not finished is useless."""
        if self._draft is not None:
            self._draft.close()
            self._draft = None

    def _count(self, batch: Batch) -> None:
        self._read += batch.read
        self._blank += batch.blank
        self._rejected += batch.rejected
        for reason, n in batch.skipped.items():
            self._skipped[reason] = self._skipped.get(reason, 0) + n

    def _start(self, batch: Batch) -> sqlite3.Connection:
        if self._given is None:
            known = schema.value_names(self.kind.name)
            self._given = tuple(name for name in known if name in batch.columns)
        self._path = self.folder / f"segment-{len(self._segments) + 1}.cxs"
        self._first = self._next
        self._chunk = 0
        os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        draft = sqlite3.connect(self._path, isolation_level=None)
        for pragma in _DRAFT_PRAGMAS:
            draft.execute(f"PRAGMA {pragma}")
        draft.execute(f"PRAGMA application_id = {header.SEGMENT_ID}")
        draft.execute("BEGIN")
        for statement in (row_statement(self.kind.name, self._given), *FIXED):
            draft.execute(statement)
        self._draft = draft
        return draft

    def _write(self, draft: sqlite3.Connection) -> None:
        """Write the blocks that wait: their rows and folded copies, and columns when there are enough."""
        if self._held:
            chunk = Chunk.of(self._held, self._given or ())
            self._held, self._waiting = [], 0
            self._write_rows(draft, chunk)
            self._packing.add(chunk, self._write_folded(draft, chunk))
            self._next += chunk.n
            self._write_written(draft)
        if self._packing.rows >= min(PACK_ROWS, self._size):
            self._write_packed(draft)

    def _write_written(self, draft: sqlite3.Connection, whole: bool = False) -> None:
        draft.executemany("INSERT INTO written VALUES (?, ?, ?, ?, ?, ?)", self._written.take(whole))

    def _write_packed(self, draft: sqlite3.Connection) -> None:
        for name, column in self._packing.take().items():
            draft.executemany(
                "INSERT INTO packed VALUES (?, ?, ?, ?)",
                ((self._chunk, name, at, piece) for at, piece in pieces(pack(column))),
            )
        self._chunk += 1

    def _write_rows(self, draft: sqlite3.Connection, chunk: Chunk) -> None:
        places = [range(self._next, self._next + chunk.n), chunk.line, chunk.row_hash.tolist(), chunk.key_hash.tolist()]
        cells = [self._cells(name, column) for name, column in chunk.columns.items()]
        insert_columns(draft, "row", [*places, *cells, chunk.extra])

    def _cells(self, name: str, cells: Sequence[Any]) -> Sequence[Any]:
        numbers = self._numbers.get(name)
        if numbers is None:
            return cells
        if cells[0] is cells[-1] and cells.count(cells[0]) == len(cells):
            return [numbers.setdefault(cells[0], len(numbers))] * len(cells)
        for text in dict.fromkeys(cells):
            numbers.setdefault(text, len(numbers))
        return list(map(numbers.__getitem__, cells))

    def _write_folded(self, draft: sqlite3.Connection, chunk: Chunk) -> dict[str, np.ndarray]:
        """Keep folded copies where the search index needs them; the letters of each long text on the way."""
        texts = {field.name: chunk.columns[field.name] for field in self.kind.comments if field.name in chunk.columns}
        if not texts:
            return {}
        scanned = {name: scan(cells) for name, cells in texts.items()}
        if len(scanned) == 1:
            copies = next(iter(scanned.values()))[1]
        else:
            copies = scan([whole_text(row) for row in zip(*texts.values(), strict=True)])[1]
        first = self._next
        draft.executemany("INSERT INTO folded VALUES (?, ?)", ((first + at, copy) for at, copy in copies.items()))
        return {name: letters for name, (letters, _copies) in scanned.items()}

    def _end(self) -> None:
        assert self._draft is not None
        self._write(self._draft)
        self._write_written(self._draft, whole=True)
        if self._packing.rows:
            self._write_packed(self._draft)
        for column, numbers in self._numbers.items():
            texts = ((column, number, text) for text, number in numbers.items() if text is not None)
            self._draft.executemany("INSERT INTO text VALUES (?, ?, ?)", texts)
        self._draft.execute("COMMIT")
        self.close()
        segment = Segment(str(self._path), self._first, self._next - self._first)
        self._segments.append(segment)
        if self._announce is not None:
            self._announce(self._staged((segment,)))
