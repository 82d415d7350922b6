"""What is remembered of tables: how each was read, to be changed, forgotten, or handed to a colleague as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files, framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.kinds import kind
from cxdesk.domain.list_files import text_up_to, write_text
from cxdesk.intake.mapping import ATTRIBUTE, IGNORE
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.workspace.remembering import RememberedTable
    from cxdesk.workspace.workspace import Workspace

SIZE, LIST = QSize(960, 600), 360
LISTING, CHANGING = "mappings", "mappings.change"
BY_QUESTION = frozenset({"question", "role", "score", "comment"})  # of answers: said while importing


class RememberedDialog(AskingDialog):
    """Tables at the left; of the chosen one its name and columns at the right. `listed` after every change."""

    listed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.tables: list[RememberedTable] = []
        self.setWindowTitle(_("Remembered tables"))
        self.tables_model, self.columns_model = TextsModel(self), TextsModel(self)
        self.list, self.columns = TextTable(self.tables_model, stretch=0), TextTable(self.columns_model, stretch=1)
        self.name, self.use = QLineEdit(), QComboBox()
        self.use_label = plain_label(role="small", tone="text2")
        self.forget, self.write, self.read = QPushButton(), QPushButton(), QPushButton()
        self.close_button = QPushButton(_("Close"))
        self.empty, self.error, self.stack = EmptyState("data"), ErrorStrip(self), QStackedWidget()
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, parent))
        self.ask()

    # How it is made

    def _build(self) -> None:
        now = theme.current()
        for button, text, icon in (
            (self.forget, _("Forget this table"), "close"),
            (self.write, _("Write to a file…"), "export"),
            (self.read, _("Take from a file…"), "import"),
        ):
            button.setText(text)
            button.setAutoDefault(False)
            icons.put(button, icon)
        for table in (self.list, self.columns):
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.name.setAccessibleName(_("Name"))
        self.list.setAccessibleName(_("Remembered tables"))
        self.columns.setAccessibleName(_("Columns"))
        self.use.setAccessibleName(_("Becomes"))
        self.name.setMaxLength(200)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(12))
        listed = framing.boxed(self.list)
        listed.setMaximumWidth(now.px(LIST))
        row.addWidget(listed, 2)
        row.addWidget(self._details(), 3)
        for page in (both, framing.boxed(self.empty)):
            self.stack.addWidget(page)
        self.empty.show_text(
            _("Nothing is remembered yet"), _("Every table that you import is remembered by its headings."), ""
        )
        told = _("A table with the same headings is read as it was read the last time, without a question.")
        foot = framing.foot(self, framing.at_left(self.read, self.write), (self.close_button,))
        framing.frame(self, framing.heading(_("Remembered tables"), told), (self.error, self.stack), foot)

    def _details(self) -> QWidget:
        now = theme.current()
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(8))
        head, change = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.forget)
        change.addWidget(self.use_label, 1)
        change.addWidget(self.use, 1)
        column.addLayout(head)
        column.addWidget(framing.boxed(self.columns), 1)
        column.addLayout(change)
        return details

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.columns.selectionModel().currentChanged.connect(self._choose_column)
        self.name.editingFinished.connect(self._rename)
        self.use.activated.connect(self._change)
        self.forget.clicked.connect(self._forget)
        self.write.clicked.connect(self._write)
        self.read.clicked.connect(self._read)
        self.close_button.clicked.connect(self.reject)
        self.error.acted.connect(self.error.clear)

    # What is shown

    @property
    def chosen(self) -> RememberedTable | None:
        at = self.list.currentIndex().row()
        return self.tables[at] if 0 <= at < len(self.tables) else None

    def ask(self) -> None:
        """Which tables there are."""
        self.question(LISTING, lambda workspace, _progress: workspace.remembered_tables(), self._show, self._failed)

    def _show(self, found: list[RememberedTable]) -> None:
        before, column = self.chosen.id if self.chosen else "", self.columns.currentIndex().row()
        self.tables = found
        self.tables_model.show_table(
            [_("Table"), _("Kind")],
            [[one.name, _("left out") if one.left_out else _(kind(one.kind).plural)] for one in found],
        )
        self.stack.setCurrentIndex(0 if found else 1)
        self.write.setEnabled(bool(found))
        at = next((row for row, one in enumerate(found) if one.id == before), 0)
        if found:
            self.list.setCurrentIndex(self.tables_model.index(at, 0))
            if found[at].id == before and column >= 0:
                self.columns.setCurrentIndex(self.columns_model.index(column, 0))
        self.listed.emit()

    def _choose(self, _index: QModelIndex, _before: QModelIndex | None = None) -> None:
        table = self.chosen
        rows = [[one.heading, one.title] for one in table.columns] if table else []
        self.name.setText(table.name if table else "")
        self.name.setCursorPosition(0)
        self.columns_model.show_table([_("Column"), _("Becomes")], rows)
        if rows:
            self.columns.setCurrentIndex(self.columns_model.index(0, 0))
        else:
            self._choose_column(QModelIndex())

    def _choose_column(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        """What the chosen column can become; a question keeps its place until something else is chosen."""
        table, at = self.chosen, index.row()
        self.use.clear()
        there = table is not None and 0 <= at < len(table.columns)
        self.use.setEnabled(there and not (table is not None and table.left_out))
        self.use_label.setText(_("“{column}” becomes", column=table.columns[at].heading) if table and there else "")
        if table is None or not there:
            return
        declared, column = kind(table.kind), table.columns[at]
        for field in declared.fields:
            if not (declared.has("role") and field.name in BY_QUESTION):
                self.use.addItem(_(field.title), field.name)
        self.use.addItem(_("Keep as a column"), ATTRIBUTE)
        self.use.addItem(_("Leave out"), IGNORE)
        self.use.setPlaceholderText(column.title)
        self.use.setCurrentIndex(self.use.findData(column.use))

    # What the person does

    def _rename(self) -> None:
        table, name = self.chosen, self.name.text()
        if table is not None and name.strip() and name != table.name:
            self._do(lambda workspace: workspace.rename_table(table.id, name))

    def _change(self, at: int) -> None:
        table, column = self.chosen, self.columns.currentIndex().row()
        if table is not None and column >= 0:
            heading, use = table.columns[column].heading, str(self.use.itemData(at))
            self._do(lambda workspace: workspace.change_table(table.id, heading, use))

    def _forget(self) -> None:
        table = self.chosen
        if table is not None:
            self._do(lambda workspace: workspace.forget_table(table.id))

    def _write(self) -> None:
        folder = str(self.desk.info.path.parent) if self.desk.info else ""
        path = files.save_as(self, folder, _("remembered tables"), "json")
        if path is not None:
            self.write_to(path)

    def write_to(self, path: Path) -> None:
        """Write all remembered tables to a file."""

        def work(workspace: Workspace) -> None:
            write_text(path, workspace.export_tables())

        self._do(work)

    def _read(self) -> None:
        folder = str(self.desk.info.path.parent) if self.desk.info else ""
        path = files.mappings(self, folder)
        if path is not None:
            self.read_from(path)

    def read_from(self, path: Path) -> None:
        """Remember what a colleague wrote; a file that is not sound changes nothing."""

        def work(workspace: Workspace) -> None:
            from cxdesk.workspace.remembering import MOST_BYTES

            workspace.import_tables(text_up_to(path, MOST_BYTES + 1), path.name)

        self._do(work)

    def _do(self, work: Callable[[Workspace], Any]) -> None:
        """A change, on the thread that writes; then the list again."""
        workspace = self.desk.workspace
        if workspace is None:
            return

        def run(_progress: Progress) -> None:
            work(workspace)

        self.error.clear()
        again = self.while_open(lambda _done: self.ask())
        self.desk.jobs.write(CHANGING, run, again, self.told(self._failed))

    def _failed(self, error: CXDeskError) -> None:
        self.error.show_error(error, _("Close"))
        self.ask()
