"""A table of texts that are ready to be read: the twin of a chart."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.app.widgets.plain import tooltip

Index = QModelIndex | QPersistentModelIndex


class TextsModel(QAbstractTableModel):
    """`numbers` are the columns that stand right, as numbers do."""

    def __init__(self, parent: QObject | None = None, numbers: Container[int] = ()) -> None:
        super().__init__(parent)
        self.numbers = numbers
        self.head: list[str] = []
        self.rows: list[list[str]] = []

    def show_table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self.head, self.rows = list(head), [list(row) for row in rows]
        self.endResetModel()

    @property
    def table(self) -> list[list[str]]:
        """Head and rows, for the clipboard."""
        return [self.head, *self.rows]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.head)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head[section] if section < len(self.head) else None
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column in self.numbers else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
