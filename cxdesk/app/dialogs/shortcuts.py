"""Every shortcut, read from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from cxdesk.app.actions import ACTIONS, MENUS
from cxdesk.app.dialogs import framing
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.system.i18n import N_, _

SIZE = QSize(640, 600)
# Keys that belong to a panel, not to the window.
IN_PANELS = (
    (N_("Trend"), N_("Walk along the points"), "Left / Right"),
    (N_("Trend"), N_("Show the answers of a point"), "Enter"),
    (N_("Trend"), N_("Widen the brush"), "Shift+Left / Shift+Right"),
    (N_("Trend"), N_("Chart or table"), "T"),
    (N_("Trend"), N_("Draw several together"), "S"),
    (N_("Trend"), N_("Notes on days"), "N"),
    (N_("Journey"), N_("Walk along the stages and their parts"), "Left / Right / Up / Down"),
    (N_("Distribution"), N_("Walk along the bars"), "Left / Right"),
    (N_("Saved views"), N_("Take away"), "Del"),
    (N_("Breakdown"), N_("Keep only this group"), "Enter"),
    (N_("Cards"), N_("Move a card"), "Ctrl+Up / Ctrl+Down"),
    (N_("Cards"), N_("Remove a card"), "Del"),
    (N_("Receipt"), N_("Open the rows of a step"), "Enter"),
    (N_("Receipt"), N_("Let another way stand for it"), "P"),
    (N_("All metrics"), N_("Put on the cards, or remove"), "Ctrl+Enter"),
    (N_("Customers who may be one"), N_("They are one"), "M"),
    (N_("Customers who may be one"), N_("They are two"), "N"),
    (N_("Customers who may be one"), N_("Decide later"), "S"),
    (N_("Customers who may be one"), N_("The other stays"), "X"),
)


def shortcuts() -> list[tuple[str, str, str]]:
    """Menu or panel, action, keys."""
    menus = {menu.id: menu.title for menu in MENUS}
    found = []
    for action in ACTIONS:
        if action.shortcut:
            keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            found.append((_plain(menus[action.menu]), _plain(action.title), keys))
    return found + [(_(panel), _(what), keys) for panel, what, keys in IN_PANELS]


class ShortcutsDialog(QDialog):
    """A table that can be read, scrolled and closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        model = TextsModel(self)
        model.show_table([_("Menu or panel"), _("Action"), _("Keys")], shortcuts())
        table, close = TextTable(model), QPushButton(_("Close"))
        table.setAccessibleName(_("Keyboard shortcuts"))
        close.clicked.connect(self.accept)
        words = framing.heading(_("Keyboard shortcuts"), _("Keys of a panel work while it has the keyboard."))
        framing.frame(self, words, (framing.boxed(table),), framing.foot(self, QWidget(), (close,)))
        self.resize(framing.fitting(SIZE, parent))


def _plain(text: str) -> str:
    """A menu's text without the mark of its key and without the dots."""
    return _(text).replace("&", "").removesuffix("…")
