"""Small signs beside words: the score of an answer, its language, a tag, a key of the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import draw, draw_elided, frame, middle_baseline
from cxdesk.app.theme import Theme, tokens

SCORE_WIDTH, SCORE_HEIGHT = 24, 20
BANDS = {"bottom": ("badbg", "bad"), "middle": ("sunken", "text2"), "top": ("goodbg", "good")}
TAG_HEIGHT, TAG_PAD = 16, 6


def paint_score(painter: QPainter, place: QRectF, text: str, band: str | None, now: Theme) -> None:
    """A score on the colour of its band (bottom, middle, top); the figure itself is the sign."""
    surface, ink = BANDS.get(band or "", ("sunken", "text2"))
    edge = None if now.washes else now.colour(ink)
    frame(painter, place, now.colour(surface), edge, now.pxf(tokens.RADIUS_CONTROL))
    draw_elided(painter, place, text, "small", now.colour(ink), bold=True, align=Qt.AlignmentFlag.AlignHCenter)


def score_width(text: str, now: Theme) -> float:
    """How wide the badge of a score is; longer scores widen it."""
    return max(now.pxf(SCORE_WIDTH), now.metrics("small", True).horizontalAdvance(text) + now.pxf(10))


def paint_tag(painter: QPainter, x: float, middle: float, text: str, now: Theme, most: float = 1e6) -> float:
    """A theme's name on a quiet pill, at most `most` wide; returns its width."""
    metrics = now.metrics("caption")
    pad, height = now.pxf(TAG_PAD), now.pxf(TAG_HEIGHT)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(most - 2 * pad, 0))
    width = metrics.horizontalAdvance(shown) + 2 * pad
    place = QRectF(x, middle - height / 2, width, height)
    frame(painter, place, now.sunken, None if now.washes else now.line2, height / 2)
    draw(painter, x + pad, middle_baseline(place, metrics), shown, now.font("caption"), now.text2)
    return width


def paint_language(painter: QPainter, right: float, middle: float, code: str, now: Theme) -> float:
    """A language's code in a thin frame that ends at `right`; returns its width."""
    text = code.upper()
    metrics = now.metrics("caption", True)
    width, height = metrics.horizontalAdvance(text) + now.pxf(8), now.pxf(TAG_HEIGHT)
    place = QRectF(right - width, middle - height / 2, width, height)
    frame(painter, place, None, now.line, now.pxf(3))
    draw(
        painter, place.left() + now.pxf(4), middle_baseline(place, metrics), text, now.font("caption", True), now.text3
    )
    return width


def paint_key(painter: QPainter, x: float, middle: float, text: str, now: Theme) -> float:
    """A key of the keyboard; returns its width."""
    metrics = now.metrics("caption")
    width, height = metrics.horizontalAdvance(text) + now.pxf(10), now.pxf(17)
    place = QRectF(x, middle - height / 2, width, height)
    frame(painter, place, now.panel, now.line2, now.pxf(3))
    draw(painter, x + now.pxf(5), middle_baseline(place, metrics), text, now.font("caption"), now.text2)
    return width


class ScoreBadge(QWidget):
    """A score on its own."""

    def __init__(self, text: str = "", band: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._band = text, band
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_score(self, text: str, band: str | None) -> None:
        self._text, self._band = text, band
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(round(score_width(self._text, now)), now.px(SCORE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_score(QPainter(self), QRectF(self.rect()), self._text, self._band, theme.current())
