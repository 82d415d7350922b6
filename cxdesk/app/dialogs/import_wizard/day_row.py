"""Saying a day where the choices of a question name none, or not the right one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QPushButton, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.system.i18n import _, number_locale


class DayField(QDateEdit):
    """A day with a calendar; Enter says it."""

    said = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.said.emit()


class DayRow(QWidget):
    """A field for a day and the button that takes it. `chosen(ISO day)`."""

    chosen = Signal(str)

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(now.px(8))
        label = plain_label(_("On the day:"), "body", "text2")
        self.field = DayField(QDate(day.year, day.month, day.day), self)
        self.field.setCalendarPopup(True)
        self.field.setLocale(QLocale("en_GB" if number_locale() == "en" else number_locale()))
        self.field.setDisplayFormat("d MMM yyyy")
        self.field.setAccessibleName(_("Day"))
        label.setBuddy(self.field)
        self.button = QPushButton(_("Take this day"), self)
        self.button.setAutoDefault(False)
        row.addWidget(label)
        row.addWidget(self.field)
        row.addWidget(self.button)
        row.addStretch(1)
        self.button.clicked.connect(self._say)
        self.field.said.connect(self._say)

    def _say(self) -> None:
        self.chosen.emit(self.field.date().toString(Qt.DateFormat.ISODate))
