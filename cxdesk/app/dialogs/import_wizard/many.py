"""Asked before a great many files are read: are all of them meant?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.looking import MANY
from cxdesk.app.dialogs.import_wizard.questions import DoubtCard, State
from cxdesk.domain.results import Phrase
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.system.i18n import N_, number

ALL, NEWEST = "all", "newest"


class ManyFiles(QWidget):
    """`chosen(newest_only)`. Hidden while there is nothing to ask."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(now.px(step) for step in (24, 24, 24, 16)))
        self.card: DoubtCard | None = None
        self.hide()

    def show_files(self, paths: Sequence[Path]) -> None:
        """Ask about these; nothing to ask where there are none."""
        if bool(paths) == (self.card is not None):
            return
        self.setVisible(bool(paths))
        if self.card is not None:
            self._column.removeWidget(self.card)
            self.card.deleteLater()
            self.card = None
        if paths:
            self.card = DoubtCard(_doubt(paths), self)
            self.card.show_doubt(self.card.doubt, State.OPEN)
            self.card.answered.connect(lambda _doubt, choice: self.chosen.emit(choice == NEWEST))
            self._column.addWidget(self.card)
            self.card.take_focus()


def _doubt(paths: Sequence[Path]) -> Doubt:
    """The question in the form of the others."""
    n, most = number(len(paths)), number(MANY)
    choices = (
        Choice(ALL, Phrase(N_("All {n} files"), (("n", n),)), Phrase(N_("reading them takes a while"))),
        Choice(NEWEST, Phrase(N_("The {n} newest"), (("n", most),)), Phrase(N_("by the day they were last changed"))),
    )
    question = Phrase(N_("{n} files: are all of them meant?"), (("n", n),))
    return Doubt("files", question, choices, examples=tuple(path.name for path in paths[:4]))
