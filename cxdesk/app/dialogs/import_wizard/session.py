"""One import as the person lives it: look, answer, see the counts, say yes. Knows nothing of files; paints nothing.

Other threads and the child do the work; this holds where it stands. Every answer derives the mapping anew and starts
a new dry run of the tables that it concerns. Rows are counted while questions are open, too, but nothing can be
written then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard import items, looking
from cxdesk.app.dialogs.import_wizard.dry_runs import DryRuns
from cxdesk.app.dialogs.import_wizard.items import Edit, Item
from cxdesk.app.dialogs.import_wizard.looking import Found
from cxdesk.app.dialogs.import_wizard.pace import Pace
from cxdesk.app.dialogs.import_wizard.standing import Standing
from cxdesk.app.jobs import URGENT
from cxdesk.domain.errors import CXDeskError
from cxdesk.workspace.accounts import Account, account_of
from cxdesk.workspace.importing import ImportReport, Prepared, TableChoice, commit, discard

INSPECTING, ANSWERING, PREPARING, COMMITTING = "import.inspect", "import.answer", "import.prepare", "import.commit"
SETTLE = 250  # milliseconds without another answer before a dry run starts


class Step(StrEnum):
    LOOKING = "looking"  # the child reads the files
    MANY = "many"  # so many files that the person is asked which are meant
    ASKING = "asking"  # a question is open, or no table is chosen
    COUNTING = "counting"  # an answer is applied, or the dry run
    READY = "ready"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"  # given up; the workspace is as it was


OVER = (Step.WRITING, Step.DONE, Step.GONE)


class Answers(Standing):
    """What the person says about tables, each an edit of the items that another thread makes."""

    together = True  # an answer counts for all tables with the same headings
    _edit: Callable[[Edit], None]

    def answer(self, item: int, doubt: str, choice: str) -> None:
        """Answer one doubt of one table."""
        self._edit(items.answered(item, doubt, choice, self.together))

    def set_use(self, item: int, column: int, use: str) -> None:
        """Change what a column is used for."""
        self._edit(items.used(item, column, use, self.together))

    def read_as(self, item: int, kind: str) -> None:
        """Start over by hand: the rows are of that kind, whatever the file seemed to be."""
        self._edit(items.read_as(item, kind, self.together))

    def want(self, item: int, wanted: bool) -> None:
        """Leave a table out, or take it in again."""
        self._edit(items.wanted(item, wanted))

    @property
    def open_doubts(self) -> int:
        """How many questions still wait for the person."""
        return items.questions(self.items, self.together)

    def _wanted(self) -> list[TableChoice]:
        chosen = [item for item in self.items if item.wanted]
        return [TableChoice(item.inspection, item.view, item.index) for item in chosen if item.view is not None]


class ImportSession(QObject, Answers):
    """`changed` after every step; `finished` with the reports when the rows are in the workspace."""

    changed = Signal()
    finished = Signal(object)  # list[ImportReport]
    progressed = Signal(float, str)  # the share that is done, 0 while unknown, and words

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.step = Step.LOOKING
        self.items = []
        self.offered: tuple[Path, ...] = ()  # in MANY: the files found
        self.error: CXDeskError | None = None
        self.prepared: Prepared | None = None
        self.counted: Account | None = None
        self.stopping = False  # asked to stop while rows are written
        self.touched = False  # the person answered something
        self._named: list[Path] = []
        self._edits: list[Edit] = []
        self._runs = DryRuns()
        self._pace = Pace()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._count)
        self.destroyed.connect(self._runs.close)  # however the window ends, nothing stays on the disk
        desk.jobs.progressed.connect(self._pass_on)
        desk.jobs.ended.connect(self._ended)
        desk.workspace_changed.connect(self._perhaps_orphaned)

    # What the person does

    def start(self, files: Sequence[Path], agreed: bool = False) -> None:
        """Look at the files, besides those that are here already; `agreed`: however many there are."""
        if self.step in OVER:
            return
        self._named = list(dict.fromkeys([*self._named, *files]))
        named, known = tuple(self._named), frozenset(Path(item.inspection.path) for item in self.items)
        self._rest()
        self._begin(Step.LOOKING)
        self.desk.question(
            INSPECTING,
            lambda workspace, progress: looking.look(workspace, named, known, agreed, progress),
            self._seen,
            self._failed,
        )

    def choose_files(self, newest_only: bool) -> None:
        """All of the many files, or only those that changed last."""
        chosen = looking.newest(self.offered) if newest_only else list(self.offered)
        self._named, self.offered = [], ()
        self.start(chosen, agreed=True)

    def retry(self) -> None:
        """Once more after a failure."""
        self.error = None
        if self.items:
            self._reconsider()
        else:
            self.start(())

    def confirm(self) -> None:
        """Write what the dry run counted."""
        prepared = self.prepared
        if prepared is None or not self.kept_rows or self.step is not Step.READY:
            return
        self._runs.hand_on(prepared)
        self._begin(Step.WRITING)
        self.desk.write(
            COMMITTING, lambda workspace, progress: commit(workspace, prepared, progress), self._written, self._failed
        )
        self.desk.jobs.write("import.tidy", lambda _progress: discard(prepared))

    def cancel(self) -> None:
        """Stop whatever runs; the workspace is as it was. While rows are written, GONE comes when that has stopped."""
        if self.step is Step.WRITING:
            self.stopping = True
            self.desk.jobs.cancel(COMMITTING)
            return
        if self.step in OVER:
            return
        self._rest()
        self._runs.close()
        self._go(Step.GONE)

    # What arrives

    def _seen(self, found: Found) -> None:
        if found.too_many:
            self.offered = found.paths
            self._go(Step.MANY)
            return
        self.items = [*self.items, *looking.items_of(found, self.items)]
        self._reconsider()

    def _edit(self, edit: Edit) -> None:
        """Applied on another thread to what the items are then; the next answer need not wait for it."""
        if self.step in (*OVER, Step.LOOKING):
            return
        self._edits.append(edit)
        self.touched, self.error = True, None
        self._rest()
        self._begin(Step.COUNTING)
        there, edits = self.items, tuple(self._edits)
        self.desk.jobs.ask(
            ANSWERING, lambda _progress: _applied(there, edits), self._edited, self._not_edited, priority=URGENT
        )

    def _edited(self, made: list[Item]) -> None:
        self._edits, self.items = [], made
        self._reconsider()

    def _not_edited(self, error: CXDeskError) -> None:
        self._edits = []
        self._failed(error)

    def _rest(self) -> None:
        """Whatever is under way is no longer wanted."""
        self._settle.stop()
        self.prepared = None
        for key in (INSPECTING, ANSWERING, PREPARING):
            self.desk.jobs.cancel(key)

    def _reconsider(self) -> None:
        self._rest()
        chosen = self._wanted()
        self._runs.keep_only(chosen)
        if not chosen:
            self._go(Step.ASKING)
            return
        self._begin(Step.COUNTING)
        self._settle.start()

    def _count(self) -> None:
        choices, runs = self._wanted(), self._runs
        self.desk.question(
            PREPARING,
            lambda workspace, progress: _with_account(runs.count(workspace, choices, progress)),
            self._counted,
            self._not_counted,
        )

    def _counted(self, counted: tuple[Prepared, Account]) -> None:
        self.prepared, self.counted = counted
        self._go(Step.ASKING if self.open_doubts else Step.READY)

    def _not_counted(self, error: CXDeskError) -> None:
        """With a question open the counts can wait; without one the person must know."""
        if self.open_doubts:
            self._go(Step.ASKING)
        else:
            self._failed(error)

    def _written(self, reports: list[ImportReport]) -> None:
        self._go(Step.DONE)
        self._runs.close()
        self.finished.emit(reports)

    def _failed(self, error: CXDeskError) -> None:
        self.error, self.prepared, self.stopping = error, None, False
        self._go(Step.FAILED)

    def _ended(self, key: str) -> None:
        if key == COMMITTING and self.step is Step.WRITING:
            QTimer.singleShot(0, self, self._perhaps_gone)

    def _perhaps_gone(self) -> None:
        """A write that ended without result and without error was stopped by the person."""
        if self.step is Step.WRITING:
            self.prepared = None
            self._runs.close()
            self._go(Step.GONE)

    def _perhaps_orphaned(self) -> None:
        """The workspace was put away under the import."""
        if self.desk.workspace is None and self.step not in (Step.DONE, Step.GONE):
            self.cancel()

    def _pass_on(self, key: str, done: float, of: float, label: str) -> None:
        if key in (INSPECTING, PREPARING):
            self._pace.hear(done, of, label)
        elif key == COMMITTING:
            self._pace.heard_rows(done, of)
        else:
            return
        self.progressed.emit(self._pace.share, self._pace.words())

    def _begin(self, step: Step) -> None:
        self._pace = Pace()
        self._go(step)

    def _go(self, step: Step) -> None:
        self.step = step
        self.changed.emit()


def _with_account(prepared: Prepared) -> tuple[Prepared, Account]:
    return prepared, account_of(prepared.tables)


def _applied(there: Sequence[Item], edits: Sequence[Edit]) -> list[Item]:
    made = list(there)
    for edit in edits:
        made = edit(made)
    return made
