"""A line to search in: a glass at its left, and a button that empties it; both as large as the zoom wants them.

Qt's own signs in a line are as large as the style says, whatever the zoom.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.system.i18n import _

SIGN, BEFORE, AFTER, BUTTON = 14, 9, 5, 22  # pixels at 100 %


class SearchField(QLineEdit):
    """`name` says what is searched, as placeholder and to a screen reader."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empties = QToolButton(self)
        self.empties.setAutoRaise(True)
        self.empties.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc and Delete do the same
        self.empties.setCursor(Qt.CursorShape.ArrowCursor)
        self.empties.clicked.connect(self.clear)
        self.empties.hide()
        icons.put(self.empties, "close", "text2", SIGN)
        self.textChanged.connect(self._offer)
        theme.watcher().changed.connect(self._fit)
        self._fit()
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        set_plain_tooltip(self.empties, _("Clear the search"))
        self.empties.setAccessibleName(_("Clear the search"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        place = QRectF(now.pxf(BEFORE), 0, now.pxf(SIGN), self.height())
        icons.paint(QPainter(self), "search", place, now.text2, SIGN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _offer(self, text: str) -> None:
        self.empties.setVisible(bool(text))

    def _fit(self) -> None:
        now = theme.current()
        side = min(now.px(BUTTON), self.height())
        self.empties.setFixedSize(QSize(side, side))
        self.empties.move(self.width() - side - now.px(3), (self.height() - side) // 2)
        self.setTextMargins(now.px(SIGN + AFTER), 0, side, 0)
