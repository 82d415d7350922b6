"""Rows that an import could not take leave as a spreadsheet, are corrected, and come back without a question."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from cxdesk.domain.errors import FileRefused, NotFound
from cxdesk.domain.rejected import FRONT, RejectedRow, RejectedTable
from cxdesk.reports.rejects_workbook import write_rejects
from cxdesk.system import i18n
from cxdesk.workspace.importing import ImportOptions, ImportReport, import_files, inspect_files
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("here")

HEADS = ["Ticket ID", "Created at", "Solved at", "Status", "Requester", "Notes"]
GOOD = [
    [f"T{n}", f"2026-01-{n:02d} 10:00", f"2026-01-{n:02d} 12:30", "Closed", "ana@x.ro", "fine"] for n in range(1, 9)
]
LACKING = [
    ["", "2026-02-03 10:00", "2026-02-05 10:00", "Closed", "bob@x.ro", '=HYPERLINK("http://x","y")'],
    ["", "2026-02-04 10:00", "", "Open", "007", "-5+2"],
]
NO_SUCH_DAY = ["T50", "2026-02-31 10:00", "2026-03-01 10:00", "Closed", "cat@x.ro", "@SUM(A1)"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def tickets(path: Path, *more: list[str]) -> Path:
    return write(path, HEADS, [*GOOD, *more])


def taken(workspace: Workspace, path: Path, *answers: str) -> list[ImportReport]:
    reports = import_files(workspace, [path], ImportOptions(answers=answers))
    assert not any(report.error or report.open_doubts for report in reports), reports
    return reports


def out(workspace: Workspace, path: Path, batch: int = 1) -> Path:
    write_rejects(path, workspace.rejected_tables(batch))
    return path


def sheet_of(path: Path, at: int = 0) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[at].iter_rows()]


def corrected(path: Path, change: Callable[[Any], None], at: int = 0) -> Path:
    """The workbook as a spreadsheet program saves it after somebody changed a sheet."""
    book = load_workbook(path)
    change(book.worksheets[at])
    new = path.with_name(f"corrected {path.name}")
    book.save(new)
    return new


def set_ids(sheet: Any) -> None:
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, FRONT + 1, f"T{100 + row}")


def count(workspace: Workspace, kind: str = "ticket") -> int:
    with workspace.database.reader() as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0])


class TestTheSpreadsheet:
    def test_has_every_cell_as_it_was_under_its_heading_and_what_is_wrong_before_it(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        head, first, second = sheet_of(out(workspace, tmp_path / "r.xlsx"))
        assert head[FRONT:] == HEADS
        assert head[:FRONT] == ["CXDesk", "File", "Sheet", "Row", "Column", "Reason", "Code"]
        assert first[1:FRONT] == [
            "t.csv",
            None,
            "10",
            "Ticket ID",
            "The row lacks what identifies it.",
            "required_missing",
        ]
        assert [[cell or "" for cell in row[FRONT:]] for row in (first, second)] == LACKING

    def test_says_why_in_the_persons_language(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        i18n.use("fr")
        head, first, _second = sheet_of(out(workspace, tmp_path / "r.xlsx"))
        assert head[1:FRONT] == ["Fichier", "Feuille", "Ligne", "Colonne", "Motif", "Code"]
        assert first[5] == i18n._("The row lacks what identifies it.") != "The row lacks what identifies it."
        assert first[6] == "required_missing"

    def test_holds_no_formula_whatever_a_cell_begins_with(self, workspace: Workspace, tmp_path: Path) -> None:
        nasty = [f"{sign}cmd|' /C calc'!A0" for sign in "=+-@\t"]
        rows = [["", "2026-02-03 10:00", "", "Open", f"c{n}@x.ro", text] for n, text in enumerate(nasty)]
        taken(workspace, tickets(tmp_path / "t.csv", *rows))
        book = load_workbook(out(workspace, tmp_path / "r.xlsx"))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [row[-1].value.strip() for row in list(book.worksheets[0].iter_rows())[1:]] == [n.strip() for n in nasty]

    def test_has_all_rows_however_many(self, workspace: Workspace, tmp_path: Path) -> None:
        many = [["", f"2026-02-{n % 28 + 1:02d} 10:00", "", "Open", f"c{n}@x.ro", f"note {n}"] for n in range(1500)]
        taken(workspace, tickets(tmp_path / "t.csv", *many))
        rows = sheet_of(out(workspace, tmp_path / "r.xlsx"))[1:]
        assert [row[-1] for row in rows] == [f"note {n}" for n in range(1500)]
        assert [row[3] for row in rows] == [str(n + 10) for n in range(1500)]

    def test_lists_cells_of_rows_that_were_taken_on_a_sheet_of_their_own(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING, NO_SUCH_DAY))
        path = out(workspace, tmp_path / "r.xlsx")
        assert load_workbook(path).sheetnames == ["Rejected rows", "Cells not used"]
        (row,) = sheet_of(path, 1)[1:]
        assert (row[3], row[4], row[6], row[FRONT:]) == ("12", "Created at", "not_a_date", NO_SUCH_DAY)

    def test_of_an_import_without_any_is_not_written(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv"))
        with pytest.raises(NotFound, match="no rows to be corrected"):
            workspace.rejected_tables(1)
        with pytest.raises(NotFound, match="no import 7"):
            workspace.rejected_tables(7)

    def test_of_a_table_too_wide_for_a_sheet_is_refused_and_leaves_no_file(self, tmp_path: Path) -> None:
        names = tuple(map(str, range(16_380)))
        table = RejectedTable("cxr1-0", True, "ticket", "w.csv", None, names, 1, lambda: iter([]))
        with pytest.raises(FileRefused):
            write_rejects(tmp_path / "r.xlsx", [table])
        assert list(tmp_path.iterdir()) == []

    def test_says_so_where_a_cell_had_to_be_cut(self, tmp_path: Path) -> None:
        row = RejectedRow(2, ("x" * 40_000,), (), ("nothing_usable",))
        table = RejectedTable("cxr1-0", True, "ticket", "w.csv", None, ("A",), 1, lambda: iter([row]))
        write_rejects(tmp_path / "r.xlsx", [table])
        (written,) = sheet_of(tmp_path / "r.xlsx")[1:]
        assert "it is cut here" in written[5]
        assert len(written[FRONT]) == 32_767


class TestCorrectedRows:
    def test_come_back_without_a_question_and_none_is_rejected(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        (report,) = taken(workspace, corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        assert (report.kind, report.rows.new, report.rows.rejected, report.doubts) == ("ticket", 2, 0, [])
        assert count(workspace) == 10

    def test_are_what_they_would_have_been(self, workspace: Workspace, tmp_path: Path) -> None:
        whole = [["T102", *LACKING[0][1:]], ["T103", *LACKING[1][1:]]]
        with Workspace.create(tmp_path / "other.cxdesk") as other:
            other.set_setting("zone", workspace.zone)
            taken(other, tickets(tmp_path / "whole.csv", *whole))
            wanted = other.content_hash()
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        taken(workspace, corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        assert workspace.content_hash() == wanted

    def test_a_second_time_add_nothing(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        path = corrected(out(workspace, tmp_path / "r.xlsx"), set_ids)
        taken(workspace, path)
        before = workspace.content_hash()
        taken(workspace, path)
        again = corrected(path, lambda sheet: sheet.cell(1, 3, "renamed"))
        (report,) = taken(workspace, again)
        assert (report.rows.new, report.rows.unchanged) == (0, 2)
        assert workspace.content_hash() == before

    def test_that_are_still_wrong_are_rejected_again(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        path = corrected(out(workspace, tmp_path / "r.xlsx"), lambda sheet: sheet.cell(2, FRONT + 1, "T102"))
        (report,) = taken(workspace, path)
        assert (report.rows.new, report.rows.rejected) == (1, 1)
        left = sheet_of(out(workspace, tmp_path / "again.xlsx", report.batch or 0))[1:]
        assert [[cell or "" for cell in row[FRONT:]] for row in left] == [LACKING[1]]
        (last,) = taken(workspace, corrected(tmp_path / "again.xlsx", lambda sheet: sheet.cell(2, FRONT + 1, "T103")))
        assert (last.rows.new, last.rows.rejected) == (1, 0)

    def test_fill_the_cells_of_rows_that_stand_already(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", NO_SUCH_DAY))
        path = out(workspace, tmp_path / "r.xlsx")
        (report,) = taken(workspace, corrected(path, lambda sheet: sheet.cell(2, FRONT + 2, "2026-02-28 10:00")))
        assert (report.rows.new, report.rows.updated, count(workspace)) == (0, 1, 9)

    def test_of_rows_without_an_id_do_not_count_twice(self, workspace: Workspace, tmp_path: Path) -> None:
        rows = [[f"2026-01-{n:02d}", n % 11, "Lyon"] for n in range(1, 20)]
        scores = write(tmp_path / "s.csv", ["Date", "Score", "Shop"], [*rows, ["2026-02-31", 7, "Paris"]])
        import_files(workspace, [scores], ImportOptions(questions=("Score=nps:0-10",)))
        path = corrected(out(workspace, tmp_path / "r.xlsx"), lambda sheet: sheet.cell(2, FRONT + 1, "2026-02-28"))
        (report,) = taken(workspace, path)
        assert (report.batch, report.rows.read, count(workspace, "answer")) == (None, 0, 20)
        assert len(workspace.imports()) == 1

    def test_saved_as_text_or_with_columns_moved_are_known_as_well(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        rows = sheet_of(corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        moved = [[*row[:FRONT], *reversed(row[FRONT:])] for row in rows]
        path = tmp_path / "moved.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(moved)
        (report,) = taken(workspace, path)
        assert (report.rows.new, report.rows.rejected) == (2, 0)

    def test_can_be_taken_back_alone_or_without_the_first_import(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        first = workspace.content_hash()
        path = corrected(out(workspace, tmp_path / "r.xlsx"), set_ids)
        taken(workspace, path)
        workspace.undo(2)
        assert workspace.content_hash() == first
        taken(workspace, path)
        workspace.undo(1)
        assert count(workspace) == 2
        (report,) = taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        assert (report.rows.new, count(workspace)) == (8, 10)

    def test_change_nothing_of_what_is_remembered(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        before = workspace.remembered_mappings()
        taken(workspace, corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        assert workspace.remembered_mappings() == before


class TestAStrangersSheet:
    """The token is a name, not a permission: without an import of that name the sheet is like any other."""

    def test_of_another_workspace_is_read_as_any_table(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        path = corrected(out(workspace, tmp_path / "r.xlsx"), set_ids)
        with Workspace.create(tmp_path / "other.cxdesk") as other:
            (view,) = inspect_files([path], known=other.corrected)[0].tables
        assert view.headings == ("CXDesk", "File", "Sheet", "Row", "Column", "Reason", "Code", *HEADS)
        assert "columns" not in view.mapping.options

    def test_without_one_of_the_columns_is_read_as_any_table(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        path = corrected(out(workspace, tmp_path / "r.xlsx"), lambda sheet: sheet.delete_cols(FRONT + 3))
        (view,) = inspect_files([path], known=workspace.corrected)[0].tables
        assert len(view.headings) == FRONT + len(HEADS) - 1
        assert "columns" not in view.mapping.options

    def test_says_nothing_about_how_it_is_read(self, workspace: Workspace, tmp_path: Path) -> None:
        taken(workspace, tickets(tmp_path / "t.csv", *LACKING))
        known = workspace.corrected(["cxr1-0123456789abcdef", "cxr1-' OR 1=1"])
        assert known == {}


class TestWhateverTheFirstFileWas:
    def test_a_spreadsheet_with_real_dates_and_numbers(self, workspace: Workspace, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Ticket ID", "Created at", "Solved at", "Status", "Handle time (minutes)"])
        for n in range(1, 12):
            sheet.append([f"T{n}", datetime(2026, 3, n, 9, 30), datetime(2026, 3, n, 10), "Closed", 12.5 + n])
        sheet.append([None, datetime(2026, 3, 20, 9, 30), datetime(2026, 3, 20, 11), "Closed", 7.25])
        book.save(tmp_path / "d.xlsx")
        (first,) = import_files(workspace, [tmp_path / "d.xlsx"], ImportOptions())
        assert (first.rows.new, first.rows.rejected) == (11, 1)
        (again,) = taken(workspace, corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        assert (again.rows.new, again.rows.rejected) == (1, 0)
        with workspace.database.reader() as connection:
            spans = connection.execute("SELECT (resolved_at - created_at) / 60000000, extra FROM ticket").fetchall()
        assert spans[-1][0] == 90
        assert "7.25" in str(spans[-1][1]) or count(workspace) == 12

    def test_several_rows_of_headings(self, workspace: Workspace, tmp_path: Path) -> None:
        path = tmp_path / "two.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(["All tickets of the quarter"])
            lines.writerow(["exported 2026-04-01"])
            lines.writerow([])
            lines.writerow(HEADS)
            lines.writerows([*GOOD, *LACKING])
        (report,) = taken(workspace, path)
        assert report.rows.rejected == 2
        (again,) = taken(workspace, corrected(out(workspace, tmp_path / "r.xlsx"), set_ids))
        assert (again.rows.new, again.rows.rejected) == (2, 0)


class TestColumnsThatBecameRows:
    """A column for each month: what could not be read is named by its month, and is no order without an amount."""

    MONTHS = ("Total", "Customer", "Jan 2025", "Feb 2025", "Mar 2025")

    def imported(self, workspace: Workspace, folder: Path) -> ImportReport:
        good = [["30", f"C{n}", "10", "10", "10"] for n in range(20)]
        bad = [["50", "Ion", "", "n/a?", "25"], ["0", "Eva", "??", "", ""], ["20", "Zoe", "1 x", "10", "--?"]]
        path = write(folder / "pivot.csv", list(self.MONTHS), [*good, *bad])
        (done,) = import_files(workspace, [path], ImportOptions(kind="order"))
        return done

    def amounts(self, workspace: Workspace) -> list[float]:
        return sorted(workspace.frame().column("order", "net_amount") / 10_000)

    def test_each_cell_is_named_by_its_column(self, workspace: Workspace, tmp_path: Path) -> None:
        done = self.imported(workspace, tmp_path)
        assert (done.rows.read, done.rows.new, done.rows.rejected) == (23, 22, 1)
        named = {(one["row"], one["column"]) for one in done.rejects if one["column"]}
        assert named == {(22, "Feb 2025"), (23, "Jan 2025"), (24, "Jan 2025"), (24, "Mar 2025")}
        assert self.amounts(workspace) == [10.0] * 61 + [25.0]

    def test_the_spreadsheet_marks_the_very_cells(self, workspace: Workspace, tmp_path: Path) -> None:
        self.imported(workspace, tmp_path)
        path = out(workspace, tmp_path / "rejected.xlsx")
        rejected, cells = sheet_of(path), sheet_of(path, 1)
        assert rejected[0][FRONT:] == cells[0][FRONT:] == ["Customer", "Jan 2025", "Feb 2025", "Mar 2025"]
        assert rejected[1][3:5] == ["23", "Jan 2025"]
        assert [row[4] for row in cells[1:]] == ["Feb 2025", "Jan 2025, Mar 2025"]
        assert cells[2][FRONT:] == ["Zoe", "1 x", "10", "--?"]
        sheet = load_workbook(path).worksheets[1]
        marked = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fill_type == "solid"]
        assert marked == ["n/a?", "1 x", "--?"]

    def test_corrected_cells_come_back_as_the_rows_they_are(self, workspace: Workspace, tmp_path: Path) -> None:
        self.imported(workspace, tmp_path)
        path = out(workspace, tmp_path / "rejected.xlsx")

        def mend(sheet: Any) -> None:
            for row in sheet.iter_rows(min_row=2):
                for cell in row[FRONT:]:
                    cell.value = "7" if cell.value in ("n/a?", "??", "1 x", "--?") else cell.value

        book = corrected(path, mend)
        both = corrected(book, mend, 1)
        assert [report.rows.rejected for report in taken(workspace, both)] == [0, 0]
        assert self.amounts(workspace) == [7.0] * 4 + [10.0] * 61 + [25.0]
        taken(workspace, both)
        assert count(workspace, "order") == 66
