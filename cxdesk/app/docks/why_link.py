"""The way from a change to its explanation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxdesk.app.desk import Desk
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.domain.results import Change, Verdict
from cxdesk.system.i18n import _


def why_text(change: Change) -> str:
    """What the link says: only of a proven fall or rise is it asked why it fell or rose."""
    if change.verdict == Verdict.DOWN:
        return _("Why did it fall?")
    if change.verdict == Verdict.UP:
        return _("Why did it rise?")
    return _("Take the change apart")


class WhyLink(QPushButton):
    """Opens the explanation of a change; it is not there where nothing changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: desk.wanted.emit("show_why"))
        self.hide()

    def show_change(self, change: Change | None) -> None:
        """Offer the way to why this changed."""
        there = change is not None and bool(change.delta)
        if change is not None and there:
            text = why_text(change)
            if text != self.text():
                self.setText(text)
                self.setAccessibleName(text)
                set_plain_tooltip(self, text)
        self.setVisible(there)


class WhyHolder(QWidget):
    """A link at the right end of whatever room it gets."""

    def __init__(self, change: Change, desk: Desk) -> None:
        super().__init__()
        self.link = WhyLink(desk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.link)
        self.link.show_change(change)
