"""The head of the import window: recognised or read from its content, the file in one line, progress."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.dialogs.import_wizard.session import Item, Step
from cxdesk.app.icons import pixmap
from cxdesk.app.widgets.plain import plain_label
from cxdesk.intake.mapping import IGNORE
from cxdesk.system.i18n import _, ngettext, number


class Head(QWidget):
    """Sign, title, one line about the file, and the bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        badge = QFrame()
        badge.setProperty("box", "raised")
        badge.setFixedSize(look.px(40), look.px(40))
        inner = QHBoxLayout(badge)
        inner.setContentsMargins(*[look.px(10)] * 4)
        self._sign = QLabel()
        inner.addWidget(self._sign)
        row.addWidget(badge)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = plain_label("", "title", "text")
        self.about = plain_label("", "small", "text2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        for part in (self.title, self.about, self.bar):
            column.addWidget(part)
        row.addLayout(column, 1)

    def show_item(self, item: Item | None, step: Step) -> None:
        """The table in sight, or that it is being read."""
        look = theme.current()
        working = step in (Step.LOOKING, Step.COUNTING, Step.WRITING)
        self.bar.setVisible(working)
        recognised = item is not None and item.view is not None and item.view.format is not None
        name, ink = ("check", look.good) if recognised else ("table", look.warn)
        self._sign.setPixmap(pixmap(name, look.px(20), ink, self.devicePixelRatioF()))
        self.title.setText(self._title(item, step))
        self.about.setText(self._about(item))

    def show_progress(self, done: float, of: float, label: str) -> None:
        """How far the work is; a bar without end while nobody knows."""
        self.bar.setRange(0, 1000 if of else 0)
        if of:
            self.bar.setValue(round(1000 * done / of))
        if label:
            self.bar.setAccessibleName(label)

    def _title(self, item: Item | None, step: Step) -> str:
        if item is None:
            return _("Reading the file…") if step is Step.LOOKING else _("Nothing to import")
        if item.view is None:
            return _("This file cannot be opened")
        if item.view.format_title:
            return _("Recognised: {format}", format=item.view.format_title)
        return _("Unknown file, read from its content")

    def _about(self, item: Item | None) -> str:
        if item is None:
            return ""
        parts = [item.inspection.file, _size(item.inspection.size)]
        if item.view is not None:
            columns = item.view.columns
            used = sum(use.field != IGNORE for use in item.view.mapping.columns)
            parts.append(ngettext("{n} row", "{n} rows", item.view.rows))
            parts.append(ngettext("{n} column", "{n} columns", len(columns)))
            parts.append(ngettext("{n} of them used", "{n} of them used", used))
        return " · ".join(parts)


def _size(size: int) -> str:
    if size >= 1_000_000:
        return _("{n} MB", n=number(size / 1e6, 1))
    return _("{n} KB", n=number(max(1, size / 1000)))
