"""Which folder is watched for which workspace, and which of its files were seen; kept in the profile's folder.

A path is of this computer, so it is not kept in the workspace, which travels. Files are kept by a mark of their names:
an export may be called after a customer, and who is erased from a workspace must not stand here.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

logger = logging.getLogger("cxdesk.app.watched")

FILE = "watched.json"
_MARK = "#"
Stamp = tuple[int, int]  # size and time of the last change in nanoseconds


def mark(name: str) -> str:
    """What is kept of a file's name; the same however its accents are written."""
    plain = unicodedata.normalize("NFC", name)
    return _MARK + blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


class Watched(NamedTuple):
    """A folder and the files of it that were offered already, by the marks of their names."""

    folder: str
    seen: dict[str, Stamp]


class WatchedFolders:
    """Read once, written at every change; a file that does not read counts as none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._all = _read(self._file)
        if self._all and self._text() != _text_of(self._file):
            self._write()  # without the names that an earlier version kept

    def of(self, workspace: Path) -> Watched | None:
        """What is watched for a workspace."""
        return self._all.get(str(workspace))

    def watch(self, workspace: Path, folder: Path | None) -> None:
        """Another folder, of which nothing was seen yet; or none."""
        self._all.pop(str(workspace), None)
        if folder is not None:
            self._all[str(workspace)] = Watched(str(folder), {})
        self._write()

    def keep_seen(self, workspace: Path, stamps: Mapping[str, Stamp]) -> None:
        """These files were offered, as they are."""
        known = self.of(workspace)
        if known is not None:
            self._all[str(workspace)] = Watched(known.folder, {mark(name): stamp for name, stamp in stamps.items()})
            self._write()

    def _text(self) -> str:
        return json.dumps({path: one._asdict() for path, one in self._all.items()})

    def _write(self) -> None:
        draft = self._file.with_suffix(".new")
        try:
            draft.write_text(self._text(), encoding="utf-8")
            draft.replace(self._file)
        except OSError:  # then it holds for this run only
            logger.warning("the watched folders cannot be kept")


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _read(file: Path) -> dict[str, Watched]:
    try:
        kept = json.loads(_text_of(file))
        return {str(path): _watched(one) for path, one in kept.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _watched(one: Mapping[str, Any]) -> Watched:
    seen = {str(name): (int(size), int(at)) for name, (size, at) in one["seen"].items()}
    return Watched(str(one["folder"]), {_as_mark(name): stamp for name, stamp in seen.items()})


def _as_mark(name: str) -> str:
    """An earlier version kept the names themselves."""
    return name if name.startswith(_MARK) else mark(name)
