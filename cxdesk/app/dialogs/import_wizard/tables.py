"""The tables of the files as a list: what each is waiting for, with a tick that takes it in or leaves it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.app.painting import draw_elided, frame, one_line
from cxdesk.app.theme import Theme
from cxdesk.app.widgets.plain import ElidedLabel, plain_label, tooltip
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _, ngettext

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ITEM = int(Role.UserRole) + 1
HEIGHT, BOX, SIGN, GAP = 44, 15, 14, 8
WIDE, FEW = 232, 2


def sign(item: Item) -> tuple[str, str]:
    """Icon and tone: cannot be opened, left out, waits for an answer, ready."""
    if item.view is None:
        return "warning", "bad"
    if not item.taken:
        return "minus", "text3"
    return ("question", "warn") if item.open_doubts else ("check", "good")


def state_words(item: Item) -> str:
    """What a table is waiting for, or why nothing of it is taken."""
    if item.view is None:
        return CXDeskError.from_json(item.inspection.error).message if item.inspection.error else ""
    if item.no_rows:
        return _("headings, but no rows below them")
    if not item.wanted:
        return item.known or (_("hidden sheet, left out") if item.view.hidden else _("left out"))
    if not item.taken:
        return _("left out")
    if item.open_doubts:
        return ngettext("asks {n} question", "asks {n} questions", item.open_doubts)
    rows = ngettext("{n} row", "{n} rows", item.view.rows)
    return _("ready, {rows}", rows=rows if item.view.rows_exact else _("more than {rows}", rows=rows))


class TablesModel(QAbstractListModel):
    """One row per item; its tick is whether the table is wanted. `ticked(place, whether)`."""

    ticked = Signal(int, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Item] = ()

    def show_items(self, items: Sequence[Item]) -> None:
        """The same tables with other states, or other tables."""
        same = [one.title for one in items] == [one.title for one in self.items]
        if same:
            self.items = items
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        there = index.isValid() and self.items[index.row()].view is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if there else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Role.DisplayRole:
            return one_line(item.title)
        if role == ITEM:
            return item
        if role == Role.CheckStateRole and item.view is not None:
            return Qt.CheckState.Checked if item.ticked else Qt.CheckState.Unchecked
        if role == Role.AccessibleTextRole:
            return f"{one_line(item.title)}, {state_words(item)}"
        if role == Role.ToolTipRole:
            return tooltip("\n".join(part for part in (item.title, state_words(item), item.known) if part))
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not index.isValid():
            return False
        self.ticked.emit(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


class TableDelegate(RowDelegate):
    """A tick, the name, and below it a sign with what the table is waiting for."""

    def row_height(self) -> int:
        return theme.current().px(HEIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(120), self.row_height())

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        item: Item = index.data(ITEM)
        box = tick_place(place, now)
        if item.view is not None:
            frame(painter, box, now.accent if item.ticked else now.panel, now.accent if item.ticked else now.line2, 3)
            if item.ticked:
                icons.paint(painter, "check", box, now.onaccent, 12)
        left = box.right() + now.pxf(GAP)
        line = QRectF(left, place.top() + now.pxf(5), place.right() - left - now.pxf(GAP), now.pxf(17))
        ink = now.text if item.ticked else now.text3
        middle = Qt.TextElideMode.ElideMiddle
        draw_elided(painter, line, one_line(item.title), "small", ink, bold=item.open_doubts > 0, mode=middle)
        line.translate(0, now.pxf(17))
        name, tone = sign(item)
        icons.paint(painter, name, QRectF(left, line.top(), now.pxf(SIGN), line.height()), now.colour(tone), 12)
        line.setLeft(left + now.pxf(SIGN + 4))
        draw_elided(painter, line, state_words(item), "caption", now.colour(tone if item.open_doubts else "text2"))


def tick_place(place: QRectF, now: Theme) -> QRectF:
    """Where the tick of a row is."""
    side = now.pxf(BOX)
    return QRectF(place.left() + now.pxf(10), place.top() + (place.height() - side) / 2, side, side)


class TickList(QListView):
    """Space ticks; a click on the tick does, anywhere else it shows the table."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if (
            index.isValid()
            and event.position().x() < tick_place(QRectF(self.visualRect(index)), theme.current()).right()
        ):
            self._turn(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _turn(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            on = index.data(Role.CheckStateRole) == Qt.CheckState.Checked
            self.model().setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, Role.CheckStateRole)


class TableList(QWidget):
    """`turned(place)` when another table is looked at, `wanted(place, whether)` when one is left out or taken in."""

    turned = Signal(int)
    wanted = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._quiet = False
        self.count = plain_label("", "body", "text")
        self.count.setProperty("strong", True)
        self.states = ElidedLabel("", "caption", "text2")
        self.model = TablesModel(self)
        self.list = TickList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(TableDelegate(self.list))
        self.list.setProperty("box", "panel")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Tables"))
        self.list.setAccessibleDescription(_("Space takes a table in or leaves it out."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(4))
        for part in (self.count, self.states, self.list):
            column.addWidget(part)
        self.list.selectionModel().currentChanged.connect(lambda to, _from: self._turned(to))
        self.model.ticked.connect(self.wanted)

    @property
    def current(self) -> int:
        return max(0, self.list.currentIndex().row())

    def turn_to(self, place: int) -> None:
        """Show another table."""
        self.list.selectionModel().setCurrentIndex(
            self.model.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def show_items(self, items: Sequence[Item]) -> None:
        """The same list with new signs, or other tables; the one in sight stays."""
        at, self._quiet = self.current, True
        self.model.show_items(list(items))
        if items and not self.list.currentIndex().isValid():
            self.turn_to(min(at, len(items) - 1))
        self._quiet = False
        self.count.setText(ngettext("{n} table", "{n} tables", len(items)))
        self.states.set_text(_states(items))

    def lie(self, flat: bool) -> None:
        """Above the page, a few rows high, instead of beside it."""
        now = theme.current()
        self.setMaximumWidth(16_777_215 if flat else now.px(WIDE))
        self.setMinimumWidth(0 if flat else now.px(WIDE))
        self.states.setVisible(not flat)
        self.list.setMaximumHeight(now.px(FEW * HEIGHT) + 2 if flat else 16_777_215)

    def _turned(self, to: QModelIndex) -> None:
        if to.isValid() and not self._quiet:
            self.turned.emit(to.row())


def _states(items: Sequence[Item]) -> str:
    """12 ready · 3 ask · 1 cannot be read."""
    ready = sum(item.taken and not item.open_doubts for item in items)
    asking = sum(bool(item.open_doubts) for item in items)
    refused = sum(item.view is None for item in items)
    aside = len(items) - ready - asking - refused
    parts = (
        (ready, ngettext("{n} ready", "{n} ready", ready)),
        (asking, ngettext("{n} asks", "{n} ask", asking)),
        (aside, ngettext("{n} left out", "{n} left out", aside)),
        (refused, ngettext("{n} cannot be read", "{n} cannot be read", refused)),
    )
    return " · ".join(text for n, text in parts if n)
