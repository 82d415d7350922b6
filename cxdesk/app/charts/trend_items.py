"""The parts of the trend that pyqtgraph does not have: grid, band, brush, the two axes, and what is written on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from cxdesk.app import theme
from cxdesk.app.charts.labels import Mark
from cxdesk.app.charts.layer import Layer

BELOW_AXIS = 36.0
ABOVE_PLOT = 30.0
CAP = 4.0
HANDLE = (5.0, 18.0)
TARGET_WASH, BRUSH_WASH = (7.0, 8.0), 9.0  # percent, light and dark
BAND_WASH = (13.0, 17.0)

ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
ALIGN_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Grid(pg.GraphicsObject):
    """Horizontal lines at round values, the zero line, and the good side of a target."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[float] = []
        self.target: tuple[float, bool] | None = None  # value, whether above it is good
        self.target_from = -0.5  # it is drawn only where the scale is today's

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        area, now = self.viewRect(), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.target is not None:
            self._paint_target(painter, area, *self.target)
        for value in self.lines:
            painter.setPen(now.pen(now.axis if value == 0 else now.grid))
            painter.drawLine(QPointF(area.left(), value), QPointF(area.right(), value))

    def _paint_target(self, painter: QPainter, area: QRectF, value: float, above: bool) -> None:
        now = theme.current()
        other = max(area.top(), area.bottom()) if above else min(area.top(), area.bottom())
        left = max(area.left(), self.target_from)
        if now.washes:
            wash = now.wash(now.good, TARGET_WASH[now.dark])
            painter.fillRect(QRectF(QPointF(left, value), QPointF(area.right(), other)).normalized(), wash)
        painter.setPen(now.pen(now.good, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(left, value), QPointF(area.right(), value))


class Band(pg.GraphicsObject):
    """The intervals of consecutive points, as one surface per run; a lone point gets a whisker."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[list[tuple[float, float, float]]] = []  # (x, low, high)

    def show_runs(self, runs: list[list[tuple[float, float, float]]]) -> None:
        self.prepareGeometryChange()
        self.runs = [run for run in runs if run]
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        now = theme.current()
        wash = now.wash(now.accent, BAND_WASH[now.dark])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for run in self.runs:
            if len(run) == 1:
                x, low, high = run[0]
                painter.setPen(now.pen(wash, 8.0))
                painter.drawLine(QPointF(x, low), QPointF(x, high))
                continue
            upper = [QPointF(x, high) for x, _low, high in run]
            lower = [QPointF(x, low) for x, low, _high in reversed(run)]
            painter.setPen(Qt.PenStyle.NoPen if now.washes else now.pen(now.accent))
            painter.setBrush(wash if now.washes else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([*upper, *lower]))


class Brush(pg.LinearRegionItem):
    """The stretch of time that sets the period; its edges and its body can be dragged."""

    def __init__(self) -> None:
        super().__init__(swapMode="sort")
        self.recolour()

    def recolour(self) -> None:
        now = theme.current()
        wash = now.wash(now.accent, BRUSH_WASH if now.washes else 0.0)
        self.setBrush(wash)
        self.setHoverBrush(wash)
        for line in self.lines:
            line.setPen(now.pen(now.accent))
            line.setHoverPen(now.pen(now.accent, 2.0))
        self.update()


class ValueAxis(pg.AxisItem):
    """Values at the left of their grid lines."""

    def __init__(self, say: Callable[[float], str]) -> None:
        super().__init__("left")
        self.say = say
        self.values: list[float] = []

    def show_values(self, values: list[float], say: Callable[[float], str]) -> None:
        now = theme.current()
        self.values, self.say = values, say
        metrics = now.metrics("caption")
        widest = max((metrics.horizontalAdvance(say(value)) for value in values), default=0.0)
        self.setWidth(widest + now.pxf(12))
        self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        now = theme.current()
        painter.setFont(now.font("caption"))
        painter.setPen(now.text3)
        right = self.boundingRect().right() - now.pxf(8)
        for value in self.values:
            y = _to_item(self, QPointF(0, value)).y()
            painter.drawText(QRectF(right - 400, y - 20, 400, 40), ALIGN_RIGHT, self.say(value))


class DateAxis(pg.AxisItem):
    """The units' names under the plot and each year once. `name_units` gives the marks for a room in pixels."""

    def __init__(self, name_units: Callable[[float], list[Mark]]) -> None:
        super().__init__("bottom")
        self.name_units = name_units
        self.years: list[int] = []
        self.resize_text()

    def resize_text(self) -> None:
        self.setHeight(theme.current().pxf(BELOW_AXIS))

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        now = theme.current()
        first = _to_item(self, QPointF(0, 0)).x()
        unit = _to_item(self, QPointF(1, 0)).x() - first  # units are of one width
        for mark in self.name_units(unit):
            x = first + mark.at * unit
            left_end = x - unit / 2 + now.pxf(4)
            painter.setFont(now.font("caption"))
            painter.setPen(now.text3)
            wide = now.metrics("caption").horizontalAdvance(mark.text) > unit - now.pxf(4)
            if wide and mark.at in self.years:  # beside the year's line, not across it
                painter.drawText(QRectF(left_end, now.pxf(4), 180, now.pxf(20)), ALIGN_LEFT, mark.text)
            else:
                painter.drawText(QRectF(x - 90, now.pxf(4), 180, now.pxf(20)), ALIGN_MIDDLE, mark.text)
            if mark.year:
                painter.setFont(now.font("caption", True))
                painter.setPen(now.text2)
                painter.drawText(QRectF(left_end, now.pxf(18), 180, now.pxf(20)), ALIGN_LEFT, mark.year)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(now.pen(now.line))
        for at in self.years:
            x = first + (at - 0.5) * unit
            painter.drawLine(QPointF(x, 0), QPointF(x, now.pxf(32)))


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


class Overlay(Layer):
    """Scale changes, the cap and handles of the brush, words."""

    def __init__(self, view: pg.ViewBox) -> None:
        super().__init__(view, 100)
        self.writing = Writing()

    def show_writing(self, writing: Writing) -> None:
        if writing != self.writing:
            self.writing = writing
            self.update()

    def boundingRect(self) -> QRectF:
        return self.area.adjusted(-60, -theme.current().pxf(ABOVE_PLOT), 60, 4)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        area = self.area
        for sign in self.writing.signs:
            self._paint_sign(painter, area, sign)
        if self.writing.target is not None:
            self._paint_target_text(painter, area, self.writing.target)
        if self.writing.brushed is not None:
            self._paint_brush(painter, area, *self.writing.brushed)

    def _paint_sign(self, painter: QPainter, area: QRectF, sign: Sign) -> None:
        now = theme.current()
        x = round(self.place(sign.at, 0).x()) + 0.5
        pen = now.pen(now.warn, 1.5)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()))
        painter.setFont(now.font("caption"))
        painter.setPen(now.warn)
        self._paint_text(painter, area, x - 4, sign.text, 18.0)

    def _paint_target_text(self, painter: QPainter, area: QRectF, value: float) -> None:
        now = theme.current()
        y = self.place(0, value).y()
        top = area.top() + now.pxf(4) if self.writing.target_above else min(y + now.pxf(2), area.bottom() - now.pxf(18))
        left = max([area.left(), *(self.place(sign.at, 0).x() for sign in self.writing.signs)]) + now.pxf(8)
        painter.setFont(now.font("caption"))
        painter.setPen(now.good)
        painter.drawText(QRectF(left, top, area.width(), now.pxf(18)), ALIGN_LEFT, self.writing.target_text)

    def _paint_brush(self, painter: QPainter, area: QRectF, start: float, end: float) -> None:
        now = theme.current()
        left, right, cap = self.place(start, 0).x(), self.place(end, 0).x(), now.pxf(CAP)
        painter.fillRect(QRectF(left, area.top() - cap, right - left, cap), now.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.pen(now.accent, 1.25))
        painter.setBrush(now.panel)
        for x in (left, right):
            grip = QRectF(0, 0, now.pxf(HANDLE[0]), now.pxf(HANDLE[1]))
            grip.moveCenter(QPointF(x, area.center().y()))
            painter.drawRoundedRect(grip, now.pxf(2.5), now.pxf(2.5))
        painter.setFont(now.font("caption", True))
        painter.setPen(now.accent)
        width = now.metrics("caption", True).horizontalAdvance(self.writing.brushed_text)
        self._paint_text(painter, area, (left + right - width) / 2, self.writing.brushed_text, 22.0)

    def _paint_text(self, painter: QPainter, area: QRectF, left: float, text: str, above: float) -> None:
        """Words above the plot, pushed inside where they would leave it."""
        now = theme.current()
        width = painter.fontMetrics().horizontalAdvance(text) + 4.0
        left = max(min(left, area.right() + now.pxf(6) - width), area.left() - now.pxf(30))
        painter.drawText(QRectF(left, area.top() - now.pxf(above), width, now.pxf(18)), ALIGN_LEFT, text)


def _to_item(axis: pg.AxisItem, place: QPointF) -> QPointF:
    """A place in the plot's own units, in an axis's pixels."""
    view = axis.linkedView()
    return QPointF(axis.mapFromItem(view, view.mapFromView(place)))
