"""Two cards side by side, with what each of them is above it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.analysis.wording import spoken
from cxdesk.app import theme
from cxdesk.app.delegates.card import Look, paint_card
from cxdesk.app.painting import draw_elided
from cxdesk.app.theme import tokens
from cxdesk.domain.results import Card

GAP, HEAD, SIGN = 32, 22, "→"


class TwoCards(QWidget):
    """Before and after; where there is no second card its place stays empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: tuple[Card | None, Card | None] = (None, None)
        self.titles = ("", "")
        self.least = 5
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.updateGeometry)

    def show_cards(self, before: Card | None, after: Card | None, titles: tuple[str, str], least: int) -> None:
        self.cards, self.titles, self.least = (before, after), titles, least
        said = [f"{title}: {spoken(card)}" for title, card in zip(titles, self.cards, strict=True) if card]
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(2 * tokens.CARD_LEAST + GAP), now.px(tokens.CARD + HEAD))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        wide = min((self.width() - now.px(GAP)) / 2, now.pxf(tokens.CARD_MOST))
        for at, (card, title) in enumerate(zip(self.cards, self.titles, strict=True)):
            left = int(at * (wide + now.px(GAP)))
            draw_elided(painter, QRectF(left + 2, 0, wide, now.pxf(HEAD - 4)), title, "caption", now.text2, bold=True)
            if card is not None:
                place = QRectF(left, now.px(HEAD), int(wide), now.px(tokens.CARD))
                paint_card(painter, place, card, now, Look(selected=at == 1, least=self.least))
        middle = QRectF(wide, now.px(HEAD), now.px(GAP), now.px(tokens.CARD))
        metrics = now.metrics("heading")
        inner = middle.adjusted((now.pxf(GAP) - metrics.horizontalAdvance(SIGN)) / 2, 0, 0, 0)
        draw_elided(painter, inner, SIGN, "heading", now.text3)
