"""One import as the person lives it: look, answer, see the counts, say yes. Knows nothing of files; paints nothing.

The child does the work; this holds where it stands. Every answer re-derives the mapping at once and starts a new dry
run; only the newest dry run counts. Rows are counted while questions are open, too, but nothing can be written then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.kept import Kept
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake import doubts
from cxdesk.intake.inspection import Decisions, Inspection, TableView
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.importing import (
    ImportReport,
    Prepared,
    RowCounts,
    TableChoice,
    commit,
    discard,
    inspect_files,
    prepare,
)

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

INSPECTING, PREPARING, COMMITTING = "import.inspect", "import.prepare", "import.commit"
SETTLE = 250  # milliseconds without another answer before a dry run starts


class Step(StrEnum):
    LOOKING = "looking"  # the child reads the files
    ASKING = "asking"  # a question is open, or no table is chosen
    COUNTING = "counting"  # the dry run
    READY = "ready"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"  # given up; the workspace is as it was


@dataclass(frozen=True)
class Item:
    """One table of one file, or a file that could not be opened (`view` None). `seen` is the view before any answer."""

    inspection: Inspection
    view: TableView | None
    index: int = 0
    wanted: bool = True
    seen: TableView | None = None

    @property
    def title(self) -> str:
        sheet = self.view.sheet if self.view else None
        return f"{self.inspection.file} · {sheet}" if sheet else self.inspection.file

    @property
    def open_doubts(self) -> int:
        return len(self.view.open_doubts) if self.wanted and self.view is not None else 0

    @property
    def remembered(self) -> bool:
        """Whether a table with these headings was imported before."""
        return self.seen is not None and bool(self.seen.decisions.kind)


class Tables:
    """The tables of the files, each as the person left it. Every change leads to `_reconsider`."""

    items: list[Item]
    error: CXDeskError | None

    def answer(self, item: int, doubt: str, choice: str) -> None:
        """Answer one doubt of one table."""
        self._replace(item, doubts.answer(self._view(item), doubt, choice))

    def set_use(self, item: int, column: int, use: str) -> None:
        """Change what a column is used for."""
        self._replace(item, doubts.set_use(self._view(item), column, use))

    def read_as(self, item: int, kind: str) -> None:
        """Start over by hand: the rows are of that kind, whatever the file seemed to be."""
        view = self._view(item)
        plain = replace(view, format_title=None, basis=replace(view.basis, format=None))
        self._replace(item, doubts.view_of(plain, Decisions(kind=kind)))

    def want(self, item: int, wanted: bool) -> None:
        """Leave a table out, or take it in again."""
        self.items[item] = replace(self.items[item], wanted=wanted)
        self._reconsider()

    @property
    def open_doubts(self) -> int:
        """How many questions still wait for the person."""
        return sum(item.open_doubts for item in self.items)

    def _view(self, item: int) -> TableView:
        view = self.items[item].view
        if view is None:
            raise CXDeskError(_("This file has no table that could be read."), file=self.items[item].inspection.file)
        return view

    def _replace(self, item: int, view: TableView) -> None:
        self.items[item] = replace(self.items[item], view=view)
        self.error = None
        self._reconsider()

    def _wanted(self) -> list[Item]:
        return [item for item in self.items if item.wanted and item.view is not None]

    def _reconsider(self) -> None:
        raise NotImplementedError


class ImportSession(QObject, Tables):
    """`changed` after every step; `finished` with the reports when the rows are in the workspace."""

    changed = Signal()
    finished = Signal(object)  # list[ImportReport]
    progressed = Signal(float, float, str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.step = Step.LOOKING
        self.items = []
        self.error = None
        self.prepared: Prepared | None = None
        self.stopping = False  # asked to stop while rows are written
        self._kept = Kept()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._count)
        desk.jobs.progressed.connect(self._pass_on)
        desk.jobs.ended.connect(self._ended)
        desk.workspace_changed.connect(self._perhaps_orphaned)

    # What the person does

    def start(self, files: Sequence[Path]) -> None:
        """Look at the files."""
        self._go(Step.LOOKING)

        def work(workspace: Workspace, progress: Progress) -> list[Inspection]:
            return inspect_files(files, progress, workspace.remembered_mappings())

        self.desk.question(INSPECTING, work, self._seen, self._failed)

    def retry(self) -> None:
        """Once more after a failure."""
        self.error = None
        self._reconsider()

    def confirm(self) -> None:
        """Write what the dry run counted."""
        prepared = self.prepared
        if prepared is None or not self.kept_rows or self.step is not Step.READY:
            return
        self._kept.hand_on(prepared)
        self._go(Step.WRITING)
        self.desk.write(
            COMMITTING, lambda workspace, progress: commit(workspace, prepared, progress), self._written, self._failed
        )
        self.desk.jobs.write("import.tidy", lambda _progress: discard(prepared))

    def cancel(self) -> None:
        """Stop whatever runs; the workspace is as it was. While rows are written, GONE comes when that has stopped."""
        self._settle.stop()
        if self.step is Step.WRITING:
            self.stopping = True
            self.desk.jobs.cancel(COMMITTING)
            return
        for key in (INSPECTING, PREPARING):
            self.desk.jobs.cancel(key)
        self.prepared = None
        self._kept.close()
        self._go(Step.GONE)

    # What the window shows

    @property
    def rows(self) -> RowCounts | None:
        """The dry run's counts over all tables; None while there are none."""
        return self.prepared.rows if self.prepared else None

    @property
    def kept_rows(self) -> int:
        """How many rows the import would add or change."""
        rows = self.rows
        return rows.new + rows.updated if rows else 0

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Cells and rows that could not be used, of all tables, in order; `table` says of which."""
        tables = self.prepared.tables if self.prepared else []
        named = [(_title(table.choice), problem) for table in tables for problem in table.problems]
        return [{"table": title, **problem} for title, problem in named]

    @property
    def adjusted(self) -> Counter[str]:
        """How many cells of all tables were taken with a change or a remark, by what it was."""
        tables = self.prepared.tables if self.prepared else []
        return sum((Counter(table.adjusted) for table in tables), Counter())

    # What arrives

    def _seen(self, found: list[Inspection]) -> None:
        self.items = []
        for inspection in found:
            if inspection.error:
                self.items.append(Item(inspection, None, wanted=False))
            for at, view in enumerate(inspection.tables):
                self.items.append(Item(inspection, view, at, wanted=not view.hidden, seen=view))
        self._reconsider()

    def _reconsider(self) -> None:
        self.prepared = None
        self.desk.jobs.cancel(PREPARING)
        self._kept.drop()
        if not self._wanted():
            self._settle.stop()
            self._go(Step.ASKING)
            return
        self._go(Step.COUNTING)
        self._settle.start()

    def _count(self) -> None:
        choices = [TableChoice(item.inspection, item.view, item.index) for item in self._wanted() if item.view]
        kept = self._kept
        self.desk.question(
            PREPARING,
            lambda workspace, progress: kept.keep(prepare(workspace, choices, progress)),
            self._counted,
            self._not_counted,
        )

    def _counted(self, prepared: Prepared) -> None:
        self._kept.drop(but=prepared)
        self.prepared = prepared
        self._go(Step.ASKING if self.open_doubts else Step.READY)

    def _not_counted(self, error: CXDeskError) -> None:
        """With a question open the counts can wait; without one the person must know."""
        if self.open_doubts:
            self._go(Step.ASKING)
        else:
            self._failed(error)

    def _written(self, reports: list[ImportReport]) -> None:
        self._go(Step.DONE)
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
            self._kept.close()
            self._go(Step.GONE)

    def _perhaps_orphaned(self) -> None:
        """The workspace was put away under the import."""
        if self.desk.workspace is None and self.step not in (Step.DONE, Step.GONE):
            self.cancel()

    def _pass_on(self, key: str, done: float, of: float, label: str) -> None:
        if key in (INSPECTING, PREPARING, COMMITTING):
            self.progressed.emit(done, of, label)

    def _go(self, step: Step) -> None:
        self.step = step
        self.changed.emit()


def _title(choice: TableChoice) -> str:
    sheet = choice.view.sheet
    return f"{choice.inspection.file} · {sheet}" if sheet else choice.inspection.file
