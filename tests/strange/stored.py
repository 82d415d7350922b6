"""What stands in a workspace's file, read past the program: money in units, times as such, scales by name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named

Row = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def stored(workspace: Path, kind: str) -> list[Row]:
    """The rows of a kind, in the order of their files."""
    declared = kind_named(kind)
    with closing(sqlite3.connect(workspace)) as base:
        base.row_factory = sqlite3.Row
        rows = [dict(row) for row in base.execute(f'SELECT * FROM "{kind}" ORDER BY batch, line, row_id')]
        questions = dict(base.execute("SELECT id, text FROM question").fetchall())
        scales = {number: name for number, name, *_rest in base.execute("SELECT * FROM scale").fetchall()}
    for row in rows:
        for field in declared.fields:
            row[field.name] = _plain(field.type, row[field.name])
        if declared.has("role"):
            row["question"] = questions.get(row["question"], row["question"])
            row["scale"] = scales.get(row["scale"])
    return rows


def _plain(kind: Type, value: Any) -> Any:
    if value is None:
        return None
    if kind is Type.MONEY:
        return value / 10_000
    if kind is Type.INSTANT:
        return (_EPOCH + timedelta(microseconds=value)).replace(tzinfo=None)
    if kind is Type.DATE:
        return date(1970, 1, 1) + timedelta(days=value)
    return value
