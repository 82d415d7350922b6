"""Taking staged rows into the workspace: rows, rejects, claims, versions, indexes, columns and the account."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.domain.scale_text import read_scale
from cxdesk.frame.loader import NO_INSTANT
from cxdesk.store import cached, claims, matching, schema, search_index, staging
from cxdesk.store.accounts import ImportCounts, ImportInfo
from cxdesk.store.copying import Copier
from cxdesk.store.new_columns import NewColumns, Packed
from cxdesk.store.transactions import Transaction
from cxdesk.store.updating import Meeting, Updater, meetings, settle_changed
from cxdesk.system.progress import Progress

_UPDATES = 500


class Merger:
    """Writes staged tables inside one transaction."""

    def __init__(self, transaction: Transaction, progress: Progress) -> None:
        self.transaction = transaction
        self.connection = transaction.connection
        self.progress = progress
        self.copier = Copier(self.connection, progress)

    def merge(self, staged: staging.Staged, info: ImportInfo, rows: matching.Deciding) -> ImportCounts:
        """Write one table as one import; its account. Nothing is written when the very same file is there already."""
        found = compared(self.connection, staged, rows)
        earlier = self.same_file(staged, info)
        if earlier is not None and not any(bool(one.verdict.any()) for one in found.stretches()):
            return ImportCounts.of(staged, found, earlier, known=True)
        batch, first = next_batch(self.connection), next_row_id(self.connection)
        self.write_texts(staged.kind, staged.segments, batch)
        columns = NewColumns(staged, found, first)
        with columns.aside(lambda: self.copier.copy(staged, found, batch, first)) as kept:
            counts = self.write_around(staged, info, found, batch, first, kept)
        search_index.index_new(self.connection, staged.kind, first, first + staged.rows - 1, columns.commented)
        return counts

    def write_around(
        self,
        staged: staging.Staged,
        info: ImportInfo,
        found: matching.Matching,
        batch: int,
        first: int,
        kept: Iterable[Packed],
    ) -> ImportCounts:
        """Everything that goes with rows that have been copied; `kept` are their columns."""
        counts = ImportCounts.of(staged, found, batch)
        self._write_batch(staged, info, found, counts, first)
        changed = self._update(staged, found, batch)
        self._write_claims(staged, found, batch, first)
        cached.keep(self.connection, staged.kind, batch, kept)
        for owner, ids in changed.items():
            cached.patch(self.connection, staged.kind, owner, ids)
        self._write_as_of(staged, info, batch)
        for one in found.stretches():
            new = one.row_hash[one.new]
            add_content(self.connection, staged.kind, len(new), int(new.view(np.uint64).sum(dtype=np.uint64)))
        self.transaction.touch_rows(staged.kind, (batch, *changed))
        self.progress.check()
        return counts

    def same_file(self, staged: staging.Staged, info: ImportInfo) -> int | None:
        """The live import of the very same file and sheet, if there is one."""
        row = self.connection.execute(
            "SELECT min(id) FROM batch"
            " WHERE sha256 = ? AND kind = ? AND sheet IS ? AND state = 'live' AND type = 'file'",
            (info.sha256, staged.kind, info.sheet),
        ).fetchone()
        return int(row[0]) if row[0] is not None else None

    def _write_batch(
        self,
        staged: staging.Staged,
        info: ImportInfo,
        found: matching.Matching,
        counts: ImportCounts,
        first: int,
    ) -> None:
        after = first + staged.rows
        values = {
            "id": counts.batch,
            "type": info.type,
            "kind": staged.kind,
            "file": info.file,
            "sheet": info.sheet,
            "sha256": info.sha256,
            "format": info.format,
            "zone": info.zone,
            "mapping": json.dumps(info.mapping, ensure_ascii=False),
            "given": ",".join(staged.given),
            "floating": ",".join(info.floating),
            "as_of": info.as_of,
            "counts": json.dumps(counts.rows()),
            "checksum": _checksum(found),
            "first_row": first,
            "last_row": after - 1,
            "state": "live",
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO batch({schema.listed(values)}) VALUES ({marks})", tuple(values.values()))
        self.connection.execute("INSERT OR REPLACE INTO meta(key, value) VALUES ('next_row_id', ?)", (after,))

    def write_texts(self, kind: str, segments: Sequence[staging.Segment], batch: int) -> None:
        """Give every question and scale of the file its number; a scale that cannot be read stops the import."""
        tables = schema.dictionaries(kind)
        for segment in segments:
            with closing(staging.open_segment(segment)) as opened:
                rows = opened.execute('SELECT "column", text FROM text ORDER BY "column", id').fetchall()
            for column, text in rows:
                if tables[column] == "scale":
                    read_scale(text)
                self.connection.execute(
                    f"INSERT OR IGNORE INTO {schema.quoted(tables[column])}(text, from_batch) VALUES (?, ?)",
                    (text, batch),
                )

    def _update(self, staged: staging.Staged, found: matching.Matching, batch: int) -> dict[int, array[int]]:
        """Fold in what the file gives for rows that stand already; the changed rows by the import they belong to."""
        changed: dict[int, array[int]] = {}
        if not found.any_met:
            return changed
        updater = Updater(self.connection, staged.kind, batch)
        for one in found.stretches():
            updater.agree(one.row_id[one.met & ~one.differs], staged.given)
        waiting = meetings(self.connection, staged, found)
        while chunk := list(itertools.islice(waiting, _UPDATES)):
            self.progress.check()
            for row_id, owner in self._apply(updater, chunk).items():
                changed.setdefault(owner, array("q")).append(row_id)
        return changed

    def _apply(self, updater: Updater, chunk: list[Meeting]) -> dict[int, int]:
        ids = [meeting.row_id for meeting in chunk]
        search_index.forget(self.connection, ids)
        changed = updater.apply(chunk)
        search_index.remember(self.connection, updater.kind, ids)
        add_content(self.connection, updater.kind, 0, sum(new - old for _row, _values, new, old in changed))
        return owners(self.connection, updater.kind, [row[0] for row in changed])

    def _write_claims(self, staged: staging.Staged, found: matching.Matching, batch: int, first: int) -> None:
        claims.save(self.connection, staged.kind, batch, itertools.chain(_met(found), _new(found, first)))

    def _write_as_of(self, staged: staging.Staged, info: ImportInfo, batch: int) -> None:
        """Up to when the file's data reach: its newest instant that is not in the future, unless the person said."""
        kind = kind_named(staged.kind)
        if info.as_of is not None or kind.at not in staged.given or kind.field(kind.at).type is not Type.INSTANT:
            return
        now = int(datetime.now(UTC).timestamp() * 1_000_000)
        newest = NO_INSTANT
        for column in staging.stretches_of(staged, kind.at):
            if len(past := column.values[column.values <= now]):
                newest = max(int(past.max()), newest)
        if newest != NO_INSTANT:
            self.connection.execute("UPDATE batch SET as_of = ? WHERE id = ?", (newest, batch))


