"""Why amounts are not shown, and the way to what they lack."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import _


class LackingLine(QWidget):
    """A sentence with a link behind it; away while nothing is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.said, self.button = plain_label(role="small", tone="warn", wrap=True), QPushButton()
        self.button.setProperty("link", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.px(12), 0, now.px(12), now.px(8))
        row.setSpacing(now.px(8))
        row.addWidget(self.said, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_said(self, text: str) -> None:
        """What is missing, in a sentence; nothing where nothing is."""
        self.said.setText(text)
        self.button.setText(_("Type in exchange rates"))
        self.setAccessibleName(text)
        self.setVisible(bool(text))
