"""Taking staged rows into the workspace: rows, rejects, claims, versions, indexes, columns and the account, in one transaction."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from cxdesk.domain.errors import ImportStopped
from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.frame.loader import NO_INSTANT
from cxdesk.store import cached, claims, comments, matching, schema, staging
from cxdesk.store.columns import Column
from cxdesk.store.database import CACHE_KIB, Transaction
from cxdesk.store.encoding import LETTERS
from cxdesk.store.scales import read_scale
from cxdesk.store.updating import Meeting, Updater, meetings, settle_changed
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

INDEX_SHARE = 4  # indexes are made anew when more than one row in four is new
INDEX_LEAST = 20_000
_UPDATES = 500
_SORT_KIB = 2048  # sorting works on stretches of this size: they should fit the processor's cache
_FEW_TEXTS = 8  # up to so many a CASE is quicker than looking up


@dataclass(frozen=True)
class ImportInfo:
    """Where a staged table comes from and how it was read. `mapping` is the mapping as JSON-able data."""

    file: str
    sha256: str
    sheet: str | None = None
    format: str | None = None
    zone: str = "UTC"
    mapping: Mapping[str, Any] = field(default_factory=dict)
    type: str = "file"
    as_of: int | None = None  # µs UTC, when the person said so; else the newest past instant of the file


@dataclass(frozen=True)
class ImportCounts:
    """Source rows: read = new + updated + unchanged + rejected + skipped + blank. `batch` is the import's number.

    `known`: the very same file had been imported before and nothing at all was written; `batch` is that import.
    """

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    blank: int = 0
    batch: int | None = None
    known: bool = False

    @staticmethod
    def of(
        staged: staging.Staged, counts: Mapping[int, int], batch: int | None = None, known: bool = False
    ) -> ImportCounts:
        """Raises ImportStopped when the source rows do not add up."""
        new, updated, unchanged = counts[matching.NEW], counts[matching.UPDATED], counts[matching.UNCHANGED]
        accounted = new + updated + unchanged + staged.rejected + sum(staged.skipped.values()) + staged.blank
        if accounted != staged.read:
            raise ImportStopped(
                _("{read} rows were read but {accounted} are accounted for.", read=staged.read, accounted=accounted),
                _("Nothing was changed. Please report this file as one that CXDesk reads wrongly."),
                code="account_open",
            )
        return ImportCounts(
            staged.read, new, updated, unchanged, staged.rejected, dict(staged.skipped), staged.blank, batch, known
        )

    def rows(self) -> dict[str, Any]:
        """The account alone, JSON-able."""
        names = ("read", "new", "updated", "unchanged", "rejected", "skipped", "blank")
        return {name: getattr(self, name) for name in names}


class Merger:
    """Writes staged tables inside one transaction."""

    def __init__(self, transaction: Transaction, progress: Progress) -> None:
        self.transaction = transaction
        self.connection = transaction.connection
        self.progress = progress
        self._attached = itertools.count(1)

    def merge(self, staged: staging.Staged, info: ImportInfo, arrays: Sequence[staging.Arrays]) -> ImportCounts:
        """Write one table as one import; its account. Nothing is written when the very same file is there already."""
        kind = staged.kind
        known = matching.known_rows(self.connection, kind, live_batches(self.connection, kind))
        found = settle_changed(self.connection, staged, matching.match(arrays, known))
        lines = matching.count_lines(found.line, found.verdict)
        earlier = self._same_file(staged, info)
        if earlier is not None and not found.verdict.any():
            return ImportCounts.of(staged, lines, earlier, known=True)
        batch = int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM batch").fetchone()[0])
        counts = ImportCounts.of(staged, lines, batch)
        first = self._next_row_id()
        self._write_batch(staged, info, found, counts, first)
        self._write_texts(staged, batch)
        self._write_rows(staged, found, batch, first)
        owned = self._update_rows(staged, found, batch)
        self._write_claims(staged, found, batch, first)
        columns = packed_columns(staged, found, first)
        cached.save(self.connection, kind, batch, columns)
        cached.refresh(self.connection, kind, owned)
        self._write_as_of(staged, info, batch)
        add_content(
            self.connection,
            kind,
            int(found.new.sum()),
            int(found.row_hash[found.new].view(np.uint64).sum(dtype=np.uint64)),
        )
        letters = [column.values for name, column in columns.items() if name.endswith(LETTERS)]
        comments.index_new(self.connection, kind, first, first + staged.rows - 1, sum(int((one > 0).sum()) for one in letters))
        self.transaction.touch(kind)
        return counts

    def _same_file(self, staged: staging.Staged, info: ImportInfo) -> int | None:
        row = self.connection.execute(
            "SELECT id FROM batch WHERE sha256 = ? AND kind = ? AND sheet IS ? AND state = 'live' AND type = 'file' ORDER BY id LIMIT 1",
            (info.sha256, staged.kind, info.sheet),
        ).fetchone()
        return int(row[0]) if row else None

    def _next_row_id(self) -> int:
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'next_row_id'").fetchone()
        return int(row[0]) if row else 1

    def _write_batch(
        self, staged: staging.Staged, info: ImportInfo, found: matching.Matching, counts: ImportCounts, first: int
    ) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        checksum = hashlib.sha256(found.row_hash.astype("<i8").tobytes()).hexdigest()
        floating = sorted(
            {str(use["field"]) for use in info.mapping.get("columns", ()) if use.get("zone") == "floating"}
        )
        self.connection.execute(
            "INSERT INTO batch(id, type, kind, file, sheet, sha256, format, zone, mapping, given, floating, as_of, counts, checksum,"
            " first_row, last_row, state, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'live', ?)",
            (
                counts.batch, info.type, staged.kind, info.file, info.sheet, info.sha256, info.format, info.zone,
                json.dumps(info.mapping, ensure_ascii=False), ",".join(staged.given), ",".join(floating), info.as_of,
                json.dumps(counts.rows()), checksum, first, first + staged.rows - 1, now,
            ),
        )  # fmt: skip
        self.connection.execute(
            "INSERT OR REPLACE INTO meta(key, value) VALUES ('next_row_id', ?)", (first + staged.rows,)
        )

    def _write_texts(self, staged: staging.Staged, batch: int) -> None:
        """Give every question and scale of the file its number; a scale that cannot be read stops the import."""
        tables = schema.dictionaries(staged.kind)
        for segment in staged.segments[-1:]:
            with closing(staging.open_segment(segment)) as opened:
                rows = opened.execute('SELECT "column", text FROM text ORDER BY "column", id').fetchall()
            for column, text in rows:
                if tables[column] == "scale":
                    read_scale(text)
                self.connection.execute(
                    f"INSERT OR IGNORE INTO {schema.quoted(tables[column])}(text, from_batch) VALUES (?, ?)",
                    (text, batch),
                )

    def _write_rows(self, staged: staging.Staged, found: matching.Matching, batch: int, first: int) -> None:
        indexes = self._stand_aside(staged.kind, int(found.new.sum()))
        start = 0
        for segment in staged.segments:
            new = found.new[start : start + segment.rows]
            self._write_segment(staged, segment, new, batch, first + start - segment.first_row_id)
            start += segment.rows
            self.progress.report(start, staged.rows, _("Writing"))
        repeated = np.flatnonzero(found.new & (found.occurrence > 1))
        self.connection.executemany(
            f"UPDATE {schema.quoted(staged.kind)} SET occurrence = ? WHERE row_id = ?",
            zip(found.occurrence[repeated].tolist(), (repeated + first).tolist(), strict=True),
        )
        if indexes:
            self.connection.execute(f"PRAGMA cache_size=-{_SORT_KIB}")
            for ddl in indexes:
                self.connection.execute(ddl)
            self.connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")

    def _stand_aside(self, kind: str, fresh: int) -> list[str]:
        """Drop the indexes of a table that is about to grow much; the statements that make them again."""
        standing = self.connection.execute("SELECT n FROM content WHERE kind = ?", (kind,)).fetchone()[0]
        if fresh < INDEX_LEAST or fresh * INDEX_SHARE < standing:
            return []
        indexes = schema.row_indexes(kind)
        for name in indexes:
            self.connection.execute(f"DROP INDEX IF EXISTS {schema.quoted(name)}")
        return list(indexes.values())

    def _write_segment(
        self, staged: staging.Staged, segment: staging.Segment, new: np.ndarray, batch: int, shift: int
    ) -> None:
        table = staging.reach(self.connection, segment, staged, f"segment{next(self._attached)}")
        condition = self._choose(segment, new)
        cells = self._cells(staged, table)
        written = [
            self.connection.execute(statement, values).rowcount
            for statement, values in _statements(staged, table, cells, condition, batch, shift)
        ]
        if written[0] != int(new.sum()):
            raise staging.unsound(Path(segment.path))

    def _cells(self, staged: staging.Staged, table: str) -> str:
        """The values to copy; numbered texts get our number instead of the segment's."""
        cells = []
        for name in (*staged.given, schema.EXTRA):
            ours = schema.dictionaries(staged.kind).get(name)
            if ours is None:
                cells.append(schema.quoted(name))
                continue
            pairs = self.connection.execute(
                f"SELECT t.id, d.id FROM {table.format('text')} t JOIN main.{schema.quoted(ours)} d ON d.text = t.text"
                ' WHERE t."column" = ?',
                (name,),
            ).fetchall()
            cells.append(self._renumbered(name, [(int(local), int(number)) for local, number in pairs]))
        return ", ".join(cells)

    def _renumbered(self, name: str, pairs: Sequence[tuple[int, int]]) -> str:
        column = schema.quoted(name)
        if len(pairs) <= _FEW_TEXTS:
            return f"CASE {column} {' '.join(f'WHEN {local} THEN {number}' for local, number in pairs)} END"
        numbers = schema.quoted(f"segment_{name}_numbers")
        self.connection.execute(f"DROP TABLE IF EXISTS temp.{numbers}")
        self.connection.execute(f"CREATE TEMP TABLE {numbers}(local INTEGER PRIMARY KEY, number INTEGER)")
        self.connection.executemany(f"INSERT INTO temp.{numbers} VALUES (?, ?)", pairs)
        return f"(SELECT number FROM temp.{numbers} WHERE local = {column})"

    def _choose(self, segment: staging.Segment, new: np.ndarray) -> str:
        """The condition under which a row of the segment is new."""
        if new.all():
            return ""
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen(row_id INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM temp.chosen")
        few = new if new.sum() * 2 <= len(new) else ~new
        ids = (np.flatnonzero(few) + segment.first_row_id).tolist()
        self.connection.executemany("INSERT INTO temp.chosen VALUES (?)", ((row_id,) for row_id in ids))
        return " WHERE row_id IN temp.chosen" if few is new else " WHERE row_id NOT IN temp.chosen"

    def _update_rows(self, staged: staging.Staged, found: matching.Matching, batch: int) -> set[int]:
        """Fold in what the file gives for rows that stand already; the imports whose columns are out of date by it."""
        if not found.met.any():
            return set()
        updater = Updater(self.connection, staged.kind, batch)
        updater.agree(found.row_id[found.met & ~found.differs], staged.given)
        owned: set[int] = set()
        waiting = meetings(self.connection, staged, found)
        while chunk := list(itertools.islice(waiting, _UPDATES)):
            self.progress.check()
            owned |= self._apply(updater, chunk, found.row_hash)
        return owned

    def _apply(self, updater: Updater, chunk: list[Meeting], row_hash: np.ndarray) -> set[int]:
        ids = [meeting.row_id for meeting in chunk]
        comments.forget(self.connection, ids)
        changed = updater.apply(chunk, row_hash)
        comments.remember(self.connection, updater.kind, ids)
        add_content(self.connection, updater.kind, 0, sum(new - old for _row, _values, new, old in changed))
        return owners(self.connection, updater.kind, [row[0] for row in changed])

    def _write_claims(self, staged: staging.Staged, found: matching.Matching, batch: int, first: int) -> None:
        rows = np.where(found.new, np.arange(first, first + staged.rows), found.row_id)[found.last]
        lines = found.line[found.last]
        order = np.argsort(rows, kind="stable")
        claims.save(self.connection, staged.kind, batch, rows[order], lines[order])

    def _write_as_of(self, staged: staging.Staged, info: ImportInfo, batch: int) -> None:
        """Up to when the file's data reach: its newest instant that is not in the future, unless the person said."""
        at = kind_named(staged.kind).at
        if (
            info.as_of is not None
            or at not in staged.given
            or kind_named(staged.kind).field(at).type is not Type.INSTANT
        ):
            return
        now = int(datetime.now(UTC).timestamp() * 1_000_000)
        newest = None
        for segment in staged.segments:
            with closing(staging.open_segment(segment)) as opened:
                column = staging.column_of(opened, at)
            values = column.values if column is not None else np.empty(0, np.int64)
            past = values[(values != NO_INSTANT) & (values <= now)]
            if len(past):
                newest = max(int(past.max()), newest or NO_INSTANT)
        self.connection.execute("UPDATE batch SET as_of = ? WHERE id = ?", (newest, batch))


def _statements(
    staged: staging.Staged, table: str, cells: str, condition: str, batch: int, shift: int
) -> Iterator[tuple[str, tuple]]:
    """What copies one segment. `table` is a pattern for the names of its tables."""
    kind, names = schema.quoted(staged.kind), schema.listed((*staged.given, schema.EXTRA))
    rows, folded, rejects = (table.format(name) for name in ("row", "folded", "reject"))
    yield (
        f"INSERT INTO main.{kind}(row_id, batch, line, occurrence, row_hash, key_hash, {names})"
        f" SELECT row_id + ?, ?, line, 1, row_hash, key_hash, {cells} FROM {rows}{condition}",
        (shift, batch),
    )
    yield f"INSERT INTO main.folded SELECT row_id + ?, text FROM {folded}{condition}", (shift,)
    yield (
        'INSERT INTO main.reject(batch, line, "column", value, code, raw)'
        f' SELECT ?, line, "column", value, code, raw FROM {rejects}',
        (batch,),
    )


def packed_columns(staged: staging.Staged, found: matching.Matching, first: int) -> dict[str, Column]:
    """The columns of the new rows, as the child packed them."""
    new = found.new
    every = bool(new.all())
    with ExitStack() as stack:
        opened = [
            (stack.enter_context(closing(staging.open_segment(segment))), segment.rows) for segment in staged.segments
        ]
        columns = {}
        for name in dict.fromkeys(name for segment, _rows in opened for name in staging.column_names(segment)):
            whole = cached.together(name, [(staging.column_of(segment, name), rows) for segment, rows in opened])
            columns[name] = whole if every else whole.take(new)
    for name in staging.COUNTED:
        columns.setdefault(name, Column(np.empty(0, np.int64)))
    columns["row_id"] = Column(np.flatnonzero(new) + first)
    columns["occurrence"] = Column(found.occurrence[new])
    return columns


def live_batches(connection: sqlite3.Connection, kind: str) -> list[int]:
    """Ids of the imports that count and contain rows of the kind, oldest first."""
    rows = connection.execute(
        "SELECT b.id FROM batch b JOIN claim c ON c.batch = b.id WHERE b.state = 'live' AND c.kind = ? ORDER BY b.id",
        (kind,),
    )
    return [int(batch) for (batch,) in rows]


def add_content(connection: sqlite3.Connection, kind: str, rows: int, total: int) -> None:
    """Move the kind's row count and sum of row hashes (modulo 2**64)."""
    n, standing = connection.execute("SELECT n, sum FROM content WHERE kind = ?", (kind,)).fetchone()
    new = (standing + int(total) + 2**63) % 2**64 - 2**63
    connection.execute("UPDATE content SET n = ?, sum = ? WHERE kind = ?", (n + rows, new, kind))


def owners(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> set[int]:
    """The imports to which these rows (a few hundred) belong."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT DISTINCT batch FROM {schema.quoted(kind)} WHERE row_id IN ({marks})", ids)
    return {int(batch) for (batch,) in rows}
