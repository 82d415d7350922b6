"""Whatever is a table leaves the window as one: with tabs for spreadsheet programs, as HTML for the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import Desk
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.docks.customers import CustomersPanel
from cxdesk.app.docks.data import DataPanel
from cxdesk.app.docks.panel import Panel
from cxdesk.app.docks.shell import DOCKS
from cxdesk.app.docks.tables import TextTable
from cxdesk.app.models.texts import TextsModel
from tests.app.asked_desk import PATIENCE, opened, quiet


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened(QtBot(request), qapp, tmp_path_factory.mktemp("copied")) as made:
        yield made


def copied() -> tuple[list[list[str]], str]:
    """Cells of the text on the clipboard, and the HTML beside it."""
    data = QGuiApplication.clipboard().mimeData()
    return [line.split("\t") for line in data.text().split("\n")], data.html()


def test_cards_are_copied_as_they_read(qtbot: QtBot, desk: Desk) -> None:
    panel = CardsPanel(desk)
    qtbot.addWidget(panel)
    assert desk.board is not None
    panel.show_board(desk.board)
    next(tool for tool in panel.tools() if tool.icon == "copy").run()
    rows, html = copied()
    assert rows[0][:3] == ["Number", "Definition", "Value"]
    assert len(rows) == 1 + len(desk.board.cards)
    assert {row[0] for row in rows[1:]} == {card.title for card in desk.board.cards}
    assert all(len(row) == len(rows[0]) and row[2] for row in rows)
    assert html.count("<tr>") == len(rows)


def test_imports_and_customers_are_copied_as_tables(qtbot: QtBot, desk: Desk) -> None:
    for made, least in ((DataPanel(desk), 2), (CustomersPanel(desk), 1)):  # the survey knows nobody by name
        qtbot.addWidget(made)
        made.show()
        assert desk.board is not None
        made.show_board(desk.board)
        quiet(qtbot, desk)
        made.copy()
        rows, html = copied()
        assert len(rows) >= least
        assert html.count("<tr>") == len(rows)
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=PATIENCE)


def test_a_table_in_a_window_copies_the_chosen_lines_and_no_formula(qtbot: QtBot) -> None:
    model = TextsModel()
    table = TextTable(model)
    qtbot.addWidget(table)
    model.show_table(["Name", "Value"], [["=1+1", "−3"], ["<b>", "+5"], ["c", "7"]])
    qtbot.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    assert copied()[0] == [["Name", "Value"], ["'=1+1", "−3"], ["<b>", "+5"], ["c", "7"]]
    assert "&lt;b&gt;" in copied()[1]
    table.selectRow(1)
    table.selectionModel().select(
        model.index(2, 0), table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows
    )
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied()[0] == [["Name", "Value"], ["<b>", "+5"], ["c", "7"]]


def test_every_dock_has_a_way_to_copy() -> None:
    assert [spec.name for spec in DOCKS if spec.load().copy is Panel.copy] == []
