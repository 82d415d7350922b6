"""Empty, waiting, wrong: what is so, why, and one way on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cxdesk.app.jobs import Crash
from cxdesk.app.widgets.busy_bar import PATIENCE, BusyBar
from cxdesk.app.widgets.empty_state import EmptyState
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.domain.errors import FileDamaged
from tests.app.conftest import Themed
from tests.app.painted import texts_of


def test_an_empty_state_says_what_why_and_offers_one_button(themed: Themed, qtbot: QtBot) -> None:
    themed()
    state = EmptyState("comment")
    qtbot.addWidget(state)
    state.show_text("No comments in this selection", "The 436 answers of this period carry none.", "Show all periods")
    state.resize(400, 200)
    shown = [one.text for one in texts_of(state)]
    assert shown == [
        "No comments in this selection", "The 436 answers of this period carry none.", "Show all periods",
    ]  # fmt: skip
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    assert state.accessibleName() == "No comments in this selection The 436 answers of this period carry none."


def test_without_a_way_out_there_is_no_button(themed: Themed, qtbot: QtBot) -> None:
    themed()
    state = EmptyState("chart")
    qtbot.addWidget(state)
    state.show_text("No course to show")
    assert state.button.isHidden()


@pytest.fixture
def strip(themed: Themed, qtbot: QtBot) -> ErrorStrip:
    themed()
    made = ErrorStrip()
    qtbot.addWidget(made)
    return made


def test_an_error_strip_is_hidden_until_something_is_wrong(strip: ErrorStrip) -> None:
    assert strip.isHidden()
    strip.show_text("The disk is full", "Free some room, then try again.")
    assert not strip.isHidden()
    strip.clear()
    assert strip.isHidden()


def test_it_shows_cause_place_remedy_and_one_action(strip: ErrorStrip, qtbot: QtBot) -> None:
    error = FileDamaged("The file ends in the middle of a row.", "Export it again.", file="answers.csv", row=18)
    strip.show_error(error, "Open another file")
    strip.resize(900, strip.sizeHint().height())
    shown = [one.text for one in texts_of(strip)]
    assert shown == [
        "The file ends in the middle of a row (file answers.csv, row 18).",
        "Export it again.",
        "Open another file",
        "Copy details",
    ]
    with qtbot.waitSignal(strip.acted):
        qtbot.mouseClick(strip.action, Qt.MouseButton.LeftButton)


def test_the_details_can_be_copied(strip: ErrorStrip, qtbot: QtBot) -> None:
    strip.show_error(FileDamaged("It ends early.", "Export it again.", file="answers.csv"))
    qtbot.mouseClick(strip.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "file_damaged: It ends early. (file answers.csv) Export it again."


def test_without_action_there_is_no_button(strip: ErrorStrip) -> None:
    strip.show_text("Something is wrong")
    assert strip.action.isHidden()


def test_a_short_wait_shows_nothing(themed: Themed, qtbot: QtBot) -> None:
    themed()
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.start()
    assert bar.isHidden()
    assert bar.due
    bar.stop()
    assert not bar.due


def test_a_long_wait_shows_the_bar_until_it_is_over(themed: Themed, qtbot: QtBot) -> None:
    themed()
    bar = BusyBar()
    qtbot.addWidget(bar)
    bar.start()
    bar.start()
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=5 * PATIENCE)
    bar.stop()
    assert bar.isHidden()


@pytest.mark.parametrize("moves", [True, False])
def test_under_reduced_motion_the_bar_stands_still(moves: bool, themed: Themed, qtbot: QtBot) -> None:
    now = themed("light")
    bar = BusyBar(moves=moves)
    qtbot.addWidget(bar)
    bar.resize(200, 2)
    first = bar.grab().toImage()
    bar._advance()
    assert (bar.grab().toImage() == first) is not moves
    if not moves:
        assert first.pixelColor(100, 0).name() == now.accent.name()


def test_the_details_of_a_crash_say_where_it_passed_and_nothing_of_the_data(themed: Themed, qtbot: QtBot) -> None:
    strip = ErrorStrip()
    qtbot.addWidget(strip)
    try:
        int("Zyxwvka Qwertson zyxwvka@example.org")
    except ValueError as error:
        strip.show_error(Crash(error))
    strip.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Qwertson" not in copied
    assert "zyxwvka" not in copied
    assert copied.startswith("CXDesk ")
    assert "ValueError" in copied
    assert "test_states.py" in copied
