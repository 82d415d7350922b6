"""The number in focus as one line, for windows that show one dock at a time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.analysis import wording
from cxdesk.analysis.wording import Measured
from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.domain.results import Board, Card
from cxdesk.system.i18n import _

HEIGHT, GAP, SIGN = 44, 14, 12


class Headline(QWidget):
    """Name, value, how sure, verdict; the target at the right. What finds no room is left out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        desk.board_changed.connect(self._show_board)
        theme.watcher().changed.connect(self.updateGeometry)

    def _show_board(self, _board: Board) -> None:
        card = self._card()
        self.setAccessibleName(wording.spoken(card) if card else "")
        self.update()

    def _card(self) -> Card | None:
        card = self._desk.card
        return wording.withheld(card, self._desk.least) if card is not None else None

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(300), now.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        card = self._card()
        if card is not None:
            _Line(QPainter(self), QRectF(self.rect()), card, self._desk.least).paint()


class _Line:
    """One line being painted from both ends towards the middle."""

    def __init__(self, painter: QPainter, place: QRectF, card: Card, least: int) -> None:
        self.painter, self.place, self.card, self.now = painter, place, card, theme.current()
        self.least = least
        self.how = Measured.of(card)
        self.left, self.right = place.left() + self.now.pxf(12), place.right() - self.now.pxf(12)

    def paint(self) -> None:
        card = self.card
        self._text(_(card.short_title), "body", True, "text")
        if card.figure.reason == "too_few":
            self._text(wording.shown_from(card.figure.n, self.least), "body", None, "text2")
        else:
            self._text(wording.value_text(card.figure.value, self.how), "number", None, "text")
        self._target()
        if card.figure.value is not None:
            self._text(wording.evidence_text(card.figure, self.how), "body", None, "text2")
        said = wording.card_said(card)
        if said.text:
            self._said(said)

    def _text(self, text: str, role: str, bold: bool | None, tone: str) -> None:
        now, metrics = self.now, self.now.metrics(role, bold)
        width = metrics.horizontalAdvance(text)
        if self.left + width <= self.right or role == "number":
            baseline = middle_baseline(self.place, metrics)
            draw(self.painter, self.left, baseline, text, now.font(role, bold), now.colour(tone))
            self.left += width + now.pxf(GAP)

    def _said(self, said: wording.Said) -> None:
        now, metrics = self.now, self.now.metrics("body")
        side = now.pxf(SIGN) if said.sign else 0.0
        room = self.right - self.left - side - now.pxf(6)
        text = said.text if metrics.horizontalAdvance(said.text) <= room else said.shortest
        if metrics.horizontalAdvance(text) > room:
            return
        if said.sign:
            place = QRectF(self.left, self.place.top(), side, self.place.height())
            icons.paint(self.painter, said.sign, place, now.colour(said.tone), SIGN)
            self.left += side + now.pxf(6)
        self._text(text, "body", None, said.tone)

    def _target(self) -> None:
        target, now = self.card.target, self.now
        if target is None:
            return
        text, metrics = wording.target_text(target, self.card.better, self.how), now.metrics("body")
        width, side = metrics.horizontalAdvance(text), now.pxf(SIGN)
        if self.right - width - side - now.pxf(GAP) < self.left:
            return
        ink = now.colour(wording.TARGET_TONES[target.state])
        draw(self.painter, self.right - width, middle_baseline(self.place, metrics), text, now.font("body"), ink)
        place = QRectF(self.right - width - side - now.pxf(5), self.place.top(), side, self.place.height())
        icons.paint(self.painter, wording.MARK_NAMES[target.state], place, ink, SIGN)
        self.right -= width + side + now.pxf(GAP)
