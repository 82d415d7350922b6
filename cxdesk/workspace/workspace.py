"""One open workspace: its settings, its imports, and the questions put to it. What app and command line hold in hand.

Every write returns `Changes`. Readers may ask from another thread than the writer: each has its own connection, and the
Frame that answers questions is built once per store state and then never changes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cxdesk.domain import settings
from cxdesk.domain.changes import SETTINGS, Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Calendar
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, CommentRow, Receipt
from cxdesk.store.database import Database
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    import numpy as np

    from cxdesk.frame.frame import Frame
    from cxdesk.workspace.importing import Prepared, RowCounts

SUFFIX = ".cxdesk"


@dataclass(frozen=True)
class Info:
    """What the start page and the status bar say about a workspace."""

    path: Path
    rows: int
    files: int
    counts: Mapping[str, int]
    last_import: datetime | None
    zone: str
    read_only: bool


@dataclass(frozen=True)
class BatchInfo:
    """One import as it is listed. `state`: live or undone; `search`: ready or pending."""

    id: int
    at: str
    type: str
    file: str
    sheet: str | None
    kind: str
    rows: dict[str, Any]
    state: str
    search: str

    @property
    def title(self) -> str:
        return f"{self.file} · {self.sheet}" if self.sheet else self.file

    def to_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class UndoReport:
    batch: int
    removed: int
    restored: int
    content_hash: str


@dataclass(frozen=True)
class CommentIds:
    """The comments behind a question: row ids in reading order, and how many there are per band before the band filter."""

    ids: np.ndarray
    bands: Mapping[str, int] = field(default_factory=dict)
    rows_behind: int = 0
    highlight: tuple[str, ...] = ()
