"""Everything but the rows that may name a person: rejected cells, versions, filters, notes, mappings, file names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.erased import Erased
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.rejected import REJECTING
from cxdesk.store import clearing, schema

_ELSEWHERE = frozenset(  # rows and what follows from them, and what is looked through in its own way
    {"cache", "claim", "reject", "written", "version", "content", "seal", "snapshot", "unsearched", "folded"}
    | {"erasure", "suppression", "merge", "apart", "tag"}
)
_OURS = {  # columns that hold words of ours alone
    "meta": {"key", "value"},
    "setting": {"key", "changed_at"},
    "batch": {"type", "kind", "sha256", "format", "zone", "given", "floating", "counts", "checksum", "state", "at"},
    "mapping": {"fingerprint", "changed_at"},
    "definition": {"metric", "made_at", "pinned_from", "pinned_until"},
    "named": {"type", "changed_at"},
    "theme": {"axis", "changed_at"},
    "follow_up": {"kind", "status", "due", "at"},
    "target": {"metric", "grain", "scale", "changed_at"},
    "benchmark": {"metric", "grain", "scale", "changed_at"},
    "shown": {"at"},
    "figure": {"metric", "period"},
}
_PAIRS = (("merge", "alias", "canonical"), ("apart", "one", "other"))


@dataclass(frozen=True)
class Change:
    """A line of a list in which somebody is named: its key, and what its columns are to say."""

    table: str
    key: tuple[tuple[str, Any], ...]
    cells: tuple[tuple[str, str], ...]


def rejects(
    connection: sqlite3.Connection, erased: Erased
) -> tuple[list[int], list[tuple[str | None, str | None, int]]]:
    """Problems that go, because a cell of their row is nothing but the person's name or reference; and those in which
    a mention is blanked: (value, row, id).
    """
    gone: list[int] = []
    blanked: list[tuple[str | None, str | None, int]] = []
    known: dict[str, bool] = {}
    for id_, value, raw in connection.execute("SELECT id, value, raw FROM reject"):
        row = json.loads(raw) if raw else []
        cells = [one for one in (value, *row) if isinstance(one, str) and one]
        if any(_is_theirs(cell, erased, known) for cell in cells):
            gone.append(id_)
        elif any(map(erased.mentions, cells)):
            fresh = None if raw is None else json.dumps(erased.masked_in(row), ensure_ascii=False)
            blanked.append((None if value is None else erased.masked(value), fresh, id_))
    return gone, blanked


def _is_theirs(cell: str, erased: Erased, known: dict[str, bool]) -> bool:
    if cell not in known:
        if len(known) > 100_000:
            known.clear()
        known[cell] = erased.is_whole(cell) or (len(cell) > 2 and erased.is_named(cell))
    return known[cell]


def clear_rejects(connection: sqlite3.Connection, erased: Erased) -> list[tuple[int, str]]:
    """Remove and blank; the imports whose rejects are others now, with their kinds."""
    gone, blanked = rejects(connection, erased)
    before = _refused(connection)
    ids = [*gone, *(one[2] for one in blanked)]
    touched = set()
    for id_ in ids:
        statement = "SELECT b.id, b.kind FROM reject r JOIN batch b ON b.id = r.batch WHERE r.id = ?"
        touched.add(connection.execute(statement, (id_,)).fetchone())
    connection.executemany("DELETE FROM reject WHERE id = ?", ((id_,) for id_ in gone))
    connection.executemany("UPDATE reject SET value = ?, raw = ? WHERE id = ?", blanked)
    after = _refused(connection)
    for batch, _kind in touched:
        clearing.account_rejected(connection, batch, before.get(batch, 0) - after.get(batch, 0))
    return sorted((int(batch), str(kind)) for batch, kind in touched)


def _refused(connection: sqlite3.Connection) -> dict[int, int]:
    """Import → source rows that were refused as a whole."""
    marks = ", ".join("?" * len(REJECTING))
    statement = (
        f'SELECT batch, count(DISTINCT line) FROM reject WHERE "column" IS NULL AND code IN ({marks}) GROUP BY batch'
    )
    return {int(batch): int(n) for batch, n in connection.execute(statement, REJECTING)}


def blank_versions(connection: sqlite3.Connection, erased: Erased) -> None:
    """What each import gave for a row: mentions are blanked, hashes stay."""
    fresh = []
    for kind, row_id, batch, given in connection.execute("SELECT kind, row_id, batch, given FROM version"):
        if is_suspect(given, erased):
            values = {name: _blanked(cell, erased) for name, cell in json.loads(given).items()}
            fresh.append((json.dumps(values, ensure_ascii=False), kind, row_id, batch))
    connection.executemany("UPDATE version SET given = ? WHERE kind = ? AND row_id = ? AND batch = ?", fresh)


def is_suspect(text: str, erased: Erased) -> bool:
    """Whether JSON may name somebody erased; signs may be spelled out in it."""
    return "\\u" in text or erased.mentions(text)


def _blanked(cell: Any, erased: Erased) -> Any:
    return text_blanked(cell, erased) if isinstance(cell, str) else cell


def text_blanked(text: str, erased: Erased, ours: bool = False) -> str:
    """A text without mentions; where it is JSON it stays so, with its keys where they are `ours`."""
    if text[:1] in ("{", "["):
        with suppress(ValueError):
            value = json.loads(text)
            fresh = erased.masked_in(value, ours)
            return text if fresh == value else json.dumps(fresh, ensure_ascii=False)
    return erased.masked(text)


def lists(connection: sqlite3.Connection, erased: Erased) -> Iterator[Change]:
    """Every line of every list in which somebody erased is named."""
    kinds = {kind.name for kind in all_kinds()}
    tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    for name, sql in tables:
        if name not in _ELSEWHERE | kinds and not name.startswith(("fts", "sqlite_", "_sqlite")) and sql:
            yield from _in_table(connection, name, erased)
    for table, one, other in _PAIRS:
        if schema.has_table(connection, table):
            rows = connection.execute(f"SELECT id, {one}, {other} FROM {table}").fetchall()
            yield from (Change(table, (("id", row[0]),), ()) for row in rows if any(map(erased.is_named, row[1:])))
    if schema.has_table(connection, "merge"):
        for id_, evidence in connection.execute("SELECT id, evidence FROM merge").fetchall():
            if erased.mentions(evidence):
                yield Change("merge", (("id", id_),), (("evidence", erased.masked(evidence)),))


def _in_table(connection: sqlite3.Connection, table: str, erased: Erased) -> Iterator[Change]:
    info = connection.execute(f"PRAGMA table_info({schema.quoted(table)})").fetchall()
    names = [row[1] for row in info]
    key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    swept = [name for name in names if name not in _OURS.get(table, ())]
    for row in connection.execute(f"SELECT {schema.listed(names)} FROM {schema.quoted(table)}").fetchall():
        standing = dict(zip(names, row, strict=True))
        cells = [(name, text_blanked(standing[name], erased, True)) for name in swept if _is_text(standing[name])]
        changed = tuple((name, cell) for name, cell in cells if cell != standing[name])
        if changed:
            yield Change(table, tuple((name, standing[name]) for name in key), changed)


def _is_text(cell: object) -> bool:
    return isinstance(cell, str)


def clear_lists(connection: sqlite3.Connection, erased: Erased) -> None:
    """Blank them; decisions about who is who that concern somebody erased go altogether."""
    for change in list(lists(connection, erased)):
        where = " AND ".join(f"{schema.quoted(name)} IS ?" for name, _value in change.key)
        key = tuple(value for _name, value in change.key)
        if not change.cells:
            connection.execute(f"DELETE FROM {schema.quoted(change.table)} WHERE {where}", key)
            continue
        sets = ", ".join(f"{schema.quoted(name)} = ?" for name, _cell in change.cells)
        values = tuple(cell for _name, cell in change.cells)
        try:
            connection.execute(f"UPDATE {schema.quoted(change.table)} SET {sets} WHERE {where}", (*values, *key))
        except sqlite3.IntegrityError:  # two lines that are told apart by nothing but the person
            connection.execute(f"DELETE FROM {schema.quoted(change.table)} WHERE {where}", key)
