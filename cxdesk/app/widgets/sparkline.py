"""A small line of the last periods: no axis, never less high than the noise is wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.theme import Theme

DOT, LINE, HOLLOW = 2.75, 1.5, 1.5
Values = Sequence[float | None]


def paint_spark(
    painter: QPainter,
    place: QRectF,
    values: Values,
    now: Theme,
    *,
    least_span: float = 0.0,
    partial: bool = False,
    colour: QColor | None = None,
) -> None:
    """Draw `values` into `place`; None is a gap. Its height stands for at least `least_span` of the value.

    The last point is filled, or hollow at the end of dashes when `partial`.
    """
    spots = _spots(place, values, least_span, now.pxf(DOT))
    if not spots:
        return
    ink = colour or now.accent
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink, now.pxf(LINE), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    last = len(values) - 1
    running = partial and last in spots
    for run in _runs(spots, last if running else last + 1):
        painter.setPen(pen)
        if len(run) == 1:
            painter.drawPoint(run[0])
        else:
            painter.drawPolyline(QPolygonF(run))
    if running and last - 1 in spots:
        dots = QPen(ink, now.pxf(LINE), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        dots.setDashPattern([2, 2])
        painter.setPen(dots)
        painter.drawLine(spots[last - 1], spots[last])
    if last in spots:
        paint_dot(painter, spots[last], now.pxf(DOT), ink, now, hollow=running)


def paint_dot(
    painter: QPainter, spot: QPointF, radius: float, ink: QColor, now: Theme, *, hollow: bool = False
) -> None:
    """A filled point, or a ring on the panel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, now.pxf(HOLLOW)) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(now.panel if hollow else ink)
    painter.drawEllipse(spot, radius, radius)


def _spots(place: QRectF, values: Values, least_span: float, margin: float) -> dict[int, QPointF]:
    """Where each value stands, by its number."""
    known = [value for value in values if value is not None]
    if not known:
        return {}
    low, high = min(known), max(known)
    span = max(high - low, least_span) or 1.0
    middle = (low + high) / 2
    room = place.adjusted(margin, margin, -margin, -margin)
    step = room.width() / max(len(values) - 1, 1)
    first = room.right() - step * (len(values) - 1)
    return {
        at: QPointF(first + at * step, room.center().y() - (value - middle) / span * room.height())
        for at, value in enumerate(values)
        if value is not None
    }


def _runs(spots: dict[int, QPointF], end: int) -> list[list[QPointF]]:
    """Consecutive points; a gap begins a new run."""
    runs: list[list[QPointF]] = []
    before = None
    for at, spot in spots.items():
        if at >= end:
            break
        if before is None or at != before + 1:
            runs.append([])
        runs[-1].append(spot)
        before = at
    return runs


class Sparkline(QWidget):
    """A sparkline on its own, for lists of workspaces and themes."""

    def __init__(self, values: Values = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Values = values
        self._least_span, self._partial = 0.0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Values, least_span: float = 0.0, partial: bool = False) -> None:
        self._values, self._least_span, self._partial = values, least_span, partial
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(64), now.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        place = QRectF(self.rect())
        now = theme.current()
        paint_spark(QPainter(self), place, self._values, now, least_span=self._least_span, partial=self._partial)
