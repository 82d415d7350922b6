"""Themes to narrow a list of comments by: the commonest as chips, the others in a menu behind the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from cxdesk.app import theme
from cxdesk.app.painting import one_line
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.domain.text import fold
from cxdesk.system.i18n import _, number

SHOWN = 3  # at most; fewer where their names are too long for one line
GAP = 6


class ThemeChips(QWidget):
    """`chosen` are titles; comments with any of them are meant. `changed` when the person chose otherwise."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: tuple[str, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._titles: list[str] = []
        self._rest: list[str] = []
        self.chips = [Chip(checkable=True, small=True) for _place in range(SHOWN)]
        self.more = Chip(small=True, opens=True)
        row = FlowLayout(self, gap=GAP)
        for place, chip in enumerate(self.chips):
            row.addWidget(chip)
            chip.toggled.connect(lambda on, place=place: self._turn(self._titles[place], on))
        row.addWidget(self.more)
        self.more.clicked.connect(self.open)
        self.show_counts({})

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many comments each theme has, by title; chosen ones stay in sight whatever their number."""
        self._counts = counts
        every = sorted({*counts, *self.chosen}, key=lambda title: (-counts.get(title, 0), fold(_(title))))
        for most in range(SHOWN, 0, -1):
            self._show_first(every, most)
            if self._wanted <= self.width():
                break
        self.setVisible(bool(every))

    def _show_first(self, every: Sequence[str], most: int) -> None:
        """So many chips, and the others behind the last."""
        first = [title for title in every if title in self.chosen]
        self._titles = sorted([*first, *(title for title in every if title not in first)][:most], key=every.index)
        self._rest = [title for title in every if title not in self._titles]
        for chip, title in zip(self.chips, [*self._titles, *[""] * SHOWN], strict=False):
            chip.setVisible(bool(title))
            chip.set_said(ChipText(_(title) if title else "", number(self._counts.get(title, 0))))
            chip.set_checked(title in self.chosen)
        self.more.setVisible(bool(self._rest))
        self.more.set_said(ChipText(_("+{n}", n=len(self._rest))))
        self.more.body.setAccessibleName(_("More themes"))

    @property
    def _wanted(self) -> int:
        """The width that one line of all chips takes."""
        shown = [chip for chip in (*self.chips, self.more) if not chip.isHidden()]
        return sum(chip.sizeHint().width() for chip in shown) + theme.current().px(GAP) * (len(shown) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.show_counts(self._counts)

    def clear(self) -> None:
        """Choose none, without telling."""
        self.chosen = ()
        self.show_counts(self._counts)

    def choose(self, title: str) -> None:
        """Choose one theme and no other, without telling."""
        self.chosen = (title,)
        self.show_counts(self._counts)

    def menu(self) -> QMenu:
        """The themes that have no chip of their own."""
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for title in self._rest:
            action = made.addAction(menu_text(f"{_(title)} {number(self._counts.get(title, 0))}"))
            action.setCheckable(True)
            action.setChecked(title in self.chosen)
            action.toggled.connect(lambda on, title=title: self._turn(title, on))
        return made

    def open(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _turn(self, title: str, on: bool) -> None:
        others = tuple(one for one in self.chosen if one != title)
        self.chosen = (*others, title) if on else others
        self.show_counts(self._counts)
        self.changed.emit()


def menu_text(text: str) -> str:
    """A text of data in a menu, where & would underline a letter."""
    return one_line(text).replace("&", "&&")
