"""A table of any number of rows of texts: it knows how many there are and fetches pages when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.app.models.pages import Pages
from cxdesk.app.widgets.plain import tooltip

PAGE = 128
PAGES_KEPT = 40
Index = QModelIndex | QPersistentModelIndex


class PagedModel(QAbstractTableModel):
    """`wanted(page)` when a page is looked at that is not here yet."""

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head: tuple[str, ...] = ()
        self._pages: Pages[Sequence[str]] = Pages(PAGE, PAGES_KEPT, self.wanted.emit)

    def show_rows(self, head: Sequence[str], count: int) -> None:
        """Other rows; what was fetched before is forgotten."""
        self.beginResetModel()
        self.head = tuple(head)
        self._pages.start(count)
        self.endResetModel()

    def put(self, page: int, rows: Sequence[Sequence[str]]) -> None:
        """A page arrived."""
        filled = self._pages.put(page, rows)
        if filled is not None:
            self.dataChanged.emit(self.index(filled[0], 0), self.index(filled[1], len(self.head) - 1))

    def give_up(self, pages: Iterable[int]) -> None:
        """These will not come; they are asked for again when looked at again."""
        self._pages.give_up(pages)

    @property
    def fetched(self) -> list[list[str]]:
        """What is here, in order, for the clipboard."""
        return [list(row) for row in self._pages]

    def cells(self, row: int) -> Sequence[str] | None:
        """The row in that place, or None while its page is on its way."""
        return self._pages.line(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._pages.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.head)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        cells = self.cells(index.row())
        text = cells[index.column()] if cells is not None else ""
        return text if role == Qt.ItemDataRole.DisplayRole else tooltip(text)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.head):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.head[section]
        return (
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            if (role == Qt.ItemDataRole.TextAlignmentRole)
            else None
        )
