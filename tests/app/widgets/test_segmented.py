"""A few exclusive choices: one click or an arrow key, told once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.segmented import Segmented
from cxdesk.system import i18n
from tests.app.conftest import Themed
from tests.app.painted import texts_of

CHOICES = [("week", "Week"), ("month", "Month"), ("quarter", "Quarter")]


@pytest.fixture
def grain(themed: Themed, qtbot: QtBot) -> Segmented:
    themed("light")
    made = Segmented(CHOICES)
    made.choose("month")
    qtbot.addWidget(made)
    made.show()
    return made


def buttons(widget: Segmented) -> list[QAbstractButton]:
    return widget.findChildren(QAbstractButton)


def test_a_click_chooses_and_tells(grain: Segmented, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grain.chosen) as told:
        qtbot.mouseClick(buttons(grain)[2], Qt.MouseButton.LeftButton)
    assert told.args == ["quarter"]
    assert grain.value == "quarter"


def test_choosing_by_program_tells_nobody(grain: Segmented, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grain.chosen):
        grain.choose("week")
    assert grain.value == "week"


def test_what_is_not_among_the_choices_leaves_none_chosen(grain: Segmented) -> None:
    grain.choose("day")
    assert grain.value == ""
    assert not any(button.isChecked() for button in buttons(grain))


def test_the_chosen_one_is_bold_in_accent_and_nothing_moves(grain: Segmented, themed: Themed) -> None:
    now = themed("light")
    widths = [button.width() for button in buttons(grain)]
    drawn = {one.text: one for one in texts_of(grain)}
    assert drawn["Month"].bold
    assert drawn["Month"].colour == now.accent.name()
    assert not drawn["Week"].bold
    grain.choose("week")
    assert [button.sizeHint().width() for button in buttons(grain)] == widths


def test_other_choices_keep_the_one_that_is_still_there(grain: Segmented) -> None:
    grain.set_choices([("month", "Month"), ("year", "Year")])
    assert grain.value == "month"
    assert [button.text() for button in buttons(grain) if button.isVisible() or button.text() == "Year"][-1] == "Year"


def test_another_language(grain: Segmented) -> None:
    grain.rename(["Semaine", "Mois", "Trimestre"])
    assert [button.text() for button in buttons(grain)] == ["Semaine", "Mois", "Trimestre"]
    assert grain.value == "month"


def test_titles_are_translated_when_it_is_made(themed: Themed, qtbot: QtBot) -> None:
    themed()
    i18n.use("fr")
    made = Segmented(CHOICES)
    qtbot.addWidget(made)
    assert buttons(made)[1].text() == "Mois"


def test_arrow_keys_move_along(grain: Segmented, qtbot: QtBot) -> None:
    buttons(grain)[1].setFocus()
    with qtbot.waitSignal(grain.chosen):
        qtbot.keyClick(buttons(grain)[1], Qt.Key.Key_Right)
    assert grain.value == "quarter"
