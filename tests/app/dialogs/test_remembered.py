"""What the workspace remembers of tables, as a person looks at it, changes it and hands it on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cxdesk.app.actions import ACTIONS
from cxdesk.app.commands import Commands
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.remembered import RememberedDialog
from cxdesk.workspace.importing import ImportOptions, import_files
from tests.app.dialogs.files import clear_survey, write

PATIENCE = 20_000


pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[RememberedDialog]:
    """A survey and a list of tickets were imported."""
    assert desk.workspace is not None
    tickets = write(tmp_path / "tickets.csv", [["Ticket ID", "Status", "Region"], ["T1", "open", "South"]])
    import_files(desk.workspace, [clear_survey(tmp_path)], ImportOptions())
    import_files(desk.workspace, [tickets], ImportOptions(kind="ticket"))
    made = RememberedDialog(desk)
    with qtbot.waitSignal(made.listed, timeout=PATIENCE):
        made.show()
    yield made
    made.close()


def choose(dialog: RememberedDialog, name: str) -> None:
    at = [table.name for table in dialog.tables].index(name)
    dialog.list.setCurrentIndex(dialog.tables_model.index(at, 0))


def test_shows_what_each_column_became(dialog: RememberedDialog) -> None:
    assert sorted(table.name for table in dialog.tables) == ["survey.csv", "tickets.csv"]
    choose(dialog, "tickets.csv")
    assert dialog.name.text() == "tickets.csv"
    assert [row[0] for row in dialog.columns_model.rows] == ["Ticket ID", "Status", "Region"]
    assert dialog.columns_model.rows[2][1] == "kept as a column"


def test_a_column_becomes_something_else(qtbot: QtBot, dialog: RememberedDialog) -> None:
    choose(dialog, "tickets.csv")
    dialog.columns.setCurrentIndex(dialog.columns_model.index(2, 0))
    at = dialog.use.findData("team")
    dialog.use.setCurrentIndex(at)
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.use.activated.emit(at)
    assert dialog.columns_model.rows[2][1] == dialog.use.itemText(at)
    assert dialog.columns.currentIndex().row() == 2


def test_it_is_renamed_and_forgotten(qtbot: QtBot, dialog: RememberedDialog) -> None:
    choose(dialog, "tickets.csv")
    dialog.name.setText("Tickets of the desk")
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.name.editingFinished.emit()
    assert dialog.chosen is not None
    assert dialog.chosen.name == "Tickets of the desk"
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.forget.click()
    assert [table.name for table in dialog.tables] == ["survey.csv"]
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.forget.click()
    assert dialog.empty.isVisibleTo(dialog)


def test_it_leaves_as_a_file_and_comes_back(qtbot: QtBot, dialog: RememberedDialog, tmp_path: Path) -> None:
    path = tmp_path / "tables.json"
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.write_to(path)
    choose(dialog, "tickets.csv")
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.forget.click()
    assert len(dialog.tables) == 1
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.read_from(path)
    assert sorted(table.name for table in dialog.tables) == ["survey.csv", "tickets.csv"]


@pytest.mark.parametrize("text", ["nonsense", None])
def test_a_file_that_is_none_changes_nothing_and_is_named(
    qtbot: QtBot, dialog: RememberedDialog, tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "evil.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE):
        dialog.read_from(path)
    assert not dialog.error.isHidden()
    assert len(dialog.tables) == 2


def test_it_is_in_the_data_menu() -> None:
    (action,) = [one for one in ACTIONS if one.id == "remembered"]
    assert action.menu == "data"
    assert callable(getattr(Commands, action.command))
