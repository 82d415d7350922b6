"""The import window: the tables, of one of them head, facts, questions and rows; the account, and one button that
says how many.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.framing import AIR, fitting
from cxdesk.app.dialogs.import_wizard.account import AccountBar
from cxdesk.app.dialogs.import_wizard.dropping import DropDialog
from cxdesk.app.dialogs.import_wizard.footer import Footer
from cxdesk.app.dialogs.import_wizard.going import Going
from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.app.dialogs.import_wizard.leaving import LeavingBox
from cxdesk.app.dialogs.import_wizard.many import ManyFiles
from cxdesk.app.dialogs.import_wizard.page import Page
from cxdesk.app.dialogs.import_wizard.problems import ProblemNote
from cxdesk.app.dialogs.import_wizard.session import OVER, ImportSession, Step
from cxdesk.app.dialogs.import_wizard.tables import TableList
from cxdesk.app.dialogs.import_wizard.will_change import ChangesLink
from cxdesk.app.dialogs.import_wizard.work_bar import WorkBar
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.intake.crossed import CROSSED
from cxdesk.system import i18n
from cxdesk.system.i18n import _

SIZE = QSize(1280, 860)
BESIDE_FROM = 1000  # pixels at 100 % from which the tables stand beside the page


class ImportDialog(DropDialog):
    """Looks at `files` as soon as it is made. `imported(reports)` when the rows are in the workspace."""

    imported = Signal(object)

    def __init__(self, desk: Desk, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = ImportSession(desk, self)
        self._greeted = False
        self.leaving = LeavingBox(self, self._give_up)
        self._file = files[0].name if len(files) == 1 else ""
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._inside = self._build()
        self._whole.addWidget(self._inside)
        self._connect_session()
        self._connect_parts()
        deaf = i18n.on_change(self.retranslate)
        for over in (self.finished, self.destroyed):
            over.connect(lambda *_what: deaf())
        self.resize(fitting(SIZE, parent))
        self.session.start(files)

    def retranslate(self) -> None:
        """Everything again in the language in force; table, answers and dry run stay as they are."""
        if self.session.step in (Step.GONE, Step.DONE):
            return
        shown, former = self.shown, self._inside
        self._inside = self._build()
        self._whole.replaceWidget(former, self._inside)
        former.hide()
        former.deleteLater()
        self._connect_parts()
        self._lie_down()
        self._greeted = False
        self.tables.show_items(self.session.items)
        self.tables.turn_to(shown)
        self._show()

    def _build(self) -> QWidget:
        """All parts, with texts in the language in force."""
        self.setWindowTitle(_("Import {file}", file=self._file or _("files")))
        inside = QWidget(self)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.work = WorkBar(self)
        self.page = Page(self)
        self.error = ErrorStrip(self)
        self.tables, self.many = TableList(self), ManyFiles(self)
        self.account, self.problems, self.footer = AccountBar(self), ProblemNote(self), Footer(self)
        self.changes = ChangesLink(self)
        area = QScrollArea(self)
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        whole.addWidget(self.work)
        self._error_box = _padded(self.error, 8)
        self._tables_box = QWidget(inside)
        self._beside = QVBoxLayout(self._tables_box)
        self._beside.setContentsMargins(*(theme.current().px(step) for step in (AIR, 16, 0, 4)))
        self._beside.addWidget(self.tables)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._tables_box)
        self._middle.addWidget(area, 1)
        whole.addWidget(self.many)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self._error_box)
        whole.addWidget(self._bottom())
        whole.addWidget(self.footer)
        return inside

    def _bottom(self) -> QWidget:
        now = theme.current()
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(*(now.px(step) for step in (AIR, 10, AIR, 12)))
        row.setSpacing(now.px(24))
        row.addWidget(self.account, 1)
        row.addWidget(self.changes)
        row.addWidget(self.problems)
        self._bottom_box = box
        return box

    def _connect_session(self) -> None:
        self.session.changed.connect(self._show)
        self.session.progressed.connect(self._progressed)
        self.session.finished.connect(self.imported)
        self.dropped.connect(self.add_files)
        self.hovered.connect(self._hovered)

    def _connect_parts(self) -> None:
        session, page = self.session, self.page
        self.many.chosen.connect(session.choose_files)
        self.tables.turned.connect(lambda _at: self._show())
        self.tables.wanted.connect(session.want)
        page.doubts.answered.connect(lambda doubt, choice: session.answer(self.shown, doubt, choice))
        page.preview.used.connect(lambda column, use: session.set_use(self.shown, column, use))
        page.together.toggled.connect(self._answer_together)
        page.head.read_as.connect(lambda kind: session.read_as(self.shown, kind))
        page.head.turned.connect(lambda choice: session.answer(self.shown, CROSSED, choice))
        self.error.acted.connect(session.retry)
        self.footer.cancelled.connect(self.reject)
        self.footer.confirmed.connect(session.confirm)
        self.going = Going(session, self.tables, page, self._area)
        self.going.bind(self._inside)
        self.footer.question_wanted.connect(self.going.to_question)
        self.problems.wanted.connect(self.going.to_cell)

    # What is shown

    @property
    def shown(self) -> int:
        """Which of the session's items is in sight."""
        return self.tables.current

    @property
    def item(self) -> Item | None:
        items = self.session.items
        return items[self.shown] if self.shown < len(items) else None

    def _show(self) -> None:
        session = self.session
        if session.step in (Step.GONE, Step.DONE):
            self._leave()
            return
        self.tables.show_items(session.items)
        self._tables_box.setVisible(len(session.items) > 1)
        self.many.show_files(session.offered if session.step is Step.MANY else ())
        self._area.setVisible(session.step is not Step.MANY)
        self.page.setEnabled(session.step not in (Step.LOOKING, Step.WRITING) or not session.items)
        self.tables.setEnabled(self.page.isEnabled())
        self.page.show_item(self.item, session.step)
        self.page.show_together(session.items, self.shown, session.together)
        self._order_tabs()
        self._show_error()
        self.work.show_step(session.step)
        self.account.show_account(session.account, self._why_no_counts())
        self._bottom_box.setVisible(any(one.view is not None for one in session.items))
        self.problems.show_problems(session.problems, session.account, session.adjusted)
        self.changes.show_plan(session.desk, session.prepared)
        self.footer.show_session(session)
        self._greet()

    def _greet(self) -> None:
        """Once the files are understood, the keyboard is where the person goes next."""
        if self._greeted or self.session.step not in (Step.ASKING, Step.READY):
            return
        self._greeted = True
        items = self.session.items
        if self.item is not None and not self.item.taken:  # what will be imported comes before what will not
            self.tables.turn_to(next((at for at, item in enumerate(items) if item.taken), self.shown))
        card = self.page.doubts.first_open()
        if card is not None:
            card.take_focus()
        elif self.footer.import_button.isEnabled():
            self.footer.import_button.setFocus()
        else:
            self.footer.cancel_button.setFocus()

    def _show_error(self) -> None:
        """What failed on the way, beside the button that was pressed; what is wrong with a file stands on its page."""
        error = self.session.error
        if error is not None:
            self.error.show_error(error, _("Try again"))
        else:
            self.error.clear()
        self._error_box.setVisible(error is not None)

    def _order_tabs(self) -> None:
        """Tables, questions, rows, problems, buttons."""
        parts = (self.tables.list, self.page.head.by_hand, *self.page.doubts.stops(), self.page.together)
        parts = (*parts, self.page.preview, self.problems.all, self.footer.waiting, self.footer.cancel_button)
        for one, after in itertools.pairwise((*parts, self.footer.import_button)):
            self.setTabOrder(one, after)

    def _answer_together(self, on: bool) -> None:
        self.session.together = on
        self._show()

    def _progressed(self, share: float, words: str) -> None:
        self.work.show_progress(share, words)
        self.footer.show_progress(words)
        if self.session.step is Step.LOOKING:
            self.page.head.show_progress(words)

    def _why_no_counts(self) -> str:
        if self.session.step is Step.COUNTING:
            return _("Counting…")
        return _("Rows are counted when every question has an answer.") if self.session.open_doubts else ""

    # The end

    def _leave(self) -> None:
        if self.session.step is Step.DONE:
            self.accept()
        else:
            super().reject()

    def reject(self) -> None:
        """Close and leave nothing behind; while rows are being written, as soon as that has stopped.

        Where answers would be lost the person is asked first.
        """
        if self.session.touched and self.session.step not in OVER and self.session.open_tables:
            self.leaving.ask()
            return
        self._give_up()

    def _give_up(self) -> None:
        self.session.cancel()
        self.footer.show_session(self.session)

    # More files

    def takes_files(self) -> bool:
        return self.session.step not in OVER

    def _hovered(self, over: bool) -> None:
        if over:
            self.footer.show_progress(_("Drop to add to this import"))
        else:
            self.footer.show_session(self.session)

    def add_files(self, files: Sequence[Path]) -> bool:
        """More files for this import; False once it is being written."""
        if not self.takes_files():
            return False
        self._file = ""
        self.setWindowTitle(_("Import {file}", file=_("files")))
        self._greeted = False
        self.session.start(files)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lie_down()

    def _lie_down(self) -> None:
        """The tables stand beside the page where there is room, else above it."""
        flat = self.width() < theme.current().px(BESIDE_FROM)
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if flat else QBoxLayout.Direction.LeftToRight)
        margins = (AIR, 12, AIR, 0) if flat else (AIR, 16, 0, 4)
        self._beside.setContentsMargins(*(theme.current().px(step) for step in margins))
        self.tables.lie(flat)


def _padded(inner: QWidget, above: int) -> QWidget:
    """The dialog's margins around a part outside the page."""
    now = theme.current()
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(now.px(AIR), now.px(above), now.px(AIR), 0)
    column.addWidget(inner)
    box.setVisible(False)
    return box
