"""How the parent takes segments in, believing nothing: magic number, exact schema, row numbers, sound columns.

The child that wrote them may be under the control of a hostile file. Values of a wrong type are refused by the strict
tables of the workspace. This is the one module that attaches a database to another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from cxdesk.domain.errors import ImportStopped
from cxdesk.store import header, schema
from cxdesk.store.columns import Column, unpack
from cxdesk.store.connections import address, connect
from cxdesk.store.matching import Deciding
from cxdesk.store.segment_writer import StagingWriter
from cxdesk.store.segments import COUNTED, FIXED, MOST_SEGMENTS, Batch, Problem, Segment, Staged, row_statement
from cxdesk.system.i18n import _

__all__ = ["Batch", "Problem", "Segment", "Staged", "StagingWriter", "check", "let_go", "reach"]


def check(staged: Staged, segment: Segment, expected_first: int, rows: Deciding) -> None:
    """Look at a segment as a stranger's file, and add what deciding needs to `rows`. ImportStopped when it is not
    exactly what a sound child writes.

    That no row is missing in between shows when they are copied.
    """
    path = Path(segment.path)
    try:
        found = header.read(path)
    except OSError as error:
        raise unsound(path) from error
    try:
        if found is None or found.application_id != header.SEGMENT_ID:
            raise unsound(path)
        with closing(connect(path, mode="ro", immutable="1")) as connection:
            _check_schema(connection, staged, path)
            low = connection.execute("SELECT min(row_id) FROM row").fetchone()[0]
            high = connection.execute("SELECT max(row_id) FROM row").fetchone()[0]
            wanted = (expected_first, expected_first + segment.rows - 1) if segment.rows else (None, None)
            if segment.first_row_id != expected_first or (low, high) != wanted:
                raise unsound(path)
            if _added(connection, rows) != segment.rows:
                raise unsound(path)
            outside = "SELECT count(*) FROM unread WHERE row_id < ? OR row_id >= ?"
            if connection.execute(outside, (expected_first, expected_first + segment.rows)).fetchone()[0]:
                raise unsound(path)
    except (sqlite3.Error, ValueError) as error:
        raise unsound(path) from error


def _added(segment: sqlite3.Connection, rows: Deciding) -> int:
    """Add the deciding columns of a segment, chunk by chunk; how many rows that were."""
    before = len(rows)
    for chunk, n in chunks_of(segment):
        columns = [column_of(segment, name, chunk) for name in COUNTED]
        for column, into in zip(columns, (rows.line, rows.row_hash, rows.key_hash), strict=True):
            if column is None or len(column) != n:
                raise ValueError(chunk)
            into.append(column.values.astype(into.kind, copy=False))
    return len(rows) - before


def chunks_of(segment: sqlite3.Connection) -> list[tuple[int, int]]:
    """(number, rows) of the stretches in which a segment's columns are packed."""
    found = segment.execute("SELECT DISTINCT chunk FROM packed ORDER BY chunk").fetchall()
    return [(int(chunk), len(column)) for (chunk,) in found if (column := column_of(segment, "line", chunk))]


def _check_schema(connection: sqlite3.Connection, staged: Staged, path: Path) -> None:
    expected = {row_statement(staged.kind, staged.given), *FIXED}
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


def unsound_account(staged: Staged) -> ImportStopped:
    """The end of the child's report contradicts what it announced before."""
    return unsound(Path(staged.segments[0].path if staged.segments else "segment"))


def size(staged: Staged) -> int:
    """Bytes of the segments that are there."""
    paths = [Path(segment.path) for segment in staged.segments]
    return sum(path.stat().st_size for path in paths if path.is_file())


def column_names(connection: sqlite3.Connection) -> list[str]:
    """The packed columns of a segment."""
    return [str(name) for (name,) in connection.execute('SELECT DISTINCT "column" FROM packed ORDER BY 1')]


def column_of(connection: sqlite3.Connection, name: str, chunk: int) -> Column | None:
    """One packed column of a chunk of a segment; None when it has none. ValueError when it is not sound."""
    statement = 'SELECT data FROM packed WHERE chunk = ? AND "column" = ? ORDER BY piece'
    parts = [data for (data,) in connection.execute(statement, (chunk, name))]
    if not parts:
        return None
    column = unpack(b"".join(parts))
    if column is None:
        raise ValueError(name)
    return column


def stretches_of(staged: Staged, name: str) -> Iterator[Column]:
    """One packed column of a checked table, chunk by chunk; nothing of chunks that lack it."""
    for segment in staged.segments:
        with closing(open_segment(segment)) as opened:
            columns = (column_of(opened, name, chunk) for chunk, _rows in chunks_of(opened))
            yield from (column for column in columns if column is not None)


def open_segment(segment: Segment) -> sqlite3.Connection:
    """A connection that reads a checked segment; several are open at once, so each keeps few pages."""
    connection = connect(Path(segment.path), mode="ro", immutable="1")
    connection.execute("PRAGMA cache_size=-256")
    return connection


def texts_of(segment: sqlite3.Connection, columns: Iterable[str]) -> dict[str, dict[int, str]]:
    """For each numbered field of a checked segment: number → text."""
    found: dict[str, dict[int, str]] = {column: {} for column in columns}
    for column, number, text in segment.execute('SELECT "column", id, text FROM text'):
        found[column][number] = text
    return found


def unread(segment: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Row id of a checked segment → its fields that were filled and could not be read, of up to a few hundred rows."""
    marks = ", ".join("?" * len(ids))
    rows = segment.execute(f"SELECT row_id, fields FROM unread WHERE row_id IN ({marks})", list(ids))
    return {row_id: tuple(str(fields).split(",")) for row_id, fields in rows}


def places_unread(segment: sqlite3.Connection) -> np.ndarray:
    """The row ids of a checked segment that have such fields, ascending."""
    rows = segment.execute("SELECT row_id FROM unread ORDER BY row_id")
    return np.fromiter((row_id for (row_id,) in rows), np.int64)


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
        for statement in (row_statement(staged.kind, staged.given), *FIXED):
            table = statement.removeprefix("CREATE TABLE ").split("(", 1)[0]
            connection.execute(f"DROP TABLE IF EXISTS temp.segment_{table}")
            connection.execute(statement.replace("CREATE TABLE ", "CREATE TEMP TABLE segment_", 1))
            if table in ("packed", "unread"):
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
