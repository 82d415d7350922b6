"""The doubts as cards: the question in plain words, the evidence, the choices as rows that are clickable as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.widgets.plain import plain_label
from cxdesk.intake.inspection import Choice, Doubt
from cxdesk.system.i18n import _

COLUMNS = 2


class ChoiceRow(QFrame):
    """One choice: a framed row; a click anywhere chooses it."""

    def __init__(self, choice: Choice, chosen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "accent" if chosen else "panel")
        self.button = QRadioButton(self)
        self.button.setChecked(chosen)
        self.button.setAccessibleName(" ".join((choice.title.say(), choice.note.say())).strip())
        row = QHBoxLayout(self)
        look = theme.current()
        row.setContentsMargins(look.px(10), look.px(5), look.px(10), look.px(5))
        row.setSpacing(look.px(8))
        row.addWidget(self.button)
        title = plain_label(choice.title.say(), "body", "text")
        row.addWidget(title)
        note = plain_label(choice.note.say(), "small", "text2")
        row.addWidget(note)
        row.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.button.click()


class DoubtCard(QFrame):
    """One question. `answered(doubt id, choice id)` when the person chooses."""

    answered = Signal(str, str)

    def __init__(self, doubt: Doubt, settled: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doubt = doubt
        look = theme.current()
        self.setProperty("box", "warn" if doubt.open else "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.px(14)] * 4)
        column.setSpacing(look.px(6))
        column.addLayout(self._head(settled))
        evidence = plain_label(self._evidence(), "small", "text2")
        evidence.setWordWrap(True)
        column.addWidget(evidence)
        self._group = QButtonGroup(self)
        for choice in doubt.choices:
            row = ChoiceRow(choice, choice.id == doubt.proposed, self)
            self._group.addButton(row.button)
            row.button.clicked.connect(lambda _checked, name=choice.id: self.answered.emit(doubt.id, name))
            column.addWidget(row)
        column.addStretch(1)

    def _head(self, settled: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        question = plain_label(self.doubt.question.say(), "body", "text")
        question.setProperty("strong", True)
        question.setWordWrap(True)
        row.addWidget(question, 1)
        if self.doubt.open:
            state = plain_label("? " + _("yours to choose"), "caption", "warn")
        else:
            state = plain_label(
                "✓ " + (_("your answer") if settled else _("proposed from the file")), "caption", "good"
            )
        row.addWidget(state)
        return row

    def _evidence(self) -> str:
        examples = ", ".join(self.doubt.examples[:6])
        return "  ".join(filter(None, (self.doubt.evidence.say(), examples)))


class DoubtGrid(QWidget):
    """All doubts of a table, two abreast, open ones first. `answered(doubt id, choice id)`."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().px(12))
        self.cards: list[DoubtCard] = []
        self._settled: set[str] = set()

    def show_doubts(self, doubts: tuple[Doubt, ...]) -> None:
        """Put these cards in place of the former ones."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        ordered = sorted(doubts, key=lambda doubt: not doubt.open)
        self.cards = [DoubtCard(doubt, doubt.id in self._settled, self) for doubt in ordered]
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // COLUMNS, at % COLUMNS)
            card.answered.connect(self._pass_on)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def _pass_on(self, doubt: str, choice: str) -> None:
        self._settled.add(doubt)
        self.answered.emit(doubt, choice)
