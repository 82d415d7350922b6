"""Notes on days: one more, another wording, or away with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.filters.popup import VALUE, Popup, choice, choice_list
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.kept import LONGEST_NOTE, Note
from cxdesk.system.i18n import _, number_locale

WIDTH, ROWS = 380, 8


class NotesPopup(Popup):
    """`kept(Note, Note | None)`: a note, and the one it stands in place of; `removed(Note)`."""

    kept = Signal(object, object)
    removed = Signal(object)

    def __init__(self, notes: Sequence[Note], day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing: Note | None = None
        self.list, self.day, self.text = choice_list(2), QDateEdit(), QLineEdit()
        self.save, self.drop = QPushButton(_("Note it")), QPushButton(_("Take away"))
        self.save.setProperty("primary", True)
        now = theme.current()
        self.day.setCalendarPopup(True)
        self.day.setLocale(QLocale("en_GB" if number_locale() == "en" else number_locale()))
        self.day.setDisplayFormat("d MMM yyyy")
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.setAccessibleName(_("Day"))
        self.text.setMaxLength(LONGEST_NOTE)
        self.text.setPlaceholderText(_("What happened on that day"))
        self.text.setAccessibleName(_("What happened on that day"))
        self.list.setAccessibleName(_("Notes"))
        line, buttons = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.day)
        line.addWidget(self.text, 1)
        buttons.addStretch(1)
        for button in (self.drop, self.save):
            button.setProperty("small", True)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(10)] * 4)
        column.addWidget(plain_label(_("Notes on the trend"), "heading"))
        if notes:
            column.addWidget(self.list)
        column.addLayout(line)
        column.addLayout(buttons)
        for note in notes:
            said = QLocale(number_locale()).toString(_qdate(note.day), QLocale.FormatType.ShortFormat)
            self.list.addTopLevelItem(choice([note.text, said], note))
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * min(max(len(notes), 1), ROWS) + 4)
        self.setFixedWidth(now.px(WIDTH))
        self.drop.setEnabled(False)
        self.list.currentItemChanged.connect(lambda item, _before: self.edit(item.data(0, VALUE)) if item else None)
        self.save.clicked.connect(self._keep)
        self.text.returnPressed.connect(self._keep)
        self.drop.clicked.connect(self._drop)
        self.setFocusProxy(self.text)
        self.text.setFocus()

    def edit(self, note: Note) -> None:
        """Change a note that is there."""
        self._editing = note
        self.day.setDate(_qdate(note.day))
        self.text.setText(note.text)
        self.drop.setEnabled(True)

    def _keep(self) -> None:
        if self.text.text().strip():
            chosen = self.day.date()
            self.close()
            self.kept.emit(Note(date(chosen.year(), chosen.month(), chosen.day()), self.text.text()), self._editing)

    def _drop(self) -> None:
        if self._editing is not None:
            self.close()
            self.removed.emit(self._editing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._drop()
        else:
            super().keyPressEvent(event)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
