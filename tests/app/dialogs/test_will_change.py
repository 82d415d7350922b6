"""Before the person says yes, every row that would change can be looked at, in the import window itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.change_pages import ChangePages
from cxdesk.app.dialogs.import_wizard.will_change import ChangesDialog, ChangesLink
from cxdesk.system import i18n
from cxdesk.workspace.differing import REPLACED, UPDATED, FieldChange, SourceRow
from cxdesk.workspace.importing import (
    ImportOptions,
    Prepared,
    TableChoice,
    discard,
    import_files,
    inspect_files,
    prepare,
)
from tests.app.dialogs.files import write

HEADS = ["Deal ID", "Customer", "Created", "Amount", "Currency", "Stage"]
PATIENCE = 20_000


def deals(path: Path, n: int = 8, amount: str = "10") -> Path:
    rows = [[f"D{at}", f"c{at}@x.com", "2026-03-01", amount if at % 2 else "10", "EUR", "Won"] for at in range(n)]
    return write(path, [HEADS, *rows])


pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def prepared(desk: Desk, tmp_path: Path) -> Iterator[Prepared]:
    """700 deals of which 600 are there, every other one with another amount; two blank lines and a bad day."""
    workspace = desk.workspace
    assert workspace is not None
    import_files(workspace, [deals(tmp_path / "a.csv", 600)], ImportOptions())
    path = deals(tmp_path / "b.csv", 700, "12.50")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n\nD900,z@x.com,2026-02-31,3,EUR,Won\n")
    (found,) = inspect_files([path], remembered=workspace.remembered_mappings())
    made = prepare(workspace, [TableChoice(found, found.tables[0])])
    yield made
    discard(made)


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, prepared: Prepared) -> Iterator[ChangesDialog]:
    made = ChangesDialog(desk, prepared)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.rows), timeout=PATIENCE)
    yield made
    made.close()
    made.deleteLater()


def test_begins_with_what_is_updated_before_and_after_side_by_side(dialog: ChangesDialog) -> None:
    assert dialog.chips[UPDATED].active
    assert dialog.model.head == ["Row", "Record", "Field", "Before", "", "After"]
    assert dialog.model.rows[0] == ["3", "D1", "Amount", "10.00 EUR", "→", "12.50 EUR"]


def test_the_chips_count_what_the_account_counts(dialog: ChangesDialog, prepared: Prepared) -> None:
    rows = prepared.rows
    said = {sort: chip.said.lead for sort, chip in dialog.chips.items()}
    counts = {"new": rows.new, "updated": rows.updated, "unchanged": rows.unchanged}
    assert counts == {"new": 101, "updated": 300, "unchanged": 300}
    assert said == {
        **{name: str(n) for name, n in counts.items()},
        "replaced": "0",
        "rejected": "0",
        "blank": str(rows.blank),
        "cells": "1",
    }


def test_rows_come_a_page_at_a_time_until_all_are_there(qtbot: QtBot, dialog: ChangesDialog) -> None:
    assert (dialog.model.loaded, dialog.model.rowCount()) == (200, 200)
    root = dialog.table.rootIndex()
    with qtbot.waitSignal(dialog.arrived, timeout=PATIENCE):
        dialog.table.scrollToBottom()
        dialog.model.fetchMore(root)
    assert dialog.model.loaded == 300
    assert not dialog.model.canFetchMore(root)
    assert len({row[1] for row in dialog.model.rows}) == 300


@pytest.mark.parametrize(
    ("sort", "lines", "first"),
    [
        ("new", 101, ["602", "D600"]),
        ("unchanged", 200, ["2", "D0"]),
        ("cells", 1, ["704", "Created"]),
    ],
)
def test_each_chip_shows_its_rows(qtbot: QtBot, dialog: ChangesDialog, sort: str, lines: int, first: list[str]) -> None:
    with qtbot.waitSignal(dialog.arrived, timeout=PATIENCE):
        dialog.chips[sort].body.click()
    assert dialog.model.rowCount() == lines
    assert dialog.model.rows[0][:2] == first
    assert [name for name, chip in dialog.chips.items() if chip.active] == [sort]


def test_a_sort_without_rows_says_so(dialog: ChangesDialog) -> None:
    dialog.chips["rejected"].body.click()
    assert dialog.stack.currentWidget() is dialog.empty


def test_in_french(qtbot: QtBot, desk: Desk, prepared: Prepared) -> None:
    i18n.use("fr")
    made = ChangesDialog(desk, prepared)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.rows), timeout=PATIENCE)
    assert made.model.rows[0][3:] == ["10,00 EUR", "→", "12,50 EUR"]
    assert made.chips[UPDATED].said.text != "updated"
    made.close()
    made.deleteLater()


def test_a_dry_run_that_is_gone_says_so_and_harms_nothing(
    qtbot: QtBot, desk: Desk, dialog: ChangesDialog, prepared: Prepared
) -> None:
    discard(prepared)
    dialog.chips["new"].body.click()
    qtbot.waitUntil(lambda: not dialog.error.isHidden(), timeout=PATIENCE)
    assert dialog.model.rowCount() == 0


def test_the_link_is_there_only_while_there_is_something_to_look_at(
    qtbot: QtBot, desk: Desk, prepared: Prepared
) -> None:
    link = ChangesLink()
    qtbot.addWidget(link)
    link.show_plan(desk, None)
    assert link.isHidden()
    link.show_plan(desk, prepared)
    assert not link.isHidden()
    link.click()
    assert link.shown is not None
    qtbot.waitUntil(lambda: link.shown is not None and bool(link.shown.model.rows), timeout=PATIENCE)
    link.shown.close()


class TestPages:
    def test_a_row_of_several_changes_says_its_place_once(self) -> None:
        model = ChangePages()
        model.begin(UPDATED, 1, tables=True)
        changes = (FieldChange("a", "Amount", "1", "2"), FieldChange("b", "Stage", "", "Won"))
        model.add([SourceRow(UPDATED, "f.csv", "S", 1200, {"deal_id": "D1"}, changes=changes)])
        assert model.rows == [
            ["f.csv · S", "1,200", "D1", "Amount", "1", "→", "2"],
            ["", "", "", "Stage", "nothing", "→", "Won"],
        ]
        assert [model.begins(line) for line in (0, 1)] == [True, False]

    def test_an_answer_that_is_empty_ends_the_asking(self) -> None:
        model = ChangePages()
        asked: list[int] = []
        model.wanted.connect(asked.append)
        model.begin(UPDATED, 5, tables=False)
        root = model.index(-1, -1)
        model.fetchMore(root)
        model.fetchMore(root)
        assert asked == [0]
        model.add([])
        assert not model.canFetchMore(root)


def test_rows_that_a_newer_report_puts_out_of_count_say_where_they_are_from(qtbot: QtBot) -> None:
    pages = ChangePages()
    pages.begin(REPLACED, 1, tables=False)
    values = {"From": "1 Mar 2026", "Amount": "150.00"}
    pages.add([SourceRow(REPLACED, "early.csv", None, 2, values=values, reason="still counts for 1 Mar 2026")])
    assert pages.rows == [["2", "early.csv", "From: 1 Mar 2026 · Amount: 150.00", "still counts for 1 Mar 2026"]]
