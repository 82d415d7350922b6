"""Choosing a filter: an attribute at the left, its values with their counts at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.attributes import COMPUTED, title_of, value_title
from cxdesk.app.dates import short
from cxdesk.app.filters.popup import VALUE, Popup, choice, choice_list
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.search_field import SearchField
from cxdesk.domain.facets import Facet
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.text import fold_search
from cxdesk.system.i18n import _, ngettext, number


class FilterPopup(Popup):
    """`wanted(attribute)` asks for values; `chosen(Condition)` is the answer of the person."""

    wanted = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attributes, self.values = choice_list(1), choice_list(2)
        self.search = SearchField(_("Find a value"))
        self.counted = plain_label(role="caption", tone="text3", wrap=True)
        self.apply = QPushButton()
        self.apply.setProperty("primary", True)
        self._attribute = ""
        right = QVBoxLayout()
        right.addWidget(self.search)
        right.addWidget(self.counted)
        right.addWidget(self.values, 1)
        right.addWidget(self.apply)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*[theme.current().px(8)] * 4)
        layout.addWidget(self.attributes, 2)
        layout.addLayout(right, 3)
        self.attributes.currentItemChanged.connect(self._other_attribute)
        self.values.itemChanged.connect(self._name_button)
        self.values.itemActivated.connect(_toggle)
        self.search.textChanged.connect(self._narrow)
        self.apply.clicked.connect(self._take)

    def show_attributes(self, names: Sequence[str], current: Condition | None = None) -> None:
        """What can be filtered by; an existing filter opens with its own attribute and values."""
        self._current = current
        self.attributes.clear()
        self.values.clear()
        self.search.clear()
        self._name_button()
        names = sorted(names, key=_rank)
        items = [choice([title_of(name)], name) for name in names]
        self.attributes.addTopLevelItems(items)
        wanted = current.field if current else (names[0] if names else "")
        for item in items:
            if item.data(0, VALUE) == wanted:
                self.attributes.setCurrentItem(item)
        self._fit()

    def show_values(self, found: Facet) -> None:
        """The values of an attribute with how many have each; ignored when another attribute is chosen by now."""
        if found.attribute != self._attribute:
            return
        current = self._current
        ticked = set(current.values) if current and current.field == found.attribute else set()
        self.counted.setText(_said(found))
        self.values.blockSignals(True)
        self.values.clear()
        for value, count in found.counts:
            item = choice([value_title(found.attribute, value), number(count)], NONE if value is None else value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            here = (NONE if value is None else value) in ticked
            item.setCheckState(0, Qt.CheckState.Checked if here else Qt.CheckState.Unchecked)
            self.values.addTopLevelItem(item)
        self.values.blockSignals(False)
        self._narrow(self.search.text())
        self._name_button()

    def ticked(self) -> list[str]:
        """The values that are chosen."""
        return [item.data(0, VALUE) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.values.topLevelItem(row) for row in range(self.values.topLevelItemCount())]
        return [item for item in found if item is not None]

    def _other_attribute(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self._attribute = item.data(0, VALUE)
            self.values.clear()
            self.wanted.emit(self._attribute)

    def _narrow(self, text: str) -> None:
        wanted = fold_search(text)
        for item in self._items():
            item.setHidden(wanted not in fold_search(item.text(0)))

    def _name_button(self, *_changed: object) -> None:
        n = len(self.ticked())
        self.apply.setEnabled(n > 0)
        self.apply.setText(ngettext("Keep {n} value", "Keep {n} values", n) if n else _("Choose values"))

    def _take(self) -> None:
        self.close()
        self.chosen.emit(Condition(self._attribute, Op.IS, tuple(self.ticked())))

    def _fit(self) -> None:
        now = theme.current()
        self.attributes.setMinimumWidth(self.attributes.sizeHintForColumn(0) + now.px(24))
        self.values.setMinimumSize(now.px(260), now.px(280))


def _said(found: Facet) -> str:
    """What the numbers beside the values count."""
    if not found.of:
        return _("Counted: imported rows, all dates")
    when = short(found.period) if found.period is not None else _("All dates").lower()
    return _("Counted: {n} behind {metric}, {period}", n=number(found.total), metric=_(found.of), period=when)


def _toggle(item: QTreeWidgetItem) -> None:
    ticked = item.checkState(0) is Qt.CheckState.Checked
    item.setCheckState(0, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)


def _rank(name: str) -> int:
    """The file's own columns first, then what was asked, then what is computed."""
    return 2 if name in COMPUTED else 1 if name == "role" else 0
