"""Taking people out of the rows for good, with everything that was kept because of these rows.

A row goes when it is about the person: its customer is theirs, or it has none and belongs to a ticket, an order or the
like of theirs, or says nothing but their name. Where others' rows name the person, the mention alone is blanked; such a
row keeps its hashes, so that the same file is known again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxdesk.domain.erased import CUSTOMER, Erased, Reach
from cxdesk.domain.kinds import Kind, Type, all_kinds, registry
from cxdesk.store import cached, clearing, schema, search_index, sweeping
from cxdesk.store.merging import owners
from cxdesk.store.transactions import Transaction
from cxdesk.system.progress import Progress

_ABOUT = ("customer", "person", "visitor")  # references that say whom a row is about
_AT_ONCE = 500
_LISTED = "(SELECT value FROM json_each(?))"  # any number of them in one walk over the rows


@dataclass
class Plan:
    """What is to go (kind → row ids) and what is to be blanked (kind → row id → column → what stands there then)."""

    gone: dict[str, set[int]] = field(default_factory=dict)
    cells: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)  # records of theirs that rows may name: (kind, reference)

    def settle(self) -> None:
        """What goes need not be blanked."""
        for kind, rows in self.cells.items():
            for row_id in self.gone.get(kind, ()):
                rows.pop(row_id, None)


def planned(connection: sqlite3.Connection, erased: Erased, progress: Progress | None = None) -> Plan:
    """Which rows are about whoever is erased, and which others name them."""
    progress = progress or Progress()
    plan = Plan()
    present = [kind for kind in all_kinds() if schema.has_table(connection, kind.name)]
    for done, kind in enumerate(present):
        progress.report(done, len(present))
        plan.gone[kind.name] = set(_own(connection, kind, erased))
        plan.links |= _records(connection, kind, plan.gone[kind.name])
    linked = erased.with_references(plan.links)
    for kind in present:
        progress.check()
        plan.gone[kind.name] |= set(_linked(connection, kind, linked))
        plan.gone[kind.name] |= set(_named_only(connection, kind, erased))
        plan.links |= _records(connection, kind, plan.gone[kind.name])
        plan.cells[kind.name] = _mentions(connection, kind, erased, progress)
    plan.settle()
    return plan


def reach(connection: sqlite3.Connection, erased: Erased, plan: Plan) -> Reach:
    """What carrying it out would do, in numbers."""
    rejects, _blanked = sweeping.rejects(connection, erased)
    lists: dict[str, int] = {}
    for change in sweeping.lists(connection, erased):
        lists[change.table] = lists.get(change.table, 0) + 1
    rows = {kind: len(ids) for kind, ids in plan.gone.items() if ids}
    return Reach(rows, {kind: len(ids) for kind, ids in plan.cells.items() if ids}, len(rejects), lists)


def carry_out(transaction: Transaction, erased: Erased, plan: Plan, progress: Progress | None = None) -> Reach:
    """Do it, inside one transaction. What deletion leaves in free pages is up to `scrubbing`."""
    progress = progress or Progress()
    connection = transaction.connection
    found = reach(connection, erased, plan)
    for kind, ids in plan.gone.items():
        if ids:
            progress.check()
            clearing.remove(transaction, kind, np.array(sorted(ids), np.int64))
    sweeping.blank_versions(connection, erased)
    for kind, rows in plan.cells.items():
        if rows:
            _blank(transaction, kind, rows)
    for batch, kind in sweeping.clear_rejects(connection, erased):
        transaction.touch_rows(kind, (batch,))
    sweeping.clear_lists(connection, erased)
    _forget_the_rest(connection)
    return found


def remove_rows(transaction: Transaction, gone: Mapping[str, Sequence[int]], progress: Progress) -> None:
    """Remove rows for good that nobody asks back by name: those that are older than people wanted to keep."""
    connection = transaction.connection
    for kind, ids in gone.items():
        if len(ids):
            progress.check()
            clearing.remove(transaction, kind, np.array(sorted(ids), np.int64))
    _forget_the_rest(connection)


def _forget_the_rest(connection: sqlite3.Connection) -> None:
    """What follows from the rows and may still say what they said."""
    connection.execute("DELETE FROM snapshot")
    connection.execute("INSERT INTO fts(fts) VALUES ('rebuild')")
    connection.execute("DELETE FROM unsearched")
    schema.drop_samples(connection)


def is_reference(connection: sqlite3.Connection, text: str) -> bool:
    """Whether any row names a customer by this text."""
    places = [
        (schema.quoted(kind.name), schema.quoted(one.name))
        for kind in all_kinds()
        for one in kind.fields
        if one.type is Type.REF and one.ref == CUSTOMER
    ]
    found = (connection.execute(f"SELECT 1 FROM {table} WHERE {name} = ? LIMIT 1", (text,)) for table, name in places)
    return any(rows.fetchone() for rows in found)


def _columns(connection: sqlite3.Connection, kind: Kind) -> set[str]:
    """The columns that the file has; older copies lack some."""
    return {row[1] for row in connection.execute(f"PRAGMA table_info({schema.quoted(kind.name)})")}


def _own(connection: sqlite3.Connection, kind: Kind, erased: Erased) -> Iterator[int]:
    """Rows whose customer, person or visitor is somebody erased."""
    have = _columns(connection, kind)
    for name in _about(kind):
        if name in have:
            yield from _holding(
                connection, kind.name, name, (v for v in _distinct(connection, kind.name, name) if erased.is_named(v))
            )


def _about(kind: Kind) -> tuple[str, ...]:
    if kind.subject is None:
        return ()
    return (CUSTOMER,) if kind.name == CUSTOMER else tuple(name for name in _ABOUT if kind.has(name))


def _nobody(kind: Kind, have: set[str]) -> str:
    """The condition that a row names no customer."""
    if kind.subject is None:
        return "0"
    names = [name for name in _about(kind) if name in have]
    return " AND ".join(f"{schema.quoted(name)} IS NULL" for name in names) or "0"


def _records(connection: sqlite3.Connection, kind: Kind, ids: Iterable[int]) -> set[tuple[str, str]]:
    """What other rows call these records."""
    own = next((f.name for f in kind.fields if f.type is Type.REF and f.ref == kind.name and f.name in kind.key), None)
    if own is None or kind.name == CUSTOMER:
        return set()
    found = set()
    for chunk in _chunks(sorted(ids)):
        marks = ", ".join("?" * len(chunk))
        statement = f"SELECT DISTINCT {schema.quoted(own)} FROM {schema.quoted(kind.name)} WHERE row_id IN ({marks})"
        found |= {(kind.name, str(value)) for (value,) in connection.execute(statement, chunk) if value is not None}
    return found


def _linked(connection: sqlite3.Connection, kind: Kind, erased: Erased) -> Iterator[int]:
    """Rows without customer that belong to a record of theirs."""
    have = _columns(connection, kind)
    for one in kind.fields:
        if one.type is Type.REF and one.ref in registry() and one.ref != CUSTOMER and one.name in have:
            values = [v for v in _distinct(connection, kind.name, one.name) if erased.is_named(v, str(one.ref))]
            yield from _holding(connection, kind.name, one.name, values, _nobody(kind, have))


def _named_only(connection: sqlite3.Connection, kind: Kind, erased: Erased) -> Iterator[int]:
    """Rows without customer in which a cell is nothing but their name, e-mail or the like."""
    have = _columns(connection, kind)
    nobody = _nobody(kind, have)
    if nobody == "0":
        return
    texts = [f.name for f in kind.fields if f.type is Type.TEXT and f.name in have]
    statement = f"SELECT row_id, extra, {schema.listed(texts) or 'NULL'} FROM {schema.quoted(kind.name)} WHERE {nobody}"
    for row_id, extra, *cells in connection.execute(statement):
        beside = json.loads(extra).values() if extra and sweeping.is_suspect(extra, erased) else ()
        if any(isinstance(one, str) and erased.is_whole(one) for one in (*cells, *beside)):
            yield row_id


def _mentions(
    connection: sqlite3.Connection, kind: Kind, erased: Erased, progress: Progress
) -> dict[int, dict[str, Any]]:
    """Row id → columns in which somebody erased is named, and what is to stand there."""
    have = _columns(connection, kind)
    found: dict[int, dict[str, Any]] = {}
    own = _about(kind)
    for one in kind.fields:
        if one.name not in have or schema.is_dictionary(one) or one.name in own:
            continue
        if one.type in (Type.REF, Type.LABEL):
            _few(
                connection, kind.name, one.name, found, _of_reference(erased) if one.ref == CUSTOMER else erased.masked
            )
        elif one.type in (Type.TEXT, Type.COMMENT):
            progress.check()
            _many(connection, kind.name, one.name, found, erased.masked)
    _many(connection, kind.name, schema.EXTRA, found, lambda text: blanked_json(text, erased))
    return found


def _of_reference(erased: Erased) -> Any:
    """Another's reference to somebody erased is taken away; a mention in it is blanked."""
    return lambda text: None if erased.is_named(text) else erased.masked(text)


