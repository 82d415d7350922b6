"""The way from a change to its explanation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxdesk.app.desk import Desk
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.domain.results import Change, Verdict
from cxdesk.system.i18n import _


def why_text(change: Change) -> str:
    """What the link says: only of a proven fall or rise is it asked why it fell or rose."""
    if change.verdict == Verdict.DOWN:
        return _("Why did it fall?")
    if change.verdict == Verdict.UP:
        return _("Why did it rise?")
    return _("Take the change apart")


def why_link(change: Change, desk: Desk) -> QWidget:
    """A link at the right end of whatever room it gets."""
    holder, link = QWidget(), QPushButton(why_text(change))
    link.setProperty("link", True)
    link.setCursor(Qt.CursorShape.PointingHandCursor)
    link.setAccessibleName(why_text(change))
    set_plain_tooltip(link, why_text(change))
    link.clicked.connect(lambda: desk.wanted.emit("show_why"))
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(link)
    return holder
