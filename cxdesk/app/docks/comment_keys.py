"""The keyboard while comments are read: one key decides, digits add themes, Enter is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

Key = Qt.Key
DECISIONS: Mapping[int, str] = {Key.Key_C: "continue", Key.Key_S: "start", Key.Key_X: "stop"}
DIGITS: Mapping[int, int] = {getattr(Key, f"Key_{at}"): at - 1 for at in range(1, 9)}
NEXT, BACK = (Key.Key_Return, Key.Key_Enter), (Key.Key_Backspace, Key.Key_K)
Act = Callable[[], object]


class CommentKeys(QObject):
    """Watches widgets; where a plain key means something it is acted upon and goes no further.

    `acts` by key; `leave` for Esc, asked only where it says that there is something to leave.
    """

    def __init__(self, acts: Mapping[int, Act], leave: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._acts, self._leave = acts, leave

    def watch(self, *widgets: QObject) -> None:
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or isinstance(watched, QLineEdit):
            return False
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = self._acts.get(event.key()) if plain else None
        if event.key() == Key.Key_Escape and event.type() is QEvent.Type.ShortcutOverride:
            if self._leave():
                event.accept()
                return True
            return False
        if act is None:
            return False
        if event.type() is QEvent.Type.KeyPress:
            act()
        event.accept()
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
