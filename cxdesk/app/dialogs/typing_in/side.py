"""What stands beside the lines: what falls on each month, which numbers read it, which currencies have a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QHeaderView, QVBoxLayout, QWidget

from cxdesk.app import theme
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from cxdesk.app.widgets.plain import plain_label
from cxdesk.domain.kinds_of.cost import CATEGORIES
from cxdesk.intake.cells_of_money import MONEY_UNITS
from cxdesk.system.i18n import _, day, ngettext, number
from cxdesk.workspace.typed.effects import Months, Need, by_month
from cxdesk.workspace.typed.sheets import Values
from cxdesk.workspace.typed.words import rate_text


class Side(QFrame):
    """A title, a table and a text below it."""

    def __init__(self, numbers: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setProperty("box", "panel")
        self.title = plain_label(role="small")
        self.title.setProperty("strong", True)
        self.texts = TextsModel(self, numbers)
        self.table = TextTable(self.texts)
        self.texts.modelReset.connect(self._share)
        self.below = plain_label(role="small", tone="text2", wrap=True)
        self.why = plain_label(role="small", tone="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[now.px(1)] * 4)
        column.setSpacing(0)
        for part, air in ((self.title, 10), (self.why, 0)):
            part.setContentsMargins(now.px(12), now.px(air), now.px(12), now.px(6))
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self.below.setContentsMargins(now.px(12), now.px(8), now.px(12), now.px(10))
        column.addWidget(self.below)

    def _share(self) -> None:
        """Numbers and their heads are whole; the first column takes what is left."""
        head = self.table.horizontalHeader()
        for column in range(self.texts.columnCount()):
            fits = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, fits)

    def say(self, title: str, why: str) -> None:
        self.title.setText(title)
        self.table.setAccessibleName(title)
        self.why.setText(why)


class MonthsSide(Side):
    """Costs by month, newest first, and where those of the current line's category go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((1, 2), parent)
        self.files: Months = {}
        self.read_by: Mapping[str, Sequence[str]] = {}

    def show_lines(self, lines: Sequence[Values], category: str) -> None:
        """The months of these lines beside those of files."""
        self.say(_("Per month"), _("Every cost is spread evenly over its days."))
        typed = by_month(lines)
        both = ((_("Typed in"), typed), (_("From files"), self.files))
        sources = [(title, source) for title, source in both if source] or [both[0]]
        rows = []
        for month in sorted({*typed, *self.files}, reverse=True):
            for currency in sorted({key for _title, source in sources for key in source.get(month, {})}):
                amounts = [_amount(source.get(month, {}).get(currency), currency) for _title, source in sources]
                rows.append([_month(month), *amounts])
        head = [_("Month"), *(title for title, _source in sources)]
        self.texts.show_table(head, rows)
        self.below.setText(self._readers(category))

    def _readers(self, category: str) -> str:
        if category not in CATEGORIES:
            return _("The category decides which numbers a cost goes into.")
        titles = [_(title) for title in self.read_by.get(category, ())]
        if not titles:
            return _("{category}: counted in no number; only kept.", category=_(CATEGORIES[category]))
        return _("{category} goes into: {metrics}.", category=_(CATEGORIES[category]), metrics=", ".join(titles))


class NeedsSide(Side):
    """Which currencies amounts are in, and the rate in force for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((1, 2), parent)
        self.currency = ""
        self.needs: Sequence[Need] = ()

    def show_lines(self, _lines: Sequence[Values]) -> None:
        self.say(
            _("Currencies in this workspace"),
            _("Amounts are converted into {currency} at the rate in force on their day.", currency=self.currency),
        )
        rows = [[one.currency, number(one.rows), _rate(one)] for one in self.needs]
        self.texts.show_table([_("Currency"), _("Rows"), _("Latest rate")], rows)
        lacking = [one.currency for one in self.needs if one.rate is None and one.currency != self.currency]
        self.below.setText(
            ngettext("Without a rate: {names}.", "Without a rate: {names}.", len(lacking), names=", ".join(lacking))
            if lacking
            else ""
        )


def _rate(need: Need) -> str:
    return "" if need.rate is None else rate_text(round(need.rate, 6))


def _amount(stored: int | None, currency: str) -> str:
    return "" if stored is None else f"{number(stored / MONEY_UNITS, 2)} {currency}".strip()


def _month(first: date) -> str:
    return day(first, "MMM y")
