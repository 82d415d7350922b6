"""What stands where there is nothing to show: what is empty, why, and one button that ends it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import icons, theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import _

ICON = 24


class EmptyState(QWidget):
    """`acted` when the button is pressed. Texts may hold data; they are shown literally."""

    acted = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._sign = QLabel()
        self._title = plain_label(wrap=True)
        self._title.setProperty("strong", True)
        self._why = plain_label(role="small", tone="text2", wrap=True)
        self._button = QPushButton()
        self._button.setProperty("small", True)
        self._button.clicked.connect(self.acted)
        self._button.hide()
        for label in (self._sign, self._title, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        for part in (self._sign, self._title, self._why):
            self._column.addWidget(part)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def show_text(self, title: str, why: str = "", button: str = "") -> None:
        """What is empty, one line why, and what the button says (none without text)."""
        self._title.setText(title)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._space(bool(why))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(f"{title} {why}".strip())

    def show_unimported(self) -> None:
        """Where there is no file at all; the button leads to the import."""
        self.show_text(_("Nothing imported yet"), _("Numbers need a file."), _("Import…"))

    @property
    def button(self) -> QPushButton:
        return self._button

    def retheme(self) -> None:
        now = theme.current()
        self._sign.setPixmap(icons.pixmap(self._icon, ICON, now.text3, self.devicePixelRatioF()))
        self._column.setContentsMargins(*[now.px(12)] * 4)
        self._column.setSpacing(0)
        self._space(not self._why.isHidden())
        self._why.setContentsMargins(0, 0, 0, now.px(9))

    def _space(self, why: bool) -> None:
        """Room above the button, also where no reason stands between."""
        now = theme.current()
        self._title.setContentsMargins(0, now.px(7), 0, 0 if why else now.px(9))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(180), now.px(120))
