"""From the list of imports: rows that could not be used leave as a spreadsheet, come back through the import window,
and next month's file is read as this one was.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import Desk
from cxdesk.app.docks.data import DataPanel
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.rejected import FRONT
from cxdesk.workspace.importing import ImportOptions, import_files
from tests.app.dialogs.files import write
from tests.app.dialogs.wizard import Wizard

pytestmark = pytest.mark.usefixtures("all_here")

PATIENCE = 30_000
HEADS = ["Ticket ID", "Created at", "Status", "Requester"]


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[DataPanel]:
    """One import of eight tickets and two rows without an id."""
    workspace = desk.workspace
    assert workspace is not None
    rows = [[f"T{n}", f"2026-01-{n:02d} 10:00", "Open", "ana@x.ro"] for n in range(1, 9)]
    lacking = [["", "2026-02-01 10:00", "Open", "bob@x.ro"], ["", "2026-02-02 10:00", "Closed", "=1+1"]]
    import_files(workspace, [write(tmp_path / "tickets.csv", [HEADS, *rows, *lacking])], ImportOptions())
    made = DataPanel(desk)
    made.resize(320, 600)
    made.show()
    qtbot.waitUntil(lambda: bool(made.texts.rows), timeout=PATIENCE)
    yield made
    made.close()
    made.deleteLater()


def test_rows_to_correct_are_written_and_come_back_without_a_question(
    qtbot: QtBot, desk: Desk, panel: DataPanel, wizard: Wizard, tmp_path: Path
) -> None:
    assert not panel.correct.isHidden()
    path = tmp_path / "to correct.xlsx"
    with qtbot.waitSignal(panel.noted, timeout=PATIENCE) as noted:
        panel.write_rejects(1, path)
    assert noted.args == ["2 rows written to to correct.xlsx"]
    book = load_workbook(path)
    for row in (2, 3):
        book.worksheets[0].cell(row, FRONT + 1, f"T{90 + row}")
    book.save(path)
    dialog = wizard.open(path)
    assert dialog.page.doubts.isHidden()
    assert "Corrected rows of tickets.csv" in wizard.read(dialog.page)
    assert dialog.footer.import_button.text().replace("&", "") == "Import 2 rows"
    wizard.confirm()
    assert desk.workspace is not None
    assert desk.workspace.info().rows == 10


def test_a_file_that_cannot_be_written_is_named(qtbot: QtBot, desk: Desk, panel: DataPanel, tmp_path: Path) -> None:
    with qtbot.waitSignal(desk.failed, timeout=PATIENCE) as failed:
        panel.write_rejects(1, tmp_path / "no such folder" / "r.xlsx")
    (error,) = failed.args
    assert isinstance(error, CXDeskError)
    assert (error.file, error.code) == ("r.xlsx", "cannot_write")


def test_the_next_file_is_asked_for_once_the_mapping_is_in_place(qtbot: QtBot, desk: Desk, panel: DataPanel) -> None:
    workspace = desk.workspace
    assert workspace is not None
    (table,) = workspace.remembered_tables()
    workspace.forget_table(table.id)
    with qtbot.waitSignal(desk.wanted, timeout=PATIENCE) as wanted:
        panel.next.click()
    assert wanted.args == ["import"]
    assert [one.id for one in workspace.remembered_tables()] == [table.id]


def test_nothing_is_offered_for_an_import_without_rejected_rows(
    qtbot: QtBot, desk: Desk, panel: DataPanel, tmp_path: Path
) -> None:
    workspace = desk.workspace
    assert workspace is not None
    rows = [[f"U{n}", f"2026-03-{n:02d} 10:00", "Open", "ana@x.ro"] for n in range(1, 9)]
    import_files(workspace, [write(tmp_path / "march.csv", [HEADS, *rows])], ImportOptions())
    panel.ask()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=PATIENCE)
    panel.list.setCurrentIndex(panel.model.index(0))
    qtbot.waitUntil(lambda: not desk.jobs.busy("rejects"), timeout=PATIENCE)
    assert panel.correct.isHidden()
    assert panel.next.isEnabled()
