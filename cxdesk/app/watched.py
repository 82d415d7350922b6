"""Which folder is watched for which workspace, and which of its files were seen; kept in the profile's folder.

A path is of this computer, so it is not kept in the workspace, which travels.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

logger = logging.getLogger("cxdesk.app.watched")

FILE = "watched.json"
Stamp = tuple[int, int]  # size and time of the last change in nanoseconds


class Watched(NamedTuple):
    """A folder and the files of it that were offered already."""

    folder: str
    seen: dict[str, Stamp]


class WatchedFolders:
    """Read once, written at every change; a file that does not read counts as none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._all = _read(self._file)

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
            self._all[str(workspace)] = Watched(known.folder, dict(stamps))
            self._write()

    def _write(self) -> None:
        draft = self._file.with_suffix(".new")
        try:
            draft.write_text(json.dumps({path: one._asdict() for path, one in self._all.items()}), encoding="utf-8")
            draft.replace(self._file)
        except OSError:  # then it holds for this run only
            logger.warning("the watched folders cannot be kept")


def _read(file: Path) -> dict[str, Watched]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {str(path): _watched(one) for path, one in kept.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _watched(one: Mapping[str, Any]) -> Watched:
    return Watched(str(one["folder"]), {str(name): (int(size), int(at)) for name, (size, at) in one["seen"].items()})
