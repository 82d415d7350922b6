"""The watched folder: a look now and then, on a thread of its own, and a quiet line where something is new.

Off until the person names a folder. Nothing is opened and nothing imported here: names, sizes and times are compared
with those seen before. What is not there for a while, such as a stick, is looked for again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cxdesk.app.watched import Stamp, WatchedFolders, mark

if TYPE_CHECKING:
    from cxdesk.app.desk import Desk

EVERY = 60_000  # milliseconds between two looks
AT_REST = 10  # seconds after its last change from which a file is taken to be complete
MOST = 5_000  # entries of a folder that are looked at
NEVER = (".cxdesk", ".tmp", ".part", ".crdownload", ".partial", ".lock")


class Watch(QObject):
    """`offered(paths)` when files are new or changed: an empty list when there is nothing to offer any more."""

    offered = Signal(object)
    _seen = Signal(object, object)  # folder, its stamps or None while it is not there

    def __init__(self, desk: Desk, folders: WatchedFolders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._folders = desk, folders
        self.missing = False
        self.waiting: list[Path] = []
        self._stamps: dict[str, Stamp] = {}
        self._thread: Thread | None = None
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._seen.connect(self._compare)
        desk.workspace_changed.connect(self._turn)
        self._workspace: Path | None = None

    @property
    def folder(self) -> Path | None:
        """The folder watched for the open workspace."""
        named = self._folders.of(self._workspace) if self._workspace is not None else None
        return Path(named.folder) if named is not None else None

    def watch(self, folder: Path | None) -> None:
        """Watch another folder for the open workspace, or none."""
        if self._workspace is not None:
            self._folders.watch(self._workspace, folder)
            self._begin()

    def look(self) -> None:
        """Look now, unless a look at a slow medium is still under way."""
        folder = self.folder
        if folder is not None and (self._thread is None or not self._thread.is_alive()):
            self._thread = Thread(target=self._list, args=(folder,), name="cxdesk-watch", daemon=True)
            self._thread.start()

    def looked_at(self) -> None:
        """The person saw what was offered, whatever they did with it: it is not offered again until it changes."""
        if self._workspace is not None:
            self._folders.keep_seen(self._workspace, self._stamps)
        self._offer([])

    def _turn(self) -> None:
        """Another workspace, perhaps with another folder."""
        info = self._desk.info
        here = info.path if info is not None and not info.read_only else None
        if here != self._workspace:
            self._workspace = here
            self._begin()

    def _begin(self) -> None:
        self.missing, self._stamps = False, {}
        self._offer([])
        if self.folder is None:
            self._timer.stop()
            return
        self._timer.start()
        self.look()

    def _list(self, folder: Path) -> None:
        """On a thread of its own, because a medium may take its time."""
        try:
            found: dict[str, Stamp] | None = stamps(folder, time.time())
        except OSError:
            found = None
        try:
            self._seen.emit(folder, found)
        except RuntimeError:  # the window is gone
            return

    def _compare(self, folder: Path, found: dict[str, Stamp] | None) -> None:
        if self._workspace is None or folder != self.folder:
            return
        self.missing = found is None
        if found is None:
            self._offer([])
            return
        named = self._folders.of(self._workspace)
        self._stamps = found
        self._offer([folder / name for name in news(found, named.seen if named is not None else {})])

    def _offer(self, paths: list[Path]) -> None:
        if paths != self.waiting:
            self.waiting = paths
            self.offered.emit(paths)


def stamps(folder: Path, now: float) -> dict[str, Stamp]:
    """The files of a folder that are at rest, each with its stamp. OSError where there is no such folder."""
    found: dict[str, Stamp] = {}
    with os.scandir(folder) as entries:
        for entry in islice(entries, MOST):
            stamp = None if _no_export(entry.name) else _stamp(entry, now)
            if stamp is not None:
                found[entry.name] = stamp
    return found


def _no_export(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(NEVER)


def _stamp(entry: os.DirEntry[str], now: float) -> Stamp | None:
    """Of a file at rest; None for anything else, also for what is gone meanwhile."""
    try:
        said = entry.stat()
        fresh = 0 <= now - said.st_mtime < AT_REST  # a clock that is ahead must not keep a file back for ever
        return (said.st_size, said.st_mtime_ns) if entry.is_file() and not fresh else None
    except OSError:
        return None


def news(found: Mapping[str, Stamp], seen: Mapping[str, Stamp]) -> list[str]:
    """The names that are new or have changed, in order; `seen` by their marks."""
    return sorted(name for name, stamp in found.items() if stamp[0] and seen.get(mark(name)) != stamp)
