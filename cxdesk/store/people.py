"""What files say of customers, besides how they refer to them: records, and columns beside the references."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import cached, claims, encoding, merged, schema
from cxdesk.store.database import Database
from cxdesk.system.progress import Progress

CUSTOMER = "customer"
_FIELDS = ("name", "email", "country", "parent", "level")


@dataclass(frozen=True)
class Told:
    """One record of a customer: its reference, fields and unknown columns, and the import it belongs to."""

    reference: str
    batch: int
    fields: Mapping[str, Any]
    extra: Mapping[str, Any]
    age: int = 0  # the newest import that gave or changed it


def records(db: Database, progress: Progress | None = None) -> Iterator[Told]:
    """Every record, with what identifies a customer."""
    statement = f"SELECT customer, batch, extra, {schema.listed(_FIELDS)} FROM customer WHERE customer IS NOT NULL"
    with db.reader(progress) as connection:
        for reference, batch, extra, *cells in connection.execute(statement):
            yield Told(reference, batch, dict(zip(_FIELDS, cells, strict=True)), json.loads(extra) if extra else {})


def records_of(db: Database, references: Sequence[str]) -> list[Told]:
    """The whole records under some references, the oldest first."""
    with db.reader() as connection:
        return sorted(_records_of(connection, references), key=lambda told: told.age)


def _records_of(connection: sqlite3.Connection, references: Sequence[str]) -> Iterator[Told]:
    names = [field.name for field in kind_named(CUSTOMER).fields if field.name != CUSTOMER]
    rows = connection.execute(
        f"SELECT row_id, customer, batch, extra, {schema.listed(names)} FROM customer"
        " WHERE customer IN (SELECT value FROM json_each(?)) ORDER BY row_id",
        (json.dumps(list(references)),),
    ).fetchall()
    later = merged.last_written(connection, CUSTOMER, [row[0] for row in rows])
    for row_id, reference, batch, extra, *cells in rows:
        fields = dict(zip(names, cells, strict=True))
        yield Told(reference, batch, fields, json.loads(extra) if extra else {}, later.get(row_id, batch))


def beside(
    db: Database,
    kind: str,
    subject: str,
    about: Callable[[str], str],
    progress: Progress | None = None,
    only: Sequence[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """(reference, field, value) of the unknown columns of a kind, each once. `about` says to which field of a customer
    a heading belongs; empty for those that say nothing of customers. `only` some references, where any are given.
    """
    with db.reader(progress) as connection:
        told = {heading: about(heading) for heading in _headings(connection, kind) if '"' not in heading}
        for heading in filter(told.get, told):
            for reference, value in _values(connection, kind, subject, heading, only):
                yield reference, told[heading], value


def _headings(connection: sqlite3.Connection, kind: str) -> list[str]:
    """The unknown columns of a kind's live rows, whether or not they have few values."""
    kept = [name for batch in claims.holders(connection, kind) for name in cached.names(connection, kind, batch)]
    marks = (encoding.EXTRA_PREFIX, encoding.MANY_PREFIX)
    return list(dict.fromkeys(name.partition(":")[2] for name in kept if name.startswith(marks)))


def _values(
    connection: sqlite3.Connection, kind: str, subject: str, heading: str, only: Sequence[str]
) -> Iterator[tuple[str, str]]:
    path = f'$."{heading}"'
    name = schema.quoted(subject)
    those = f" AND {name} IN (SELECT value FROM json_each(?))" if only else ""
    yield from connection.execute(
        f"SELECT DISTINCT {name}, CAST(json_extract(extra, ?) AS TEXT) FROM {schema.quoted(kind)}"
        f" WHERE extra IS NOT NULL AND {name} IS NOT NULL AND json_extract(extra, ?) IS NOT NULL{those}",
        (path, path, json.dumps(list(only))) if only else (path, path),
    )


def called(
    connection: sqlite3.Connection, rows: Sequence[dict[str, Any]], to: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The same rows with merged customers as one: under the newest name that any of their records gives (`called`),
    else under the reference that stays (`customer`). `to` leads references to those that stand for them.
    """
    groups: dict[str, list[str]] = {}
    for alias, canonical in to.items():
        groups.setdefault(canonical, [canonical]).append(alias)
    about = {to.get(row.get("customer") or "", row.get("customer") or "") for row in rows} & groups.keys()
    every = [text for one in about for text in groups[one]]
    named = {to.get(told.reference, told.reference): told for told in _newest(connection, every)}
    return [_under(row, to, named) for row in rows]


def _newest(connection: sqlite3.Connection, references: Sequence[str]) -> Iterator[Told]:
    """Records that give a name, the newest last."""
    told = sorted(_records_of(connection, references), key=lambda told: told.age) if references else []
    return (one for one in told if one.fields["name"])


def _under(row: dict[str, Any], to: Mapping[str, str], named: Mapping[str, Told]) -> dict[str, Any]:
    given = row.get("customer") or ""
    stays = to.get(given, given)
    if stays in named:
        return {**row, "customer": stays, "called": named[stays].fields["name"]}
    return {**row, "customer": stays} if stays != given else row


def files(db: Database) -> dict[int, str]:
    """Import → its file, with the sheet where there is one."""
    with db.reader() as connection:
        rows = connection.execute("SELECT id, file, sheet FROM batch").fetchall()
    return {int(id_): f"{file} · {sheet}" if sheet else file for id_, file, sheet in rows}
