"""Handing the workspace on: whole, under pseudonyms, or as numbers about groups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout

from cxdesk.app import icons, theme
from cxdesk.app.dialogs import files
from cxdesk.app.dialogs.privacy.page import Page, beside
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import N_, _, ngettext
from cxdesk.workspace.sharing import NO_GUARANTEE, TITLES, Mode

if TYPE_CHECKING:
    from cxdesk.analysis.anonymous import Aggregates
    from cxdesk.app.dialogs.asking import AskingDialog
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.sharing import Shared
    from cxdesk.workspace.workspace import Workspace

WRITING = "privacy.sharing"
TOLD = {
    Mode.PSEUDONYMISED: N_(
        "A workspace with every row and the same numbers. Customers, staff, tickets and orders have pseudonyms, the "
        "same ones each time; names, e-mails, rejected rows and names of files are not in it."
    ),
    Mode.ANONYMOUS: N_(
        "The numbers on the cards, by month and segment, never about fewer than five people; what would let such be "
        "worked out is hidden too."
    ),
    Mode.FULL: N_("A copy that holds everything, names too."),
}


class SharingPage(Page):
    """Three ways, the careful one first."""

    def __init__(self, dialog: AskingDialog) -> None:
        super().__init__(dialog)
        self._group = QButtonGroup(self)
        self.choices: dict[Mode, QRadioButton] = {}
        self.write = QPushButton(_("Write…"))
        icons.put(self.write, "export")
        now = theme.current()
        for mode, told in TOLD.items():
            button = self.choices[mode] = QRadioButton(_(TITLES[mode]))
            self._group.addButton(button)
            about = plain_label(_(told), "small", "text2", wrap=True)
            about.setContentsMargins(now.px(12) + 2 + now.px(8), 0, 0, now.px(4))  # below the text of the choice
            button.setAccessibleDescription(_(told))
            way = QVBoxLayout()
            way.setSpacing(now.px(2))
            way.addWidget(button)
            way.addWidget(about)
            self.column.addLayout(way)
        self.choices[Mode.PSEUDONYMISED].setChecked(True)
        self.column.addWidget(plain_label(_(NO_GUARANTEE), "small", "text2", wrap=True))
        self.column.addLayout(beside(self.write))
        self.finish()
        self.column.addStretch(1)
        self.write.clicked.connect(self._choose)

    @property
    def mode(self) -> Mode:
        return next(mode for mode, button in self.choices.items() if button.isChecked())

    def _choose(self) -> None:
        mode, info = self.mode, self.desk.info
        if info is None:
            return
        if mode is Mode.ANONYMOUS:
            path = files.save_as(self, str(info.path.parent), _("Numbers"), "xlsx")
        else:
            path = files.new_workspace(self, str(info.path.parent))
        if path is not None:
            self.share(mode, path)

    def share(self, mode: Mode, path: Path) -> None:
        """Write it."""
        query = self.desk.query

        def work(workspace: Workspace, progress: Progress) -> Shared | Aggregates:
            if mode is not Mode.ANONYMOUS:
                return workspace.share(path, mode, progress)
            from cxdesk.reports.anonymous_file import write_aggregates

            found = workspace.aggregates(query, (), progress)
            write_aggregates(path, found)
            return found

        self.begin()
        self.ask(WRITING, work, lambda done: self.say(_done(path, done)))


def _done(path: Path, done: Shared | Aggregates) -> str:
    from cxdesk.workspace.sharing import Shared

    if not isinstance(done, Shared):
        numbers = ngettext("{n} number written", "{n} numbers written", len(done.lines) - done.hidden)
        hidden = ngettext("{n} hidden", "{n} hidden", done.hidden)
        return _("{file}: {numbers}, {hidden}.", file=path.name, numbers=numbers, hidden=hidden)
    said = [_("{file}: {rows}.", file=path.name, rows=ngettext("{n} row", "{n} rows", done.rows))]
    if done.left_out:
        said.append(_("Columns left out: {columns}.", columns=", ".join(done.left_out)))
    return " ".join(said)
