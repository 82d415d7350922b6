"""Segments: small SQLite files in which the import child hands over rows. What stands in one, and what fills it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cxdesk.store import schema
from cxdesk.store.written import Written

SEGMENT_ROWS = 131_072
PACK_ROWS = 32_768  # rows whose cells are held until their columns are packed
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
    @property
    def written(self) -> Sequence[Written]: ...
    @property
    def unread(self) -> Mapping[int, Sequence[str]]:
        """Place of a row → its fields whose cells were filled but could not be read: what stands there stays."""
        ...


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


FIXED = (
    'CREATE TABLE text("column" TEXT, id INTEGER, text TEXT NOT NULL, PRIMARY KEY("column", id)) STRICT',
    "CREATE TABLE folded(row_id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    'CREATE TABLE reject(line INTEGER, "column" TEXT, value TEXT, code TEXT NOT NULL, raw TEXT) STRICT',
    """CREATE TABLE packed(chunk INTEGER, "column" TEXT, piece INTEGER, data BLOB NOT NULL,
        PRIMARY KEY(chunk, "column", piece)) STRICT""",
    "CREATE TABLE unread(row_id INTEGER PRIMARY KEY, fields TEXT NOT NULL) STRICT",
    'CREATE TABLE written("column" TEXT, first INTEGER, last INTEGER, form TEXT, lines BLOB, texts BLOB) STRICT',
)


def row_statement(kind: str, given: Sequence[str]) -> str:
    """The DDL of a segment's rows."""
    types = dict(schema.value_columns(kind))
    values = "".join(f", {schema.quoted(name)} {types[name]}" for name in given)
    place = "row_id INTEGER PRIMARY KEY, line INTEGER, row_hash INTEGER, key_hash INTEGER"
    return f"CREATE TABLE row({place}{values}, extra TEXT) STRICT"


def whole_text(texts: Sequence[str | None]) -> str | None:
    """What the view `comment_text` makes of a row's texts."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(text or "" for text in texts) if any(text is not None for text in texts) else None


def pieces(blob: bytes) -> Iterator[tuple[int, bytes]]:
    """A blob in parts that the limit on lengths lets through."""
    for at in range(0, max(1, len(blob)), PIECE):
        yield at // PIECE, blob[at : at + PIECE]
