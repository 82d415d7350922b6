"""One comment in full, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dates import day_text
from cxdesk.app.desk import Desk
from cxdesk.app.docks.tagging import TagLine
from cxdesk.app.found import found_in, in_units
from cxdesk.app.painting import rule
from cxdesk.app.widgets.plain import ElidedLabel
from cxdesk.domain.results import CommentRow
from cxdesk.system.i18n import _, number

if TYPE_CHECKING:
    from cxdesk.workspace.following import Reading

MOST_HEIGHT = 16_777_215  # as Qt has it where nothing bounds a widget


class ReadingPane(QFrame):
    """Shows nothing until a comment is chosen. Searched words are marked, else those that suggested its themes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tags = TagLine(desk)
        self.comment: CommentRow | None = None
        self.known: Reading | None = None
        self._search = ""
        self.head = ElidedLabel(role="small")
        self.place = ElidedLabel(role="caption", tone="text3", mode=Qt.TextElideMode.ElideMiddle)
        self.text = QPlainTextEdit()
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("bare", True)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(0)
        now = theme.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(8))
        layout.setSpacing(now.px(4))
        for part in (self.head, self.text, self.tags, self.place):
            layout.addWidget(part, 1 if part is self.text else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), now.raised)
        rule(painter, 0, self.width(), 0, now.line2)

    def show_comment(self, comment: CommentRow | None) -> None:
        if comment is None or self.known is None or self.known.row != comment.row:
            self.known = None
        self.comment = comment
        self.text.setAccessibleName(_("Comment"))
        self.text.setPlainText(comment.text if comment else "")
        self.head.set_text(_head(comment) if comment else "")
        self.place.set_text(_place(comment) if comment else "")
        self.tags.show_comment(comment)
        self._mark()

    def show_known(self, known: Reading | None) -> None:
        """Mark the words that suggested the themes of the comment."""
        if known is not None and self.comment is not None and known.row == self.comment.row:
            self.known = known
            self._mark()

    def set_brief(self, brief: bool) -> None:
        """Only who wrote and what, where there is little height."""
        self.tags.setVisible(not brief)
        self.place.setVisible(not brief)
        lines = round(2 * theme.current().line_height("body"))
        self.text.setMinimumHeight(lines if brief else 0)
        self.text.setMaximumHeight(2 * lines if brief else MOST_HEIGHT)

    def set_search(self, text: str) -> None:
        self._search = text
        self._mark()

    def retranslate(self) -> None:
        self.tags.retranslate()
        if self.comment is not None:
            self.show_comment(self.comment)

    def _mark(self) -> None:
        now = theme.current()
        style = QTextCharFormat()
        style.setBackground(now.mark)
        style.setForeground(now.marktext)
        marks, text = [], self.text.toPlainText()
        words = [span for one in (self.known.themes if self.known else ()) for span in in_units(text, one.words)]
        for start, length in found_in(text, self._search) if self._search.strip() else words:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, style
            marks.append(selection)
        self.text.setExtraSelections(marks)


def plain_copy(comment: CommentRow) -> str:
    """A comment as it goes to the clipboard: the words, and where they come from."""
    return f"{comment.text}\n{_head(comment)}\n{_place(comment)}"


def _head(comment: CommentRow) -> str:
    parts = [_("score {score}", score=number(comment.score))] if comment.score is not None else []
    parts += [comment.customer] if comment.customer else []
    parts += [day_text(comment.day)] if comment.day else []
    return " · ".join(parts)


def _place(comment: CommentRow) -> str:
    place = _("{file}, row {row}", file=comment.file, row=comment.line)
    return f"{comment.question} · {place}" if comment.question else place
