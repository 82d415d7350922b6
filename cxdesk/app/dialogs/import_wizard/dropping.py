"""A dialog on which files can be dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QWidget


class DropDialog(QDialog):
    """`dropped(paths)`; `hovered(whether)` while files hang over it. `takes_files` says when they are welcome."""

    dropped = Signal(object)  # list[Path]
    hovered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def takes_files(self) -> bool:
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()) and self.takes_files():
            event.acceptProposedAction()
            self.hovered.emit(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hovered.emit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hovered.emit(False)
        event.acceptProposedAction()
        self.dropped.emit(files_of(event.mimeData()))


def files_of(data: QMimeData) -> list[Path]:
    """The files and folders that are dragged; nothing of the net."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
