"""One sentence about a workspace in trouble, what is known about it, and the ways out, each with what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.start.drop_area import Picture
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import _

WIDTH = 540


class TroubleDialog(QDialog):
    """Nothing happens to any file before a way out is chosen; closing the window chooses none."""

    def __init__(self, title: str, cause: str, known: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.cause = plain_label(cause, "heading", wrap=True)
        self.known = plain_label(known, tone="text2", wrap=True)
        self.known.setVisible(bool(known))
        self.ways: list[QPushButton] = []
        self._ways = QVBoxLayout()
        self._ways.setSpacing(now.px(10))
        self.close_button = QPushButton(_("Close"))
        self.close_button.clicked.connect(self.reject)
        words, head, foot, whole = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        words.setSpacing(now.px(6))
        words.addWidget(self.cause)
        words.addWidget(self.known)
        head.setSpacing(now.px(14))
        head.addWidget(Picture("warning", 32, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole.setContentsMargins(*[now.px(24)] * 4)
        whole.setSpacing(now.px(18))
        whole.addLayout(head)
        whole.addLayout(self._ways)
        whole.addLayout(foot)
        self.setFixedWidth(now.px(WIDTH))
        self.setAccessibleDescription(f"{cause} {known}".strip())

    def offer(self, text: str, told: str, run: Callable[[], object]) -> QPushButton:
        """One more way out: the button's text, what it does, and what is called once the window is closed."""
        now = theme.current()
        button, about = QPushButton(text), plain_label(told, "small", "text2", wrap=True)
        button.setAccessibleDescription(told)
        button.setAutoDefault(not self.ways)
        button.setProperty("primary", not self.ways)
        button.clicked.connect(self.accept)
        button.clicked.connect(run)
        row = QVBoxLayout()
        row.setSpacing(now.px(2))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(about)
        row.setContentsMargins(now.px(46), 0, 0, 0)
        self._ways.addLayout(row)
        self.ways.append(button)
        if len(self.ways) == 1:
            button.setFocus()
        return button

    def note(self, text: str) -> QLabel:
        """A line among the ways out."""
        made = plain_label(text, "small", "text2", wrap=True)
        made.setContentsMargins(theme.current().px(46), 0, 0, 0)
        self._ways.addWidget(made)
        return made

    def fit(self) -> None:
        """As high as the texts need in this width; ways out may come while the window is seen."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        self.setFixedHeight(max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height()))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.fit()
        return handled
