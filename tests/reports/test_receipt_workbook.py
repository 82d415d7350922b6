"""The receipt as a spreadsheet: its formulas give what CXDesk gives, its rows are real values, its texts stay texts."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cxdesk.analysis.receipt_wording import interval
from cxdesk.cli.main import run
from cxdesk.domain.errors import FileRefused
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Figure
from cxdesk.domain.workings import Method, Working, Workings
from cxdesk.reports import receipt_workbook
from cxdesk.reports.receipt_workbook import LONGEST, MOST_ROWS, write_receipt
from cxdesk.workspace.typed.keeping import Edit
from cxdesk.workspace.workspace import Workspace
from tests.analysis.answers import csat, nps, two_quarters, workspace
from tests.cases import stored
from tests.reports.recalculating import all_recalculated, needs_calculator, recalculated

Sheets = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path) as made:
        yield made


def weighted(folder: Path) -> Workspace:
    """Ten answers on 1-5 with weights from 0.5 to 5."""
    made = Workspace.create(folder / "weighted.cxdesk")
    made.set_setting("zone", "UTC")
    rows = [{**csat(f"c{at}", "2025-05-20", 1 + at % 5, "Team"), "weight": (at + 1) / 2} for at in range(10)]
    rows = [{name: value for name, value in row.items() if name != "Plan"} for row in rows]
    place = folder / "files"
    place.mkdir()
    stored.put(made, {"answer": rows}, place)
    return made


def written(desk: Workspace, folder: Path, query: Query, selection: Selection) -> Path:
    path = folder / "receipt.xlsx"
    write_receipt(path, desk.receipt(query, selection), desk.workings(query, selection))
    return path


def quantities(sheets: Sheets) -> dict[str, float]:
    """Name → what the formula gives, of the sheet Calculation."""
    return {line[0]: line[1] for line in sheets["CALCULATION"][1:] if isinstance(line[1], int | float)}


ASKED: dict[str, dict[str, Any]] = {
    "nps": {},
    "nps of all answers": {"dedupe": "all", "level": 0.9},
    "csat_top": {},
    "csat_mean": {},
    "csat_pct_max": {},
    "csat_pomp": {},
    "nps_shares": {},
    "comment_rate": {},
}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Figure, dict[str, float]]]:
    """What CXDesk gives and what the formulas give, by what was asked."""
    folder = tmp_path_factory.mktemp("calculated")
    figures, paths = [], []
    with workspace(folder) as desk:
        for name, options in ASKED.items():
            metric = name.split()[0]
            query, selection = Query(metrics=(metric,), options={metric: options}), Selection(metric)
            figures.append(desk.receipt(query, selection).figure)
            paths.append(written(desk, folder, query, selection).rename(folder / f"{name}.xlsx"))
    sheets = all_recalculated(paths, folder / "done")
    return dict(zip(ASKED, zip(figures, map(quantities, sheets), strict=True), strict=True))


@needs_calculator
@pytest.mark.parametrize("name", ASKED)
def test_the_formulas_give_what_cxdesk_gives(calculated: dict[str, tuple[Figure, dict[str, float]]], name: str) -> None:
    figure, found = calculated[name]
    assert found["Rows counted"] == figure.n
    assert found["Value"] == pytest.approx(figure.value, abs=1e-9)
    assert found["Lower end"] == pytest.approx(figure.low, abs=1e-9)
    assert found["Upper end"] == pytest.approx(figure.high, abs=1e-9)


@needs_calculator
@pytest.mark.parametrize("metric", ["csat_top", "csat_mean"])
def test_weighted_answers_too(tmp_path: Path, metric: str) -> None:
    query, selection = Query(metrics=(metric,), options={metric: {"weight": True}}), Selection(metric)
    with weighted(tmp_path) as desk:
        figure = desk.receipt(query, selection).figure
        found = quantities(recalculated(written(desk, tmp_path, query, selection), tmp_path / "done"))
    assert found["Sum of weights"] == pytest.approx(27.5)
    assert found["Effective rows"] == pytest.approx(27.5**2 / (385 / 4))
    assert found["Value"] == pytest.approx(figure.value, abs=1e-9)
    assert found["Lower end"] == pytest.approx(figure.low, abs=1e-7)
    assert found["Upper end"] == pytest.approx(figure.high, abs=1e-7)


@needs_calculator
@pytest.mark.parametrize("metric", ["csat_top", "csat_mean"])
def test_where_customers_repeat_the_formulas_take_that_from_the_receipt(tmp_path: Path, metric: str) -> None:
    said = {"a": (5, 5, 5, 4), "b": (1, 2, 1), "c": (5, 4), "d": (3,), "e": (1, 5)}
    rows = [
        csat(who, f"2025-05-{at + 1:02}", score, "Team") for who, all_ in said.items() for at, score in enumerate(all_)
    ]
    query, selection = Query(metrics=(metric,)), Selection(metric)
    with workspace(tmp_path, rows) as desk:
        figure = desk.receipt(query, selection).figure
        found = quantities(recalculated(written(desk, tmp_path, query, selection), tmp_path / "done"))
        told = interval(desk.explain(query, selection))
    assert (found["Customers"], found["Rows counted"]) == (5, 12)
    assert found["Effective rows"] < 12
    assert found["Value"] == pytest.approx(figure.value, abs=1e-9)
    assert found["Lower end"] == pytest.approx(figure.low, abs=1e-9)
    assert found["Upper end"] == pytest.approx(figure.high, abs=1e-9)
    assert "clustered by customer" in told


@needs_calculator
def test_parts_files_and_exclusions_add_up(desk: Workspace, tmp_path: Path) -> None:
    query, selection = Query(metrics=("nps",)), Selection("nps")
    receipt = desk.receipt(query, selection)
    sheets = recalculated(written(desk, tmp_path, query, selection), tmp_path / "done")
    lines = sheets["RECEIPT"]
    counted = {line[0]: line[1] for line in lines if line[0] in receipt.parts}
    assert counted == dict(receipt.parts)
    said = {line[0]: line[1] for line in lines}
    assert said["Check"] == "adds up"
    for file in receipt.files:
        (line,) = (line for line in lines if line[0] == file["file"])
        assert line[-2] == line[-1] == file["rows"]


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    found = list(book[sheet].iter_rows())
    book.close()
    return found


def test_every_row_behind_the_number_is_there_in_its_part(desk: Workspace, tmp_path: Path) -> None:
    query, selection = Query(metrics=("nps",)), Selection("nps")
    head, *rows = cells(written(desk, tmp_path, query, selection), "Rows")
    parts = [row[0].value for row in rows]
    assert {name: parts.count(name) for name in ("plus", "neutral", "minus", "missing", "invalid")} == {
        "plus": 7, "neutral": 0, "minus": 13, "missing": 1, "invalid": 1,
    }  # fmt: skip
    adds = {(row[0].value, row[1].value) for row in rows}
    assert adds == {("plus", 1), ("minus", -1), ("missing", None), ("invalid", None)}
    assert [cell.value for cell in head][:5] == ["Part", "Adds", "Weight", "File", "Line"]


def test_numbers_and_dates_are_real_and_in_local_time(desk: Workspace, tmp_path: Path) -> None:
    desk.set_setting("zone", "Europe/Paris")
    query, selection = Query(metrics=("nps",)), Selection("nps")
    head, first, *_rest = cells(written(desk, tmp_path, query, selection), "Rows")
    row = {title.value: cell for title, cell in zip(head, first, strict=True)}
    (when,) = (title for title in row if "Europe/Paris" in str(title))
    assert row[when].is_date
    assert row[when].value.hour == 14, "12:00 UTC in summer"
    assert isinstance(row[when].value, datetime)
    assert isinstance(row["Line"].value, int)
    assert row["Score"].data_type == "n"


PAYLOADS = (
    '=HYPERLINK("http://example.org","x")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "#REF!",
)


def test_texts_of_files_never_become_formulas(tmp_path: Path) -> None:
    rows = [nps(f"c{at}", "2025-05-10", 9, text, comment=text) for at, text in enumerate(PAYLOADS)]
    with workspace(tmp_path, rows) as desk:
        path = written(desk, tmp_path, Query(metrics=("nps",)), Selection("nps"))
    body = cells(path, "Rows")[1:]
    assert {cell.data_type for row in body for cell in row if isinstance(cell.value, str)} == {"s"}
    shown = {cell.value for row in body for cell in row if isinstance(cell.value, str)}
    assert {text.strip() for text in PAYLOADS} <= {text.strip() for text in shown}
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    (sheet,) = (data for name, data in parts.items() if name.endswith("sheet3.xml"))
    assert b"<f>" not in sheet
    assert b"<f " not in sheet
    assert not any(b"hyperlink" in data.lower() for name, data in parts.items() if name.endswith(".rels"))


def test_texts_that_no_cell_can_hold_are_made_to_fit(tmp_path: Path) -> None:
    rows = [nps("c1", "2025-05-10", 9, "Team", comment="é" * (LONGEST + 10))]
    with workspace(tmp_path, rows) as desk:
        body = cells(written(desk, tmp_path, Query(metrics=("nps",)), Selection("nps")), "Rows")
    (text,) = (cell.value for row in body for cell in row if isinstance(cell.value, str) and "éé" in cell.value)
    assert len(text) == LONGEST
    assert text.endswith("…")
    assert receipt_workbook.clean("a\x00b\x0bc\ud800\n") == "abc?\n"


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_is_written(desk: Workspace, tmp_path: Path) -> None:
    receipt = desk.receipt(Query(metrics=("nps",)), Selection("nps"))
    many = Workings(Working(Method.WILSON, 0.95), (), MOST_ROWS + 1, lambda: iter(()))
    with pytest.raises(FileRefused):
        write_receipt(tmp_path / "x.xlsx", receipt, many)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_segment_and_a_period(desk: Workspace, tmp_path: Path) -> None:
    from cxdesk.cli.asking import named_period

    query = Query(metrics=("nps",), split="Plan")
    selection = Selection("nps", period=named_period("2025-Q2"), segment="Team")
    figure = desk.receipt(query, selection).figure
    rows = cells(written(desk, tmp_path, query, selection), "Rows")[1:]
    assert sum(row[1].value is not None for row in rows) == figure.n == 10


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with workspace(tmp_path, two_quarters()) as desk:
        path = desk.path
    out = tmp_path / "out.xlsx"
    assert run(["receipt", "nps", str(out), "-w", str(path), "--json", "--language", "en"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["written"], said["sum_ok"]) == (str(out), True)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Receipt", "Calculation", "Rows"]
    book.close()
    assert run(["receipt", "nps", str(tmp_path / "out.pdf"), "-w", str(path)]) == 2
    assert run(["receipt", "nps", str(tmp_path / "no" / "out.xlsx"), "-w", str(path)]) == 1
    assert run(["receipt", "nps", str(tmp_path / "fr.xlsx"), "-w", str(path), "--language", "fr"]) == 0


def test_every_formula_of_the_workbook_is_one_of_ours(desk: Workspace, tmp_path: Path) -> None:
    """Only functions that every spreadsheet program has had for decades: nothing that needs a prefix."""
    allowed = {
        "ABS", "BETAINV", "COUNT", "IF", "MAX", "MEDIAN", "MIN", "NORMSINV", "ROUND", "ROUNDUP", "SMALL", "SQRT",
        "STDEV", "SUM", "SUMIF", "SUMPRODUCT", "SUMSQ", "TINV",
    }  # fmt: skip
    import re

    for metric in ("nps", "csat_top", "csat_mean"):
        path = written(desk, tmp_path, Query(metrics=(metric,)), Selection(metric))
        formulas = [
            cell.value
            for sheet in ("Receipt", "Calculation")
            for row in cells(path, sheet)
            for cell in row
            if cell.data_type == "f"
        ]
        assert formulas
        assert {name for text in formulas for name in re.findall(r"([A-Z.]+)\(", text)} <= allowed


@pytest.fixture
def converted(tmp_path: Path) -> Iterator[tuple[float, Path]]:
    """100 USD at 0.9 and 50 EUR: the sum in EUR, and its receipt."""
    with Workspace.create(tmp_path / "rates.cxdesk") as made:
        made.set_setting("currency", "EUR")
        made.save_typed("rate", Edit(put=[("", {"day": "2025-01-01", "from": "USD", "to": "EUR", "rate": 0.9})]))
        month = {"from": "2025-02-01", "until": "2025-02-28", "category": "retention"}
        costs = [{**month, "amount": 100, "currency": "USD"}, {**month, "amount": 50, "currency": "EUR"}]
        made.save_typed("cost", Edit(put=[("", line) for line in costs]))
        query = Query(metrics=("crc",), range=Period(date(2025, 2, 1), date(2025, 3, 1)))
        selection = Selection("crc", "cost")
        value = made.receipt(query, selection).figure.value
        assert value == pytest.approx(140)
        yield value, written(made, tmp_path, query, selection)


def test_exchange_rates_are_listed(converted: tuple[float, Path]) -> None:
    lines = [[cell.value for cell in line] for line in cells(converted[1], "Receipt")]
    at = [line[0] for line in lines].index("From")
    assert lines[at + 1][:4] == ["USD", "EUR", 0.9, datetime(2025, 1, 1)]
    assert lines[at + 1][5] == 1


@needs_calculator
def test_converted_amounts_are_summed_by_the_formulas(converted: tuple[float, Path], tmp_path: Path) -> None:
    value, path = converted
    assert quantities(recalculated(path, tmp_path / "done"))["Value"] == pytest.approx(value, abs=1e-9)
