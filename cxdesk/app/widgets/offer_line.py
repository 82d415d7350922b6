"""A quiet line above the docks: what is there, a button that shows it, and one that lets it rest."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel

SIDE, TOP = 6, 6  # the air around docks


class OfferLine(QWidget):
    """`taken` and `put_off`. The text may hold names of files; it is shown literally."""

    taken = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel()
        self.text = ElidedLabel("", "small", "text")
        self.take, self.later = QPushButton(), QPushButton()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sign)
        self._row.addWidget(self.text, 1)
        for button, told in ((self.take, self.taken), (self.later, self.put_off)):
            button.setProperty("small", True)
            button.clicked.connect(told)
            self._row.addWidget(button)
        self.later.setProperty("quiet", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def show_text(self, text: str, take: str, later: str) -> None:
        """What is offered, and what the buttons say."""
        self.text.set_text(text)
        self.take.setText(take)
        self.later.setText(later)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        side, top = now.pxf(SIDE), now.pxf(TOP)
        place = QRectF(self.rect()).adjusted(side, top, -side, 0)
        frame(QPainter(self), place, now.accentbg, now.accentline, now.pxf(tokens.RADIUS))

    def retheme(self) -> None:
        now = theme.current()
        self._sign.setPixmap(icons.pixmap("folder", 14, now.accent, self.devicePixelRatioF()))
        self._row.setContentsMargins(*(now.px(step) for step in (SIDE + 12, TOP + 4, SIDE + 8, 4)))
        self._row.setSpacing(now.px(8))
