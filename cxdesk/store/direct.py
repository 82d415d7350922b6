"""Merging segments while the child still writes the next ones: for imports that nobody has to look at first.

Most such files are new from the first row to the last. So rows are inserted as they come and those that turn out to be
known, or to be repeated further down, are taken out again at the end. If already the first segment is mostly known,
nothing is inserted before everything is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from cxdesk.domain.changes import Changes
from cxdesk.store import claims, faults, matching, schema, search_index, staging
from cxdesk.store.accounts import ImportCounts, ImportInfo
from cxdesk.store.database import Database
from cxdesk.store.matching import Deciding, Matching
from cxdesk.store.merging import Merger, compared, next_batch, next_row_id
from cxdesk.store.new_columns import NewColumns
from cxdesk.store.transactions import Transaction
from cxdesk.store.undoing import runs
from cxdesk.system.progress import Progress

_MOSTLY = 0.8


class DirectImport:
    """One import inside one transaction: `take` each segment as it is announced, then `finish` with all of them."""

    def __init__(self, transaction: Transaction, info: ImportInfo, progress: Progress) -> None:
        self.transaction = transaction
        self.info = info
        self.merger = Merger(transaction, progress)
        self._batch = next_batch(transaction.connection)
        self._first = next_row_id(transaction.connection)
        self._rows = Deciding.nothing()
        self._segments: list[int] = []  # how many rows each has
        self._at_once: bool | None = None  # whether rows are inserted as they come
        self._taken = 0

    def take(self, part: staging.Staged, first: int | None = None) -> None:
        """Check one segment and, while the file looks new, insert its rows.

        `first`: the number its first row must have, by default the one after those of the segments before.
        """
        (segment,) = part.segments
        staging.check(part, segment, self._taken + 1 if first is None else first, self._rows)
        if self._at_once is None:
            self._decide(part)
        self._segments.append(segment.rows)
        if self._at_once:
            self._insert(part, segment)
        self._taken += segment.rows

    def _decide(self, part: staging.Staged) -> None:
        connection = self.transaction.connection
        known = matching.known_rows(connection, part.kind, claims.holders(connection, part.kind))
        rows = len(self._rows)
        self._at_once = matching.match(self._rows, known).new_in(0, rows) > _MOSTLY * rows
        if self._at_once:
            self.merger.copier.make_room(part.kind, part.rows)

    def _insert(self, part: staging.Staged, segment: staging.Segment) -> None:
        first = self._first + self._taken
        self.merger.write_texts(part.kind, part.segments, self._batch)
        self.merger.copier.copy_segment(part, segment, self._batch, first)

    def finish(self, staged: staging.Staged) -> ImportCounts:
        """Settle the import with the account of the whole table."""
        if not self._at_once:
            return self.merger.merge(staged, self.info, self._rows)
        if [segment.rows for segment in staged.segments] != self._segments:
            raise staging.unsound_account(staged)
        found = compared(self.transaction.connection, staged, self._rows)
        self._take_out(staged.kind, found)
        columns = NewColumns(staged, found, self._first)
        with columns.aside(lambda: self.merger.copier.finish(staged.kind, found, self._first)) as kept:
            counts = self.merger.write_around(staged, self.info, found, self._batch, self._first, kept)
        last = self._first + staged.rows - 1
        search_index.index_new(self.transaction.connection, staged.kind, self._first, last, columns.commented)
        return counts

    def _take_out(self, kind: str, found: Matching) -> None:
        """Remove what was inserted but is not new after all."""
        if found.plain:
            return
        connection = self.transaction.connection
        for one in found.stretches():
            stretches = runs(np.flatnonzero(~one.new) + one.first + self._first)
            for table in (schema.quoted(kind), "folded"):
                connection.executemany(f"DELETE FROM {table} WHERE row_id BETWEEN ? AND ?", stretches)

    @property
    def changes(self) -> Changes:
        """What was touched; valid when the transaction has ended well."""
        return self.transaction.changes


@contextmanager
def direct_import(
    db: Database, info: ImportInfo, progress: Progress | None = None, size: int = 0
) -> Iterator[DirectImport]:
    """Everything or nothing: leaving the block well commits, any exception takes all of it back.

    Very many comments wait to be made searchable, as in `batches.merge_all`.

    `size` is that of the file in bytes. The thread that imports is the only one that may use `db` meanwhile, and not
    before the end: a large import is written around the log.
    """
    progress = progress or Progress()
    with db.write("import", progress, max(faults.NEEDED, 3 * size), alone=size) as transaction:
        transaction.afterwards(staging.let_go)
        transaction.leave_log()
        yield DirectImport(transaction, info, progress)
