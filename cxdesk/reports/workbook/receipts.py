"""Receipts whose numbers the spreadsheet computes again: from the counts of every part to the value, beside what CXDesk
says. The rows themselves stay in the workspace; the receipt of a single number can be exported with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxdesk.analysis.receipt_wording import rung_title
from cxdesk.domain.explained import Explained, Step
from cxdesk.domain.report import Facts
from cxdesk.domain.workings import Method
from cxdesk.reports.workbook.sheet import Amount, Formula, Page, form
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CLOSE = 1e-9


def receipts_sheet(sheet: Worksheet, facts: Facts) -> bool:
    """One below the other, each with its sums and its value as formulas."""
    page = Page(sheet, (56, 16, 16, 16))
    told = [topic.told for topic in facts.topics if topic.told is not None]
    for one in told:
        _receipt(page, one)
        page.add([])
    return bool(told)


def _receipt(page: Page, told: Explained) -> None:
    page.head([_(told.card.title), _("Rows"), _("CXDesk"), _("Difference")])
    first = page.row + 1
    for rung in told.rungs:
        if rung.step is Step.LEFT_OUT:
            page.add([rung_title(rung), -rung.count])
        elif rung.step is Step.THERE and page.row + 1 == first:
            page.add([rung_title(rung), rung.count])
    _line(page, _("Counted"), f"SUM(B{first}:B{page.row})", told.counted, "#,##0")
    places = {}
    for one in told.portions:
        page.add([one.title.say(), one.count])
        places[one.part] = f"B{page.row}"
    if len(places) > 1:
        _line(page, _("Sum of the parts"), f"SUM({','.join(places.values())})", told.counted, "#,##0")
    _value(page, told, places)


def _value(page: Page, told: Explained, places: dict[str, str]) -> None:
    """The value as a formula where it follows from what stands above, else as it is."""
    figure, working, card = told.receipt.figure, told.working, told.card
    if figure.value is None:
        return
    how = form(card.unit, card.decimals, card.currency)
    per = repr(working.per)
    plain = not working.weighted
    if plain and working.method is Method.ADJUSTED_WALD and {"plus", "minus"} <= places.keys():
        whole = "+".join(places.values())
        _line(page, _("Value"), f"{per}*({places['plus']}-{places['minus']})/({whole})", figure.value, how)
    elif figure.numerator is not None and figure.denominator and _follows(told):
        page.add([_("Numerator"), figure.numerator])
        page.add([_("Denominator"), figure.denominator])
        _line(page, _("Value"), f"{per}*B{page.row - 1}/B{page.row}", figure.value, how)
    else:
        page.add([_("Value"), None, Amount(figure.value, how)])
    for title, end in ((_("Lower end"), figure.low), (_("Upper end"), figure.high)):
        if end is not None:
            page.add([title, None, Amount(end, how)])


def _follows(told: Explained) -> bool:
    """Whether the value is its numerator over its denominator."""
    figure = told.receipt.figure
    assert figure.value is not None
    assert figure.numerator is not None
    assert figure.denominator
    made = told.working.per * figure.numerator / figure.denominator
    return abs(made - figure.value) <= CLOSE * max(1.0, abs(figure.value))


def _line(page: Page, title: str, formula: str, said: float, how: str) -> None:
    """A formula beside what CXDesk says, and how far the two lie apart."""
    page.add([title, Formula(formula), Amount(said, how), Formula(f"B{page.row + 1}-C{page.row + 1}")], bold=True)
    page.sheet.cell(page.row, 2).number_format = how
