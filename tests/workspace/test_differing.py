"""Before anything is written a person can read what would change: every row of every sort, values in their words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxdesk.store import updating
from cxdesk.system import i18n
from cxdesk.workspace import differing
from cxdesk.workspace.differing import SORTS, SourceRow
from cxdesk.workspace.importing import (
    ImportOptions,
    Prepared,
    TableChoice,
    discard,
    import_files,
    inspect_files,
    prepare,
)
from cxdesk.workspace.workspace import Workspace
from tests.intake.looking import write

pytestmark = pytest.mark.usefixtures("here")

HEADS = ["Deal ID", "Customer", "Created", "Amount", "Currency", "Stage", "Team size"]


def deals(path: Path, *more: list[object], amount: str = "10.50") -> Path:
    rows = [[f"D{n}", f"c{n}@x.com", f"2026-03-{n:02d}", amount, "EUR", "Proposal", n] for n in range(1, 9)]
    return write(path, HEADS, [*rows, *more])


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "work.cxdesk") as made:
        yield made


def plan(workspace: Workspace, path: Path) -> Prepared:
    (found,) = inspect_files([path], remembered=workspace.remembered_mappings())
    return prepare(workspace, [TableChoice(found, view, at) for at, view in enumerate(found.tables)])


def listed(workspace: Workspace, path: Path, sort: str) -> list[SourceRow]:
    prepared = plan(workspace, path)
    try:
        return differing.page(workspace, prepared, sort)
    finally:
        discard(prepared)


class TestWhatAPersonReads:
    def test_an_amount_with_its_currency_before_and_after(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [deals(tmp_path / "a.csv")], ImportOptions())
        found = listed(workspace, deals(tmp_path / "b.csv", amount="12.25"), "updated")
        assert len(found) == 8
        assert (found[0].file, found[0].row, found[0].key) == ("b.csv", 2, {"deal_id": "D1"})
        (change,) = found[0].changes
        assert (change.field, change.before, change.after) == ("amount", "10.50 EUR", "12.25 EUR")

    def test_in_the_persons_language(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [deals(tmp_path / "a.csv")], ImportOptions())
        path = deals(tmp_path / "b.csv", amount="1234.25")
        i18n.use("fr")
        (change,) = listed(workspace, path, "updated")[0].changes
        assert (change.before, change.after) == ("10,50 EUR", "1\u202f234,25 EUR")

    def test_a_column_kept_beside_is_compared_under_its_own_heading(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(
            workspace,
            [deals(tmp_path / "a.csv", ["D9", "z@x.com", "2026-03-09", "1", "EUR", "Won", 3])],
            ImportOptions(),
        )
        path = deals(tmp_path / "b.csv", ["D9", "z@x.com", "2026-03-09", "1", "EUR", "Won", 40])
        (row,) = listed(workspace, path, "updated")
        assert [(one.title, one.before, one.after) for one in row.changes] == [("Team size", "3", "40")]

    def test_an_answer_on_its_scale(self, workspace: Workspace, tmp_path: Path) -> None:
        def survey(name: str, score: int) -> Path:
            rows = [[f"R{n}", f"2026-03-{n % 28 + 1:02d}", (n * 7) % 11] for n in range(30)]
            rows[4][2] = score
            return write(tmp_path / name, ["Response ID", "Date", "How likely are you to recommend us?"], rows)

        import_files(workspace, [survey("a.csv", 2)], ImportOptions())
        (row,) = listed(workspace, survey("b.csv", 9), "updated")
        assert [(one.before, one.after) for one in row.changes] == [("2 (0–10)", "9 (0–10)")]
        assert row.key["response"] == "R4"

    def test_a_new_row_with_its_values_and_a_day_without_a_clock(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [deals(tmp_path / "a.csv")], ImportOptions())
        path = deals(tmp_path / "b.csv", ["D9", "z@x.com", "2026-03-09", "7", "EUR", "Won", 3])
        (row,) = listed(workspace, path, "new")
        assert row.row == 10
        assert row.values["Customer"] == "z@x.com"
        assert "9 Mar 2026" in row.values.values()


class TestEveryRowIsListed:
    def test_as_often_as_the_account_says(self, workspace: Workspace, tmp_path: Path) -> None:
        import_files(workspace, [deals(tmp_path / "a.csv")], ImportOptions())
        fresh = [[f"N{n}", "n@x.com", "2026-04-01", "3", "EUR", "Won", 1] for n in range(5)]
        bad = [["", "", "", "", "", "", ""], ["N9", "n@x.com", "2026-02-31", "3", "EUR", "Won", 1]]
        prepared = plan(workspace, deals(tmp_path / "b.csv", *fresh, *bad, amount="11"))
        try:
            rows = prepared.rows
            found = {sort: differing.page(workspace, prepared, sort) for sort in SORTS}
        finally:
            discard(prepared)
        assert [len(found[sort]) for sort in ("new", "updated", "unchanged")] == [
            rows.new,
            rows.updated,
            rows.unchanged,
        ]
        assert [(one.row, one.last_row) for one in found["blank"]] == [(15, None)]
        (cell,) = found["cells"]
        assert (cell.row, cell.column, cell.value, cell.code) == (16, "Created", "2026-02-31", "not_a_date")

    def test_pages_do_not_overlap_and_leave_nothing_out(self, workspace: Workspace, tmp_path: Path) -> None:
        prepared = plan(workspace, deals(tmp_path / "a.csv"))
        try:
            pages = [differing.page(workspace, prepared, "new", start, 3) for start in range(0, 12, 3)]
        finally:
            discard(prepared)
        assert [[row.row for row in page] for page in pages] == [[2, 3, 4], [5, 6, 7], [8, 9], []]

    def test_over_several_tables(self, workspace: Workspace, tmp_path: Path) -> None:
        found = inspect_files([deals(tmp_path / "a.csv"), deals(tmp_path / "b.csv", amount="3")])
        prepared = prepare(workspace, [TableChoice(one, one.tables[0]) for one in found])
        try:
            page = differing.page(workspace, prepared, "new", 6, 4)
        finally:
            discard(prepared)
        assert [(row.file, row.row) for row in page] == [("a.csv", 8), ("a.csv", 9), ("b.csv", 2), ("b.csv", 3)]

    def test_a_page_of_many_rows_costs_what_the_page_costs(
        self, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many = [[f"M{n}", f"m{n}@x.com", "2026-03-01", "10", "EUR", "Won", 3] for n in range(20_000)]
        prepared = plan(workspace, write(tmp_path / "many.csv", HEADS, many))
        read: list[int] = []
        whole = updating.given_values

        def counted(segment: Any, given: Any, ids: Any, to: Any) -> Any:
            read.append(len(ids))
            return whole(segment, given, ids, to)

        monkeypatch.setattr(updating, "given_values", counted)
        try:
            page = differing.page(workspace, prepared, "new", 19_900, 200)
        finally:
            discard(prepared)
        assert (len(page), page[-1].row) == (100, 20_001)
        assert sum(read) == 100


def test_nothing_is_written(workspace: Workspace, tmp_path: Path) -> None:
    import_files(workspace, [deals(tmp_path / "a.csv")], ImportOptions())
    before, state = workspace.content_hash(), workspace.state
    (report,) = import_files(workspace, [deals(tmp_path / "b.csv", amount="3")], ImportOptions(dry_run=True, listed=2))
    assert [len(report.details[sort]) for sort in SORTS] == [0, 2, 0, 0, 0, 0, 0]
    assert report.rows.updated == 8
    assert (workspace.content_hash(), workspace.state) == (before, state)
