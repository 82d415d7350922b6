"""The window of the palette: a line to type in, and what is meant below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QVBoxLayout

from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.filters.popup import choice, choice_list
from cxdesk.app.palette import sources
from cxdesk.app.palette.entries import Entry, found
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.search_field import SearchField
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window

WIDTH, HEIGHT = 560, 420
SIGN = 14
ASKED = "palette"
JUMPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class PaletteDialog(AskingDialog):
    """Type, walk with the arrow keys, Enter does it; Esc leaves everything as it was."""

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(desk, window)
        self._window = window
        self.setWindowTitle(_("Find a command, a number or a panel"))
        self.search, self.list = SearchField(_("Find a command, a number or a panel")), choice_list(3)
        self.nothing = plain_label(_("Nothing is called so."), "small", "text2")
        self.list.setAccessibleName(_("What can be done"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        now = theme.current()
        self.list.setIconSize(QSize(now.px(SIGN), now.px(SIGN)))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(10)] * 4)
        for part in (self.search, self.nothing, self.list):
            column.addWidget(part)
        self.setFixedSize(QSize(now.px(WIDTH), now.px(HEIGHT)))
        self._entries = sources.at_once(window)
        self._shown: list[Entry] = []
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda item, _column: self._run(self.list.indexOfTopLevelItem(item)))
        self._show()
        self.question(ASKED, sources.ask, self._add)

    @property
    def entries(self) -> list[Entry]:
        """What is offered for the letters typed."""
        return self._shown

    def _add(self, answer: sources.Known) -> None:
        self._entries = [*self._entries, *sources.known(self._window, answer)]
        self._show()

    def _show(self) -> None:
        self._shown = found(self._entries, self.search.text())
        self.list.clear()
        for entry in self._shown:
            self.list.addTopLevelItem(_line(entry))
        self.nothing.setVisible(not self._shown)
        if self._shown:
            self._walk_to(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the line walk along the list; Enter does what is marked."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in JUMPS:
                self._walk_to(self._at + JUMPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._at)
                return True
        return super().eventFilter(watched, event)

    @property
    def _at(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else 0

    def _walk_to(self, at: int) -> None:
        item = self.list.topLevelItem(min(max(at, 0), len(self._shown) - 1))
        if item is not None:
            self.list.setCurrentItem(item)
            self.search.setAccessibleDescription(item.text(0))

    def _run(self, at: int) -> None:
        if 0 <= at < len(self._shown):
            entry = self._shown[at]
            self.accept()
            entry.run()


def _line(entry: Entry) -> QTreeWidgetItem:
    item = choice([entry.text, entry.sort, entry.keys], entry.text)
    item.setIcon(0, icons.icon(entry.icon, size=SIGN) if entry.icon else _nothing())
    item.setForeground(1, theme.current().text3)
    item.setForeground(2, theme.current().text2)
    return item


def _nothing() -> QIcon:
    """Room for an icon, so that all texts begin at one place."""
    side = theme.current().px(SIGN)
    empty = QPixmap(side, side)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)
