"""What this person prefers on this computer: language, appearance, zoom, recent files, window layouts.

Kept in one readable INI file of the profile folder. A value that does not fit becomes the default; nothing in it is
trusted further than that. Nothing about customers is kept here. This module loads little, because the first window asks
it where to stand.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QByteArray, QRect, QSettings

from cxdesk.system import paths

if TYPE_CHECKING:
    from datetime import datetime

FILE = "cxdesk.ini"
RECENT_KEPT = 12


class Recent(NamedTuple):
    """A workspace that was open once, and when."""

    path: str
    opened: str  # ISO moment

    @property
    def at(self) -> datetime:
        from datetime import datetime

        return datetime.fromisoformat(self.opened)


class Profile:
    """Reads and keeps preferences; a folder that cannot be written keeps them for this run only."""

    def __init__(self, folder: Path | None = None) -> None:
        file = (folder or paths.profile_folder()) / FILE
        self.home = file.parent
        self._kept = _settings(file)
        self._kept.allKeys()  # only now the file is parsed, and its status known
        self.damaged = self._kept.status() is QSettings.Status.FormatError
        if self.damaged:
            with suppress(OSError):  # where it cannot be put aside its values count as little as ever
                file.replace(file.with_suffix(".damaged.ini"))
            self._kept = _settings(file)

    def value(self, key: str) -> Any:
        """A preference in its type; the default when it was never set or does not fit."""
        from cxdesk.domain.errors import CXDeskError
        from cxdesk.domain.settings import setting

        wanted = setting(key)
        kept = self._kept.value(f"preferences/{key}")
        if kept is None:
            return wanted.default
        try:
            return wanted.accept(kept)
        except (CXDeskError, KeyError, AttributeError):
            return wanted.default

    def set(self, key: str, value: Any) -> None:
        """Keep a preference; BadQuestion when it does not fit."""
        from cxdesk.domain.settings import Scope, setting

        wanted = setting(key)
        if wanted.scope is not Scope.PROFILE:
            raise ValueError(f"{key} belongs to the workspace")
        self._kept.setValue(f"preferences/{key}", wanted.accept(value))

    # Recent workspaces

    def recent(self) -> list[Recent]:
        """Newest first; entries that do not read are left out."""
        found = []
        for entry in self._json("recent", []):
            try:
                one = Recent(str(entry["path"]), str(entry["opened"]))
                found.append((one.at, one))
            except (KeyError, TypeError, ValueError):
                continue
        return [one for _at, one in found[:RECENT_KEPT]]

    def remember(self, path: Path, now: datetime) -> None:
        """`path` was opened `now`."""
        others = [one for one in self.recent() if one.path != str(path)]
        self._keep_recent([Recent(str(path), now.isoformat(timespec="seconds")), *others])

    def forget(self, path: str) -> None:
        self._keep_recent([one for one in self.recent() if one.path != path])

    def _keep_recent(self, entries: list[Recent]) -> None:
        self._kept.setValue("recent", json.dumps([one._asdict() for one in entries[:RECENT_KEPT]]))

    # Folders and windows

    @property
    def folder(self) -> str:
        """The folder last looked into for files."""
        kept = self._kept.value("folder", "")
        return kept if isinstance(kept, str) else ""

    @folder.setter
    def folder(self, place: str) -> None:
        self._kept.setValue("folder", place)

    @property
    def session(self) -> str:
        """The workspace that is open; after a crash the one that was. Empty when none is."""
        kept = self._kept.value("session", "")
        return kept if isinstance(kept, str) else ""

    @session.setter
    def session(self, path: str) -> None:
        self._kept.setValue("session", path)
        self._kept.sync()  # a crash leaves no time for it

    def layout(self, name: str) -> QByteArray | None:
        """A kept arrangement of docks; None when there is none or it was altered."""
        kept = self._kept.value(f"layout/{name}")
        if not isinstance(kept, str):
            return None
        check, _colon, text = kept.partition(":")
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None
        return QByteArray(raw) if check == f"{zlib.crc32(raw):08x}" else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        raw = bytes(state.data())
        self._kept.setValue(f"layout/{name}", f"{zlib.crc32(raw):08x}:{base64.b64encode(raw).decode()}")

    def drop_layout(self, name: str) -> None:
        self._kept.remove(f"layout/{name}")

    def place(self) -> tuple[QRect, bool] | None:
        """Where the window stood and whether it filled the screen."""
        kept = self._json("window", None)
        try:
            x, y, width, height = (int(n) for n in kept["rect"])
            return QRect(x, y, width, height), bool(kept["maximised"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return None

    def keep_place(self, rect: QRect, maximised: bool) -> None:
        box = [rect.x(), rect.y(), rect.width(), rect.height()]
        self._kept.setValue("window", json.dumps({"rect": box, "maximised": maximised}))

    def sync(self) -> bool:
        """Write what changed; False when the disk refused."""
        self._kept.sync()
        return self._kept.status() is QSettings.Status.NoError

    def _json(self, key: str, default: Any) -> Any:
        kept = self._kept.value(key)
        if not isinstance(kept, str):
            return default
        try:
            return json.loads(kept)
        except (ValueError, RecursionError):
            return default


def _settings(file: Path) -> QSettings:
    return QSettings(str(file), QSettings.Format.IniFormat)
