"""What an import would do to each row, before anything is written: which source rows are new, updated or unchanged,
and of the updated ones what stands there and what the file gives.

Verdicts are a few bytes per row, in a file when they are many; values are read for the rows that are looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.store import schema, staging, updating
from cxdesk.store.accounts import ImportCounts
from cxdesk.store.database import Database
from cxdesk.store.matching import NEW, UNCHANGED, UPDATED, Deciding, Matching
from cxdesk.store.merging import compared
from cxdesk.store.numbers import Numbers, stretches
from cxdesk.store.source_rows import by_line
from cxdesk.store.versions import Given, Values, fold
from cxdesk.system.progress import Progress

SORTS: Mapping[str, int] = {"new": NEW, "updated": UPDATED, "unchanged": UNCHANGED}
_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What becomes of every source row: `starts` is the place of its first staged row, `verdict` one of SORTS."""

    found: Matching
    starts: Numbers
    line: Numbers
    verdict: Numbers

    @property
    def rows(self) -> int:
        """How many rows are staged."""
        return len(self.found)

    def lines(self, sort: str, start: int = 0, most: int | None = None) -> np.ndarray:
        """The source rows of a sort, as places among all of them; from number `start` of them on, at most so many."""
        parts, wanted = [np.empty(0, np.int64)], None if most is None else start + most
        seen = 0
        for first, end in stretches(len(self.verdict)):
            here = np.flatnonzero(self.verdict.part(first, end) == SORTS[sort]) + first
            parts.append(here[max(0, start - seen) :])
            seen += len(here)
            if wanted is not None and seen >= wanted:
                break
        return np.concatenate(parts)[:most]

    def places(self, source_row: int) -> range:
        """The staged rows of a source row."""
        ends = self.starts.part(source_row, min(source_row + 2, len(self.starts)))
        return range(int(ends[0]), int(ends[1]) if len(ends) > 1 else self.rows)

    def meets(self, places: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Of the staged rows at these places those that differ from what is there: place → (the row of the workspace
        that each meets or 0, the place of the staged row before it that has the same key or -1).
        """
        at = np.unique(np.array(places, np.int64))
        changed = at[self.found.verdict_at(at) == UPDATED]
        before = self._before(changed) if self.found.any_repeated else np.full(len(changed), -1)
        pairs = zip(self.found.row_id.at(changed).tolist(), before.tolist(), strict=True)
        return dict(zip(changed.tolist(), pairs, strict=True))

    def _before(self, places: np.ndarray) -> np.ndarray:
        """For each staged row the place of the one before it that has the same key, or -1."""
        found = np.full(len(places), -1)
        keys = self.found.rows.key_hash.at(places)
        for first, end in stretches(int(places[-1]) if len(places) else 0):
            part = self.found.rows.key_hash.part(first, end)
            here = np.flatnonzero(np.isin(part, keys))
            for at, (place, key) in enumerate(zip(places.tolist(), keys.tolist(), strict=True)):
                same = here[(part[here] == key) & (here + first < place)]
                found[at] = same[-1] + first if len(same) else found[at]
        return found


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


def planned(db: Database, staged: staging.Staged, rows: Deciding, progress: Progress) -> tuple[ImportCounts, Verdicts]:
    """What merging would do, per source row; nothing is written."""
    with db.reader(progress) as connection:
        found = compared(connection, staged, rows)
    return ImportCounts.of(staged, found), verdicts_of(found)


def verdicts_of(found: Matching) -> Verdicts:
    verdicts = Verdicts(found, Numbers(np.int64), Numbers(np.int32), Numbers(np.uint8))
    for lines in by_line(found):
        verdicts.starts.append(lines.starts)
        verdicts.line.append(lines.line)
        verdicts.verdict.append(lines.verdict)
    return verdicts


def differences(
    db: Database, staged: staging.Staged, verdicts: Verdicts, source_rows: Sequence[int]
) -> list[list[Difference]]:
    """For each of some source rows (a page, not all of them) the rows of the kind that it gives."""
    places = [place for row in source_rows for place in verdicts.places(row)]
    met = verdicts.meets(places)
    given = _given(staged, sorted({*places, *(before for _row_id, before in met.values() if before >= 0)}))
    with db.reader() as connection:
        standing = _standing(connection, staged.kind, sorted({row_id for row_id, _before in met.values() if row_id}))
    found = []
    for row in source_rows:
        line = int(verdicts.line.part(row, row + 1)[0])
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


def given_rows(staged: staging.Staged, names: Sequence[str]) -> Iterator[Values]:
    """What the file gives for these fields, row by row; None for a field that it does not have."""
    there = [name for name in names if name in staged.given]
    for segment in staged.segments:
        with closing(staging.open_segment(segment)) as opened:
            texts = staging.texts_of(opened, schema.dictionaries(staged.kind))
            for cells in opened.execute(f"SELECT {schema.listed(there)} FROM row") if there else ():
                values = dict(zip(there, cells, strict=True))
                yield dict.fromkeys(names) | {
                    name: texts[name].get(cell) if name in texts and cell is not None else cell
                    for name, cell in values.items()
                }


def standing(db: Database, kind: str, ids: Sequence[int]) -> dict[int, tuple[int, int | None, Values]]:
    """Row id → (the import it is from, its line, its values with numbered texts spelled out), of a page of rows."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    with db.reader() as connection:
        places = connection.execute(
            f"SELECT row_id, batch, line FROM {schema.quoted(kind)} WHERE row_id IN ({marks})", list(ids)
        ).fetchall()
        values = _standing(connection, kind, ids)
    return {row_id: (batch, line, values[row_id]) for row_id, batch, line in places}


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
