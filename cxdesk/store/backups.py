"""Dated copies of a workspace, made by SQLite's backup API, checked before they count, and rotated.

Of all copies the newest ten are kept, and the newest of each of the last seven days, four weeks and six months that
have one. An older copy goes only when the newest one was found to be sound, row by row. Whatever was set aside because
it was damaged stays until a person takes it away.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import faults, header, seals
from cxdesk.store.connections import connect
from cxdesk.system.i18n import N_, _
from cxdesk.system.progress import Progress

FOLDER_SUFFIX = "-backups"
NEWEST, DAYS, WEEKS, MONTHS = 10, 7, 4, 6
DAMAGED = "damaged"  # set aside by a restore; never rotated out
DAILY, BY_HAND, BEFORE_RESTORE = "daily", "manual", "replaced"
REASONS = {  # as they are shown
    "migration": N_("before a newer CXDesk changed the file"),
    "undo": N_("before an import was taken back"),
    "repair": N_("before a repair"),
    DAILY: N_("daily"),
    BY_HAND: N_("by hand"),
    BEFORE_RESTORE: N_("replaced by a backup"),
    DAMAGED: N_("damaged, set aside"),
}
ROTATED_AT_ONCE = 32 * faults.MEGABYTE  # of larger ones the rows are looked at when nobody waits
LOGS = ("-wal", "-shm", "-journal")
_BESIDE = (".part", *LOGS)  # of copies being made, or set aside after a crash
_PAGES = 4096  # copied per step; between steps others may write and the person may stop
_NAME = re.compile(r" (\d{4}-\d\d-\d\dT\d{6}Z) ([a-z]+)(?: \d+)?$")


@dataclass(frozen=True)
class Copy:
    """One copy: where it lies, of when, why it was made, how many bytes it has."""

    path: Path
    at: datetime
    reason: str
    size: int


def folder(workspace: Path) -> Path:
    """Where the copies of a workspace lie."""
    return workspace.with_name(workspace.name + FOLDER_SUFFIX)


def back_up(
    connection: sqlite3.Connection,
    workspace: Path,
    reason: str,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Path:
    """A checked copy named after the moment and the reason (`migration`, `undo`). DiskFull when there is no room."""
    progress = progress or Progress()
    now = now or datetime.now(UTC)
    target = free_name(workspace, reason, now)
    draft = target.with_name(target.name + ".part")
    with faults.writing(target, workspace.stat().st_size if workspace.exists() else faults.NEEDED):
        target.parent.mkdir(mode=0o700, exist_ok=True)
        for cut_short in target.parent.glob("*.part"):  # by a crash
            with contextlib.suppress(OSError):
                cut_short.unlink(missing_ok=True)
        put_copy(connection, draft, target, progress)
    if target.stat().st_size <= ROTATED_AT_ONCE:
        rotate(workspace, progress, now)
    return target


def put_copy(connection: sqlite3.Connection, draft: Path, target: Path, progress: Progress) -> None:
    """A checked copy under the name `target`: whole, or not at all."""
    try:
        copy_to(connection, draft, progress)
        draft.replace(target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def restore_draft(workspace: Path) -> Path:
    """Where a backup is copied to before it takes the place of the workspace."""
    return workspace.with_name(f".{workspace.name}.restore.part")


def copy_to(connection: sqlite3.Connection, draft: Path, progress: Progress) -> None:
    """Copy a whole database into the file `draft`, which is checked and on the disk afterwards."""
    os.close(os.open(draft, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        connection.backup(copy, pages=_PAGES, progress=lambda _status, left, of: progress.report(of - left, of))
        progress.check()
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise CXDeskError(
            _("The backup could not be verified."), _("Check the drive, then try again."), code="backup_failed"
        )
    flush(draft)


def flush(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_name(workspace: Path, reason: str, now: datetime | None = None) -> Path:
    """A name among the copies that nothing has yet."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H%M%SZ")
    plain = folder(workspace) / f"{workspace.stem} {moment} {reason}{workspace.suffix}"
    number, target = 1, plain
    while target.exists():
        number += 1
        target = plain.with_stem(f"{plain.stem} {number}")
    return target


def listing(workspace: Path) -> list[Copy]:
    """The copies there are, newest first."""
    found = []
    for path in folder(workspace).glob("*"):
        if path.suffix != workspace.suffix or path.name.endswith(_BESIDE):
            continue
        said = _NAME.search(path.stem)
        with contextlib.suppress(OSError, ValueError):
            if workspace.exists() and path.samefile(workspace):
                continue  # a restore was interrupted before the backup took its place: no copy, but the file itself
            at = datetime.strptime(said[1], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC) if said else _written(path)
            found.append(Copy(path, at, said[2] if said else BY_HAND, path.stat().st_size))
    return sorted(found, key=lambda copy: (copy.at, copy.path.stat().st_mtime_ns, copy.path.name), reverse=True)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def copies(workspace: Path, reason: str | None = None) -> list[Path]:
    """The copies there are, oldest first."""
    return [copy.path for copy in reversed(listing(workspace)) if reason is None or copy.reason == reason]


def verify(path: Path, progress: Progress | None = None) -> bool:
    """Whether a copy is sound: every page, and every row against the checksum of its import."""
    try:
        header.check(path)
        with contextlib.closing(connect(path, mode="ro", immutable="1")) as copy:
            sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return sound and not seals.broken(copy, progress or Progress())
    except (sqlite3.DatabaseError, UnicodeDecodeError, CXDeskError):
        return False


def last_good(workspace: Path, progress: Progress | None = None) -> Copy | None:
    """The newest copy that is sound."""
    whole = (copy for copy in listing(workspace) if copy.reason != DAMAGED)
    return next((copy for copy in whole if verify(copy.path, progress)), None)


def rotate(workspace: Path, progress: Progress | None = None, now: datetime | None = None) -> list[Path]:
    """Take away the copies that are not to be kept; none when the newest is not sound. Those taken away. One that
    another program holds stays until the next time.
    """
    found = [copy for copy in listing(workspace) if copy.reason != DAMAGED]
    going = expendable(found, now or datetime.now(UTC))
    if not going or not verify(found[0].path, progress):
        return []
    gone = []
    for copy in going:
        with contextlib.suppress(OSError):
            copy.path.unlink(missing_ok=True)
            gone.append(copy.path)
    return gone


def remove(path: Path) -> None:
    """Take a copy away for good, with the log set aside with it. CXDeskError where another program holds it."""
    try:
        for ending in ("", *LOGS):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise faults.cannot_write(path, error, remedy=_("Check the drive, then try again.")) from None


def expendable(found: Sequence[Copy], now: datetime) -> list[Copy]:
    """Which of the copies, newest first, need not be kept.

    Copies from the future come from a clock that was wrong: they take no place from those of the past.
    """
    past = [copy for copy in found if copy.at <= now]
    future = [copy for copy in found if copy.at > now]
    kept = {copy.path for copy in (*past[:NEWEST], *future[:NEWEST])}
    for most, unit in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= {copy.path for copy in _newest_of_each(past, unit, most)}
    return [copy for copy in found if copy.path not in kept]


def _newest_of_each(found: Iterable[Copy], unit: Callable[[datetime], object], most: int) -> list[Copy]:
    newest: dict[object, Copy] = {}
    for copy in found:
        newest.setdefault(unit(copy.at), copy)
    return list(newest.values())[:most]


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month


def due(workspace: Path, now: datetime | None = None) -> bool:
    """Whether no copy of this day is there yet."""
    today = (now or datetime.now(UTC)).date()
    return all(copy.at.date() != today for copy in listing(workspace) if copy.reason != DAMAGED)
