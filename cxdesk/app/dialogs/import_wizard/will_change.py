"""What will change: every new, updated, unchanged, rejected and blank row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.framing import AIR, fitting
from cxdesk.app.dialogs.import_wizard.account import called
from cxdesk.app.dialogs.import_wizard.change_pages import PAGE, ChangePages
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.jobs import URGENT
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import N_, _, number
from cxdesk.system.progress import Progress
from cxdesk.workspace import differing
from cxdesk.workspace.differing import BLANK, CELLS, NEW, REJECTED, REPLACED, UNCHANGED, UPDATED, SourceRow
from cxdesk.workspace.importing import Prepared

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(1000, 600)
ASKING = "import.changes"
SORTS = (NEW, UPDATED, UNCHANGED, REPLACED, REJECTED, BLANK, CELLS)
RARE = (REPLACED, CELLS)  # chips that are there only where there is something
TONES = {NEW: "accent", UPDATED: "warn", REPLACED: "warn", REJECTED: "bad", CELLS: "bad"}
NOTES = {
    NEW: N_("These rows are added."),
    UPDATED: N_("These rows stand in the workspace and get other values: what stands there now, and what will."),
    UNCHANGED: N_("These rows stand in the workspace and say the same. Nothing happens to them."),
    REPLACED: N_("These rows of earlier reports count no more, or for fewer days: this report tells their days anew."),
    REJECTED: N_("These rows are not taken. They are kept as they are, to be corrected and imported again."),
    BLANK: N_("Nothing stands in these rows. They are counted, and that is all."),
    CELLS: N_("These rows are taken without the cells that could not be read."),
}


class ChangesLink(QPushButton):
    """Opens the list of what will change; there while a dry run has counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What will change"), parent)
        self.setProperty("link", True)
        self.setAutoDefault(False)
        self.setShortcut("Ctrl+D")
        self.shown: ChangesDialog | None = None
        self._desk: Desk | None = None
        self._prepared: Prepared | None = None
        self.clicked.connect(self._open)
        self.hide()

    def show_plan(self, desk: Desk, prepared: Prepared | None) -> None:
        """The dry run that can be looked at; none while rows are counted."""
        self._desk, self._prepared = desk, prepared
        self.setVisible(prepared is not None and prepared.rows.read > 0)

    def _open(self) -> None:
        if self._desk is not None and self._prepared is not None:
            self.shown = ChangesDialog(self._desk, self._prepared, self.window())
            self.shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.shown.open()


class ChangesDialog(QDialog):
    """Chips with the counts; the rows of the chosen sort below, a page at a time, read on another thread."""

    arrived = Signal()

    def __init__(self, desk: Desk, prepared: Prepared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._prepared = desk, prepared
        self.setWindowTitle(_("What will change"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.chips = {sort: Chip(self._said(sort), checkable=True) for sort in SORTS}
        self.note = plain_label("", "small", "text2", wrap=True)
        self.busy = BusyBar(self)
        self.model = ChangePages(self)
        self.table = TextTable(self.model, stretch=2)
        self.empty = EmptyState("check")
        self.error = ErrorStrip(self)
        self.stack = QStackedWidget()
        self.close_button = QPushButton(_("Close"))
        self._build()
        self._connect()
        self.resize(fitting(SIZE, parent))
        first = next((sort for sort in (UPDATED, NEW, REJECTED, UNCHANGED, BLANK) if self.count(sort)), NEW)
        self.show_sort(first)
        self.chips[first].setFocus()

    def count(self, sort: str) -> int:
        """How many rows of a sort there are."""
        if sort == BLANK:
            return self._prepared.rows.blank
        return sum(differing.count(table, sort) for table in self._prepared.tables)

    def show_sort(self, sort: str) -> None:
        """Turn to the rows of a sort."""
        for name, chip in self.chips.items():
            chip.set_checked(name == sort)
        self._desk.jobs.cancel(ASKING)
        self.error.clear()
        total = sum(differing.count(table, sort) for table in self._prepared.tables)
        self.table.set_stretch(self._widest(sort))
        self.model.begin(sort, total, len(self._prepared.tables) > 1)
        self.note.setText(_(NOTES[sort]))
        self.stack.setCurrentIndex(0 if total else 1)
        self.empty.show_text(_("No such rows"), _("The dry run found none of them."))
        if total:
            self.model.fetchMore(self.table.rootIndex())

    def _widest(self, sort: str) -> int:
        """The column that takes the room that is left."""
        own = {UPDATED: 5, NEW: 2, REJECTED: 1, CELLS: 2, BLANK: 0, UNCHANGED: 1, REPLACED: 2}[sort]
        return own + (len(self._prepared.tables) > 1)

    def _said(self, sort: str) -> ChipText:
        n = self.count(sort)
        return ChipText(called(sort, n), lead=number(n), tone=TONES.get(sort, "text") if n else "text3")

    def _build(self) -> None:
        now = theme.current()
        row_box, row = QWidget(), FlowLayout(None, 8)
        row_box.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for sort, chip in self.chips.items():
            row.addWidget(chip)
            chip.setVisible(sort not in RARE or self.count(sort) > 0)
        self.table.setProperty("box", "panel")
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(now.px(step) for step in (AIR, 18, AIR, 14)))
        column.setSpacing(now.px(10))
        for part in (row_box, self.note, self.busy):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.error)
        column.addLayout(foot)

    def _connect(self) -> None:
        for sort, chip in self.chips.items():
            chip.clicked.connect(lambda sort=sort: self.show_sort(sort))
        self.model.wanted.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self.error.acted.connect(lambda: self.show_sort(self.model.of_sort))
        self.finished.connect(lambda _result: self._desk.jobs.cancel(ASKING))

    def _ask(self, start: int) -> None:
        prepared, sort = self._prepared, self.model.of_sort

        def work(workspace: Workspace, _progress: Progress) -> list[SourceRow]:
            return differing.page(workspace, prepared, sort, start, PAGE)

        self.busy.start()
        self._desk.question(ASKING, work, self._arrived, self._failed, priority=URGENT)

    def _arrived(self, rows: list[SourceRow]) -> None:
        self.busy.stop()
        first = not self.model.loaded
        self.model.add(rows)
        if first:
            self.table.set_stretch(self._widest(self.model.of_sort))
        self.arrived.emit()

    def _failed(self, error: CXDeskError) -> None:
        self.busy.stop()
        self.error.show_error(error, _("Try again"))
