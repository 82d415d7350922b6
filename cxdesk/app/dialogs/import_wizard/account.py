"""Rows read = new + updated + unchanged + rejected + left out, as a bar and as a sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.system.i18n import N_, _, ngettext, number
from cxdesk.workspace.importing import RowCounts

BAR, GAP, SWATCH = 10, 10, 11


@dataclass(frozen=True)
class Share:
    """One summand: how many rows, in which colour, called what. A zero is shown in grey and takes no width."""

    n: int
    token: str
    word: str


WORDS = {
    "new": N_("new"),
    "updated": N_("updated"),
    "unchanged": N_("unchanged"),
    "rejected": N_("rejected"),
    "left_out": N_("blank or left out"),
}


def shares(rows: RowCounts) -> tuple[Share, ...]:
    """The summands of an account, in the order in which they are read."""
    left_out = rows.blank + sum(rows.skipped.values())
    return (
        Share(rows.new, "accent", WORDS["new"]),
        Share(rows.updated, "warn", WORDS["updated"]),
        Share(rows.unchanged, "axis", WORDS["unchanged"]),
        Share(rows.rejected, "bad", WORDS["rejected"]),
        Share(left_out, "line", WORDS["left_out"]),
    )


class AccountBar(QWidget):
    """Painted: the bar above, the sum below. Empty until there are counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowCounts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: RowCounts | None) -> None:
        """Other counts; None while they are being made."""
        self._rows = rows
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        """The sum in words."""
        if self._rows is None:
            return _("Counting…")
        parts = [f"{number(share.n)} {_(share.word)}" for share in shares(self._rows)]
        return ngettext("{n} row read", "{n} rows read", self._rows.read) + " = " + " + ".join(parts)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(560), look.px(BAR + GAP) + round(look.line_height("body")) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(320), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        self._paint_sum(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        look = theme.current()
        bar = QRectF(0, 0, self.width(), look.pxf(BAR))
        painter.setPen(Qt.PenStyle.NoPen)
        rows = self._rows
        if rows is None or not rows.read:
            painter.setBrush(look.sunken)
            painter.drawRoundedRect(bar, 2, 2)
            return
        left, gap = 0.0, look.pxf(2)
        for share in shares(rows):
            if share.n:
                width = max(look.pxf(4), bar.width() * share.n / rows.read - gap)
                painter.setBrush(look.colour(share.token))
                painter.drawRoundedRect(QRectF(left, 0, width, bar.height()), 2, 2)
                left += width + gap

    def _paint_sum(self, painter: QPainter) -> None:
        look = theme.current()
        top, height = look.pxf(BAR + GAP), look.line_height("body")
        painter.setFont(look.font("body"))
        if self._rows is None:
            painter.setPen(look.text3)
            painter.drawText(QRectF(0, top, self.width(), height), Qt.AlignmentFlag.AlignVCenter, _("Counting…"))
            return
        left = self._text(painter, 0.0, top, ngettext("{n} row read", "{n} rows read", self._rows.read), "text", True)
        for at, share in enumerate(shares(self._rows)):
            left = self._text(painter, left + look.pxf(8), top, "+" if at else "=", "text3")
            swatch = QRectF(
                left + look.pxf(8), top + (height - look.pxf(SWATCH)) / 2, look.pxf(SWATCH), look.pxf(SWATCH)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(share.token))
            painter.drawRoundedRect(swatch, 2, 2)
            tone = "text3" if not share.n else "bad" if share.token == "bad" else "text"
            left = self._text(painter, swatch.right() + look.pxf(6), top, number(share.n), tone, True)
            left = self._text(painter, left + look.pxf(4), top, _(share.word), "text3" if not share.n else "text2")

    def _text(self, painter: QPainter, left: float, top: float, text: str, token: str, bold: bool = False) -> float:
        """Draws `text` and says where it ends."""
        look = theme.current()
        painter.setFont(look.font("body", bold))
        painter.setPen(look.colour(token))
        width = look.metrics("body", bold).horizontalAdvance(text)
        painter.drawText(QRectF(left, top, width + 2, look.line_height("body")), Qt.AlignmentFlag.AlignVCenter, text)
        return left + width
