"""Comments: searching them, and pages of them by row number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from cxdesk.domain.kinds import Kind, Type, all_kinds
from cxdesk.domain.kinds import kind as kind_of
from cxdesk.domain.results import CommentRow
from cxdesk.domain.scale_text import read_scale
from cxdesk.store import people, schema
from cxdesk.store.database import Database
from cxdesk.store.identity import resolved_of
from cxdesk.store.saved import settings_of
from cxdesk.store.search_index import index_waiting, search_progress
from cxdesk.store.searching import expression, highlights
from cxdesk.store.segments import whole_text
from cxdesk.system.progress import Progress

__all__ = ["highlights", "index_waiting", "rows", "search_ids", "search_progress", "search_ranks"]

_MARKS = 500
_AT = "at "
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def search_ids(db: Database, text: str, progress: Progress | None = None) -> np.ndarray:
    """Row ids (int64, ascending) of the comments that hold all words of `text`; the last may be a beginning.

    What is typed is literal: case and diacritics do not matter, "words in quotes" stand together, and no sign has
    another meaning. A text without any letter or figure finds nothing.
    """
    wanted = expression(text)
    if wanted is None:
        return np.empty(0, np.int64)
    with db.reader(progress) as connection:
        found = connection.execute(
            "SELECT group_concat(rowid) FROM (SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid)", (wanted,)
        )
        return _numbers(found.fetchone()[0], np.int64)


def search_ranks(db: Database, text: str, ids: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """How well each of these comments matches `text` (BM25 as SQLite tells it: the lower, the better), in their order;
    NaN for one that does not hold it.
    """
    found, wanted = np.full(len(ids), np.nan), expression(text)
    if wanted is None or not len(ids):
        return found
    with db.reader(progress) as connection:
        told = connection.execute(
            "SELECT group_concat(rowid), group_concat(rank) FROM"
            " (SELECT rowid, rank FROM fts WHERE fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid)",
            (wanted, int(ids.min()), int(ids.max())),
        ).fetchone()
    known, ranks = _numbers(told[0], np.int64), _numbers(told[1], np.float64)
    if len(known):
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        found = np.where(known.take(at) == ids, ranks.take(at), np.nan)
    return found


def _numbers(told: str | None, kind: type[np.number[Any]]) -> np.ndarray:
    """Numbers that SQLite wrote into one text: a third of the time that as many rows of one number take."""
    return np.fromstring(told or "", kind, sep=",")


def rows(db: Database, ids: Sequence[int], zone: tzinfo | None = None) -> list[CommentRow]:
    """The comments of these rows, in the given order; ids without a comment are left out.

    `zone` is where days begin (default: the workspace's, else this computer's). `band` is not known here.
    """
    wanted = [int(row_id) for row_id in ids]
    found: dict[int, CommentRow] = {}
    with db.reader() as connection:
        zone, to = zone or _zone(connection), resolved_of(connection)
        for kind in all_kinds():
            if kind.comments:
                found.update(_comments_of(connection, kind, [one for one in wanted if one not in found], zone, to))
    return [found[row_id] for row_id in wanted if row_id in found]


def _zone(connection: sqlite3.Connection) -> tzinfo | None:
    name = settings_of(connection)["zone"]
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _comments_of(
    connection: sqlite3.Connection, kind: Kind, ids: Sequence[int], zone: tzinfo | None, to: Mapping[str, str]
) -> Iterator[tuple[int, CommentRow]]:
    for at in range(0, len(ids), _MARKS):
        chunk = ids[at : at + _MARKS]
        cursor = connection.execute(_statement(kind.name, len(chunk)), chunk)
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, cells, strict=True)) for cells in cursor]
        for row in people.called(connection, found, to) if to else found:
            text = whole_text([row[field.name] for field in kind.comments])
            if text is not None:
                yield row["row_id"], _comment(kind, row, text, zone)


@lru_cache(maxsize=256)
def _statement(kind_name: str, n: int) -> str:
    """Reads what stands beside a comment; what the kind does not have is NULL."""
    kind = kind_of(kind_name)
    numbered = schema.dictionaries(kind.name)
    plain = [name for name in ("customer", "score", "language", "role") if kind.has(name)]
    texts = [field.name for field in kind.comments]
    cells = [f"r.{schema.quoted(name)}" for name in ("row_id", "line", *dict.fromkeys([*plain, *texts]))]
    for name in ("question", "scale"):
        if name in numbered:
            table = schema.quoted(numbered[name])
            cells.append(f"(SELECT text FROM {table} WHERE id = r.{schema.quoted(name)}) AS {schema.quoted(name)}")
    if kind.has("customer"):
        cells.append("(SELECT c.name FROM customer c WHERE c.customer = r.customer AND c.name <> '' LIMIT 1) AS called")
    cells += [f"r.{schema.quoted(one.name)} AS {schema.quoted(_AT + one.name)}" for one in kind.comments_at]
    return (
        f"SELECT {', '.join(cells)}, b.file AS file, b.floating AS floating FROM {schema.quoted(kind.name)} r"
        f" JOIN batch b ON b.id = r.batch WHERE r.row_id IN ({', '.join('?' * n)})"
    )


def _comment(kind: Kind, row: Mapping[str, Any], text: str, zone: tzinfo | None) -> CommentRow:
    scale = row.get("scale")
    return CommentRow(
        row=row["row_id"],
        kind=kind.name,
        day=_day(kind, row, zone),
        customer=row.get("called") or row.get("customer") or "",
        score=row.get("score"),
        scale=_title(scale) if scale else "",
        band=None,
        text=text,
        lang=row.get("language") or "",
        role=row.get("role") or "",
        question=row.get("question") or "",
        file=row["file"],
        line=row["line"],
        reference=row.get("customer") or "",
    )


@lru_cache(maxsize=256)
def _title(scale: str) -> str:
    return read_scale(scale).title


def _day(kind: Kind, row: Mapping[str, Any], zone: tzinfo | None) -> date | None:
    """The day on which the words were said; None where nothing dates them."""
    for field in kind.comments_at:
        value = row[_AT + field.name]
        if value is not None and field.type is Type.DATE:
            return date.fromordinal(_EPOCH.date().toordinal() + int(value))
        if value is not None:
            return day_of(value, UTC if field.name in row["floating"].split(",") else zone)
    return None


def day_of(instant: int | None, zone: tzinfo | None) -> date | None:
    """The local day of an instant (µs UTC); None where there is none or it lies outside what a calendar holds."""
    if instant is None:
        return None
    try:
        return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone).date()
    except (OverflowError, ValueError):
        return None
