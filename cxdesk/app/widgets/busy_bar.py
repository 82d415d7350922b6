"""A thin bar that shows that something is on its way; never before 400 ms have passed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme

PATIENCE, STEP, ROUND = 400, 33, 1500  # milliseconds: before it shows, between pictures, once across
HEIGHT, PART = 2, 0.3


class BusyBar(QWidget):
    """Call `start` and `stop` as often as you like. `moves` False (reduced motion) shows a still bar."""

    def __init__(self, parent: QWidget | None = None, moves: bool = True) -> None:
        super().__init__(parent)
        self.moves = moves
        self._elapsed = 0
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._appear)
        self._clock = QTimer(self, interval=STEP)
        self._clock.timeout.connect(self._advance)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def start(self) -> None:
        """Something began; the bar appears if it takes long."""
        if not self._patience.isActive() and self.isHidden():
            self._patience.start()

    def stop(self) -> None:
        """It is there."""
        self._patience.stop()
        self._clock.stop()
        self.hide()

    @property
    def due(self) -> bool:
        """Whether it will appear unless it is stopped."""
        return self._patience.isActive()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(40), theme.current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, width = theme.current(), QPainter(self), float(self.width())
        if not self.moves:
            painter.fillRect(self.rect(), now.accent)
            return
        way = self._elapsed % ROUND / ROUND
        left = way * (width * (1 + PART)) - width * PART
        painter.fillRect(QRectF(left, 0, width * PART, self.height()), now.accent)

    def _appear(self) -> None:
        self._elapsed = 0
        self.show()
        if self.moves:
            self._clock.start()

    def _advance(self) -> None:
        self._elapsed += STEP
        self.update()
