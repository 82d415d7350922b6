"""The line at the bottom: which file, how much is in it, what stands behind the number; the promise; zone and zoom."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStatusBar, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dates import moment_text
from cxdesk.app.desk import Desk
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.domain.results import Board
from cxdesk.system import i18n
from cxdesk.system.i18n import _, ngettext, percent_gap

NARROW, TIGHT = 1100, 820  # logical pixels below which less is said


class Sign(QWidget):
    """An icon in the line."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone
        self.setFixedWidth(theme.current().px(16))

    def paintEvent(self, _event: object) -> None:
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        now = theme.current()
        icons.paint(QPainter(self), self._name, QRectF(self.rect()), now.colour(self._tone), 14)


class StatusLine(QStatusBar):
    """`undo_wanted` by the link beside the last import."""

    undo_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.zoom_percent = 100
        self.file, self.rows, self.behind = (ElidedLabel(role="small", tone="text2") for _n in range(3))
        self.last, self.zone, self.zoom = (ElidedLabel(role="small", tone="text2") for _n in range(3))
        self.promise = ElidedLabel(role="small", tone="good")
        self.undo = QPushButton()
        self.undo.setProperty("link", True)
        self.undo.setProperty("small", True)
        self.undo.clicked.connect(self.undo_wanted)
        self.setSizeGripEnabled(False)
        self._build()
        desk.workspace_changed.connect(self.show_state)
        desk.board_changed.connect(self._show_board)
        desk.query_changed.connect(lambda _query: self.show_state())
        theme.watcher().changed.connect(self.retheme)
        self.retheme()
        self.show_state()

    def _build(self) -> None:
        self._parts = {
            "file": _part(self.file),
            "rows": _part(self.rows),
            "behind": _part(self.behind),
            "last": _part(self.last, self.undo),
            "promise": _part(Sign("offline", "good"), self.promise),
            "zone": _part(self.zone),
            "zoom": _part(self.zoom),
        }
        left = ("file", "rows", "behind")
        for name, part in self._parts.items():
            self.addWidget(part) if name in left else self.addPermanentWidget(part)

    def show_state(self) -> None:
        """Say everything again."""
        info = self.desk.info
        self.file.set_text(Path(info.path).name if info else _("No workspace open"))
        rows = ngettext("{n} row", "{n} rows", info.rows) if info else ""
        files = ngettext("{n} file", "{n} files", info.files) if info else ""
        self.rows.set_text(_("{rows} from {files}", rows=rows, files=files) if info and not self._tight() else rows)
        self.last.set_text(
            _("Last import {moment}", moment=moment_text(info.last_import.astimezone()))
            if info and info.last_import
            else ""
        )
        self.undo.setText(_("Undo"))
        self.zone.set_text(info.zone if info else i18n.LANGUAGES[i18n.language()])
        self.zoom.set_text(f"{self.zoom_percent}{percent_gap() or ' '}%")
        self.promise.set_text(_("Offline") if self._tight() else _("Offline: nothing leaves this computer"))
        self._say_behind()
        self._fit()

    def retheme(self) -> None:
        self.setFixedHeight(theme.current().px(tokens.STATUS_BAR))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_state()

    def _show_board(self, _board: Board) -> None:
        self._say_behind()
        self._fit()

    def _say_behind(self) -> None:
        board, card = self.desk.board, self.desk.card
        if board is None or card is None:
            self.behind.set_text("")
            return
        answers = ngettext("{n} answer", "{n} answers", board.rows_behind)
        whole = _("{answers} behind {metric}", answers=answers, metric=_(card.short_title))
        self.behind.set_text(answers if self._tight() else whole)

    def _fit(self) -> None:
        info, tight = self.desk.info, self._tight()
        narrow = self.width() / theme.current().scale < NARROW
        here = {
            "file": not tight,
            "rows": info is not None,
            "behind": bool(self.behind.text()),
            "last": bool(self.last.text()) and not narrow,
            "promise": True,
            "zone": not tight,
            "zoom": True,
        }
        for name, part in self._parts.items():
            part.setVisible(here[name])
        self.undo.setVisible(info is not None and not info.read_only)

    def _tight(self) -> bool:
        return self.width() / theme.current().scale < TIGHT


def _part(*widgets: QWidget) -> QFrame:
    """Widgets of one part of the line, with a thin line before the next."""
    made = QFrame()
    row = QHBoxLayout(made)
    now = theme.current()
    row.setContentsMargins(now.px(8), 0, now.px(8), 0)
    row.setSpacing(now.px(4))
    for widget in widgets:
        row.addWidget(widget)
    made.setProperty("statuspart", True)
    row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made
