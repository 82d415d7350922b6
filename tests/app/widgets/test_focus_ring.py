"""Whoever uses the keyboard sees where they are; whoever uses the mouse is not disturbed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.chips import Chip
from cxdesk.app.widgets.focus_ring import FocusRing, ringed
from tests.app.conftest import Themed
from tests.app.painted import colours


@pytest.fixture
def window(themed: Themed, qtbot: QtBot) -> QWidget:
    themed("light")
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(20, 20, 20, 20)
    for part in (QPushButton("One"), QPushButton("Two"), QLineEdit(), Chip("Period"), QLabel("Words")):
        part.setObjectName(type(part).__name__ + getattr(part, "text", lambda: "")())
        column.addWidget(part)
    qtbot.addWidget(made)
    made.show()
    return made


def by_keyboard(window: QWidget, yes: bool) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, yes)


def test_buttons_are_ringed_when_the_keyboard_moved_there(window: QWidget) -> None:
    button = window.findChild(QPushButton, "QPushButtonOne")
    by_keyboard(window, False)
    assert ringed(button) is None
    by_keyboard(window, True)
    assert ringed(button) is button


def test_a_text_field_is_ringed_in_any_case(window: QWidget) -> None:
    by_keyboard(window, False)
    field = window.findChild(QLineEdit)
    assert ringed(field) is field


def test_a_chip_is_ringed_as_a_whole(window: QWidget) -> None:
    by_keyboard(window, True)
    chip = window.findChild(Chip)
    assert chip is not None
    assert ringed(chip.body) is chip


def test_what_shows_focus_itself_is_left_alone(window: QWidget) -> None:
    by_keyboard(window, True)
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setProperty("ring", False)
    assert ringed(field) is None
    assert ringed(window.findChild(QLabel)) is None
    assert ringed(None) is None


def test_the_ring_lies_two_pixels_outside_and_follows(window: QWidget, themed: Themed) -> None:
    now = themed("light")
    button, ring = window.findChild(QPushButton, "QPushButtonOne"), FocusRing()
    assert button is not None
    ring.surround(button)
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    assert now.accent.name() in colours(ring.grab().toImage())
    button.move(40, 50)
    assert ring.pos() == button.pos() - ring.rect().topLeft() - ring.mapFromParent(button.pos()) + ring.rect().topLeft()
    button.hide()
    assert ring.isHidden()
    button.show()
    assert not ring.isHidden()


def test_the_ring_never_takes_a_click(window: QWidget, qtbot: QtBot) -> None:
    button, ring = window.findChild(QPushButton, "QPushButtonTwo"), FocusRing()
    assert button is not None
    ring.surround(button)
    assert window.childAt(button.geometry().center()) is button
    assert ring.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_widget_that_goes_takes_no_ring_with_it(window: QWidget) -> None:
    button, ring = QPushButton("Gone", window), FocusRing()
    button.show()
    ring.surround(button)
    button.setParent(None)
    button.deleteLater()
    del button
    ring.surround(None)
    assert ring.isHidden()


def test_a_button_at_the_edge_of_its_row_has_its_whole_ring_and_keeps_it_when_the_row_moves(window: QWidget) -> None:
    row, ring = QWidget(window), FocusRing()
    row.setGeometry(60, 20, 90, 30)
    button = QPushButton("At the edge", row)
    button.setGeometry(row.rect())
    row.show()
    ring.surround(button)
    assert ring.parentWidget() is window
    assert ring.geometry() == row.geometry().adjusted(-4, -4, 4, 4)
    row.move(70, 40)
    assert ring.geometry() == row.geometry().adjusted(-4, -4, 4, 4)
    row.resize(120, 60)
    button.move(10, 10)
    assert ring.parentWidget() is row, "there is room now"
