"""The parts of what counts, side by side in one bar, each with its count below; a click opens its rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.analysis.receipt_wording import portion_note
from cxdesk.app import theme
from cxdesk.app.painting import draw_elided, focus_ring, frame
from cxdesk.app.theme import Theme, tokens
from cxdesk.domain.explained import Explained, Portion
from cxdesk.system.i18n import _, number

BAR, TEXT, AROUND, GAP = 14, 36, 16, 2
FEW = 3
LEAST = 96  # pixels at 100 % that words need; parts with less share lines below


class Portions(QWidget):
    """`opened(part)` by click or Enter; arrow keys walk along the parts."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Explained | None = None
        self._at, self._keyed = 0, False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.updateGeometry)

    def show_told(self, told: Explained | None) -> None:
        self._told, self._at = told, 0
        self.setVisible(len(self.portions) > 1)
        texts = [f"{one.title.say()} {number(one.count)}" for one in self.portions]
        self.setAccessibleName(_("Parts: {parts}", parts=", ".join(texts)))
        self.updateGeometry()
        self.update()

    @property
    def portions(self) -> tuple[Portion, ...]:
        """Of many parts only those that there are."""
        every = self._told.portions if self._told else ()
        return every if len(every) <= FEW else tuple(one for one in every if one.count)

    @property
    def _judged(self) -> bool:
        """Whether any part is good or bad; parts that are merely different are told apart by categories."""
        return len(self.portions) <= FEW or any(one.tone != "mid" for one in self.portions)

    def sizeHint(self) -> QSize:
        now = theme.current()
        lines = -(-max(len(self.portions), 1) // self._abreast())
        return QSize(now.px(300), now.px(2 * AROUND + BAR) + lines * now.px(TEXT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), self.sizeHint().height())

    def _abreast(self) -> int:
        now = theme.current()
        return max(1, min(len(self.portions), int((self.width() - 2 * now.px(AROUND)) // now.px(1.4 * LEAST))))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    # Where everything stands

    def _bars(self, now: Theme) -> list[QRectF]:
        whole = sum(one.count for one in self.portions) or 1
        left, gap = now.pxf(AROUND), now.pxf(GAP)
        room = self.width() - 2 * left - gap * (len(self.portions) - 1)
        found = []
        for one in self.portions:
            wide = max(room * one.count / whole, 1.0 if one.count else 0.0)
            found.append(QRectF(left, now.pxf(AROUND), wide, now.pxf(BAR)))
            left += wide + gap
        return found

    def _words(self, now: Theme) -> list[QRectF]:
        """Below each part where all have room for their words, else in columns of equal width."""
        bars, top = self._bars(now), now.pxf(AROUND + BAR + 4)
        if all(bar.width() >= now.pxf(LEAST) for bar in bars):
            between = now.pxf(8)  # words of neighbours stand apart
            return [QRectF(bar.left(), top, bar.width() - between, now.pxf(TEXT)) for bar in bars]
        abreast = self._abreast()
        wide = (self.width() - 2 * now.pxf(AROUND)) / abreast
        return [
            QRectF(
                now.pxf(AROUND) + (at % abreast) * wide, top + at // abreast * now.pxf(TEXT), wide - 4, now.pxf(TEXT)
            )
            for at in range(len(bars))
        ]

    def _under(self, point: QPointF) -> int | None:
        now = theme.current()
        places = zip(self._bars(now), self._words(now), strict=True)
        return next((at for at, pair in enumerate(places) if any(one.contains(point) for one in pair)), None)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._told is None:
            return
        now, painter = theme.current(), QPainter(self)
        for at, (one, bar, words) in enumerate(zip(self.portions, self._bars(now), self._words(now), strict=True)):
            ink = _ink(one, now) if self._judged else now.category(at)
            frame(painter, bar, ink, None, now.pxf(tokens.RADIUS_BAR))
            self._paint_words(painter, words, one, now)
            if at == self._at and self.hasFocus() and self._keyed:
                focus_ring(painter, words.adjusted(-2, 0, 0, -4), now.pxf(tokens.RADIUS_CONTROL), now)

    def _paint_words(self, painter: QPainter, place: QRectF, one: Portion, now: Theme) -> None:
        assert self._told is not None
        upper = QRectF(place.left(), place.top(), place.width(), now.pxf(18))
        lower = QRectF(place.left(), place.top() + now.pxf(17), place.width(), now.pxf(15))
        used = draw_elided(painter, upper, number(one.count), "small", now.text, bold=True)
        rest = upper.adjusted(used + now.pxf(6), 0, 0, 0)
        draw_elided(painter, rest, one.title.say(), "small", now.text)
        used = draw_elided(painter, lower, portion_note(one, self._told), "caption", now.text2)
        rest = lower.adjusted(used + now.pxf(6), 0, 0, 0)
        if one.count and rest.width() > now.metrics("caption").horizontalAdvance(_("Open")):
            draw_elided(painter, rest, _("Open"), "caption", now.accent)

    # The person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over is not None else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position())
        if over is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = over
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self.portions:
            self._at = (self._at + steps[Qt.Key(event.key())]) % len(self.portions)
            self._keyed = True
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        self.update()

    def _open(self) -> None:
        if self.portions and self.portions[self._at].count:
            self.opened.emit(self.portions[self._at].part)


def _ink(one: Portion, now: Theme) -> QColor:
    last = len(now.diverging) - 1
    return {"good": now.diverging[last - 1], "bad": now.diverging[1]}.get(one.tone, now.mid)
