"""The one centred line under a plot that names what is drawn, and nothing that is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.charts.trend_items import BAND_WASH

SAMPLE, GAP, BETWEEN = 22.0, 6.0, 16.0
HEIGHT = 24.0


class Sign(StrEnum):
    LINE = "line"  # a line with its interval
    SIZES = "sizes"  # points of two sizes
    HOLLOW = "hollow"  # a period that still runs
    DASHED = "dashed"  # the comparison
    SERIES = "series"  # a further line, in the colour and dash of its category


@dataclass(frozen=True)
class Entry:
    sign: Sign
    text: str
    category: int = 0


class Legend(QWidget):
    """Entries side by side; those at the end give way where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: list[Entry]) -> None:
        if entries != self._entries:
            self._entries = list(entries)
            self.setAccessibleName(", ".join(entry.text for entry in entries))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        metrics = now.metrics("caption")
        sample, between = now.pxf(SAMPLE + GAP), now.pxf(BETWEEN)
        widths = [sample + metrics.horizontalAdvance(entry.text) for entry in self._entries]
        while len(widths) > 1 and sum(widths) + between * (len(widths) - 1) > self.width():
            widths.pop()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font("caption"))
        x = max(0.0, (self.width() - sum(widths) - between * (len(widths) - 1)) / 2)
        for entry, width in zip(self._entries, widths, strict=False):
            _paint_sign(painter, entry, QRectF(x, 0, now.pxf(SAMPLE), self.height()))
            painter.setPen(now.text2)
            place = QRectF(x + sample, 0, width - sample + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
            x += width + between


def _paint_sign(painter: QPainter, entry: Entry, place: QRectF) -> None:
    now, middle, sign = theme.current(), place.center(), entry.sign
    left, right = QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y())
    if sign is Sign.SERIES:
        painter.setPen(now.category_pen(entry.category))
        painter.drawLine(left, right)
    elif sign is Sign.LINE:
        band = QRectF(place.left(), middle.y() - now.pxf(5), place.width(), now.pxf(10))
        painter.fillRect(band, now.wash(now.accent, BAND_WASH[now.dark]))
        painter.setPen(now.pen(now.accent, 2.0))
        painter.drawLine(left, right)
        _dot(painter, middle, 3.5)
    elif sign is Sign.SIZES:
        _dot(painter, QPointF(place.left() + now.pxf(5), middle.y()), 2.5)
        _dot(painter, QPointF(place.left() + now.pxf(15), middle.y()), 5.0)
    elif sign is Sign.HOLLOW:
        painter.setPen(now.pen(now.accent, 2.0))
        painter.setBrush(now.panel)
        painter.drawEllipse(QPointF(place.right() - now.pxf(5), middle.y()), now.pxf(4), now.pxf(4))
    else:
        pen = now.pen(now.cmp, 1.5)
        pen.setDashPattern([5 / 1.5, 4 / 1.5])
        painter.setPen(pen)
        painter.drawLine(left, right)


def _dot(painter: QPainter, place: QPointF, radius: float) -> None:
    now = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.accent)
    painter.drawEllipse(place, now.pxf(radius), now.pxf(radius))
