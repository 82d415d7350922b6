"""Keeping a workspace safe: checksums, daily backups, checks, repairs, restoring, rescuing.

The half of it that needs an open workspace is a mixin; what is done to a file that cannot be opened are functions.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.plain import from_plain, to_plain
from cxdesk.domain.query import Query
from cxdesk.store import backups, checking, faults, lock, restoring, salvage, snapshot
from cxdesk.store.backups import Copy
from cxdesk.store.database import Database
from cxdesk.system import paths
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

__all__ = ["Caring", "Checked", "Copy", "copies", "last_good", "open_copy", "restore", "save_readable", "why_made"]

_SESSION, _LOOKED = "session", "looked"


@dataclass(frozen=True)
class Checked:
    """What a check found, as sentences; `repaired` were, `left` need a backup."""

    repaired: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.left


class Caring:
    """What an open workspace does for its own safety."""

    database: Database

    if TYPE_CHECKING:

        def index_comments(self, progress: Progress | None = None) -> None: ...
        def keep(self, key: str, value: Any) -> None: ...

    @property
    def after_crash(self) -> bool:
        """Whether whoever had the workspace open before ended without closing it."""
        return self.database.after_crash

    @property
    def log_missing(self) -> bool:
        """Whether the file was copied or moved without the log beside it, so that what was written last is not here."""
        return self.database.log_missing

    def understood(self, error: Exception) -> Exception:
        """What a question ended with, as what a person can read."""
        return faults.understood(error, self.database.path)

    def care(self, progress: Progress | None = None) -> Checked:
        """What is done when nobody waits: search index, checksums, the first backup of the day with a look at every
        row in it. May be stopped at any moment.
        """
        if self.database.read_only:
            return Checked()
        self.index_comments(progress)
        self.database.seal(progress)
        path = self.database.path
        if self.database.state == 0 or not backups.due(path):
            return self._look_today(progress)
        made = self.database.back_up(backups.DAILY, progress)
        if backups.verify(made, progress):
            backups.rotate(path, progress)
            return Checked()
        with suppress(CXDeskError):
            backups.remove(made)  # it would hide an older one that is sound
        return self.check(progress)

    def _look_today(self, progress: Progress | None) -> Checked:
        """Once a day every page and row, also when no backup is due."""
        today = datetime.now(UTC).date().isoformat()
        kept = snapshot.read(str(self.database.path), _LOOKED)
        if kept is not None and kept["value"] == today:
            return Checked()
        if not checking.as_written(self.database, progress):
            return self.check(progress)
        self.keep(_LOOKED, today)
        return Checked()

    def back_up(self, progress: Progress | None = None) -> Path:
        """A checked copy, now."""
        self.database.seal(progress)
        made = self.database.back_up(backups.BY_HAND, progress)
        backups.rotate(self.database.path, progress)
        return made

    def backups(self) -> list[Copy]:
        """The copies there are, newest first."""
        return copies(self.database.path)

    def check(self, progress: Progress | None = None) -> Checked:
        """Look at every page, row, sum, kept column and word of the index."""
        return Checked(left=tuple(_(problem) for problem in checking.problems(self.database, progress)))

    def repair(self, progress: Progress | None = None) -> Checked:
        """Check, and make anew whatever follows from the rows."""
        repaired, left = checking.repair(self.database, progress)
        self.database.seal(progress)
        return Checked(tuple(map(_, repaired)), tuple(map(_, left)))

    def rescue(self, target: Path, progress: Progress | None = None) -> Path:
        """Everything committed, written to another file: the workspace's own was moved or deleted."""
        return self.database.rescue(target, progress)

    def keep_session(self, query: Query) -> None:
        """Keep what is being looked at, for a start after a crash."""
        if not self.database.read_only:
            self.keep(_SESSION, to_plain(query))

    def kept_session(self) -> Query | None:
        """What was being looked at when the program ended; None when that is not known."""
        found = snapshot.read(str(self.database.path), _SESSION)
        try:
            return from_plain(Query, found["value"]) if found else None
        except (ValueError, TypeError):
            return None


def ended_unexpectedly(path: Path) -> bool:
    """Whether whoever had the workspace open last is gone without having closed it."""
    return path.is_file() and lock.left_behind(path)


def copies(path: Path) -> list[Copy]:
    """The backups of a workspace, newest first."""
    return backups.listing(Path(path).resolve())


def why_made(copy: Copy) -> str:
    """Why a backup was made."""
    return _(backups.REASONS.get(copy.reason, copy.reason))


def sound(copy: Path, progress: Progress | None = None) -> bool:
    """Whether a backup can be trusted."""
    return backups.verify(copy, progress)


def remove(copy: Copy) -> None:
    """Take a backup away for good. CXDeskError where another program holds it."""
    backups.remove(copy.path)


def last_good(path: Path, progress: Progress | None = None) -> Copy | None:
    """The newest backup that is sound."""
    return backups.last_good(Path(path).resolve(), progress)


def restore(path: Path, copy: Path, progress: Progress | None = None) -> restoring.Restored:
    """Put a backup in the place of a workspace that nobody has open; what stood there is set aside."""
    return restoring.restore(path, copy, progress)


def save_readable(path: Path, target: Path, progress: Progress | None = None) -> salvage.Saved:
    """Write every row that a damaged workspace still gives to a zip of CSVs."""
    return salvage.save_readable(path, target, progress)


def open_copy(path: Path) -> Workspace:
    """A damaged workspace for reading, from a private copy that goes when it is closed. CXDeskError when nothing of it
    can be read.
    """
    from cxdesk.workspace.workspace import Workspace

    folder = paths.private_folder()
    try:
        database = Database.open_copy(salvage.copy_aside(path, folder), _("A copy of a damaged file."))
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, CXDeskError | OSError):
            raise salvage.nothing_readable(path) from error
        raise
    return Workspace(database)


def rescue_name(path: Path, now: datetime) -> Path:
    """Where a copy of a workspace goes whose file is gone: beside it, or to the documents."""
    folder = path.parent if path.parent.is_dir() else paths.documents_folder()
    return folder / f"{path.stem} {now:%Y-%m-%d %H%M%S}{path.suffix}"
