"""A framed part of a page: a head with its name and a quiet note, and what belongs to it below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import ElidedLabel

HEAD = 32


class Section(QFrame):
    """`inside` takes the content; `link` is a quiet button in the head, hidden until it is given a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "panel")
        self.title, self.note = ElidedLabel(role="small", bold=True), ElidedLabel(role="small", tone="text3")
        self.link = QPushButton()
        self.link.setProperty("link", True)
        self.link.setAutoDefault(False)
        self.link.hide()
        self._head = QFrame()
        self._head.setProperty("head", True)
        self._row = QHBoxLayout(self._head)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 1)
        self._row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addLayout(self.inside)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def name(self, title: str, note: str = "") -> None:
        """What the head says."""
        self.title.set_text(title)
        self.note.set_text(note)
        self.setAccessibleName(title)

    def offer(self, text: str) -> None:
        """What the head's button says; none without text."""
        self.link.setText(text)
        self.link.setVisible(bool(text))

    def retheme(self) -> None:
        now = theme.current()
        self._head.setFixedHeight(now.px(HEAD))
        self._row.setContentsMargins(now.px(12), 0, now.px(8), 0)
        self._row.setSpacing(now.px(8))
