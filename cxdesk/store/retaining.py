"""Rows that are older than people wanted to keep them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from cxdesk.domain.kinds import Kind, Type, all_kinds
from cxdesk.store import identity, schema

A_DAY = 86_400_000_000
CUSTOMER = "customer"


def older(connection: sqlite3.Connection, day: int) -> dict[str, list[int]]:
    """Kind → rows about customers that ended before a day (local day number), and the records of customers of whom
    nothing else is left then. Rows that nothing dates stay, as does what has not ended.
    """
    found = {kind.name: ids for kind in all_kinds() if (ids := list(_older(connection, kind, day)))}
    left = list(_nothing_left(connection, found))
    return found | ({CUSTOMER: left} if left else {})


def dated_by(kind: Kind) -> str | None:
    """The field whose day counts: when it ended, where rows hold for a while."""
    if kind.subject is None or kind.name == CUSTOMER:
        return None
    return kind.span[1] if kind.span else kind.at


def _older(connection: sqlite3.Connection, kind: Kind, day: int) -> Iterator[int]:
    name = dated_by(kind)
    if name is None:
        return
    limit = day * A_DAY if kind.field(name).type is Type.INSTANT else day
    column, table = schema.quoted(name), schema.quoted(kind.name)
    rows = connection.execute(f"SELECT row_id FROM {table} WHERE {column} < ? ORDER BY row_id", (limit,))
    yield from (row[0] for row in rows)


def _nothing_left(connection: sqlite3.Connection, going: dict[str, list[int]]) -> Iterator[int]:
    """Records of customers who had rows, all of which go; whoever has several references is one customer."""
    to = identity.resolved_of(connection)
    gone: set[str] = set()
    stays: set[str] = set()
    for kind in all_kinds():
        if kind.name == CUSTOMER or not kind.has(CUSTOMER):
            continue
        old = set(going.get(kind.name, ()))
        statement = f"SELECT row_id, customer FROM {schema.quoted(kind.name)} WHERE customer IS NOT NULL"
        for row_id, customer in connection.execute(statement):
            (gone if row_id in old else stays).add(to.get(customer, customer))
    gone -= stays
    for row_id, customer in connection.execute("SELECT row_id, customer FROM customer WHERE customer IS NOT NULL"):
        if to.get(customer, customer) in gone:
            yield row_id
