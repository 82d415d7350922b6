"""One dock with the whole window for itself, and the way back to where all stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject

from cxdesk.app.layouts import VERSION

if TYPE_CHECKING:
    from cxdesk.app.window import Window


class Alone(QObject):
    """`name` is the dock that stands alone; empty for none."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._before = QByteArray()
        self.name = ""
        window.desk.workspace_changed.connect(self._closed)

    def turn(self, name: str) -> None:
        """Give a dock the whole window, or all docks their places again."""
        if self.name:
            self.leave()
        else:
            self._enter(name)

    def leave(self) -> None:
        """Every dock where it stood."""
        if not self.name:
            return
        window, name = self._window, self.name
        self.name = ""
        window.placing = True
        window.docks[name].fill().alone = False
        window.restoreState(self._before, VERSION)
        window.placing = False
        window.arrange()

    def _enter(self, name: str) -> None:
        window = self._window
        panel = window.show_dock(name)
        self._before, self.name = window.saveState(VERSION), name
        window.placing = True
        for other, shell in window.docks.items():
            shell.setVisible(other == name)
        window.docks[name].setFloating(False)
        window.placing = False
        panel.alone = True
        panel.seek_list()

    def _closed(self) -> None:
        if self.name and self._window.desk.workspace is None:
            self._window.docks[self.name].fill().alone = False
            self.name = ""
