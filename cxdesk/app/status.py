"""The line at the bottom: which file, how much is in it, what stands behind the number; the promise; zone and zoom.

What was just done is said in the place of the first three, for a moment.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStatusBar, QToolButton, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dates import moment_text
from cxdesk.app.desk import Desk
from cxdesk.app.start.drop_area import Picture
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.domain.results import Board
from cxdesk.system import i18n
from cxdesk.system.i18n import _, ngettext, percent_gap

GIVE_WAY = ("last", "zone", "file", "behind")  # what goes first where not everything has room; titles repeat the file
MOMENT = 6000  # milliseconds for which it is said what was just done
NARROW, TIGHT = 1100, 820  # logical pixels below which less is said


class StatusLine(QStatusBar):
    """`undo_wanted` by the button beside the last import."""

    undo_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.zoom_percent = 100
        self.file, self.rows, self.behind = (ElidedLabel(role="small", tone="text2") for _n in range(3))
        self.last, self.zone, self.zoom = (ElidedLabel(role="small", tone="text2") for _n in range(3))
        self.promise = ElidedLabel(role="small", tone="good")
        self.locked = ElidedLabel(role="small", tone="warn", bold=True)
        self.told = ElidedLabel(role="small", tone="text", bold=True)
        self._moment = QTimer(self, singleShot=True, interval=MOMENT)
        self._moment.timeout.connect(lambda: self.tell(""))
        self.undo = QToolButton()
        self.undo.setAutoRaise(True)
        icons.put(self.undo, "undo", size=14)
        self.undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo.clicked.connect(self.undo_wanted)
        self.setSizeGripEnabled(False)
        self._build()
        desk.workspace_changed.connect(self.show_state)
        desk.told.connect(self.tell)
        QGuiApplication.clipboard().dataChanged.connect(self._copied)
        desk.board_changed.connect(self._show_board)
        desk.query_changed.connect(lambda _query: self.show_state())
        theme.watcher().changed.connect(self.retheme)
        self.retheme()
        self.show_state()

    def _build(self) -> None:
        self._parts = {
            "told": Part(Picture("check", 14, "good"), self.told),
            "locked": Part(Picture("lock", 14, "warn"), self.locked),
            "file": Part(self.file),
            "rows": Part(self.rows),
            "behind": Part(self.behind),
            "last": Part(self.undo, self.last, line_left=True),
            "promise": Part(Picture("offline", 14, "good"), self.promise, line_left=True),
            "zone": Part(self.zone, line_left=True),
            "zoom": Part(self.zoom, line_left=True),
        }
        left = ("told", "locked", "file", "rows", "behind")
        for name, part in self._parts.items():
            self.addWidget(part) if name in left else self.addPermanentWidget(part)

    def show_state(self) -> None:
        """Say everything again."""
        info = self.desk.info
        self.file.set_text(Path(info.path).name if info else _("No workspace open"))
        self.locked.set_text(_("Read-only") if info and info.read_only else "")
        set_plain_tooltip(self._parts["locked"], info.why_read_only if info else "")
        rows = ngettext("{n} row", "{n} rows", info.rows) if info else ""
        files = ngettext("{n} file", "{n} files", info.files) if info else ""
        self.rows.set_text(_("{rows} from {files}", rows=rows, files=files) if info and not self._tight() else rows)
        self.last.set_text(
            _("Last import {moment}", moment=moment_text(info.last_import.astimezone()))
            if info and info.last_import
            else ""
        )
        undo = _("Take back the import of {file}", file=info.newest) if info and info.newest else _("Undo last import")
        set_plain_tooltip(self.undo, undo)
        self.undo.setAccessibleName(undo)
        self.zone.set_text(info.zone if info else i18n.LANGUAGES[i18n.language()])
        self.zoom.set_text(f"{self.zoom_percent}{percent_gap() or ' '}%")
        self.promise.set_text(_("Offline") if self._tight() else _("Offline: nothing leaves this computer"))
        self._say_behind()
        self._fit()

    def tell(self, text: str) -> None:
        """Say for a moment what was just done; nothing ends it."""
        self.told.set_text(text)
        self._moment.start() if text else self._moment.stop()
        self._fit()

    def _copied(self) -> None:
        """Something was put on the clipboard from here: whoever pressed the button wants to know what."""
        if QGuiApplication.focusWindow() is None:
            return  # another program has the person's attention: it was copied there
        data = QGuiApplication.clipboard().mimeData()
        if data.hasImage():
            self.tell(_("Copied as a picture and as a table") if data.hasText() else _("Copied as a picture"))
        elif data.text():
            self.tell(_("Copied"))

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
        told = bool(self.told.text())
        here = {
            "told": told,
            "locked": bool(self.locked.text()) and not told,
            "file": not tight and not told,
            "rows": info is not None and not told,
            "behind": bool(self.behind.text()) and not told,
            "last": bool(self.last.text()) and not narrow,
            "promise": True,
            "zone": not tight,
            "zoom": True,
        }
        wanted = {name: part.sizeHint().width() for name, part in self._parts.items() if here[name]}
        for name in GIVE_WAY:
            if sum(wanted.values()) > self.width() and name in wanted:
                here[name] = False
                del wanted[name]
        for name, part in self._parts.items():
            part.setVisible(here[name])
        self.undo.setVisible(info is not None and not info.read_only)

    def _tight(self) -> bool:
        return self.width() / theme.current().scale < TIGHT


class Part(QFrame):
    """Widgets of one part of the line, with a thin line beside it."""

    def __init__(self, *widgets: QWidget, line_left: bool = False) -> None:
        super().__init__()
        self._left = line_left
        row, now = QHBoxLayout(self), theme.current()
        row.setContentsMargins(now.px(12), 0, now.px(12), 0)
        row.setSpacing(now.px(4))
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        x, height = 0 if self._left else self.width() - 1, now.px(14)
        QPainter(self).fillRect(x, (self.height() - height) // 2, 1, height, now.line)
