"""The title of a dock: its name, a quiet note, and small tool buttons; a thin bar below while it waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip

BUTTON, ICON = 22, 14


class DockTitle(QWidget):
    """30 pixels high. Presses that no button takes go on to the dock, which is dragged by them."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(title, "small", bold=True)
        self.note = ElidedLabel(note, "small", "text3", takes_what_is_left=True)
        self.busy = BusyBar(self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 1)
        self._tools: list[QToolButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def set_title(self, title: str) -> None:
        self.title.set_text(title)

    def set_note(self, note: str) -> None:
        """Of a number of things the number is left where there is no room for the word."""
        first = note.partition(" ")[0]
        self.note.set_text(note, first if first.isdigit() else "")

    def add_tool(self, icon: str, title: str, run: Callable[[], object], checkable: bool = False) -> QToolButton:
        """A button at the right end; `title` is its tooltip and accessible name."""
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: run())
        icons.put(button, icon, size=ICON)
        self.name_tool(button, title)
        self._tools.append(button)
        self._row.addWidget(button)
        self._size_tool(button)
        return button

    def name_tool(self, button: QToolButton, title: str) -> None:
        """Say again, in another language, what a button does."""
        button.setAccessibleName(title)
        set_plain_tooltip(button, title)

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), theme.current().px(tokens.DOCK_TITLE))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(tokens.DOCK_TITLE))

    def retheme(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(12), 1, now.px(8), 1)
        self._row.setSpacing(now.px(6))
        for button in self._tools:
            self._size_tool(button)
        self.setFixedHeight(now.px(tokens.DOCK_TITLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        radius = 0.0 if self._floats() else now.pxf(tokens.RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(place.adjusted(0.5, 0.5, -0.5, radius + 1), radius, radius)
        painter.setClipRect(place)
        painter.setPen(now.line)
        painter.setBrush(now.raised)
        painter.drawPath(path)
        painter.fillRect(QRectF(1, place.height() - 1, place.width() - 2, 1), now.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        height = theme.current().px(2)
        self.busy.setGeometry(1, self.height() - height, self.width() - 2, height)

    def _floats(self) -> bool:
        dock = self.parentWidget()
        return isinstance(dock, QDockWidget) and dock.isFloating()

    def _size_tool(self, button: QToolButton) -> None:
        side = theme.current().px(BUTTON)
        button.setFixedSize(side, side)
