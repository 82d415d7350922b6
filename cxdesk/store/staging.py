"""Segments: small SQLite files in which the import child hands over rows, and how the parent takes them in.

The child writes with `StagingWriter`; it may be under the control of a hostile file. The parent believes nothing: magic
number, the exact schema, row numbers; the strict tables of the workspace refuse values of a wrong type. This is the one
module that attaches a database to another.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from cxdesk.domain.errors import ImportStopped
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import encoding, header, schema
from cxdesk.store.columns import Column, joined, pack, unpack
from cxdesk.store.database import address, connect
from cxdesk.store.texts import scan
from cxdesk.system.i18n import _

SEGMENT_ROWS = 131_072
MOST_SEGMENTS = 8  # SQLite can attach ten databases and can detach none before the transaction ends
PIECE = 4_000_000  # bytes of a column per stored piece
COUNTED = ("line", "row_hash", "key_hash")


class Problem(Protocol):
    """One cell or row that could not be used as it is: `code` is the reason, `raw` the row as written."""

    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def code(self) -> str: ...
    @property
    def raw(self) -> str | None: ...


class Batch(Protocol):
    """A block of converted rows, by column, with the account of the source rows it comes from.

    All rows of one source line are in one block, next to each other. `columns` names the fields that the file gives,
    the same ones in every block; a given field may be None, which then means: given as empty. `extra` is the JSON of
    unknown columns. `row_hash` covers all stored values, `key_hash` what identifies the row; equal when nothing does.
    """

    @property
    def kind(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def columns(self) -> Mapping[str, Sequence[Any]]: ...
    @property
    def line(self) -> Sequence[int]: ...
    @property
    def extra(self) -> Sequence[str | None]: ...
    @property
    def row_hash(self) -> Sequence[int]: ...
    @property
    def key_hash(self) -> Sequence[int]: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def read(self) -> int: ...
    @property
    def blank(self) -> int: ...
    @property
    def skipped(self) -> Mapping[str, int]: ...
    @property
    def rejected(self) -> int: ...


@dataclass(frozen=True)
class Segment:
    """One file of staged rows, numbered from `first_row_id` without gaps."""

    path: str
    first_row_id: int
    rows: int


@dataclass(frozen=True)
class Staged:
    """All that the child made of one table; plain, so that it travels as JSON. Counts are of source rows."""

    kind: str
    given: tuple[str, ...]  # the fields the file gives, in the order of the row table
    rows: int  # rows of the kind; a survey's source row has several
    segments: tuple[Segment, ...]
    read: int = 0
    blank: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)


_FIXED = (
    'CREATE TABLE text("column" TEXT, id INTEGER, text TEXT NOT NULL, PRIMARY KEY("column", id)) STRICT',
    "CREATE TABLE folded(row_id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    'CREATE TABLE reject(line INTEGER, "column" TEXT, value TEXT, code TEXT NOT NULL, raw TEXT) STRICT',
    'CREATE TABLE packed(chunk INTEGER, "column" TEXT, piece INTEGER, data BLOB NOT NULL,'
    ' PRIMARY KEY(chunk, "column", piece)) STRICT',
)
_DRAFT_PRAGMAS = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "temp_store=MEMORY",
    "cache_size=-8192",
)


def row_statement(kind: str, given: Sequence[str]) -> str:
    """The DDL of a segment's rows."""
    types = dict(schema.value_columns(kind))
    values = "".join(f", {schema.quoted(name)} {types[name]}" for name in given)
    place = "row_id INTEGER PRIMARY KEY, line INTEGER, row_hash INTEGER, key_hash INTEGER"
    return f"CREATE TABLE row({place}{values}, extra TEXT) STRICT"


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

    def __init__(self, folder: Path, kind: str, first_row_id: int = 1, segment_rows: int = SEGMENT_ROWS) -> None:
        self.folder = folder
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
        if sum(held.batch.n for held in self._held) >= SEGMENT_ROWS:
            self._pack(draft)
        if self._next - self._first >= self._size and len(self._segments) < MOST_SEGMENTS - 1:
            self._end()

    def finish(self) -> Staged:
        """Close the last segment; the account of everything written."""
        if self._draft is not None:
            self._end()
        return Staged(
            self.kind.name,
            self._given or (),
            sum(segment.rows for segment in self._segments),
            tuple(self._segments),
            self._read,
            self._blank,
            self._rejected,
            self._skipped,
        )

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
        for statement in (row_statement(self.kind.name, self._given), *_FIXED):
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
        found.update(self._attributes.columns(_chained(block.extra for block in blocks), line))
        return found

    def _end(self) -> None:
        assert self._draft is not None
        self._pack(self._draft)
        for column, numbers in self._numbers.items():
            texts = ((column, number, text) for text, number in numbers.items() if text is not None)
            self._draft.executemany("INSERT INTO text VALUES (?, ?, ?)", texts)
        self._draft.execute("COMMIT")
        self.close()
        self._segments.append(Segment(str(self._path), self._first, self._next - self._first))


def _chained(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(lists))


def whole_text(texts: Sequence[str | None]) -> str | None:
    """What the view `comment_text` makes of a row's texts."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(text or "" for text in texts) if any(text is not None for text in texts) else None


def pieces(blob: bytes) -> Iterator[tuple[int, bytes]]:
    """A blob in parts that the limit on lengths lets through."""
    for at in range(0, max(1, len(blob)), PIECE):
        yield at // PIECE, blob[at : at + PIECE]


@dataclass(frozen=True)
class Arrays:
    """What deciding about a segment's rows needs, in their order."""

    line: np.ndarray
    row_hash: np.ndarray
    key_hash: np.ndarray


