"""The cards: a click makes a number the one that everything else speaks of."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxdesk.analysis import remedies
from cxdesk.app import steps
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import Panel
from cxdesk.app.models.cards import CardsModel
from cxdesk.app.widgets.card_view import CardView
from cxdesk.domain.results import Board, Card
from cxdesk.system.i18n import ngettext


class CardsPanel(Panel):
    """Shows the board's cards; also those of a snapshot, before there is a board."""

    waits_for = ("board",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = CardsModel(self)
        self.view = CardView()
        self.view.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._open)

    def show_board(self, board: Board) -> None:
        """Show the cards with the one in focus selected."""
        self.model.least = self.view.delegate.least = self.desk.least
        self.show_cards(board.cards)
        focus = self.desk.focus
        if focus is not None:
            self._select(focus.metric, focus.measure)

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show cards without saying which one is looked at."""
        self.model.show_cards(cards)
        self.noted.emit(ngettext("{n} number", "{n} numbers", len(cards)) if cards else "")

    def set_computing(self, computing: bool) -> None:
        self.view.set_computing(computing)

    def set_compact(self, compact: bool) -> None:
        self.view.set_compact(compact)

    def retranslate(self) -> None:
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()
        cards = [self.model.card(row) for row in range(self.model.rowCount())]
        self.noted.emit(ngettext("{n} number", "{n} numbers", sum(card is not None for card in cards)))

    def _select(self, metric: str, measure: str) -> None:
        row = self.model.row_of(metric, measure)
        if row is not None and row != self.view.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(self.model.index(row), flags)

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        card, focus = self.model.card(index.row()), self.desk.focus
        if card is None or self.desk.board is None:
            return
        if focus is None or (focus.metric, focus.measure) != (card.metric, card.measure):
            self.desk.ask(steps.metric(self.desk.query, card.metric, card.measure))

    def _open(self, index: QModelIndex) -> None:
        """Enter or a double click on a card without data offers what would fill it: an import, or exchange rates."""
        card = self.model.card(index.row())
        action = remedies.opens(card.figure.reason or "", card.needs) if card is not None else ""
        if action:
            self.desk.wanted.emit(action)
