"""Rows that an import would change, as a table that asks for its next page when the person gets there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.app.delegates.row import BOLD_ROLE, RULE_ROLE, TONE_ROLE
from cxdesk.app.models.texts import TextsModel
from cxdesk.system.i18n import _, number
from cxdesk.workspace.differing import BLANK, CELLS, NEW, REJECTED, REPLACED, UPDATED, SourceRow

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
ARROW = "→"
_TONES: Mapping[str, Mapping[int, str]] = {  # sort → column (without that of the table) → tone
    UPDATED: {0: "text3", 2: "text2", 3: "text2", 4: "text3"},
    NEW: {0: "text3", 2: "text2"},
    REJECTED: {0: "text3", 2: "bad"},
    CELLS: {0: "text3", 2: "bad"},
    REPLACED: {0: "text3", 1: "text2", 3: "text2"},
}


class ChangePages(TextsModel):
    """`wanted(start)` when more rows are needed; `add` puts them below. One source row may take several lines."""

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.of_sort = NEW
        self.total = 0
        self.loaded = 0  # source rows that are there
        self._tables = False
        self._waiting = False
        self._begins: set[int] = set()  # lines with which a source row begins

    def begin(self, sort: str, total: int, tables: bool) -> None:
        """Rows of another sort, none yet; `tables`: whether each must say which table it is of."""
        self.of_sort, self.total, self.loaded, self._tables = sort, total, 0, tables
        self._waiting = False
        self._begins = set()
        self.numbers = (1,) if tables else (0,)
        self.show_table([*([_("Table")] if tables else []), *_head(sort)], [])

    def add(self, rows: Sequence[SourceRow]) -> None:
        """The page that was wanted."""
        self._waiting = False
        lines: list[list[str]] = []
        for row in rows:
            self._begins.add(len(self.rows) + len(lines))
            lines += self._lines(row)
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(lines) - 1)
            self.rows += lines
            self.endInsertRows()
        self.loaded = self.loaded + len(rows) if rows else self.total

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.loaded < self.total and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self.wanted.emit(self.loaded)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        column = index.column() - (1 if self._tables else 0)
        if role == TONE_ROLE:
            return "text2" if column < 0 else _TONES.get(self.of_sort, {}).get(column)
        if role == BOLD_ROLE:
            return column == 5 and self.of_sort == UPDATED
        if role == RULE_ROLE:
            return False
        return super().data(index, role)

    def begins(self, line: int) -> bool:
        """Whether a source row begins on a line."""
        return line in self._begins

    def _lines(self, row: SourceRow) -> list[list[str]]:
        lines = _lines(row)
        if not self._tables:
            return lines
        name = f"{row.file} · {row.sheet}" if row.sheet else row.file
        return [[name if not at else "", *line] for at, line in enumerate(lines)]


def _head(sort: str) -> list[str]:
    if sort == UPDATED:
        return [_("Row"), _("Record"), _("Field"), _("Before"), "", _("After")]
    if sort == NEW:
        return [_("Row"), _("Record"), _("What it holds")]
    if sort == REPLACED:
        return [_("Row"), _("File"), _("What stands there"), ""]
    if sort in (REJECTED, CELLS):
        column = _("Column") if sort == CELLS else _("What stands there")
        return [_("Row"), column, _("Why"), *([_("What stands there")] if sort == CELLS else [])]
    return [_("Row")] if sort == BLANK else [_("Row"), _("Record")]


def _lines(row: SourceRow) -> list[list[str]]:
    record = " · ".join(row.key.values())
    if row.sort == UPDATED:
        told = [_changed(change.about, change.title, change.before, change.after) for change in row.changes]
        told = told or [["", "", ARROW, ""]]
        return [[_place(row) if not at else "", record if not at else "", *line] for at, line in enumerate(told)]
    if row.sort == NEW:
        known = set(row.key.values())
        values = row.values.items()
        held = [_("{title}: {text}", title=title, text=text) for title, text in values if text not in known]
        return [[_place(row), record, " · ".join(held)]]
    if row.sort == REPLACED:
        said = " · ".join(_("{title}: {text}", title=title, text=text) for title, text in row.values.items())
        return [[_place(row), f"{row.file} · {row.sheet}" if row.sheet else row.file, said, row.reason]]
    if row.sort == REJECTED:
        return [[_place(row), row.value or "", row.reason]]
    if row.sort == CELLS:
        return [[_place(row), row.column or "", row.reason, row.value or ""]]
    return [[_place(row)]] if row.sort == BLANK else [[_place(row), record]]


def _changed(about: str, title: str, before: str, after: str) -> list[str]:
    return [f"{title} · {about}" if about else title, before or _("nothing"), ARROW, after or _("nothing")]


def _place(row: SourceRow) -> str:
    """The line in the file, or the stretch of blank ones."""
    if row.row is None:
        return ""
    return f"{number(row.row)}–{number(row.last_row)}" if row.last_row else number(row.row)
