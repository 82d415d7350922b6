"""The parts of the trend that pyqtgraph does not have: grid, band, brush, the two axes, and what is written on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from cxdesk.app.charts.labels import Mark

BELOW_AXIS = 36.0
ABOVE_PLOT = 30.0
CAP = 4.0
HANDLE = QRectF(-2.5, -9.0, 5.0, 18.0)


@dataclass
class Inks:
    """The colours and fonts of a trend, taken from the theme."""

    text2: QColor
    text3: QColor
    accent: QColor
    good: QColor
    warn: QColor
    compare: QColor
    grid: QColor
    axis: QColor
    line: QColor
    panel: QColor
    band: QColor
    wash: QColor
    brush: QColor
    caption: QFont
    small: QFont
    strong: QFont
    zoom: float = 1.0


def hair(colour: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width does not follow the plot's scale."""
    pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    return pen


class Grid(pg.GraphicsObject):
    """Horizontal lines at round values, the zero line, the year ticks and the good side of a target."""

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.lines: list[float] = []
        self.years: list[int] = []
        self.target: tuple[float, bool] | None = None  # value, whether above it is good
        self.target_from = -0.5  # it is drawn only where the scale is today's
        self.setZValue(-20)

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        area = self.viewRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.target is not None:
            self._paint_target(painter, area, *self.target)
        for value in self.lines:
            painter.setPen(hair(self.inks.axis if value == 0 else self.inks.grid))
            painter.drawLine(QPointF(area.left(), value), QPointF(area.right(), value))

    def _paint_target(self, painter: QPainter, area: QRectF, value: float, above: bool) -> None:
        other = max(area.top(), area.bottom()) if above else min(area.top(), area.bottom())
        left = max(area.left(), self.target_from)
        painter.fillRect(QRectF(QPointF(left, value), QPointF(area.right(), other)).normalized(), self.inks.wash)
        painter.setPen(hair(self.inks.good, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(left, value), QPointF(area.right(), value))


class Band(pg.GraphicsObject):
    """The intervals of consecutive points, as one surface per run; a lone point gets a whisker."""

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.runs: list[list[tuple[float, float, float]]] = []  # (x, low, high)
        self.setZValue(-10)

    def show_runs(self, runs: list[list[tuple[float, float, float]]]) -> None:
        self.prepareGeometryChange()
        self.runs = [run for run in runs if run]
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for run in self.runs:
            if len(run) == 1:
                x, low, high = run[0]
                painter.setPen(hair(self.inks.band, 8.0))
                painter.drawLine(QPointF(x, low), QPointF(x, high))
                continue
            upper = [QPointF(x, high) for x, _low, high in run]
            lower = [QPointF(x, low) for x, low, _high in reversed(run)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.inks.band)
            painter.drawPolygon(QPolygonF([*upper, *lower]))


class Brush(pg.LinearRegionItem):
    """The stretch of time that sets the period; its edges and its body can be dragged."""

    def __init__(self, inks: Inks) -> None:
        super().__init__(swapMode="sort")
        self.setZValue(5)
        self.recolour(inks)

    def recolour(self, inks: Inks) -> None:
        self.setBrush(inks.brush)
        self.setHoverBrush(inks.brush)
        for line in self.lines:
            line.setPen(hair(inks.accent))
            line.setHoverPen(hair(inks.accent, 2.0))
        self.update()


class ValueAxis(pg.AxisItem):
    """Values at the left of their grid lines."""

    def __init__(self, inks: Inks, say: Callable[[float], str]) -> None:
        super().__init__("left")
        self.inks = inks
        self.say = say
        self.values: list[float] = []

    def show_values(self, values: list[float], say: Callable[[float], str]) -> None:
        self.values, self.say = values, say
        metrics = QFontMetricsF(self.inks.caption)
        widest = max((metrics.horizontalAdvance(say(value)) for value in values), default=0.0)
        self.setWidth(widest + 12 * self.inks.zoom)
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setFont(self.inks.caption)
        painter.setPen(self.inks.text3)
        right = self.boundingRect().right() - 8 * self.inks.zoom
        for value in self.values:
            y = _to_item(self, QPointF(0, value)).y()
            box = QRectF(right - 400, y - 12, 400, 24)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.say(value))


class DateAxis(pg.AxisItem):
    """The units' names under the plot and each year once. `name_units` gives the marks for a room in pixels."""

    def __init__(self, inks: Inks, name_units: Callable[[float], list[Mark]]) -> None:
        super().__init__("bottom")
        self.inks = inks
        self.name_units = name_units
        self.years: list[int] = []
        self.resize_text()

    def resize_text(self) -> None:
        self.setHeight(BELOW_AXIS * self.inks.zoom)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        zoom = self.inks.zoom
        left, right = _to_item(self, QPointF(0, 0)).x(), _to_item(self, QPointF(1, 0)).x()
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for mark in self.name_units(right - left):
            x = _to_item(self, QPointF(mark.at, 0)).x()
            painter.setFont(self.inks.caption)
            painter.setPen(self.inks.text3)
            painter.drawText(QRectF(x - 60, 4 * zoom, 120, 20 * zoom), centred, mark.text)
            if mark.year:
                painter.setFont(self.inks.strong)
                painter.setPen(self.inks.text2)
                painter.drawText(QRectF(x - 60, 18 * zoom, 120, 20 * zoom), centred, mark.year)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(hair(self.inks.line))
        for at in self.years:
            x = _to_item(self, QPointF(at - 0.5, 0)).x()
            painter.drawLine(QPointF(x, 0), QPointF(x, 32 * zoom))


