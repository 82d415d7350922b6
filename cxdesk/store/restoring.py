"""Putting a backup in the place of a workspace, all or nothing, and saving what can be saved where there is none.

What stood there before is set aside among the copies, never overwritten. At every moment there is a whole file under
the workspace's name: first the backup is copied beside it and checked, then the old file gets a second name, then the
copy takes its place in one step.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from cxdesk.domain.errors import CXDeskError, NotFound
from cxdesk.store import backups, faults, header, scrubbing
from cxdesk.store.connections import connect
from cxdesk.store.lock import Lock
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress


@dataclass(frozen=True)
class Restored:
    """The copy that was put in place, and where the file lies that stood there before (None: there was none)."""

    copy: Path
    aside: Path | None


def restore(workspace: Path, copy: Path, progress: Progress | None = None) -> Restored:
    """Put the backup `copy` in the place of the workspace, which nobody may have open.

    CXDeskError when the copy is not sound (nothing is changed), WorkspaceBusy, DiskFull.
    """
    workspace, progress = Path(workspace).resolve(), progress or Progress()
    if not copy.exists():
        raise NotFound(_("There is no backup {file}.", file=copy.name), file=copy.name)
    if not backups.verify(copy, progress):
        raise CXDeskError(
            _("This backup is damaged."), _("Nothing was changed. Choose another one."), code="backup_damaged",
            file=copy.name,
        )  # fmt: skip
    lock = Lock(workspace)
    draft = backups.restore_draft(workspace)
    try:
        with faults.translated(workspace, copy.stat().st_size):
            return _replace(workspace, copy, draft)
    except OSError as error:
        raise _cannot_write(workspace, error, copy) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        lock.release()


def _replace(workspace: Path, copy: Path, draft: Path) -> Restored:
    _copy_file(copy, draft)
    scrubbing.reapply(draft, workspace)
    aside = None
    if workspace.exists():
        sound = _fold_in_log(workspace)
        aside = backups.free_name(workspace, backups.BEFORE_RESTORE if sound else backups.DAMAGED)
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        _second_name(workspace, aside)
    for ending in backups.LOGS:  # of the old file; beside the new one they would be read into it
        log = workspace.with_name(workspace.name + ending)
        if log.exists():
            shutil.move(log, aside.with_name(aside.name + ending)) if aside is not None else log.unlink()
    draft.replace(workspace)
    return Restored(copy, aside)


def _copy_file(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written, source.open("rb") as read:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())


def _second_name(path: Path, other: Path) -> None:
    """The same file under another name too; a copy where the drive knows no second names."""
    try:
        os.link(path, other)
    except OSError:
        _copy_file(path, other)


def _fold_in_log(workspace: Path) -> bool:
    """Bring what a crash left in the log into the file; False when the file is damaged, and then left as it is."""
    try:
        header.check(workspace)
        with closing(connect(workspace, mode="ro")) as looking:
            if looking.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return False
        with closing(connect(workspace, mode="rw")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError, CXDeskError):
        return False
    return True


def _cannot_write(workspace: Path, error: OSError, copy: Path) -> CXDeskError:
    if isinstance(error, PermissionError):
        return faults.read_only(workspace)
    return faults.cannot_write(workspace, error, copy.stat().st_size)


def rescue(connection: sqlite3.Connection, target: Path, progress: Progress | None = None) -> Path:
    """Write the workspace that `connection` still holds, whatever became of its file, to `target`; checked."""
    draft = target.with_name(f".{target.name}.part")
    with faults.writing(target):
        backups.put_copy(connection, draft, target, progress or Progress())
    return target
