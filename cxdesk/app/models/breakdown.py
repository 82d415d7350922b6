"""The segments of one number, one row each, and the whole as the last row."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.domain.results import Breakdown, BreakdownRow

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TOTAL_ROLE = ROW_ROLE + 1

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    NAME = 0
    N = 1
    VALUE = 2
    DOT = 3
    BAR = 4
    PART = 5


class BreakdownModel(QAbstractTableModel):
    """What the delegates paint comes under ROW_ROLE; texts come under DisplayRole from `write`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.breakdown: Breakdown | None = None
        self._rows: list[BreakdownRow] = []

    def show_breakdown(self, breakdown: Breakdown | None) -> None:
        self.beginResetModel()
        self.breakdown = breakdown
        self._rows = list(breakdown.rows) if breakdown else []
        if breakdown is not None and breakdown.total is not None:
            self._rows.append(breakdown.total)
        self.endResetModel()

    def row(self, number: int) -> BreakdownRow | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def is_total(self, number: int) -> bool:
        whole = self.breakdown.total if self.breakdown else None
        return whole is not None and number == len(self._rows) - 1

    def number_of(self, key: str | None) -> int | None:
        """Where a segment stands."""
        found = (at for at, row in enumerate(self._rows) if row.key == key and not self.is_total(at))
        return next(found, None)

    def reach(self) -> tuple[float, float]:
        """What the shared axis of the dots must show: every value with its interval and comparison."""
        ends: list[float] = []
        for row in self._rows:
            for figure in (row.figure, row.base):
                if figure is not None and figure.value is not None:
                    ends.append(figure.value)
            if row.figure.value is not None:
                ends += [end for end in (row.figure.low, row.figure.high) if end is not None]
        return (min(ends), max(ends)) if ends else (0.0, 1.0)

    def contributions(self) -> tuple[float, float]:
        """The least and greatest contribution of a segment, with zero; the bars share this axis."""
        parts = [row.contribution for at, row in enumerate(self._rows) if not self.is_total(at)]
        known = [part for part in parts if part is not None]
        return min([0.0, *known]), max([0.0, *known])

    @property
    def has_contributions(self) -> bool:
        return any(row.contribution is not None for row in self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if row.hidden:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row())
        if not index.isValid() or row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == TOTAL_ROLE:
            return self.is_total(index.row())
        return None
