"""The reference of the comment list: Qt's own table, paged by row ids that lie in memory, its texts as they are."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QTableView

PAGE = 256
KEPT = 64  # pages
COLUMNS = ("row_id", "customer", "submitted_at", "score", "line", "comment")

Index = QModelIndex | QPersistentModelIndex


class Paged(QAbstractTableModel):
    """Rows by id, a page at a time."""

    def __init__(self, workspace: Path, ids: np.ndarray) -> None:
        super().__init__()
        self._connection = sqlite3.connect(f"file:{workspace}?mode=ro", uri=True)
        self._ids = ids
        self._pages: dict[int, list[tuple[Any, ...]]] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page = self._page(index.row() // PAGE)
        return str(page[index.row() % PAGE][index.column()])

    def close(self) -> None:
        self._connection.close()

    def _page(self, number: int) -> list[tuple[Any, ...]]:
        if number not in self._pages:
            self._pages[number] = self._fetched(self._ids[number * PAGE : (number + 1) * PAGE].tolist())
            if len(self._pages) > KEPT:
                del self._pages[next(iter(self._pages))]
        return self._pages[number]

    def _fetched(self, ids: list[int]) -> list[tuple[Any, ...]]:
        columns = ", ".join(f"a.{name}" for name in COLUMNS[:-1])
        statement = (
            f"SELECT {columns}, t.comment FROM answer a JOIN comment_text t ON t.row_id = a.row_id"
            f" WHERE a.row_id IN ({', '.join('?' * len(ids))})"
        )
        found = {row[0]: row for row in self._connection.execute(statement, ids)}
        return [found[one] for one in ids]


def opened(model: Paged, size: QSize) -> QTableView:
    """A table of that size, painted once."""
    view = QTableView()
    view.verticalHeader().setDefaultSectionSize(24)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.setModel(model)
    view.resize(size)
    view.show()
    view.viewport().repaint()
    return view


def jump(view: QTableView, share: float) -> None:
    """To a place of the list, painted."""
    bar = view.verticalScrollBar()
    bar.setValue(int(share * bar.maximum()))
    view.viewport().repaint()
