"""The table of lines: cells that are edited in place, and everything by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cxdesk.app import theme
from cxdesk.app.delegates.row import Index, RowDelegate
from cxdesk.app.dialogs.typing_in.model import FAULT_ROLE, LinesModel
from cxdesk.app.painting import frame
from cxdesk.app.theme import Theme
from cxdesk.domain.currencies import CURRENCIES
from cxdesk.domain.text import fold
from cxdesk.system.i18n import _

WIDTHS = {"from": 100, "until": 100, "category": 150, "amount": 96, "currency": 76, "rate": 104, "day": 120}
USUAL = 88
CURRENCIES_OF = {"cost": ("currency",), "rate": ("from", "to")}
State = QStyle.StateFlag
Key = Qt.Key


class CellDelegate(RowDelegate):
    """A cell that is not taken is washed in the colour of errors, one still to be filled in that of questions."""

    def paint_ground(self, painter: QPainter, place: QRectF, state: State, index: Index, now: Theme) -> None:
        super().paint_ground(painter, place, state, index, now)
        fault = index.data(FAULT_ROLE)
        if fault:
            painter.fillRect(place.adjusted(1, 1, -1, -2), now.badbg if fault == "bad" else now.warnbg)
        if state & State.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame(painter, place.adjusted(1, 1, -1, -2), None, now.accent, now.pxf(3))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, LinesModel)
        column = model.sheet.columns[index.column()]
        if column.choices:
            combo = QComboBox(parent)
            for value, title in column.choices:
                combo.addItem(_(title), value)
            combo.activated.connect(lambda _at: self._done(combo))
            return combo
        line = QLineEdit(parent)
        line.setProperty("bare", True)
        line.setAutoFillBackground(True)
        line.setTextMargins(theme.current().px(6), 0, theme.current().px(6), 0)
        line.setAlignment(Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft)
        line.setPlaceholderText(_("as 2024-03") if column.name in ("until", "day") or index.column() == 0 else "")
        known = _known(model, index.column())
        if known:
            completer = QCompleter(known, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            if editor.currentIndex() >= 0:
                model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def _known(model: LinesModel, column: int) -> list[str]:
    """What may be meant: currencies, else what other lines have in the column."""
    name = model.sheet.columns[column].name
    if name in CURRENCIES_OF[model.sheet.kind.name]:
        return sorted(CURRENCIES)
    if name in ("detail", "channel", "campaign", "source"):
        return sorted(
            {text for row in model.rows if (text := row.texts.get(name, ""))}, key=lambda text: (fold(text), text)
        )
    return []


class LinesView(QTableView):
    """Tab goes from cell to cell and makes a new line after the last; see `keys` for the rest."""

    add_wanted = Signal()
    duplicate_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, model: LinesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self._cells = CellDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self._here = (0, 0)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def _remember(self) -> None:
        self._here = (self.currentIndex().row(), self.currentIndex().column())

    def _return(self) -> None:
        """The cursor stays where it was, as near as lines go."""
        row, column = self._here
        if row >= 0 and self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(min(row, self.lines.rowCount() - 1), column))

    def retheme(self) -> None:
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(self._cells.row_height())
        for at, column in enumerate(self.lines.sheet.columns):
            self.setColumnWidth(at, now.px(WIDTHS.get(column.name, USUAL)))

    @property
    def chosen(self) -> list[int]:
        """The rows that are selected, else the one with the cursor."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        here = self.currentIndex().row()
        return rows or ([here] if here >= 0 else [])

    def go_to(self, row: int, column: int = 0, edit: bool = False) -> None:
        """Put the cursor on a cell, and open it."""
        index = self.lines.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit:
            self.edit(index)

    def finish(self) -> None:
        """Take what stands in the cell that is open, as leaving it would."""
        if self.state() is self.State.EditingState:
            editor = self.indexWidget(self.currentIndex())
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def copy(self) -> None:
        """The selected lines as they would be typed, for a spreadsheet."""
        names = [column.name for column in self.lines.sheet.columns]
        rows = ["\t".join(self.lines.rows[at].texts.get(name, "") for name in names) for at in self.chosen]
        QGuiApplication.clipboard().setText("\n".join(rows))

    def paste(self) -> None:
        """Lines of a spreadsheet, from the cell with the cursor on."""
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        if text:
            here = self.currentIndex()
            row, column = max(here.row(), 0), max(here.column(), 0)
            self.lines.paste(row, column, [line.split("\t") for line in text.splitlines()])
            self.go_to(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            (Key.Key_Insert, False): self.add_wanted.emit,
            (Key.Key_D, True): self.duplicate_wanted.emit,
            (Key.Key_Delete, True): self.remove_wanted.emit,
            (Key.Key_Backspace, True): self.remove_wanted.emit,
            (Key.Key_Delete, False): self._clear,
            (Key.Key_Return, False): self._open,
            (Key.Key_Enter, False): self._open,
        }
        standard = {
            QKeySequence.StandardKey.Copy: self.copy,
            QKeySequence.StandardKey.Paste: self.paste,
            QKeySequence.StandardKey.Undo: self.lines.undo,
            QKeySequence.StandardKey.Redo: self.lines.redo,
        }
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        run = keys.get((Key(event.key()), control))
        run = next((own for key, own in standard.items() if event.matches(key)), run)
        if run is not None:
            run()
            event.accept()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def _clear(self) -> None:
        if self.currentIndex().isValid():
            self.lines.setData(self.currentIndex(), "")

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Tab behind the last cell makes a line."""
        here, last = self.currentIndex(), self.lines.columnCount() - 1
        at_end = here.row() == self.lines.rowCount() - 1 and here.column() == last
        if action is QAbstractItemView.CursorAction.MoveNext and at_end:
            return self.lines.index(self.lines.add(), 0)
        return super().moveCursor(action, modifiers)
