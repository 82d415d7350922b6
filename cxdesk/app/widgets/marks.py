"""Values on an axis: a dot with its interval, a hollow dot for what it is compared with, bars from zero."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cxdesk.app.painting import frame
from cxdesk.app.theme import Theme, tokens

DOT, RING, INTERVAL = 5.0, 3.75, 6.0
BAR = 10.0
BAND = 30  # percent of the series' colour


@dataclass(frozen=True)
class Scale:
    """A stretch of values laid over a stretch of pixels."""

    low: float
    high: float
    left: float
    right: float

    def x(self, value: float) -> float:
        span = self.high - self.low
        part = (value - self.low) / span if span > 0 else 0.5
        return self.left + min(max(part, 0.0), 1.0) * (self.right - self.left)


def paint_interval(
    painter: QPainter, scale: Scale, middle: float, low: float, high: float, now: Theme, colour: QColor | None = None
) -> None:
    """An interval as a pale bar in the ink of its value."""
    height = now.pxf(INTERVAL)
    left, right = scale.x(low), scale.x(high)
    ink = colour or now.accent
    place = QRectF(left, middle - height / 2, max(right - left, height), height)
    frame(painter, place, now.wash(ink, BAND), None if now.washes else ink, height / 2)


def paint_point(painter: QPainter, x: float, middle: float, now: Theme, colour: QColor | None = None) -> None:
    """A value as a dot with an edge of the panel around it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.panel, now.pxf(1.5)))
    painter.setBrush(colour or now.accent)
    painter.drawEllipse(QPointF(x, middle), now.pxf(DOT), now.pxf(DOT))


def paint_ring(painter: QPainter, x: float, middle: float, now: Theme) -> None:
    """What a value is compared with: a hollow dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.cmp, now.pxf(1.5)))
    painter.setBrush(now.panel)
    painter.drawEllipse(QPointF(x, middle), now.pxf(RING), now.pxf(RING))


def paint_whisker(
    painter: QPainter, x: float, top: float, bottom: float, now: Theme, colour: QColor | None = None, cap: float = 4.0
) -> None:
    """A vertical interval with its caps, over a halo of the panel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    reach = now.pxf(cap)
    for ink, width in ((now.panel, now.pxf(4)), (colour or now.text, now.pxf(1.25))):
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    for y in (top, bottom):
        painter.drawLine(QPointF(x - reach, y), QPointF(x + reach, y))


def paint_bar(
    painter: QPainter, zero: float, end: float, middle: float, better: bool, proven: bool, now: Theme
) -> None:
    """A part of a change from the zero line: solid where proven, else pale with an outline."""
    height, width = now.pxf(BAR), max(abs(end - zero), now.pxf(2))
    place = QRectF(zero if end >= zero else zero - width, middle - height / 2, width, height)
    last = len(now.diverging) - 1
    solid, pale = (last - 1, last - 2) if better else (1, 2)
    edge = now.diverging[solid]
    fill = edge if proven else _paler(now, pale)
    frame(painter, place, fill, None if proven and now.washes else edge, now.pxf(tokens.RADIUS_BAR))


def _paler(now: Theme, step: int) -> QColor:
    """A step of the diverging scale let down towards the panel, for what could be chance."""
    return now.wash(now.diverging[step], 50 if not now.dark else 100) if now.washes else now.panel


def paint_zero(painter: QPainter, x: float, top: float, bottom: float, now: Theme) -> None:
    """The zero line through a row."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(round(x), top, 1, bottom - top), now.axis)


def paint_whole(painter: QPainter, x: float, top: float, bottom: float, now: Theme) -> None:
    """The value of the whole as a dotted line through a row."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(now.accent, now.pxf(1.25), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2, 2])
    pen.setDashOffset(top / now.pxf(1.25))
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
