"""What happened to a customer, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.app.dates import day_text
from cxdesk.app.widgets.plain import tooltip
from cxdesk.domain.customers import Event

Index = QModelIndex | QPersistentModelIndex
EVENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
HERE_ROLE = EVENT_ROLE + 1  # True for the comment that is being read


class EventsModel(QAbstractListModel):
    """One row per event, the newest first; `here` is the row of the comment that is being read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.events: Sequence[Event] = ()
        self._here: tuple[str, int] = ("", 0)

    def show_events(self, events: Sequence[Event], here: tuple[str, int] = ("", 0)) -> None:
        self.beginResetModel()
        self.events, self._here = events, here
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        event = self.events[index.row()]
        if role == EVENT_ROLE:
            return event
        if role == HERE_ROLE:
            return (event.kind, event.row) == self._here
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(
                part for part in (event.title, event.detail, day_text(event.day) if event.day else "") if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(part for part in (event.title, event.detail) if part))
        return None
