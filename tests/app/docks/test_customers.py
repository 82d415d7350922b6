"""The customers in the window: listed, searched, sorted, opened by mouse and keyboard, and from a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.customers import CustomersPanel
from cxdesk.app.models.customers import COLUMNS
from cxdesk.app.window import Window
from cxdesk.domain.customers import Sort
from cxdesk.domain.filters import Condition
from cxdesk.domain.query import Selection
from cxdesk.system import i18n
from tests.app.one_window import one_window

Key = Qt.Key


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=10_000)


@pytest.fixture(scope="module")
def window(qapp: QApplication, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from one_window(prepared, tmp_path_factory.mktemp("customers"))


@pytest.fixture
def panel(qtbot: QtBot, window: Window) -> CustomersPanel:
    """The list of everybody."""
    found = window.panel("customers")
    assert isinstance(found, CustomersPanel)
    window.desk.ask(window.desk.query.with_(filters=(), selection=None))
    found.leave()
    found.search.clear()
    window.menus.actions["show_customers"].trigger()
    qtbot.waitUntil(lambda: found.model.rowCount() == 200, timeout=10_000)
    qtbot.waitUntil(lambda: found.model.rowCount() > 0 and found.model.customer(0) is not None, timeout=10_000)
    quiet(qtbot, window)
    return found


def at(panel: CustomersPanel, row: int, column: str) -> QModelIndex:
    return panel.model.index(row, COLUMNS.index(Sort(column)))


def test_where_little_width_is_the_count_stands_below_the_search(qtbot: QtBot, panel: CustomersPanel) -> None:
    panel.resize(1000, 500)
    assert panel.count.y() < panel.search.geometry().bottom()
    panel.count.setText("1,397 customers · €352 of MRR at risk")
    panel.window().resize(1280, 720)
    qtbot.waitUntil(lambda: panel.count.y() > panel.search.geometry().bottom(), timeout=5000)
    panel.window().resize(1440, 900)


def test_everybody_is_listed_and_a_click_on_a_head_sorts(qtbot: QtBot, window: Window, panel: CustomersPanel) -> None:
    assert panel.model.rowCount() == 200
    assert panel.count.text().startswith("200 customers")
    head = panel.table.horizontalHeader()
    column = COLUMNS.index(Sort.NPS)
    place = head.sectionViewportPosition(column) + 10
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 8))
    quiet(qtbot, window)
    qtbot.waitUntil(lambda: panel.model.customer(0) is not None, timeout=5000)
    scores = [panel.model.customer(row).nps.value for row in range(100)]
    assert scores == sorted(scores, reverse=panel.model.by[1])
    assert panel.model.by == (Sort.NPS, True)
    assert panel.model.headerData(column, Qt.Orientation.Horizontal) == "▾ NPS"
    panel.model.turn(column)
    assert panel.model.by == (Sort.NPS, False)
    panel.model.turn(COLUMNS.index(Sort.NAME))
    assert panel.model.by == (Sort.NAME, False)


def test_a_search_narrows_it_and_an_empty_list_says_why(qtbot: QtBot, window: Window, panel: CustomersPanel) -> None:
    panel.search.setText("c-01")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 10, timeout=5000)
    panel.search.setText("<b>nobody")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0, timeout=5000)
    assert panel.stack.currentWidget() is panel.empty
    panel.empty.button.click()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 200, timeout=5000)


def test_filters_and_clicks_on_the_desk_count_here_too(qtbot: QtBot, window: Window, panel: CustomersPanel) -> None:
    asked = window.desk.query
    window.desk.ask(asked.with_(filters=(Condition.parse("customer=C-001|C-002"),)))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=5000)
    window.desk.ask(asked.with_(selection=Selection("nps", part="minus")))
    qtbot.waitUntil(lambda: 2 < panel.model.rowCount() < 200, timeout=5000)


def test_a_customer_opens_by_mouse_and_by_key_and_escape_leads_back(
    qtbot: QtBot, window: Window, panel: CustomersPanel
) -> None:
    line = panel.model.customer(1)
    assert line is not None
    place = panel.table.visualRect(at(panel, 1, Sort.NAME)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: panel.page.page is not None, timeout=5000)
    assert panel.whole.currentIndex() == 1
    assert panel.page.page.line.customer == line.customer
    assert panel.page.name.text() == line.called
    qtbot.keyClick(panel.page.events, Key.Key_Escape)
    assert panel.whole.currentIndex() == 0
    panel.table.setCurrentIndex(at(panel, 2, Sort.NAME))
    qtbot.keyClick(panel.table, Key.Key_Return)
    qtbot.waitUntil(lambda: panel.whole.currentIndex() == 1, timeout=5000)
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.whole.currentIndex() == 0


def test_a_comment_leads_to_its_customer(qtbot: QtBot, window: Window) -> None:
    comments = window.show_dock("comments")
    assert isinstance(comments, CommentsPanel)
    parts, jobs = comments.parts, window.desk.jobs
    qtbot.waitUntil(lambda: not jobs.busy() and None not in (parts.comment, parts.customer.page), timeout=20_000)
    comment = parts.comment
    assert comment is not None
    qtbot.mouseClick(parts.customer.more, Qt.MouseButton.LeftButton)
    found = window.panel("customers")
    assert isinstance(found, CustomersPanel)
    page = found.page
    qtbot.waitUntil(lambda: page.page is not None and page.page.line.customer == comment.reference, timeout=20_000)
    assert not window.docks["customers"].isHidden()
    assert found.whole.currentIndex() == 1


def test_the_table_goes_to_the_clipboard_in_the_language_of_the_window(
    qtbot: QtBot, window: Window, panel: CustomersPanel
) -> None:
    i18n.use("fr")
    panel.copy()
    head, first, *_rest = QApplication.clipboard().text().splitlines()
    assert head.split("\t")[:2] == ["Client", "Formule"]
    assert first.split("\t")[0].startswith("C-")


def test_where_there_is_little_width_columns_give_way_and_the_name_stays(
    qtbot: QtBot, window: Window, panel: CustomersPanel
) -> None:
    shown = [column for number, column in enumerate(COLUMNS) if not panel.table.isColumnHidden(number)]
    assert Sort.NAME in shown
    assert Sort.RISK in shown
    assert len(shown) < len(COLUMNS)
    wide = CustomersPanel(window.desk)
    qtbot.addWidget(wide)
    wide.resize(1200, 600)
    wide.show()
    quiet(qtbot, window)
    hidden = {column for number, column in enumerate(COLUMNS) if wide.table.isColumnHidden(number)}
    assert hidden == set(COLUMNS) - {Sort.NAME, Sort.NPS, Sort.HEALTH, Sort.RISK, Sort.LAST_CONTACT}, "nobody has any"
