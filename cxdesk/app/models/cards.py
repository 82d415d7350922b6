"""The cards with their quiet group names, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.analysis.wording import family_title, spoken, withheld
from cxdesk.domain.results import Card
from cxdesk.domain.settings import setting
from cxdesk.system.i18n import N_, _

# The quiet group names above the cards; families of one group stand together.
GROUPS: dict[str, str] = {
    "loyalty": N_("Surveys"),
    "satisfaction": N_("Surveys"),
    "effort": N_("Surveys"),
    "listening": N_("Surveys"),
    "support": N_("Support"),
    "customers": N_("Customers and revenue"),
    "revenue": N_("Customers and revenue"),
    "product": N_("Product and journey"),
    "journey": N_("Product and journey"),
    "composite": N_("Composites"),
}

CARD_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SECTION_ROLE = CARD_ROLE + 1
ADD_ROLE = CARD_ROLE + 100  # text of a dashed place that adds a card

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Section:
    """The name of a group of cards, as English source text."""

    title: str


@dataclass(frozen=True)
class Add:
    """The place that adds a card; its text is English source text."""

    title: str = N_("Add a card")


class CardsModel(QAbstractListModel):
    """Sections and cards in the order of the board; a new board of the same cards keeps every place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Section | Card | Add] = []
        self.adding = False  # whether the last place adds a card
        self.least = int(setting("min_show").default)  # answers from which a number is told
        self._told_from = self.least

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these cards. Cards of the same metrics change in place, so that focus and scroll position stay."""
        items: list[Section | Card | Add] = []
        groups = list(dict.fromkeys(_group(card) for card in cards))
        for title, group in groupby(sorted(cards, key=lambda card: groups.index(_group(card))), key=_group):
            items += [Section(title), *group]
        if self.adding:
            items.append(Add())
        if [_identity(item) for item in items] == [_identity(item) for item in self._items]:
            before, self._items = self._items, items
            every, self._told_from = self._told_from != self.least, self.least
            for row, (one, other) in enumerate(zip(before, items, strict=True)):
                if every or (one is not other and one != other):
                    self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def card(self, row: int) -> Card | None:
        item = self._items[row] if 0 <= row < len(self._items) else None
        return item if isinstance(item, Card) else None

    def adds(self, row: int) -> bool:
        """Whether this place adds a card."""
        return 0 <= row < len(self._items) and isinstance(self._items[row], Add)

    def row_of(self, metric: str, measure: str = "") -> int | None:
        """Where a metric's card stands; the measure decides only where a metric has several cards."""
        rows = [row for row, item in enumerate(self._items) if isinstance(item, Card) and item.metric == metric]
        exact = [row for row in rows if measure and self._items[row].measure == measure]  # type: ignore[union-attr]
        return next(iter(exact or rows), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.card(index.row()) is None and not self.adds(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if isinstance(item, Add):
            texts = (ADD_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return _(item.title) if role in texts else None
        if isinstance(item, Section):
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return family_title(item.title)
            return item.title if role in (SECTION_ROLE, Qt.ItemDataRole.DisplayRole) else None
        if role == CARD_ROLE:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(withheld(item, self.least))
        return item.short_title if role == Qt.ItemDataRole.DisplayRole else None


def _group(card: Card) -> str:
    return GROUPS.get(card.family, card.family)


def _identity(item: Section | Card | Add) -> tuple[str, str]:
    return (item.metric, item.measure) if isinstance(item, Card) else (item.title, type(item).__name__)
