"""The parts of the comments dock: list, the comment that is read, what is decided about it, and its customer.

In a narrow dock they stand one below the other, the decisions left to the keyboard; where there is width, side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.docks.customer_view import CustomerView
from cxdesk.app.docks.reading import ReadingPane
from cxdesk.app.docks.triage import TriagePane
from cxdesk.app.jobs import LATER
from cxdesk.domain.results import Board, CommentRow

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.following import Reading
    from cxdesk.workspace.workspace import Workspace

KNOWN, STORY, COURSES = "comment known", "customer of the comment", "courses of themes"
SETTLED = 120  # milliseconds that a comment is looked at before its customer is asked for
TWO, THREE = 790, 1150  # logical pixels from which columns stand side by side, the middle one never cut
LIST, LIST_OF_TWO, CUSTOMER = 376, 320, 316
TALL = 620  # from which a narrow dock shows the customer's story
TIMELINE, FOLDED = 156, 50
READING, BRIEF = 116, 72  # height of the comment that is read


class CommentParts(QSplitter):
    """`arrange` follows the size; `read` shows a comment in every part."""

    opened = Signal(str)  # reference of the customer to be shown

    def __init__(self, desk: Desk, left: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._desk = desk
        self.left, self.reading, self.triage = left, ReadingPane(desk), TriagePane()
        self.customer = CustomerView(desk, STORY)
        self.columns, self.some, self._compact = 0, False, False
        self._courses_of: Board | None = None  # the board that the themes' courses belong to
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED)
        self._settle.timeout.connect(self._show_customer)
        for at, part in enumerate((left, self.reading, self.triage, self.customer)):
            self.addWidget(part)
            self.setStretchFactor(at, 1 if part in (left, self.triage) else 0)
            self.setCollapsible(at, False)
        self.setHandleWidth(1)
        self.customer.opened.connect(self._open)
        self.show_parts(False)

    @property
    def comment(self) -> CommentRow | None:
        """The comment that is read."""
        return self.reading.comment

    def read(self, comment: CommentRow | None, known: Reading | None = None) -> None:
        """Show a comment; `known` is what is known of it, where that came along."""
        info = self._desk.info
        self.reading.show_comment(comment)
        self.triage.show_comment(comment, writable=info is not None and not info.read_only)
        if comment is not None and known is not None and known.row == comment.row:
            self.show_known(known)
        else:
            self.ask_known()
        self.ask_courses()
        self._settle.start()

    def ask_known(self) -> None:
        """What is known of the comment that is read: themes with their words, decision, follow-up."""
        comment = self.comment
        if comment is None or not comment.kind:
            return

        def work(workspace: Workspace, _progress: Progress) -> Reading:
            return workspace.reading(comment.row, comment.text)

        self._desk.question(KNOWN, work, self.show_known)

    def show_known(self, known: Reading) -> None:
        """Themes, decision and follow-up of the comment that is read."""
        self.triage.show_known(known)
        self.reading.show_known(known)

    def ask_courses(self) -> None:
        """How often each theme is named, once for each board, and only where the answer has a place."""
        board = self._desk.board
        if board is None or self.columns < 2 or not self.isVisible() or self._courses_of is board:
            return
        self._courses_of, query = board, board.query
        self._desk.question(
            COURSES, lambda workspace, _progress: workspace.theme_courses(query), self.triage.show_courses,
            priority=LATER,
        )  # fmt: skip

    def set_search(self, text: str) -> None:
        self.reading.set_search(text)
        self.triage.set_search(text)

    def retranslate(self) -> None:
        for part in (self.reading, self.triage, self.customer):
            part.retranslate()
        if self.customer.page is not None:
            self.customer.renew()

    def _show_customer(self) -> None:
        comment = self.comment
        if comment is not None and self.columns != 2:
            self.customer.show_customer(comment.reference, (comment.kind, comment.row))
        elif not self.some:
            self.customer.show_customer("")

    def _open(self, reference: str) -> None:
        """A folded story unfolds where there is height for it; else the customer is shown whole."""
        story = theme.current().px(TIMELINE)
        if self.customer.folded and self.height() >= 3 * story:
            self.customer.fold(False)
            self.setSizes([max(self.height() - 2 * story, story), story, 0, story])
        else:
            self.opened.emit(reference)

    # Where things stand

    def arrange(self, compact: bool | None = None) -> None:
        """One column, or two or three side by side, as the width allows."""
        self._compact = self._compact if compact is None else compact
        now = theme.current()
        columns = 3 if self.width() >= now.px(THREE) else 2 if self.width() >= now.px(TWO) else 1
        folds = columns == 1 and (self._compact or self.height() < now.px(TALL))
        if (columns, folds) == (self.columns, self.customer.folded) and compact is None:
            return
        self.columns = columns
        self.setOrientation(Qt.Orientation.Vertical if columns == 1 else Qt.Orientation.Horizontal)
        self.setStretchFactor(0, int(columns == 1))
        self.reading.set_brief(folds)
        self.customer.show_figures(columns == 3)
        self.customer.fold(folds)
        self.show_parts(self.some)
        self._share(folds)

    def _share(self, folds: bool) -> None:
        now, inside = theme.current(), self.customer.layout()
        if inside is not None:
            inside.activate()  # what was folded away just now claims no height any more
        if self.columns == 1:
            reading = now.px(BRIEF if folds else READING)
            story = now.px(FOLDED if folds else TIMELINE)
            self.setSizes([max(self.height() - reading - story, reading), reading, 0, story])
            return
        beside = now.px(CUSTOMER) if self.columns == 3 else 0
        listed = now.px(LIST if self.columns == 3 else LIST_OF_TWO)
        self.setSizes([listed, 0, max(self.width() - listed - beside, listed), beside])

    def show_parts(self, some: bool) -> None:
        """Which of the parts are seen: only the list where it is empty."""
        self.some = some
        self.reading.setVisible(some and self.columns == 1)
        self.triage.setVisible(some and self.columns > 1)
        self.customer.setVisible(some and self.columns != 2)
        if self.columns != 2:
            self._settle.start()
