"""Saved views: a list to choose from, to rename and to take away; and a name for what is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from cxdesk.app import icons, views
from cxdesk.app.dates import short
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.filters.chips import condition
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.kept import LONGEST, View
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(620, 440)
KNOWN = "views.known"


class ViewsDialog(AskingDialog):
    """`listed` when the list is as the workspace has it."""

    listed = Signal()

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(desk, window)
        self._window = window
        self.views: tuple[View, ...] = ()
        self.setWindowTitle(_("Saved views"))
        self.texts = TextsModel(self)
        self.list = TextTable(self.texts, stretch=1)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.shown, self.empty = QStackedWidget(), EmptyState("eye")
        self.name, self.error = QLineEdit(), ErrorStrip(self)
        self.save, self.rename, self.drop, self.close_button, self.open_button = (
            QPushButton(text) for text in (_("Save this view"), _("Rename"), _("Take away"), _("Close"), _("Show"))
        )
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, window))
        self.ask()

    def _build(self) -> None:
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(_("Name of the view"))
        self.name.setAccessibleName(_("Name of the view"))
        self.list.setAccessibleName(_("Saved views"))
        self.open_button.setProperty("primary", True)
        icons.put(self.save, "plus")
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        for button in (self.save, self.rename, self.drop):
            line.addWidget(button)
            button.setAutoDefault(False)
        told = _("A view keeps the question and the place of the panels. It is kept in the workspace.")
        foot = framing.foot(self, QWidget(), (self.close_button, self.open_button))
        self.empty.show_text(_("No view yet"), _("Give what is on screen a name and save it."))
        for page in (self.list, self.empty):
            self.shown.addWidget(page)
        work = (self.error, line, framing.boxed(self.shown))
        framing.frame(self, framing.heading(_("Saved views"), told), work, foot)

    def _connect(self) -> None:
        self.save.clicked.connect(lambda: self._keep(None))
        self.rename.clicked.connect(self._rename)
        self.drop.clicked.connect(self._drop)
        self.close_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open)
        self.list.doubleClicked.connect(lambda _index: self._open())
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose())
        self.name.returnPressed.connect(self.save.click)
        self.error.acted.connect(self.error.clear)

    @property
    def chosen(self) -> View | None:
        at = self.list.currentIndex().row()
        return self.views[at] if 0 <= at < len(self.views) else None

    def ask(self) -> None:
        """Which views there are."""

        def work(workspace: Workspace, _progress: Progress) -> tuple[View, ...]:
            return workspace.views()

        self.error.clear()
        self.question(KNOWN, work, self._show)

    def _show(self, found: tuple[View, ...]) -> None:
        before = self.name.text()
        self.views = found
        self.texts.show_table([_("Name"), _("Question")], [[view.name, said(view)] for view in found])
        self.shown.setCurrentIndex(0 if found else 1)
        at = next((row for row, view in enumerate(found) if view.name == before), 0)
        if found:
            self.list.selectRow(at)
        self._choose()
        self.listed.emit()

    def _choose(self) -> None:
        here = self.chosen is not None
        writable = self.desk.info is not None and not self.desk.info.read_only
        for button in (self.rename, self.drop):
            button.setEnabled(here and writable)
        self.save.setEnabled(writable)
        self.open_button.setEnabled(here)

    def _open(self) -> None:
        view = self.chosen
        if view is not None:
            self.accept()
            views.show(self._window, view)

    def _keep(self, instead_of: View | None) -> None:
        then, failed = self.while_open(self.ask), self.told(self._failed)
        views.keep(self._window, self.name.text(), instead_of, then, failed)

    def _rename(self) -> None:
        view = self.chosen
        if view is not None:
            self._keep(view)

    def _drop(self) -> None:
        view = self.chosen
        if view is not None and self.drop.isEnabled():
            views.remove(self._window, view.name, self.while_open(self.ask), self.told(self._failed))

    def _failed(self, error: CXDeskError) -> None:
        self.error.show_error(error, _("Close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._open()
        else:
            super().keyPressEvent(event)


def said(view: View) -> str:
    """The question in a few words: its period and its filters."""
    query = view.query
    parts = [short(query.range) if query.range else _("All dates")]
    return " · ".join([*parts, *(condition(one).text for one in query.filters)])
