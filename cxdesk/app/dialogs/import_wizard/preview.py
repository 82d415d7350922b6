"""The person's own rows as CXDesk reads them, with line numbers of the file; cells it could not use are marked."""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.role_header import PAD, RoleHeader
from cxdesk.app.dialogs.import_wizard.uses import fit, type_words
from cxdesk.app.painting import draw_elided, frame, one_line, rule
from cxdesk.app.widgets.plain import tooltip
from cxdesk.domain.kinds import Type
from cxdesk.intake.inspection import TableView
from cxdesk.intake.mapping import IGNORE
from cxdesk.system.i18n import _, number

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NUMERIC = frozenset({Type.NUMBER, Type.MONEY, Type.SCORE, Type.DURATION})
NARROWEST, WIDEST, TEXT_WIDTH = 88, 230, 270
ROW, ROWS = 28, 4
LONG = 24  # letters from which a cell has a tooltip
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PreviewModel(QAbstractTableModel):
    """The first rows as written. Vertical headings are line numbers of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: TableView | None = None
        self._problems: dict[tuple[int, int], str] = {}

    def show_view(self, view: TableView) -> None:
        """Other rows, or the same read in another way: then the cell that has the keyboard keeps it."""
        former, problems = self.view, {(cell.row, cell.column): cell.problem.say() for cell in view.problems}
        if former is not None and former.headings == view.headings and former.preview == view.preview:
            self.view, self._problems = view, problems
            if view.preview:
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.view, self._problems = view, problems
        self.endResetModel()

    @property
    def places(self) -> list[tuple[int, int]]:
        """Row and column of the cells that cannot be read, in reading order."""
        return sorted(self._problems)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.view is None else len(self.view.preview)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.view is None else len(self.view.headings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if self.view is None or not index.isValid():
            return None
        at = index.column()
        cells = self.view.preview[index.row()]
        text = cells[at] if at < len(cells) else ""
        problem = self._problems.get((index.row(), at))
        if role == Role.DisplayRole:
            return one_line(text)
        if role == Role.ToolTipRole:
            return tooltip(problem or text) if problem or len(text) > LONG else None
        if role == Role.AccessibleTextRole and problem:
            return f"{one_line(text)}. {problem}"
        if role == Role.TextAlignmentRole and self.view.columns[at].type in NUMERIC:
            return _RIGHT
        return self._look(role, at, problem)

    def _look(self, role: int, column: int, problem: str | None) -> Any:
        """Colours: a cell with a problem stands out, a column that is left out stands back."""
        assert self.view is not None
        now = theme.current()
        if role == Role.BackgroundRole and problem:
            return now.badbg
        if role == Role.ForegroundRole and problem:
            return now.bad
        if role == Role.ForegroundRole and self.view.columns[column].field == IGNORE:
            return now.text3
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if self.view is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            if role == Role.ToolTipRole:
                column = self.view.columns[section]
                right, wrong, _blank = fit(self.view, section)
                shown = _("{n} of {all} cells shown can be read", n=number(right), all=number(right + wrong))
                return tooltip("\n".join([column.name, type_words(column, self.view), column.evidence.say(), shown]))
            return self.view.headings[section] if role == Role.DisplayRole else None
        lines = self.view.preview_lines
        return str(lines[section]) if role == Role.DisplayRole and section < len(lines) else None


class CellDelegate(QStyledItemDelegate):
    """A cell's text with the air that the heading above it has."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, place = theme.current(), QRectF(option.rect)
        problem = index.data(Role.BackgroundRole)
        painter.save()
        if problem is not None:
            painter.fillRect(place, problem)
        ink = index.data(Role.ForegroundRole) or now.text
        place.adjust(now.pxf(PAD), 0, -now.pxf(PAD), 0)
        align = Qt.AlignmentFlag(index.data(Role.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        draw_elided(painter, place, index.data() or "", "small", ink, bold=problem is not None, align=align)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring = QRectF(option.rect).adjusted(0, 0, -1, -1)
            frame(painter, ring, None, now.accent, now.pxf(2), 2.0)
        painter.restore()


class Corner(QWidget):
    """Above the line numbers: says what they are."""

    def __init__(self, head: RoleHeader, parent: QWidget) -> None:
        super().__init__(parent)
        self._head = head

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        painter.fillRect(place, now.raised)
        top = float(self._head.name_top())
        rule(painter, 0, place.right(), top, now.line)
        rule(painter, 0, place.right(), place.bottom() - 1, now.line)
        painter.fillRect(QRectF(place.right() - 1, 0, 1, place.height()), now.line)
        line = QRectF(now.pxf(4), top, place.width() - now.pxf(4 + PAD), place.height() - top)
        draw_elided(painter, line, _("line"), "small", now.text3, align=Qt.AlignmentFlag.AlignRight)


class PreviewTable(QTableView):
    """Rows and head together. `used(column, use)` when the person gives a column another role."""

    used = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PreviewModel(self)
        self._head = RoleHeader(self)
        self.setHorizontalHeader(self._head)
        self._corner = Corner(self._head, self)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self))
        self._wished: list[int] = []
        self._head.used.connect(self.used)
        self._head.reached.connect(self.show_column)
        self._head.left_down.connect(self._enter)
        self._head.tabbed.connect(self._pass_on)
        self.setProperty("box", "panel")
        self.setAccessibleName(_("Your rows, as CXDesk reads them"))
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setAccessibleDescription(
            _("Arrows move from cell to cell; Space opens the list above the column; F8 goes to the next problem.")
        )
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        lines = self.verticalHeader()
        lines.setProperty("lines", True)
        lines.setDefaultSectionSize(theme.current().px(ROW))
        lines.setDefaultAlignment(_RIGHT)
        word = theme.current().metrics("small").horizontalAdvance(_("line"))
        lines.setMinimumWidth(ceil(word) + theme.current().px(2 * PAD))
        lines.setSectionsClickable(False)

    def show_view(self, view: TableView) -> bool:
        """Another table (then True), or the same with other roles: the place in it is kept."""
        same = self._model.view is not None and self._model.view.headings == view.headings
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._model.show_view(view)
        with self._head.held():
            self._head.show_view(view)
            if not same:
                self._size_columns(view)
                across = down = 0
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)
        self.updateGeometry()
        return not same

    def role_list(self, column: int) -> QComboBox:
        """The list above a column."""
        return self._head.role_list(column)

    def show_column(self, column: int) -> None:
        """Scroll until the column is in sight."""
        top = self.rowAt(0)
        self.scrollTo(self._model.index(max(top, 0), column))

    # By keyboard

    def to_problem(self, step: int, afresh: bool = False) -> bool:
        """The keyboard to the next cell that cannot be read (`step` 1) or the one before; False behind the last."""
        here, places = self.currentIndex(), self._model.places
        at = (here.row(), here.column()) if here.isValid() and not afresh else None
        ahead = [place for place in places if at is None or (place > at if step > 0 else place < at)]
        if not ahead:
            return False
        self._go_to(*ahead[0 if step > 0 else -1])
        return True

    def show_line(self, line: int | None, heading: str | None) -> None:
        """The keyboard to a cell by its place in the file, where it is one of those shown."""
        view = self._model.view
        if view is not None and line in view.preview_lines:
            column = view.headings.index(heading) if heading in view.headings else 0
            self._go_to(view.preview_lines.index(line), column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, key = self.currentIndex(), event.key()
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        opens = key in (Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_F4) or (alt and key == Qt.Key.Key_Down)
        if here.isValid() and opens:
            box = self.role_list(here.column())
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            box.showPopup()
        elif here.isValid() and key == Qt.Key.Key_Up and here.row() == 0:
            self.role_list(here.column()).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def _enter(self, column: int) -> None:
        """From the list above a column into its rows."""
        self._go_to(max(self.rowAt(0), 0), column)

    def _go_to(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _pass_on(self, forward: bool) -> None:
        """Tab in a list leaves the table: its columns are reached by arrows."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focusNextPrevChild(forward)

    # Sizes

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_width()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        lines, frame = self.verticalHeader(), self.frameWidth()
        self._corner.setGeometry(frame, frame, lines.width(), self._head.height())
        self._corner.raise_()

    def _height(self) -> int:
        """What the head and a few rows take: the least; where there is room the table grows."""
        now = theme.current()
        bar = self.horizontalScrollBar().sizeHint().height()
        return self._head.sizeHint().height() + ROWS * now.px(ROW) + bar + 2 * self.frameWidth()

    def _size_columns(self, view: TableView) -> None:
        now = theme.current()
        cell, name = now.metrics("small"), now.metrics("small", True)
        self._wished = []
        for at, column in enumerate(view.columns):
            texts = [one_line(row[at])[:80] for row in view.preview[:40] if at < len(row)]
            widest = max([cell.horizontalAdvance(text) for text in texts], default=0.0)
            heading = min(name.horizontalAdvance(one_line(column.name)), now.pxf(WIDEST))
            most = TEXT_WIDTH if column.type == Type.COMMENT else WIDEST
            wished = max(min(now.px(most), int(max(widest, heading)) + now.px(2 * PAD + 4)), now.px(NARROWEST))
            self._wished.append(max(wished, self._head.needed_width(at)))
        self._fill_width()

    def _fill_width(self) -> None:
        """Room that is left over goes to what people wrote, else to the last column."""
        view = self._model.view
        if view is None or len(self._wished) != len(view.columns) or not self._wished:
            return
        left_over = max(0, self.viewport().width() - sum(self._wished))
        texts = [at for at, column in enumerate(view.columns) if column.type == Type.COMMENT]
        takers = texts or [len(self._wished) - 1]
        with self._head.held():
            for at, wished in enumerate(self._wished):
                share = left_over // len(takers) if at in takers else 0
                rest = left_over % len(takers) if at == takers[-1] else 0
                self.setColumnWidth(at, wished + share + rest)
