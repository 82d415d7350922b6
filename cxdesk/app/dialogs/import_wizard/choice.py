"""One choice of a question: a framed row, clickable as a whole; arrow keys move as in any group of radio buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import frame, one_line
from cxdesk.app.theme import tokens
from cxdesk.intake.inspection import Choice

PAD, DOT, GAP, LEAST = 12, 14, 9, 32
BETWEEN = "  "


class ChoiceRow(QRadioButton):
    """Title and, quieter behind it, what the choice would mean. Both are data and wrap where they must."""

    focused = Signal()

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self._title, self._note = one_line(choice.title.say()), one_line(choice.note.say())
        self.setText("")
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._note)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def words(self) -> str:
        """What the row says."""
        return f"{self._title}{BETWEEN}{self._note}".strip()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        text = self._laid(width, bold=True)
        return max(now.px(LEAST), round(text.boundingRect().height()) + now.px(12))

    def sizeHint(self) -> QSize:
        now = theme.current()
        written = now.metrics("body", True).horizontalAdvance(self._title + BETWEEN)
        written += now.metrics("small").horizontalAdvance(self._note)
        width = int(written) + self._text_left() + now.px(PAD)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(160), now.px(LEAST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        chosen = self.isChecked()
        surface = now.accentbg if chosen else now.raised if self.underMouse() and self.isEnabled() else now.panel
        frame(painter, place, surface, now.accent if chosen else now.line, now.pxf(tokens.RADIUS_CONTROL))
        self._paint_dot(painter, place)
        text = self._laid(self.width(), bold=chosen)
        top = (place.height() - text.boundingRect().height()) / 2
        painter.setPen(now.text)
        text.draw(painter, QPointF(self._text_left(), top))

    def _paint_dot(self, painter: QPainter, place: QRectF) -> None:
        now = theme.current()
        radius = now.pxf(DOT) / 2
        middle = QPointF(now.pxf(PAD) + radius, place.center().y())
        ink = now.accent if self.isChecked() else now.line2
        painter.setPen(now.pen(ink, 1.5))
        painter.setBrush(now.panel)
        painter.drawEllipse(middle, radius - 0.75, radius - 0.75)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.accent)
            painter.drawEllipse(middle, radius * 0.5, radius * 0.5)

    def _text_left(self) -> int:
        return theme.current().px(PAD + DOT + GAP)

    def _laid(self, width: int, bold: bool) -> QTextLayout:
        """The row's text in lines that fit; a chosen title is bold."""
        now = theme.current()
        made = QTextLayout(self.words(), now.font("body", bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextOption(option)
        quiet = QTextLayout.FormatRange()
        quiet.start, quiet.length = len(self._title), len(BETWEEN) + len(self._note)
        look = QTextCharFormat()
        look.setFont(now.font("small"))
        look.setForeground(now.text2)
        quiet.format = look
        made.setFormats([quiet])
        room, y = max(width - self._text_left() - now.px(PAD), now.px(60)), 0.0
        made.beginLayout()
        while (line := made.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, y))
            y += line.height()
        made.endLayout()
        return made
