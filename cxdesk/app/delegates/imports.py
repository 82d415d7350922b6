"""One import per row: the file, when, what it held, and where its rows went, as a bar that adds up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cxdesk.app import theme
from cxdesk.app.dates import moment_text
from cxdesk.app.delegates.row import PAD, Index, RowDelegate
from cxdesk.app.dialogs.import_wizard.account import Share, shares
from cxdesk.app.models.imports import BATCH_ROLE
from cxdesk.app.painting import draw_elided, one_line
from cxdesk.app.theme import Theme
from cxdesk.domain.kinds import kind
from cxdesk.system.i18n import _, ngettext
from cxdesk.workspace.importing import RowCounts

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import BatchInfo

HEIGHT, BAR = 68, 6
NAMES = ("read", "new", "updated", "unchanged", "rejected", "blank")


class ImportDelegate(RowDelegate):
    """Imports that were taken back are grey and say so."""

    def row_height(self) -> int:
        return theme.current().px(HEIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().px(240), self.row_height())

    def paint_cell(self, painter: QPainter, place: QRectF, index: Index, now: Theme) -> None:
        batch: BatchInfo | None = index.data(BATCH_ROLE)
        if batch is None:
            return
        inner = place.adjusted(now.pxf(PAD), now.pxf(8), -now.pxf(PAD), -now.pxf(8))
        live = batch.state == "live"
        line = QRectF(inner.left(), inner.top(), inner.width(), now.pxf(18))
        when = moment_text(datetime.fromisoformat(batch.at).astimezone())
        used = draw_elided(painter, line, when, "caption", now.text3, align=Qt.AlignmentFlag.AlignRight)
        name = line.adjusted(0, 0, -used - now.pxf(12), 0)
        ink = now.text if live else now.text3
        draw_elided(painter, name, one_line(batch.title), "small", ink, bold=True, mode=Qt.TextElideMode.ElideMiddle)
        line.translate(0, now.pxf(18))
        draw_elided(painter, line, about(batch), "caption", now.text2 if live else now.text3)
        bar = QRectF(inner.left(), inner.bottom() - now.pxf(BAR), inner.width(), now.pxf(BAR))
        paint_shares(painter, bar, shares(counts(batch)), now, live)


def counts(batch: BatchInfo) -> RowCounts:
    """An import's account."""
    rows = batch.rows
    skipped = {str(reason): int(n) for reason, n in (rows.get("skipped") or {}).items()}
    read, new, updated, unchanged, rejected, blank = (int(rows.get(name) or 0) for name in NAMES)
    return RowCounts(read, new, updated, unchanged, rejected, skipped, blank)


def about(batch: BatchInfo) -> str:
    """Answers · 329 rows read, 2 rejected; or that it was taken back."""
    rows = counts(batch)
    parts = [_(kind(batch.kind).plural)]
    parts += _typed(batch) if batch.typed else [ngettext("{n} row read", "{n} rows read", rows.read)]
    if rows.rejected:
        parts.append(ngettext("{n} kept to be corrected", "{n} kept to be corrected", rows.rejected))
    if batch.state != "live":
        parts.append(_("taken back"))
    elif batch.search == "pending":
        parts.append(_("search is being prepared"))
    return " · ".join(parts)


def _typed(batch: BatchInfo) -> list[str]:
    """2 lines added, 1 line changed: what was done by hand."""
    told = (
        ("added", ngettext("{n} line added", "{n} lines added", batch.typed.get("added", 0))),
        ("changed", ngettext("{n} line changed", "{n} lines changed", batch.typed.get("changed", 0))),
        ("removed", ngettext("{n} line removed", "{n} lines removed", batch.typed.get("removed", 0))),
    )
    return [text for name, text in told if batch.typed.get(name)]


def paint_shares(painter: QPainter, bar: QRectF, parts: tuple[Share, ...], now: Theme, live: bool) -> None:
    """Parts side by side, as wide as their rows are many; a few rows are still seen."""
    whole = sum(part.n for part in parts)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if not whole:
        painter.setBrush(now.sunken)
        painter.drawRoundedRect(bar, 2, 2)
        return
    shown = [part for part in parts if part.n]
    gap, least = now.pxf(2), now.pxf(3)
    room = bar.width() - gap * (len(shown) - 1) - least * len(shown)
    left = bar.left()
    for part in shown:
        width = least + max(room, 0.0) * part.n / whole
        painter.setBrush(now.colour(part.token) if live else now.line)
        painter.drawRoundedRect(QRectF(left, bar.top(), width, bar.height()), 2, 2)
        left += width + gap
