"""What was imported: every file with its account, what could not be used and why, and the way back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.charts.export import clipboard_data
from cxdesk.app.dates import moment_text
from cxdesk.app.delegates.imports import ImportDelegate, about, counts
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import files
from cxdesk.app.dialogs.import_wizard.account import shares
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.imports import ImportsModel
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, set_plain_tooltip
from cxdesk.domain.changes import Changes
from cxdesk.domain.list_files import writing
from cxdesk.domain.results import Board
from cxdesk.system.i18n import N_, _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import BatchInfo, Workspace

LISTING, REJECTS, CORRECTING = "imports", "rejects", "rejects.write"


class DataPanel(Panel):
    """The list at the top, the chosen import's details below."""

    waits_for = (LISTING, "undo", CORRECTING)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model, self.list = ImportsModel(self), QListView()
        self.empty = EmptyState("data")
        self.name = ElidedLabel(role="body", mode=Qt.TextElideMode.ElideMiddle, bold=True)
        self.account = plain_label(role="small", tone="text2", wrap=True)
        self.texts = TextsModel(self, (0,))
        self.rejects = TextTable(self.texts, stretch=3)
        self.undo = QPushButton()
        self.correct, self.next = QPushButton(), QPushButton()
        for button, icon in ((self.undo, "undo"), (self.correct, "export"), (self.next, "import")):
            icons.put(button, icon)
        self._build()
        self._connect()
        self.retranslate()
        self.ask()

    def _build(self) -> None:
        now = theme.current()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ImportDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        details = QFrame()
        details.setProperty("box", "below")
        column, buttons = QVBoxLayout(details), QWidget()
        column.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(8))
        foot = FlowLayout(buttons, 8)
        foot.setContentsMargins(0, 0, 0, 0)
        for button in (self.undo, self.correct, self.next):
            foot.addWidget(button)
        for part in (self.name, self.account):
            column.addWidget(part)
        column.addWidget(self.rejects, 100)
        column.addWidget(buttons)
        column.addStretch(1)  # without rejects the room stays empty below
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(details)
        split.setSizes([now.px(300), now.px(220)])
        split.setHandleWidth(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(split)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.undo.clicked.connect(self._undo)
        self.correct.clicked.connect(self._correct)
        self.next.clicked.connect(self._import_next)
        self.empty.acted.connect(lambda: self.desk.wanted.emit("import"))
        self.desk.workspace_changed.connect(self.ask)

    def tools(self) -> tuple[Tool, ...]:
        return (Tool("copy", N_("Copy the rows to be corrected"), self.copy),)

    def show_board(self, board: Board) -> None:
        """Imports do not depend on the question."""

    def on_changed(self, changes: Changes) -> None:
        self.ask()

    def ask(self) -> None:
        """Which imports there are."""

        def work(workspace: Workspace, _progress: Progress) -> list[BatchInfo]:
            return workspace.imports()

        self.desk.question(LISTING, work, self._show)

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Imports"))
        self.undo.setText(_("Take this import back"))
        self.correct.setText(_("Rows to correct…"))
        self.next.setText(_("Import the next one…"))
        told = _("The rows that could not be used, as a spreadsheet. Correct them, then import that file.")
        set_plain_tooltip(self.correct, told)
        set_plain_tooltip(self.next, _("Next month’s file, read as this one was read."))
        self.empty.show_text(_("Nothing imported yet"), _("Numbers need a file."), _("Import…"))
        self._choose(self.list.currentIndex())
        self.list.viewport().update()

    def copy(self) -> None:
        """The rows to be corrected; where there are none, or the list has the keyboard, the list of imports."""
        listed = self.list.hasFocus() or not self.texts.rows
        QGuiApplication.clipboard().setMimeData(clipboard_data(self._imports() if listed else self.texts.table))

    def _imports(self) -> list[list[str]]:
        found = [self.model.batch(row) for row in range(self.model.rowCount())]
        known = [one for one in found if one is not None]
        rows = [[one.title, moment_text(datetime.fromisoformat(one.at).astimezone()), about(one)] for one in known]
        return [[_("File"), _("Imported"), _("Rows")], *rows]

    # What arrives

    def _show(self, batches: list[BatchInfo]) -> None:
        chosen = self.model.batch(self.list.currentIndex().row())
        self.model.show_batches(batches)
        live = sum(batch.state == "live" for batch in batches)
        self.noted.emit(ngettext("{n} import", "{n} imports", live) if live else "")
        self.stack.setCurrentIndex(0 if batches else 1)
        same = next((row for row, batch in enumerate(batches) if chosen and batch.id == chosen.id), 0)
        if batches:
            self.list.setCurrentIndex(self.model.index(same))

    def _choose(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        batch = self.model.batch(index.row()) if index.isValid() else None
        info = self.desk.info
        self.undo.setEnabled(batch is not None and batch.state == "live" and info is not None and not info.read_only)
        writable = info is not None and not info.read_only
        self.next.setEnabled(batch is not None and batch.type == "file" and writable)
        self.correct.hide()
        self.texts.show_table([], [])
        self.rejects.hide()
        if batch is None:
            self.name.set_text("")
            self.account.setText("")
            return
        self.name.set_text(batch.title)
        back = _("The file can be imported again; what was there before the undo is among the backups.")
        said = [about(batch), _sum(batch), *([back] if batch.state != "live" else [])]
        self.account.setText("\n".join(said))
        self._ask_rejects(batch.id)

    def _ask_rejects(self, batch: int) -> None:
        def work(workspace: Workspace, _progress: Progress) -> list[dict[str, Any]]:
            return workspace.rejects(batch)

        self.desk.question(REJECTS, work, self._show_rejects)

    def _show_rejects(self, found: list[dict[str, Any]]) -> None:
        from cxdesk.intake.batch import problem_sentence

        head = [_("Row"), _("Column"), _("Value"), _("Reason")]
        rows = [
            [number(one["line"] or 0), one["column"] or "", one["value"] or "", problem_sentence(one["code"])]
            for one in found
        ]
        self.texts.show_table(head, rows)
        self.rejects.setVisible(bool(rows))
        self.correct.setVisible(any(one.get("raw") for one in found))

    def _undo(self) -> None:
        batch = self.model.batch(self.list.currentIndex().row())
        if batch is not None:
            self.desk.undo(batch.id)

    def _correct(self) -> None:
        """Write the rows that could not be used where the person says."""
        batch, info = self.model.batch(self.list.currentIndex().row()), self.desk.info
        if batch is None or info is None:
            return
        name = _("{file} to correct", file=Path(batch.file).stem)
        path = files.save_as(self, str(info.path.parent), name, "xlsx")
        if path is not None:
            self.write_rejects(batch.id, path)

    def write_rejects(self, batch: int, path: Path) -> None:
        """Write the rows of an import that are to be corrected; `noted` says how many."""

        def work(workspace: Workspace, progress: Progress) -> int:
            from cxdesk.reports.rejects_workbook import write_rejects

            with writing(path):
                return write_rejects(path, workspace.rejected_tables(batch), progress)

        self.desk.question(CORRECTING, work, lambda n: self.noted.emit(_written(n, path)))

    def _import_next(self) -> None:
        """Choose a file that is read as the chosen import was read, whatever was decided since."""
        batch, workspace = self.model.batch(self.list.currentIndex().row()), self.desk.workspace
        if batch is None or workspace is None:
            return
        self.desk.jobs.write(
            "remembering",
            lambda _progress: workspace.remember_like(batch.id),
            lambda _done: self.desk.wanted.emit("import"),
        )


def _written(n: int, path: Path) -> str:
    return ngettext("{n} row written to {file}", "{n} rows written to {file}", n, file=path.name)


def _sum(batch: BatchInfo) -> str:
    """329 rows read = 120 new + 0 updated + …"""
    rows = counts(batch)
    parts = [f"{number(part.n)} {part.word}" for part in shares(rows) if part.n] or [number(0)]
    return ngettext("{n} row read", "{n} rows read", rows.read) + " = " + " + ".join(parts)
