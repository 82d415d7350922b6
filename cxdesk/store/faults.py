"""SQLite's errors as sentences for people: what happened, on which file, what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cxdesk.domain.errors import CXDeskError, DiskFull, NotAWorkspace, NotFound, WorkspaceBusy, WorkspaceReadOnly
from cxdesk.system.i18n import _, number
from cxdesk.system.progress import Cancelled

MEGABYTE = 1024 * 1024
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
NEEDED = 64 * MEGABYTE  # what a retry should find free when nobody knows better


@contextmanager
def translated(path: Path, needed: int = NEEDED) -> Iterator[None]:
    """Run SQLite statements; its errors leave as CXDeskError (or Cancelled), ours pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        raise said(error, path, needed) from error
    except UnicodeDecodeError as error:  # SQLite quotes the file in its message, and the file holds no text
        raise damaged(path) from error


@contextmanager
def writing(path: Path, needed: int = NEEDED) -> Iterator[None]:
    """The same, and what the system says against writing the file leaves as CXDeskError."""
    with translated(path, needed):
        try:
            yield
        except PermissionError:
            raise read_only(path) from None
        except OSError as error:
            raise cannot_write(path, error, needed) from None


def primary(error: sqlite3.Error) -> int:
    """SQLite's error without its details; -1 for an error of Python's own."""
    code = getattr(error, "sqlite_errorcode", None)
    return -1 if code is None else int(code) & 0xFF


def said(error: sqlite3.Error, path: Path, needed: int = NEEDED) -> Exception:
    """The exception to raise for SQLite's `error`; the error itself when it is a fault of ours."""
    code = primary(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return Cancelled()
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return disk_full(path, needed)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return busy(path)
    if code == sqlite3.SQLITE_READONLY:
        return read_only(path)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return cannot_open(path)
    if code == -1 and str(error).startswith("Could not decode"):
        return damaged(path)  # a text that is none: of a flipped bit, as SQLite takes no other from us
    return error


def understood(error: Exception, path: Path) -> Exception:
    """What SQLite raised where nobody expected it, as what a person can read; anything else unchanged."""
    if isinstance(error, sqlite3.Error):
        return said(error, path)
    return damaged(path) if isinstance(error, UnicodeDecodeError) else error


def busy(path: Path) -> WorkspaceBusy:
    return WorkspaceBusy(
        _("Another program is using the workspace."), _("Close it there, then try again."), file=path.name
    )


def disk_full(path: Path, needed: int = NEEDED) -> DiskFull:
    """Names the drive, what is needed and what is free."""
    free = free_space(path)
    return DiskFull(
        _(
            "There is no room on the drive of {folder}: about {needed} MB are needed, {free} MB are free.",
            folder=path.parent,
            needed=number(needed / MEGABYTE),
            free=number(free / MEGABYTE),
        ),
        _("Nothing was changed. Make room, then try again."),
        file=path.name,
    )


def free_space(path: Path) -> int:
    """Bytes that may still be written beside `path`; 0 when nobody can say."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return 0


def damaged(path: Path) -> NotAWorkspace:
    return NotAWorkspace(
        _("The workspace is damaged and cannot be read safely."),
        _("It was not changed. Restore the latest backup."),
        code="workspace_damaged",
        file=path.name,
    )


def foreign(path: Path) -> NotAWorkspace:
    return NotAWorkspace(
        _("This file is not a CXDesk workspace."),
        _("It was not changed. To read figures from it, import it into a workspace."),
        file=path.name,
    )


def read_only(path: Path) -> WorkspaceReadOnly:
    return WorkspaceReadOnly(
        _("The workspace is open for reading only."),
        _("Copy it to a folder where you may write, and open the copy."),
        file=path.name,
    )


def cannot_write(path: Path, error: OSError, needed: int = NEEDED, remedy: str = "") -> CXDeskError:
    """What the system says against writing, replacing or removing a file. DiskFull where there is no room."""
    if error.errno in _NO_ROOM:
        return disk_full(path, needed)
    return CXDeskError(
        _("The file cannot be written: {cause}.", cause=error.strerror or type(error).__name__),
        remedy or _("Choose another folder."),
        code="cannot_write",
        file=path.name,
    )


def cannot_open(path: Path) -> CXDeskError:
    if not path.exists():
        return NotFound(
            _("There is no workspace {file}.", file=path.name), _("Check the name and the folder."), file=path.name
        )
    return CXDeskError(
        _("The workspace cannot be opened."),
        _("Check that you may read the file and its folder."),
        code="cannot_open",
        file=path.name,
    )
