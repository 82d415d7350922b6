"""How instants stood in their files, so that a cell can be shown beside what was made of it, letter by letter.

Most columns are written alike from end to end, in full: then the form is kept once, and the instant written in it is
the cell. All other texts are kept, compressed: a few bytes each, for they resemble one another. Texts that were refused
stand among the rejects.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds import kind as kind_named
from cxdesk.store import claims, schema

if TYPE_CHECKING:
    from cxdesk.store.database import Database

TEXTS_AT_ONCE = 16_384
_BETWEEN = "\0"
_MOST = 8_000_000  # bytes that a stored piece may become: a segment is a stranger's file
_OPEN = 16  # pieces whose texts are held while rows are looked up
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Part = tuple[str, int, int, str, bytes | None, bytes | None]  # column, first and last line, form, lines, texts


class Written(Protocol):
    """Cells of one column: their lines with their texts, or, with a `form`, the first and last line of a stretch."""

    @property
    def column(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def lines(self) -> Sequence[int]: ...
    @property
    def texts(self) -> Sequence[str]: ...


class Keeping:
    """Parts on their way into a segment: neighbours of one form become one."""

    def __init__(self) -> None:
        self._stretches: dict[str, tuple[int, int, str]] = {}
        self._texts: dict[str, tuple[list[int], list[str]]] = {}
        self._made: list[Part] = []

    def add(self, cells: Written) -> None:
        """Take the cells of one block; those of a column come in the order of the file."""
        if not cells.lines:
            return
        open_ = self._stretches.pop(cells.column, None)
        if not cells.form:
            self._end(cells.column, open_)
            self._add_texts(cells)
            return
        first, last = cells.lines[0], cells.lines[-1]
        if open_ is not None and open_[2] == cells.form:
            first = open_[0]
        else:
            self._end(cells.column, open_)
        self._stretches[cells.column] = (first, last, cells.form)

    def _end(self, column: str, stretch: tuple[int, int, str] | None) -> None:
        if stretch is not None:
            self._made.append((column, *stretch, None, None))

    def _add_texts(self, cells: Written) -> None:
        lines, texts = self._texts.setdefault(cells.column, ([], []))
        lines += cells.lines
        texts += cells.texts
        if len(lines) >= TEXTS_AT_ONCE:
            self._pack(cells.column)

    def _pack(self, column: str) -> None:
        lines, texts = self._texts.pop(column)
        apart = np.diff(np.array(lines, np.int64), prepend=np.int64(0)).astype("<i8").tobytes()
        said = _BETWEEN.join(texts).encode("utf-8", "replace")
        self._made.append((column, min(lines), max(lines), "", zlib.compress(apart, 1), zlib.compress(said, 1)))

    def take(self, whole: bool = False) -> list[Part]:
        """What is complete; everything when `whole`. It is forgotten here."""
        if whole:
            for column in list(self._texts):
                self._pack(column)
            for column, stretch in self._stretches.items():
                self._end(column, stretch)
            self._stretches = {}
        made, self._made = self._made, []
        return made


def of_rows(db: Database, kind: str, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Row → heading → the cell from which an instant of that row was read. Rows without any are left out."""
    with db.reader() as connection:
        if not schema.has_table(connection, "written"):
            return {}
        return {row: cells for row, cells in _Reading(connection, kind).rows(ids) if cells}


class _Reading:
    def __init__(self, connection: sqlite3.Connection, kind: str) -> None:
        self._connection = connection
        self._kind = kind
        self._instants = [field.name for field in kind_named(kind).fields if field.type is Type.INSTANT]
        self._claims: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self._opened: dict[int, dict[int, str]] = {}
        self._uses: dict[int, dict[str, tuple[str, str]]] = {}

    def rows(self, ids: Sequence[int]) -> Iterator[tuple[int, dict[str, str]]]:
        shown = schema.listed(("batch", "line", *self._instants))
        for row_id in ids:
            found = self._connection.execute(
                f"SELECT {shown} FROM {schema.quoted(self._kind)} WHERE row_id = ?", (row_id,)
            ).fetchone()
            if found is not None:
                values = dict(zip(self._instants, found[2:], strict=True))
                yield row_id, self._cells(row_id, int(found[0]), int(found[1]), values)

    def _cells(self, row_id: int, owner: int, line: int, values: Mapping[str, int | None]) -> dict[str, str]:
        """The newest import has the first word on a field."""
        givers = self._connection.execute(
            "SELECT batch FROM version WHERE kind = ? AND row_id = ? ORDER BY batch DESC", (self._kind, row_id)
        ).fetchall()
        cells: dict[str, str] = {}
        told: set[str] = set()
        for batch in [int(giver) for (giver,) in givers] or [owner]:
            uses = self._columns(batch)
            for heading, form, text in self._at(batch, line if batch == owner else self._line(batch, row_id)):
                field, zone = uses.get(heading, ("", ""))
                value = values.get(field)
                if field in told or heading in cells or (form and value is None):
                    continue
                cells[heading] = _in_form(value, form, zone) if form and value is not None else text
                told |= {field} - {""}
        return cells

    def _line(self, batch: int, row_id: int) -> int:
        if batch not in self._claims:
            self._claims[batch] = claims.load(self._connection, self._kind, batch)
        rows, lines = self._claims[batch]
        at = int(np.searchsorted(rows, row_id))
        return int(lines[at]) if at < len(rows) and rows[at] == row_id else -1

    def _columns(self, batch: int) -> dict[str, tuple[str, str]]:
        """Heading → field and zone, as the import was read."""
        if batch not in self._uses:
            zone, mapping = self._connection.execute(
                "SELECT zone, mapping FROM batch WHERE id = ?", (batch,)
            ).fetchone()
            columns: list[dict[str, Any]] = json.loads(mapping).get("columns", [])
            self._uses[batch] = {
                str(use["heading"]): (str(use["field"]), "UTC" if use["zone"] == "floating" else use["zone"] or zone)
                for use in columns
            }
        return self._uses[batch]

    def _at(self, batch: int, line: int) -> Iterator[tuple[str, str, str]]:
        """(heading, form or "", text or "") of the cells of a line."""
        found = self._connection.execute(
            'SELECT rowid, "column", form FROM written WHERE batch = ? AND first <= ? AND last >= ?',
            (batch, line, line),
        )
        for part, heading, form in found.fetchall():
            text = "" if form else self._texts(int(part)).get(line, "")
            if form or text:
                yield str(heading), str(form), text

    def _texts(self, part: int) -> dict[int, str]:
        """Line → text of a stored piece; the last ones stay, for rows that are asked together stand together."""
        if part not in self._opened:
            if len(self._opened) >= _OPEN:
                self._opened.clear()
            lines, texts = self._connection.execute(
                "SELECT lines, texts FROM written WHERE rowid = ?", (part,)
            ).fetchone()
            places = np.cumsum(np.frombuffer(_unpacked(lines), "<i8")).tolist()
            self._opened[part] = dict(zip(places, _unpacked(texts).decode("utf-8").split(_BETWEEN), strict=False))
        return self._opened[part]


def _unpacked(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST)


def _in_form(micros: int, form: str, zone: str) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(ZoneInfo(zone or "UTC")).strftime(form)
