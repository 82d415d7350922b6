"""Rows that are older than people want to keep them: a rule, what it finds, and removing that when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QStackedWidget

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.framing import boxed
from cxdesk.app.dialogs.privacy.page import Page, beside
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.system.i18n import _, day, ngettext

if TYPE_CHECKING:
    from cxdesk.app.dialogs.asking import AskingDialog
    from cxdesk.domain.changes import Changes
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.erasing import Old
    from cxdesk.workspace.workspace import Workspace

LOOKING, WRITING = "privacy.old", "privacy.removing"
FIRST, MOST = 24, 600  # months


class OldRowsPage(Page):
    """The rule is off until somebody ticks it, and does nothing by itself."""

    def __init__(self, dialog: AskingDialog) -> None:
        super().__init__(dialog)
        self.found: Old | None = None
        self.on, self.months = QCheckBox(_("Rows are old after so many months:")), QLineEdit()
        self.model = TextsModel(self, numbers={1})
        self.table, self.empty, self.shown = TextTable(self.model, stretch=0), EmptyState("clock"), QStackedWidget()
        self.remove = QPushButton(_("Remove them for good…"))
        self._build()
        self.on.setEnabled(self.writable)
        self.on.toggled.connect(lambda _on: self._keep())
        self.months.editingFinished.connect(self._keep)
        self.remove.clicked.connect(self._ask_remove)
        self.look()

    def _build(self) -> None:
        self.months.setValidator(QIntValidator(1, MOST, self))
        self.months.setText(str(FIRST))
        self.months.setFixedWidth(theme.current().px(64))
        self.months.setAccessibleName(_("Months"))
        self.table.setAccessibleName(_("Old rows"))
        icons.put(self.remove, "trash", "bad")
        self.remove.setProperty("danger", True)
        self.column.addLayout(beside(self.on, self.months))
        for part in (self.table, self.empty):
            self.shown.addWidget(part)
        self.column.addWidget(boxed(self.shown), 1)
        self.column.addWidget(self.note)
        self.column.addLayout(beside(self.remove))
        self.finish()

    def look(self) -> None:
        """What the rule of the workspace finds."""
        self.ask(LOOKING, lambda workspace, _progress: workspace.old_rows(), self._show)

    def _show(self, old: Old) -> None:
        from cxdesk.workspace.erasing_words import by_kind

        self.found = old
        for part in (self.on, self.months):
            part.blockSignals(True)
        self.on.setChecked(old.months > 0)
        self.months.setText(str(old.months or self.months.text()))
        for part in (self.on, self.months):
            part.blockSignals(False)
        self.months.setEnabled(old.months > 0 and self.writable)
        self.model.show_table([_("Kind"), _("Rows")], [list(row) for row in by_kind(old.rows)])
        self.remove.setEnabled(bool(old.total) and self.writable)
        self.shown.setCurrentWidget(self.table if old.total else self.empty)
        self.empty.show_text(*_nothing(old))
        self.tell(_noted(old))
        self.busy.stop()
        self.settled.emit()

    def _keep(self) -> None:
        months = int(self.months.text() or FIRST) if self.on.isChecked() else 0

        def work(workspace: Workspace, _progress: Progress) -> tuple[None, Changes]:
            return None, workspace.keep_rule(months)

        self.begin()
        self.change(WRITING, work, lambda _done: self.look())

    def _ask_remove(self) -> None:
        old = self.found
        if old is not None:
            rows = ngettext("{n} row", "{n} rows", old.total)
            text = _("Remove {rows} for good? There is no undo, and backups still hold them.", rows=rows)
            self.confirm(text, _("Remove"), self._remove)

    def _remove(self) -> None:
        def work(workspace: Workspace, progress: Progress) -> tuple[Old, Changes]:
            return workspace.erase_old(None, progress)

        def done(old: Old) -> None:
            rows = ngettext("{n} row", "{n} rows", old.total)
            self.say(_("Removed: {rows} that ended before {day}.", rows=rows, day=day(old.before)))
            self.look()

        self.begin()
        self.change(WRITING, work, done)


def _nothing(old: Old) -> tuple[str, str]:
    """What stands where no row is old."""
    if not old.months:
        return _("There is no rule: nothing is ever old."), _("Tick the box to see which rows are too old for you.")
    return _("No row is that old"), _("The earliest day that is kept: {day}.", day=day(old.before))


def _noted(old: Old) -> str:
    if not old.total:
        return ""
    rows = ngettext("{n} row", "{n} rows", old.total)
    said = _("Old: {rows} that ended before {day}.", rows=rows, day=day(old.before))
    return said + " " + _("They stay until you remove them. What nothing dates, and what has not ended, is never old.")
