"""The desk: the open workspace, the question, the answer, and the way back through earlier questions.

Every dock knows the desk and no other dock. A click changes the Query; a job makes a Board of it; everyone is told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxdesk.app import hiding, steps
from cxdesk.app.history import History
from cxdesk.app.jobs import NORMAL, Jobs
from cxdesk.app.taking_back import Back, Decided
from cxdesk.domain.changes import FOLLOW_UPS, Changes
from cxdesk.domain.errors import CXDeskError, NotFound
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, Card
from cxdesk.domain.settings import setting
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Info, Workspace

BOARD = "board"
OPENING = "opening"
INDEXING = "indexing"  # makes the comments of a large import searchable, at leisure


class Desk(QObject):
    """Holds workspace, Query and Board. Slots of `board_changed` get a Board that answers the present Query."""

    workspace_changed = Signal()  # opened, closed, or its info is newer
    query_changed = Signal(object)  # Query
    board_changed = Signal(object)  # Board
    changed = Signal(object)  # Changes, after a write
    failed = Signal(object)  # CXDeskError
    wanted = Signal(str)  # a panel offers one of the window's actions, by id
    told = Signal(str)  # what was just done, in a few words
    read_wanted = Signal(str)  # the comments behind the number in focus, in this order
    customer_chosen = Signal(str)  # reference of the customer to be shown

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.workspace: Workspace | None = None
        self.info: Info | None = None
        self.query = Query()
        self.board: Board | None = None
        self.brushed: Period | None = None
        self.customer = ""  # reference of the customer who is looked at
        self.kept: Callable[[], dict[str, Any]] | None = None  # what is to be seen first the next time
        self.history = History()
        self.decided = Decided(self)
        self._asking = threading.Lock()  # held while a question runs: no workspace is closed under it
        jobs.failed.connect(self.failed)

    # The workspace

    def open(
        self,
        path: Path,
        then: Callable[[], None] | None = None,
        failed: Callable[[CXDeskError], None] | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the workspace at `path`, or make it if there is none, in place of the one that is open."""

        def work(_progress: Progress) -> Workspace:
            from cxdesk.workspace.workspace import Workspace

            return Workspace.open(path, read_only=True) if read_only else Workspace.at(path)

        self.load(work, then, failed)

    def load(
        self,
        work: Callable[[Progress], Workspace],
        then: Callable[[], None] | None = None,
        failed: Callable[[CXDeskError], None] | None = None,
    ) -> None:
        """Put what `work` opens or makes on the desk; the present workspace stays until then."""

        def opened(progress: Progress) -> tuple[Workspace, Info, Query]:
            workspace = work(progress)
            try:
                return workspace, workspace.info(), workspace.opening_query()
            except Exception as error:
                workspace.close()
                raise workspace.understood(error) from error

        def arrived(found: tuple[Workspace, Info, Query]) -> None:
            self.close()
            self.workspace, self.info, self.query = found
            self.workspace.hide_personal = hiding.on()
            self.history.add(self.query)
            self.query_changed.emit(self.query)
            self.workspace_changed.emit()
            self.refresh()
            self._index()
            if then is not None:
                then()

        self.jobs.write(OPENING, opened, arrived, failed)

    def close(self) -> None:
        """Put the workspace away; its file is closed by the thread that writes."""
        for key in (BOARD, INDEXING):
            self.jobs.cancel(key)
        leaving, self.workspace, self.info, self.board = self.workspace, None, None, None
        self.query, self.brushed, self.customer = Query(), None, ""
        self.history.clear()
        self.decided.clear()
        kept, self.kept = self.kept, None
        if leaving is not None:
            self.jobs.write("closing", lambda _progress: self._put_away(leaving, kept))
            self.workspace_changed.emit()

    def _put_away(self, workspace: Workspace, kept: Callable[[], dict[str, Any]] | None) -> None:
        with self._asking:
            put_away(workspace, kept)

    @property
    def state(self) -> int:
        return self.workspace.state if self.workspace is not None else 0

    @property
    def least(self) -> int:
        """Answers from which a number is shown: what the question says, else the workspace's setting."""
        if self.query.min_show is not None:
            return self.query.min_show
        return self.info.min_show if self.info is not None else int(setting("min_show").default)

    # Questions

    def ask(self, query: Query) -> None:
        """The person asks something else; the old answer stays on screen until the new one is there."""
        if query != self.query:
            self.history.add(query)
            self._turn_to(query)

    def brush(self, period: Period | None) -> None:
        """A stretch of the trend becomes the period of everything."""
        self.brushed = period
        self.ask(steps.period(self.query, period))

    def back(self) -> None:
        self._turn_to(self.history.back())

    def forward(self) -> None:
        self._turn_to(self.history.forward())

    def climb(self) -> None:
        """One level up (Esc)."""
        self.ask(steps.climb(self.query, self.brushed))

    def refresh(self) -> None:
        """Ask the present question again, because the data are newer."""
        if self.workspace is None:
            return
        query = self.query
        self.question(BOARD, lambda workspace, progress: workspace.board(query, progress), self._show)

    @property
    def focus(self) -> Selection | None:
        """The number that trend, breakdown and comments speak of: the one clicked, else the one the board chose."""
        if self.query.selection is not None:
            return self.query.selection
        chosen = self.board.trend if self.board else None
        return Selection(chosen.metric, chosen.measure) if chosen else None

    @property
    def card(self) -> Card | None:
        """The card of the number in focus."""
        focus, board = self.focus, self.board
        if focus is None or board is None:
            return None
        same = [card for card in board.cards if card.metric == focus.metric]
        return next((card for card in same if card.measure == focus.measure), next(iter(same), None))

    def question(
        self,
        key: str,
        work: Callable[[Workspace, Progress], Any],
        then: Callable[[Any], None],
        failed: Callable[[CXDeskError], None] | None = None,
        priority: int = NORMAL,
    ) -> None:
        """Ask the open workspace something off the main thread; the answer of a workspace put away is dropped."""
        asked = self.workspace
        if asked is None:
            return

        def arrived(answer: Any) -> None:
            if self.workspace is asked:
                then(answer)

        def run(progress: Progress) -> Any:
            with self._asking:
                try:
                    return work(asked, progress)
                except Exception as error:
                    raise asked.understood(error) from error

        self.jobs.ask(key, run, arrived, failed, priority=priority)

    # Writes

    def write(
        self,
        key: str,
        work: Callable[[Workspace, Progress], tuple[Any, Changes]],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[CXDeskError], None] | None = None,
    ) -> None:
        """Change the open workspace; when it is done everyone hears what was touched, and the board is made anew."""
        open_now = self.workspace
        if open_now is None:
            return

        def arrived(done: tuple[Any, Changes, Info]) -> None:
            result, changes, info = done
            if self.workspace is open_now:
                self.news(changes, info)
            if then is not None:
                then(result)

        def run(progress: Progress) -> tuple[Any, Changes, Info]:
            result, changes = work(open_now, progress)
            return result, changes, open_now.info()

        self.jobs.cancel(INDEXING)  # the person does not wait for it; it goes on afterwards
        self.jobs.write(key, run, arrived, failed)

    def undo(self, batch: int) -> None:
        """Take an import back."""
        self.write("undo", lambda workspace, progress: workspace.undo(batch, progress))

    def undo_step(self) -> None:
        """Take back what was last decided by hand; where there is nothing of the kind, the newest import."""
        name = self.decided.to_undo(self.state)
        back = self.decided.last(self.state)
        if back is None or name is None:
            self.undo_last()
            return

        def done(state: int) -> None:
            self.decided.undone(state)
            self.told.emit(_("Taken back: {step}", step=name.say()))

        _go(self, "undo", back, done)

    def redo_step(self) -> None:
        """Do again what was taken back last, as long as nothing else was written since."""
        name = self.decided.to_redo(self.state)
        again = self.decided.next(self.state)
        if again is None or name is None:
            return

        def done(state: int) -> None:
            self.decided.redone(state)
            self.told.emit(_("Done again: {step}", step=name.say()))

        _go(self, "redo", again, done)

    def undo_last(self) -> None:
        """Take back the newest import that still counts."""

        def work(workspace: Workspace, progress: Progress) -> tuple[Any, Changes]:
            live = [batch for batch in workspace.imports() if batch.state == "live"]
            if not live:
                raise NotFound(_("There is no import to take back."))
            _report, changes = workspace.undo(live[0].id, progress)
            return live[0].file, changes

        self.write("undo", work, lambda file: self.told.emit(_taken_back(file)))

    def news(self, changes: Changes, info: Info) -> None:
        """The workspace was written to: tell everyone and ask again."""
        self.info = info
        self.workspace_changed.emit()
        self.changed.emit(changes)
        if changes.touched != {FOLLOW_UPS} or self.jobs.busy(BOARD):  # no number is about what becomes of comments
            self.refresh()
        self._index()

    def _index(self) -> None:
        """Go on with making comments searchable; may be stopped at any moment."""
        open_now = self.workspace
        if open_now is not None and not open_now.read_only:
            self.jobs.write(INDEXING, open_now.index_comments)

    # What arrives

    def _turn_to(self, query: Query | None) -> None:
        if query is None:
            return
        self.query = query
        self.query_changed.emit(query)
        self.refresh()

    def _show(self, board: Board) -> None:
        if board.query != self.query or board.state < self.state:
            return
        self.board = board
        self.board_changed.emit(board)


def put_away(workspace: Workspace, kept: Callable[[], dict[str, Any]] | None) -> None:
    """Close a workspace; what it is to show first the next time is kept in it, if that can be."""
    try:
        if kept is not None and not workspace.read_only:
            workspace.keep("glimpse", kept())
    finally:
        workspace.close()


def _go(desk: Desk, key: str, way: Back, done: Callable[[int], None]) -> None:
    """Write a step back or again; `done` with the state that it led to."""

    def work(workspace: Workspace, _progress: Progress) -> tuple[int, Changes]:
        changes = way(workspace)
        return changes.state, changes

    desk.write(key, work, done)


def _taken_back(file: str) -> str:
    """`file` is empty for what was typed in."""
    return _("Import of {file} taken back", file=file) if file else _("Last import taken back")
