"""The list at the left: pairs to decide about, or decisions; and how one of them looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cxdesk.analysis.identity.wording import said, strength_said
from cxdesk.app import theme
from cxdesk.app.dates import moment_text
from cxdesk.app.delegates.row import PAD, RowDelegate
from cxdesk.app.painting import draw_elided, frame, one_line
from cxdesk.app.theme import Theme, tokens
from cxdesk.domain.identity import Apart, Merge, Strength, Suggestion
from cxdesk.system.i18n import _

Index = QModelIndex | QPersistentModelIndex
Entry = Suggestion | Merge | Apart
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT, TAG = 66, 18
TONES = {Strength.SURE: ("accentbg", "accent"), Strength.LIKELY: ("sunken", "text2"), Strength.POSSIBLE: ("", "text3")}


def ends(entry: Entry) -> tuple[str, str]:
    """The two customers: the one that stays, and the other."""
    if isinstance(entry, Merge):
        return entry.canonical, entry.alias
    return entry.one, entry.other


def named(entry: Entry) -> tuple[str, str]:
    """The two as they are listed: by name where one is known, with the reference."""
    called = entry.called if isinstance(entry, Suggestion) else ("", "")
    both = [
        f"{name} · {text}" if name and name != text else text for name, text in zip(called, ends(entry), strict=True)
    ]
    return one_line(both[0]), one_line(both[1])


def reason(entry: Entry) -> str:
    """One line why."""
    if isinstance(entry, Suggestion):
        return said((*entry.evidence, *entry.doubts)[0])
    when = moment_text(datetime.fromisoformat(entry.at).astimezone())
    evidence = entry.evidence if isinstance(entry, Merge) else ""
    return " · ".join(text for text in (when, one_line(evidence)) if text)


def tag(entry: Entry) -> tuple[str, str, str]:
    """(text, surface, ink) of the mark at the right."""
    if isinstance(entry, Suggestion):
        return strength_said(entry.strength), *TONES[entry.strength]
    if isinstance(entry, Merge):
        return _("Merged"), "accentbg", "accent"
    return _("Not the same"), "sunken", "text2"


class EntriesModel(QAbstractListModel):
    """One row per pair."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join((*named(entry), tag(entry)[0], reason(entry)))
        return None


class EntryDelegate(RowDelegate):
    """Who, who else, and why; how sure that is stands at the right."""

    def row_height(self) -> int:
        return theme.current().px(HEIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(240), self.row_height())

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is None:
            return
        inner = place.adjusted(now.pxf(PAD), now.pxf(7), -now.pxf(PAD), -now.pxf(7))
        line = QRectF(inner.left(), inner.top(), inner.width(), now.pxf(18))
        used = _paint_mark(painter, line, tag(entry), now)
        one, other = named(entry)
        draw_elided(painter, line.adjusted(0, 0, -used - now.pxf(8), 0), one, "small", now.text, bold=True)
        line.translate(0, now.pxf(17))
        draw_elided(painter, line, other, "small", now.text)
        line.translate(0, now.pxf(17))
        draw_elided(painter, line, reason(entry), "caption", now.text3)


def _paint_mark(painter: QPainter, line: QRectF, mark: tuple[str, str, str], now: Theme) -> float:
    """A word on a pill at the right end of a line; its width."""
    text, surface, ink = mark
    width = now.metrics("caption", True).horizontalAdvance(text) + now.pxf(14)
    place = QRectF(line.right() - width, line.center().y() - now.pxf(TAG) / 2, width, now.pxf(TAG))
    edge = None if surface and now.washes else now.line2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame(painter, place, now.colour(surface) if surface else None, edge, now.pxf(tokens.RADIUS_CONTROL))
    draw_elided(painter, place, text, "caption", now.colour(ink), bold=True, align=Qt.AlignmentFlag.AlignHCenter)
    return width
