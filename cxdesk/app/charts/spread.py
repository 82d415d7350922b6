"""How values are spread: a bar per point or stretch, the comparison as a line across it, bands and percentiles."""

from __future__ import annotations

from math import isinf

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from cxdesk.analysis.wording import Measured, bare, value_text
from cxdesk.app import theme
from cxdesk.app.charts.axis import ValueAxis, value_axis
from cxdesk.app.charts.painted import Mark, PaintedChart
from cxdesk.app.dates import short
from cxdesk.app.painting import draw, draw_elided, frame
from cxdesk.app.theme import Theme
from cxdesk.domain.distribution import Band, Bar, Distribution, Percentile, Spread
from cxdesk.system.i18n import _, ngettext, number, percent_gap

ABOVE, BELOW, BANDS = 40.0, 34.0, 36.0
GAP = 0.18  # of a column
TONES = {"good": 5, "bad": 1, "mid": 3}
MIDDLE = Qt.AlignmentFlag.AlignHCenter
LEAST_LABEL = 26.0  # pixels of a column from which each one has its words


class SpreadChart(PaintedChart):
    """Paints a Distribution. What a mark stands for is its Bar."""

    def __init__(self) -> None:
        super().__init__()
        self.title = _("Distribution")
        self.found = Distribution("", "", "", "")
        self.chosen_bar: Bar | None = None
        self._axis: ValueAxis | None = None
        self._boxes: list[QRectF] = []

    def show_distribution(self, found: Distribution, chosen: Bar | None = None) -> None:
        """Paint a distribution; `chosen` is the bar that is looked at."""
        self.found, self.chosen_bar = found, chosen
        self.title = _(found.title) if found.title else _("Distribution")
        self.setAccessibleName(", ".join([self.title, *(self._aloud(band) for band in found.bands)]))
        self.changed()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(360), now.px(260))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(240), now.px(170))

    # Where things are

    def lay_out(self, place: QRectF, now: Theme) -> list[Mark]:
        bands = now.pxf(BANDS) if self.found.bands and self.found.spread is Spread.POINTS else 0.0
        area = place.adjusted(now.pxf(12), now.pxf(ABOVE), -now.pxf(12), -now.pxf(BELOW) - bands)
        shares = [self.found.share(bar) for bar in self.found.bars]
        shares += [share for bar in self.found.bars if (share := self.found.base_share(bar)) is not None]
        top = max([*shares, 1.0])
        self._axis = axis = value_axis(area, 0.0, top, (0.0, 100.0), _percent, now)
        width = axis.plot.width() / max(len(self.found.bars), 1)
        gap = width * (GAP if self.found.spread is not Spread.BINS else 0.04)
        self._boxes = []
        marks = []
        for at, bar in enumerate(self.found.bars):
            left, y = axis.plot.left() + at * width, axis.y(self.found.share(bar))
            self._boxes.append(QRectF(left + gap / 2, y, width - gap, axis.plot.bottom() - y))
            column = QRectF(left, axis.plot.top(), width, axis.plot.height() + now.pxf(BELOW))
            marks.append(Mark(column, self.name(bar), self._value(bar), self._hint(bar), bar if bar.n else None))
        return marks

    # Words

    @property
    def how(self) -> Measured:
        return Measured(self.found.unit, self.found.decimals, currency=self.found.currency)

    def say(self, value: float) -> str:
        """A value as it is shown on the axis."""
        shown = value * self.found.factor
        places = 0 if abs(shown) >= 10 or shown == round(shown) else 1
        return bare(shown, self.how, decimals=places)

    def name(self, bar: Bar) -> str:
        """What the rows of a bar have in common."""
        if bar.low is None or bar.high is None:
            return next((band.title.say() for band in self.found.bands if band.part == bar.part), bar.part)
        if bar.low == bar.high:
            return self.say(bar.low)
        if isinf(bar.high):
            return _("{value} and more", value=self.say(bar.low))
        if isinf(bar.low):
            return _("below {value}", value=self.say(bar.high))
        return f"{self.say(bar.low)} – {self.say(bar.high)}"

    def _value(self, bar: Bar) -> str:
        said = f"{number(bar.n)}  {_percent(self.found.share(bar), 1)}"
        base = self.found.base_share(bar)
        if base is None:
            return said
        before = _("before {share} ({n})", share=_percent(base, 1), n=number(bar.base))
        return f"{said}  {before}"

    def _hint(self, bar: Bar) -> str:
        band = next((one.title.say() for one in self.found.bands if one.part == bar.part and bar.low is not None), "")
        click = ngettext("click for this {n} row", "click for these {n} rows", bar.n) if bar.n else ""
        return " · ".join(filter(None, (band, click)))

    def _aloud(self, band: Band) -> str:
        return f"{band.title.say()} {_percent(band.share, 1)}"

    def table(self) -> list[list[str]]:
        before = self.found.base_n is not None
        head = [_("Value"), _("n"), _("Share"), *([_("n before"), _("Share before")] if before else [])]
        rows = []
        for bar in self.found.bars:
            base = self.found.base_share(bar)
            more = [number(bar.base), "" if base is None else _percent(base, 1)] if before else []
            rows.append([self.name(bar), number(bar.n), _percent(self.found.share(bar), 1), *more])
        return [head, *rows]

    # Painting

    def paint(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        axis = self._axis
        if axis is None or not self.found.bars:
            return
        axis.paint(painter, now)
        placed = list(zip(self.found.bars, self._boxes, strict=True))
        for bar, box in placed:
            self._paint_bar(painter, bar, box, axis, now)
        self._paint_percentiles(painter, axis, now)
        for bar, box in placed:
            self._paint_share(painter, bar, box, axis, now)
        self._paint_names(painter, axis, now)
        if self.found.bands and self.found.spread is Spread.POINTS:
            self._paint_bands(painter, axis, now)
        self._paint_legend(painter, place, now)

    def _colour(self, bar: Bar, now: Theme) -> QColor:
        tones = {band.part: band.tone for band in self.found.bands}
        if bar.part not in tones:
            return now.accent
        return now.diverging[TONES.get(tones[bar.part], 3)]

    def _paint_bar(self, painter: QPainter, bar: Bar, box: QRectF, axis: ValueAxis, now: Theme) -> None:
        picked = self.chosen_bar is not None and (bar.low, bar.high, bar.part) == (
            self.chosen_bar.low, self.chosen_bar.high, self.chosen_bar.part)  # fmt: skip
        if bar.n:
            frame(painter, box, self._colour(bar, now), now.accent if picked else None, now.pxf(2), now.pxf(2))
        base = self.found.base_share(bar)
        if base is not None:
            pen = now.pen(now.text2, 1.5)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            y = axis.y(base)
            painter.drawLine(QPointF(box.left() - 2, y), QPointF(box.right() + 2, y))

    def _paint_share(self, painter: QPainter, bar: Bar, box: QRectF, axis: ValueAxis, now: Theme) -> None:
        """The share over its bar, on ground of its own where a percentile's line comes down behind it."""
        if not bar.n or box.width() < now.pxf(LEAST_LABEL):
            return
        text, base = _percent(self.found.share(bar)), self.found.base_share(bar)
        above = axis.y(base) if base is not None else box.top()
        near = now.pxf(-3) < box.top() - above < now.pxf(18)  # the words stand over the line that they would meet
        top = (min(box.top(), above) if near else box.top()) - now.pxf(17)
        place = QRectF(box.left() - 8, top, box.width() + 16, now.pxf(16))
        if self.found.spread is Spread.BINS:
            width = now.metrics("caption").horizontalAdvance(text) + now.pxf(4)
            ground = QRectF(box.center().x() - width / 2, top + now.pxf(1), width, now.pxf(14))
            painter.fillRect(ground, now.panel)
        draw_elided(painter, place, text, "caption", now.text2, align=MIDDLE)

    def _paint_names(self, painter: QPainter, axis: ValueAxis, now: Theme) -> None:
        """Points and parts have their name and count below; stretches their edges."""
        top, width = axis.plot.bottom() + now.pxf(3), axis.plot.width() / len(self.found.bars)
        if self.found.spread is Spread.BINS:
            self._paint_edges(painter, axis, top, width, now)
            return
        every = max(1, round(now.pxf(LEAST_LABEL) / width + 0.49))
        for at, (bar, box) in enumerate(zip(self.found.bars, self._boxes, strict=True)):
            if at % every:
                continue
            place = QRectF(box.center().x() - width * every / 2, top, width * every, now.pxf(15))
            draw_elided(painter, place, self.name(bar), "small", now.text, align=MIDDLE)
            draw_elided(painter, place.translated(0, now.pxf(15)), number(bar.n), "caption", now.text3, align=MIDDLE)

    def _paint_edges(self, painter: QPainter, axis: ValueAxis, top: float, width: float, now: Theme) -> None:
        widest = max(now.metrics("caption").horizontalAdvance(self.name_of_edge(bar)) for bar in self.found.bars)
        every = max(1, round((widest + now.pxf(10)) / width + 0.49))
        for at, bar in enumerate(self.found.bars):
            if at % every == 0:
                x = axis.plot.left() + at * width
                text = self.name_of_edge(bar)
                draw_elided(painter, QRectF(x - 60, top, 120, now.pxf(15)), text, "caption", now.text3, align=MIDDLE)

    def name_of_edge(self, bar: Bar) -> str:
        """What stands where a stretch begins."""
        return "" if bar.low is None or isinf(bar.low) else self.say(bar.low)

    def _paint_bands(self, painter: QPainter, axis: ValueAxis, now: Theme) -> None:
        """Under the points what the rule makes of them, with its share."""
        top = axis.plot.bottom() + now.pxf(BELOW) + now.pxf(4)
        for band in self.found.bands:
            mine = [box for bar, box in zip(self.found.bars, self._boxes, strict=True) if bar.part == band.part]
            if not mine:
                continue
            left, right = min(box.left() for box in mine), max(box.right() for box in mine)
            painter.fillRect(QRectF(left, top, right - left, now.pxf(3)), now.diverging[TONES.get(band.tone, 3)])
            said = f"{band.title.say()} {_percent(band.share, 1)}"
            room = QRectF(left - now.pxf(10), top + now.pxf(5), right - left + now.pxf(20), now.pxf(16))
            draw_elided(painter, room, said, "small", now.text, align=MIDDLE)

    def _paint_percentiles(self, painter: QPainter, axis: ValueAxis, now: Theme) -> None:
        """Where a quarter, half, three quarters and nine tenths are below; words only where they find room."""
        if self.found.spread is not Spread.BINS:
            return
        taken: list[tuple[float, float]] = []
        for mark in sorted(self.found.percentiles, key=lambda one: one.percent != 50):
            x = self._x(mark.value, axis)
            pen = now.pen(now.text2, 1.5 if mark.percent == 50 else 1.0)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, axis.plot.top() - now.pxf(8)), QPointF(x, axis.plot.bottom()))
            said = self.percentile_said(mark)
            width = now.metrics("caption", mark.percent == 50).horizontalAdvance(said)
            left = min(max(x - width / 2, axis.plot.left()), axis.plot.right() - width)
            if all(left > end + now.pxf(6) or left + width < start - now.pxf(6) for start, end in taken):
                font = now.font("caption", mark.percent == 50)
                draw(painter, left, axis.plot.top() - now.pxf(9), said, font, now.text2)
                taken.append((left, left + width))

    def percentile_said(self, mark: Percentile) -> str:
        value = value_text(mark.value * self.found.factor, self.how)
        return _("median {time}", time=value) if mark.percent == 50 else f"P{mark.percent} {value}"

    def _x(self, value: float, axis: ValueAxis) -> float:
        width = axis.plot.width() / len(self.found.bars)
        for at, bar in enumerate(self.found.bars):
            low, high = bar.low or 0.0, bar.high or 0.0
            if value < high or at == len(self.found.bars) - 1:
                part = 0.5 if isinf(low) or isinf(high) else (value - low) / (high - low)
                return axis.plot.left() + (at + min(max(part, 0.0), 1.0)) * width
        return axis.plot.right()

    def _paint_legend(self, painter: QPainter, place: QRectF, now: Theme) -> None:
        """What the dashed lines are."""
        period = self.found.base_period
        if self.found.base_n is None or period is None:
            return
        text = short(period)
        width = now.metrics("caption").horizontalAdvance(text)
        x, y = place.right() - width - now.pxf(14), place.top() + now.pxf(11)
        pen = now.pen(now.text2, 1.5)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x - now.pxf(24), y - now.pxf(4)), QPointF(x - now.pxf(6), y - now.pxf(4)))
        draw(painter, x, y, text, now.font("caption"), now.text2)


def _percent(value: float, places: int = 0) -> str:
    return f"{number(value, places)}{percent_gap()}%"
