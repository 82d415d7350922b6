"""The doubts as cards: the question in plain words, the evidence, the choices as rows that are clickable as a whole."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cxdesk.app import icons, theme
from cxdesk.app.dialogs.import_wizard.choice import ChoiceRow
from cxdesk.app.dialogs.import_wizard.day_row import DayRow
from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.app.painting import draw_elided, one_line
from cxdesk.app.widgets.plain import plain_label, set_variant
from cxdesk.intake.inspection import Doubt
from cxdesk.intake.wordings import NO_KIND
from cxdesk.system.i18n import N_, _, number

ABREAST_FROM = 860  # pixels at 100 % from which two cards stand side by side
SIGN, AIR = 12, 6
FOLDED, SHOWN = 6, 3  # more choices than these are folded down to so many


class State(StrEnum):
    """Who settled a question, if anyone."""

    OPEN = N_("yours to choose")
    PROPOSED = N_("proposed from the file")
    SAID = N_("your answer")
    REMEMBERED = N_("as last time")


class StateTag(QWidget):
    """A sign and a word at the right of the question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = State.OPEN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: State) -> None:
        self.state = state
        self.setAccessibleName(_(state.value))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        words = now.metrics("caption", self.state is State.OPEN).horizontalAdvance(_(self.state.value))
        return QSize(now.px(SIGN + AIR) + int(words) + 2, round(now.line_height("body")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter, waits = theme.current(), QPainter(self), self.state is State.OPEN
        ink, place = now.warn if waits else now.good, QRectF(self.rect())
        sign = QRectF(0, 0, now.pxf(SIGN), place.height())
        icons.paint(painter, "question" if waits else "check", sign, ink, SIGN)
        place.setLeft(now.pxf(SIGN + AIR))
        draw_elided(painter, place, _(self.state.value), "caption", ink, bold=waits)


class DoubtCard(QFrame):
    """One question. `answered(doubt id, choice id)` when the person chooses."""

    answered = Signal(str, str)
    looked_at = Signal(int)  # the column it is about

    def __init__(self, doubt: Doubt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doubt = doubt
        now = theme.current()
        self.setProperty("box", "panel")
        self.setAccessibleName(doubt.question.say())
        column = QVBoxLayout(self)
        column.setContentsMargins(*(now.px(step) for step in (14, 11, 14, 12)))
        column.setSpacing(0)
        column.addLayout(self._head())
        evidence = plain_label(evidence_words(doubt), "small", "text2", wrap=True)
        evidence.setVisible(bool(evidence.text()))
        column.addWidget(evidence)
        self._group = QButtonGroup(self)
        self.rows: dict[str, ChoiceRow] = {}
        rows = QVBoxLayout()
        rows.setContentsMargins(0, now.px(6), 0, 0)
        rows.setSpacing(now.px(6))
        column.addLayout(rows)
        for choice in doubt.choices:
            row = ChoiceRow(choice, self)
            self._group.addButton(row)
            self.rows[choice.id] = row
            rows.addWidget(row)
            row.focused.connect(self._tell_column)
        self.more = QPushButton(_("Show all {n} choices", n=number(len(self.rows))), self)
        self.more.setProperty("link", True)
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.unfold)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold(len(self.rows) > FOLDED)
        self.day: DayRow | None = None
        if doubt.takes_day:
            self.day = DayRow(_nearest(doubt), self)
            self.day.chosen.connect(lambda day: self.answered.emit(self.doubt.id, day))
            column.addSpacing(now.px(8))
            column.addWidget(self.day)
        column.addStretch(1)
        self._group.buttonClicked.connect(lambda row: self.answered.emit(self.doubt.id, row.choice.id))

    def _fold(self, folded: bool) -> None:
        """A long list shows its first choices, the one proposed and the way out, so that the person's rows stay in
        sight.
        """
        self.more.setVisible(folded)
        most = FOLDED if self.doubt.open else SHOWN
        for at, (name, row) in enumerate(self.rows.items()):
            row.setVisible(not folded or at < most or name in (self.doubt.proposed, NO_KIND))

    def unfold(self) -> None:
        """Every choice, with the keyboard on the first that was hidden."""
        hidden = next((row for row in self.rows.values() if row.isHidden()), None)
        self._fold(False)
        if hidden is not None:
            hidden.setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """What the keyboard passes, in order."""
        day: tuple[QWidget, ...] = (self.day.field, self.day.button) if self.day is not None else ()
        return [*self.rows.values(), self.more, *day]

    def show_doubt(self, doubt: Doubt, state: State) -> None:
        """The same question, perhaps with another answer."""
        self.doubt = doubt
        set_variant(self, "box", "warn" if doubt.open else "panel")
        self._tag.show_state(state)
        self._group.setExclusive(False)
        for name, row in self.rows.items():
            row.setChecked(name == doubt.proposed)
            if name == doubt.proposed:
                row.show()  # also of a folded list
        self._group.setExclusive(True)

    def _tell_column(self) -> None:
        if self.doubt.column is not None:
            self.looked_at.emit(self.doubt.column)

    def fits(self, doubt: Doubt) -> bool:
        """Whether this card can show that doubt without being made anew."""
        known = (self.doubt.id, self.doubt.question, self.doubt.choices, self.doubt.evidence, self.doubt.examples)
        return known == (doubt.id, doubt.question, doubt.choices, doubt.evidence, doubt.examples)

    def take_focus(self) -> None:
        """The keyboard to the chosen row, else to the first."""
        chosen = self.rows.get(self.doubt.proposed or "") or next(iter(self.rows.values()))
        chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(12))
        question = plain_label(self.doubt.question.say(), "body", "text", wrap=True)
        question.setProperty("strong", True)
        self._tag = StateTag(self)
        row.addWidget(question, 1)
        row.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _nearest(doubt: Doubt) -> date:
    """The day that a question proposes, else the first of this month: a field must show one."""
    try:
        return date.fromisoformat(doubt.proposed or "")
    except ValueError:
        return date.today().replace(day=1)


def evidence_words(doubt: Doubt) -> str:
    """What speaks for which answer, and cells of this very file."""
    said = doubt.evidence.say()
    texts = dict.fromkeys(one_line(text)[:60] for text in doubt.examples)
    cells = [text for text in texts if text and text not in said]
    quoted = [_("“{words}”", words=cell) for cell in cells[:4]]
    shown = _("For example: {cells}.", cells=", ".join(quoted)) if cells else ""
    return " ".join(part for part in (said, shown) if part)


def state_of(doubt: Doubt, item: Item) -> State:
    """Who settled it."""
    if doubt.open:
        return State.OPEN
    said = item.view.decisions.answers.get(doubt.id) if item.view is not None else None
    if said is None:
        return State.REMEMBERED if item.remembered else State.PROPOSED
    before = item.seen.decisions.answers.get(doubt.id) if item.seen is not None else None
    return State.REMEMBERED if said == before else State.SAID


class DoubtGrid(QWidget):
    """All doubts of a table, two abreast, open ones first. `answered(doubt id, choice id)`.

    A card stays where it is while its question is asked, so that nothing jumps under the hand.
    """

    answered = Signal(str, str)
    looked_at = Signal(int)  # the column of the question that has the keyboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.cards: list[DoubtCard] = []
        self._table: object = None
        self._item: Item | None = None
        self._placed: tuple[int, list[DoubtCard]] = (0, [])

    def show_item(self, item: Item) -> None:
        """The doubts of a table as they are now."""
        asked = item.view.doubts if item.view is not None else ()
        if item is self._item:
            return
        self._item = item
        table = (item.inspection.path, item.index)
        former = {card.doubt.id: card for card in self.cards} if table == self._table else {}
        self._table = table
        order = {name: at for at, name in enumerate(former)}
        ordered = sorted(asked, key=lambda doubt: (order.get(doubt.id, len(order)), not doubt.open))
        cards = []
        for doubt in ordered:
            card = former.get(doubt.id)
            if card is None or not card.fits(doubt):
                card = DoubtCard(doubt, self)
                card.answered.connect(self.answered)
                card.looked_at.connect(self.looked_at)
            card.show_doubt(doubt, state_of(doubt, item))
            cards.append(card)
        for card in self.cards:
            if card not in cards:
                card.hide()
                card.deleteLater()
        self.cards = cards
        self._arrange()

    def next_open(self) -> DoubtCard | None:
        """The open question after the one that has the keyboard; None behind the last."""
        focus = QApplication.focusWidget()
        here = next((at for at, card in enumerate(self.cards) if focus is not None and card.isAncestorOf(focus)), -1)
        return next((card for card in self.cards[here + 1 :] if card.doubt.open), None)

    def stops(self) -> list[QWidget]:
        """What the keyboard passes, card by card as they stand."""
        return [part for card in self.cards for part in card.stops()]

    def first_open(self) -> DoubtCard | None:
        return next((card for card in self.cards if card.doubt.open), None)

    def card(self, doubt: str) -> DoubtCard:
        """The card of that doubt."""
        return next(card for card in self.cards if card.doubt.id == doubt)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        now = theme.current()
        columns = 2 if len(self.cards) > 1 and self.width() >= now.px(ABREAST_FROM) else 1
        if self._placed == (columns, self.cards):
            return
        self._placed = (columns, list(self.cards))
        self._grid.setSpacing(now.px(12))
        while self._grid.count():
            self._grid.takeAt(0)
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
            card.show()
        self._grid.invalidate()
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
