"""A definition is thought about: its effect is seen before it stands, it can be brought back, and Ctrl+Z undoes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.definition.dialog import DefinitionDialog
from cxdesk.domain.query import Selection
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, opened, quiet, written
from tests.app.conftest import own_looks


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened(QtBot(request), qapp, tmp_path_factory.mktemp("survey")) as made:
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[DefinitionDialog]:
    """What CSAT means, as CXDesk declares it."""
    with own_looks(qapp):
        desk.ask(desk.query.with_(selection=Selection("csat_top")))
        quiet(qtbot, desk)
        made = open_one(qtbot, desk)
        yield made
        if isValid(made):
            made.close()


def open_one(qtbot: QtBot, desk: Desk) -> DefinitionDialog:
    made = DefinitionDialog(desk)
    with qtbot.waitSignal(made.ready, timeout=PATIENCE):
        made.show()
    return made


def values(dialog: DefinitionDialog) -> tuple[float | None, float | None]:
    before, after = dialog.cards.cards
    assert before is not None
    assert after is not None
    return before.figure.value, after.figure.value


def typed(qtbot: QtBot, dialog: DefinitionDialog, name: str, text: str) -> None:
    line = dialog.form.fields[name]
    assert isinstance(line, QLineEdit)
    line.selectAll()
    with qtbot.waitSignal(dialog.ready, timeout=PATIENCE):
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_it_opens_on_the_number_in_focus_and_changes_nothing(dialog: DefinitionDialog) -> None:
    assert dialog.which.currentText() == "CSAT, share satisfied"
    assert values(dialog) == (50.0, 50.0)
    assert dialog.said.text() == "This is what stands now."
    assert not dialog.keep.isEnabled()


def test_the_effect_is_seen_while_it_is_typed(qtbot: QtBot, desk: Desk, dialog: DefinitionDialog) -> None:
    typed(qtbot, dialog, "threshold", "2")
    assert values(dialog) == (50.0, 100.0)
    assert dialog.said.text().startswith("1 of 1 recent value would change.")
    assert dialog.keep.isEnabled()
    assert desk.workspace is not None
    assert desk.workspace.definitions().entries == ()


def test_another_scale_is_tried_the_same_way(qtbot: QtBot, dialog: DefinitionDialog) -> None:
    typed(qtbot, dialog, "scale", "1-10")
    assert values(dialog) == (50.0, 0.0), "5 of 10 is not satisfied"


def test_what_cannot_be_is_refused_in_the_window(qtbot: QtBot, dialog: DefinitionDialog) -> None:
    typed(qtbot, dialog, "scale", "from bad to worse")
    assert dialog.error.isVisible()
    assert not dialog.keep.isEnabled()
    typed(qtbot, dialog, "scale", "1-5")
    assert not dialog.error.isVisible()


def test_a_choice_asks_for_its_effect(qtbot: QtBot, dialog: DefinitionDialog) -> None:
    box = dialog.form.fields["dedupe"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    with qtbot.waitSignal(dialog.ready, timeout=PATIENCE):
        qtbot.keyClick(box, Qt.Key.Key_Down)
        box.activated.emit(box.currentIndex())
    assert dialog.keep.isEnabled()
    assert dialog.form.values["dedupe"] == "latest"


def test_another_metric_of_the_idea_in_another_unit_says_so(qtbot: QtBot, dialog: DefinitionDialog) -> None:
    with qtbot.waitSignal(dialog.ready, timeout=PATIENCE):
        at = dialog.which.findData("csat_mean")
        dialog.which.setCurrentIndex(at)
        dialog.which.activated.emit(at)
    assert dialog.said.text().startswith("It is in another unit")
    assert values(dialog) == (50.0, 3.5)


def test_it_stands_is_in_the_history_and_is_taken_back(qtbot: QtBot, desk: Desk, dialog: DefinitionDialog) -> None:
    typed(qtbot, dialog, "threshold", "2")
    dialog.reason.setText("The board decided")
    with written(qtbot, desk):
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    quiet(qtbot, desk)
    assert desk.card is not None
    assert desk.card.figure.value == 100.0
    again = open_one(qtbot, desk)
    (row,) = again.model.rows
    assert row[0] == "CSAT, share satisfied"
    assert (row[1][:6], row[2], row[3]) == ("since ", "Satisfied from: 2.0", "The board decided")
    with qtbot.waitSignal(again.ready, timeout=PATIENCE):
        again.declared.click()
    assert values(again) == (100.0, 50.0)
    with qtbot.waitSignal(again.ready, timeout=PATIENCE):
        again.bring_back(0)
    qtbot.waitUntil(lambda: again.said.text() == "This is what stands now.", timeout=PATIENCE)
    again.close()
    with written(qtbot, desk):
        desk.undo_step()
    quiet(qtbot, desk)
    assert desk.card.figure.value == 50.0


@pytest.mark.parametrize(("name", "zoom", "language"), [("dark", 1.0, "fr"), ("light", 1.5, "fr")])
def test_it_fits_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, desk: Desk, name: str, zoom: float, language: str
) -> None:
    with own_looks(qapp):
        theme.apply_theme(qapp, name, zoom)
        i18n.use(language)
        made = open_one(qtbot, desk)
        made.resize(1280, 720)
        assert made.minimumSizeHint().width() <= 1280
        assert made.title.text() == "Définition et échelle"
        assert not made.grab().isNull()
        made.close()
