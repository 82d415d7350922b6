"""A list of any number of customers: places in an order, and pages of lines when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cxdesk.analysis.customers.telling import amount, score
from cxdesk.app.dates import day_text
from cxdesk.app.delegates.row import BOLD_ROLE, TONE_ROLE
from cxdesk.app.models.pages import Pages
from cxdesk.app.widgets.plain import tooltip
from cxdesk.domain.customers import COLUMN_TITLES, RISK_TITLES, CustomerLine, Sort
from cxdesk.system.i18n import _, number

PAGE, PAGES_KEPT = 128, 40
UP, DOWN = "▴", "▾"
COLUMNS = tuple(Sort)
NUMBERS = (Sort.MRR, Sort.VALUE, Sort.NPS, Sort.CSAT, Sort.HEALTH, Sort.AT_RISK, Sort.LAST_CONTACT)
RISK_TONES = {"high": "bad", "watch": "warn", "low": "good"}
BAND_TONES = {"bottom": "bad", "top": "good"}
HEALTH_TONES = {"poor": "bad", "good": "good"}
Index = QModelIndex | QPersistentModelIndex


class CustomersModel(QAbstractTableModel):
    """`wanted` names pages that were looked at and are not here yet; `sorted` says which column the person chose."""

    wanted = Signal(int)
    sorted = Signal(str, bool)  # column, descending

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency: str | None = None
        self._pages: Pages[CustomerLine] = Pages(PAGE, PAGES_KEPT, self.wanted.emit)
        self.by: tuple[str, bool] = (Sort.AT_RISK, True)

    def show_size(self, size: int, currency: str | None) -> None:
        """So many customers, whose lines come when they are looked at."""
        self.beginResetModel()
        self._currency = currency
        self._pages.start(size)
        self.endResetModel()

    def put(self, page: int, lines: Sequence[CustomerLine]) -> None:
        """A page arrived."""
        filled = self._pages.put(page, list(lines))
        if filled is not None:
            self.dataChanged.emit(self.index(filled[0], 0), self.index(filled[1], len(COLUMNS) - 1))

    def give_up(self, pages: Iterable[int]) -> None:
        """These will not come; they are asked for again when looked at again."""
        self._pages.give_up(pages)

    def customer(self, row: int) -> CustomerLine | None:
        """The customer in that place, or None while the page is on its way."""
        return self._pages.line(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._pages.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def turn(self, column: int) -> None:
        """Sort by a column: texts from the start, what counts from the largest; the same again the other way round."""
        chosen, (before, descending) = COLUMNS[column], self.by
        self.by = (chosen, not descending if chosen == before else chosen not in (Sort.NAME, Sort.PLAN))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.sorted.emit(*self.by)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        line = self.customer(index.row()) if index.isValid() else None
        if line is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            known = line.called if line.hidden else f"{line.called}\n{line.customer}"
            return tooltip(known if column == Sort.NAME else self.text(line, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == TONE_ROLE:
            return tone(line, column)
        return column == Sort.NAME if role == BOLD_ROLE else None

    def text(self, line: CustomerLine, column: str) -> str:
        """A cell as people read it; empty where nothing is known."""
        amounts = {Sort.MRR: line.mrr, Sort.VALUE: line.value, Sort.AT_RISK: line.at_risk}
        if column in amounts:
            value = amounts[Sort(column)]
            return "" if value is None else amount(value, self._currency)
        if column in (Sort.NPS, Sort.CSAT):
            given = line.nps if column == Sort.NPS else line.csat
            return score(given.value) if given else ""
        if column == Sort.HEALTH:
            return "" if line.health is None else number(line.health)
        if column == Sort.RISK:
            return _("has left") if line.left else _(RISK_TITLES[line.risk]) if line.risk != "none" else ""
        if column == Sort.LAST_CONTACT:
            return day_text(line.last_contact) if line.last_contact else ""
        return line.called if column == Sort.NAME else line.plan

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title, (by, descending) = _(COLUMN_TITLES[COLUMNS[section]]), self.by
            return f"{DOWN if descending else UP} {title}" if COLUMNS[section] == by else title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[section] in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def tone(line: CustomerLine, column: str) -> str:
    """The colour of a cell; the words and figures say the same."""
    if line.left:
        return "text3"
    if column == Sort.RISK:
        return RISK_TONES.get(line.risk, "text3")
    if column in (Sort.NPS, Sort.CSAT):
        given = line.nps if column == Sort.NPS else line.csat
        return BAND_TONES.get(given.band or "" if given else "", "text")
    if column == Sort.HEALTH:
        return HEALTH_TONES.get(line.health_band, "text")
    return "text2" if column in (Sort.PLAN, Sort.LAST_CONTACT) else "text"
