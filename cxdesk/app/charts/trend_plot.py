"""The trend as a plot: line with its interval, points as large as their number of answers, brush and clicks.

It shows a Trend and tells what the person did with it; what that means is the desk's business.
"""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen

from cxdesk.analysis.wording import Measured, target_text
from cxdesk.app import theme
from cxdesk.app.charts import labels, scale
from cxdesk.app.charts import trend_words as words
from cxdesk.app.charts.timeline import Timeline, runs
from cxdesk.app.charts.trend_items import (
    ABOVE_PLOT,
    Band,
    Brush,
    DateAxis,
    Grid,
    Overlay,
    Sign,
    ValueAxis,
    Writing,
)
from cxdesk.app.dates import short
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Better, Target, Trend, TrendPoint
from cxdesk.system.i18n import _

pg.setConfigOption("mouseRateLimit", -1)  # a quick drag must not lose its steps

SMALLEST, GROWTH, LARGEST = 2.0, 1 / 3.4, 5.0  # radius = 2 + √n / 3.4 pixels, the growth at most 5
ROOM_FOR_POINTS = 7.0  # pixels between units below which points are left out


class TrendView(pg.ViewBox):
    """The area of the plot. A drag is a stretch of time; a click is a place; nothing zooms or scrolls by itself."""

    dragged = Signal(float, float, bool)  # from, to, finished
    pressed = Signal(QPointF)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0)

    def mouseDragEvent(self, ev: object, axis: int | None = None) -> None:
        if ev.button() is not Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            ev.ignore()  # type: ignore[attr-defined]
            return
        ev.accept()  # type: ignore[attr-defined]
        start = self.mapToView(ev.buttonDownPos()).x()  # type: ignore[attr-defined]
        here = self.mapToView(ev.pos()).x()  # type: ignore[attr-defined]
        self.dragged.emit(start, here, ev.isFinish())  # type: ignore[attr-defined]

    def mouseClickEvent(self, ev: object) -> None:
        if ev.button() is Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            ev.accept()  # type: ignore[attr-defined]
            self.pressed.emit(ev.scenePos())  # type: ignore[attr-defined]

    def wheelEvent(self, ev: object, axis: int | None = None) -> None:
        ev.ignore()  # type: ignore[attr-defined]


