"""The saved views below the filter bar: one click shows one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.filters.popup import VALUE, Popup, choice, choice_list
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.kept import View
from cxdesk.system.i18n import _

WIDTH, ROWS = 280, 10


class ViewsPopup(Popup):
    """`chosen(View)`; `managed` when the person wants to save, rename or take away."""

    chosen = Signal(object)
    managed = Signal()

    def __init__(self, views: Sequence[View], present: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list, self.manage = choice_list(1), QPushButton(_("Save or rename…"))
        self.manage.setProperty("small", True)
        icons.put(self.manage, "plus")
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(8)] * 4)
        if views:
            column.addWidget(self.list)
        else:
            column.addWidget(plain_label(_("No view is saved yet."), "small", "text2"))
        column.addWidget(self.manage)
        self.list.setAccessibleName(_("Saved views"))
        for view in views:
            item = choice([view.name], view)
            self.list.addTopLevelItem(item)
            if view.name == present:
                self.list.setCurrentItem(item)
        height = self.list.sizeHintForRow(0) * min(max(len(views), 1), ROWS) + 4
        self.list.setFixedHeight(height)
        self.setFixedWidth(now.px(WIDTH))
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.manage.clicked.connect(self._manage)

    def _take(self, item: QTreeWidgetItem) -> None:
        self.close()
        self.chosen.emit(item.data(0, VALUE))

    def _manage(self) -> None:
        self.close()
        self.managed.emit()