@dataclass
class Sign:
    """A vertical line with its words above the plot: a scale change."""

    at: float
    text: str


@dataclass
class Writing:
    """What is written over the plot."""

    signs: list[Sign] = field(default_factory=list)
    brushed: tuple[float, float] | None = None
    brushed_text: str = ""
    target_text: str = ""
    target: float | None = None
    target_above: bool = True


class Overlay(pg.GraphicsObject):
    """Paints in pixels over the plot: scale changes, the cap and handles of the brush, words."""

    def __init__(self, view: pg.ViewBox, inks: Inks) -> None:
        super().__init__()
        self.view = view
        self.inks = inks
        self.writing = Writing()
        self.setZValue(100)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view.sigTransformChanged.connect(self._moved)
        view.sigResized.connect(self._moved)

    def show_writing(self, writing: Writing) -> None:
        self.writing = writing
        self.update()

    def _moved(self, *_args: object) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area().adjusted(-60, -ABOVE_PLOT * self.inks.zoom, 60, 4)

    def shape(self) -> QPainterPath:
        return QPainterPath()  # clicks fall through to the plot

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        area = self._area()
        for sign in self.writing.signs:
            self._paint_sign(painter, area, sign)
        if self.writing.target is not None:
            self._paint_target_text(painter, area, self.writing.target)
        if self.writing.brushed is not None:
            self._paint_brush(painter, area, *self.writing.brushed)

    def _area(self) -> QRectF:
        return QRectF(_mapped(self, self.view, self.view.rect()))

    def _x(self, at: float) -> float:
        return self.mapFromItem(self.view, self.view.mapFromView(QPointF(at, 0))).x()

    def _paint_sign(self, painter: QPainter, area: QRectF, sign: Sign) -> None:
        x = round(self._x(sign.at)) + 0.5
        pen = hair(self.inks.warn, 1.5 * self.inks.zoom)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()))
        painter.setFont(self.inks.caption)
        self._paint_text(painter, area, x, sign.text, 18.0, keep_left=True)

    def _paint_target_text(self, painter: QPainter, area: QRectF, value: float) -> None:
        y = self.mapFromItem(self.view, self.view.mapFromView(QPointF(0, value))).y()
        zoom = self.inks.zoom
        top = area.top() + 4 * zoom if self.writing.target_above else y + 2 * zoom
        painter.setFont(self.inks.caption)
        painter.setPen(self.inks.good)
        left = max([area.left(), *(self._x(sign.at) for sign in self.writing.signs)])
        box = QRectF(left + 8 * zoom, top, area.width(), 18 * zoom)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.writing.target_text)

    def _paint_brush(self, painter: QPainter, area: QRectF, start: float, end: float) -> None:
        left, right, zoom = self._x(start), self._x(end), self.inks.zoom
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.inks.accent)
        painter.drawRect(QRectF(left, area.top() - CAP * zoom, right - left, CAP * zoom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hair(self.inks.accent, 1.25))
        painter.setBrush(self.inks.panel)
        for x in (left, right):
            grip = QRectF(HANDLE.x() * zoom, HANDLE.y() * zoom, HANDLE.width() * zoom, HANDLE.height() * zoom)
            painter.drawRoundedRect(grip.translated(x, area.center().y()), 2.5 * zoom, 2.5 * zoom)
        painter.setFont(self.inks.strong)
        painter.setPen(self.inks.accent)
        self._paint_text(painter, area, (left + right) / 2, self.writing.brushed_text, 22.0)

    def _paint_text(
        self, painter: QPainter, area: QRectF, x: float, text: str, above: float, *, keep_left: bool = False
    ) -> None:
        """Words above the plot, centred on x or beginning there, pushed inside where they would leave it."""
        zoom = self.inks.zoom
        width = painter.fontMetrics().horizontalAdvance(text) + 4.0
        left = x - 4 if keep_left else x - width / 2
        left = min(max(left, area.left() - 30), area.right() - width + 20)
        if keep_left:
            painter.setPen(self.inks.warn)
        box = QRectF(left, area.top() - above * zoom, width, 18 * zoom)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


def _to_item(axis: pg.AxisItem, place: QPointF) -> QPointF:
    """A place in the plot's own units, in an axis's pixels."""
    view = axis.linkedView()
    return QPointF(axis.mapFromItem(view, view.mapFromView(place)))


def _mapped(item: QGraphicsItem, other: QGraphicsItem, box: QRectF) -> QRectF:
    return item.mapFromItem(other, box).boundingRect()
