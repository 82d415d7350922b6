"""Rows read = new + updated + unchanged + rejected + left out, as a bar and as a sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.app.widgets.plain import tooltip
from cxdesk.intake.batch import skipped_title
from cxdesk.system.i18n import _, ngettext, number
from cxdesk.workspace.importing import RowCounts

BAR, GAP, SWATCH = 10, 9, 10
WAITING = 360


@dataclass(frozen=True)
class Share:
    """One summand: how many rows, in which colour, what they are. A zero is shown in grey and takes no width."""

    n: int
    token: str
    sort: str

    @property
    def word(self) -> str:
        """What so many rows are called, without their number."""
        return called(self.sort, self.n)


def called(sort: str, n: int) -> str:
    """What so many rows of a sort are called, without the number in front."""
    said = {
        "new": ngettext("{n} new", "{n} new", n),
        "updated": ngettext("{n} updated", "{n} updated", n),
        "unchanged": ngettext("{n} unchanged", "{n} unchanged", n),
        "replaced": ngettext("{n} out of count", "{n} out of count", n),
        "rejected": ngettext("{n} rejected", "{n} rejected", n),
        "left_out": ngettext("{n} blank or left out", "{n} blank or left out", n),
        "blank": ngettext("{n} blank", "{n} blank", n),
        "cells": ngettext("{n} cell not used", "{n} cells not used", n),
    }
    return said[sort].removeprefix(number(n)).strip()


def shares(rows: RowCounts) -> tuple[Share, ...]:
    """The summands of an account, in the order in which they are read."""
    left_out = rows.blank + sum(rows.skipped.values())
    return (
        Share(rows.new, "accent", "new"),
        Share(rows.updated, "warn", "updated"),
        Share(rows.unchanged, "axis", "unchanged"),
        Share(rows.rejected, "bad", "rejected"),
        Share(left_out, "line", "left_out"),
    )


class AccountBar(QWidget):
    """Painted: the bar above, the sum below, equally wide. `wait(why)` while there are no counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowCounts | None = None
        self._why = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: RowCounts | None, why: str = "") -> None:
        """Other counts; without any, why there are none yet."""
        self._rows, self._why = rows, why
        self.setAccessibleName(self.sentence())
        self.setToolTip(tooltip(self._left_out()))
        self.updateGeometry()
        self.update()

    def sentence(self) -> str:
        """The sum in words."""
        if self._rows is None:
            return self._why
        parts = [f"{number(share.n)} {share.word}" for share in shares(self._rows)]
        return ngettext("{n} row read", "{n} rows read", self._rows.read) + " = " + " + ".join(parts)

    def _left_out(self) -> str:
        """What the rows are that were left out."""
        rows = self._rows
        if rows is None or not (rows.blank or rows.skipped):
            return ""
        parts = [ngettext("{n} blank row", "{n} blank rows", rows.blank)] if rows.blank else []
        parts += [f"{number(n)} {skipped_title(reason)}" for reason, n in rows.skipped.items()]
        return _("Left out: {parts}", parts=", ".join(parts))

    def sizeHint(self) -> QSize:
        now = theme.current()
        wide = self._sum(None, self._rows, shares(self._rows)) if self._rows else now.pxf(WAITING)
        return QSize(round(wide) + 2, now.px(BAR + GAP) + round(now.line_height("body")) + 2)

    def minimumSizeHint(self) -> QSize:
        least = self._sum(None, self._rows, _there(self._rows)) if self._rows else theme.current().pxf(WAITING)
        return QSize(round(least) + 2, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rows is None:
            self._paint_bar(painter, min(now.pxf(WAITING), self.width()), ())
            self._text(painter, 0.0, self._why, "text3")
            return
        width = self._paint_sum(painter, self._rows)
        self._paint_bar(painter, min(width, self.width()), shares(self._rows))

    def _paint_bar(self, painter: QPainter, width: float, parts: tuple[Share, ...]) -> None:
        now, radius = theme.current(), theme.current().pxf(2)
        painter.setPen(Qt.PenStyle.NoPen)
        there = [share for share in parts if share.n]
        if not there:
            painter.setBrush(now.line)
            painter.drawRoundedRect(QRectF(0, 0, width, now.pxf(BAR)), radius, radius)
        left = 0.0
        for share, wide in zip(there, widths([share.n for share in there], width, now.pxf(2), now.pxf(4)), strict=True):
            painter.setBrush(now.colour(share.token))
            painter.drawRoundedRect(QRectF(left, 0, wide, now.pxf(BAR)), radius, radius)
            left += wide + now.pxf(2)

    def _paint_sum(self, painter: QPainter, rows: RowCounts) -> float:
        """Draws the sum and says how wide it is; where there is less room, without the zeros."""
        parts = shares(rows)
        if self._sum(None, rows, parts) > self.width():
            parts = _there(rows)
        return self._sum(painter, rows, parts)

    def _sum(self, painter: QPainter | None, rows: RowCounts, parts: tuple[Share, ...]) -> float:
        now = theme.current()
        counted, words = _split(ngettext("{n} row read", "{n} rows read", rows.read), number(rows.read))
        left = self._text(painter, 0.0, counted, "text", True)
        left = self._text(painter, left, words, "text")
        for at, share in enumerate(parts):
            left = self._text(painter, left + now.pxf(10), "+" if at else "=", "text3") + now.pxf(10)
            self._swatch(painter, left, share.token)
            left += now.pxf(SWATCH + 6)
            tone = "text3" if not share.n else "bad" if share.token == "bad" else "text"
            left = self._text(painter, left, number(share.n), tone, True)
            quiet = "text3" if not share.n else "bad" if share.token == "bad" else "text2"
            left = self._text(painter, left + now.pxf(4), share.word, quiet)
        return left

    def _swatch(self, painter: QPainter | None, left: float, token: str) -> None:
        if painter is None:
            return
        now = theme.current()
        top = now.pxf(BAR + GAP) + (now.line_height("body") - now.pxf(SWATCH)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(token))
        painter.drawRoundedRect(QRectF(left, top, now.pxf(SWATCH), now.pxf(SWATCH)), now.pxf(2), now.pxf(2))

    def _text(self, painter: QPainter | None, left: float, text: str, token: str, bold: bool = False) -> float:
        """Draws `text` where there is a painter, and says where it ends."""
        now = theme.current()
        metrics = now.metrics("body", bold)
        if painter is not None:
            line = QRectF(0, now.pxf(BAR + GAP), 1, now.line_height("body"))
            draw(painter, left, middle_baseline(line, metrics), text, now.font("body", bold), now.colour(token))
        return left + metrics.horizontalAdvance(text)


def _there(rows: RowCounts) -> tuple[Share, ...]:
    """The summands that are not zero."""
    return tuple(share for share in shares(rows) if share.n)


def widths(counts: list[int], room: float, gap: float, least: float) -> list[float]:
    """How wide each part of a bar is: in proportion, none narrower than `least`, all together with gaps `room`."""
    free = room - gap * (len(counts) - 1)
    total = sum(counts)
    small = [at for at, n in enumerate(counts) if n * free < least * total]
    rest = free - least * len(small)
    large = sum(n for at, n in enumerate(counts) if at not in small)
    return [least if at in small else rest * n / large for at, n in enumerate(counts)]


def _split(words: str, counted: str) -> tuple[str, str]:
    """The number in front of its words, where the language puts it there."""
    return (counted, words[len(counted) :]) if words.startswith(counted) else ("", words)
