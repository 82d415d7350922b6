"""What an import would do to each row, before anything is written: which source rows are new, updated or unchanged,
and of the updated ones what stands there and what the file gives.

The verdicts of a million rows are a few megabytes of numbers; values are read for the rows that are looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.store import schema, staging, updating
from cxdesk.store.accounts import ImportCounts
from cxdesk.store.database import Database
from cxdesk.store.matching import NEW, UNCHANGED, UPDATED, Matching, repeats
from cxdesk.store.merging import compared
from cxdesk.store.versions import Given, Values, fold
from cxdesk.system.progress import Progress

SORTS: Mapping[str, int] = {"new": NEW, "updated": UPDATED, "unchanged": UNCHANGED}
_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What becomes of every source row: `starts` is the place of its first staged row, `verdict` one of SORTS.

    `changed` are the places of the staged rows that differ from what is there (sorted), `meets` the row of the
    workspace that each of them meets, `before` the place of the staged row before it that has the same key, or -1.
    """

    rows: int
    starts: np.ndarray
    line: np.ndarray
    verdict: np.ndarray
    changed: np.ndarray
    meets: np.ndarray
    before: np.ndarray

    def lines(self, sort: str) -> np.ndarray:
        """The source rows of a sort, as places among all of them."""
        return np.flatnonzero(self.verdict == SORTS[sort])

    def places(self, source_row: int) -> range:
        """The staged rows of a source row."""
        last = self.rows if source_row + 1 == len(self.starts) else int(self.starts[source_row + 1])
        return range(int(self.starts[source_row]), last)


@dataclass(frozen=True)
class Difference:
    """One row of the kind: what the file gives and, where it changes a row, what stood there before it and what will
    stand there. Numbered texts are spelled out. `standing` is None where nothing was there.
    """

    line: int
    given: Values
    standing: Values | None = None

    @property
    def becomes(self) -> Values:
        """The values after the import."""
        if self.standing is None:
            return self.given
        return fold([Given(0, self.standing, 0), Given(1, self.given, 1)], {})[0]


def planned(
    db: Database, staged: staging.Staged, arrays: Sequence[staging.Arrays], progress: Progress
) -> tuple[ImportCounts, Verdicts]:
    """What merging would do, per source row; nothing is written."""
    with db.reader(progress) as connection:
        found = compared(connection, staged, arrays)
    return ImportCounts.of(staged, found), verdicts_of(found, arrays)


def verdicts_of(found: Matching, arrays: Sequence[staging.Arrays]) -> Verdicts:
    line = found.line
    starts = np.flatnonzero(np.concatenate(([True], line[1:] != line[:-1]))) if len(line) else np.empty(0, np.int64)
    verdict = np.maximum.reduceat(found.verdict, starts) if len(starts) else np.empty(0, np.uint8)
    changed = np.flatnonzero(found.verdict == UPDATED)
    before = np.full(len(changed), -1, np.int64)
    if len(changed):
        key = np.concatenate([one.key_hash for one in arrays])
        _occurrence, again, earlier = repeats(key, found.row_hash)
        order = np.argsort(again)
        at = np.searchsorted(again[order], changed)
        at[at == len(again)] = 0
        if len(again):
            before = np.where(again[order][at] == changed, earlier[order][at], -1)
    small = starts.astype(np.int32)
    return Verdicts(len(line), small, line[starts], verdict, changed, found.row_id[changed], before)


def differences(
    db: Database, staged: staging.Staged, verdicts: Verdicts, source_rows: Sequence[int]
) -> list[list[Difference]]:
    """For each of some source rows (a page, not all of them) the rows of the kind that it gives."""
    places = [place for row in source_rows for place in verdicts.places(row)]
    at = np.searchsorted(verdicts.changed, places)
    met = {
        place: (int(verdicts.meets[index]), int(verdicts.before[index]))
        for place, index in zip(places, at.tolist(), strict=True)
        if index < len(verdicts.changed) and verdicts.changed[index] == place
    }
    given = _given(staged, sorted({*places, *(before for _row_id, before in met.values() if before >= 0)}))
    with db.reader() as connection:
        standing = _standing(connection, staged.kind, sorted({row_id for row_id, _before in met.values() if row_id}))
    found = []
    for row in source_rows:
        line = int(verdicts.line[row])
        found.append(
            [Difference(line, given[place], _before(place, met, given, standing)) for place in verdicts.places(row)]
        )
    return found


