"""The course of one customer's scores: a point for each answer, the last one with its figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.analysis.customers.telling import score
from cxdesk.app import theme
from cxdesk.app.painting import draw, rule
from cxdesk.app.theme import Theme
from cxdesk.app.widgets.badges import BANDS
from cxdesk.app.widgets.sparkline import paint_dot
from cxdesk.domain.customers import Score
from cxdesk.system.i18n import _, number

HEIGHT, MOST = 84, 24


class ScoreLine(QWidget):
    """Recommendation scores from 0 to 10, oldest first; of many the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: Sequence[Score] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_scores(self, scores: Sequence[Score]) -> None:
        self._scores = scores[-MOST:]
        self.setAccessibleName(_("NPS answers") + ": " + ", ".join(score(one.value) for one in self._scores))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        small = now.metrics("small", True)
        draw(painter, 0, small.ascent() + now.pxf(2), _("NPS answers"), now.font("small", True), now.text)
        place = QRectF(now.pxf(24), now.pxf(28), self.width() - now.pxf(36), self.height() - now.pxf(44))
        caption = now.metrics("caption")
        for value in (0, 10):
            y = place.bottom() - place.height() * value / 10
            rule(painter, place.left(), place.right(), y, now.grid)
            text = number(value)
            x = now.pxf(16) - caption.horizontalAdvance(text)
            draw(painter, x, y + caption.ascent() / 2 - now.pxf(1), text, now.font("caption"), now.text3)
        self._paint_line(painter, place, now)

    def _paint_line(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        if not self._scores:
            return
        step = place.width() / max(len(self._scores) - 1, 1)
        spots = [
            QPointF(place.left() + at * step, place.bottom() - place.height() * min(max(one.value, 0), 10) / 10)
            for at, one in enumerate(self._scores)
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.pen(now.accent, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(spots))
        for spot in spots[:-1]:
            paint_dot(painter, spot, now.pxf(3), now.accent, now)
        paint_dot(painter, spots[-1], now.pxf(4), now.accent, now, hollow=True)
        last = self._scores[-1]
        text, ink = score(last.value), now.colour(BANDS.get(last.band or "", ("", "text2"))[1])
        width = now.metrics("small", True).horizontalAdvance(text)
        below = spots[-1].y() + now.pxf(18) if last.value > 2 else spots[-1].y() - now.pxf(8)
        draw(painter, spots[-1].x() - width / 2, below, text, now.font("small", True), ink)
