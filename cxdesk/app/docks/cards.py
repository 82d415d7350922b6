"""The cards: a click makes a number the one that everything else speaks of; which ones stand here is the person's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cxdesk.analysis import remedies
from cxdesk.analysis.card_table import card_table
from cxdesk.app import steps
from cxdesk.app.card_choice import keep_cards
from cxdesk.app.charts.export import clipboard_data
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import Panel, Tool
from cxdesk.app.models.cards import CardsModel
from cxdesk.app.widgets.card_view import CardView
from cxdesk.domain.results import Board, Card
from cxdesk.system.i18n import N_, _, ngettext

FULL = 10  # cards of the balanced set; a place to add one more would only be scrolled to


class CardsPanel(Panel):
    """Shows the board's cards; also those of a snapshot, before there is a board."""

    waits_for = ("board",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = CardsModel(self)
        self.view = CardView()
        self.view.setModel(self.model)
        self._board: Board | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._open)
        self.view.clicked.connect(self._clicked)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut  # the list would take the keys for itself
        for keys, act in (
            ("Ctrl+Up", partial(self.move_card, -1)),
            ("Ctrl+Down", partial(self.move_card, 1)),
            ("Del", self.remove),
        ):
            QShortcut(QKeySequence(keys), self.view, act, context=inside)
        self.view.setAccessibleName(_("Cards"))

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool("question", N_("How is this computed?"), lambda: self.desk.wanted.emit("show_receipt")),
            Tool("copy", N_("Copy as table"), self.copy),
            Tool("search", N_("All metrics"), lambda: self.desk.wanted.emit("catalogue")),
        )

    def copy(self) -> None:
        """What the cards say, as a table for spreadsheet programs."""
        shown = [self.model.card(row) for row in range(self.model.rowCount())]
        table = card_table([card for card in shown if card is not None], self.desk.least)
        QGuiApplication.clipboard().setMimeData(clipboard_data(table))

    # What is shown

    def show_board(self, board: Board) -> None:
        """Show the cards with the one in focus selected."""
        self._board = board
        self.model.least = self.view.delegate.least = self.desk.least
        self.model.adding = self.writable and (board.chosen or len(board.cards) < FULL)
        self.show_cards(board.cards)
        focus = self.desk.focus
        if focus is not None:
            self._select(focus.metric, focus.measure)

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show cards without saying which one is looked at."""
        self.model.show_cards(cards)
        self._note(sum(card.figure.value is not None for card in cards))

    def _note(self, n: int) -> None:
        numbers = ngettext("{n} number", "{n} numbers", n) if n else ""
        chosen = self._board is not None and self._board.chosen
        self.noted.emit(_("your choice · {numbers}", numbers=numbers) if chosen and n else numbers)

    def set_computing(self, computing: bool) -> None:
        self.view.set_computing(computing)

    def set_compact(self, compact: bool) -> None:
        self.view.set_compact(compact)

    def retranslate(self) -> None:
        self.view.setAccessibleName(_("Cards"))
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()
        cards = [self.model.card(row) for row in range(self.model.rowCount())]
        self._note(sum(card is not None and card.figure.value is not None for card in cards))

    @property
    def writable(self) -> bool:
        return self.desk.info is not None and not self.desk.info.read_only

    @property
    def card(self) -> Card | None:
        """The card that has the keyboard."""
        return self.model.card(self.view.currentIndex().row())

    # What the person looks at

    def _select(self, metric: str, measure: str) -> None:
        row = self.model.row_of(metric, measure)
        if row is not None and row != self.view.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(self.model.index(row), flags)

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        card, shown = self.model.card(index.row()), self.desk.card  # which may show another measure of its metric
        if card is None or self.desk.board is None:
            return
        if shown is None or (shown.metric, shown.measure) != (card.metric, card.measure):
            self.look_at(card.metric, card.measure)

    def look_at(self, metric: str, measure: str = "") -> None:
        """Make a number the one that everything speaks of."""
        self.desk.ask(steps.metric(self.desk.query, metric, measure))

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.adds(index.row()):
            self.desk.wanted.emit("catalogue")

    def _open(self, index: QModelIndex) -> None:
        """Enter or a double click on a card without data offers what would fill it: an import, or exchange rates."""
        card = self.model.card(index.row())
        action = remedies.opens(card.figure.reason or "", card.needs) if card is not None else ""
        if self.model.adds(index.row()):
            action = "catalogue"
        if action:
            self.desk.wanted.emit(action)

    # Which cards there are

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.view.indexAt(self.view.viewport().mapFromGlobal(event.globalPos()))
            if self.model.card(index.row()) is None:
                return
            self.view.setCurrentIndex(index)
        place = self.view.visualRect(self.view.currentIndex()).center()
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        at = event.globalPos() if by_mouse else self.view.viewport().mapToGlobal(place)
        menu = self.menu()
        if menu is not None:
            menu.popup(at)

    def menu(self) -> QMenu | None:
        """Everything that can be done with the card in hand."""
        card = self.card
        if card is None:
            return None
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for text, action in _ASKED:
            made.addAction(_(text), self._wants(action))
        if card.companions:
            beside = made.addMenu(_("Read with"))
            for metric, title in card.companions:
                beside.addAction(_(title).replace("&", "&&"), _looks(self, metric))
        made.addSeparator()
        for text, act, possible in self._choices(card.metric):
            made.addAction(text, act).setEnabled(possible and self.writable)
        return made

    def _choices(self, metric: str) -> list[tuple[str, Callable[[], None], bool]]:
        """What can be done about which cards there are: text, act, whether it can be done now."""
        shown = self.on_cards
        if metric not in shown:
            return [(_("Keep on the cards"), lambda: self.keep((*shown, metric)), True)]
        at = shown.index(metric)
        return [
            (_("Earlier") + "\tCtrl+Up", lambda: self.move_card(-1), at > 0),
            (_("Later") + "\tCtrl+Down", lambda: self.move_card(1), at < len(shown) - 1),
            (_("Remove from the cards") + "\tDel", self.remove, len(shown) > 1),
            (_("Balanced set again"), self.reset, self._board is not None and self._board.chosen),
        ]

    @property
    def on_cards(self) -> tuple[str, ...]:
        """The metrics on the cards, without the one that is merely looked at."""
        return self._board.on_cards if self._board else ()

    def _wants(self, action: str) -> Callable[[], None]:
        return lambda: self.desk.wanted.emit(action)

    def move_card(self, step: int) -> None:
        """The card in hand one place earlier or later."""
        card, shown = self.card, list(self.on_cards)
        if card is None or card.metric not in shown:
            return
        at = shown.index(card.metric)
        to = min(max(at + step, 0), len(shown) - 1)
        if to != at:
            shown.insert(to, shown.pop(at))
            self.keep(tuple(shown))

    def remove(self) -> None:
        """The card in hand goes; it comes back from the list of all metrics, or with Ctrl+Z."""
        card, shown = self.card, self.on_cards
        if card is not None and card.metric in shown and len(shown) > 1:
            left = tuple(name for name in shown if name != card.metric)
            at = min(shown.index(card.metric), len(left) - 1)
            self.keep(left, left[at])

    def reset(self) -> None:
        """The balanced set again."""
        self.keep(None)

    def keep(self, metrics: tuple[str, ...] | None, then: str = "") -> None:
        """Keep a choice of cards in the workspace, and look at `then`; Ctrl+Z takes it back."""
        if self.writable:
            keep_cards(self.desk, metrics, (lambda: self.look_at(then)) if then else None)


_ASKED = (
    (N_("How is this computed?"), "show_receipt"),
    (N_("Why did it change?"), "show_why"),
    (N_("What does it mean?"), "catalogue"),
    (N_("Definition and scale…"), "definition"),
    (N_("Target…"), "targets"),
)


def _looks(panel: CardsPanel, metric: str) -> Callable[[], None]:
    return lambda: panel.look_at(metric)
