"""One sentence about a change, with how sure it is and a way to the words behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxdesk.analysis.why.words import Statement
from cxdesk.app import icons, theme
from cxdesk.app.painting import frame
from cxdesk.app.theme import tokens
from cxdesk.app.widgets.plain import ElidedLabel, plain_label
from cxdesk.system.i18n import _

SIGN, ICON = 24, 14
GROUNDS = {"good": "goodbg", "bad": "badbg"}


class _Sign(QWidget):
    """An icon on a soft ground of its tone."""

    def __init__(self) -> None:
        super().__init__()
        self.icon, self.tone = "wave", "flat"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, place = theme.current(), QPainter(self), QRectF(self.rect())
        ground = now.colour(GROUNDS.get(self.tone, "sunken"))
        frame(painter, place, ground, None, now.pxf(tokens.RADIUS_CONTROL))
        side = now.pxf(ICON)
        inner = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
        icons.paint(painter, self.icon, inner, now.colour(self.tone), ICON)


class StatementCard(QWidget):
    """`read` when the person wants the words behind the sentence."""

    read = Signal(object)  # Statement

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.statement: Statement | None = None
        self.sign = _Sign()
        self.head = plain_label(role="heading", wrap=True)
        self.body: QLabel = plain_label(role="small", wrap=True)
        self.foot = ElidedLabel(role="small", tone="text3")
        self.link = QPushButton()
        self.link.setProperty("link", True)
        self.link.clicked.connect(lambda: self.read.emit(self.statement))
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.head, 1)
        bottom.addWidget(self.foot, 1)
        bottom.addWidget(self.link)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.body, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(bottom)
        self._rows = (top, bottom)
        theme.watcher().changed.connect(self.retheme)
        self.retheme()

    def show_statement(self, statement: Statement, readable: bool) -> None:
        """`readable`: there are rows to look at behind it."""
        self.statement = statement
        self.sign.icon, self.sign.tone = statement.sign, statement.tone
        self.sign.update()
        self.head.setText(statement.head)
        self.body.setText(statement.body)
        self.foot.set_text(statement.foot)
        self.link.setText(_("Read them"))
        self.link.setAccessibleName(_("Read them: {what}", what=statement.head))
        self.link.setVisible(readable)
        self.setAccessibleName(f"{statement.head} {statement.body}")

    def retheme(self) -> None:
        now = theme.current()
        self.sign.setFixedSize(now.px(SIGN), now.px(SIGN))
        self._column.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        self._column.setSpacing(now.px(6))
        for row in self._rows:
            row.setSpacing(now.px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        frame(QPainter(self), QRectF(self.rect()), now.panel, now.line, now.pxf(tokens.RADIUS))