class TrendPlot(pg.PlotWidget):
    """Paints one Trend. `brushed(Period)`, `chosen(unit number)`, `pointed(unit number or −1)`."""

    brushed = Signal(object)
    chosen = Signal(int)
    pointed = Signal(int)

    def __init__(self) -> None:
        self._view = self.area = TrendView()
        self._values = ValueAxis(str)
        self._dates = DateAxis(self._name_units)
        super().__init__(viewBox=self._view, axisItems={"left": self._values, "bottom": self._dates}, enableMenu=False)
        self._trend: Trend | None = None
        self._drawn: tuple[object, ...] = ()  # what grid, line and points show
        self._line = Timeline([])
        self._at = -1
        self.also: tuple[float, ...] = ()  # values that must be in sight besides the trend
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        self._build()
        self.recolour()
        theme.watcher().changed.connect(self.recolour)
        self._view.dragged.connect(self._drag)
        self._view.pressed.connect(self._press)
        self._brush.sigRegionChangeFinished.connect(self._brush_moved)

    def _build(self) -> None:
        item = self.getPlotItem()
        item.hideButtons()
        item.ctrlMenu.setParent(self, Qt.WindowType.Popup)  # made even when unwanted, and otherwise never deleted
        self._grid, self._band = Grid(), Band()
        self._compare, self._curve, self._running = (
            pg.PlotDataItem(connect="finite", antialias=True) for _n in range(3)
        )
        self._points, self._ring = pg.ScatterPlotItem(pxMode=True), pg.ScatterPlotItem(pxMode=True)
        self._brush = Brush()
        self._brush.hide()
        parts = (self._grid, self._band, self._compare, self._curve, self._running, self._ring, self._points)
        for z, part in enumerate(parts):
            part.setZValue(z - 10)
            item.addItem(part, ignoreBounds=True)
        item.addItem(self._brush, ignoreBounds=True)
        self._overlay = Overlay(self._view)
        self._overlay.setParentItem(item)

    # Showing

    def recolour(self) -> None:
        """Other colours, fonts or zoom."""
        item, now = self.getPlotItem(), theme.current()
        if item is None:  # closed, and not yet gone
            return
        self.setBackground(now.panel)
        self._brush.recolour()
        self._dates.resize_text()
        item.layout.setContentsMargins(0, now.pxf(ABOVE_PLOT), now.pxf(8), 0)
        self._dots = _Dots()
        self._compare.setPen(_dashed(now.cmp, 1.5, (5, 4)))
        self._curve.setPen(now.pen(now.accent, 2.0))
        self._running.setPen(_dashed(now.accent, 2.0, (3, 3)))
        if self._trend is not None:
            self._draw(self._trend)

    def show_trend(
        self, trend: Trend, brushed: Period | None, chosen: Period | None, target: Target | None = None
    ) -> None:
        """Paint a trend, with the stretch that is the period and the point that was clicked. What is there already is
        not drawn again: a click moves a ring, a drag the brush.
        """
        self._trend, self._chosen, self._target = trend, chosen, target
        self._brushed = brushed
        if self._drawn == (trend, target, self.also):
            self._draw_ring(trend)
            self._place_brush()
            return
        self._line = Timeline([point.period for point in trend.points])
        self._at = min(self._at, len(self._line) - 1)
        self._draw(trend)

    @property
    def line(self) -> Timeline:
        """Where days lie."""
        return self._line

    @property
    def at(self) -> int:
        """The unit that was walked to or clicked, −1 none."""
        return self._at

    def _draw(self, trend: Trend) -> None:
        self._drawn = trend, self._target, self.also
        points = trend.points
        also = [*self.also, *([self._target.value] if self._target else [])]
        lines = scale.grid(*scale.shown_range(trend, also), trend.limits)
        shown = [point.figure.value for point in points if point.figure.value is not None]
        across = -0.5, max(len(points), 1) - 0.5
        self._view.setRange(xRange=across, yRange=scale.with_air(lines, shown), padding=0)
        self._grid.lines = lines
        self._grid.target = (self._target.value, trend.better != Better.DOWN) if self._target else None
        self._grid.target_from = max((self._line.position(day) for day, _change in trend.scale_changes), default=-0.5)
        self._dates.years = labels.first_of_years(self._line.units)
        self._values.show_values(lines, words.axis_text(Measured.of(trend), lines))
        self._grid.update()
        self._draw_points(trend)
        self._draw_compare(trend)
        self._place_brush()
        self._dates.update()
        self.getPlotItem().layout.activate()
        self._view.prepareForPaint()  # what follows the view moves now: while it is painted all would be painted again

    def _draw_points(self, trend: Trend) -> None:
        points = trend.points
        joined = self._runs(trend)
        self._band.show_runs([part for run in joined for part in _band_runs(points, run)])
        whole, dashed = [], []
        for run in joined:
            split = len(run) > 1 and points[run[-1]].partial
            whole.append(run[:-1] if split else run)
            dashed += [run[-2:]] if split else []
        self._curve.setData(*_joined(points, whole))
        self._running.setData(*_joined(points, dashed))
        room = self._view.width() / max(len(points), 1)
        lone = {run[0] for run in joined if len(run) == 1}
        shown = [at for run in joined for at in run]
        if room < theme.current().pxf(ROOM_FOR_POINTS):
            shown = [at for at in shown if at in lone or points[at].partial]
        self._points.setData([self._dots.spot(at, points[at]) for at in shown])
        self._draw_ring(trend)

    def _draw_ring(self, trend: Trend) -> None:
        """A ring around the point that was clicked, and a thinner one around the one the keys stand on."""
        rings, now = [], theme.current()
        for at, point in enumerate(trend.points):
            if point.figure.value is None:
                continue
            width = 2.0 if point.period == self._chosen else 1.0 if at == self._at and self.hasFocus() else 0.0
            if width:
                size = 2 * _radius(point.figure.n) + now.pxf(9)
                pen = now.pen(now.accent, width)
                rings.append({"pos": (at, point.figure.value), "size": size, "pen": pen, "brush": None})
        if rings or len(self._ring.data):
            self._ring.setData(rings)

    def _draw_compare(self, trend: Trend) -> None:
        by_start = {point.period.start: at for at, point in enumerate(trend.points)}
        values = np.full(len(trend.points), nan)
        for number, point in enumerate(trend.compare):
            at = by_start.get(point.period.start, number)
            if at < len(values) and point.figure.value is not None:
                values[at] = point.figure.value
        self._compare.setData(np.arange(len(values)), values)

    def _place_brush(self) -> None:
        trend = self._trend
        stretch = self._line.stretch(self._brushed) if self._brushed else None
        self._brush.setVisible(stretch is not None)
        if stretch is not None:
            self._brush.blockSignals(True)
            self._brush.setRegion(stretch)
            self._brush.blockSignals(False)
        signs = [
            Sign(self._line.position(day), _("Scale {change}", change=change))
            for day, change in (trend.scale_changes if trend else ())
        ]
        text = short(self._brushed) if self._brushed and stretch else ""
        target = self._target
        target_words = ""
        if target is not None and trend is not None:
            target_words = _("Target {target}", target=target_text(target, trend.better, Measured.of(trend)))
        self._overlay.show_writing(
            Writing(
                signs,
                stretch,
                text,
                target_words,
                target.value if target else None,
                trend is None or trend.better != Better.DOWN,
            )
        )

    def _runs(self, trend: Trend) -> list[list[int]]:
        """Numbers of the points that are joined: no gap and no scale change between them."""
        breaks = set()
        for day, _change in trend.scale_changes:
            at = self._line.unit_at(self._line.position(day))
            breaks |= {at} if at is not None else set()
        there = [point.figure.value is not None for point in trend.points]
        return [list(run) for run in runs(there, breaks)]

    def _name_units(self, room: float) -> list[labels.Mark]:
        grain = Grain(self._trend.grain) if self._trend else Grain.MONTH
        return labels.marks(self._line.units, grain, room, theme.current().scale)

    # What the person does

    def place_of(self, at: int) -> QRectF:
        """Where a unit's point stands, in this widget's pixels; for tooltips."""
        figure = self._trend.points[at].figure if self._trend else None
        value = figure.value if figure and figure.value is not None else self._view.viewRange()[1][0]
        spot = self.mapFromScene(self._view.mapViewToScene(QPointF(at, value)))
        return QRectF(spot.x() - 8, spot.y() - 8, 16, 16)

    def _drag(self, start: float, here: float, finished: bool) -> None:
        period = self._line.snapped(start, here)
        if period is None:
            return
        if finished:
            self.brushed.emit(period)
            return
        self._brushed = period
        self._place_brush()

    def _brush_moved(self) -> None:
        if not self._brush.isVisible():
            return
        period = self._line.moved(*self._brush.getRegion())
        if period is not None and period != self._brushed:
            self.brushed.emit(period)
        else:
            self._place_brush()

    def _press(self, scene: QPointF) -> None:
        at = self._near(scene)
        if at is not None:
            self._go_to(at)
            self.chosen.emit(at)

    def _near(self, scene: QPointF) -> int | None:
        """The unit under a place of the scene, if its point is near in height or the place is in its column."""
        at = self._line.unit_at(self._view.mapSceneToView(scene).x())
        if at is None or self._trend is None or self._trend.points[at].figure.value is None:
            return None
        return at

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        super().mousePressEvent(ev)
        ev.accept()

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        super().mouseReleaseEvent(ev)
        ev.accept()

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        super().mouseMoveEvent(ev)
        scene = self.mapToScene(ev.position().toPoint())
        inside = self._view.sceneBoundingRect().contains(scene)
        at = self._near(scene) if inside and not ev.buttons() else None
        self.pointed.emit(-1 if at is None else at)

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.pointed.emit(-1)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Left and right walk along the points, Home and End jump, Enter clicks, Shift widens the brush."""
        moves = {Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0}
        moves[Qt.Key.Key_End] = len(self._line) - 1
        key = Qt.Key(ev.key())
        if (
            key in moves
            and len(self._line)
            and ev.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        ):
            start = max(self._at, 0)
            self._go_to(min(max(moves[key], 0), len(self._line) - 1))
            if ev.modifiers() == Qt.KeyboardModifier.ShiftModifier:
                self._drag(start, self._at, finished=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.chosen.emit(self._at)
        else:
            ev.ignore()

    def _go_to(self, at: int) -> None:
        self._at = at
        if self._trend is not None:
            self._draw_ring(self._trend)
        self.pointed.emit(at)

    def resizeEvent(self, ev: object) -> None:
        super().resizeEvent(ev)
        if getattr(self, "_trend", None) is not None and self._trend is not None:
            self._draw_points(self._trend)


def _radius(n: int) -> float:
    return theme.current().pxf(SMALLEST + min(sqrt(n) * GROWTH, LARGEST))


def _dashed(colour: QColor, width: float, pattern: tuple[float, float]) -> QPen:
    """A pen of dashes given in pixels at 100 %."""
    pen = theme.current().pen(colour, width)
    pen.setDashPattern([part / width for part in pattern])
    return pen


def _joined(points: tuple[TrendPoint, ...], parts: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """x and y of several runs, with a NaN between them."""
    xs: list[float] = []
    ys: list[float] = []
    for run in parts:
        xs += [*map(float, run), nan]
        ys += [*(points[at].figure.value or 0.0 for at in run), nan]
    return np.array(xs), np.array(ys)


def _band_runs(points: tuple[TrendPoint, ...], run: list[int]) -> list[list[tuple[float, float, float]]]:
    """The intervals of one run; points without an interval part the band."""
    parts: list[list[tuple[float, float, float]]] = [[]]
    for at in run:
        figure = points[at].figure
        if figure.low is None or figure.high is None:
            parts.append([])
        else:
            parts[-1].append((float(at), figure.low, figure.high))
    return [part for part in parts if part]


class _Dots:
    """How points look in the present theme. They share their pens, and their sizes go by quarters of a pixel: each of
    so few pictures is painted once for all trends.
    """

    def __init__(self) -> None:
        now = theme.current()
        self._whole = now.pen(now.panel, 1.5), pg.mkBrush(now.accent)
        self._running = now.pen(now.accent, 2.0), pg.mkBrush(now.panel)

    def spot(self, at: int, point: TrendPoint) -> dict[str, object]:
        """A point with an edge that parts it from the line; hollow while its period runs."""
        now, size = theme.current(), 2 * _radius(point.figure.n)
        size = max(min(size, now.pxf(11)), now.pxf(8)) if point.partial else size + now.pxf(1.5)
        pen, brush = self._running if point.partial else self._whole
        return {"pos": (at, point.figure.value), "size": round(4 * size) / 4, "pen": pen, "brush": brush}
