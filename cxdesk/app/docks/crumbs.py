"""The way back from a panel that has the whole window: to all panels, and what number one came from."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.system.i18n import _


class Crumbs(QWidget):
    """`back` is the button that leads to all panels. Hidden where the panel stands among the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back, self.here = QPushButton(), ElidedLabel(role="small", tone="text2")
        self.back.setProperty("link", True)
        icons.put(self.back, "back", "accent", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(6))
        row.addWidget(self.back)
        row.addWidget(self.here, 1)
        self.hide()

    def show_place(self, alone: bool, here: str) -> None:
        """`here` is what is looked at: the number and its period."""
        self.back.setText(_("All panels"))
        set_plain_tooltip(self.back, _("Back to all panels (Esc)"))
        self.here.set_text(f"›  {here}" if here else "")
        self.setVisible(alone)
