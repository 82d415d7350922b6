"""The ladder of a receipt, and the other ways to compute its number, as tables."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cxdesk.analysis import receipt_wording, wording
from cxdesk.analysis.wording import Measured
from cxdesk.app.delegates.row import BOLD_ROLE, RULE_ROLE, TONE_ROLE
from cxdesk.domain.explained import Explained, Rung, Step, Way, Ways
from cxdesk.system.i18n import _

RUNG_ROLE = int(Qt.ItemDataRole.UserRole) + 1
BAR_ROLE = RUNG_ROLE + 1  # (from, to) as shares of the bar's room, broken
WAY_ROLE = RUNG_ROLE + 2
Index = QModelIndex | QPersistentModelIndex
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
NEAR = 1.5  # what is at most so many times what is drawn in full gets a true bar


class Column(IntEnum):
    """Columns of the ladder."""

    NAME = 0
    COUNT = 1
    BAR = 2
    NOTE = 3
    OPEN = 4


class LadderModel(QAbstractTableModel):
    """One row per rung. Bars share one scale: that of the last rows before anything within them is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rungs: tuple[Rung, ...] = ()
        self._bars: list[tuple[float, float, bool]] = []

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        self.beginResetModel()
        self.rungs = rungs
        self._bars = _bars(rungs)
        self.endResetModel()

    def rung(self, row: int) -> Rung | None:
        return self.rungs[row] if 0 <= row < len(self.rungs) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rungs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        rung = self.rung(index.row())
        if rung is None:
            return None
        column = Column(index.column())
        found: Callable[[], Any] | None = {
            int(Qt.ItemDataRole.DisplayRole): lambda: self._text(rung, column),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: self._text(rung, column),
            int(Qt.ItemDataRole.TextAlignmentRole): lambda: RIGHT if column in (Column.COUNT, Column.OPEN) else LEFT,
            RUNG_ROLE: lambda: rung,
            BAR_ROLE: lambda: self._bars[index.row()],
            BOLD_ROLE: lambda: rung.step is not Step.LEFT_OUT and column in (Column.NAME, Column.COUNT),
            RULE_ROLE: lambda: index.row() > 0 and rung.step is not Step.LEFT_OUT,
            TONE_ROLE: lambda: _tone(rung, column),
        }.get(role)
        return found() if found else None

    def _text(self, rung: Rung, column: Column) -> str:
        texts = {
            Column.NAME: receipt_wording.rung_title(rung),
            Column.COUNT: receipt_wording.rung_count(rung),
            Column.NOTE: receipt_wording.rung_note(rung),
            Column.OPEN: _("Open") if rung.count else "",
        }
        return texts.get(column, "")


def _tone(rung: Rung, column: Column) -> str:
    if column is Column.OPEN:
        return "accent"
    return "text2" if column is Column.NOTE else "text"


def _bars(rungs: tuple[Rung, ...]) -> list[tuple[float, float, bool]]:
    """(from, to, broken) of each rung as shares of the room; what is left out stands at the end of what is there."""
    there = [rung.count for rung in rungs if rung.step is Step.THERE]
    if not there:
        return []
    full = float(there[0] if there[0] <= NEAR * there[-1] else there[-1]) or 1.0
    found, rest = [], 0.0
    for rung in rungs:
        if rung.step is Step.LEFT_OUT:
            ends = ((rest - rung.count) / full, rest / full)
            found.append((max(ends[0], 0.0), min(ends[1], 1.0), rest > full))
            rest -= rung.count
        else:
            rest = float(rung.count)
            found.append((0.0, min(rest / full, 1.0), rest > full))
    return found


class WayColumn(IntEnum):
    """Columns of the other ways."""

    NAME = 0
    VALUE = 1
    AXIS = 2


class WaysModel(QAbstractTableModel):
    """One row per way; what is pinned stands on top."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: tuple[Way, ...] = ()

    def show_ways(self, found: Ways | None) -> None:
        self.beginResetModel()
        self.ways = found.ways if found else ()
        self.endResetModel()

    def way(self, row: int) -> Way | None:
        return self.ways[row] if 0 <= row < len(self.ways) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ways)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(WayColumn)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        way = self.way(index.row())
        if way is None:
            return None
        if role == WAY_ROLE:
            return way
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == WayColumn.NAME:
            return ", ".join(filter(None, (way_title(way), way_detail(way), _("pinned") if way.pinned else "")))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return way_title(way) if index.column() == WayColumn.NAME else way_value(way)
        return None


def way_title(way: Way) -> str:
    return way.title.say()


def way_detail(way: Way) -> str:
    return " · ".join(phrase.say() for phrase in way.detail)


def way_value(way: Way) -> str:
    """The value as the card would show it."""
    return wording.value_text(way.card.figure.value, Measured.of(way.card))


def way_interval(way: Way) -> str:
    return wording.interval_text(way.card.figure, Measured.of(way.card))


def axis_of(told: Explained, ways: tuple[Way, ...]) -> list[Way]:
    """The ways that speak the unit of the number itself, and so share an axis."""
    card = told.card
    return [
        way
        for way in ways
        if way.card.unit == card.unit and way.card.scale_max == card.scale_max and way.card.figure.value is not None
    ]
