"""A painter in points: texts and the marks of drawings."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from cxdesk.reports.pdf.fonts import UNIT, font, ink, sized
from cxdesk.reports.pictures.drawing import MIDDLE, RIGHT, Area, Dot, Drawing, Line, Mark, Words, sign


class Brush:
    """Paints on a page whose units are tenths of a point."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def text(self, x: float, base: float, text: str, role: str, token: str = "text", bold: bool | None = None) -> None:
        """One line of plain text, its base line at `base`."""
        self._write(x, base, text, font(role, bold), token)

    def box(self, x: float, y: float, width: float, height: float, token: str) -> None:
        self.painter.fillRect(QRectF(x * UNIT, y * UNIT, width * UNIT, height * UNIT), ink(token))

    def rule(self, x: float, y: float, width: float, token: str = "line", thick: float = 0.6) -> None:
        self.box(x, y, width, thick, token)

    def sign(self, name: str, token: str, x: float, y: float, size: float) -> bool:
        """A small sign; whether there is one of that name."""
        marks = sign(name, token, x, y, size)
        for mark in marks:
            self._mark(mark, 0, 0)
        return bool(marks)

    def drawing(self, drawing: Drawing, x: float, y: float) -> None:
        for mark in drawing.marks:
            self._mark(mark, x, y)

    def _write(self, x: float, base: float, text: str, with_font: QFont, token: str) -> None:
        self.painter.setFont(with_font)
        self.painter.setPen(ink(token))
        self.painter.drawText(QPointF(x * UNIT, base * UNIT), text)

    def _mark(self, mark: Mark, x: float, y: float) -> None:
        if isinstance(mark, Words):
            self._words(mark, x, y)
        elif isinstance(mark, Line):
            self.painter.setPen(_pen(mark))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawPolyline(_places(mark.points, x, y))
        elif isinstance(mark, Area):
            shade = QColor(ink(mark.token))
            shade.setAlphaF(mark.percent / 100)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(shade)
            self.painter.drawPolygon(_places(mark.points, x, y))
        else:
            self._dot(mark, x, y)

    def _dot(self, dot: Dot, x: float, y: float) -> None:
        edge = QPen(ink(dot.edge), dot.width * UNIT) if dot.edge else QPen(Qt.PenStyle.NoPen)
        self.painter.setPen(edge)
        self.painter.setBrush(QBrush(ink(dot.fill)) if dot.fill else QBrush(Qt.BrushStyle.NoBrush))
        middle, radius = QPointF((x + dot.x) * UNIT, (y + dot.y) * UNIT), dot.radius * UNIT
        self.painter.drawEllipse(middle, radius, radius)

    def _words(self, words: Words, x: float, y: float) -> None:
        with_font = sized(words.size, words.bold)
        wide = QFontMetricsF(with_font).horizontalAdvance(words.text) / UNIT
        left = words.x - (wide if words.anchor == RIGHT else wide / 2 if words.anchor == MIDDLE else 0)
        self._write(x + left, y + words.y, words.text, with_font, words.token)


def _places(points: tuple[tuple[float, float], ...], x: float, y: float) -> QPolygonF:
    return QPolygonF([QPointF((x + across) * UNIT, (y + down) * UNIT) for across, down in points])


def _pen(line: Line) -> QPen:
    made = QPen(ink(line.token), line.width * UNIT)
    made.setCapStyle(Qt.PenCapStyle.RoundCap if not line.dash else Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        made.setDashPattern([step / line.width for step in line.dash])
    return made
