"""What windows have in which something cannot be taken back by a click: a question before it, and a word after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label, set_tone, set_variant
from cxdesk.system.i18n import _


class Question(QFrame):
    """A row that is seen only while it asks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.text, self.yes, self.no = plain_label(wrap=True), QPushButton(), QPushButton(_("Cancel"))
        self._then: Callable[[], None] = self.hide
        self.setProperty("box", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(*[now.px(10)] * 4)
        row.setSpacing(now.px(8))
        row.addWidget(self.text, 1)
        for button in (self.yes, self.no):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.yes.clicked.connect(lambda: self._then())
        self.no.clicked.connect(self.hide)
        self.hide()

    def ask(self, text: str, yes: str, then: Callable[[], None], *, for_good: bool = True) -> None:
        """`yes` says what `then` does; the keyboard stands on Cancel."""
        self.text.setText(text)
        self.yes.setText(yes)
        set_variant(self.yes, "danger", for_good)
        self._then = then
        self.show()
        self.no.setFocus()


class Words(QWidget):
    """Lines that are as high as they are, whatever room there is: a wrapped label alone takes more."""

    def __init__(self, role: str, tone: str = "text") -> None:
        super().__init__()
        self.label: QLabel = plain_label(role=role, tone=tone, wrap=True)
        self.label.setParent(self)
        self.hide()

    def text(self) -> str:
        return self.label.text()

    def say(self, text: str, tone: str = "") -> None:
        """Nothing is said, and no room is taken, without a text."""
        if tone:
            set_tone(self.label, tone)
        self.label.setText(text)
        self.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = max(self.label.heightForWidth(self.width()), 0)
        self.setFixedHeight(height)
        self.label.setGeometry(0, 0, self.width(), height)
