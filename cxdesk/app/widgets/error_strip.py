"""What went wrong, inline: the cause in bold, what to do, one action, and the details for the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _


class ErrorStrip(QWidget):
    """Hidden while there is nothing to say. `acted` when the one action is chosen."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details = ""
        self._sign = QLabel()
        self._cause = plain_label(wrap=True)
        self._cause.setProperty("strong", True)
        self._advice = plain_label(role="small", tone="text2", wrap=True)
        self.action, self.copy = QPushButton(), QPushButton()
        self.action.setProperty("small", True)
        self.action.clicked.connect(self.acted)
        self.copy.setProperty("quiet", True)
        self.copy.setProperty("small", True)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self._texts, self._row = QVBoxLayout(), QHBoxLayout(self)
        self._texts.addWidget(self._cause)
        self._texts.addWidget(self._advice)
        self._row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._texts, 1)
        self._row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(_("Error"))
        theme.watcher().changed.connect(self.retheme)
        self.retheme()
        self.hide()

    def show_error(self, error: CXDeskError, action: str = "") -> None:
        """An error that a person is meant to read, with its place and remedy."""
        place = error.place
        ended = error.message.endswith(".")
        cause = f"{error.message.removesuffix('.')} ({place}){'.' * ended}" if place else error.message
        self.show_text(cause, error.remedy, action, details=getattr(error, "details", "") or f"{error.code}: {error}")

    def show_text(self, cause: str, advice: str = "", action: str = "", details: str = "") -> None:
        """The cause, what to do, and what the button says (none without text)."""
        self._details = details or f"{cause} {advice}".strip()
        self._cause.setText(cause)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.copy.setText(_("Copy details"))
        self.setAccessibleDescription(f"{cause} {advice}".strip())
        self.show()

    def clear(self) -> None:
        """It is over."""
        self._details = ""
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as its words need in the width that it has, not in the least one."""
        hint, width = super().sizeHint(), self.width()
        if self.isVisible() and width > hint.width():
            hint.setHeight(self.heightForWidth(width))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        frame(QPainter(self), QRectF(self.rect()), now.badbg, now.bad, now.pxf(tokens.RADIUS))

    def retheme(self) -> None:
        now = theme.current()
        self._sign.setPixmap(icons.pixmap("warning", 16, now.bad, self.devicePixelRatioF()))
        self._sign.setContentsMargins(0, now.px(2), 0, 0)
        self._row.setContentsMargins(now.px(13), now.px(10), now.px(9), now.px(10))
        self._row.setSpacing(now.px(8))
        self._texts.setSpacing(0)
        self._texts.setContentsMargins(now.px(2), 0, 0, 0)
