"""What a damaged workspace still gives: every row that can be read, as plain tables, beside what is lost.

The file is only ever read, from a private copy. Where a page is damaged its rows are left out and counted; those before
and behind it are found by halving the stretch of row numbers.
"""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.kinds import Kind, Type, all_kinds
from cxdesk.domain.list_files import harmless
from cxdesk.store import faults, schema
from cxdesk.store.connections import connect
from cxdesk.store.rows import MONEY_UNIT
from cxdesk.system import paths
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

_AT_ONCE = 512
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Saved:
    """Rows written by kind, and how many row numbers could not be read."""

    rows: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def save_readable(workspace: Path, target: Path, progress: Progress | None = None) -> Saved:
    """Write every row that can be read to the zip `target`, one CSV per kind; CXDeskError when nothing can."""
    progress, saved = progress or Progress(), Saved()
    private = paths.private_folder()
    draft = target.with_name(f".{target.name}.part")
    try:
        copied = copy_aside(workspace, private)
        with (
            closing(connect(copied, mode="rw")) as damaged,
            zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            for kind in all_kinds():
                progress.report(0, 0, _(kind.plural))
                _save_kind(damaged, kind, packed, saved, progress)
        if not saved.total:
            raise nothing_readable(workspace)
        draft.replace(target)
    except sqlite3.DatabaseError as error:
        raise nothing_readable(workspace) from error
    except OSError as error:
        raise faults.cannot_write(target, error) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        shutil.rmtree(private, ignore_errors=True)
    return saved


def copy_aside(workspace: Path, folder: Path) -> Path:
    """The file, with the log that a crash may have left, in another folder."""
    target = folder / workspace.name
    shutil.copyfile(workspace, target)
    for ending in ("-wal", "-journal"):
        log = workspace.with_name(workspace.name + ending)
        if log.exists():
            shutil.copyfile(log, target.with_name(target.name + ending))
    return target


def nothing_readable(workspace: Path) -> CXDeskError:
    return CXDeskError(
        _("Nothing can be read from the damaged file."),
        _("Restore a backup, or look for an earlier copy of the file."),
        code="nothing_readable",
        file=workspace.name,
    )


def _save_kind(
    connection: sqlite3.Connection, kind: Kind, packed: zipfile.ZipFile, saved: Saved, progress: Progress
) -> None:
    names = schema.value_names(kind.name)
    texts = {name: _texts(connection, table) for name, table in schema.dictionaries(kind.name).items()}
    turn = [_turning(kind, name, texts) for name in names]
    rows = _rows(connection, kind.name, saved, progress)
    first = next(rows, None)
    if first is None:
        return
    written = 0
    with (
        packed.open(f"{kind.name}.csv", "w", force_zip64=True) as entry,
        io.TextIOWrapper(entry, "utf-8-sig", "replace", newline="") as held,
    ):
        writer = csv.writer(held)
        writer.writerow(names)
        for row in itertools.chain([first], rows):
            writer.writerow([None if cell is None else to(cell) for to, cell in zip(turn, row, strict=True)])
            written += 1
    saved.rows[kind.name] = written


def _texts(connection: sqlite3.Connection, table: str) -> dict[int, str]:
    try:
        return dict(connection.execute(f"SELECT id, text FROM {schema.quoted(table)}").fetchall())
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return {}


def _turning(kind: Kind, name: str, texts: dict[str, dict[int, str]]) -> Any:
    """What makes a cell for people of a value."""
    if name in texts:
        return lambda number: harmless(texts[name].get(number, str(number)))
    declared = kind.field(name).type if kind.has(name) else Type.TEXT
    if declared is Type.INSTANT:
        return _moment
    if declared is Type.DATE:
        return _day
    if declared is Type.MONEY:
        return _amount
    return lambda value: harmless(value) if isinstance(value, str) else value


def _moment(microseconds: Any) -> str:
    with suppress(OverflowError, TypeError, ValueError):
        return (_EPOCH + timedelta(microseconds=microseconds)).isoformat()
    return str(microseconds)


def _day(number: Any) -> str:
    with suppress(OverflowError, TypeError, ValueError):
        return (_EPOCH.date() + timedelta(days=number)).isoformat()
    return str(number)


def _amount(kept: Any) -> Any:
    """In units of the currency; what a flipped bit left is told as it is."""
    return kept / MONEY_UNIT if isinstance(kept, int) else kept


def _rows(connection: sqlite3.Connection, kind: str, saved: Saved, progress: Progress) -> Iterator[tuple[Any, ...]]:
    statement = (
        f"SELECT {schema.listed(schema.value_names(kind))} FROM {schema.quoted(kind)}"
        " WHERE row_id BETWEEN ? AND ? ORDER BY row_id"
    )
    try:
        low, high = connection.execute(f"SELECT min(row_id), max(row_id) FROM {schema.quoted(kind)}").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        low, high = 1, _next_row(connection)
    if low is None:
        return
    waiting = [(at, min(at + _AT_ONCE - 1, high)) for at in range(low, high + 1, _AT_ONCE)][::-1]
    while waiting:
        first, last = waiting.pop()
        progress.check()
        try:
            yield from connection.execute(statement, (first, last)).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            if first == last:
                saved.unreadable += 1
                continue
            middle = (first + last) // 2
            waiting += [(middle + 1, last), (first, middle)]


def _next_row(connection: sqlite3.Connection) -> int:
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'next_row_id'").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return 0
    return int(row[0]) if row else 0
