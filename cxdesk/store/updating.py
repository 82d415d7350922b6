"""Rows that the file gives otherwise than they stand: comparing fields, keeping versions, writing the fold."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.store import claims, schema, staging
from cxdesk.store.matching import UNCHANGED, Matching, Stretch
from cxdesk.store.numbers import STRETCH
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
    given_hash: int
    unread: Mapping[str, Any] = field(default_factory=dict)  # what stands in fields filled with what cannot be read

    @property
    def said(self) -> Given:
        """What the file gives, as of no import yet."""
        return Given(0, self.given, 0, {name: value for name, value in self.unread.items() if value is not None})


def texts_of(connection: sqlite3.Connection, kind: str) -> dict[str, dict[int, str]]:
    """For each numbered field of the kind: number → text."""
    found = {}
    for column, table in schema.dictionaries(kind).items():
        found[column] = dict(connection.execute(f"SELECT id, text FROM {schema.quoted(table)}").fetchall())
    return found


def meetings(connection: sqlite3.Connection, staged: staging.Staged, matching: Matching) -> Iterator[Meeting]:
    """The changed rows, side by side, a few hundred at a time."""
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
            for one, chunk in _changed(matching, start, end):
                yield from _side_by_side(connection, staged, one, chunk, opened, first - start, to)


def _changed(matching: Matching, first: int, end: int) -> Iterator[tuple[Stretch, np.ndarray]]:
    """The places of changed rows from `first` to before `end`, a few hundred of a stretch at a time."""
    for one in matching.stretches(first, end):
        places = one.changed
        for at in range(0, len(places), _AT_ONCE):
            yield one, places[at : at + _AT_ONCE]


def _local_numbers(segment: sqlite3.Connection, numbers: Mapping[str, Mapping[str, int]]) -> dict[str, dict[int, int]]:
    """Column → the segment's number → ours; a text we do not know yet gets a number that nothing has."""
    to: dict[str, dict[int, int]] = {column: {} for column in numbers}
    for column, local, text in segment.execute('SELECT "column", id, text FROM text'):
        to[column][local] = numbers[column].get(text, -local)
    return to


def _side_by_side(
    connection: sqlite3.Connection,
    staged: staging.Staged,
    stretch: Stretch,
    chunk: np.ndarray,
    segment: sqlite3.Connection,
    shift: int,
    to: Mapping[str, Mapping[int, int]],
) -> Iterator[Meeting]:
    ids = [int(p) + shift for p in chunk]
    given = _cells(segment, staged.given, ids, to)
    unread = _take_unread(segment, given)
    here = chunk - stretch.first
    met, hashes = stretch.row_id[here].tolist(), stretch.row_hash[here].tolist()
    standing = row_values(connection, staged.kind, met)
    for position, row_id, given_hash in zip(chunk.tolist(), met, hashes, strict=True):
        values, row_hash = standing[row_id]
        at = position + shift
        yield Meeting(position, row_id, values, row_hash, given[at], given_hash, unread.get(at, {}))


def given_values(
    segment: sqlite3.Connection, given: Sequence[str], ids: Sequence[int], to: Mapping[str, Mapping[int, Any]]
) -> dict[int, dict[str, Any]]:
    """Row id of the segment → what the file gives, of up to a few hundred rows; `to` translates numbered texts.

    A field whose cell could not be read is not given: that is no word about what stands there.
    """
    found = _cells(segment, given, ids, to)
    _take_unread(segment, found)
    return found


def _cells(
    segment: sqlite3.Connection, given: Sequence[str], ids: Sequence[int], to: Mapping[str, Mapping[int, Any]]
) -> dict[int, dict[str, Any]]:
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


def _take_unread(segment: sqlite3.Connection, found: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Take the fields whose cells could not be read out of the rows that have such; what stands in them."""
    return {
        row_id: {name: found[row_id].pop(name) for name in names if name in found[row_id]}
        for row_id, names in staging.unread(segment, list(found)).items()
    }


def row_values(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[int, tuple[dict[str, Any], int]]:
    """Row id → (values, row hash) of up to a few hundred rows."""
    names = schema.value_names(kind)
    marks = ", ".join("?" * len(ids))
    statement = f"SELECT row_id, row_hash, {schema.listed(names)} FROM {schema.quoted(kind)} WHERE row_id IN ({marks})"
    return {row[0]: (dict(zip(names, row[2:], strict=True)), row[1]) for row in connection.execute(statement, ids)}


def settle_changed(connection: sqlite3.Connection, staged: staging.Staged, matching: Matching) -> None:
    """Count rows as unchanged whose given fields say what stands there already."""
    if not matching.any_met:
        return
    start = 0
    for segment in staged.segments:
        with closing(staging.open_segment(segment)) as opened:
            unread = staging.places_unread(opened)
        if len(unread):
            matching.look_closer(unread - segment.first_row_id + start)
        start += segment.rows
    unchanged = array("q")
    places = _the_same(meetings(connection, staged, matching), matching)
    while some := list(itertools.islice(places, STRETCH)):
        matching.settle(np.array([place for place, _row_id in some]), UNCHANGED)
        if matching.any_repeated:
            unchanged.extend(row_id for _place, row_id in some)
    for one in matching.stretches() if unchanged else ():
        above = np.flatnonzero(~one.last & np.isin(one.row_id, unchanged))
        matching.settle(above + one.first, UNCHANGED)


def _the_same(found: Iterator[Meeting], matching: Matching) -> Iterator[tuple[int, int]]:
    """(place, row met) of those that change nothing; counts on the way what stays because nothing else was read."""
    for meeting in found:
        stays = sum(meeting.standing.get(name) is not None for name in meeting.unread)
        if stays:
            matching.stays.append(stays)
        if _says_the_same(meeting):
            yield meeting.position, meeting.row_id


def _says_the_same(meeting: Meeting) -> bool:
    folded, _hash = fold([Given(0, meeting.standing, 0), meeting.said], {})
    return same(folded, meeting.standing)


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

    def apply(self, meetings_: Sequence[Meeting]) -> list[tuple[int, Values, int, int]]:
        """Write versions and folds; (row id, new values, new hash, old hash) of rows whose values became different."""
        self._begin_versions(meetings_)
        fresh = [(self.kind, m.row_id, self.batch, m.said.to_text(), m.given_hash) for m in meetings_]
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
        ids = np.intersect1d(ids, self._versioned)
        for at in range(0, len(ids), _AT_ONCE):
            standing = row_values(self.connection, self.kind, ids[at : at + _AT_ONCE].tolist())
            said = [
                (self.kind, row_id, self.batch, Given(self.batch, _part(values, given), row_hash).to_text(), row_hash)
                for row_id, (values, row_hash) in standing.items()
            ]
            self.connection.executemany("INSERT INTO version VALUES (?, ?, ?, ?, ?)", said)

    @cached_property
    def _versioned(self) -> np.ndarray:
        """The rows of which more than one import gave something, before this one is applied."""
        rows = self.connection.execute("SELECT DISTINCT row_id FROM version WHERE kind = ?", (self.kind,))
        return np.fromiter((row[0] for row in rows), np.int64)

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
