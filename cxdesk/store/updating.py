"""Rows that the file gives otherwise than they stand: comparing fields, keeping versions, writing the fold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cxdesk.store import claims, schema, staging
from cxdesk.store.matching import UNCHANGED, Matching
from cxdesk.store.schema import EXTRA
from cxdesk.store.versions import Given, Values, fold, same

_AT_ONCE = 500


@dataclass(frozen=True)
class Meeting:
    """A staged row and the row of the workspace that it meets."""

    position: int
    row_id: int
    standing: dict[str, Any]
    row_hash: int
    given: dict[str, Any]


def texts_of(connection: sqlite3.Connection, kind: str) -> dict[str, dict[int, str]]:
    """For each numbered field of the kind: number → text."""
    found = {}
    for column, table in schema.dictionaries(kind).items():
        found[column] = dict(connection.execute(f"SELECT id, text FROM {schema.quoted(table)}").fetchall())
    return found


def meetings(connection: sqlite3.Connection, staged: staging.Staged, matching: Matching) -> Iterator[Meeting]:
    """The changed rows, side by side, a few hundred at a time."""
    positions = matching.changed
    numbers = {
        column: {text: number for number, text in texts.items()}
        for column, texts in texts_of(connection, staged.kind).items()
    }
    with ExitStack() as stack:
        sources = []
        start = 0
        for segment in staged.segments:
            opened = stack.enter_context(closing(staging.open_segment(segment)))
            sources.append((start, start + segment.rows, segment.first_row_id, opened, _local_numbers(opened, numbers)))
            start += segment.rows
        for start, end, first, opened, to in sources:
            mine = positions[(positions >= start) & (positions < end)]
            for at in range(0, len(mine), _AT_ONCE):
                chunk = mine[at : at + _AT_ONCE]
                yield from _side_by_side(connection, staged, matching, chunk, opened, first - start, to)


def _local_numbers(segment: sqlite3.Connection, numbers: Mapping[str, Mapping[str, int]]) -> dict[str, dict[int, int]]:
    """Column → the segment's number → ours; a text we do not know yet gets a number that nothing has."""
    to: dict[str, dict[int, int]] = {column: {} for column in numbers}
    for column, local, text in segment.execute('SELECT "column", id, text FROM text'):
        to[column][local] = numbers[column].get(text, -local)
    return to


def _side_by_side(
    connection: sqlite3.Connection,
    staged: staging.Staged,
    matching: Matching,
    chunk: np.ndarray,
    segment: sqlite3.Connection,
    shift: int,
    to: Mapping[str, Mapping[int, int]],
) -> Iterator[Meeting]:
    given = given_values(segment, staged.given, [int(p) + shift for p in chunk], to)
    standing = row_values(connection, staged.kind, [int(r) for r in matching.row_id[chunk]])
    for position in chunk.tolist():
        row_id = int(matching.row_id[position])
        values, row_hash = standing[row_id]
        yield Meeting(position, row_id, values, row_hash, given[position + shift])


def given_values(
    segment: sqlite3.Connection, given: Sequence[str], ids: Sequence[int], to: Mapping[str, Mapping[int, Any]]
) -> dict[int, dict[str, Any]]:
    """Row id of the segment → what the file gives, of up to a few hundred rows; `to` translates numbered texts."""
    marks = ", ".join("?" * len(ids))
    names = (*given, EXTRA)
    rows = segment.execute(f"SELECT row_id, {schema.listed(names)} FROM row WHERE row_id IN ({marks})", ids)
    found = {}
    for row_id, *cells in rows:
        values = dict(zip(names, cells, strict=True))
        for column, numbers in to.items():
            if values.get(column) is not None:
                values[column] = numbers[values[column]]
        found[row_id] = values
    return found


def row_values(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], int]]:
    """Row id → (values, row hash) of up to a few hundred rows."""
    names = schema.value_names(kind)
    marks = ", ".join("?" * len(ids))
    statement = f"SELECT row_id, row_hash, {schema.listed(names)} FROM {schema.quoted(kind)} WHERE row_id IN ({marks})"
    return {row[0]: (dict(zip(names, row[2:], strict=True)), row[1]) for row in connection.execute(statement, ids)}


def settle_changed(connection: sqlite3.Connection, staged: staging.Staged, matching: Matching) -> Matching:
    """The matching with rows counted as unchanged whose given fields say what stands there already."""
    if not len(matching.changed):
        return matching
    unchanged = []
    for meeting in meetings(connection, staged, matching):
        folded, _hash = fold([Given(0, meeting.standing, 0), Given(1, meeting.given, 1)], {})
        if same(folded, meeting.standing):
            unchanged.append(meeting.row_id)
    verdict = np.where(np.isin(matching.row_id, unchanged), UNCHANGED, matching.verdict).astype(np.uint8)
    return replace(matching, verdict=verdict)


