"""The list of metrics: two lines each, their value or what to import, and a pin where they are on the cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cxdesk.analysis import remedies, wording
from cxdesk.analysis.wording import Measured, family_title
from cxdesk.app import icons, theme
from cxdesk.app.delegates.row import Index, RowDelegate
from cxdesk.app.painting import draw_elided
from cxdesk.app.theme import Theme
from cxdesk.domain.catalogue import Entry, Named
from cxdesk.system.i18n import _

NAMED_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ENTRY_ROLE, SHOWN_ROLE = NAMED_ROLE + 1, NAMED_ROLE + 2
HEIGHT, STATE_SHARE = 46, 0.46
MOVED = "application/x-cxdesk-card"


class MetricsModel(QAbstractListModel):
    """`reordered(names)` when the person dragged one to another place, where `ordering` allows it."""

    reordered = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.listed: tuple[Named, ...] = ()
        self.entries: Mapping[str, Entry] = {}
        self.shown: Collection[str] = ()
        self.ordering = False

    def show_named(self, listed: Sequence[Named]) -> None:
        if tuple(listed) == self.listed:
            return
        self.beginResetModel()
        self.listed = tuple(listed)
        self.endResetModel()

    def show_entries(self, entries: Mapping[str, Entry], shown: Collection[str]) -> None:
        """What they say now, and which are on the cards."""
        self.entries, self.shown = entries, shown
        if self.listed:
            self.dataChanged.emit(self.index(0), self.index(len(self.listed) - 1))

    def named(self, row: int) -> Named | None:
        return self.listed[row] if 0 <= row < len(self.listed) else None

    def row_of(self, metric: str) -> int | None:
        return next((row for row, one in enumerate(self.listed) if one.metric == metric), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.listed)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        one = self.named(index.row())
        if one is None:
            return None
        entry = self.entries.get(one.metric)
        if role == Qt.ItemDataRole.DisplayRole:
            return _(one.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            on = _("on the cards") if one.metric in self.shown else ""
            return ", ".join(filter(None, (_(one.title), state_text(entry)[0], on)))
        return {NAMED_ROLE: one, ENTRY_ROLE: entry, SHOWN_ROLE: one.metric in self.shown}.get(role)

    # Dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if not self.ordering:
            return found
        return found | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MOVED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        one = self.named(indexes[0].row()) if indexes else None
        data.setData(MOVED, (one.metric if one else "").encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The order is kept by whoever hears of it; nothing is removed here."""
        metric = bytes(data.data(MOVED).data()).decode("utf-8", "replace")
        names = [one.metric for one in self.listed]
        if not self.ordering or metric not in names:
            return False
        to = row if row >= 0 else len(names)
        at = names.index(metric)
        names.insert(to, metric)
        del names[at + (to <= at)]
        if names != [one.metric for one in self.listed]:
            self.reordered.emit(tuple(names))
        return False


def state_text(entry: Entry | None) -> tuple[str, str]:
    """(what it says now, tone): the value, else what is missing."""
    if entry is None:
        return "…", "text3"
    card = entry.card
    if card.figure.value is not None:
        return wording.value_text(card.figure.value, Measured.of(card)), "text"
    if card.needs is not None:
        return remedies.remedy(card.figure.reason or "", card.needs), "accent"
    return remedies.why(card.figure.reason or ""), "text3"


class MetricDelegate(RowDelegate):
    """Name and family at the left, what it says now at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(200), theme.current().px(HEIGHT))

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        one = index.data(NAMED_ROLE)
        if not isinstance(one, Named):
            return
        inner = place.adjusted(now.pxf(12), now.pxf(5), -now.pxf(12), -now.pxf(6))
        text, tone = state_text(index.data(ENTRY_ROLE))
        state = QRectF(
            inner.right() - inner.width() * STATE_SHARE, inner.top(), inner.width() * STATE_SHARE, now.pxf(18)
        )
        used = draw_elided(
            painter, state, text, "small", now.colour(tone), bold=tone == "text", align=Qt.AlignmentFlag.AlignRight
        )
        left = inner.left()
        if index.data(SHOWN_ROLE):
            side = now.pxf(12)
            icons.paint(painter, "pin", QRectF(left, inner.top() + now.pxf(3), side, side), now.accent, 12)
        left += now.pxf(18)
        upper = QRectF(left, inner.top(), inner.right() - used - now.pxf(10) - left, now.pxf(18))
        lower = QRectF(left, inner.top() + now.pxf(18), inner.right() - left, now.pxf(16))
        draw_elided(painter, upper, _(one.title), "small", now.text, bold=True)
        draw_elided(painter, lower, f"{family_title(one.family)} · {_(one.question)}", "caption", now.text3)
