"""Where CXDesk keeps what is not in a workspace: profile, logs, private temporary folders."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

A_DAY = 24 * 60 * 60  # seconds


def profile_folder() -> Path:
    """The person's own settings folder; created for them alone. `CXDESK_PROFILE` overrides it."""
    override = os.environ.get("CXDESK_PROFILE")
    if override:
        folder = Path(override)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or Path.home()) / "CXDesk"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "CXDesk"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "cxdesk"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def documents_folder() -> Path:
    """Where a new workspace is offered a place."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def private_folder(prefix: str = "cxdesk-") -> Path:
    """A new temporary folder that only this person can read; the caller removes it. Its name says which process made
    it, so that another one takes it away should this one be ended by force.
    """
    import tempfile

    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


def remove_left_behind(folder: Path | None = None) -> list[Path]:
    """Remove private folders of processes that are no more: what a file held may lie in them. Those removed."""
    import shutil
    import tempfile

    gone = []
    for path in (folder or Path(tempfile.gettempdir())).glob("cxdesk-*-*"):
        number = path.name.split("-")[1]
        if number.isdecimal() and not _runs(int(number), path) and _is_ours(path):
            shutil.rmtree(path, ignore_errors=True)
            gone.append(path)
    return gone


def _is_ours(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (os.name != "posix" or found.st_uid == os.getuid())


def _runs(number: int, path: Path) -> bool:
    """Whether the process is there; where asking is no harmless thing, whether the folder is of the last day."""
    if os.name != "posix":
        try:
            return time.time() - path.stat().st_mtime < A_DAY
        except OSError:  # gone meanwhile
            return True
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
