"""Chips in one line; those that find no room fold into "2 more"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.filters.popup import Popup
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.chips import Chip
from cxdesk.system.i18n import ngettext

GAP = 8


class ChipRow(QWidget):
    """Shows as many chips as fit, in order; the last one given is never folded away before those it follows.

    Chips whose property `here` is False are left out.
    """

    def __init__(self, chips: Sequence[Chip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._folded: list[Chip] = []
        self.more = Chip(icon="filter", opens=True, parent=self)
        self.more.clicked.connect(self.open_more)
        self.show_chips(chips)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Other chips, or the same ones with other words."""
        self._chips = list(chips)
        for chip in self._chips:
            if chip.parent() is not self:
                chip.setParent(self)
        self._place()

    @property
    def folded(self) -> list[Chip]:
        """Chips that found no room."""
        return list(self._folded)

    def open_more(self) -> None:
        """Show the folded chips below."""
        popup = Popup(self)
        layout = QVBoxLayout(popup)
        for chip in self._folded:
            chip.setParent(popup)
            layout.addWidget(chip)
            chip.show()
            chip.clicked.connect(popup.close)
            chip.removed.connect(popup.close)
        popup.closed.connect(lambda: self._take_back(popup))
        popup.show_below(self.more)

    def sizeHint(self) -> QSize:
        wanted = [chip.sizeHint().width() for chip in self._shown()]
        gap = theme.current().px(GAP)
        return QSize(sum(wanted) + gap * max(len(wanted) - 1, 0), theme.current().px(tokens.CHIP))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), theme.current().px(tokens.CHIP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _shown(self) -> list[Chip]:
        return [chip for chip in self._chips if chip.property("here") is not False]

    def _place(self) -> None:
        shown, gap = self._shown(), theme.current().px(GAP)
        widths = [chip.sizeHint().width() for chip in shown]
        fits = len(shown)
        if sum(widths) + gap * max(fits - 1, 0) > self.width():
            fits = self._fitting(widths, gap)
        self._folded = shown[fits:]
        for chip in self._chips:
            chip.setVisible(chip in shown[:fits])
        x = 0
        for chip, width in zip(shown[:fits], widths, strict=False):
            x = self._put(chip, x, min(width, max(self.width() - x, 0))) + gap
        self.more.setVisible(bool(self._folded))
        if self._folded:
            self.more.set_said(ngettext("{n} more", "{n} more", len(self._folded)))
            self._put(self.more, x, self.more.sizeHint().width())

    def _fitting(self, widths: list[int], gap: int) -> int:
        """How many chips fit beside "n more"; the first always does."""
        self.more.set_said(ngettext("{n} more", "{n} more", len(widths)))
        used, room = 0, self.width() - self.more.sizeHint().width() - gap
        for number, width in enumerate(widths):
            used += width + gap
            if used - gap > room:
                return max(number, 1)
        return len(widths)

    def _put(self, chip: Chip, x: int, width: int) -> int:
        height = chip.sizeHint().height()
        chip.setGeometry(x, (self.height() - height) // 2, width, height)
        return x + width

    def _take_back(self, popup: Popup) -> None:
        for chip in self._folded:
            chip.setParent(self)
            chip.clicked.disconnect(popup.close)
            chip.removed.disconnect(popup.close)
        popup.deleteLater()
        self._place()
