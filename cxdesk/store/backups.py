"""Dated copies of a workspace, made by SQLite's backup API, checked before they count."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from cxdesk.domain.errors import CXDeskError
from cxdesk.store import faults
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

FOLDER_SUFFIX = "-backups"
KEEP = 10  # per reason
KEEP_OF = {"undo": 3}  # an undo can be repeated often, and each copy is as large as the workspace
_PAGES = 4096  # copied per step; between steps others may write and the person may stop


def folder(workspace: Path) -> Path:
    """Where the copies of a workspace lie."""
    return workspace.with_name(workspace.name + FOLDER_SUFFIX)


def back_up(connection: sqlite3.Connection, workspace: Path, reason: str, progress: Progress | None = None) -> Path:
    """A checked copy named after the moment and the reason (`migration`, `undo`). DiskFull when there is no room."""
    progress = progress or Progress()
    target = _free_name(workspace, reason)
    draft = target.with_name(target.name + ".part")
    with faults.translated(target, workspace.stat().st_size if workspace.exists() else faults.NEEDED):
        try:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            _copy(connection, draft, progress)
            draft.replace(target)
        except PermissionError:
            raise faults.read_only(target) from None
        except OSError:
            raise faults.disk_full(target) from None
        finally:
            draft.unlink(missing_ok=True)
    _rotate(workspace, reason)
    return target


def _copy(connection: sqlite3.Connection, draft: Path, progress: Progress) -> None:
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


def _free_name(workspace: Path, reason: str) -> Path:
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    plain = folder(workspace) / f"{workspace.stem} {moment} {reason}{workspace.suffix}"
    number, target = 1, plain
    while target.exists():
        number += 1
        target = plain.with_stem(f"{plain.stem} {number}")
    return target


def copies(workspace: Path, reason: str | None = None) -> list[Path]:
    """The copies there are, oldest first."""
    found = [p for p in folder(workspace).glob(f"*{workspace.suffix}") if p.is_file()]
    return sorted(
        (p for p in found if reason is None or f" {reason}" in p.stem), key=lambda p: (p.stat().st_mtime_ns, p.name)
    )


def _rotate(workspace: Path, reason: str) -> None:
    for old in copies(workspace, reason)[: -KEEP_OF.get(reason, KEEP)]:
        old.unlink(missing_ok=True)
