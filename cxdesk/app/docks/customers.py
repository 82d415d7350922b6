"""The customers: a list sorted by what they are worth and how they stand, and a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cxdesk.analysis.customers.telling import amount
from cxdesk.app import icons, theme
from cxdesk.app.charts.export import clipboard_data
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.desk import Desk
from cxdesk.app.docks.customer_view import CustomerView
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.models.customers import COLUMNS, PAGE, CustomersModel
from cxdesk.app.models.waiting import Waiting
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.lacking_line import LackingLine
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.search_field import SearchField
from cxdesk.domain.changes import FOLLOW_UPS, THEMES, Changes
from cxdesk.domain.customers import COLUMN_TITLES, Sort
from cxdesk.domain.results import Board
from cxdesk.system.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cxdesk.domain.customers import CustomerLine
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import CustomerIds, Workspace

LISTING, LINES, PAGE_KEY = "customers", "customer lines", "customer page"
SEARCH_PAUSE = 200
WIDTHS = {Sort.NAME: 150, Sort.PLAN: 84, Sort.VALUE: 92, Sort.RISK: 84, Sort.AT_RISK: 92, Sort.LAST_CONTACT: 96}
OTHERS = 64  # pixels of the other columns
WIDEST = 900  # pixels over which a customer's page is spread at most
SEARCH = 260  # pixels that the search has at least where something stands beside it
# Columns that give way first where there is little width.
LEAVING = (Sort.PLAN, Sort.VALUE, Sort.CSAT, Sort.LAST_CONTACT, Sort.AT_RISK, Sort.HEALTH, Sort.NPS, Sort.RISK)


class CustomersPanel(Panel):
    """The list, or the page of one customer over it; Esc or the button at the top leads back."""

    waits_for = (LISTING, PAGE_KEY)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: CustomerIds | None = None
        self._stale = True
        self.search, self.count = SearchField(), plain_label(role="caption", tone="text3")
        self.model, self.table = CustomersModel(self), QTableView()
        self.empty, self.page = EmptyState("people"), CustomerView(desk, PAGE_KEY, whole=True)
        self.back, self.lacking = QPushButton(), LackingLine()
        self._waiting = Waiting(self.model, self)
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.retranslate()
        if desk.customer:
            self.open(desk.customer)

    def _build(self) -> None:
        now = theme.current()
        self.rows = RowDelegate(self.table)
        self.table.setModel(self.model)
        self.table.setItemDelegate(self.rows)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        top.setSpacing(now.px(8))
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.lacking)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.whole = QStackedWidget()
        self.whole.addWidget(listing)
        self.whole.addWidget(self._one())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.whole)

    def _one(self) -> QWidget:
        self.back.setProperty("link", True)
        icons.put(self.back, "back", "accent", 14)
        self.page.set_link(False)
        one = QWidget()
        self._page_column = column = QVBoxLayout(one)
        column.setSpacing(0)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.page, 1)
        return one

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.ask)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self._waiting.asked.connect(self._fetch)
        self.table.horizontalHeader().sectionClicked.connect(self.model.turn)
        self.model.sorted.connect(lambda _column, _descending: self.ask())
        self.table.clicked.connect(lambda index: self._open_row(index.row()))
        self.table.activated.connect(lambda index: self._open_row(index.row()))
        self.back.clicked.connect(self.leave)
        self.lacking.button.clicked.connect(lambda: self.desk.wanted.emit("type_costs"))
        self.empty.acted.connect(self._end_emptiness)
        self.desk.customer_chosen.connect(self.open)
        for watched in (self.table, self.page.events, self.back):
            watched.installEventFilter(self)
        theme.watcher().changed.connect(self._fit)

    def tools(self) -> tuple[Tool, ...]:
        return (Tool("copy", N_("Copy as table"), self.copy),)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc on the page leads back to the list; Enter on a row opens it on every system."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        leaves = event.key() == Qt.Key.Key_Escape and self.whole.currentIndex() == 1
        if leaves and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            self.leave()
            return True
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.table
        if opens and event.type() is QEvent.Type.KeyPress:
            self._open_row(self.table.currentIndex().row())
            return True
        return super().eventFilter(watched, event)

    # Asking

    def show_board(self, board: Board) -> None:
        """Another question: the list follows; a page stays."""
        self._stale = True
        self._perhaps()

    def on_changed(self, changes: Changes) -> None:
        if not changes.touched <= {FOLLOW_UPS, THEMES}:
            self.page.renew()

    def forget(self) -> None:
        self._found, self._stale = None, True
        self._waiting.clear()
        self.model.show_size(0, None)
        self.whole.setCurrentIndex(0)
        self.page.show_customer("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._perhaps()

    def _perhaps(self) -> None:
        """Nothing is asked for a list that nobody sees."""
        if self._stale and self.isVisible():
            self.ask()

    def ask(self) -> None:
        """Who is to be listed, in which order."""
        self._pause.stop()
        self._stale = False
        query, search, (sort, descending) = self.desk.query, self.search.text(), self.model.by

        def work(workspace: Workspace, _progress: Progress) -> CustomerIds:
            return workspace.customer_ids(query, search, sort, descending)

        self.desk.question(LISTING, work, self._show)

    def _fetch(self, pages: list[int]) -> None:
        found = self._found
        if found is None:
            return

        def work(workspace: Workspace, progress: Progress) -> dict[int, list[CustomerLine]]:
            made = {}
            for page in pages:
                progress.check()
                made[page] = workspace.customer_lines(found, page * PAGE, (page + 1) * PAGE)
            return made

        def put(fetched: dict[int, list[CustomerLine]]) -> None:
            if found is self._found:
                self._waiting.put(fetched)

        self.desk.question(LINES, work, put)

    # Showing

    def _show(self, found: CustomerIds) -> None:
        self._found = found
        self._waiting.clear()
        self.model.show_size(len(found.codes), found.currency)
        self.stack.setCurrentWidget(self.table if len(found.codes) else self.empty)
        if len(found.codes):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._say()

    def _say(self) -> None:
        found = self._found
        if found is None:
            return
        self.lacking.show_said(found.lacking.say() if found.lacking is not None else "")
        parts = [ngettext("{n} customer", "{n} customers", len(found.codes))]
        if found.at_risk:
            parts.append(_("{amount} of MRR at risk", amount=amount(found.at_risk, found.currency)))
        self.count.setText(" · ".join(parts))
        self._fit()
        note = _("behind the click") if found.behind else ""
        if found.unasked:
            note = _("not filtered by {fields}", fields=", ".join(one.field for one in found.unasked))
        if self.whole.currentIndex() == 0:
            self.noted.emit(note)
        searched = self.search.text().strip()
        if searched:
            self.empty.show_text(
                _("Nobody found"), _("No customer here is called “{words}”.", words=searched), _("Clear the search")
            )
        elif found.everybody:
            self.empty.show_text(_("No customers in this selection"), "", _("Clear the filters"))
        else:
            self.empty.show_text(_("No customers yet"), _("No imported row names a customer."), _("Import…"))

    def _end_emptiness(self) -> None:
        if self.search.text().strip():
            self.search.clear()
        elif self._found is not None and self._found.everybody:
            self.desk.ask(self.desk.query.with_(filters=(), selection=None))
        else:
            self.desk.wanted.emit("import")

    def _open_row(self, row: int) -> None:
        line = self.model.customer(row)
        if line is not None:
            self.open(line.customer)

    def open(self, reference: str) -> None:
        """Show one customer's page."""
        self.desk.customer = reference
        self.whole.setCurrentIndex(1)
        self.page.show_customer(reference)
        self.noted.emit("")
        self.page.events.setFocus()

    def leave(self) -> None:
        """Back to the list."""
        self.desk.customer = ""
        self.whole.setCurrentIndex(0)
        self._say()
        self._perhaps()
        self.table.setFocus()

    def seek(self) -> None:
        self.leave()
        self.search.setFocus()

    def copy(self) -> None:
        """The lines that were looked at, as a table for spreadsheet programs."""
        head = [_(COLUMN_TITLES[column]) for column in COLUMNS]
        lines = (self.model.customer(row) for row in range(min(self.model.rowCount(), PAGE)))
        rows = [[self.model.text(line, column) for column in COLUMNS] for line in lines if line is not None]
        QGuiApplication.clipboard().setMimeData(clipboard_data([head, *rows]))

    # Sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        self.rows.compact = compact
        self._fit()

    def _fit(self) -> None:
        """As many columns as there is width for; the name takes what is left."""
        now, head = theme.current(), self.table.horizontalHeader()
        side = max((self.width() - now.px(WIDEST)) // 2, 0)
        self._page_column.setContentsMargins(side, now.px(6), side, 0)
        self.table.verticalHeader().setDefaultSectionSize(self.rows.row_height())
        beside = self.width() >= now.px(SEARCH) + self.count.sizeHint().width()
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        widths = {column: now.px(WIDTHS.get(column, OTHERS)) for column in COLUMNS}
        shown = set(COLUMNS) - (self._found.blank if self._found is not None else frozenset())
        for column in LEAVING:
            if sum(widths[one] for one in shown) <= self.width():
                break
            shown.discard(column)
        for at, column in enumerate(COLUMNS):
            self.table.setColumnHidden(at, column not in shown)
            if column == Sort.NAME:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                head.resizeSection(at, max(widths[column], head.sectionSizeHint(at)))

    def retranslate(self) -> None:
        self.search.set_name(_("Search customers"))
        self.table.setAccessibleName(_("Customers"))
        self.back.setText(_("All customers"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.page.retranslate()
        if self.page.page is not None:
            self.page.renew()
        self._say()