def compared(connection: sqlite3.Connection, staged: staging.Staged, rows: matching.Deciding) -> matching.Matching:
    """The verdict on every staged row, against the live rows as they are."""
    known = matching.known_rows(connection, staged.kind, claims.holders(connection, staged.kind))
    found = matching.match(rows, known)
    settle_changed(connection, staged, found)
    return found


def _checksum(found: matching.Matching) -> str:
    digest = hashlib.sha256()
    for part in found.rows.row_hash.parts():
        digest.update(part.astype("<i8", copy=False).data)
    return digest.hexdigest()


def _new(found: matching.Matching, first: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Ids and lines of the new rows, in their order."""
    for one in found.stretches():
        new = one.new
        yield np.flatnonzero(new) + one.first + first, one.line[new]


def _met(found: matching.Matching) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Ids and lines of the known rows that the file holds, by id, so many ids at a time."""
    if not found.any_met:
        return
    ends = [(int(ids.min()), int(ids.max())) for one in found.stretches() if len(ids := one.row_id[one.met])]
    low, high = min(ends)[0], max(end for _start, end in ends)
    for start in range(low, high + 1, matching.TOGETHER):
        chosen = [
            (one.row_id[here], one.line[here])
            for one in found.stretches()
            if len(here := np.flatnonzero(one.met & (one.row_id >= start) & (one.row_id < start + matching.TOGETHER)))
        ]
        if chosen:
            rows, lines = (np.concatenate(some) for some in zip(*chosen, strict=True))
            order = np.argsort(rows)
            yield rows[order], lines[order]


def next_batch(connection: sqlite3.Connection) -> int:
    """The number of the next import."""
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM batch").fetchone()[0])


def next_row_id(connection: sqlite3.Connection) -> int:
    """The number of the next row, of whatever kind."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'next_row_id'").fetchone()
    return int(row[0]) if row else 1


def add_content(connection: sqlite3.Connection, kind: str, rows: int, total: int) -> None:
    """Move the kind's row count and sum of row hashes (modulo 2**64)."""
    n, standing = connection.execute("SELECT n, sum FROM content WHERE kind = ?", (kind,)).fetchone()
    new = (standing + int(total) + 2**63) % 2**64 - 2**63
    connection.execute("UPDATE content SET n = ?, sum = ? WHERE kind = ?", (n + rows, new, kind))


def owners(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[int, int]:
    """Row id → the import to which it belongs, for up to a few hundred rows."""
    marks = ", ".join("?" * len(ids))
    return dict(connection.execute(f"SELECT row_id, batch FROM {schema.quoted(kind)} WHERE row_id IN ({marks})", ids))
