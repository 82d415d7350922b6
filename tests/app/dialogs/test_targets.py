"""Targets and benchmarks are written, changed, removed and taken back; the number says at once how it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.targets.dialog import TargetsDialog
from cxdesk.domain.benchmarks import Mark, MarkType
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
def dialog(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[TargetsDialog]:
    """No target yet; CSAT is in focus."""
    with own_looks(qapp):
        desk.ask(desk.query.with_(selection=Selection("csat_top")))
        quiet(qtbot, desk)
        made = TargetsDialog(desk)
        with qtbot.waitSignal(made.stood, timeout=PATIENCE):
            made.show()
        quiet(qtbot, desk)
        yield made
        if isValid(made):
            made.close()
    assert desk.workspace is not None
    for mark in desk.workspace.marks(MarkType.TARGET):
        with written(qtbot, desk):
            desk.write(
                "tidy", lambda workspace, _progress, key=mark.key: (None, workspace.restore_mark(MarkType.TARGET, key))
            )


def write(qtbot: QtBot, desk: Desk, dialog: TargetsDialog, **texts: str) -> None:
    for name, text in texts.items():
        line = dialog.form.lines[name]
        line.clear()
        qtbot.keyClicks(line, text)
    with written(qtbot, desk):
        qtbot.keyClick(dialog.form.lines["value"], Qt.Key.Key_Return)
    quiet(qtbot, desk)


def test_without_a_target_the_window_offers_to_set_one(qtbot: QtBot, dialog: TargetsDialog) -> None:
    assert dialog.stack.currentWidget() is dialog.empty
    assert dialog.form.which.currentText() == "CSAT, share satisfied"
    assert dialog.stands.text().startswith("Now 50.0% (")
    assert dialog.stands.text().endswith("holds for this definition: share satisfied, 4–5 of 5.")
    assert dialog.form.lines["value"].placeholderText() == "percent"
    assert not dialog.keep.isEnabled()
    assert dialog.focusWidget() is dialog.form.lines["value"]
    qtbot.mouseClick(dialog.empty.button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.form.lines["value"], "5")
    assert dialog.keep.isEnabled()


def test_a_target_is_kept_and_the_card_holds_its_number_against_it(
    qtbot: QtBot, desk: Desk, dialog: TargetsDialog
) -> None:
    write(qtbot, desk, dialog, value="99,5", source="Board meeting", year="2025")
    assert dialog.model.rows == [["CSAT, share satisfied", "99.5%", "", "Board meeting 2025"]]
    assert dialog.stands.text().endswith("The target is missed: the whole interval is on its other side.")
    assert desk.card is not None
    assert desk.card.target is not None
    assert (desk.card.target.value, desk.card.target.state) == (99.5, "missed")


def test_changing_it_replaces_it_and_ctrl_z_brings_the_old_one_back(
    qtbot: QtBot, desk: Desk, dialog: TargetsDialog
) -> None:
    write(qtbot, desk, dialog, value="10")
    assert dialog.keep.text() == "Change it"
    write(qtbot, desk, dialog, value="50", source="Me")
    assert [row[1] for row in dialog.model.rows] == ["50%"], "under another key, in place of the old one"
    assert dialog.stands.text().endswith("Not settled: the target lies inside the interval.")
    with written(qtbot, desk):
        desk.undo_step()
    dialog.ask()
    quiet(qtbot, desk)
    assert [row[1] for row in dialog.model.rows] == ["10%"]


def test_one_for_other_customers_says_why_it_is_not_drawn(qtbot: QtBot, desk: Desk, dialog: TargetsDialog) -> None:
    write(qtbot, desk, dialog, value="70", segment="Plan=Team")
    assert dialog.model.rows[0][2] == "Plan=Team"
    assert dialog.stands.text().endswith("Not drawn in this view: It is about other customers.")
    assert desk.card is not None
    assert desk.card.target is None


def test_values_have_the_unit_of_their_number_as_the_locale_writes_it(
    qtbot: QtBot, desk: Desk, dialog: TargetsDialog
) -> None:
    marks = [
        Mark("share", "csat_top", value=40.0),
        Mark("time", "art", value=24.0),
        Mark("net", "nps", value=-5.0),
        Mark("mean", "csat_mean", value=4.25, scale="1-5"),
        Mark("money", "mrr", value=12000.0, options={"currency": "EUR"}),
    ]
    with written(qtbot, desk):
        desk.write("marks", lambda workspace, _progress: (None, workspace.set_marks(MarkType.TARGET, marks).changes))
    i18n.use("fr")
    dialog.ask()
    quiet(qtbot, desk)
    said = [row[1].replace("\u202f", " ").replace("\u00a0", " ") for row in dialog.model.rows]
    assert sorted(said) == sorted(["40 %", "24 h", "\u22125", "4,25 sur 5", "12 000 €"])


def test_what_cannot_be_read_is_refused_in_the_window(qtbot: QtBot, dialog: TargetsDialog) -> None:
    qtbot.keyClicks(dialog.form.lines["value"], "much")
    dialog.save()
    assert dialog.error.isVisible()
    assert dialog.model.rows == []


def test_a_target_is_removed_and_comes_back(qtbot: QtBot, desk: Desk, dialog: TargetsDialog) -> None:
    write(qtbot, desk, dialog, value="80")
    with written(qtbot, desk):
        qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    quiet(qtbot, desk)
    assert dialog.model.rows == []
    with written(qtbot, desk):
        desk.undo_step()
    dialog.ask()
    quiet(qtbot, desk)
    assert [row[1] for row in dialog.model.rows] == ["80%"]


def test_benchmarks_have_levels_and_delivered_ones_are_hidden_and_shown_again(
    qtbot: QtBot, desk: Desk, dialog: TargetsDialog
) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, desk)
    assert dialog.type_ is MarkType.BENCHMARK
    assert dialog.form.lines["good"].isVisible()
    delivered = len(dialog.model.rows)
    nps = next(at for at, row in enumerate(dialog.model.rows) if row[0] == "Net Promoter Score")
    dialog.table.setCurrentIndex(dialog.model.index(nps, 0))
    assert dialog.form.lines["good"].text() != ""
    with written(qtbot, desk):
        dialog.remove()
    quiet(qtbot, desk)
    assert len(dialog.model.rows) == delivered - 1
    with written(qtbot, desk):
        desk.undo_step()
    dialog.ask()
    quiet(qtbot, desk)
    assert len(dialog.model.rows) == delivered


@pytest.mark.parametrize(("name", "zoom", "language"), [("dark", 1.0, "fr"), ("light", 1.5, "fr")])
def test_it_fits_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, desk: Desk, name: str, zoom: float, language: str
) -> None:
    with own_looks(qapp):
        theme.apply_theme(qapp, name, zoom)
        i18n.use(language)
        made = TargetsDialog(desk)
        with qtbot.waitSignal(made.stood, timeout=PATIENCE):
            made.show()
        made.resize(1280, 720)
        assert made.minimumSizeHint().width() <= 1280
        assert made.title.text() == "Objectifs et repères"
        assert not made.grab().isNull()
        made.close()
