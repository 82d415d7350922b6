"""One stage in the editor: its name, and what means it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app import stage_words as words
from cxdesk.app.dialogs.stages.signs_popup import SignsPopup
from cxdesk.app.widgets.chips import Chip
from cxdesk.app.widgets.flow import FlowLayout
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.journey import Possible
from cxdesk.domain.stages import ICONS, LONGEST, TITLES, Sign, Stage
from cxdesk.system.i18n import _


class StageRow(QFrame):
    """`changed(Stage)` when the name or the signs are other ones."""

    changed = Signal(object)

    def __init__(self, number: int, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.possible: Sequence[Possible] = ()
        self.popup: SignsPopup | None = None
        self.setProperty("box", "panel")
        self.name = QLineEdit(stage.title)
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(_(TITLES[stage.key]))
        self.name.setAccessibleName(_("Name of stage {n}", n=number))
        self.add = Chip(_("Add what means it"), "plus", dashed=True, small=True)
        self.chips: list[Chip] = []
        self._flow = FlowLayout(gap=6)
        self._build(number)
        self.show_stage(stage)
        self.name.textEdited.connect(self._named)
        self.add.clicked.connect(self.open_signs)

    def _build(self, number: int) -> None:
        now = theme.current()
        sign = plain_label()
        sign.setPixmap(icons.pixmap(ICONS[self.stage.key], 16, now.accent, self.devicePixelRatioF()))
        count = plain_label(f"{number}.")
        head = QHBoxLayout()
        head.setSpacing(now.px(8))
        for part in (sign, count):
            head.addWidget(part)
        head.addWidget(self.name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(now.px(10), now.px(8), now.px(10), now.px(8))
        column.setSpacing(now.px(6))
        column.addLayout(head)
        column.addLayout(self._flow)

    def show_stage(self, stage: Stage) -> None:
        """Another state of the same stage."""
        self.stage = stage
        if self.name.text() != stage.title and not self.name.hasFocus():
            self.name.setText(stage.title)
        for chip in (*self.chips, self.add):
            self._flow.removeWidget(chip)
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(sign) for sign in stage.signs] or [Chip(words.means(stage), small=True)]
        if not stage.signs:
            self.chips[0].setEnabled(False)
        for chip in (*self.chips, self.add):
            self._flow.addWidget(chip)
            chip.show()

    def _chip(self, sign: Sign) -> Chip:
        chip = Chip(words.sign_said(sign), removable=True, small=True)
        chip.removed.connect(lambda: self.set_signs(tuple(one for one in self.stage.signs if one != sign)))
        chip.clicked.connect(self.open_signs)
        return chip

    def set_signs(self, signs: tuple[Sign, ...]) -> None:
        self.show_stage(Stage(self.stage.key, self.stage.title, signs))
        self.changed.emit(self.stage)

    def _named(self, text: str) -> None:
        self.stage = Stage(self.stage.key, text, self.stage.signs)
        self.changed.emit(self.stage)

    def open_signs(self) -> None:
        """What could mean this stage."""
        self.popup = SignsPopup(self.possible, self.stage.signs, self)
        self.popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popup.changed.connect(self.set_signs)
        self.popup.show_below(self.add)
