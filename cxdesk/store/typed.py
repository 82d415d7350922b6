"""Rows that were typed in by hand, as they stand."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cxdesk.domain.kinds import all_kinds
from cxdesk.store import schema
from cxdesk.store.database import Database

_TYPED = "SELECT id FROM batch WHERE type = 'typed' AND state = 'live' AND kind = ?"


def rows(db: Database, kind: str) -> list[dict[str, Any]]:
    """Every row of a kind that a live typed batch made or changed and none took out, in the order they came."""
    return _rows(db, kind, "")


def others(db: Database, kind: str) -> list[dict[str, Any]]:
    """Every other row of the kind that none took out: those that came with files, each with its `row_id`."""
    return _rows(db, kind, "NOT ", "row_id")


def _rows(db: Database, kind: str, which: str, *more: str) -> list[dict[str, Any]]:
    names = [*more, *(name for name in schema.value_names(kind) if name != schema.EXTRA)]
    statement = (
        f"SELECT {schema.listed(names)} FROM {schema.quoted(kind)} WHERE coalesce(archived, 0) = 0 AND {which}("
        f"batch IN ({_TYPED}) OR row_id IN (SELECT row_id FROM version WHERE kind = ? AND batch IN ({_TYPED})))"
        " ORDER BY row_id"
    )
    with db.reader() as connection:
        return [dict(zip(names, row, strict=True)) for row in connection.execute(statement, (kind, kind, kind))]


def currencies(db: Database) -> Counter[str]:
    """In how many rows, of all kinds with amounts, each currency is named."""
    found: Counter[str] = Counter()
    with db.reader() as connection:
        for kind in all_kinds():
            if not kind.has("currency"):
                continue
            table = schema.quoted(kind.name)
            named = f"SELECT currency, count(*) FROM {table} WHERE currency IS NOT NULL GROUP BY 1"
            found.update(dict(connection.execute(named)))
    return found
