"""Texts that may hold what a stranger wrote: shown as they are, never read as HTML."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QSizePolicy, QWidget

from cxdesk.app import theme

LONGEST_TOOLTIP = 4000


def plain_label(text: str = "", role: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """A label in a font role (`theme.tokens.FONTS`) and tone (`theme.sheet.TONES`) that shows `text` literally."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setOpenExternalLinks(False)
    label.setProperty("type", role)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour of a plain label."""
    set_variant(widget, "tone", tone)


def set_variant(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def plain_box(
    parent: QWidget | None,
    title: str,
    text: str,
    details: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
) -> QMessageBox:
    """A message box with a bold sentence and what to do; add its buttons, then `exec` or `open` it."""
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    if details:
        box.setInformativeText(details)
    return box


def set_plain_tooltip(widget: QWidget, text: str) -> None:
    """A tooltip that shows `text` literally; long ones are cut."""
    widget.setToolTip(tooltip(text))


def tooltip(text: str) -> str:
    """`text` for Qt's tooltips, which would read markup in it: escaped, with its line breaks."""
    if not text:
        return ""
    cut = text if len(text) <= LONGEST_TOOLTIP else text[:LONGEST_TOOLTIP] + "…"
    return f"<p style='white-space:pre-wrap'>{html.escape(cut)}</p>"


class ElidedLabel(QWidget):
    """One line of literal text that gives way: to a shorter text if it has one, else its end, or its middle for file
    names, becomes "…".

    The whole text is its tooltip while something is missing. Where it `takes_what_is_left` of a row, other words do
    not move what stands beside it.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
        *,
        bold: bool | None = None,
        takes_what_is_left: bool = False,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._tone, self._mode, self._bold = text, role, tone, mode, bold
        self._brief = ""
        self._wide = takes_what_is_left
        policy = QSizePolicy.Policy.Ignored if takes_what_is_left else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str, brief: str = "") -> None:
        """`brief` is shown where there is no room for the whole."""
        if (text, brief) != (self._text, self._brief):
            before = self.sizeHint()
            self._text, self._brief = text, brief
            self.setAccessibleName(text)
            if not self._wide and self.sizeHint() != before:  # as digits are of one width, most often it is the same
                self.updateGeometry()
            self.update()

    def set_tone(self, tone: str) -> None:
        """Another colour, by its name in the theme."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        width = now.metrics(self._role, self._bold).horizontalAdvance(self._text)
        return QSize(int(width) + 2, round(now.line_height(self._role)))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(min(self.sizeHint().width(), now.px(48)), round(now.line_height(self._role)))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        metrics: QFontMetricsF = now.metrics(self._role, self._bold)
        fits = not self._brief or metrics.horizontalAdvance(self._text) <= self.width()
        shown = metrics.elidedText(self._text if fits else self._brief, self._mode, self.width())
        self.setToolTip("" if shown == self._text else tooltip(self._text))
        painter.setFont(now.font(self._role, self._bold))
        painter.setPen(now.colour(self._tone if self.isEnabled() else "text3"))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), align | Qt.TextFlag.TextSingleLine, shown)
