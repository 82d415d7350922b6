"""The segments of one number, one row each, and the whole as the last row."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.analysis.wording import Measured, bare, not_available, signed_text, withheld_figure
from cxdesk.app.attributes import value_title
from cxdesk.domain.results import Better, Breakdown, BreakdownRow
from cxdesk.domain.settings import setting
from cxdesk.system.i18n import _, number

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TOTAL_ROLE = ROW_ROLE + 1
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 60  # what the delegates of rows ask every model
BOLD_ROLE, RULE_ROLE = TONE_ROLE + 1, TONE_ROLE + 2
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    NAME = 0
    N = 1
    VALUE = 2
    DOT = 3
    BAR = 4
    PART = 5


class BreakdownModel(QAbstractTableModel):
    """What the delegates paint comes under ROW_ROLE, what is written under DisplayRole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.breakdown: Breakdown | None = None
        self.least = int(setting("min_show").default)  # answers from which a number is shown
        self._rows: list[BreakdownRow] = []

    def show_breakdown(self, breakdown: Breakdown | None) -> None:
        """Show these segments. Figures of the same segments change in place, so that a double click stays one."""
        if breakdown is not None:
            breakdown = replace(breakdown, total=_withheld(breakdown, self.least))
        rows = list(breakdown.rows) if breakdown else []
        if breakdown is not None and breakdown.total is not None:
            rows.append(breakdown.total)
        now, before = _identity(breakdown, rows), _identity(self.breakdown, self._rows)
        if now[:2] != before[:2] or sorted(map(repr, now[2])) != sorted(map(repr, before[2])):
            self.beginResetModel()
            self.breakdown, self._rows = breakdown, rows
            self.endResetModel()
            return
        moved = now != before
        whole = len(rows) if breakdown is None or breakdown.total is None else len(rows) - 1
        earlier = [row.key for row in self._rows]
        self.breakdown, self._rows = breakdown, rows
        if moved:
            self._follow(earlier[:whole], {row.key: at for at, row in enumerate(rows[:whole])})
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))

    def _follow(self, earlier: list[str | None], place: dict[str | None, int]) -> None:
        """The same segments in another order: what is selected or pressed, or stands in a row, goes with its segment.
        Columns stay, so that no view has to be laid out again.
        """
        old = [index for index in self.persistentIndexList() if index.row() < len(earlier)]
        new = [self.index(place[earlier[index.row()]], index.column()) for index in old]
        self.changePersistentIndexList(old, new)

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
        """Whether the change can be parted among the segments; groups that overlap have no parts of it."""
        return any(row.contribution is not None for at, row in enumerate(self._rows) if not self.is_total(at))

    @property
    def is_compared(self) -> bool:
        """Whether any row has a value of the other period."""
        return any(row.base is not None and row.base.value is not None for row in self._rows)

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
        total = self.is_total(index.row())
        if role in (ROW_ROLE, TOTAL_ROLE, RULE_ROLE):
            return row if role == ROW_ROLE else total
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column, total)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column is Column.NAME or (row.hidden and column is Column.VALUE) else RIGHT
        if role == BOLD_ROLE:
            if row.hidden:
                return total and column is not Column.VALUE
            return total or column is Column.VALUE or (column is Column.PART and row.proven)
        return self._tone(row, column, total) if role == TONE_ROLE else None

    def _text(self, row: BreakdownRow, column: Column, total: bool) -> str:
        breakdown = self.breakdown
        if breakdown is None:
            return ""
        how = Measured.of(breakdown)
        if column is Column.NAME:
            return _("All") if total else value_title(breakdown.attribute, row.key)
        if column is Column.N:
            return number(row.figure.n)
        if column is Column.VALUE and row.hidden:
            return self._why_hidden(total)
        if column is Column.VALUE:
            return not_available() if row.figure.value is None else bare(row.figure.value, how)
        if column is Column.PART and row.contribution is not None:
            return signed_text(row.contribution, how)
        return ""

    def _why_hidden(self, total: bool) -> str:
        """Why a row has no number; it stands across the columns of value, dot and bar."""
        if total:
            return _("hidden: fewer than {least} answers", least=number(self.least))
        return _("hidden: fewer than {least} answers (still counted in the total)", least=number(self.least))

    def _tone(self, row: BreakdownRow, column: Column, total: bool) -> str:
        if row.hidden:
            return "text3"
        if column is Column.PART and row.proven and row.contribution and self.breakdown is not None:
            if self.breakdown.better == Better.NONE:
                return "text2"
            return "good" if (row.contribution > 0) == (self.breakdown.better == Better.UP) else "bad"
        return "text" if column in (Column.NAME, Column.VALUE) or total else "text2"


def _withheld(breakdown: Breakdown, least: int) -> BreakdownRow | None:
    """The whole, without its number where that comes from too few answers."""
    total = breakdown.total
    few = None if total is None else withheld_figure(total.figure, breakdown.unit, least)
    if total is None or few is None or few is total.figure:
        return total
    return replace(total, figure=few, change=None, base=None, contribution=None, proven=False, hidden=True)


def _identity(breakdown: Breakdown | None, rows: list[BreakdownRow]) -> tuple[str, bool, list[tuple[str | None, bool]]]:
    """What makes the rows of two breakdowns the same places."""
    attribute = breakdown.attribute if breakdown else ""
    return attribute, breakdown is not None and breakdown.total is not None, [(row.key, row.hidden) for row in rows]
