"""Comments searched while a large import is still being made searchable: what is said, and how the list fills up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import INDEXING, Desk
from cxdesk.app.docks.comment_list import PAGES
from cxdesk.app.docks.comments import CommentsPanel, said_found
from cxdesk.store import search_index
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, opened, quiet


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with opened(qtbot, qapp, tmp_path) as found:
        yield found


def half_searchable(desk: Desk) -> None:
    """As after a large import: of nine comments those of the last rows are still to be made searchable."""
    assert desk.workspace is not None
    database = desk.workspace.database
    with database.write("large import") as transaction:
        found = transaction.connection.execute("SELECT row_id FROM comment_text ORDER BY row_id").fetchall()
        rows = [row[0] for row in found]
        search_index.forget(transaction.connection, rows[4:])
        transaction.connection.execute("INSERT INTO unsearched VALUES (?, ?)", (rows[4], rows[-1]))


def test_a_search_says_that_it_found_so_much_so_far_and_fills_up_when_all_can_be_searched(
    qtbot: QtBot, desk: Desk
) -> None:
    half_searchable(desk)
    panel = CommentsPanel(desk)
    qtbot.addWidget(panel)
    assert desk.board is not None
    panel.resize(400, 800)
    panel.show()
    panel.show_board(desk.board)
    assert panel.found is None
    assert panel.empty._title.text() == "Reading comments…"  # not that there are none
    quiet(qtbot, desk)
    assert "so far" not in panel.count.text()  # without a search every comment is listed
    panel.search.setText("crash")
    panel.ask()
    quiet(qtbot, desk)
    assert panel.found is not None
    assert panel.found.partial
    assert panel.count.text() == f"{panel.list.listed} comments found so far"
    assert panel.list.listed < 8
    panel.search.setText("cher")
    panel.ask()
    quiet(qtbot, desk)
    assert panel.empty._title.text() == "Nothing found so far"
    panel.search.setText("crash")
    with qtbot.waitSignal(desk.jobs.ended, check_params_cb=lambda key: key == INDEXING, timeout=PATIENCE):
        desk._index()
    quiet(qtbot, desk)
    assert panel.count.text() == "8 comments found"
    assert not panel.found.partial


def test_a_page_of_the_list_before_that_comes_late_is_not_taken_for_one_of_this_list(qtbot: QtBot, desk: Desk) -> None:
    panel = CommentsPanel(desk)
    qtbot.addWidget(panel)
    assert desk.board is not None
    assert desk.workspace is not None
    panel.resize(400, 800)
    panel.show()
    panel.show_board(desk.board)
    quiet(qtbot, desk)
    assert panel.found is not None
    other = replace(panel.found, ids=panel.found.ids[:0:-1])  # the last first, without the first
    first = desk.workspace.comment_page(other, 0, len(other.ids))
    assert first[0] != panel.list.comments.comment(0)
    held = threading.Event()  # the page is on its way until the other list is there
    desk.jobs.ask("held", lambda _progress: held.wait(PATIENCE / 1000))
    with qtbot.waitSignal(desk.jobs.started, check_params_cb=lambda key: key == PAGES, timeout=PATIENCE):
        panel.list.renew()
    panel.list.show_found(other, "", first)
    held.set()
    quiet(qtbot, desk)
    assert [panel.list.comments.comment(at) for at in range(panel.list.listed)] == first


def test_it_is_said_in_french() -> None:
    i18n.use("fr")
    assert said_found(1, partial=True) == "1 commentaire trouvé pour l’instant"
