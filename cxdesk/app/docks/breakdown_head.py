"""The head of the breakdown: names of the columns, and the ends of the axis that the dots share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cxdesk.app import theme
from cxdesk.app.delegates.dots import DotDelegate
from cxdesk.app.models.breakdown import Column
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.system.i18n import _

HEIGHT = 24


class BreakdownHead(QHeaderView):
    """Texts in captions on the panel itself; above the dots the axis's ends, its zero and the whole."""

    def __init__(self, dots: DotDelegate, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._dots = dots
        self.texts: dict[Column, str] = {}
        self.say: Callable[[float], str] = str
        self.whole = ""
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        now, place, column = theme.current(), QRectF(rect), Column(section)
        painter.save()
        painter.fillRect(rect, now.panel)
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), now.grid)
        if column is Column.DOT:
            self._paint_axis(painter, place)
        elif column is not Column.BAR:
            self._paint_text(painter, place, column)
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRectF, column: Column) -> None:
        now = theme.current()
        text, metrics = self.texts.get(column, ""), now.metrics("caption")
        if column is Column.VALUE and metrics.horizontalAdvance(text) > place.width():
            text = _("value")  # the dock's title names the number
        width = metrics.horizontalAdvance(text)
        if column is Column.NAME:
            x = place.left() + now.pxf(12)
        else:
            x = place.right() - now.pxf(8) - width
        if column is Column.PART:  # its title may reach over the bars
            painter.setClipping(False)
        draw(painter, x, middle_baseline(place, metrics), text, now.font("caption"), now.text3)

    def _paint_axis(self, painter: QPainter, place: QRectF) -> None:
        """The ends first; zero and the whole only where they leave room."""
        now, metrics = theme.current(), theme.current().metrics("caption")
        scale = self._dots.scale(place, now)
        marks = [
            (self._dots.low, self.say(self._dots.low), now.text3),
            (self._dots.high, self.say(self._dots.high), now.text3),
        ]
        if self._dots.whole is not None:
            marks.insert(0, (self._dots.whole, self.whole, now.accent))
        if self._dots.low < 0 < self._dots.high:
            marks.append((0.0, self.say(0.0), now.text3))
        taken: list[tuple[float, float]] = []
        for value, text, ink in marks:
            width = metrics.horizontalAdvance(text)
            left = min(max(scale.x(value) - width / 2, place.left()), place.right() - width)
            if any(left < end + 6 and start < left + width + 6 for start, end in taken):
                continue
            taken.append((left, left + width))
            draw(painter, left, middle_baseline(place, metrics), text, now.font("caption"), ink)
