"""Fields below one another under heads: every label in one column, every field in the other, a hint close below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label

TOP = Qt.AlignmentFlag.AlignTop


class FieldGrid(QGridLayout):
    """Groups come one after the other in one grid, so that fields of all groups begin at one place."""

    def __init__(self, role: str = "body", tone: str = "text") -> None:
        super().__init__()
        now = theme.current()
        self._role, self._tone = role, tone
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(now.px(16))
        self.setVerticalSpacing(now.px(8))
        self.setColumnStretch(0, 2)
        self.setColumnStretch(1, 3)

    def head(self, label: QLabel) -> None:
        """A group begins."""
        label.setContentsMargins(0, theme.current().px(8) if self.rowCount() > 1 else 0, 0, 0)
        self.addWidget(label, self.rowCount(), 0, 1, 2)

    def field(self, title: str, field: QWidget, hint: str = "", wide: bool = False) -> None:
        """One field with its label, and what helps to fill it in; a `wide` one stands below its label."""
        now, at, cell = theme.current(), self.rowCount(), QVBoxLayout()
        label = plain_label(title, self._role, self._tone, wrap=True)
        label.setBuddy(field)
        for part in (label, field):
            part.setMinimumHeight(now.px(28))
        cell.setSpacing(now.px(2))
        cell.addWidget(field)
        if hint:
            cell.addWidget(plain_label(hint, "caption", "text3", wrap=True))
        if wide:
            self.addWidget(label, at, 0, 1, 2)
            self.addLayout(cell, at + 1, 0, 1, 2)
            return
        self.addWidget(label, at, 0, TOP)
        self.addLayout(cell, at, 1, TOP)
