"""A change as bars that stand on one another: totals in neutral ink, clear parts solid, the others pale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from cxdesk.analysis.why.bars import Bar
from cxdesk.analysis.wording import Measured, bare, inscribed, level_text
from cxdesk.app import theme
from cxdesk.app.charts import scale
from cxdesk.app.charts.axis import ValueAxis, decimals_of, paint_centred, paint_link, torn, value_axis, wrapped
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.painting import draw, frame
from cxdesk.app.theme import Theme, tokens
from cxdesk.app.widgets.marks import paint_whisker
from cxdesk.domain.results import Unit
from cxdesk.domain.why import Role
from cxdesk.system.i18n import _, number

ABOVE, BELOW, LEGEND = 18.0, 34.0, 24.0
BAR_SHARE, MOST_BAR, WIDEST = 0.62, 64.0, 150.0  # the part of its slot that a bar takes; pixels of bars and slots
CUT_BELOW = 0.4  # where all that moves is less than this share of the level, the axis does not begin at zero
LOOKED_AT = (Role.GROUP, Role.NONE, Role.STAYED, Role.NEW, Role.LOST)
BEFORE, NOW = "before", "now"  # what the totals stand for
LIMITS: dict[str, tuple[float | None, float | None]] = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.INDEX: (0.0, 100.0),
    Unit.SCORE: (-100.0, 100.0),
}


USUAL, LEAST, LOWEST = 300, 220, 130  # pixels of height
LOW = 190  # below which there is no legend


def _is_low(place: QRectF, now: Theme) -> bool:
    return place.height() < now.pxf(LOW)


class Waterfall(PaintedChart):
    """`show_bars`; a click on a bar gives its part, on a total BEFORE or NOW."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self._how = Measured(Unit.COUNT, 0)
        self._axis: ValueAxis | None = None
        self._cut, self._lines = False, 2  # whether the axis begins elsewhere than at 0; lines of the bars' names
        self._chosen: str | None = None
        self._level = ""
        self._least = 0  # pixels; 0: as usual

    def choose(self, key: str | None) -> None:
        """Mark the group that is looked at; an empty text is that of the rows without a value, None is none."""
        if key != self._chosen:
            self._chosen = key
            self.update()

    def show_bars(self, bars: Sequence[Bar], how: Measured, level: float = 0.95) -> None:
        self._bars, self._how = tuple(bars), how
        self._level = level_text(level)
        self.changed()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(60 + 62 * len(self._bars)), self._least or now.px(USUAL))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(40 + 44 * len(self._bars)), self._least or now.px(LEAST))

    def fit(self, height: int | None) -> None:
        """The height that there is for it, None where there is enough: a low picture is seen whole rather than
        scrolled; the lowest go without their legend.
        """
        now = theme.current()
        least = 0 if height is None else min(max(height, now.px(LOWEST)), now.px(USUAL))
        if least != self._least:
            self._least = least
            self.updateGeometry()

    def table(self) -> Sequence[Sequence[str]]:
        """Name, size, ends of the interval, verdict, values of its own and rows."""
        head = [_("Part"), _("Size"), _("Interval"), _("Verdict"), _("Before"), _("Now"), _("n before"), _("n now")]
        return [head, *(self._row(bar) for bar in self._bars)]

    def _row(self, bar: Bar) -> list[str]:
        part = bar.part
        if part is None:
            return [bar.label, bar.text, self._interval(bar), "", "", "", "", ""]
        values = [bare(value, self._how) if value is not None else "" for value in (part.before, part.after)]
        counts = [number(n) if n else "" for n in (part.n0, part.n1)]
        return [bar.label, bar.text, self._interval(bar), self._verdict(bar), *values, *counts]

    def _interval(self, bar: Bar) -> str:
        if bar.low is None or bar.high is None:
            return ""
        start, sign = (0.0, False) if bar.total else (bar.start, True)
        low, high = (bare(end - start, self._how, sign=sign, decimals=self._places) for end in (bar.low, bar.high))
        return _("{low} … {high}", low=low, high=high)

    @property
    def _places(self) -> int:
        return max(self._how.decimals, 0 if self._how.unit == Unit.COUNT else 1)

    def _verdict(self, bar: Bar) -> str:
        if bar.part is None:
            return ""
        if not bar.part.tested:
            return _("counted")
        return _("clear") if bar.clear else _("could be chance")

    # Painting

    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        if not self._bars:
            self._axis = None
            return []
        low, high = self._reach()
        self._lines = 2
        self._lay_axis(place, low, high, now)
        if not _is_low(place, now) and any("…" in text for bar in self._bars for text in self._words(bar, now)):
            self._lines = 3
            self._lay_axis(place, low, high, now)
        return [self._mark(at, bar, now) for at, bar in enumerate(self._bars)]

    def _lay_axis(self, place: QRectF, low: float, high: float, now: Theme) -> None:
        """The plot above as many lines of words as the names of the bars want."""
        legend = 0.0 if _is_low(place, now) else now.pxf(LEGEND)
        under = legend + self._lines * now.metrics("caption").height() + 8
        inner = place.adjusted(now.pxf(12), now.pxf(ABOVE), -now.pxf(12), -under)
        inner.setWidth(min(inner.width(), now.pxf(WIDEST * len(self._bars))))
        limits = (None, None) if self._cut else LIMITS.get(self._how.unit, (None, None))
        places = decimals_of(scale.grid(low, high, limits))
        self._axis = value_axis(
            inner, low, high, limits, lambda value: inscribed(value, self._how, decimals=places), now
        )

    def _words(self, bar: Bar, now: Theme) -> list[str]:
        """The name of a bar in lines of its slot's width."""
        return wrapped(bar.label, now.metrics("caption"), self._slot(0)[1] - 4, self._lines)

    def _reach(self) -> tuple[float, float]:
        """What must be seen: all ends and whiskers, and zero unless everything happens far from it."""
        ends = [end for bar in self._bars for end in (bar.start, bar.end, bar.low, bar.high) if end is not None]
        moved = [end for bar in self._bars if not bar.total for end in (bar.start, bar.end, bar.low, bar.high)]
        known = [end for end in moved if end is not None] + [bar.end for bar in self._bars if bar.total]
        low, high = min(known), max(known)
        away = min(abs(low), abs(high)) if low * high > 0 else 0.0
        self._cut = bool(away) and high - low < CUT_BELOW * away
        if not self._cut:
            return min(0.0, *ends), max(0.0, *ends)
        room = (high - low or away * 0.05) * 0.3
        return low - room, high + room

    def _mark(self, at: int, bar: Bar, now: Theme) -> Mark:
        place = self._column(at, bar, now)
        tall = place.united(self._whisker(bar, place)).adjusted(-4, -4, 4, 4)
        interval, verdict = self._interval(bar), self._verdict(bar)
        value = "  ".join(filter(None, (bar.text, interval)))
        hint = "" if bar.total else verdict
        if bar.part is not None and bar.part.n1:
            hint = " · ".join(
                filter(
                    None,
                    (verdict, _("n {before} before, {now} now", before=number(bar.part.n0), now=number(bar.part.n1))),
                )
            )
        data: object = bar.data if bar.data is not None else BEFORE if at == 0 else NOW
        if bar.part is not None:
            data = bar.part if bar.part.role in LOOKED_AT else None
        return Mark(tall, bar.label, value, hint, data)

    def _slot(self, at: int) -> tuple[float, float]:
        """Left end and width of a bar's share of the plot."""
        assert self._axis is not None
        width = self._axis.plot.width() / len(self._bars)
        return self._axis.plot.left() + at * width, width

    def _column(self, at: int, bar: Bar, now: Theme) -> QRectF:
        assert self._axis is not None
        left, width = self._slot(at)
        wide = min(width * BAR_SHARE, now.pxf(MOST_BAR))
        foot = self._axis.low if bar.total and self._cut else bar.start
        ends = sorted((self._axis.y(foot), self._axis.y(bar.end)))
        height = max(ends[1] - ends[0], now.pxf(2))
        return QRectF(left + (width - wide) / 2, ends[0], wide, height)

    def _whisker(self, bar: Bar, column: QRectF) -> QRectF:
        if bar.low is None or bar.high is None or self._axis is None:
            return QRectF()
        top, bottom = self._axis.y(bar.high), self._axis.y(bar.low)
        return QRectF(column.center().x() - 2, top, 4, bottom - top)

    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        axis = self._axis
        if axis is None:
            return
        self._paint_chosen(painter, now)
        axis.paint(painter, now, self._cut)
        columns = [self._column(at, bar, now) for at, bar in enumerate(self._bars)]
        for (one, other), bar in zip(pairwise(columns), self._bars, strict=False):
            paint_link(painter, one.right(), other.left(), axis.y(bar.end), now)
        for at, (bar, column) in enumerate(zip(self._bars, columns, strict=True)):
            self._paint_bar(painter, bar, column, now)
            left, width = self._slot(at)
            paint_centred(painter, left + width / 2, axis.plot.bottom() + now.pxf(5), self._words(bar, now), now)
        if not _is_low(place, now):
            self._paint_legend(painter, place, now)

    def _paint_chosen(self, painter: QPainter, now: Theme) -> None:
        for at, bar in enumerate(self._bars):
            if bar.part is None or self._chosen is None or self._axis is None or bar.part.role not in LOOKED_AT:
                continue
            if (bar.part.key or "") == self._chosen:
                left, width = self._slot(at)
                plot = self._axis.plot
                place = QRectF(left + 2, plot.top() - now.pxf(8), width - 4, plot.height() + now.pxf(8))
                frame(painter, place, now.accentbg, now.accentline, now.pxf(tokens.RADIUS_CONTROL))

    def _paint_bar(self, painter: QPainter, bar: Bar, column: QRectF, now: Theme) -> None:
        assert self._axis is not None
        if bar.total and self._cut:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.mid)
            painter.drawPolygon(QPolygonF(torn(column, now)))
        else:
            fill, edge = inks(bar, now)
            frame(painter, column, fill, edge, now.pxf(tokens.RADIUS_BAR))
        if bar.low is not None and bar.high is not None:
            paint_whisker(painter, column.center().x(), self._axis.y(bar.high), self._axis.y(bar.low), now)
        self._paint_value(painter, bar, column, now)

    def _paint_value(self, painter: QPainter, bar: Bar, column: QRectF, now: Theme) -> None:
        """Beside the whisker of a total; under that of a part, or above where the plot ends."""
        assert self._axis is not None
        metrics, font = now.metrics("small", True), now.font("small", True)
        width = metrics.horizontalAdvance(bar.text)
        if bar.total:
            whisker = bar.low is not None
            x = column.center().x() + now.pxf(7) if whisker else column.center().x() - width / 2
            top = column.top() if bar.end >= 0 else column.bottom() + metrics.height()
            draw(painter, x, top - now.pxf(4), bar.text, font, now.text)
            return
        low = column.bottom() if bar.low is None else max(column.bottom(), self._axis.y(bar.low))
        baseline = low + metrics.ascent() + now.pxf(2)
        if baseline > self._axis.plot.bottom() - 1:
            high = column.top() if bar.high is None else min(column.top(), self._axis.y(bar.high))
            baseline = high - now.pxf(4)
        left = column.center().x() - width / 2
        draw(painter, left, baseline, bar.text, font, now.text if bar.clear else now.text2)

    def _paint_legend(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        """One centred line that lists only what is drawn."""
        parts = [bar for bar in self._bars if not bar.total]
        tested = [bar for bar in parts if bar.part is not None and bar.part.tested]
        shown: list[tuple[str, str]] = []
        if tested and any(bar.clear for bar in tested):
            shown.append(("clear", _("clear part of the change")))
        if any(not bar.clear for bar in tested):
            shown.append(("pale", _("could be chance")))
        if any(bar.low is not None for bar in self._bars):
            shown.append(("whisker", _("{level} interval", level=self._level)))
        if self._cut:
            shown.append(("cut", _("the axis does not begin at 0")))
        metrics = now.metrics("caption")
        widths = [now.pxf(20) + metrics.horizontalAdvance(text) for _kind, text in shown]
        while len(widths) > 1 and sum(widths) + now.pxf(16) * (len(widths) - 1) > place.width():
            widths.pop()
        assert self._axis is not None
        x = max(0.0, self._axis.plot.center().x() - (sum(widths) + now.pxf(16) * (len(widths) - 1)) / 2)
        middle = place.bottom() - now.pxf(LEGEND) / 2
        tone = next((bar.tone for bar in tested if bar.clear), next((bar.tone for bar in tested), "mid"))
        for (kind, text), width in zip(shown, widths, strict=False):
            _paint_sign(painter, kind, QRectF(x, middle - now.pxf(5), now.pxf(14), now.pxf(10)), tone, now)
            draw(painter, x + now.pxf(20), middle + metrics.capHeight() / 2, text, now.font("caption"), now.text2)
            x += width + now.pxf(16)


def inks(bar: Bar, now: Theme) -> tuple[QColor, QColor | None]:
    """Fill and edge: solid where clear, pale with an outline where it could be chance."""
    if bar.total:
        return now.mid, None if now.washes else now.line2
    last = len(now.diverging) - 1
    strong = {"good": now.good, "bad": now.bad}.get(bar.tone, now.cmp)
    edge = {"good": now.diverging[last - 1], "bad": now.diverging[1]}.get(bar.tone, now.cmp)
    if bar.clear:
        return strong, None
    if not now.washes:
        return now.panel, edge
    pale = {"good": now.diverging[last - 2], "bad": now.diverging[2]}.get(bar.tone, now.mid)
    return now.wash(pale, 100 if now.dark else 50), edge


def _paint_sign(painter: QPainter, kind: str, place: QRectF, tone: str, now: Theme) -> None:
    if kind in ("clear", "pale"):
        fill, edge = inks(Bar("", 0, 0, "", clear=kind == "clear", tone=tone), now)
        frame(painter, place, fill, edge, now.pxf(tokens.RADIUS_BAR))
    elif kind == "whisker":
        paint_whisker(painter, place.center().x(), place.top(), place.bottom(), now)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(now.pen(now.cmp, 1.25))
        third = place.width() / 3
        points = [QPointF(place.left() + n * third, place.center().y() + (3 if n % 2 else -3)) for n in range(4)]
        painter.drawPolyline(QPolygonF(points))
