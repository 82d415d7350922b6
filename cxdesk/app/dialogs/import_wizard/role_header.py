"""The head of the preview: above each column its type with a sign, a list that changes its role, its heading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QHeaderView, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.import_wizard.uses import current_use, fit, is_doubtful, type_icon, type_words, uses
from cxdesk.app.painting import draw_elided, one_line, rule
from cxdesk.intake.inspection import ColumnView, TableView
from cxdesk.intake.mapping import IGNORE
from cxdesk.system.i18n import _, number

TYPE_HEIGHT, LIST_HEIGHT, UNDER_LIST, NAME_HEIGHT = 24, 26, 6, 28
PAD, SIGN, AIR = 8, 12, 6
LIST_ARROW = 32  # what a list needs beside its words
POPUP = 240
BAR = 3  # how many cells can be read, under the heading
STILL = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class RoleHeader(QHeaderView):
    """Three lines, and under them how many of the cells shown can be read. `used(column, use)` when the person chooses.

    In the lists, left and right go to the next column, down into the rows (`left_down`), Tab away (`tabbed`).
    """

    used = Signal(int, str)
    reached = Signal(int)  # the column whose list has the keyboard
    left_down = Signal(int)
    tabbed = Signal(bool)  # forward

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._view: TableView | None = None
        self._lists: dict[int, QComboBox] = {}
        self._held = False
        self._fits: list[tuple[int, int, int]] = []  # readable, unreadable, blank cells of those shown
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.sectionResized.connect(self._place)

    def show_view(self, view: TableView) -> None:
        """Other columns, or other roles for the same columns: then their lists stay, and with them the keyboard."""
        same = self._view is not None and self._view.headings == view.headings
        self._view = view
        self._fits = [fit(view, column) for column in range(len(view.columns))]
        if not same:
            for box in self._lists.values():
                box.hide()
                box.deleteLater()
            self._lists = {}
        for column, box in self._lists.items():
            self._fill(box, column)
        self._place()
        self.viewport().update()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While many columns get their widths, lists are placed once, at the end."""
        outer, self._held = self._held, True
        try:
            yield
        finally:
            self._held = outer
            self._place()

    def role_list(self, column: int) -> QComboBox:
        """The list above a column; made now if it was not in sight yet."""
        if column not in self._lists:
            self._lists[column] = self._make(column)
            self._place()
        return self._lists[column]

    def list_top(self) -> int:
        return theme.current().px(TYPE_HEIGHT)

    def name_top(self) -> int:
        """Where the line with the headings begins."""
        return self.list_top() + theme.current().px(LIST_HEIGHT) + theme.current().px(UNDER_LIST)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.name_top() + theme.current().px(NAME_HEIGHT))

    def needed_width(self, column: int) -> int:
        """What type, list and heading of a column need."""
        if self._view is None:
            return 0
        now, seen = theme.current(), self._view.columns[column]
        chosen = current_use(self._view, column)
        role = next((one.title for one in uses(self._view, column) if one.use == chosen), _("to choose"))
        mark = SIGN + AIR if seen.doubt is not None else 0
        kind = now.metrics("caption", True).horizontalAdvance(self._words(seen)) + now.pxf(SIGN + AIR + mark + 2 * PAD)
        box = now.metrics("small", True).horizontalAdvance(role) + now.pxf(LIST_ARROW + 2 * PAD)
        return int(max(kind, box)) + 4

    def setOffset(self, offset: int) -> None:
        super().setOffset(offset)
        self._place()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self, *_moved: int) -> None:
        """Lists exist only for the columns in sight and their neighbours: a file may have hundreds."""
        if self._view is None or self._held:
            return
        now, room = theme.current(), self.viewport().width()
        for column in range(min(self.count(), len(self._view.columns))):
            left, width = self.sectionViewportPosition(column), self.sectionSize(column)
            near = left + width > -width and left < room + width
            box = self._lists.get(column)
            if near and box is None and room > 0:
                box = self._lists[column] = self._make(column)
            if box is not None:
                box.setVisible(near)
                box.setGeometry(left + now.px(PAD), self.list_top(), width - now.px(2 * PAD), now.px(LIST_HEIGHT))

    def _make(self, column: int) -> QComboBox:
        box = QComboBox(self.viewport())
        box.setProperty("small", True)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(3)
        box.setMaxVisibleItems(18)
        box.setPlaceholderText(_("to choose"))
        box.view().setMinimumWidth(theme.current().px(POPUP))
        box.activated.connect(lambda at: self.used.emit(column, str(box.itemData(at))))
        box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # one stop for all of them: the table
        box.installEventFilter(self)
        self._fill(box, column)
        return box

    def _words(self, column: ColumnView) -> str:
        """Type, and how many cells do not fit it."""
        assert self._view is not None
        right, wrong, _blank = self._fits[column.index]
        words = type_words(column, self._view)
        return _("{type} · {n} of {all}", type=words, n=number(right), all=number(right + wrong)) if wrong else words

    def _fill(self, box: QComboBox, column: int) -> None:
        assert self._view is not None
        seen = self._view.columns[column]
        box.blockSignals(True)
        box.clear()
        for choice in uses(self._view, column):
            if choice.separator and box.count():
                box.insertSeparator(box.count())
            box.addItem(choice.title, choice.use)
        chosen = current_use(self._view, column)
        box.setCurrentIndex(-1 if chosen is None else box.findData(chosen))
        box.blockSignals(False)
        box.setProperty("doubt", is_doubtful(self._view, seen))
        box.setProperty("quiet", seen.field == IGNORE)
        box.style().unpolish(box)
        box.style().polish(box)
        box.setAccessibleName(_("Use of column {column}", column=seen.name))
        box.setAccessibleDescription(self._words(seen))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the table; it must not change what a column is."""
        column = next((at for at, box in self._lists.items() if box is watched), None)
        if column is not None and event.type() == QEvent.Type.FocusIn:
            self.reached.emit(column)
        if column is not None and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._moved(column, event)
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _moved(self, column: int, event: QKeyEvent) -> bool:
        """Whether the key moved the keyboard: without Alt an arrow never changes what a column is."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            to = column + (1 if key == Qt.Key.Key_Right else -1)
            if 0 <= to < self.count():
                self.role_list(to).setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Down:
            self.left_down.emit(column)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.tabbed.emit(key == Qt.Key.Key_Tab)
        else:
            return key in STILL
        return True

    # Painting

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if self._view is None or section >= len(self._view.columns):
            return
        now, column = theme.current(), self._view.columns[section]
        place, doubtful = QRectF(rect), is_doubtful(self._view, column)
        painter.save()
        upper = QRectF(place.left(), place.top(), place.width(), self.name_top())
        painter.fillRect(place, now.raised)
        if doubtful:
            painter.fillRect(upper, now.warnbg)
        self._paint_type(painter, upper, column, doubtful)
        rule(painter, place.left(), place.right(), upper.bottom(), now.line)
        rule(painter, place.left(), place.right(), place.bottom() - 1, now.line)
        painter.fillRect(QRectF(place.right() - 1, place.top(), 1, place.height()), now.line)
        name = QRectF(place.left(), upper.bottom(), place.width(), place.bottom() - upper.bottom())
        name.adjust(now.pxf(PAD), 0, -now.pxf(PAD), 0)
        draw_elided(painter, name, one_line(column.name), "small", now.text2, bold=True)
        if column.field != IGNORE:
            self._paint_fit(
                painter,
                QRectF(place.left(), place.bottom() - now.pxf(BAR) - 1, place.width() - 1, now.pxf(BAR)),
                section,
            )
        painter.restore()

    def _paint_fit(self, painter: QPainter, bar: QRectF, section: int) -> None:
        """Cells that can be read, that cannot, that are blank: side by side."""
        now, parts = theme.current(), self._fits[section]
        whole = sum(parts)
        if not whole:
            return
        room = bar.width()
        wrong = max(now.pxf(4), room * parts[1] / whole) if parts[1] else 0.0
        right = (room - wrong) * parts[0] / max(1, parts[0] + parts[2])
        painter.fillRect(QRectF(bar.left(), bar.top(), right, bar.height()), now.accentline)
        painter.fillRect(QRectF(bar.left() + right, bar.top(), wrong, bar.height()), now.bad)

    def _paint_type(self, painter: QPainter, place: QRectF, column: ColumnView, doubtful: bool) -> None:
        now = theme.current()
        wrong = self._fits[column.index][1]
        ink = now.warn if doubtful else now.text3 if column.field == IGNORE else now.bad if wrong else now.accent
        line = QRectF(place.left() + now.pxf(PAD), place.top() + 1, place.width() - now.pxf(2 * PAD), self.list_top())
        sign = QRectF(line.left(), line.top(), now.pxf(SIGN), line.height())
        icons.paint(painter, type_icon(column), sign, ink, SIGN)
        if doubtful:
            mark = QRectF(line.right() - now.pxf(SIGN), line.top(), now.pxf(SIGN), line.height())
            icons.paint(painter, "question", mark, ink, SIGN)
            line.setRight(mark.left())
        line.setLeft(line.left() + now.pxf(SIGN + AIR))
        draw_elided(painter, line, self._words(column), "caption", ink, bold=True)
