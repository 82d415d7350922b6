"""What every painted chart has: marks that can be pointed at, walked along and chosen, a tooltip, a table, ways out.

A chart of its own kind says where its marks are (`lay_out`) and paints them (`paint`). All else is here: hover and
keyboard, the twin as a table, a picture, SVG. `box.ChartBox` puts a title with tools around one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.abstract import AbstractQt
from cxdesk.app.charts import export
from cxdesk.app.charts.tip import Tip
from cxdesk.app.painting import frame
from cxdesk.app.theme import Theme, tokens

_FORWARD, _BACK = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)


@dataclass(frozen=True)
class Mark:
    """A place that can be pointed at: three lines of tooltip (what, how much, what a click does), and what it stands
    for, None where a click does nothing.
    """

    place: QRectF
    head: str
    value: str
    hint: str = ""
    data: Any = None

    @property
    def spoken(self) -> str:
        return ", ".join(filter(None, (self.head, self.value)))


class PaintedChart(QWidget, metaclass=AbstractQt):
    """`chosen(data)` of the mark that was clicked, or where Enter was pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self._laid_for: tuple[object, ...] = ()
        self._at = -1
        self._pressed = -1
        self.title = ""
        self.tip = Tip(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.watcher().changed.connect(self.changed)

    # For the chart itself

    @abstractmethod
    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        """Work out where everything is; the marks in the order in which one walks along them."""

    @abstractmethod
    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        """Paint what was laid out, on any painter."""

    @abstractmethod
    def table(self) -> Sequence[Sequence[str]]:
        """All of it as a table, the heads first."""

    # For whoever shows it

    def changed(self) -> None:
        """Something else is shown."""
        self._laid_for = ()
        self.tip.hide()
        self.updateGeometry()
        self.update()

    @property
    def marks(self) -> list[Mark]:
        """What can be pointed at, in the present size."""
        now = theme.current()
        key = (self.width(), self.height(), id(now))
        if key != self._laid_for:
            self._marks = self.lay_out(QRectF(self.rect()), now)
            self._at = min(self._at, len(self._marks) - 1)
            self._laid_for = key
        return self._marks

    def picture(self) -> QImage:
        """As it is seen, at twice its size, without what the mouse or keyboard point at."""
        self.tip.hide()
        kept, self._at = self._at, -1
        image = export.picture(self)
        self._at = kept
        return image

    def svg(self) -> bytes:
        """With text as text."""
        return export.painted_svg(self.size(), self._paint_all, self.title)

    # What the person does

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_all(painter)
        if self.hasFocus() and 0 <= self._at < len(self.marks):
            now = theme.current()
            around = self.marks[self._at].place.adjusted(-2, -2, 2, 2)
            frame(painter, around, None, now.accent, now.pxf(tokens.RADIUS_BAR + 2), now.pxf(2))

    def _paint_all(self, painter: QPainter) -> None:
        _marks = self.marks
        now = theme.current()
        painter.fillRect(self.rect(), now.panel)
        self.paint(painter, QRectF(self.rect()), now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, marks = event.key(), self.marks
        if key in (*_FORWARD, *_BACK, Qt.Key.Key_Home, Qt.Key.Key_End) and marks:
            self._walk(self.next_mark(key, self._at))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._at < len(marks):
            self._choose(self._at)
        else:
            event.ignore()

    def next_mark(self, key: int, at: int) -> int:
        """Where an arrow key leads from a mark; charts with rows and columns know better."""
        last = len(self.marks) - 1
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return last
        return min(at + 1, last) if key in _FORWARD else max(at - 1, 0)

    def _walk(self, at: int) -> None:
        self._at = at
        self._point(at)
        self.setAccessibleDescription(self.marks[at].spoken)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position())
        self._point(at)
        can = at >= 0 and self.marks[at].data is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._under(event.position()) if event.button() is Qt.MouseButton.LeftButton else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, pressed, self._pressed = self._under(event.position()), self._pressed, -1
        if at >= 0 and at == pressed:
            self._at = at
            self._choose(at)

    def leaveEvent(self, event: QEvent) -> None:
        self.tip.hide()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.tip.hide()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.tip.hide()
        super().resizeEvent(event)

    def _under(self, place: QPointF) -> int:
        return next((at for at, mark in enumerate(self.marks) if mark.place.contains(place)), -1)

    def _point(self, at: int) -> None:
        if 0 <= at < len(self.marks):
            mark = self.marks[at]
            self.tip.show_at(mark.place, mark.head, mark.value, mark.hint)
        else:
            self.tip.hide()

    def _choose(self, at: int) -> None:
        if self.marks[at].data is not None:
            self.chosen.emit(self.marks[at].data)
