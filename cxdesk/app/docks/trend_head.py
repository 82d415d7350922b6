"""The head of the trend: which number, in which units, why it changed, and where it changed most.

All in one row where that cuts nothing; else the definition and the links have a row of their own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.docks.why_link import WhyLink
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.results import Change

GAP = 8


class TrendHead(QWidget):
    """`step_wanted` when the person follows the link to the largest step."""

    step_wanted = Signal()

    def __init__(self, desk: Desk, grains: Segmented, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(role="heading")
        self.label = ElidedLabel(role="small", tone="text3")
        self.step, self.why, self.grains = QPushButton(), WhyLink(desk), grains
        self.step.setProperty("link", True)
        self.step.setCursor(Qt.CursorShape.PointingHandCursor)
        self.step.clicked.connect(self.step_wanted)
        self.step.hide()
        now = theme.current()
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(now.px(GAP))
        self._first.addWidget(self.title)
        self._first.addStretch(1)
        self._first.addWidget(self.grains)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.px(2))
        column.addLayout(self._first)
        column.addLayout(self._second)
        self._folded: bool | None = None
        self._awaits_step = False
        self._arrange()

    def show_number(self, title: str, label: str, change: Change | None) -> None:
        """The number's name, its definition's short label, and the change that can be explained."""
        self.title.set_text(title)
        self.label.set_text(label)
        self.why.show_change(change)
        self._arrange()

    def forget_step(self) -> None:
        """It was of another course. A second row stays until `show_step` says what is true of this one: else the plot
        would be resized twice.
        """
        self._awaits_step = True
        self.step.hide()

    def show_step(self, text: str, more: str = "") -> None:
        """The link to the largest step, with all about it as tooltip; empty where none is to be told."""
        self._awaits_step = False
        self.step.setText(text)
        self.step.setAccessibleName(text)
        self.step.setAccessibleDescription(more)
        set_plain_tooltip(self.step, more)
        self.step.setVisible(bool(text))
        self._arrange()

    def retranslate(self, names: list[str]) -> None:
        self.grains.rename(names)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def _arrange(self) -> None:
        """Definition and links beside the title, or below it."""
        links = [link for link in (self.step, self.why) if not link.isHidden()]
        shown = [self.title, self.label, *links, self.grains]
        wanted = sum(part.sizeHint().width() for part in shown) + theme.current().px(GAP) * (len(shown) + 1)
        folded = wanted > self.width() or (bool(self._folded) and self._awaits_step)
        if folded == self._folded:
            return
        self._folded = folded
        if folded:
            for at, part in enumerate((self.label, self.step, self.why)):
                self._second.insertWidget(at, part, 1 if part is self.label else 0)
        else:
            self._first.insertWidget(1, self.label)
            for at, part in enumerate((self.step, self.why), 3):  # after the empty room, beside the units
                self._first.insertWidget(at, part)
