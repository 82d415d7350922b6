"""The tables of the files as tabs, each of which can be left out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTabBar, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.import_wizard.session import Item
from cxdesk.app.widgets.plain import tooltip
from cxdesk.system.i18n import _


class TableTabs(QWidget):
    """`turned(place)` when another table is looked at, `wanted(place, whether)` when one is left out or taken in."""

    turned = Signal(int)
    wanted = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(16))
        self.tabs = QTabBar(self)
        self.tabs.setProperty("bare", True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Tables"))
        self.take = QCheckBox(_("Import this table"), self)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.take)
        self._items: Sequence[Item] = ()
        self.tabs.currentChanged.connect(self._turned)
        self.take.clicked.connect(lambda on: self.wanted.emit(self.current, on))

    @property
    def current(self) -> int:
        return max(0, self.tabs.currentIndex())

    def turn_to(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)

    def show_items(self, items: Sequence[Item]) -> None:
        """The same tabs with new signs, or other tabs."""
        self._items = items
        titles = [item.title.replace("&", "&&") for item in items]
        if titles != [self.tabs.tabText(at) for at in range(self.tabs.count())]:
            self._make(titles)
        for at, item in enumerate(items):
            self.tabs.setTabIcon(at, icons.icon(*_sign(item), 12))
            self.tabs.setTabToolTip(at, tooltip(item.title))
        shown = items[self.current] if items else None
        self.take.setEnabled(shown is not None and shown.view is not None)
        self.take.setChecked(shown is not None and shown.wanted)

    def _make(self, titles: list[str]) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for title in titles:
            self.tabs.addTab(title)
        self.tabs.blockSignals(False)

    def _turned(self, place: int) -> None:
        self.turned.emit(place)


def _sign(item: Item) -> tuple[str, str]:
    """Icon and tone: cannot be opened, left out, waits for an answer, ready."""
    if item.view is None:
        return "warning", "bad"
    if not item.wanted:
        return "minus", "text3"
    return ("question", "warn") if item.open_doubts else ("check", "good")
