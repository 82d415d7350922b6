"""What every painter needs: text on a baseline, cut or made to fit, and frames with crisp edges.

All in logical pixels; lines of one pixel are snapped to half pixels.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPen, QPixmap

from cxdesk.app import theme
from cxdesk.app.theme import Theme

SMALLEST = 0.7  # text that must not be cut is made smaller down to this factor, then narrower


def one_line(text: str) -> str:
    """Text of a stranger as one line: breaks, tabs and other blanks become spaces."""
    return " ".join(text.split())


def draw(painter: QPainter, x: float, baseline: float, text: str, font: QFont, colour: QColor) -> None:
    """Literal text with its left end at `x`."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)


def draw_elided(
    painter: QPainter,
    place: QRectF,
    text: str,
    role: str,
    colour: QColor,
    *,
    bold: bool | None = None,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """One line in the vertical middle of `place`, cut with "…" where it does not fit; returns the width drawn."""
    now = theme.current()
    metrics = now.metrics(role, bold)
    shown = metrics.elidedText(text, mode, place.width())
    width = metrics.horizontalAdvance(shown)
    x = place.left()
    if align & Qt.AlignmentFlag.AlignRight:
        x = place.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = place.center().x() - width / 2
    draw(painter, x, middle_baseline(place, metrics), shown, now.font(role, bold), colour)
    return width


def draw_fitted(
    painter: QPainter, x: float, baseline: float, room: float, text: str, font: QFont, colour: QColor
) -> float:
    """Text that must be read whole: smaller, then narrower, until `room` holds it. Returns the width drawn."""
    width = QFontMetricsF(font).horizontalAdvance(text)
    if width <= room or not text:
        draw(painter, x, baseline, text, font, colour)
        return width
    smaller = QFont(font)
    smaller.setPixelSize(max(round(font.pixelSize() * SMALLEST), int(font.pixelSize() * room / width)))
    width = QFontMetricsF(smaller).horizontalAdvance(text)
    if width <= room:
        draw(painter, x, baseline, text, smaller, colour)
        return width
    painter.save()
    painter.translate(x, 0)
    painter.scale(max(room, 1.0) / width, 1)
    draw(painter, 0, baseline, text, smaller, colour)
    painter.restore()
    return room


def middle_baseline(place: QRectF, metrics: QFontMetricsF) -> float:
    """The baseline that puts capitals in the vertical middle of `place`."""
    return place.center().y() + (metrics.ascent() - metrics.descent()) / 2


def frame(
    painter: QPainter,
    place: QRectF,
    fill: QColor | None,
    edge: QColor | None,
    radius: float,
    width: float = 1.0,
    dash: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """A rounded box whose edge lies inside `place`. `radius` and `width` are in logical pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width, dash) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge is not None else 0.0
    inner = place.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, max(radius - inset, 0), max(radius - inset, 0))


def ground(
    painter: QPainter,
    place: QRectF,
    fill: QColor,
    edge: QColor,
    radius: float,
    width: float = 1.0,
    dash: tuple[float, float] | None = None,
) -> None:
    """A `frame` that is painted many times in one size: on screens it is drawn once and then copied."""
    if painter.paintEngine().type() is not QPaintEngine.Type.Raster or place != QRectF(place.toRect()):
        painter.translate(place.topLeft())
        _paint_ground(painter, place.width(), place.height(), fill, edge, radius, width, dash)
        painter.translate(-place.topLeft())
        return
    ratio = round(painter.device().devicePixelRatio() * 100)
    key = (int(place.width()), int(place.height()), fill.rgba(), edge.rgba(), radius, width, dash, ratio)
    painter.drawPixmap(place.topLeft(), _ground(*key))


@lru_cache(maxsize=64)
def _ground(
    width: int,
    height: int,
    fill: int,
    edge: int,
    radius: float,
    line: float,
    dash: tuple[float, float] | None,
    percent: int,
) -> QPixmap:
    ratio = percent / 100
    drawn = QPixmap(round(width * ratio), round(height * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _paint_ground(painter, width, height, QColor.fromRgba(fill), QColor.fromRgba(edge), radius, line, dash)
    painter.end()
    return drawn


def _paint_ground(
    painter: QPainter,
    width: float,
    height: float,
    fill: QColor,
    edge: QColor,
    radius: float,
    line: float,
    dash: tuple[float, float] | None,
) -> None:
    place = QRectF(0, 0, width, height)
    if dash is None:
        frame(painter, place, fill, edge, radius, line)
        return
    frame(painter, place, fill, None, radius)
    painter.setPen(dashed(edge, line, dash))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(line / 2, line / 2, -line / 2, -line / 2), radius, radius)


def dashed(colour: QColor, width: float, pattern: tuple[float, float] = (3, 3)) -> QPen:
    """A pen of dashes given in pixels."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([part / width for part in pattern])
    return pen


def focus_ring(painter: QPainter, place: QRectF, radius: float, now: Theme) -> None:
    """Two pixels of accent, two pixels outside `place`."""
    gap, width = now.pxf(2), now.pxf(2)
    around = place.adjusted(-gap - width, -gap - width, gap + width, gap + width)
    frame(painter, around, None, now.accent, radius + gap + width, width)


def rule(painter: QPainter, left: float, right: float, y: float, colour: QColor) -> None:
    """A crisp horizontal line of one pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(left, round(y), right - left, 1), colour)
