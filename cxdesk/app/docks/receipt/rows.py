"""The rows behind one step of a receipt: file, sheet, line and every value, however many rows there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.charts import export
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.docks.deciding import open_customer
from cxdesk.app.jobs import URGENT
from cxdesk.app.models.paged import PAGE, PagedModel
from cxdesk.app.models.waiting import Waiting
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.query import Query, Selection
from cxdesk.system.i18n import _, ngettext

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.explaining import RowsBehind
    from cxdesk.workspace.workspace import Workspace

ROWS, PAGES, WHOSE = "receipt rows", "receipt pages", "receipt row of whom"
WIDEST = 260  # pixels at 100 % that a column takes at first


class RowsPage(QWidget):
    """`left` when the person goes back; `listed` once the first rows are shown."""

    left = Signal()
    listed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.found: RowsBehind | None = None
        self.query: tuple[Query, Selection] | None = None  # whose rows are listed
        self.back, self.title, self.note = QPushButton(), ElidedLabel(bold=True), ElidedLabel("", "small", "text2")
        self.model, self.table = PagedModel(self), QTableView()
        self.error = ErrorStrip(self)
        self._waiting = Waiting(self.model, self)
        self._build()
        self._waiting.asked.connect(self._fetch_pages)
        self.back.clicked.connect(self.left)
        self.table.doubleClicked.connect(lambda index: self.open_customer(index.row()))
        theme.watcher().changed.connect(self._fit)
        self.retranslate()

    def _build(self) -> None:
        now, delegate = theme.current(), RowDelegate(self.table)
        icons.put(self.back, "chevron-left", "accent", 14)
        self.back.setProperty("link", True)
        head = QHBoxLayout()
        head.setContentsMargins(now.px(8), now.px(6), now.px(12), now.px(6))
        head.setSpacing(now.px(10))
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        self.table.setModel(self.model)
        self.table.setItemDelegate(delegate)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setHighlightSections(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.error)
        whole.addWidget(self.table, 1)
        self._fit()

    def retranslate(self) -> None:
        self.back.setText(_("Back to the receipt"))
        self.table.setAccessibleName(_("Rows behind the number"))

    def ask(self, title: str, query: Query, selection: Selection, names: Sequence[str]) -> None:
        """List the rows behind parts and exclusions of a number."""
        self.title.set_text(title)
        self.note.set_text("")
        self.found, self.query = None, (query, selection)
        self.error.clear()
        self._waiting.clear()
        self.model.show_rows((), 0)
        self.table.setFocus()
        self.desk.question(
            ROWS,
            lambda workspace, _progress: workspace.rows_behind(query, selection, names),
            self._show,
            self._failed,
            priority=URGENT,
        )

    def _show(self, found: RowsBehind) -> None:
        self.found = found
        rows = ngettext("{n} row", "{n} rows", found.count)
        if found.made is not None:
            rows = _("{rows} as imported, behind {n} that were counted", rows=rows, n=found.made)
        self.note.set_text(rows)
        self.model.show_rows(found.headings, found.count)
        if found.count:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self._waiting.want(0)
        else:
            self.listed.emit()

    def _fetch_pages(self, pages: list[int]) -> None:
        found = self.found
        if found is None:
            return

        def work(workspace: Workspace, progress: Progress) -> dict[int, list[tuple[str, ...]]]:
            made = {}
            for page in pages:
                progress.check()
                made[page] = workspace.rows_page(found, page * PAGE, (page + 1) * PAGE)
            return made

        def put(fetched: dict[int, list[tuple[str, ...]]]) -> None:
            first = not self.model.fetched
            self._waiting.put(fetched)
            if first:
                self._size_columns()
                self.listed.emit()

        self.desk.question(PAGES, work, put, self._failed, priority=URGENT)

    def _failed(self, error: CXDeskError) -> None:
        self._waiting.clear()
        self.error.show_error(error)

    def _size_columns(self) -> None:
        """As wide as the texts of the first page and the heading, within reason."""
        head, now = self.table.horizontalHeader(), theme.current()
        for column in range(self.model.columnCount()):
            wanted = max(self.table.sizeHintForColumn(column), head.sectionSizeHint(column))
            head.resizeSection(column, min(wanted, now.px(WIDEST)))

    def open_customer(self, place: int) -> None:
        """Show the page of the customer whom the row in that place names."""
        found = self.found
        if found is None or not 0 <= place < found.count:
            return

        def show(customer: str) -> None:
            if customer:
                open_customer(self.desk, customer)
            else:
                self.note.set_text(_("This row names no customer."))

        whose = partial(_whose, found=found, place=place)
        self.desk.question(WHOSE, whose, show, self._failed, priority=URGENT)

    def copy(self) -> None:
        """The rows that were looked at, with their headings."""
        table = [list(self.model.head), *self.model.fetched]
        QGuiApplication.clipboard().setMimeData(export.clipboard_data(table))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_customer(self.table.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(RowDelegate().row_height())


def _whose(workspace: Workspace, _progress: Progress, found: RowsBehind, place: int) -> str:
    return workspace.customer_behind(found, place)
