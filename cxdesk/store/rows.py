"""Rows as people see them: every cell by the name of its field, with the file and the line it came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import schema
from cxdesk.store.database import Database

_MARKS = 500
MONEY_UNIT = 10_000


def rows(db: Database, kind: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of `kind` with these ids, in the given order. Instants are ISO texts in UTC, money in whole units.

    A field called like what says where a row is from has its kind's name before its own: `deal_kind`.
    """
    found: dict[int, dict[str, Any]] = {}
    with db.reader() as connection:
        files = {id_: (file, sheet) for id_, file, sheet in connection.execute("SELECT id, file, sheet FROM batch")}
        for at in range(0, len(ids), _MARKS):
            for row in _read(connection, kind, ids[at : at + _MARKS], files):
                found[row["row_id"]] = row
    return [found[row_id] for row_id in ids if row_id in found]


def _read(
    connection: sqlite3.Connection, kind: str, ids: Sequence[int], files: dict[int, tuple[str, str | None]]
) -> Iterator[dict[str, Any]]:
    names = schema.value_names(kind)
    texts = schema.dictionaries(kind)
    shown = ", ".join(_cell(name, texts) for name in names)
    marks = ", ".join("?" * len(ids))
    statement = f"SELECT row_id, batch, line, {shown} FROM {schema.quoted(kind)} AS row WHERE row_id IN ({marks})"
    money = {field.name for field in kind_named(kind).fields if field.type is Type.MONEY}
    instants = {field.name for field in kind_named(kind).fields if field.type is Type.INSTANT}
    days = {field.name for field in kind_named(kind).fields if field.type is Type.DATE}
    for row_id, batch, line, *cells in connection.execute(statement, tuple(ids)):
        file, sheet = files.get(batch, ("", None))
        head = {"kind": kind, "row_id": row_id, "file": file, "sheet": sheet, "line": line}
        values = dict(zip(names, cells, strict=True))
        extra = json.loads(values.pop("extra") or "{}")
        for name in instants:
            values[name] = _moment(values[name])
        for name in days:
            values[name] = _day(values[name])
        for name in money:
            values[name] = None if values[name] is None else values[name] / MONEY_UNIT
        fields = {f"{kind}_{name}" if name in head else name: value for name, value in values.items()}
        yield {**head, **fields, **{key: value for key, value in extra.items() if key not in fields}}


def _cell(name: str, texts: dict[str, str]) -> str:
    if name in texts:
        return f"(SELECT text FROM {schema.quoted(texts[name])} WHERE id = row.{schema.quoted(name)})"
    return f"row.{schema.quoted(name)}"


def _moment(micros: int | None) -> str | None:
    from datetime import UTC, datetime, timedelta

    if micros is None:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).isoformat()


def _day(number: int | None) -> str | None:
    from datetime import date, timedelta

    return None if number is None else (date(1970, 1, 1) + timedelta(days=number)).isoformat()