class Updater:
    """Applies what a new import gives to rows that stand already, and keeps what every import gave for them."""

    def __init__(self, connection: sqlite3.Connection, kind: str, batch: int) -> None:
        self.connection = connection
        self.kind = kind
        self.batch = batch
        self.texts = texts_of(connection, kind)
        self._given_by = {
            int(one): given
            for one, given in connection.execute(
                "SELECT b.id, b.given FROM batch b JOIN claim c ON c.batch = b.id"
                " WHERE b.state = 'live' AND c.kind = ? ORDER BY b.id",
                (kind,),
            )
        }

    def apply(self, meetings_: Sequence[Meeting], row_hash: np.ndarray) -> list[tuple[int, Values, int, int]]:
        """Write versions and folds; (row id, new values, new hash, old hash) of rows whose values became different."""
        self._begin_versions(meetings_)
        fresh = [
            (self.kind, m.row_id, self.batch, Given(self.batch, m.given, 0).to_text(), int(row_hash[m.position]))
            for m in meetings_
        ]
        self.connection.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?)", fresh)
        versions = versions_of(self.connection, self.kind, [m.row_id for m in meetings_])
        changed: list[tuple[int, Values, int, int]] = []
        for meeting in meetings_:
            values, new_hash = fold(versions[meeting.row_id], self.texts)
            if new_hash != meeting.row_hash or not same(values, meeting.standing):
                changed.append((meeting.row_id, values, new_hash, meeting.row_hash))
        write_values(self.connection, self.kind, changed)
        return changed

    def agree(self, ids: np.ndarray, given: Sequence[str]) -> None:
        """The import says of these rows what stands there already: where versions are kept, keep its word too."""
        rows = self.connection.execute("SELECT DISTINCT row_id FROM version WHERE kind = ?", (self.kind,))
        versioned = np.fromiter((row[0] for row in rows), np.int64)
        ids = np.intersect1d(ids, versioned)
        for at in range(0, len(ids), _AT_ONCE):
            standing = row_values(self.connection, self.kind, ids[at : at + _AT_ONCE].tolist())
            said = [
                (self.kind, row_id, self.batch, Given(self.batch, _part(values, given), row_hash).to_text(), row_hash)
                for row_id, (values, row_hash) in standing.items()
            ]
            self.connection.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?)", said)

    def _begin_versions(self, meetings_: Sequence[Meeting]) -> None:
        """Rows so far without versions: all their imports gave what stands there, each its own fields."""
        ids = np.array(sorted(m.row_id for m in meetings_), np.int64)
        marks = ", ".join("?" * len(ids))
        having = {
            row[0]
            for row in self.connection.execute(
                f"SELECT DISTINCT row_id FROM version WHERE kind = ? AND row_id IN ({marks})",
                (self.kind, *ids.tolist()),
            )
        }
        plain = {m.row_id: m for m in meetings_ if m.row_id not in having}
        for batch, given in self._given_by.items():
            members = np.isin(ids, self._rows_of(batch), assume_unique=True)
            names = given.split(",") if given else []
            rows = []
            for row_id in ids[members].tolist():
                if row_id in plain:
                    meeting = plain[row_id]
                    said = Given(batch, _part(meeting.standing, names), meeting.row_hash)
                    rows.append((self.kind, row_id, batch, said.to_text(), meeting.row_hash))
            self.connection.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?)", rows)

    def _rows_of(self, batch: int) -> np.ndarray:
        if not hasattr(self, "_members"):
            self._members: dict[int, np.ndarray] = {}
        if batch not in self._members:
            self._members[batch] = claims.rows_of(self.connection, self.kind, batch)
        return self._members[batch]


def _part(standing: Values, given: Sequence[str]) -> dict[str, Any]:
    """The standing values of the fields that a file gives."""
    return {name: standing[name] for name in (*given, EXTRA)}


def versions_of(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[int, list[Given]]:
    """Row id → what each import gave, oldest first, for up to a few hundred rows."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        "SELECT row_id, batch, given, row_hash FROM version"
        f" WHERE kind = ? AND row_id IN ({marks}) ORDER BY row_id, batch",
        (kind, *ids),
    )
    found: dict[int, list[Given]] = {}
    for row_id, batch, text, row_hash in rows:
        found.setdefault(row_id, []).append(Given.from_text(batch, text, row_hash))
    return found


def write_values(connection: sqlite3.Connection, kind: str, rows: Sequence[tuple[int, Values, int, int]]) -> None:
    """Set the values and hash of rows."""
    names = schema.value_names(kind)
    sets = ", ".join(f"{schema.quoted(name)} = ?" for name in names)
    statement = f"UPDATE {schema.quoted(kind)} SET {sets}, row_hash = ? WHERE row_id = ?"
    connection.executemany(
        statement,
        ([*(values.get(name) for name in names), new_hash, row_id] for row_id, values, new_hash, _old in rows),
    )