def blanked_json(text: str, erased: Erased) -> str:
    """JSON without mentions; the very same text where there are none."""
    if not sweeping.is_suspect(text, erased):
        return text
    value = json.loads(text)
    fresh = erased.masked_in(value)
    return text if fresh == value else json.dumps(fresh, ensure_ascii=False)


def _few(connection: sqlite3.Connection, kind: str, name: str, found: dict[int, dict[str, Any]], blank: Any) -> None:
    """Columns of few distinct values."""
    fresh = {value: blank(value) for value in _distinct(connection, kind, name)}
    changed = [value for value, after in fresh.items() if after != value]
    column = schema.quoted(name)
    statement = f"SELECT row_id, {column} FROM {schema.quoted(kind)} WHERE {column} IN {_LISTED}"
    for row_id, value in connection.execute(statement, (json.dumps(changed),)) if changed else ():
        found.setdefault(row_id, {})[name] = fresh[str(value)]


def _many(connection: sqlite3.Connection, kind: str, name: str, found: dict[int, dict[str, Any]], blank: Any) -> None:
    """Columns in which nearly every value is another."""
    column = schema.quoted(name)
    rows = connection.execute(f"SELECT row_id, {column} FROM {schema.quoted(kind)} WHERE {column} IS NOT NULL")
    for row_id, text in rows:
        after = blank(text)
        if after != text:
            found.setdefault(row_id, {})[name] = after


