"""A dock's title: name and note, small tools that the keyboard reaches, a bar while it waits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from cxdesk.app.theme import tokens
from cxdesk.app.widgets.dock_title import DockTitle
from tests.app.conftest import Themed
from tests.app.painted import texts_of


@pytest.fixture
def title(themed: Themed, qtbot: QtBot) -> DockTitle:
    themed("light")
    made = DockTitle("Trend", "by month")
    qtbot.addWidget(made)
    made.resize(400, made.sizeHint().height())
    return made


def test_name_in_bold_and_a_quiet_note(title: DockTitle, themed: Themed) -> None:
    now = themed("light")
    name, note = texts_of(title)
    assert (name.text, name.bold, note.text, note.colour) == ("Trend", True, "by month", now.text3.name())


def test_it_is_thirty_pixels_high_at_every_zoom(title: DockTitle, themed: Themed) -> None:
    for zoom in (0.8, 1.0, 2.0):
        themed(zoom=zoom)
        assert title.sizeHint().height() == round(tokens.DOCK_TITLE * zoom)
        assert title.height() == round(tokens.DOCK_TITLE * zoom)


def test_a_tool_runs_and_has_a_name(title: DockTitle, qtbot: QtBot) -> None:
    ran: list[str] = []
    button = title.add_tool("copy", "Copy", lambda: ran.append("copy"))
    assert (button.accessibleName(), button.autoRaise()) == ("Copy", True)
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert min(button.width(), button.height()) >= 22
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert ran == ["copy", "copy"]


def test_long_notes_give_way_to_name_and_tools(title: DockTitle) -> None:
    title.set_note("NPS by a segment with a very long name, in a period with a long name, and more")
    for icon in ("table", "copy", "close"):
        title.add_tool(icon, icon, lambda: None)
    title.resize(260, title.height())
    shown = [one.text for one in texts_of(title)]
    assert shown[0] == "Trend"
    assert shown[1].endswith("…")
    assert all(button.width() >= 22 for button in title.findChildren(QToolButton))


@pytest.mark.qt_log_ignore("raise")
def test_presses_beside_the_buttons_drag_the_dock(themed: Themed, qtbot: QtBot) -> None:
    themed()
    window, dock = QMainWindow(), QDockWidget("Trend")
    made = DockTitle("Trend")
    dock.setTitleBarWidget(made)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    qtbot.mouseDClick(made, Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    dock.setFloating(False)


def test_the_bar_lies_at_its_foot(title: DockTitle) -> None:
    title.resize(300, title.height())
    assert title.busy.geometry().bottom() == title.rect().bottom()


def test_of_a_number_of_things_the_number_is_left_where_the_word_has_no_room(title: DockTitle) -> None:
    title.set_note("10 numbers")
    assert [said.text for said in texts_of(title)] == ["Trend", "10 numbers"]
    title.resize(title.title.sizeHint().width() + 60, title.height())
    assert [said.text for said in texts_of(title)][-1] == "10"
