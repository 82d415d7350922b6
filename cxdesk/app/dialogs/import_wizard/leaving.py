"""The one thing the import window asks in a box: whether answers may be lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from cxdesk.app.widgets.plain import plain_box
from cxdesk.system.i18n import _


class LeavingBox:
    """At most one such box at a time."""

    def __init__(self, parent: QWidget, leave: Callable[[], None]) -> None:
        self._parent, self._leave = parent, leave
        self.box: QMessageBox | None = None

    def ask(self) -> None:
        """`leave` is called if the person means it."""
        if self.box is not None:
            return
        advice = _("Nothing was stored; what you answered about these files is lost.")
        box = plain_box(self._parent, _("Import"), _("Leave without importing?"), advice, QMessageBox.Icon.Question)
        leave = box.addButton(_("&Leave"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(_("&Stay here"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.box = box
        box.finished.connect(lambda _how: self._answered(box.clickedButton() is leave))
        box.open()

    def _answered(self, leave: bool) -> None:
        self.box = None
        if leave:
            self._leave()
