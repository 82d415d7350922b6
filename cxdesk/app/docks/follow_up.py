"""Who answers a comment, by when and where that stands, with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QMenu, QWidget

from cxdesk.app import theme
from cxdesk.app.dates import day_text
from cxdesk.app.widgets.chips import Chip, ChipText
from cxdesk.app.widgets.plain import set_plain_tooltip
from cxdesk.app.widgets.segmented import Segmented
from cxdesk.domain.follow_ups import LONGEST_NOTE, LONGEST_OWNER, STATUS_TITLES, FollowUp, Status
from cxdesk.system.i18n import N_, _

DUE = ((0, N_("Today")), (1, N_("Tomorrow")), (7, N_("In a week")), (30, N_("In a month")))


class FollowUpLine(QWidget):
    """`changed` carries what the person changed: any of status, owner, note and due."""

    changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FollowUp | None = None
        self.status = Segmented()
        self.note, self.owner = QLineEdit(), QLineEdit()
        self.due = Chip(icon="calendar", opens=True)
        self._owners = QStringListModel(self)
        completer = QCompleter(self._owners, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.setCompleter(completer)
        self.note.setMaxLength(LONGEST_NOTE)
        self.owner.setMaxLength(LONGEST_OWNER)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.current().px(8))
        self.status.chosen.connect(lambda value: self.changed.emit({"status": value}))
        self.note.editingFinished.connect(lambda: self._text("note", self.note))
        self.owner.editingFinished.connect(lambda: self._text("owner", self.owner))
        self.due.clicked.connect(lambda: self.menu().popup(self._corner()))
        for at, part in enumerate((self.status, self.owner, self.due)):
            grid.addWidget(part, 0, at)
        grid.addWidget(self.note, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        self.retranslate()

    def show_follow_up(self, shown: FollowUp | None, owners: Sequence[str] = ()) -> None:
        """What stands for the comment; a text that is being typed stays as long as the comment is the same."""
        same = shown is not None and self._shown is not None and shown.row == self._shown.row
        self._shown = shown
        self.status.choose(shown.status if shown else Status.NONE)
        for line, text in ((self.note, shown.note if shown else ""), (self.owner, shown.owner if shown else "")):
            flat = " ".join(text.split())
            if not (same and line.hasFocus()) and line.text() != flat:
                line.setText(flat)
        self._owners.setStringList(list(owners))
        self._say_due()

    def menu(self) -> QMenu:
        """Days by which an answer is due, from today on."""
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for days, title in DUE:
            day = date.today() + timedelta(days=days)
            action = made.addAction(f"{_(title)} ({day_text(day)})")
            action.triggered.connect(lambda _on, day=day: self.changed.emit({"due": day}))
        none = made.addAction(_("No day"))
        none.triggered.connect(lambda _on: self.changed.emit({"due": None}))
        return made

    def commit(self) -> None:
        """What was typed counts, although the keyboard is still there."""
        self._text("note", self.note)
        self._text("owner", self.owner)

    def retranslate(self) -> None:
        self.status.set_choices([(str(value), _(title)) for value, title in STATUS_TITLES.items()])
        self.status.setAccessibleName(_("Follow-up"))
        self.note.setPlaceholderText(_("Note (N)"))
        self.note.setAccessibleName(_("Note"))
        self.owner.setPlaceholderText(_("Who answers"))
        self.owner.setAccessibleName(_("Who answers"))
        self.status.choose(self._shown.status if self._shown else Status.NONE)
        self._say_due()

    def _say_due(self) -> None:
        due = self._shown.due if self._shown else None
        self.due.set_said(ChipText(day_text(due) if due else _("By when")))
        self.due.set_active(due is not None)
        set_plain_tooltip(self.due.body, _("By when it is to be answered"))

    def _text(self, name: str, line: QLineEdit) -> None:
        shown = self._shown
        if shown is None:
            return
        known: dict[str, Any] = {"note": shown.note, "owner": shown.owner}
        text = line.text().strip()
        if text != " ".join(str(known[name]).split()):
            self.changed.emit({name: text})

    def _corner(self) -> QPoint:
        return self.due.mapToGlobal(self.due.rect().bottomLeft())
