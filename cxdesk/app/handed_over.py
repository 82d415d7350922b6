"""Files that the system hands over: on macOS a double click comes as an event, whether the program runs yet or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cxdesk.app.window import Window


class HandedOver(QObject):
    """Takes the files of one gesture together; before the window is furnished they wait."""

    def __init__(self, app: QApplication, window: Window) -> None:
        super().__init__(window)
        self._window, self._paths = window, list[Path]()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._paths.append(Path(event.file()))
            QTimer.singleShot(0, self, self.take)
            return True
        return False

    def take(self) -> None:
        """Open what has come, once there is something that can open it."""
        if self._window.furnished and self._paths:
            paths, self._paths = self._paths, []
            self._window.commands.take(paths)
