"""The two painted columns of a breakdown: a value with its interval, and its part in the change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter

from cxdesk.app.delegates.row import Index, RowDelegate
from cxdesk.app.models.breakdown import ROW_ROLE, TOTAL_ROLE
from cxdesk.app.painting import draw_elided, one_line
from cxdesk.app.theme import Theme
from cxdesk.app.widgets.marks import (
    Scale,
    paint_bar,
    paint_interval,
    paint_point,
    paint_ring,
    paint_whole,
    paint_zero,
)
from cxdesk.domain.results import Better, BreakdownRow

MARGIN = 22  # half a label of the axis: its ends stand clear of the columns beside it
BAR_MARGIN, LEGEND_MARGIN = 10, 10


class DotDelegate(RowDelegate):
    """Dot with interval on one axis for all rows, hollow dot for the comparison, dotted line for the whole.

    The total's row says in `legend` what the hollow dots are. A hidden row's sentence spans this cell.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = 0.0, 1.0
        self.whole: float | None = None
        self.legend = ""

    def set_axis(self, low: float, high: float, whole: float | None) -> None:
        """What the axis reaches over, and the value of the whole."""
        self.low, self.high, self.whole = low, high, whole

    def scale(self, place: QRectF, now: Theme) -> Scale:
        """The axis within a cell, for whoever writes its labels above."""
        return Scale(self.low, self.high, place.left() + now.pxf(MARGIN), place.right() - now.pxf(MARGIN))

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, BreakdownRow) or row.figure.value is None:
            return
        scale, middle = self.scale(place, now), place.center().y()
        if index.data(TOTAL_ROLE):
            self._paint_legend(painter, place, now)
            return
        if self.low < 0 < self.high or self.low == 0:
            paint_zero(painter, scale.x(0), place.top(), place.bottom(), now)
        if self.whole is not None:
            paint_whole(painter, scale.x(self.whole), place.top(), place.bottom(), now)
        figure, base = row.figure, row.base
        if figure.low is not None and figure.high is not None:
            paint_interval(painter, scale, middle, figure.low, figure.high, now)
        if base is not None and base.value is not None:
            paint_ring(painter, scale.x(base.value), middle, now)
        paint_point(painter, scale.x(row.figure.value), middle, now)

    def _paint_legend(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        if not self.legend:
            return
        left = place.left() + now.pxf(LEGEND_MARGIN)
        paint_ring(painter, left + now.pxf(4), place.center().y(), now)
        words = QRectF(left + now.pxf(14), place.top(), place.right() - left - now.pxf(14), place.height())
        draw_elided(painter, words, one_line(self.legend), "caption", now.text3)


class BarDelegate(RowDelegate):
    """A bar from the zero line: solid where the test passed, else pale with an outline."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.low, self.high, self.better = 0.0, 0.0, Better.UP

    def set_axis(self, low: float, high: float, better: str) -> None:
        """The least and greatest contribution, with zero, and which way is good."""
        self.low, self.high, self.better = min(low, 0.0), max(high, 0.0), better

    def scale(self, place: QRectF, now: Theme) -> Scale:
        margin = now.pxf(BAR_MARGIN)
        return Scale(self.low, self.high, place.left() + margin, place.right() - margin)

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, BreakdownRow) or row.hidden or index.data(TOTAL_ROLE) or self.low == self.high:
            return
        scale = self.scale(place, now)
        zero = scale.x(0)
        if row.contribution is not None:
            good = (row.contribution > 0) == (self.better != Better.DOWN)
            paint_bar(painter, zero, scale.x(row.contribution), place.center().y(), good, row.proven, now)
        paint_zero(painter, zero, place.top(), place.bottom(), now)
