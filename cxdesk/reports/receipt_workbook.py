"""A receipt as a spreadsheet: what counted and what did not, the rows themselves, and formulas that compute it again.

The rows are values; everything that follows from them is a formula that Excel and LibreOffice both calculate, of
functions that both have had for decades. Beside every formula stands what CXDesk says, so that the two can be held
against each other. Texts of files stay texts, whatever they begin with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cxdesk.domain.errors import FileRefused
from cxdesk.domain.results import Receipt
from cxdesk.domain.workings import Method, Workings
from cxdesk.reports.recalculation import Line, lines
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_575  # of a sheet, less its heading
LONGEST = 32_767  # letters of a cell
_SIGNS = frozenset("=+-@#")  # what begins a formula or an error for a spreadsheet program
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_receipt(path: Path, receipt: Receipt, workings: Workings) -> None:
    """Write the workbook, in place of what had its name once it is whole. FileRefused when the rows do not fit on a
    sheet, OSError where nothing can be written; then nothing is.
    """
    if workings.count > MOST_ROWS:
        raise FileRefused(
            _("{n} rows do not fit on a sheet.", n=workings.count),
            _("Ask for a shorter period or for one segment."),
            file=path.name,
        )
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:  # before any sheet is begun: a sheet half written cannot be let go of
            _write(file, receipt, workings)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(file: BinaryIO, receipt: Receipt, workings: Workings) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names = Sheets(_("Receipt"), _("Rows"), _("Calculation"), workings.count)
    _receipt_sheet(book.create_sheet(names.receipt), receipt, workings, names)
    _calculation_sheet(book.create_sheet(names.calculation), receipt, workings, names)
    _rows_sheet(book.create_sheet(names.rows), workings)
    book.calculation.fullCalcOnLoad = True
    book.save(file)


class Sheets:
    """Names of the sheets, and the ranges of the rows as formulas name them."""

    def __init__(self, receipt: str, rows: str, calculation: str, count: int) -> None:
        self.receipt, self.rows, self.calculation = receipt, rows, calculation
        self.last = max(count, 1) + 1

    def column(self, letter: str) -> str:
        """All cells of a column of the rows, below its heading."""
        quoted = self.rows.replace("'", "''")
        return f"'{quoted}'!${letter}$2:${letter}${self.last}"

    @property
    def parts(self) -> str:
        return self.column("A")

    @property
    def adds(self) -> str:
        return self.column("B")

    @property
    def weights(self) -> str:
        return self.column("C")

    @property
    def files(self) -> str:
        return self.column("D")


def _receipt_sheet(sheet: Any, receipt: Receipt, workings: Workings, names: Sheets) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 20
    page = Page(sheet)
    page.add([_(receipt.title)], bold=True)
    page.add([_("Definition"), " · ".join(phrase.say() for phrase in receipt.label)])
    page.add([_("Metric"), f"{receipt.metric}@{receipt.definition.get('version') or '-'}"])
    for name, value in receipt.definition.get("options", {}).items():
        if value not in (None, ""):
            page.add([f"  {name}", value if isinstance(value, int | float | bool) else str(value)])
    page.add([_("Measure"), receipt.measure])
    period = receipt.period
    page.add([_("First day"), period.start if period else _("All dates")])
    page.add([_("Last day"), period.last if period else _("All dates")])
    page.add([_("Segment"), receipt.segment or _("All")])
    page.add([_("Unit"), receipt.unit])
    page.add([_("Value"), receipt.figure.value if receipt.figure.value is not None else receipt.figure.reason])
    page.add([])
    _parts_table(page, receipt, names)
    _files_table(page, receipt, names)
    _rates_table(page, receipt)


def _parts_table(page: Page, receipt: Receipt, names: Sheets) -> None:
    """Parts counted from the rows, exclusions as counted by CXDesk; their sum against the rows imported."""
    page.add([_("Part"), _("Rows")], bold=True)
    first = page.row + 1
    for name in receipt.parts:
        page.add([name, Formula(f"SUMPRODUCT(({names.parts}=A{page.row + 1})*1)")])
    for name, count in receipt.exclusions.items():
        page.add([name, count])
    total = page.row + 1
    page.add([_("Sum"), Formula(f"SUM(B{first}:B{page.row})")])
    page.add([_("Rows imported"), receipt.imported])
    page.add([_("Check"), Formula(f'IF(B{total}=B{total + 1},"{_said("adds up")}","{_said("does not add up")}")')])
    page.add([])


def _said(text: str) -> str:
    known = {"adds up": _("adds up"), "does not add up": _("does not add up")}
    return known[text].replace('"', '""')


def _files_table(page: Page, receipt: Receipt, names: Sheets) -> None:
    """Per file its parts, counted from the rows, its exclusions and their sum."""
    if not receipt.files:
        return
    reasons = list(dict.fromkeys(name for file in receipt.files for name in file["exclusions"]))
    page.add([_("File"), *receipt.parts, *reasons, _("Sum"), _("Rows imported")], bold=True)
    head, first = page.row, page.row + 1
    last = len(receipt.parts) + len(reasons)
    for file in receipt.files:
        row = page.row + 1
        counted = [
            Formula(f"SUMPRODUCT(({names.parts}={letter(at)}${head})*({names.files}=$A{row}))")
            for at in range(1, len(receipt.parts) + 1)
        ]
        left = [file["exclusions"].get(name, 0) for name in reasons]
        page.add([file["file"], *counted, *left, Formula(f"SUM(B{row}:{letter(last)}{row})"), file["rows"]])
    columns = [letter(at) for at in range(1, last + 3)]
    page.add([_("Sum"), *(Formula(f"SUM({column}{first}:{column}{page.row})") for column in columns)])


def _rates_table(page: Page, receipt: Receipt) -> None:
    """The exchange rates by which amounts were converted; what the rows add is converted already."""
    if not receipt.rates:
        return
    page.add([])
    page.add([_("From"), _("To"), _("Exchange rate"), _("Day"), _("Source"), _("Rows")], bold=True)
    for one in receipt.rates:
        day = date.fromisoformat(one["day"]) if one["day"] else None
        page.add([one["from"], one["to"], one["rate"], day, one["source"], one["rows"]])


def _calculation_sheet(sheet: Any, receipt: Receipt, workings: Workings, names: Sheets) -> None:
    """One quantity per line: what it is, its formula, what CXDesk says and how far the two lie apart."""
    for column, width in (("A", 40), ("B", 22), ("C", 22), ("D", 16), ("E", 70)):
        sheet.column_dimensions[column].width = width
    page = Page(sheet)
    page.add([_("Quantity"), _("Formula"), _("CXDesk"), _("Difference"), _("How")], bold=True)
    if workings.working.method is Method.STATED:
        page.add([_("Value"), None, receipt.figure.value, None, _("There is no short formula for this number.")])
        return
    made = lines(workings.working, names, workings.clusters)
    places = {line.name: page.row + 1 + at for at, line in enumerate(made)}
    for line in made:
        said = _known(line, receipt)
        away = Formula(f"ABS(B{page.row + 1}-C{page.row + 1})") if said is not None else None
        page.add([line.title, Formula(_placed(line.formula, places)), said, away, line.how])


def _placed(formula: str, places: dict[str, int]) -> str:
    """The formula with `{name}` replaced by the cell in which that quantity stands."""
    return formula.format(**{name: f"B{row}" for name, row in places.items()})


def _known(line: Line, receipt: Receipt) -> float | int | None:
    figure = receipt.figure
    known = {"value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high}
    return known.get(line.name)


def _rows_sheet(sheet: WriteOnlyWorksheet, workings: Workings) -> None:
    sheet.freeze_panes = "A2"
    page = Page(sheet)
    page.add([_("Part"), _("Adds"), _("Weight"), *workings.headings], bold=True)
    for row in workings.rows():
        page.add([row.part, row.adds, row.weight, *row.cells])


def letter(index: int) -> str:
    """The letter of a column, counted from 0."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(index + 1)