def _distinct(connection: sqlite3.Connection, kind: str, name: str) -> list[str]:
    column = schema.quoted(name)
    rows = connection.execute(f"SELECT DISTINCT {column} FROM {schema.quoted(kind)} WHERE {column} IS NOT NULL")
    return [str(value) for (value,) in rows]


def _holding(
    connection: sqlite3.Connection, kind: str, name: str, values: Iterable[str], where: str = "1"
) -> Iterator[int]:
    wanted = list(values)
    statement = f"SELECT row_id FROM {schema.quoted(kind)} WHERE {schema.quoted(name)} IN {_LISTED} AND {where}"
    if wanted:
        yield from (row[0] for row in connection.execute(statement, (json.dumps(wanted),)))


def _blank(transaction: Transaction, kind: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Write blanked cells; rows keep their hashes. Columns that were kept of their imports follow."""
    connection = transaction.connection
    ids = sorted(rows)
    search_index.forget(connection, ids)
    for row_id in ids:
        cells = rows[row_id]
        sets = ", ".join(f"{schema.quoted(name)} = ?" for name in cells)
        connection.execute(f"UPDATE {schema.quoted(kind)} SET {sets} WHERE row_id = ?", (*cells.values(), row_id))
    search_index.remember(connection, kind, ids)
    batches: dict[int, list[int]] = {}
    for chunk in _chunks(ids):
        for row_id, batch in owners(connection, kind, chunk).items():
            batches.setdefault(batch, []).append(row_id)
    for batch, own in batches.items():
        cached.patch(connection, kind, batch, own)
    transaction.touch_rows(kind, batches)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
