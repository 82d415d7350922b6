"""What the pages of the window have in common: a note, a question before anything for good, an error, a busy line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.confirming import Question, Words
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.dialogs.asking import AskingDialog
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace


class Page(QWidget):
    """`settled` whenever an answer or an error has arrived."""

    settled = Signal()

    def __init__(self, dialog: AskingDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.verdict, self.note, self.asked = Words("body"), Words("small", "text2"), Question(self)
        self.error, self.busy = ErrorStrip(self), BusyBar()
        self.error.acted.connect(self.error.clear)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.current().px(10))

    @property
    def desk(self) -> Desk:
        return self._dialog.desk

    @property
    def writable(self) -> bool:
        info = self.desk.info
        return info is not None and not info.read_only

    def finish(self) -> None:
        """Lay out what every page ends with."""
        for part in (self.busy, self.verdict, self.error, self.asked):
            self.column.addWidget(part)

    def tell(self, text: str) -> None:
        """What is to be known before anything is done."""
        self.note.say(text)

    def confirm(self, text: str, yes: str, then: Callable[[], None]) -> None:
        """Ask before what cannot be taken back."""
        self.verdict.say("")
        self.asked.ask(text, yes, then)

    @property
    def confirming(self) -> bool:
        return self.asked.isVisibleTo(self)

    def begin(self) -> None:
        """Something is being done that takes a moment."""
        self.asked.hide()
        self.error.clear()
        self.verdict.say("")
        self.busy.start()

    def say(self, text: str, tone: str = "good") -> None:
        """How it ended."""
        self.busy.stop()
        self.verdict.say(text, tone)
        self.settled.emit()

    def ask(self, key: str, work: Callable[[Workspace, Progress], Any], then: Callable[[Any], None]) -> None:
        self._dialog.question(key, work, then, self.failed)

    def change(
        self, key: str, work: Callable[[Workspace, Progress], tuple[Any, Changes]], then: Callable[[Any], None]
    ) -> None:
        self._dialog.change(key, work, then, self.failed)

    def failed(self, error: CXDeskError) -> None:
        self.busy.stop()
        self.error.show_error(error, _("Close"))
        self.settled.emit()


def beside(*row: QWidget) -> QHBoxLayout:
    """Parts in a row at the left, at their own width."""
    made = QHBoxLayout()
    made.setSpacing(theme.current().px(8))
    for part in row:
        made.addWidget(part)
        if isinstance(part, QPushButton):
            part.setAutoDefault(False)
    made.addStretch(1)
    return made
