"""One open workspace: its file, its settings, its imports and the questions put to it.

What app and command line hold in hand. Every write returns `Changes`.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cxdesk.domain import settings
from cxdesk.domain.changes import FOLLOW_UPS, Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.periods import Calendar, Preset, preset_period
from cxdesk.domain.plain import to_plain
from cxdesk.domain.query import Query
from cxdesk.store import saved, snapshot
from cxdesk.store.completing import keep_lacking
from cxdesk.store.database import Database
from cxdesk.workspace.caring import Caring
from cxdesk.workspace.choosing import Choosing
from cxdesk.workspace.customers import CustomerIds, Customers
from cxdesk.workspace.deciding import Decisions, HeldAgainst, Restated
from cxdesk.workspace.erasing import Erasing
from cxdesk.workspace.explaining import Explaining
from cxdesk.workspace.following import FollowUps
from cxdesk.workspace.hiding import Hiding
from cxdesk.workspace.imports import TYPED, BatchInfo, Imports, UndoReport
from cxdesk.workspace.people import People
from cxdesk.workspace.questions import CommentIds, Questions
from cxdesk.workspace.remembering import Remembered
from cxdesk.workspace.screens import Screens
from cxdesk.workspace.theming import Themes
from cxdesk.workspace.typed.keeping import TypedIn

__all__ = ["BatchInfo", "CommentIds", "CustomerIds", "Info", "UndoReport", "Workspace", "catalogue", "local_zone"]

SUFFIX = ".cxdesk"
SEALED_WHILE_CLOSING = 20_000  # rows of an import; larger ones are sealed at leisure, nobody waits for them here


@dataclass(frozen=True)
class Info:
    """What the start page and the status bar say about a workspace."""

    path: Path
    rows: int
    files: int
    last_import: datetime | None
    zone: str
    read_only: bool
    min_show: int = 5  # answers from which a number is shown
    why_read_only: str = ""  # a sentence
    calendar: Calendar = Calendar()  # noqa: RUF009 - frozen; how weeks and years begin here
    newest: str = ""  # the file of the newest import that counts; empty for what was typed in


class Workspace(
    Hiding, Questions, Imports, Remembered, TypedIn, Decisions, HeldAgainst, Restated, Explaining, Choosing, People,
    Themes, Customers, FollowUps, Screens, Caring, Erasing,
):  # fmt: skip
    """An open workspace; use it as a context manager, or close it."""

    @staticmethod
    def create(path: Path) -> Workspace:
        """A new, empty workspace whose days begin where this computer is. CXDeskError when the file exists."""
        made = Workspace(Database.create(path))
        made.set_setting("zone", local_zone())
        return made

    @staticmethod
    def open(path: Path, read_only: bool = False) -> Workspace:
        """The workspace in `path`; see Database.open for what may be refused. Columns that an update of the program or
        a write let go are kept again first.
        """
        opened = Workspace(Database.open(path, read_only))
        with suppress(CXDeskError):  # a full disk: they are made out of the rows whenever somebody asks
            keep_lacking(opened.database)
        return opened

    @staticmethod
    def at(path: Path) -> Workspace:
        """The workspace in `path`, made if there is none."""
        return Workspace.open(path) if path.exists() else Workspace.create(path)

    def close(self) -> None:
        """Keep the cards for the next start, then leave one single file."""
        self._remember()
        with suppress(CXDeskError):  # a full disk: they are made the next time
            self.database.seal(most=SEALED_WHILE_CLOSING)
        self.database.close()

    def _remember(self) -> None:
        board = self.shown
        if board is None or self.read_only:
            return
        if self.database.changes_since(board.state).touched - {FOLLOW_UPS}:
            return  # the cards are older than what they stand for
        info = self.info()
        known = {"rows": info.rows, "last_import": info.last_import.isoformat() if info.last_import else None}
        self.keep("board", {"cards": to_plain(board.cards), "info": known})

    def keep(self, key: str, value: Any) -> None:
        """Keep something that the next start shows first; a file that cannot be written keeps what it had."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(CXDeskError), self.database.write("snapshot") as transaction:
            transaction.leave_lists()
            snapshot.write(transaction.connection, key, value, self.state, at)

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
        return str(self.setting("zone")) or "UTC"

    def info(self) -> Info:
        """Counts for the status bar and the start page."""
        live = [batch for batch in self.imports() if batch.state == "live"]
        last = max((batch.at for batch in live), default=None)
        moment = datetime.fromisoformat(last) if last else None
        files = len({batch.file for batch in live if batch.type != TYPED})
        rows = sum(int(batch.rows.get(name, 0)) for batch in live for name in ("new", "updated"))
        least, why = int(self.setting("min_show")), self.database.why_read_only
        calendar = Calendar(int(self.setting("week_start")), int(self.setting("fiscal_start")))
        newest = live[0].file if live else ""
        return Info(self.path, rows, files, moment, self.zone, self.read_only, least, why, calendar, newest)

    def opening_query(self) -> Query:
        """What is shown when the workspace opens: the balanced set over the period that its settings name, or after a
        crash what was on screen then.
        """
        kept = self.kept_session() if self.database.after_crash else None
        if kept is not None:
            return kept
        from cxdesk.analysis.inquiry import Inquiry

        inquiry = Inquiry(Query(), self.frame())
        preset = Preset(self.setting("opening_period"))
        named = preset_period(preset, inquiry.as_of, inquiry.calendar) if inquiry.as_of else None
        return Query(range=named)

    # Settings

    def setting(self, key: str) -> Any:
        """A workspace setting's value, or its default."""
        settings.setting(key)
        return saved.settings(self.database)[key]

    def set_setting(self, key: str, value: Any) -> Changes:
        """Change a workspace setting; BadQuestion when the value does not fit."""
        changes = saved.set_setting(self.database, key, value)
        return self.follow_rules(changes) if key == settings.SAME_EMAIL else changes


def catalogue() -> list[dict[str, Any]]:
    """Every metric that CXDesk knows."""
    from cxdesk.analysis.listing import catalogue_json

    return catalogue_json(None)


def local_zone() -> str:
    """This computer's IANA zone, or UTC when it does not say."""
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
