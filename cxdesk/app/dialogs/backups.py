"""The backups of the open workspace: made, verified, put in its place, taken away; and the check of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from cxdesk.app import icons, theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs import framing
from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.app.dialogs.confirming import Question, Words
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _, moment, ngettext, number

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.caring import Checked, Copy
    from cxdesk.workspace.workspace import Workspace

SIZE = QSize(860, 560)
LISTING, WORKING = "backups.list", "backups.work"
MEGABYTE = 1024 * 1024


class BackupsDialog(AskingDialog):
    """The copies, newest first. `listed` after every change, `said` when something was looked at."""

    listed = Signal()
    said = Signal()

    def __init__(self, desk: Desk, window: Window | None = None) -> None:
        super().__init__(desk, window)
        self._window = window
        self.copies: list[Copy] = []
        self.setWindowTitle(_("Backups"))
        self.model = TextsModel(self, numbers={2})
        self.list, self.stack = TextTable(self.model, stretch=1), QStackedWidget()
        self.make, self.verify, self.check = QPushButton(), QPushButton(), QPushButton()
        self.restore, self.remove = QPushButton(), QPushButton()
        self.close_button = QPushButton(_("Close"))
        self.total, self.verdict = plain_label(role="small", tone="text2"), Words("body")
        self.error, self.busy, self.empty = ErrorStrip(self), BusyBar(), EmptyState("history")
        self.asked = Question(self)
        self._build()
        self._connect()
        self.resize(framing.fitting(SIZE, window))
        self.ask()

    def _build(self) -> None:
        now = theme.current()
        for button, text, icon in (
            (self.make, _("Back up now"), "plus"),
            (self.check, _("Check the workspace"), "check"),
            (self.verify, _("Verify"), "eye"),
            (self.restore, _("Restore…"), "history"),
            (self.remove, _("Delete…"), "trash"),
        ):
            button.setText(text)
            button.setAutoDefault(False)
            icons.put(button, icon)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(_("Backups"))
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.empty.show_text(
            _("No backup yet"), _("One is made every day, and before anything is taken back or erased."), ""
        )
        above, below = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((above, (self.make, self.check)), (below, (self.restore, self.verify, self.remove))):
            row.setSpacing(now.px(8))
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
        below.addWidget(self.total)
        listed = QVBoxLayout()
        listed.setSpacing(now.px(10))
        listed.addWidget(framing.boxed(self.stack), 1)
        listed.addLayout(below)
        listed.addWidget(self.asked)
        told = _(
            "Kept are the newest ten, and of earlier ones the newest of each of seven days, four weeks and six months."
            " They lie beside the workspace and hold all that it holds."
        )
        work = (self.error, above, self.busy, self.verdict, listed)
        foot = framing.foot(self, plain_label(), (self.close_button,))
        framing.frame(self, framing.heading(_("Backups"), told), work, foot)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._choose())
        self.make.clicked.connect(self._make)
        self.check.clicked.connect(self._check)
        self.verify.clicked.connect(self._verify)
        self.restore.clicked.connect(self._ask_restore)
        self.remove.clicked.connect(self._ask_remove)
        self.close_button.clicked.connect(self.reject)
        self.error.acted.connect(self.error.clear)

    # What is shown

    @property
    def chosen(self) -> Copy | None:
        at = self.list.currentIndex().row()
        return self.copies[at] if 0 <= at < len(self.copies) else None

    def ask(self) -> None:
        """Which copies there are."""
        self.question(LISTING, lambda workspace, _progress: workspace.backups(), self._show, self._failed)

    def _show(self, found: list[Copy]) -> None:
        from cxdesk.workspace.caring import why_made

        self.copies = found
        rows = [[moment(one.at.astimezone(), "medium"), why_made(one), number(one.size / MEGABYTE, 1)] for one in found]
        self.model.show_table([_("When"), _("Why"), _("MB")], rows)
        self.stack.setCurrentIndex(0 if found else 1)
        size = number(sum(one.size for one in found) / MEGABYTE, 1)
        backups = ngettext("{n} backup", "{n} backups", len(found))
        self.total.setText(_("{backups}, {size} MB", backups=backups, size=size) if found else "")
        if found:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._choose()
        self.listed.emit()

    def _choose(self) -> None:
        self.asked.hide()
        here, info = self.chosen is not None, self.desk.info
        writable = info is not None and not info.read_only
        self.make.setEnabled(writable)
        self.verify.setEnabled(here)
        self.restore.setEnabled(here and self._window is not None)
        self.remove.setEnabled(here)

    def _say(self, text: str, tone: str = "good") -> None:
        self.busy.stop()
        self.verdict.say(text, tone)
        self.said.emit()

    # What the person does

    def _begin(self) -> None:
        self.error.clear()
        self.verdict.say("")
        self.asked.hide()
        self.busy.start()

    def _make(self) -> None:
        workspace = self.desk.workspace
        if workspace is None:
            return

        def made(_path: Path) -> None:
            self._say(_("Backup made and verified."))
            self.ask()

        self._begin()
        self.desk.jobs.write(WORKING, workspace.back_up, self.while_open(made), self.told(self._failed))

    def _check(self) -> None:
        def found(checked: Checked) -> None:
            self._say(_("The workspace is sound."))
            if not checked.sound:
                self._say("\n".join(checked.left), "bad")

        def look(workspace: Workspace, progress: Progress) -> Checked:
            return workspace.check(progress)

        self._begin()
        self.question(WORKING, look, found, self._failed)

    def _verify(self) -> None:
        copy = self.chosen
        if copy is None:
            return

        def look(_workspace: Workspace, progress: Progress) -> bool:
            from cxdesk.workspace.caring import sound

            return sound(copy.path, progress)

        def found(sound: bool) -> None:
            when = moment(copy.at.astimezone(), "medium")
            if sound:
                self._say(_("The backup of {moment} is sound.", moment=when))
            else:
                self._say(_("The backup of {moment} is damaged.", moment=when), "bad")

        self._begin()
        self.question(WORKING, look, found, self._failed)

    def _ask_restore(self) -> None:
        told = _(
            "Put this backup in the place of the workspace? What is there now is set aside as a backup of its own."
        )
        self.asked.ask(told, _("Restore"), self._restore, for_good=False)

    def _ask_remove(self) -> None:
        self.asked.ask(_("Delete this backup for good?"), _("Delete"), self._remove)

    def _restore(self) -> None:
        copy, info = self.chosen, self.desk.info
        if copy is not None and info is not None and self._window is not None:
            self.accept()
            self._window.commands.safety.restore(info.path, copy.path)

    def _remove(self) -> None:
        copy = self.chosen
        if copy is None:
            return

        def work(_progress: Progress) -> None:
            from cxdesk.workspace.caring import remove

            remove(copy)

        self.asked.hide()
        again = self.while_open(lambda _done: self.ask())
        self.desk.jobs.write(WORKING, work, again, self.told(self._failed))

    def _failed(self, error: CXDeskError) -> None:
        self.busy.stop()
        self.error.show_error(error, _("Close"))
        self.said.emit()
