"""A sheet that is filled line by line. Texts of files stay texts, whatever they begin with; formulas are ours alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxdesk.domain.colours import COLOURS
from cxdesk.domain.results import Unit
from cxdesk.reports.receipt_workbook import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SIGNS = frozenset("=+-@#\t\r＝＋－＠")
LONGEST_NAME = 31  # of a sheet
DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class Formula:
    """A formula of ours, without its sign."""

    text: str


@dataclass(frozen=True)
class Amount:
    """A number with the format in which it is shown."""

    value: float | int | None
    form: str


class Page:
    """One sheet; `row` is the last line written."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        self.sheet, self.row = sheet, 0
        sheet.page_setup.orientation = "landscape"  # as wide as a page where it is printed, as long as it takes
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._bold, self._title = Font(bold=True), Font(bold=True, size=14)
        self._head = PatternFill("solid", fgColor=f"FF{COLOURS['sunken'][0][1:]}")
        self._wrap = Alignment(wrap_text=True, vertical="top")
        for at, wide in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = wide

    def title(self, text: str) -> None:
        self.add([text])
        self.sheet.cell(self.row, 1).font = self._title

    def head(self, texts: Sequence[str]) -> None:
        """A line of headings."""
        self.add(texts, bold=True)
        for at in range(1, len(texts) + 1):
            self.sheet.cell(self.row, at).fill = self._head

    def add(self, values: Sequence[Any], bold: bool = False, wrap: bool = False) -> None:
        """One line; numbers, dates and truth values stay what they are."""
        self.row += 1
        for at, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            cell = self.sheet.cell(self.row, at)
            _fill(cell, value)
            if bold:
                cell.font = self._bold
            if wrap:
                cell.alignment = self._wrap


def _fill(cell: Any, value: Any) -> None:
    if isinstance(value, Formula):
        cell.value = f"={value.text}"
    elif isinstance(value, Amount):
        cell.value = value.value
        cell.number_format = value.form
    elif isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in SIGNS
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = DAY


def form(unit: str, decimals: int, currency: str | None = None) -> str:
    """How a spreadsheet writes a unit: 79.3 %, 2:41 as hours and minutes stay numbers with a point."""
    digits = "0." + "0" * decimals if decimals else "0"
    if unit == Unit.PERCENT:
        return f'{digits}" %"'
    if unit == Unit.SCORE:
        return f"+{digits};-{digits};0"
    if unit == Unit.MONEY:
        return f'#,##{digits}" {currency}"' if currency else f"#,##{digits}"
    return f"#,##{digits}" if unit == Unit.COUNT else digits


def name_of(text: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have and no other has."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in clean(text)).strip(" '")[:LONGEST_NAME] or "1"
    tries = [kept, *(f"{kept[: LONGEST_NAME - 4]} {n}" for n in range(2, 99))]
    lowered = {one.casefold() for one in taken}
    return next(one for one in tries if one.casefold() not in lowered)
