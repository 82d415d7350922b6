"""What was imported, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.app.dates import moment_text

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import BatchInfo

BATCH_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


class ImportsModel(QAbstractListModel):
    """One row per import."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._batches: list[BatchInfo] = []

    def show_batches(self, batches: list[BatchInfo]) -> None:
        self.beginResetModel()
        self._batches = batches
        self.endResetModel()

    def batch(self, row: int) -> BatchInfo | None:
        return self._batches[row] if 0 <= row < len(self._batches) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._batches)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        batch = self.batch(index.row())
        if not index.isValid() or batch is None:
            return None
        if role == BATCH_ROLE:
            return batch
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{batch.title}, {moment_text(datetime.fromisoformat(batch.at).astimezone())}"
        return None
