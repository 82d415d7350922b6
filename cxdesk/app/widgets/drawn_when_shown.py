"""What is put away costs nothing: a part of a dock that is hidden is brought up to date once it is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class DrawnWhenShown(QObject):
    """Says what a widget has to say again, unless its parent hides it: `whole` says all of it when it comes back."""

    def __init__(self, widget: QWidget, whole: tuple[Callable[[], None], ...]) -> None:
        super().__init__(widget)
        self._widget, self._whole, self._due = widget, whole, False
        widget.installEventFilter(self)

    def draw(self, *parts: Callable[[], None]) -> None:
        """These parts changed."""
        if self._widget.parentWidget() is not None and self._widget.isHidden():
            self._due = True
            return
        for part in parts:
            part()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._due and event.type() is QEvent.Type.ShowToParent:
            self._due = False
            for part in self._whole:
                part()
        return False
