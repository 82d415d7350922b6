"""One import as the person lives it: look, answer, see the counts, say yes. Knows nothing of files; paints nothing.

The child does the work; this holds where it stands. Every answer re-derives the mapping at once and starts a new dry
run; only the newest dry run counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cxdesk.app.desk import Desk
from cxdesk.domain.errors import CXDeskError
from cxdesk.intake import doubts
from cxdesk.intake.inspection import Inspection, TableView
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


@dataclass(frozen=True)
class Item:
    """One table of one file, or a file that could not be opened (`view` None)."""

    inspection: Inspection
    view: TableView | None
    index: int = 0
    wanted: bool = True

    @property
    def title(self) -> str:
        sheet = self.view.sheet if self.view else None
        return f"{self.inspection.file} · {sheet}" if sheet else self.inspection.file


class ImportSession(QObject):
    """`changed` after every step; `finished` with the reports when the rows are in the workspace."""

    changed = Signal()
    finished = Signal(object)  # list[ImportReport]
    progressed = Signal(float, float, str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.step = Step.LOOKING
        self.items: list[Item] = []
        self.error: CXDeskError | None = None
        self.prepared: Prepared | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self._count)
        desk.jobs.progressed.connect(self._pass_on)

    # What the person does

    def start(self, files: Sequence[Path]) -> None:
        """Look at the files."""
        self._go(Step.LOOKING)

        def work(workspace: Workspace, progress: Progress) -> list[Inspection]:
            return inspect_files(files, progress, workspace.remembered_mappings())

        self.desk.question(INSPECTING, work, self._seen, self._failed)

    def answer(self, item: int, doubt: str, choice: str) -> None:
        """Answer one doubt of one table."""
        view = self._view(item)
        self._replace(item, doubts.answer(view, doubt, choice))

    def set_use(self, item: int, column: int, use: str) -> None:
        """Change what a column is used for."""
        self._replace(item, doubts.set_use(self._view(item), column, use))

    def want(self, item: int, wanted: bool) -> None:
        """Leave a table out, or take it in again."""
        self.items[item] = replace(self.items[item], wanted=wanted)
        self._reconsider()

    def confirm(self) -> None:
        """Write what the dry run counted."""
        prepared, self.prepared = self.prepared, None
        if prepared is None or self.step is not Step.READY:
            return
        self._go(Step.WRITING)
        self.desk.write(
            COMMITTING, lambda workspace, progress: commit(workspace, prepared, progress), self._written, self._failed
        )

    def cancel(self) -> None:
        """Stop whatever runs; the workspace is as it was."""
        self._settle.stop()
        for key in (INSPECTING, PREPARING, COMMITTING):
            self.desk.jobs.cancel(key)
        self._drop()

    # What the window shows

    @property
    def open_doubts(self) -> int:
        """How many questions still wait for the person."""
        return sum(len(item.view.open_doubts) for item in self._wanted() if item.view)

    @property
    def rows(self) -> RowCounts | None:
        """The dry run's counts over all tables; None while there are none."""
        return self.prepared.rows if self.prepared else None

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Cells and rows that could not be used, of all tables, in order."""
        return [problem for table in (self.prepared.tables if self.prepared else ()) for problem in table.problems]

    # What arrives

    def _seen(self, found: list[Inspection]) -> None:
        self.items = []
        for inspection in found:
            if inspection.error:
                self.items.append(Item(inspection, None, wanted=False))
            for at, view in enumerate(inspection.tables):
                self.items.append(Item(inspection, view, at, wanted=not view.hidden))
        self._reconsider()

    def _reconsider(self) -> None:
        self._drop()
        self.desk.jobs.cancel(PREPARING)
        if not self._wanted() or self.open_doubts:
            self._settle.stop()
            self._go(Step.ASKING)
            return
        self._go(Step.COUNTING)
        self._settle.start()

    def _count(self) -> None:
        choices = [TableChoice(item.inspection, item.view, item.index) for item in self._wanted() if item.view]
        self.desk.question(
            PREPARING, lambda workspace, progress: prepare(workspace, choices, progress), self._counted, self._failed
        )

    def _counted(self, prepared: Prepared) -> None:
        self._drop()
        self.prepared = prepared
        self._go(Step.READY)

    def _written(self, reports: list[ImportReport]) -> None:
        self._go(Step.DONE)
        self.finished.emit(reports)

    def _failed(self, error: CXDeskError) -> None:
        self.error = error
        self._go(Step.FAILED)

    def _pass_on(self, key: str, done: float, of: float, label: str) -> None:
        if key in (INSPECTING, PREPARING, COMMITTING):
            self.progressed.emit(done, of, label)

    def _view(self, item: int) -> TableView:
        view = self.items[item].view
        if view is None:
            raise ValueError(f"item {item} has no table")
        return view

    def _replace(self, item: int, view: TableView) -> None:
        self.items[item] = replace(self.items[item], view=view)
        self.error = None
        self._reconsider()

    def _wanted(self) -> list[Item]:
        return [item for item in self.items if item.wanted and item.view is not None]

    def _go(self, step: Step) -> None:
        self.step = step
        self.changed.emit()

    def _drop(self) -> None:
        """Forget the dry run and what it left on the disk."""
        if self.prepared is not None:
            discard(self.prepared)
            self.prepared = None
