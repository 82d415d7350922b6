"""What is drawn over the trend: further lines in the colours and dashes of their categories, and flags of notes."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from cxdesk.app import theme
from cxdesk.app.charts.layer import Layer
from cxdesk.app.charts.timeline import Timeline
from cxdesk.domain.kept import Note
from cxdesk.domain.together import Course

LEVELS = 2  # heights on which flags stand, so that neighbours can be read
BAND = 10.0  # percent of ink in the band of a benchmark
LONGEST = 150.0  # pixels of a note's words


class Lines:
    """The further lines of a plot, at most as many as there are categories but the first."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self.courses: tuple[Course, ...] = ()
        self._plot = plot
        self._drawn: list[tuple[pg.PlotDataItem, pg.ScatterPlotItem]] = []
        theme.watcher().changed.connect(self.recolour)

    def show(self, courses: Sequence[Course]) -> None:
        """Draw these and no others."""
        item = self._plot.getPlotItem()
        for parts in self._drawn:
            for part in parts:
                item.removeItem(part)
        self._drawn, self.courses = [], tuple(courses)
        for course in self.courses:
            line = pg.PlotDataItem(*_values(course), connect="finite", antialias=True)
            points = pg.ScatterPlotItem(pxMode=True)
            for part in (line, points):
                part.setZValue(-6)
                item.addItem(part, ignoreBounds=True)
            self._drawn.append((line, points))
        self.recolour()

    def recolour(self) -> None:
        """The first category is the number in focus; the next ones are these."""
        now = theme.current()
        for at, (course, (line, points)) in enumerate(zip(self.courses, self._drawn, strict=True), 1):
            colour = now.category(at)
            line.setPen(now.category_pen(at))
            spots = [
                {
                    "pos": (place, point.figure.value),
                    "size": now.pxf(7 if point.partial else 5),
                    "pen": now.pen(colour, 2.0),
                    "brush": pg.mkBrush(now.panel if point.partial else colour),
                }
                for place, point in enumerate(course.points)
                if point.figure.value is not None
            ]
            points.setData(spots)

    @property
    def values(self) -> list[float]:
        """All that must be in sight."""
        found = [point.figure.value for course in self.courses for point in course.points]
        return [value for value in found if value is not None]


def _values(course: Course) -> tuple[np.ndarray, np.ndarray]:
    values = [nan if point.figure.value is None else point.figure.value for point in course.points]
    return np.arange(len(values), dtype=float), np.array(values, dtype=float)


class Flags(Layer):
    """Notes as grey flags on the time axis, with their words beside them where there is room."""

    def __init__(self, view: pg.ViewBox, parent: pg.PlotItem) -> None:
        super().__init__(view, 90, parent)
        self.notes: tuple[tuple[float, Note], ...] = ()

    def show_notes(self, notes: Sequence[Note], line: Timeline) -> None:
        """Those on days that the axis shows."""
        first, last = (line.units[0].start, line.units[-1].end) if len(line) else (None, None)
        shown = tuple((line.position(note.day), note) for note in notes if first and last and first <= note.day < last)
        if shown != self.notes:  # else the whole plot would be painted twice for every answer
            self.notes = shown
            self.moved()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        now = theme.current()
        area = self.area
        painter.setFont(now.font("caption"))
        metrics = now.metrics("caption")
        for number, (at, note) in enumerate(self.notes):
            x = round(self.place(at, 0).x()) + 0.5
            top = area.bottom() - now.pxf(26 + 15 * (number % LEVELS))
            painter.setPen(now.pen(now.flat, 1.5))
            painter.drawLine(QPointF(x, top), QPointF(x, area.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.flat)
            wide, high = now.pxf(9), now.pxf(8)
            flag = [QPointF(x, top), QPointF(x + wide, top), QPointF(x + wide * 0.7, top + high / 2)]
            painter.drawPolygon(QPolygonF([*flag, QPointF(x + wide, top + high), QPointF(x, top + high)]))
            text = metrics.elidedText(note.text, Qt.TextElideMode.ElideRight, now.pxf(LONGEST))
            width = metrics.horizontalAdvance(text)
            left = x - width - now.pxf(5) if x - width - now.pxf(5) > area.left() else x + wide + now.pxf(4)
            painter.fillRect(QRectF(left - 2, top - 1, width + 4, metrics.height()), now.panel)
            painter.setPen(now.text2)
            painter.drawText(QPointF(left, top + metrics.ascent() - now.pxf(2)), text)


class Levels(Layer):
    """Benchmarks that the workspace holds its number against: quiet lines with their words at the right, and a pale
    band between the levels of one that has several.
    """

    def __init__(self, view: pg.ViewBox, parent: pg.PlotItem) -> None:
        super().__init__(view, 80, parent)
        self.levels: tuple[tuple[float, str], ...] = ()
        self.bands: tuple[tuple[float, float], ...] = ()

    def show_levels(self, levels: Sequence[tuple[float, str]], bands: Sequence[tuple[float, float]] = ()) -> None:
        """`bands` from the lowest to the highest level of each benchmark that has more than one."""
        if (tuple(levels), tuple(bands)) != (self.levels, self.bands):
            self.levels, self.bands = tuple(levels), tuple(bands)
            self.moved()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        now = theme.current()
        area = self.area
        painter.setFont(now.font("caption"))
        metrics = now.metrics("caption")
        for low, high in self.bands:
            ends = (self.place(0, high).y(), self.place(0, low).y())
            top, bottom = (min(max(end, area.top()), area.bottom()) for end in ends)
            if bottom > top and now.washes:
                painter.fillRect(QRectF(area.left(), top, area.width(), bottom - top), now.wash(now.cmp, BAND))
        for value, text in self.levels:
            y = self.place(0, value).y()
            if not area.top() <= y <= area.bottom():
                continue  # a benchmark far off does not flatten the course
            pen = now.pen(now.cmp, 1.0)
            pen.setDashPattern([1, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            left = area.right() - metrics.horizontalAdvance(text) - now.pxf(4)
            painter.setPen(now.text3)
            painter.drawText(QPointF(left, y - now.pxf(3)), text)
