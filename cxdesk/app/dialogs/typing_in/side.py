"""What stands beside the lines: what falls on each month, which numbers read it, which currencies have a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

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
        several = bool(self.files)
        head = [_("Month"), _("Typed in"), *([_("From files")] if several else [])]
        rows = []
        for month in sorted({*typed, *self.files}, reverse=True):
            mine, theirs = typed.get(month, {}), self.files.get(month, {})
            for currency in sorted({*mine, *theirs}):
                amounts = [_amount(mine.get(currency), currency)]
                amounts += [_amount(theirs.get(currency), currency)] if several else []
                rows.append([_month(month), *amounts])
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
