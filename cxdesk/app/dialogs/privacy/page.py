"""What the pages of the window have in common: a note, a question before anything for good, an error, a busy line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.widgets.busy_bar import BusyBar
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.app.widgets.plain import plain_label
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
        self.verdict, self.note = (
            plain_label(role="body", wrap=True),
            plain_label(role="small", tone="text2", wrap=True),
        )
        self.error, self.busy = ErrorStrip(self), BusyBar()
        self.error.acted.connect(self.error.clear)
        self._asked = QFrame()
        self.question_text, self.yes, self.no = plain_label(wrap=True), QPushButton(), QPushButton(_("Cancel"))
        self._doing: Callable[[], None] = self._asked.hide
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[theme.current().px(3)] * 4)  # room for the ring around what has the keyboard
        self.column.setSpacing(theme.current().px(10))
        self.verdict.hide()

    @property
    def desk(self) -> Desk:
        return self._dialog.desk

    @property
    def writable(self) -> bool:
        info = self.desk.info
        return info is not None and not info.read_only

    def finish(self) -> None:
        """Lay out what every page ends with."""
        for part in (self.busy, self.verdict, self.error, self._question_row()):
            self.column.addWidget(part)

    def _question_row(self) -> QFrame:
        now = theme.current()
        self._asked.setProperty("box", "panel")
        row = QHBoxLayout(self._asked)
        row.setContentsMargins(*[now.px(10)] * 4)
        row.addWidget(self.question_text, 1)
        self.yes.setProperty("danger", True)
        for button in (self.yes, self.no):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.yes.clicked.connect(lambda: self._doing())
        self.no.clicked.connect(self._asked.hide)
        self._asked.hide()
        return self._asked

    def tell(self, text: str) -> None:
        """What is to be known before anything is done; as high as its lines."""
        self.note.setText(text)
        self._fit()

    def _fit(self) -> None:
        for label in (self.note, self.verdict):
            label.setMinimumHeight(label.heightForWidth(self.width()) if label.text() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def confirm(self, text: str, yes: str, then: Callable[[], None]) -> None:
        """Ask before what cannot be taken back; the keyboard stands on Cancel."""
        self.question_text.setText(text)
        self.yes.setText(yes)
        self._doing = then
        self.verdict.hide()
        self._asked.show()
        self.no.setFocus()

    @property
    def confirming(self) -> bool:
        return self._asked.isVisibleTo(self)

    def begin(self) -> None:
        """Something is being done that takes a moment."""
        self._asked.hide()
        self.error.clear()
        self.verdict.hide()
        self.busy.start()

    def say(self, text: str, tone: str = "good") -> None:
        """How it ended."""
        self.busy.stop()
        self.verdict.setProperty("tone", tone)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        self._fit()
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
