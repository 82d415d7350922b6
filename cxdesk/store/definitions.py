"""The workspace's decisions about what its metrics mean: written once, never changed but for the day they ended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from cxdesk.domain.changes import DEFINITIONS, Changes
from cxdesk.domain.definitions import DECLARED, Definition, History
from cxdesk.store.database import Database
from cxdesk.store.transactions import Transaction

_COLUMNS = "metric, version, options, note, made_at, pinned_from, pinned_until"


def history(db: Database) -> History:
    """Every decision, oldest first."""
    with db.reader() as connection:
        return history_of(connection)


def history_of(connection: sqlite3.Connection) -> History:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM definition ORDER BY rowid").fetchall()
    return History(tuple(Definition(row[0], row[1], _options(row[2]), *row[3:]) for row in rows))


def _options(text: str) -> dict[str, Any]:
    """Options as they were kept; none where the file holds something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def pin(
    db: Database,
    metric: str,
    options: Mapping[str, Any],
    rivals: Collection[str],
    note: str = "",
    restored: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Definition, Changes]:
    """Decide that these options of `metric` stand for its idea from now on; `rivals` are all metrics of the idea.

    What stood for it until now ends at the same moment, in the same transaction. `restored` are options of other
    metrics of the idea, which come into force again without standing for it.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with db.write("definition") as transaction:
        for other, earlier in (restored or {}).items():
            _append(transaction, Definition(other, _next(transaction, other), dict(earlier), note, now))
        made = Definition(metric, _next(transaction, metric), dict(options), note, now, now, None)
        marks = ", ".join("?" * len(rivals))
        transaction.execute(
            "UPDATE definition SET pinned_until = ? WHERE pinned_from IS NOT NULL AND pinned_until IS NULL"
            f" AND metric IN ({marks})",
            (now, *rivals),
        )
        _append(transaction, made)
        transaction.touch(DEFINITIONS)
    return made, transaction.changes


def _next(transaction: Transaction, metric: str) -> int:
    (last,) = transaction.execute("SELECT max(version) FROM definition WHERE metric = ?", (metric,)).fetchone()
    return (last or DECLARED) + 1


def _append(transaction: Transaction, made: Definition) -> None:
    text = json.dumps(made.options, ensure_ascii=False, sort_keys=True)
    transaction.execute(
        f"INSERT INTO definition({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (made.metric, made.version, text, made.note, made.made_at, made.pinned_from, made.pinned_until),
    )
