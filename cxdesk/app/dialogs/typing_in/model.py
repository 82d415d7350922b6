"""The lines of one sheet while they are edited: what was typed, what is understood of it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.app.widgets.plain import tooltip
from cxdesk.system.i18n import _
from cxdesk.workspace.typed import shown
from cxdesk.workspace.typed.keeping import Edit, Line
from cxdesk.workspace.typed.sheets import Fault, Sheet, Values, repeated

Index = QModelIndex | QPersistentModelIndex
FAULT_ROLE = int(Qt.ItemDataRole.UserRole) + 80  # "bad" where a cell is not taken, "open" where it is still empty
CURRENCY = "currency"


@dataclass(frozen=True)
class Row:
    """One line. `before` is what stands in the workspace; None for a new line."""

    key: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] | None = None
    values: Values = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def changed(self) -> bool:
        return self.before is None or any(self.texts.get(name, "") != text for name, text in self.before.items())


class LinesModel(QAbstractTableModel):
    """`edited` after each change of a line. Every change can be taken back until the lines are saved."""

    edited = Signal()

    def __init__(self, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.currency = ""  # what a new line is in
        self.rows: list[Row] = []
        self.removed: list[str] = []
        self._past: list[tuple[list[Row], list[str]]] = []
        self._future: list[tuple[list[Row], list[str]]] = []

    # What is there

    def show_lines(self, lines: Iterable[Line]) -> None:
        """The lines as they stand in the workspace."""
        self._past, self._future = [], []
        self._become([Row(line.key, dict(line.texts), dict(line.texts), dict(line.values)) for line in lines], [])

    @property
    def edit(self) -> Edit:
        """What saving would do; lines in which nothing was typed are none."""
        put = [(row.key, row.texts) for row in self.rows if row.changed and not self._blank(row)]
        return Edit(put, tuple(self.removed))

    @property
    def counts(self) -> tuple[int, int, int]:
        """Lines that saving would add, change and remove."""
        put = self.edit.put
        new = sum(not key for key, _texts in put)
        return new, len(put) - new, len(self.removed)

    @property
    def values(self) -> list[Values]:
        """What is understood of the lines that have no fault."""
        return [row.values for row in self.rows if not row.faults and not self._blank(row)]

    def first_fault(self) -> tuple[int, int, Fault] | None:
        """(row, column, what is wrong) of the first cell that is not taken."""
        for at, row in enumerate(self.rows):
            for fault in row.faults:
                return at, self._column(fault.column), fault
        return None

    def fault(self, row: int, column: int) -> Fault | None:
        """What is wrong with one cell."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.sheet.columns):
            return None
        name = self.sheet.columns[column].name
        return next((one for one in self.rows[row].faults if one.column == name), None)

    # Changes

    def add(self, at: int | None = None) -> int:
        """A new line below row `at`, else at the end; its row. The end of the line above is where it begins."""
        place = len(self.rows) if at is None else at + 1
        texts = {CURRENCY: self.currency} if any(one.name == CURRENCY for one in self.sheet.columns) else {}
        self._change([*self.rows[:place], Row(texts=texts), *self.rows[place:]])
        return place

    def duplicate(self, rows: Sequence[int]) -> int:
        """Copies of lines as new ones, below the last of them; the row of the first copy."""
        copies = [self._read(Row(texts=dict(self.rows[at].texts))) for at in rows]
        place = max(rows) + 1
        self._change([*self.rows[:place], *copies, *self.rows[place:]])
        return place

    def remove(self, rows: Sequence[int]) -> None:
        gone = [self.rows[at].key for at in rows if self.rows[at].key]
        self._change([row for at, row in enumerate(self.rows) if at not in rows], [*self.removed, *gone])

    def paste(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Fill cells from there on to the right and down, with new lines where they end."""
        rows = list(self.rows)
        names = [one.name for one in self.sheet.columns]
        for down, texts in enumerate(cells):
            if row + down >= len(rows):
                rows.append(Row(texts={CURRENCY: self.currency} if CURRENCY in names else {}))
            filled = dict(zip(names[column:], texts, strict=False))
            rows[row + down] = self._read(replace(rows[row + down], texts={**rows[row + down].texts, **filled}))
        self._change(rows)

    def undo(self) -> None:
        if self._past:
            self._future.append((self.rows, self.removed))
            self._become(*self._past.pop())

    def redo(self) -> None:
        if self._future:
            self._past.append((self.rows, self.removed))
            self._become(*self._future.pop())

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, name = self.rows[index.row()], self.sheet.columns[index.column()].name
        text = str(value).strip()
        if text == row.texts.get(name, ""):
            return True
        self._past.append((self.rows, self.removed))
        self._future = []
        self.rows = list(self.rows)
        self.rows[index.row()] = self._read(replace(row, texts={**row.texts, name: text}))
        self._settle()
        last = self.index(len(self.rows) - 1, len(self.sheet.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()
        return True

    def _change(self, rows: list[Row], removed: list[str] | None = None) -> None:
        self._past.append((self.rows, self.removed))
        self._future = []
        self._become(rows, self.removed if removed is None else removed)

    def _become(self, rows: list[Row], removed: list[str]) -> None:
        self.beginResetModel()
        self.rows, self.removed = rows, removed
        self._settle()
        self.endResetModel()
        self.edited.emit()

    def _read(self, row: Row) -> Row:
        if not row.changed and row.before is not None:
            values, faults = self.sheet.read(row.before)
        else:
            values, faults = ({}, []) if self._blank(row) else self.sheet.read(row.texts)
        return replace(row, values=values, faults=tuple(faults))

    def _settle(self) -> None:
        """Lines that repeat the key of an earlier one say so."""
        again = set(repeated(self.sheet, [row.values for row in self.rows]))
        name = self.sheet.columns[0].name
        said = Fault(name, _("Another line says the rate of this day and these currencies."), _("Keep one of them."))
        for at, row in enumerate(self.rows):
            others = tuple(one for one in row.faults if one.message != said.message)
            faults = (*others, said) if at in again and not others else others
            if faults != row.faults:
                self.rows[at] = replace(row, faults=faults)

    def _blank(self, row: Row) -> bool:
        return row.before is None and self.sheet.is_blank(row.texts)

    def _column(self, name: str) -> int:
        return next(at for at, one in enumerate(self.sheet.columns) if one.name == name)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sheet.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.sheet.columns[index.column()]
        text, fault = row.texts.get(column.name, ""), self.fault(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text if fault else shown.cell(self.sheet.kind.name, column.name, text, row.values)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(fault.sentence if fault else _(column.help) if column.help else "")
        if role == FAULT_ROLE:
            return None if fault is None else "bad" if text else "open"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(column.title)}: {text}. {fault.sentence if fault else ''}".strip()
        return _alignment(column.right) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.sheet.columns):
            return None
        column = self.sheet.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(_(column.help) if column.help else "")
        return _alignment(column.right) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
