"""A table of any number of rows of texts: it knows how many there are and fetches pages when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

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
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Sequence[str]]] = OrderedDict()
        self._asked: set[int] = set()

    def show_rows(self, head: Sequence[str], count: int) -> None:
        """Other rows; what was fetched before is forgotten."""
        self.beginResetModel()
        self.head, self._count = tuple(head), count
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def put(self, page: int, rows: Sequence[Sequence[str]]) -> None:
        """A page arrived."""
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, min((page + 1) * PAGE, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.head) - 1))

    def give_up(self, pages: Iterable[int]) -> None:
        """These will not come; they are asked for again when looked at again."""
        self._asked.difference_update(pages)

    @property
    def fetched(self) -> list[list[str]]:
        """What is here, in order, for the clipboard."""
        return [list(row) for page in sorted(self._pages) for row in self._pages[page]]

    def cells(self, row: int) -> Sequence[str] | None:
        """The row in that place, or None while its page is on its way."""
        number, within = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self.wanted.emit(number)
            return None
        self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

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
