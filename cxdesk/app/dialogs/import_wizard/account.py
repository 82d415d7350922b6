"""Rows read = new + updated + unchanged + rejected + left out, as a bar and as a sum; below it the sum of what else the
same rows are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import draw, middle_baseline
from cxdesk.app.widgets.plain import tooltip
from cxdesk.domain.kinds import kind
from cxdesk.intake.batch import skipped_title
from cxdesk.system.i18n import _, ngettext, number
from cxdesk.workspace.accounts import Account
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


@dataclass(frozen=True)
class Line:
    """One sum: what the rows are as one `kind`, which is named where there are several."""

    kind: str
    rows: RowCounts
    parts: tuple[Share, ...]


class AccountBar(QWidget):
    """Painted: the bar above, the sum below, equally wide; a further sum for each further kind that the rows are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account: Account | None = None
        self._why = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_account(self, account: Account | None, why: str = "") -> None:
        """Other counts; without any, why there are none yet."""
        self._account, self._why = account, why
        self.setAccessibleName(self.sentence())
        self.setToolTip(tooltip("\n".join(filter(None, map(_left_out, self._lines())))))
        self.updateGeometry()
        self.update()

    def sentence(self) -> str:
        """The sums in words."""
        if self._account is None:
            return self._why
        read = self._account.rows.read
        said = [
            _titled(line) + " + ".join(f"{number(one.n)} {one.word}" for one in line.parts) for line in self._lines()
        ]
        return ngettext("{n} row read", "{n} rows read", read) + " = " + "; ".join(said)

    def _lines(self) -> list[Line]:
        """What the rows are as each of their kinds."""
        if self._account is None:
            return []
        whole = self._account
        return [Line(whole.kind, whole.rows, shares(whole.rows)), *(Line(*one, shares(one[1])) for one in whole.also)]

    def _deep(self) -> int:
        """How many lines of text there are."""
        return max(1, len(self._lines()))

    def sizeHint(self) -> QSize:
        now = theme.current()
        wide = self._sums(None, self._lines()) if self._account else now.pxf(WAITING)
        return QSize(round(wide) + 2, now.px(BAR + GAP) + round(self._deep() * now.line_height("body")) + 2)

    def minimumSizeHint(self) -> QSize:
        least = self._sums(None, [_there(line) for line in self._lines()]) if self._account else 0.0
        return QSize(round(least or theme.current().pxf(WAITING)) + 2, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._account is None:
            self._paint_bar(painter, min(now.pxf(WAITING), self.width()), ())
            self._text(painter, 0.0, self._why, "text3")
            return
        lines = self._lines()
        if self._sums(None, lines) > self.width():  # without the zeros, where there is less room
            lines = [_there(line) for line in lines]
        width = self._sums(painter, lines)
        self._paint_bar(painter, min(width, self.width()), shares(self._account.rows))

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

    def _sums(self, painter: QPainter | None, lines: Sequence[Line]) -> float:
        """Draws one sum below the other, what is equal below what is equal, and says how wide they are."""
        now, read = theme.current(), lines[0].rows.read
        counted, words = _split(ngettext("{n} row read", "{n} rows read", read), number(read))
        left = self._text(painter, 0.0, counted, "text", True)
        left = self._text(painter, left, words, "text")
        wide = left
        for at, line in enumerate(lines):
            top = at * now.line_height("body")
            wide = max(wide, self._sum(painter, left, top, line))
        return wide

    def _sum(self, painter: QPainter | None, left: float, top: float, line: Line) -> float:
        now, title = theme.current(), _titled(line)
        for at, share in enumerate(line.parts):
            left = self._text(painter, left + now.pxf(10), "+" if at else "=", "text3", top=top) + now.pxf(10)
            if title and not at:
                left = self._text(painter, left, title, "text", top=top) + now.pxf(4)
            self._swatch(painter, left, share.token, top)
            left += now.pxf(SWATCH + 6)
            tone = "text3" if not share.n else "bad" if share.token == "bad" else "text"
            left = self._text(painter, left, number(share.n), tone, True, top)
            quiet = "text3" if not share.n else "bad" if share.token == "bad" else "text2"
            left = self._text(painter, left + now.pxf(4), share.word, quiet, top=top)
        return left

    def _swatch(self, painter: QPainter | None, left: float, token: str, above: float) -> None:
        if painter is None:
            return
        now = theme.current()
        top = above + now.pxf(BAR + GAP) + (now.line_height("body") - now.pxf(SWATCH)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(token))
        painter.drawRoundedRect(QRectF(left, top, now.pxf(SWATCH), now.pxf(SWATCH)), now.pxf(2), now.pxf(2))

    def _text(
        self, painter: QPainter | None, left: float, text: str, token: str, bold: bool = False, top: float = 0.0
    ) -> float:
        """Draws `text` where there is a painter, and says where it ends."""
        now = theme.current()
        metrics = now.metrics("body", bold)
        if painter is not None:
            line = QRectF(0, top + now.pxf(BAR + GAP), 1, now.line_height("body"))
            draw(painter, left, middle_baseline(line, metrics), text, now.font("body", bold), now.colour(token))
        return left + metrics.horizontalAdvance(text)


def _there(line: Line) -> Line:
    """The summands that are not zero; one of them where all are."""
    return replace(line, parts=tuple(share for share in line.parts if share.n) or line.parts[:1])


def _titled(line: Line) -> str:
    """What the rows are in this sum, where they are several things."""
    return _("{title}: {text}", title=_(kind(line.kind).plural), text="") if line.kind else ""


def _left_out(line: Line) -> str:
    """What the rows are that were left out."""
    rows = line.rows
    if not (rows.blank or rows.skipped):
        return ""
    parts = [ngettext("{n} blank row", "{n} blank rows", rows.blank)] if rows.blank else []
    parts += [f"{number(n)} {skipped_title(reason)}" for reason, n in rows.skipped.items()]
    return _titled(line) + _("Left out: {parts}", parts=", ".join(parts))


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
