"""What every row of a list or table looks like: rules between rows, a wash and a bar at the left where selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cxdesk.app import theme
from cxdesk.app.painting import draw_elided, one_line
from cxdesk.app.theme import Theme, tokens

Index = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag
BAR = 3
PAD = 12

TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 60  # a theme's colour by name
BOLD_ROLE = TONE_ROLE + 1
RULE_ROLE = TONE_ROLE + 2  # True: a strong rule above, for totals


class RowDelegate(QStyledItemDelegate):
    """Paints background and rules, then `paint_cell`. Rows are 32 high, 28 when `compact`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compact = False
        self.rules = True

    def row_height(self) -> int:
        return theme.current().px(tokens.ROW_COMPACT if self.compact else tokens.ROW)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        now, text = theme.current(), index.data()
        written = now.metrics("small").horizontalAdvance(one_line(str(text))) if text else 0.0
        return QSize(max(now.px(40), round(written) + now.px(PAD + 8)), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, place = theme.current(), QRectF(option.rect)
        painter.save()
        self.paint_ground(painter, place, option.state, index, now)
        self.paint_cell(painter, place, index, now)
        painter.restore()

    def paint_ground(self, painter: QPainter, place: QRectF, state: State, index: Index, now: Theme) -> None:
        """Wash, rules, and the bar at the left of a selected row."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        selected = bool(state & State.State_Selected)
        if selected:
            painter.fillRect(place, now.accentbg)
        elif state & State.State_MouseOver:
            painter.fillRect(place, now.raised)
        if self.rules:
            painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), now.grid)
        if index.data(RULE_ROLE):
            painter.fillRect(QRectF(place.left(), place.top(), place.width(), 1), now.line2)
        if selected and index.column() == 0:
            painter.fillRect(QRectF(place.left(), place.top(), now.pxf(BAR), place.height()), now.accent)

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        """The text of the cell; TONE_ROLE and BOLD_ROLE colour it."""
        text = index.data()
        if not text:
            return
        align = Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft))
        left, right = (PAD, 4) if index.column() == 0 else (8, 8)
        inner = place.adjusted(now.pxf(left), 0, -now.pxf(right), 0)
        tone = now.colour(str(index.data(TONE_ROLE) or "text"))
        draw_elided(painter, inner, one_line(str(text)), "small", tone, bold=bool(index.data(BOLD_ROLE)), align=align)
