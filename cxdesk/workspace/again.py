"""Files that were imported before, told by what is in them, whatever they are called now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cxdesk.store import batches

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Before:
    """The newest import of the very same file that still counts. `at` with its offset from UTC."""

    batch: int
    file: str
    at: datetime


def imported_before(workspace: Workspace, sha256s: Iterable[str]) -> dict[str, Before]:
    """By the sha256 of a file, its newest import that was not taken back."""
    wanted = set(sha256s) - {""}
    found: dict[str, Before] = {}
    if not wanted:
        return found
    for row in batches.listing(workspace.database):  # newest first
        if row.state == "live" and row.sha256 in wanted and row.sha256 not in found:
            found[row.sha256] = Before(row.id, row.file, datetime.fromisoformat(row.at))
    return found
