"""The workspaces that were open before, each with its state in one line and how its first number went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dates import day_text, recent_text
from cxdesk.app.profile import Recent
from cxdesk.app.widgets.plain import plain_label, set_plain_tooltip
from cxdesk.app.widgets.sparkline import paint_spark
from cxdesk.system.i18n import _, ngettext

ROW = 56
SPARK = (60, 24)


@dataclass(frozen=True)
class Glance:
    """What is known of a workspace without opening it: rows, last import, course of its first card."""

    rows: int = 0
    last_import: datetime | None = None
    spark: tuple[float | None, ...] = ()
    there: bool = True


def glance(path: str) -> Glance:
    """Look into a workspace's snapshot; off the main thread. A file that is gone or is none of ours says so."""
    from cxdesk.store import snapshot

    if not Path(path).is_file():
        return Glance(there=False)
    kept = snapshot.read(path)
    value = kept["value"] if kept else {}
    cards, info = value.get("cards") or [{}], value.get("info") or {}
    last = info.get("last_import")
    spark = next((card.get("spark") for card in cards if card.get("spark")), ())
    return Glance(int(info.get("rows") or 0), datetime.fromisoformat(last) if last else None, tuple(spark or ()))


class RecentRow(QAbstractButton):
    """One workspace; a click opens it."""

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = recent
        self._glance = Glance()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.say()

    def show_glance(self, glance: Glance) -> None:
        self._glance = glance
        self.say()
        self.update()

    @property
    def line(self) -> str:
        """The state of the workspace in one line."""
        seen = self._glance
        if not seen.there:
            return _("Not found: {folder}", folder=str(Path(self.recent.path).parent))
        parts = [ngettext("{n} row", "{n} rows", seen.rows)] if seen.rows else []
        if seen.last_import is not None:
            parts.append(_("last import {day}", day=day_text(seen.last_import.date())))
        return " · ".join(parts) or str(Path(self.recent.path).parent)

    def say(self) -> None:
        name = Path(self.recent.path).name
        self.setAccessibleName(f"{name}, {self.line}")
        set_plain_tooltip(self, self.recent.path)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(320), theme.current().px(ROW))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, there = theme.current(), self._glance.there
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), now.raised)
        painter.setPen(now.pen(now.grid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        edge, middle = now.pxf(12), self.height() / 2
        sign, ink = ("folder", now.accent) if there else ("warning", now.text3)
        icons.paint(painter, sign, QRectF(edge, middle - now.pxf(10), now.pxf(20), now.pxf(20)), ink, 20)
        right = self._paint_moment(painter, self.width() - edge)
        right = self._paint_spark(painter, right)
        self._paint_names(painter, edge + now.pxf(32), right)
        if self.hasFocus():
            painter.setPen(now.pen(now.accent, 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _paint_moment(self, painter: QPainter, right: float) -> float:
        now = theme.current()
        text = recent_text(self.recent.at, datetime.now().astimezone())
        painter.setFont(now.font("small"))
        painter.setPen(now.text3)
        box = QRectF(0, 0, right, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return right - max(now.metrics("small").horizontalAdvance(text), now.pxf(80)) - now.pxf(16)

    def _paint_spark(self, painter: QPainter, right: float) -> float:
        now = theme.current()
        width, height = now.pxf(SPARK[0]), now.pxf(SPARK[1])
        if self._glance.there and any(value is not None for value in self._glance.spark):
            place = QRectF(right - width, (self.height() - height) / 2, width, height)
            paint_spark(painter, place, self._glance.spark, now)
        return right - width - now.pxf(12)

    def _paint_names(self, painter: QPainter, left: float, right: float) -> None:
        now, width = theme.current(), max(0.0, right - left)
        lines = ((Path(self.recent.path).name, "body", True, now.text), (self.line, "small", None, now.text2))
        y = self.height() / 2 - now.pxf(17)
        for text, role, bold, ink in lines:
            painter.setFont(now.font(role, bold))
            painter.setPen(ink if self._glance.there else now.text3)
            elided = now.metrics(role, bold).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            painter.drawText(QRectF(left, y, width, now.pxf(18)), Qt.AlignmentFlag.AlignVCenter, elided)
            y += now.pxf(17)


class RecentPanel(QFrame):
    """The list with its two buttons. `chosen` carries a path."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "panel")
        self.title = plain_label(role="body")
        self.note = plain_label(role="small", tone="text2", wrap=True)
        self.empty = plain_label(tone="text3", wrap=True)
        self.new, self.open = QPushButton(), QPushButton()
        icons.put(self.new, "plus")
        self.rows: list[RecentRow] = []
        self._build()
        self.retranslate()

    def _build(self) -> None:
        now = theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(now.px(12), now.px(6), now.px(12), now.px(6))
        self.title.setProperty("strong", True)
        head.addWidget(self.title, 1)
        head.setSpacing(now.px(8))
        head.addWidget(self.new)
        head.addWidget(self.open)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.empty.setContentsMargins(now.px(12), now.px(16), now.px(12), now.px(16))
        self.note.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addLayout(self._list)
        layout.addWidget(self.empty)
        layout.addStretch(1)
        layout.addWidget(rule())
        layout.addWidget(self.note)

    def show_recent(self, recent: list[Recent]) -> None:
        for row in self.rows:
            row.deleteLater()
        self.rows = [RecentRow(one, self) for one in recent]
        for row in self.rows:
            self._list.addWidget(row)
            row.clicked.connect(lambda _checked=False, path=row.recent.path: self.chosen.emit(path))
        self.empty.setVisible(not self.rows)

    def show_glances(self, seen: dict[str, Glance]) -> None:
        """What the files said, by path."""
        for row in self.rows:
            if row.recent.path in seen:
                row.show_glance(seen[row.recent.path])

    def retranslate(self) -> None:
        self.title.setText(_("Recent workspaces"))
        self.new.setText(_("New…"))
        self.open.setText(_("Open…"))
        self.empty.setText(_("Workspaces you open will be listed here."))
        self.note.setText(_("A workspace is one file on your disk."))
        for row in self.rows:
            row.say()


def rule() -> QFrame:
    """A line between two parts of a panel."""
    made = QFrame()
    made.setFixedHeight(1)
    made.setProperty("rule", True)
    made.setFrameShape(QFrame.Shape.HLine)
    made.setForegroundRole(made.palette().ColorRole.Midlight)
    made.setFrameShadow(QFrame.Shadow.Plain)
    return made
