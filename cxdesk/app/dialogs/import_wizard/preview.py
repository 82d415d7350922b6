"""The person's own rows as CXDesk reads them; above each column its type, a list that changes its role, its heading."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.uses import UseChoice, current_use, type_icon, type_words, uses
from cxdesk.app.icons import pixmap
from cxdesk.domain.kinds import Type
from cxdesk.intake.inspection import TableView

Index = QModelIndex | QPersistentModelIndex
NUMERIC = frozenset({Type.NUMBER, Type.MONEY, Type.SCORE, Type.DURATION})
NARROWEST, WIDEST, TEXT_WIDTH = 96, 240, 288


class PreviewModel(QAbstractTableModel):
    """The first rows as written. Vertical headings are line numbers of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: TableView | None = None
        self._problems: dict[tuple[int, int], str] = {}

    def show_view(self, view: TableView) -> None:
        self.beginResetModel()
        self.view = view
        self._problems = {(cell.row, cell.column): cell.problem.say() for cell in view.problems}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.view is None else len(self.view.preview)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.view is None else len(self.view.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.view is None or not index.isValid():
            return None
        cells = self.view.preview[index.row()]
        text = cells[index.column()] if index.column() < len(cells) else ""
        problem = self._problems.get((index.row(), index.column()))
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _plain_tip(problem or text) if problem or len(text) > 30 else None
        if role == Qt.ItemDataRole.BackgroundRole and problem:
            return theme.current().badbg
        if role == Qt.ItemDataRole.ForegroundRole and problem:
            return theme.current().bad
        if role == Qt.ItemDataRole.TextAlignmentRole and self.view.columns[index.column()].type in NUMERIC:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.view is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.view.headings[section]
        lines = self.view.preview_lines
        return str(lines[section]) if section < len(lines) else ""


def _plain_tip(text: str) -> str:
    """A tooltip that is never read as markup."""
    import html

    return f"<span>{html.escape(text[:1000])}</span>"


class RoleHeader(QHeaderView):
    """Three lines: type with its sign, the role's list, the heading. `used(column, use)` when the person chooses."""

    used = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._view: TableView | None = None
        self._combos: dict[int, QComboBox] = {}
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.sectionResized.connect(self._place)
        self.sectionMoved.connect(self._place)

    def show_view(self, view: TableView) -> None:
        """Other columns, or other roles for the same columns."""
        self._view = view
        for combo in self._combos.values():
            combo.deleteLater()
        self._combos = {}
        self._place()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(super().sizeHint().width(), self._heading_top() + look.px(28))

    def _combo_top(self) -> int:
        return theme.current().px(24)

    def _heading_top(self) -> int:
        look = theme.current()
        return self._combo_top() + look.px(26) + look.px(4)

    def setOffset(self, offset: int) -> None:
        super().setOffset(offset)
        self._place()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self, *_moved: int) -> None:
        """Lists exist only for the columns in sight: a file may have hundreds."""
        if self._view is None:
            return
        look = theme.current()
        for section in range(self.count()):
            left, width = self.sectionViewportPosition(section), self.sectionSize(section)
            visible = left + width > 0 and left < self.viewport().width()
            if visible and section not in self._combos and section < len(self._view.columns):
                self._combos[section] = self._make(section)
            combo = self._combos.get(section)
            if combo is not None:
                combo.setVisible(visible)
                combo.setGeometry(left + look.px(6), self._combo_top(), width - look.px(12), look.px(26))

    def _make(self, section: int) -> QComboBox:
        assert self._view is not None
        column = self._view.columns[section]
        combo = QComboBox(self.viewport())
        combo.setProperty("doubt", column.doubt is not None)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(3)
        chosen = current_use(self._view, section)
        for choice in uses(self._view, section):
            self._add(combo, choice)
            if choice.use == chosen:
                combo.setCurrentIndex(combo.count() - 1)
        combo.setAccessibleName(column.name)
        combo.view().setMinimumWidth(theme.current().px(240))
        combo.activated.connect(lambda at, one=section: self.used.emit(one, str(self._combos[one].itemData(at))))
        combo.installEventFilter(self)
        return combo

    def _add(self, combo: QComboBox, choice: UseChoice) -> None:
        if choice.separator and combo.count():
            combo.insertSeparator(combo.count())
        combo.addItem(choice.title, choice.use)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the table; it must not change what a column is."""
        return event.type() == QEvent.Type.Wheel or super().eventFilter(watched, event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if self._view is None or section >= len(self._view.columns):
            return
        look, column = theme.current(), self._view.columns[section]
        painter.save()
        doubtful = column.doubt is not None
        top = QRect(rect.left(), rect.top(), rect.width(), self._heading_top())
        painter.fillRect(rect, look.raised)
        if doubtful:
            painter.fillRect(top, look.warnbg)
        self._paint_type(painter, top, section, doubtful)
        below = QRect(rect.left(), rect.top() + self._heading_top(), rect.width(), rect.height() - self._heading_top())
        painter.setPen(look.pen(look.line))
        painter.drawLine(below.topLeft(), below.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(look.font("small", True))
        painter.setPen(look.text2)
        inner = below.adjusted(look.px(8), 0, -look.px(8), 0)
        text = look.metrics("small", True).elidedText(column.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_type(self, painter: QPainter, rect: QRect, section: int, doubtful: bool) -> None:
        assert self._view is not None
        look, column = theme.current(), self._view.columns[section]
        token = "warn" if doubtful else "text3" if column.field == "@ignore" else "accent"
        ink = look.colour(token)
        size = look.px(12)
        middle = rect.top() + self._combo_top() // 2
        sign = pixmap(type_icon(column), size, ink, self.devicePixelRatioF())
        painter.drawPixmap(rect.left() + look.px(8), middle - size // 2, sign)
        painter.setFont(look.font("caption", True))
        painter.setPen(ink)
        room = rect.adjusted(look.px(8) + size + look.px(6), 0, -look.px(20 if doubtful else 6), 0)
        room.setBottom(rect.top() + self._combo_top())
        words = look.metrics("caption", True).elidedText(type_words(column), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if doubtful:
            mark = QRect(rect.right() - look.px(18), rect.top(), look.px(14), self._combo_top())
            painter.drawText(mark, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, "?")


class PreviewTable(QTableView):
    """Model and header together. `used(column, use)` when the person gives a column another role."""

    used = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PreviewModel(self)
        self.setModel(self._model)
        self._head = RoleHeader(self)
        self.setHorizontalHeader(self._head)
        self._head.used.connect(self.used)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(28))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionsClickable(False)

    def show_view(self, view: TableView) -> None:
        """Another table, or the same with other roles: the place in it is kept."""
        same = self._model.view is not None and self._model.view.headings == view.headings
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._model.show_view(view)
        self._head.show_view(view)
        if not same:
            self._size_columns(view)
            return
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _size_columns(self, view: TableView) -> None:
        look = theme.current()
        metrics = look.metrics("body")
        for at, column in enumerate(view.columns):
            cells = [row[at] for row in view.preview[:40] if at < len(row)]
            needed = max([metrics.horizontalAdvance(text[:60]) for text in (*cells, column.name)], default=0.0)
            most = TEXT_WIDTH if column.type == Type.COMMENT else WIDEST
            self.setColumnWidth(at, min(look.px(most), max(look.px(NARROWEST), int(needed) + look.px(20))))
