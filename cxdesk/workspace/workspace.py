"""One open workspace: its settings, its imports, and the questions put to it. What app and command line hold in hand.

Every write returns `Changes`. Readers may ask from another thread than the writer: each has its own connection, and the
Frame that answers questions is built once per store state and then never changes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cxdesk.domain import settings
from cxdesk.domain.changes import Changes
from cxdesk.domain.filters import Condition
from cxdesk.domain.periods import Calendar
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, CommentRow, Receipt
from cxdesk.store import batches, comments, saved, snapshot
from cxdesk.store.database import Database
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    import numpy as np

    from cxdesk.frame.frame import Frame
    from cxdesk.store.staging import Staged

SUFFIX = ".cxdesk"
_BATCH = ("id", "at", "type", "file", "sheet", "kind", "rows", "state", "search")


@dataclass(frozen=True)
class Info:
    """What the start page and the status bar say about a workspace."""

    path: Path
    rows: int
    files: int
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
    """The comments behind a question: row ids in reading order; `bands` counts them before the band filter."""

    ids: np.ndarray
    bands: Mapping[str, int] = field(default_factory=dict)
    rows_behind: int = 0
    highlight: tuple[str, ...] = ()


class Workspace:
    """An open workspace; use it as a context manager, or close it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._frame: Frame | None = None
        self._building = threading.Lock()

    @staticmethod
    def create(path: Path) -> Workspace:
        """A new, empty workspace. CXDeskError when the file exists."""
        return Workspace(Database.create(path))

    @staticmethod
    def open(path: Path, read_only: bool = False) -> Workspace:
        """The workspace in `path`; see Database.open for what may be refused."""
        return Workspace(Database.open(path, read_only))

    @staticmethod
    def at(path: Path) -> Workspace:
        """The workspace in `path`, made if there is none."""
        return Workspace.open(path) if path.exists() else Workspace.create(path)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self.database.path

    @property
    def state(self) -> int:
        """Moves on with every write that changed something."""
        return self.database.state

    @property
    def read_only(self) -> bool:
        return self.database.read_only

    @property
    def zone(self) -> str:
        """IANA name of the zone in which days begin."""
        return str(self.setting("zone")) or local_zone()

    def info(self) -> Info:
        """Counts for the status bar and the start page."""
        live = [batch for batch in self.imports() if batch.state == "live"]
        last = max((batch.at for batch in live), default=None)
        moment = datetime.fromisoformat(last) if last else None
        files = len({batch.file for batch in live})
        rows = sum(int(batch.rows.get(name, 0)) for batch in live for name in ("new", "updated"))
        return Info(self.path, rows, files, moment, self.zone, self.read_only)

    # Settings

    def setting(self, key: str) -> Any:
        """A workspace setting's value, or its default."""
        settings.setting(key)
        return saved.settings(self.database)[key]

    def set_setting(self, key: str, value: Any) -> Changes:
        """Change a workspace setting; BadQuestion when the value does not fit."""
        return saved.set_setting(self.database, key, value)

    # Imports

    def imports(self) -> list[BatchInfo]:
        """Every import, newest first, undone ones too."""
        return [BatchInfo(**{name: getattr(row, name) for name in _BATCH}) for row in batches.listing(self.database)]

    def undo(self, batch: int, progress: Progress | None = None) -> tuple[UndoReport, Changes]:
        """Take an import back. NotFound when there is no such live import."""
        done = batches.undo(self.database, batch, progress)
        return UndoReport(batch, done.removed, done.restored, done.content_hash), done.changes

    def content_hash(self) -> str:
        """One word for everything the workspace holds, whatever the order in which it came."""
        return batches.content_hash(self.database)

    def rejects(self, batch: int) -> list[dict[str, Any]]:
        """The cells and rows of an import that could not be used, in the order of the file."""
        return batches.rejects(self.database, batch)

    def remembered_mappings(self) -> dict[str, Any]:
        """How tables with known headings were read the last time, by fingerprint."""
        return saved.mappings(self.database)

    def remember_mapping(self, fingerprint: str, mapping: dict[str, Any]) -> None:
        """Read the next table with these headings the same way."""
        saved.remember_mapping(self.database, fingerprint, mapping)

    def plan(self, staged: Staged, progress: Progress) -> batches.ImportCounts:
        """What merging a staged table would do."""
        return batches.plan(self.database, staged, progress)

    def merge(
        self, tables: Sequence[tuple[Staged, batches.ImportInfo]], progress: Progress
    ) -> tuple[list[batches.ImportCounts], Changes]:
        """Write staged tables, each as one import, in one transaction."""
        return batches.merge_all(self.database, tables, progress)

    def index_comments(self, progress: Progress | None = None) -> None:
        """Make the comments of a large import searchable; may be stopped and resumed."""
        comments.index_waiting(self.database, progress)

    def search_progress(self) -> tuple[int, int]:
        """(rows searchable, rows in all)."""
        return comments.search_progress(self.database)

    # Questions

    def frame(self) -> Frame:
        """The columns that metrics read, for the present state; built once and shared."""
        from cxdesk.frame.frame import Frame
        from cxdesk.store.frames import FrameLoader

        with self._building:
            if self._frame is None or self._frame.state != self.state:
                self._frame = Frame.of(self.state, FrameLoader(self.database))
            return self._frame

    def board(self, query: Query, progress: Progress | None = None) -> Board:
        """Everything the screens show for `query`."""
        from cxdesk.analysis.board import make_board

        board = make_board(query, self.frame(), progress or Progress())
        if not self.read_only and query == Query():
            self._remember(board)
        return board

    def metrics(self, query: Query, by_grain: bool = False, measure: str | None = None) -> list[dict[str, Any]]:
        """The command line's `metrics` objects, one per metric and measure group."""
        from cxdesk.analysis.listing import metrics_json

        return metrics_json(query, self.frame(), by_grain, measure)

    def rows(self, query: Query, selection: Selection, limit: int | None = None) -> dict[str, Any]:
        """The rows behind a number, with their source lines and cells; `count` is of all of them."""
        from cxdesk.analysis.drilldown import drill

        found = drill(query, selection, self.frame())
        shown = found.row_ids if limit is None else found.row_ids[:limit]
        rows = rows_of(self.database, found.kind, shown.tolist())
        group = {"period": found.period.to_json() if found.period else None, "segment": selection.segment}
        head = {"metric": selection.metric, "measure": found.measure, "group": group, "part": selection.part}
        return {**head, "count": len(found.row_ids), "rows": rows}

    def receipt(self, query: Query, selection: Selection) -> Receipt:
        """Where a number comes from; its parts and exclusions add up to the rows imported."""
        from cxdesk.analysis.receipt import make_receipt

        return make_receipt(query, selection, self.frame())

    def comment_ids(self, query: Query, search: str = "", bands: tuple[str, ...] = ()) -> CommentIds:
        """The comments behind the query's selection, newest first, narrowed to `search` and to score bands."""
        from cxdesk.workspace.exploring import comment_ids

        return comment_ids(self, query, search, bands)

    def comment_rows(self, ids: np.ndarray) -> list[CommentRow]:
        """The comments with these row ids, in the same order."""
        return comments.rows(self.database, [int(row) for row in ids])

    def attributes(self, kind: str = "answer") -> tuple[str, ...]:
        """What the rows of a kind can be split and filtered by."""
        from cxdesk.domain.kinds import Source

        return self.frame().rows(Source(kind)).attributes()

    def values(self, attribute: str, kind: str = "answer", most: int = 200) -> list[tuple[str | None, int]]:
        """The values of an attribute with their row counts, most frequent first; None stands for rows without one."""
        from cxdesk.workspace.exploring import values

        return values(self, attribute, kind, most)

    def catalogue(self) -> list[dict[str, Any]]:
        """Every metric, and whether the data of this workspace allow it."""
        from cxdesk.analysis.listing import catalogue_json

        return catalogue_json(self.frame())

    def check_condition(self, condition: Condition, kind: str = "answer") -> bool:
        """Whether rows of a kind can be asked this at all."""
        return condition.field in self.attributes(kind)

    @property
    def calendar(self) -> Calendar:
        return Calendar(int(self.setting("week_start")), int(self.setting("fiscal_start")))

    def _remember(self, board: Board) -> None:
        """Keep the cards for the next start; a file that is busy just keeps the older ones."""
        from cxdesk.domain.plain import to_plain

        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self.database.write("snapshot") as transaction:
            snapshot.write(transaction.connection, "board", {"cards": to_plain(board.cards)}, board.state, at)


def catalogue() -> list[dict[str, Any]]:
    """Every metric that CXDesk knows."""
    from cxdesk.analysis.listing import catalogue_json

    return catalogue_json(None)


def local_zone() -> str:
    """This computer's IANA zone, or UTC when it does not say."""
    import os
    import time

    named = os.environ.get("TZ", "")
    if "/" in named:
        return named.lstrip(":")
    link = Path("/etc/localtime")
    if link.is_symlink():
        parts = str(link.resolve()).split("zoneinfo/")
        if len(parts) == 2:
            return parts[1]
    return "UTC" if time.timezone == 0 else _windows_zone()


def _windows_zone() -> str:
    from babel.dates import LOCALTZ

    return str(getattr(LOCALTZ, "key", None) or getattr(LOCALTZ, "zone", None) or "UTC")
