"""The vertical axis and the words under a painted chart's columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from cxdesk.app.charts import scale
from cxdesk.app.painting import draw, rule
from cxdesk.app.theme import Theme

GAP = 6.0


@dataclass(frozen=True)
class ValueAxis:
    """Values laid from bottom to top of `plot`; grid lines at `lines`, with words by `say`."""

    plot: QRectF
    lines: tuple[float, ...]
    say: Callable[[float], str]

    @property
    def low(self) -> float:
        return self.lines[0]

    @property
    def high(self) -> float:
        return self.lines[-1]

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.plot.bottom() - min(max(share, 0.0), 1.0) * self.plot.height()

    def paint(self, painter: QPainter, now: Theme, broken: bool = False) -> None:
        """Grid lines with their values at the left. A `broken` axis does not begin at its lowest line."""
        metrics, font = now.metrics("caption"), now.font("caption")
        for value in self.lines:
            y = self.y(value)
            strong = value == 0 or (value == self.low and not broken and self.low >= 0)
            rule(painter, self.plot.left(), self.plot.right(), y, now.axis if strong else now.grid)
            if broken and value == self.low:
                continue
            text = self.say(value)
            x = self.plot.left() - now.pxf(GAP) - metrics.horizontalAdvance(text)
            draw(painter, x, y + metrics.capHeight() / 2, text, font, now.text3)


def value_axis(
    place: QRectF, low: float, high: float, limits: scale.Limits, say: Callable[[float], str], now: Theme
) -> ValueAxis:
    """An axis for `place`, whose left side is cut by the width of its words."""
    lines = tuple(scale.grid(low, high, limits))
    metrics = now.metrics("caption")
    width = max(metrics.horizontalAdvance(say(value)) for value in lines) + now.pxf(GAP)
    return ValueAxis(place.adjusted(width, 0, 0, 0), lines, say)


def decimals_of(lines: Sequence[float]) -> int:
    """As many as tell neighbouring lines apart, and show each as it is."""
    step = lines[1] - lines[0] if len(lines) > 1 else 1.0
    return next((places for places in range(4) if abs(step - round(step, places)) < step * 1e-6), 4)


def wrapped(text: str, metrics: QFontMetricsF, room: float, most: int = 2) -> list[str]:
    """`text` in up to `most` lines that fit `room`; what does not fit ends with "…"."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= room:
            line = f"{line} {words.pop(0)}"
        if len(lines) == most - 1 and words:
            line = f"{line} {' '.join(words)}"
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
    return lines


def paint_centred(
    painter: QPainter, middle: float, top: float, lines: Sequence[str], now: Theme, role: str = "caption"
) -> None:
    """Lines of words, centred under one another."""
    metrics, font = now.metrics(role), now.font(role)
    for number, line in enumerate(lines):
        x = middle - metrics.horizontalAdvance(line) / 2
        draw(painter, x, top + metrics.ascent() + number * metrics.height(), line, font, now.text2)


def paint_link(painter: QPainter, left: float, right: float, y: float, now: Theme) -> None:
    """A thin line from the end of one bar to the beginning of the next."""
    if right > left:
        rule(painter, left, right, y, now.axis)


def torn(place: QRectF, now: Theme) -> list[QPointF]:
    """The outline of a column whose foot is torn off, because the axis does not begin at zero."""
    step, depth = now.pxf(5), now.pxf(4)
    points = [place.bottomRight(), place.topRight(), place.topLeft(), place.bottomLeft()]
    x, up = place.left(), True
    while x < place.right():
        x = min(x + step, place.right())
        points.append(QPointF(x, place.bottom() - (depth if up else 0)))
        up = not up
    return points