def _before(
    place: int, met: Mapping[int, tuple[int, int]], given: Mapping[int, Values], standing: Mapping[int, Values]
) -> Values | None:
    """What a row finds: the row of the same key further up in the file, over what the workspace has."""
    if place not in met:
        return None
    row_id, before = met[place]
    there = standing.get(row_id)
    if before < 0:
        return there
    if there is None:
        return given[before]
    return fold([Given(0, there, 0), Given(1, given[before], 1)], {})[0]


def _given(staged: staging.Staged, places: Sequence[int]) -> dict[int, Values]:
    """What the file gives at these places of the staged rows."""
    found: dict[int, Values] = {}
    start = 0
    for segment in staged.segments:
        shift = segment.first_row_id - start
        ids = [place + shift for place in places if start <= place < start + segment.rows]
        found |= {row_id - shift: one for row_id, one in _in_segment(staged, segment, ids).items()}
        start += segment.rows
    return found


def _in_segment(staged: staging.Staged, segment: staging.Segment, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    if not ids:
        return found
    with closing(staging.open_segment(segment)) as opened:
        texts = staging.texts_of(opened, schema.dictionaries(staged.kind))
        for at in range(0, len(ids), _AT_ONCE):
            found |= updating.given_values(opened, staged.given, ids[at : at + _AT_ONCE], texts)
    return found


def _standing(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> dict[int, Values]:
    """Row id → the values that stand there, numbered texts spelled out."""
    found: dict[int, Values] = {}
    if not ids:
        return found
    texts = updating.texts_of(connection, kind)
    for at in range(0, len(ids), _AT_ONCE):
        for row_id, (values, _hash) in updating.row_values(connection, kind, ids[at : at + _AT_ONCE]).items():
            spelled = {
                name: texts[name].get(value) if name in texts and value is not None else value
                for name, value in values.items()
            }
            found[row_id] = spelled
    return found


def staged_problems(
    staged: staging.Staged, codes: Sequence[str] | None, start: int = 0, count: int = -1
) -> list[dict[str, Any]]:
    """The staged whole rows that were refused for one of these reasons, or with None the single cells that could not
    be used; from number `start` on, in the order of the file.
    """
    names = ("line", "column", "value", "code", "raw")
    which, values = _which(codes)
    found: list[dict[str, Any]] = []
    for segment in staged.segments:
        with closing(staging.open_segment(segment)) as opened:
            (there,) = opened.execute(f"SELECT count(*) FROM reject WHERE {which}", values).fetchone()
            if start < there and count != len(found):
                rows = opened.execute(
                    f"SELECT {schema.listed(names)} FROM reject WHERE {which} ORDER BY rowid LIMIT ? OFFSET ?",
                    (*values, count - len(found) if count >= 0 else -1, start),
                )
                found += [dict(zip(names, row, strict=True)) for row in rows]
            start = max(0, start - there)
    return found


def count_problems(staged: staging.Staged, codes: Sequence[str] | None) -> int:
    """How many `staged_problems` there are."""
    which, values = _which(codes)
    total = 0
    for segment in staged.segments:
        with closing(staging.open_segment(segment)) as opened:
            total += int(opened.execute(f"SELECT count(*) FROM reject WHERE {which}", values).fetchone()[0])
    return total


def _which(codes: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    if codes is None:
        return '"column" IS NOT NULL', ()
    return f'"column" IS NULL AND code IN ({", ".join("?" * len(codes))})', tuple(codes)
