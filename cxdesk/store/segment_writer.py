"""Writing segments: what the import child does with converted rows."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import encoding, header, schema
from cxdesk.store.columns import Column, pack
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

_DRAFT_PRAGMAS = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "temp_store=MEMORY",
    "cache_size=-8192",
)


@dataclass(frozen=True)
class _Held:
    """A written block and the letters of its long texts."""

    batch: Batch
    letters: dict[str, np.ndarray]

    def letters_of(self, name: str) -> np.ndarray:
        found = self.letters.get(name)
        return found if found is not None else np.zeros(self.batch.n, np.int32)


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
        self._attributes = encoding.Attributes()
        self._segments: list[Segment] = []
        self._draft: sqlite3.Connection | None = None
        self._path = folder
        self._first = first_row_id
        self._held: list[_Held] = []  # blocks whose columns are not packed yet
        self._chunk = 0
        self._read = self._blank = self._rejected = 0
        self._skipped: dict[str, int] = {}

    def add(self, batch: Batch) -> None:
        """Write one block."""
        self._count(batch)
        draft = self._draft or self._start(batch)
        draft.executemany(
            "INSERT INTO reject VALUES (?, ?, ?, ?, ?)",
            ((p.line, p.column, p.value, p.code, p.raw) for p in batch.problems),
        )
        if batch.n:
            self._write_rows(draft, batch)
            self._held.append(_Held(batch, self._write_folded(draft, batch)))
            self._next += batch.n
        if sum(held.batch.n for held in self._held) >= PACK_ROWS:
            self._pack(draft)
        if self._next - self._first >= self._size and len(self._segments) < MOST_SEGMENTS - 1:
            self._end()

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

    def _write_rows(self, draft: sqlite3.Connection, batch: Batch) -> None:
        assert self._given is not None
        if not set(batch.columns) <= set(self._given):
            raise ValueError(
                f"columns that the first block did not have: {sorted(set(batch.columns) - set(self._given))}"
            )
        columns = [self._cells(name, batch) for name in self._given]
        marks = ", ".join("?" * (5 + len(columns)))
        rows = zip(
            range(self._next, self._next + batch.n),
            batch.line,
            batch.row_hash,
            batch.key_hash,
            *columns,
            batch.extra,
            strict=True,
        )
        draft.executemany(f"INSERT INTO row VALUES ({marks})", rows)

    def _cells(self, name: str, batch: Batch) -> Sequence[Any]:
        cells = batch.columns.get(name)
        if cells is None:
            return [None] * batch.n
        numbers = self._numbers.get(name)
        if numbers is None:
            return cells
        for text in dict.fromkeys(cells):
            numbers.setdefault(text, len(numbers))
        return list(map(numbers.__getitem__, cells))

    def _write_folded(self, draft: sqlite3.Connection, batch: Batch) -> dict[str, np.ndarray]:
        """Keep folded copies where the search index needs them; the letters of each long text on the way."""
        scanned = {f.name: scan(batch.columns[f.name]) for f in self.kind.comments if f.name in batch.columns}
        if not scanned:
            return {}
        if len(scanned) == 1:
            copies = next(iter(scanned.values()))[1]
        else:
            copies = scan([whole_text(row) for row in zip(*(batch.columns[name] for name in scanned), strict=True)])[1]
        first = self._next
        draft.executemany("INSERT INTO folded VALUES (?, ?)", ((first + at, copy) for at, copy in copies.items()))
        return {name: letters for name, (letters, _copies) in scanned.items()}

    def _pack(self, draft: sqlite3.Connection) -> None:
        """Store the columns of the blocks since the last time."""
        if not self._held:
            return
        for name, column in self._columns().items():
            draft.executemany(
                "INSERT INTO packed VALUES (?, ?, ?, ?)",
                ((self._chunk, name, at, piece) for at, piece in pieces(pack(column))),
            )
        self._chunk += 1
        self._held = []

    def _columns(self) -> dict[str, Column]:
        blocks = [held.batch for held in self._held]
        line = np.array(_chained(block.line for block in blocks), np.int32)
        found = {"line": Column(line)}
        found["row_hash"] = Column(np.array(_chained(block.row_hash for block in blocks), np.int64))
        found["key_hash"] = Column(np.array(_chained(block.key_hash for block in blocks), np.int64))
        comments = {field.name for field in self.kind.comments}
        for name in self._given or ():
            if name in comments:
                found[name + encoding.LETTERS] = Column(np.concatenate([held.letters_of(name) for held in self._held]))
                continue
            cells = _chained(block.columns.get(name) or [None] * block.n for block in blocks)
            found[name] = encoding.encode(self.kind, name, cells)[1]
        return found | self._attributes.columns(_chained(block.extra for block in blocks))

    def _end(self) -> None:
        assert self._draft is not None
        self._pack(self._draft)
        for column, numbers in self._numbers.items():
            texts = ((column, number, text) for text, number in numbers.items() if text is not None)
            self._draft.executemany("INSERT INTO text VALUES (?, ?, ?)", texts)
        self._draft.execute("COMMIT")
        self.close()
        segment = Segment(str(self._path), self._first, self._next - self._first)
        self._segments.append(segment)
        if self._announce is not None:
            self._announce(self._staged((segment,)))


def _chained(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(lists))