def check(staged: Staged, segment: Segment, expected_first: int) -> Arrays:
    """Look at a segment as a stranger's file. ImportStopped when it is not exactly what a sound child writes.

    That no row is missing in between shows when they are copied.
    """
    path = Path(segment.path)
    try:
        found = header.read(path)
        if found is None or found.application_id != header.SEGMENT_ID:
            raise unsound(path)
        with closing(connect(path, mode="ro", immutable="1")) as connection:
            _check_schema(connection, staged, path)
            low = connection.execute("SELECT min(row_id) FROM row").fetchone()[0]
            high = connection.execute("SELECT max(row_id) FROM row").fetchone()[0]
            wanted = (expected_first, expected_first + segment.rows - 1) if segment.rows else (None, None)
            if segment.first_row_id != expected_first or (low, high) != wanted:
                raise unsound(path)
            columns = [column_of(connection, name) for name in COUNTED]
    except (sqlite3.Error, OSError, ValueError) as error:
        raise unsound(path) from error
    arrays = [column.values if column is not None else np.empty(0, np.int64) for column in columns]
    if any(len(array) != segment.rows for array in arrays):
        raise unsound(path)
    return Arrays(arrays[0].astype(np.int32), arrays[1], arrays[2])


def _check_schema(connection: sqlite3.Connection, staged: Staged, path: Path) -> None:
    expected = {row_statement(staged.kind, staged.given), *_FIXED}
    found = [(str(kind), sql) for kind, sql in connection.execute("SELECT type, sql FROM sqlite_schema")]
    statements = {sql for _kind, sql in found if sql is not None}
    automatic = [kind for kind, sql in found if sql is None and kind != "index"]
    if statements != expected or automatic or any(kind not in ("table", "index") for kind, _sql in found):
        raise unsound(path)


def unsound(path: Path) -> ImportStopped:
    return ImportStopped(
        _("What the import helper handed over cannot be trusted."),
        _("Nothing was changed. Import the file again; if it happens again, the drive may be failing."),
        code="staging_unsound",
        file=path.name,
    )


def column_names(connection: sqlite3.Connection) -> list[str]:
    """The packed columns of a segment."""
    return [str(name) for (name,) in connection.execute('SELECT DISTINCT "column" FROM packed ORDER BY 1')]


def column_of(connection: sqlite3.Connection, name: str) -> Column | None:
    """One packed column of a segment, over all its rows; None when it has none. ValueError when it is not sound."""
    chunks: dict[int, list[bytes]] = {}
    for chunk, data in connection.execute(
        'SELECT chunk, data FROM packed WHERE "column" = ? ORDER BY chunk, piece', (name,)
    ):
        chunks.setdefault(chunk, []).append(data)
    columns = [unpack(b"".join(parts)) for parts in chunks.values()]
    sound = [column for column in columns if column is not None]
    if len(sound) != len(columns):
        raise ValueError(name)
    return joined(sound) if sound else None


def open_segment(segment: Segment) -> sqlite3.Connection:
    """A connection that reads a checked segment."""
    return connect(Path(segment.path), mode="ro", immutable="1")


def reach(connection: sqlite3.Connection, segment: Segment, staged: Staged, name: str) -> str:
    """Make a checked segment readable inside a transaction; how its tables are called, with {} for the table's name.

    Attached while there is room (SQLite allows few and lets none go before the transaction ends), else copied.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, MOST_SEGMENTS)
    try:
        if len(_attached(connection)) < MOST_SEGMENTS:
            connection.execute(
                f"ATTACH DATABASE ? AS {schema.quoted(name)}", (address(Path(segment.path), mode="ro", immutable="1"),)
            )
            return schema.quoted(name) + ".{}"
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    _copy(connection, segment, staged)
    return "temp.segment_{}"


def _copy(connection: sqlite3.Connection, segment: Segment, staged: Staged) -> None:
    with closing(open_segment(segment)) as source:
        for statement in (row_statement(staged.kind, staged.given), *_FIXED):
            table = statement.removeprefix("CREATE TABLE ").split("(", 1)[0]
            connection.execute(f"DROP TABLE IF EXISTS temp.segment_{table}")
            connection.execute(statement.replace("CREATE TABLE ", "CREATE TEMP TABLE segment_", 1))
            if table == "packed":
                continue
            rows = source.execute(f"SELECT * FROM {table}")
            marks = ", ".join("?" * len(rows.description))
            connection.executemany(f"INSERT INTO temp.segment_{table} VALUES ({marks})", rows)


def _attached(connection: sqlite3.Connection) -> list[str]:
    names = [str(name) for _seq, name, _file in connection.execute("PRAGMA database_list")]
    return [name for name in names if name not in ("main", "temp")]


def let_go(connection: sqlite3.Connection) -> None:
    """Forget every segment, after the transaction."""
    for name in _attached(connection):
        connection.execute(f"DETACH DATABASE {schema.quoted(name)}")
    for (table,) in connection.execute(
        "SELECT name FROM temp.sqlite_schema WHERE name GLOB 'segment_*' AND type = 'table'"
    ).fetchall():
        connection.execute(f"DROP TABLE temp.{schema.quoted(table)}")
