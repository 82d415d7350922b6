"""The painted rows of a receipt: bars of the ladder, and the values of rival definitions on one axis."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cxdesk.app import icons, theme
from cxdesk.app.delegates.row import Index, RowDelegate, State
from cxdesk.app.models.receipt import (
    BAR_ROLE,
    RUNG_ROLE,
    WAY_ROLE,
    Column,
    WayColumn,
    way_detail,
    way_interval,
    way_title,
    way_value,
)
from cxdesk.app.painting import dashed, draw_elided, frame
from cxdesk.app.theme import Theme, tokens
from cxdesk.app.widgets.marks import Scale, paint_interval, paint_point, paint_whole, paint_zero
from cxdesk.domain.explained import Rung, Step, Way

LADDER_ROW, WAY_ROW = 34, 44
BAR, SMALL_BAR, INDENT = 12, 10, 12
MARGIN = 20
BREAK = 0.72  # where along a broken bar its mark stands


class LadderDelegate(RowDelegate):
    """Names of what is left out are set in; their bars show what is taken from the end of the rows before."""

    def row_height(self) -> int:
        return theme.current().px(tokens.ROW_COMPACT if self.compact else LADDER_ROW)

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        rung = index.data(RUNG_ROLE)
        if not isinstance(rung, Rung):
            return
        if index.column() == Column.BAR:
            self._paint_bar(painter, place, rung, index.data(BAR_ROLE), now)
            return
        if index.column() == Column.NAME and rung.step is Step.LEFT_OUT:
            place = place.adjusted(now.pxf(INDENT), 0, 0, 0)
        super().paint_cell(painter, place, index, now)

    def _paint_bar(
        self, painter: QPainter, place: QRectF, rung: Rung, bar: tuple[float, float, bool], now: Theme
    ) -> None:
        start, end, broken = bar
        left, room = place.left() + now.pxf(8), place.width() - now.pxf(16)
        if room <= 0:
            return
        height = now.pxf(BAR if rung.step is not Step.LEFT_OUT else SMALL_BAR)
        top = place.center().y() - height / 2
        box = QRectF(left + start * room, top, max((end - start) * room, now.pxf(2)), height)
        radius = now.pxf(tokens.RADIUS_BAR)
        if rung.step is Step.COUNTED:
            frame(painter, box, now.accent, None, radius)
        elif rung.step is Step.THERE:
            frame(painter, box, now.mid, None if now.washes else now.axis, radius)
            if broken:
                self._paint_break(painter, box, now)
        elif broken:
            self._paint_gone(painter, QRectF(left + 0.75 * room, top, 0.25 * room, height), now)
        else:
            frame(painter, box, now.warn if rung.doubt else now.cmp, None, 0)

    def _paint_break(self, painter: QPainter, box: QRectF, now: Theme) -> None:
        """Two slanted cuts: the bar is longer than it is drawn."""
        painter.setPen(QPen(now.panel, now.pxf(2.5)))
        slant = now.pxf(3)
        for step in (0.0, now.pxf(6)):
            x = box.left() + box.width() * BREAK + step
            painter.drawLine(QPointF(x - slant, box.bottom() + 1), QPointF(x + slant, box.top() - 1))

    def _paint_gone(self, painter: QPainter, box: QRectF, now: Theme) -> None:
        """Rows that are gone from a bar that is longer than it is drawn."""
        painter.setPen(dashed(now.cmp, 1, (2, 2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


class WaysDelegate(RowDelegate):
    """Two lines of text, the value, and a dot with its interval; a pin marks what stands for the idea."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = 0.0, 1.0
        self.pinned: float | None = None
        self.on_axis: frozenset[int] = frozenset()  # rows

    def row_height(self) -> int:
        return theme.current().px(WAY_ROW)

    def set_axis(self, low: float, high: float, pinned: float | None, on_axis: frozenset[int]) -> None:
        self.low, self.high, self.pinned, self.on_axis = low, high, pinned, on_axis

    def scale(self, place: QRectF, now: Theme) -> Scale:
        """The axis within a cell."""
        return Scale(self.low, self.high, place.left() + now.pxf(MARGIN), place.right() - now.pxf(MARGIN))

    def paint_ground(self, painter: QPainter, place: QRectF, state: State, index: Index, now: Theme) -> None:
        super().paint_ground(painter, place, state, index, now)
        way = index.data(WAY_ROLE)
        if isinstance(way, Way) and way.pinned and not state & State.State_Selected:
            painter.fillRect(place.adjusted(0, 0, 0, -1), now.accentbg)

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        way = index.data(WAY_ROLE)
        if not isinstance(way, Way):
            return
        if index.column() == WayColumn.NAME:
            self._paint_name(painter, place, way, now)
        elif index.column() == WayColumn.VALUE:
            inner = place.adjusted(0, 0, -now.pxf(8), 0)
            draw_elided(painter, inner, way_value(way), "small", now.text, bold=True, align=Qt.AlignmentFlag.AlignRight)
        elif index.row() in self.on_axis:
            self._paint_axis(painter, place, way, now)
        else:
            inner = place.adjusted(now.pxf(MARGIN), 0, -now.pxf(8), 0)
            draw_elided(painter, inner, way_interval(way), "caption", now.text3)

    def _paint_name(self, painter: QPainter, place: QRectF, way: Way, now: Theme) -> None:
        left = place.left() + now.pxf(12)
        if way.pinned:
            side = now.pxf(14)
            icons.paint(painter, "pin", QRectF(left, place.center().y() - side / 2, side, side), now.accent, 14)
        words = QRectF(left + now.pxf(24), place.top(), place.right() - left - now.pxf(28), place.height())
        upper = words.adjusted(0, now.pxf(4), 0, -words.height() / 2 + now.pxf(2))
        lower = words.adjusted(0, words.height() / 2 - now.pxf(1), 0, -now.pxf(5))
        draw_elided(painter, upper, way_title(way), "small", now.text, bold=way.pinned)
        draw_elided(painter, lower, way_detail(way), "caption", now.text2)

    def _paint_axis(self, painter: QPainter, place: QRectF, way: Way, now: Theme) -> None:
        scale, middle, figure = self.scale(place, now), place.center().y(), way.card.figure
        ink = now.accent if way.pinned else now.cmp
        if self.low <= 0 <= self.high:
            paint_zero(painter, scale.x(0), place.top(), place.bottom(), now)
        if self.pinned is not None:
            paint_whole(painter, scale.x(self.pinned), place.top(), place.bottom(), now)
        if figure.low is not None and figure.high is not None:
            paint_interval(painter, scale, middle, figure.low, figure.high, now, ink)
        assert figure.value is not None
        paint_point(painter, scale.x(figure.value), middle, now, ink)
