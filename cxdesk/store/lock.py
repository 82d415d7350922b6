"""Who holds a workspace: a small file beside it, locked by the system, that says host, process and since when.

The system drops the lock when the holder dies, so the next opening succeeds at once; the note left behind is then
merely overwritten. The file is named after the real path, so links lead to the same lock.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cxdesk.domain.errors import WorkspaceBusy
from cxdesk.store import faults
from cxdesk.system import i18n
from cxdesk.system.i18n import _

SUFFIX = ".lock"
_FAR = 1 << 30  # Windows locks bytes; these are beyond the note, which stays readable
_NOTE_LIMIT = 4096
_TURNS, _TURN = 50, 0.01  # seconds


@dataclass(frozen=True)
class Holder:
    """Whoever has the workspace open. Empty host: the note could not be read."""

    host: str = ""
    pid: int = 0
    since: str = ""

    def sentence(self) -> str:
        if not self.host:
            return _("The workspace is open in another window or program.")
        since = datetime.fromisoformat(self.since).astimezone()
        return _(
            "The workspace is already open on {host} (process {pid}) since {since}.",
            host=self.host,
            pid=self.pid,
            since=i18n.moment(since, "short"),
        )


class Lock:
    """The right to write to one workspace; WorkspaceBusy names the holder when it is taken."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace.with_name(workspace.name + SUFFIX)
        self.left_behind = False  # whether an earlier holder died without closing
        self._file = self._take(workspace)

    def _take(self, workspace: Path) -> int:
        while True:
            self.left_behind = self.path.exists()
            handle = self._opened(workspace)
            if not _lock(handle):
                os.close(handle)
                raise self._busy(workspace, self._holder_soon())
            if _same(handle, self.path):
                break
            os.close(handle)  # its holder closed and removed it between our two steps
        note = json.dumps(
            {"host": platform.node(), "pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        )
        os.ftruncate(handle, 0)
        os.write(handle, note.encode())
        return handle

    def _opened(self, workspace: Path) -> int:
        """The file of the lock, which whoever may write the workspace may take: in a folder of several people one may
        be left behind by another.
        """
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise self._busy(workspace, self.holder()) from None
        except OSError as error:
            raise faults.cannot_write(self.path, error) from None
        with suppress(OSError):
            if sys.platform != "win32":
                os.fchmod(handle, workspace.stat().st_mode & 0o666)
        return handle

    def _busy(self, workspace: Path, holder: Holder) -> WorkspaceBusy:
        remedy = _("Close it there, or open a read-only copy here.")
        return WorkspaceBusy(holder.sentence(), remedy, file=workspace.name)

    def _holder_soon(self) -> Holder:
        """As `holder`; who has only just taken the lock is still about to write who that is."""
        for _turn in range(_TURNS):
            found = self.holder()
            if found.host:
                return found
            time.sleep(_TURN)
        return Holder()

    def holder(self) -> Holder:
        """Who says to hold the workspace."""
        try:
            said: dict[str, Any] = json.loads(self.path.read_bytes()[:_NOTE_LIMIT])
            datetime.fromisoformat(said["since"])
            return Holder(str(said["host"]), int(said["pid"]), str(said["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Holder()

    def release(self) -> None:
        """Give it back; the file goes first, while we still hold it, so that nobody removes a successor's."""
        if self._file < 0:
            return
        if sys.platform != "win32":
            self.path.unlink(missing_ok=True)
        os.close(self._file)
        self._file = -1
        if sys.platform == "win32":
            self._remove_closed()

    def _remove_closed(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:  # a successor has it open already
            return


def left_behind(workspace: Path) -> bool:
    """Whether a holder died without closing: its note is there, and nobody holds it."""
    try:
        handle = os.open(workspace.with_name(workspace.name + SUFFIX), os.O_RDWR)
    except OSError:
        return False
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
