"""How often the theme of the comment that is read is named, whether that changed, and the way to those comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import ElidedLabel, set_plain_tooltip
from cxdesk.app.widgets.sparkline import Sparkline
from cxdesk.domain.results import Change, Verdict
from cxdesk.system.i18n import _, ngettext, number

if TYPE_CHECKING:
    from cxdesk.analysis.themes import ThemeCourse

WIDTH, HEIGHT = 92, 28  # of the sparkline


class ThemeCourseLine(QFrame):
    """Hidden where the comment speaks of no theme. `read` is the button that lists the theme's comments."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "raised")
        self.title, self.verdict = ElidedLabel(role="small", bold=True), ElidedLabel(role="small", tone="text2")
        self.often = ElidedLabel(role="small", tone="text2")
        self.spark, self.read = Sparkline(), QPushButton()
        self.read.setProperty("link", True)
        self.read.setCursor(Qt.CursorShape.PointingHandCursor)
        now = theme.current()
        first = QHBoxLayout()
        first.setSpacing(now.px(8))
        first.addWidget(self.title)
        first.addWidget(self.verdict, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self.often)
        row = QHBoxLayout(self)
        row.setContentsMargins(now.px(12), now.px(6), now.px(8), now.px(6))
        row.setSpacing(now.px(12))
        row.addLayout(words, 1)
        row.addWidget(self.spark)
        row.addWidget(self.read)

    def show_theme(self, name: str, listed: int, course: ThemeCourse | None) -> None:
        """`listed` comments of the list speak of the theme called `name`; without a course only that is said."""
        self.setVisible(bool(name))
        self.title.set_text(name)
        self.verdict.set_text(_verdict(course.change) if course is not None else "")
        here = ngettext("{n} comment of this list", "{n} comments of this list", listed)
        self.often.set_text(_often(course) if course is not None else here)
        shown = course.spark if course is not None else ()
        self.spark.setVisible(sum(value is not None for value in shown) > 1)
        now = theme.current()
        self.spark.setFixedSize(now.px(WIDTH), now.px(HEIGHT))
        if course is not None:
            figure = course.share
            span = 2 * (figure.high - figure.low) if figure.low is not None and figure.high is not None else 0.0
            self.spark.show_values(shown, span, course.running)
        self.spark.setAccessibleName(self.often.text())
        self.read.setText(_("Read them"))
        self.read.setVisible(bool(listed))
        self.read.setAccessibleName(f"{name}: {here}")
        set_plain_tooltip(self.read, f"{name}: {here}")


def _often(course: ThemeCourse) -> str:
    """In 38 of 153 comments, before in 21 of 160."""
    share, before = course.share, course.before
    now = _("in {n} of {of} comments", n=number(share.numerator or 0), of=number(share.denominator or 0))
    if before is None:
        return now
    return _("{now}, before in {n} of {of}", now=now, n=number(before[0]), of=number(before[1]))


def _verdict(change: Change | None) -> str:
    if change is None or change.base_value is None:
        return ""
    if change.verdict == Verdict.UP:
        return _("more often")
    if change.verdict == Verdict.DOWN:
        return _("less often")
    return _("No clear change").lower()
