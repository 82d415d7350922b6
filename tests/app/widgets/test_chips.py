"""Chips say what restricts the numbers; each can be opened and taken away by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from pytestqt.qtbot import QtBot

from cxdesk.app.theme import tokens
from cxdesk.app.widgets.chips import Chip, ChipText
from tests.app.conftest import Themed
from tests.app.painted import colours, texts_of


@pytest.fixture
def period(themed: Themed, qtbot: QtBot) -> Chip:
    themed("light")
    chip = Chip("1 Aug – 31 Oct 2026", "calendar", removable=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    return chip


def test_pressing_it_opens_it_and_pressing_x_removes_it(period: Chip, qtbot: QtBot) -> None:
    assert period.close_button is not None
    with qtbot.waitSignal(period.clicked), qtbot.assertNotEmitted(period.removed):
        qtbot.mouseClick(period.body, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(period.removed), qtbot.assertNotEmitted(period.clicked):
        qtbot.mouseClick(period.close_button, Qt.MouseButton.LeftButton)


def test_the_keyboard_reaches_both_parts(period: Chip, qtbot: QtBot) -> None:
    assert period.close_button is not None
    assert period.body.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert period.close_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(period.clicked):
        qtbot.keyClick(period.body, Qt.Key.Key_Space)
    with qtbot.waitSignal(period.removed):
        qtbot.keyClick(period.close_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(period.removed):
        qtbot.keyClick(period.body, Qt.Key.Key_Delete)


def test_both_parts_have_names_for_a_screen_reader(period: Chip) -> None:
    assert period.close_button is not None
    assert period.body.accessibleName() == "1 Aug – 31 Oct 2026"
    assert period.close_button.accessibleName() == "Remove 1 Aug – 31 Oct 2026"


def test_an_active_chip_is_filled_and_bold(themed: Themed, period: Chip) -> None:
    now = themed("light")
    assert now.accentbg.name() not in colours(period.grab().toImage())
    period.set_active(True)
    period.resize(period.sizeHint())
    assert {now.accentbg.name(), now.accentline.name()} <= colours(period.grab().toImage())
    assert texts_of(period)[0].bold


def test_turning_active_makes_room_for_bold_text(period: Chip) -> None:
    narrow = period.sizeHint().width()
    period.set_active(True)
    assert period.sizeHint().width() > narrow


def test_targets_are_large_enough_for_a_finger(period: Chip) -> None:
    assert period.close_button is not None
    for part in (period.body, period.close_button):
        assert part.sizeHint().width() >= 22
        assert part.sizeHint().height() >= 22


def test_a_choice_tells_when_toggled_but_not_when_set(themed: Themed, qtbot: QtBot) -> None:
    themed()
    chip = Chip(ChipText("Detractors", "104", "0–6", "bad"), checkable=True, small=True)
    qtbot.addWidget(chip)
    assert chip.height_hint() == tokens.CHIP_SMALL
    with qtbot.waitSignal(chip.toggled) as told:
        qtbot.mouseClick(chip.body, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert chip.active
    with qtbot.assertNotEmitted(chip.toggled):
        chip.set_checked(False)
    assert not chip.active


def test_lead_text_and_count_have_their_tones(themed: Themed, qtbot: QtBot) -> None:
    now = themed("light")
    chip = Chip(ChipText("Detractors", "104", "0–6", "bad"), small=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    found = {one.text: one for one in texts_of(chip)}
    assert found["0–6"].colour == now.bad.name()
    assert found["0–6"].bold
    assert found["104"].colour == now.text3.name()
    assert chip.body.accessibleName() == "0–6 Detractors 104"


def test_in_little_room_the_text_is_cut_and_told_in_the_tooltip(period: Chip) -> None:
    period.resize(110, period.height())
    shown = texts_of(period)
    assert shown[0].text.endswith("…")
    assert "31 Oct 2026" in period.body.toolTip()


def test_a_new_text_resizes_and_renames(period: Chip) -> None:
    before = period.sizeHint().width()
    period.set_said("All dates")
    assert period.sizeHint().width() < before
    assert period.body.accessibleName() == "All dates"


def test_it_grows_with_the_zoom(themed: Themed, qtbot: QtBot) -> None:
    themed()
    chip = Chip("Country: FR, RO", "filter", removable=True)
    qtbot.addWidget(chip)
    plain = chip.sizeHint()
    themed(zoom=2.0)
    assert chip.sizeHint().height() == 2 * plain.height()
    assert chip.sizeHint().width() > 1.8 * plain.width()


def test_the_keyboard_focus_repaints_it(period: Chip) -> None:
    period.body.focusInEvent(QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert not period.grab().isNull()
