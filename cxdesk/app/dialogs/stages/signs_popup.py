"""What could mean a stage, to be searched and ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from cxdesk.app import stage_words as words
from cxdesk.app import theme
from cxdesk.app.filters.popup import VALUE, Popup, choice, choice_list
from cxdesk.domain.journey import Possible
from cxdesk.domain.stages import Sign
from cxdesk.domain.text import fold
from cxdesk.system.i18n import _, number

WIDTH, HEIGHT = 340, 320


class SignsPopup(Popup):
    """A list with ticks. `changed(signs)` with every tick, in the order in which they were set."""

    changed = Signal(object)

    def __init__(self, possible: Sequence[Possible], chosen: Iterable[Sign], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = list(chosen)
        self.search, self.list = QLineEdit(), choice_list()
        self.search.setPlaceholderText(_("Find events"))
        self.search.setAccessibleName(_("Find events"))
        self.list.setAccessibleName(_("What can mean this stage"))
        now = theme.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[now.px(8)] * 4)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFixedSize(now.px(WIDTH), now.px(HEIGHT))
        self._fill(possible)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(self._turn)
        self.setFocusProxy(self.search)
        self.search.setFocus()

    def _fill(self, possible: Sequence[Possible]) -> None:
        known = {one.sign: one.rows for one in possible}
        missing = [sign.text for sign in self.chosen if sign.text not in known]
        for text in (*missing, *known):
            sign = Sign.parse(text)
            item = choice([words.sign_said(sign), number(known.get(text, 0))], text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = sign in self.chosen
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addTopLevelItem(item)
        self._narrow("")

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _narrow(self, text: str) -> None:
        wanted = fold(text)
        for item in self._items():
            item.setHidden(wanted not in fold(item.text(0)))
        for item in self._items():
            if not item.isHidden():
                self.list.setCurrentItem(item)
                return

    def _turn(self, item: QTreeWidgetItem) -> None:
        on = item.checkState(0) == Qt.CheckState.Checked
        item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _ticked(self, item: QTreeWidgetItem) -> None:
        sign = Sign.parse(str(item.data(0, VALUE)))
        if item.checkState(0) == Qt.CheckState.Checked:
            self.chosen += [sign] if sign not in self.chosen else []
        else:
            self.chosen = [one for one in self.chosen if one != sign]
        self.changed.emit(tuple(self.chosen))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search line walk along the list; Enter ticks."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            current = self.list.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
                self._turn(current)
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._walk(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)

    def _walk(self, step: int) -> None:
        shown = [item for item in self._items() if not item.isHidden()]
        current = self.list.currentItem()
        if shown:
            at = shown.index(current) + step if current in shown else 0
            self.list.setCurrentItem(shown[min(max(at, 0), len(shown) - 1)])
