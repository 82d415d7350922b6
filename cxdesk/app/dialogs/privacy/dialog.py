"""The window about personal data: four pages, chosen at the top."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QStackedWidget

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.framing import boxed, fitting, foot, frame, heading
from cxdesk.app.dialogs.privacy.handing_on import SharingPage
from cxdesk.app.dialogs.privacy.old_rows import OldRowsPage
from cxdesk.app.dialogs.privacy.page import Page, beside
from cxdesk.app.dialogs.privacy.person import PersonPage
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.plain import plain_label
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.erased import Erasure
from cxdesk.system.i18n import N_, _, moment

if TYPE_CHECKING:
    from cxdesk.app.window import Window

SIZE = QSize(860, 600)
PAGES = (
    ("person", N_("One person")),
    ("sharing", N_("Handing on")),
    ("old", N_("Old rows")),
    ("log", N_("What was erased")),
)
LOGGED = "privacy.log"


class PrivacyDialog(AskingDialog):
    """Opened on the customer who is looked at, if any."""

    def __init__(self, desk: Desk, window: Window | None = None) -> None:
        super().__init__(desk, window)
        self.setWindowTitle(_("Personal data"))
        self.choice, self.stack = Segmented(PAGES), QStackedWidget()
        self.person, self.sharing, self.old, self.log = (
            PersonPage(self),
            SharingPage(self),
            OldRowsPage(self),
            Log(self),
        )
        for page in (self.person, self.sharing, self.old, self.log):
            self.stack.addWidget(page)
        self.close_button = QPushButton(_("Close"))
        words = heading(
            _("Personal data"),
            _("All of it lies in the workspace's file and its backups, on this computer; nothing is sent anywhere."),
        )
        self.choice.choose("person")
        self.choice.chosen.connect(self.turn_to)
        self.close_button.clicked.connect(self.reject)
        note = plain_label(
            _("The file is not encrypted: let the system encrypt the drive."), "small", "text3", wrap=True
        )
        frame(self, words, (beside(self.choice), self.stack), foot(self, note, (self.close_button,)))
        self.resize(fitting(SIZE, window))
        self.person.line.setFocus()

    def turn_to(self, name: str) -> None:
        """Show a page."""
        self.choice.choose(name)
        self.stack.setCurrentIndex([one for one, _title in PAGES].index(name))
        if name == "log":
            self.log.look()


class Log(Page):
    """When how much was erased."""

    def __init__(self, dialog: AskingDialog) -> None:
        super().__init__(dialog)
        self.model = TextsModel(self)
        self.table = TextTable(self.model, stretch=1)
        self.table.setAccessibleName(_("What was erased"))
        self.shown, empty = QStackedWidget(), EmptyState("trash")
        empty.show_text(_("Nothing was erased yet"), _("Whoever is erased, and when, is noted here, without a name."))
        for part in (empty, self.table):
            self.shown.addWidget(part)
        told = _("Of erased persons only hashes under a key of the workspace are kept: no import brings them back.")
        self.column.addWidget(boxed(self.shown), 1)
        self.column.addWidget(plain_label(told, "small", "text2", wrap=True))
        self.finish()

    def look(self) -> None:
        self.ask(LOGGED, lambda workspace, _progress: workspace.erasures(), self._show)

    def _show(self, found: list[Erasure]) -> None:
        from cxdesk.workspace.erasing_words import logged

        rows = [[moment(datetime.fromisoformat(one.at).astimezone()), logged(one)] for one in reversed(found)]
        self.model.show_table([_("When"), _("What")], rows)
        self.shown.setCurrentIndex(1 if rows else 0)
        self.settled.emit()