class Formula(NamedTuple):
    """A formula of ours, without its sign; every text is written as text."""

    text: str


class Page:
    """A sheet that is written line by line; `row` is the last line written."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        from openpyxl.styles import Font

        self.sheet = sheet
        self.row = 0
        self._bold = Font(bold=True)

    def add(self, values: Sequence[Any], bold: bool = False) -> None:
        """One line; numbers, dates and truth values stay what they are."""
        self.row += 1
        self.sheet.append(self._cells(values, bold))

    def _cells(self, values: Iterable[Any], bold: bool) -> list[Any]:
        return [None if value is None else self._cell(value, bold) for value in values]

    def _cell(self, value: Any, bold: bool) -> Any:
        from openpyxl.cell import WriteOnlyCell

        risky = isinstance(value, Formula) or (isinstance(value, str) and value[:1] in _SIGNS)
        if not (bold or risky):  # a cell of its own would only cost time
            return clean(value) if isinstance(value, str) else _storable(value)
        if isinstance(value, Formula):
            return WriteOnlyCell(self.sheet, f"={value.text}")
        if isinstance(value, str):
            cell = WriteOnlyCell(self.sheet, clean(value))
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.quotePrefix = value[:1] in _SIGNS
        else:
            cell = WriteOnlyCell(self.sheet, _storable(value))
        if bold:
            cell.font = self._bold
        return cell


def _storable(value: Any) -> Any:
    """What a cell can hold as a number or a date; the rest as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime | date) and value.year < 1900:
        return value.isoformat()  # before the first day that spreadsheets know
    return value


def _instead(letter: str) -> str:
    """Half a letter is shown as a question mark; control characters are left out."""
    return "?" if "\ud800" <= letter <= "\udfff" else ""


def clean(text: str) -> str:
    """Text as a cell can hold it: without control characters, cut with an ellipsis where it is too long."""
    kept = text if _ILLEGAL.search(text) is None else _ILLEGAL.sub(lambda found: _instead(found[0]), text)
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def plain_cell(sheet: Any, value: Any) -> Any:
    """A value as a cell of a sheet: numbers and days as they are, a text as a text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, clean(value))
    cell.data_type = "s"  # never a formula, a number or a date
    cell.quotePrefix = value[:1] in _SIGNS
    return cell
