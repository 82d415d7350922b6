"""The report window: pages of what is chosen, written to a file, kept for next time, closed for good, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.report.dialog import CLOSED, KEPT, SCREEN, ReportDialog, called_by_dates, period_name
from cxdesk.app.jobs import Jobs
from cxdesk.domain.periods import Period, Preset
from cxdesk.domain.report import Section
from cxdesk.system import i18n
from tests.app.asked_desk import PATIENCE, quiet, written
from tests.app.conftest import gone, own_looks
from tests.reports import surveyed
from tests.reports.reading_pdf import pages


class Remembered:
    folder = ""


class Below(QWidget):
    """What the dialog needs of the window below it."""

    profile = Remembered()


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    qtbot = QtBot(request)
    with surveyed.workspace(tmp_path_factory.mktemp("report")) as survey:
        path = survey.path
    with own_looks(qapp):
        theme.apply_theme(qapp, theme.LIGHT)
        made = Desk(Jobs())
        with qtbot.waitSignal(made.board_changed, timeout=PATIENCE):
            made.open(path)
        with qtbot.waitSignal(made.board_changed, timeout=PATIENCE):
            made.ask(surveyed.recipe().query)
        quiet(qtbot, made)
        yield made
        made.close()
        assert made.jobs.close()
        gone()


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[ReportDialog]:
    with own_looks(qapp):
        below = Below()
        made = ReportDialog(desk, below)  # type: ignore[arg-type]
        with qtbot.waitSignal(made.shown, timeout=PATIENCE):
            made.show()
        quiet(qtbot, desk)
        yield made
        if isValid(made):
            made.close()
        quiet(qtbot, desk)
        below.deleteLater()


def choose(qtbot: QtBot, dialog: ReportDialog, act: object) -> None:
    """Do something in the form and wait for its pages."""
    with qtbot.waitSignal(dialog.shown, timeout=PATIENCE):
        act()  # type: ignore[operator]


def turn(dialog: ReportDialog, box: object, data: object) -> None:
    """Choose a line of a list as a person does."""
    at = box.findData(data)  # type: ignore[attr-defined]
    assert at >= 0
    box.setCurrentIndex(at)  # type: ignore[attr-defined]
    box.activated.emit(at)  # type: ignore[attr-defined]


def test_it_begins_with_what_is_on_screen(dialog: ReportDialog, desk: Desk) -> None:
    assert dialog.facts is not None
    assert dialog.document is not None
    assert dialog.facts.range == surveyed.HALF
    assert dialog.facts.recipe.query.split == "Plan"
    assert dialog.document.title == "Jan – Jun 2026"
    assert desk.board is not None
    assert dialog.facts.cards[0].figure.value == desk.board.cards[0].figure.value
    assert dialog.view.pages is not None
    assert dialog.page.text() == f"Page 1 of {dialog.view.pages.count}"


def test_pages_follow_what_is_chosen_and_the_window_keeps_its_language(qtbot: QtBot, dialog: ReportDialog) -> None:
    choose(qtbot, dialog, lambda: turn(dialog, dialog.form.language, "fr"))
    assert dialog.document is not None
    assert dialog.document.title == "Janv. – juin 2026"
    assert i18n.language() == "en"
    assert dialog.leave.text() == "Close"
    choose(qtbot, dialog, dialog.form.sections[Section.RECEIPTS].click)
    anchors = [getattr(block, "anchor", "") for block in dialog.document.blocks]
    assert Section.RECEIPTS not in anchors
    assert Section.DEFINITIONS in anchors
    choose(qtbot, dialog, lambda: turn(dialog, dialog.form.period, Preset.LAST_QUARTER))
    assert dialog.facts is not None
    assert dialog.facts.range == Period(surveyed.HALF.start.replace(month=4), surveyed.HALF.end)


def test_pages_are_painted_and_turned_by_keys(qtbot: QtBot, dialog: ReportDialog) -> None:
    picture = dialog.view.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(40, picture.width(), 7) for y in range(30, 400, 5)}
    assert len(colours) > 8
    qtbot.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.view.pages is not None
    assert dialog.page.text().endswith(f"of {dialog.view.pages.count}")
    assert dialog.view.at >= dialog.view.pages.count - 2
    qtbot.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.view.at == 0


def test_a_report_is_written_whole(qtbot: QtBot, dialog: ReportDialog, tmp_path: Path) -> None:
    for name in ("report.pdf", "report.xlsx"):
        with qtbot.waitSignal(dialog.written, timeout=PATIENCE):
            dialog.write(tmp_path / name)
    assert dialog.note.text() == "Written: report.xlsx"
    assert not dialog.folder.isHidden()
    assert "Jan – Jun 2026" in pages((tmp_path / "report.pdf").read_bytes())[0]
    assert "Receipts" in openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames
    dialog.write(tmp_path / "nowhere" / "report.csv")
    qtbot.waitUntil(lambda: not dialog.error.isHidden(), timeout=PATIENCE)


def test_a_choice_is_kept_under_a_name_found_again_and_taken_back(
    qtbot: QtBot, desk: Desk, dialog: ReportDialog
) -> None:
    turn(dialog, dialog.form.paper, "letter")
    choose(qtbot, dialog, lambda: turn(dialog, dialog.form.period, Preset.LAST_MONTH))
    qtbot.keyClicks(dialog.name, "For the board")
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE), written(qtbot, desk):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.begun == (KEPT, "For the board")
    assert desk.workspace is not None
    (kept,) = desk.workspace.recipes()
    assert (kept.preset, kept.paper, kept.query.split) == (Preset.LAST_MONTH, "letter", "Plan")
    with written(qtbot, desk):
        desk.undo_step()
    assert desk.workspace.recipes() == ()


def test_a_closed_period_has_a_lock_and_says_whether_it_still_holds(
    qtbot: QtBot, desk: Desk, dialog: ReportDialog
) -> None:
    assert dialog.close_period.isEnabled()
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE), written(qtbot, desk):
        qtbot.mouseClick(dialog.close_period, Qt.MouseButton.LeftButton)
    assert dialog.begun == (CLOSED, "2026-01-01..2026-06-30")
    assert dialog.start.currentText() == "1 Jan – 30 Jun 2026, closed"
    assert not dialog.form.period.isEnabled(), "what is closed cannot be chosen anew"
    assert "closed already" in dialog.close_period.toolTip()
    choose(qtbot, dialog, dialog._begin)
    qtbot.waitUntil(lambda: dialog.note.text().startswith("The data are as they were"), timeout=PATIENCE)
    assert not dialog.form.period.isEnabled()
    assert dialog.form.language.isEnabled()
    assert not dialog.close_period.isEnabled()
    with qtbot.waitSignal(dialog.listed, timeout=PATIENCE), written(qtbot, desk):
        dialog.remove()
    assert dialog.begun == (SCREEN, "")
    assert dialog.form.period.isEnabled()
    assert desk.workspace is not None
    assert desk.workspace.packs() == ()
    quiet(qtbot, desk)


def test_it_says_why_all_dates_cannot_be_closed(qtbot: QtBot, dialog: ReportDialog) -> None:
    choose(qtbot, dialog, lambda: turn(dialog, dialog.form.period, Preset.ALL))
    assert not dialog.close_period.isEnabled()
    assert "Choose a period first" in dialog.close_period.toolTip()


def test_a_split_by_people_is_offered_only_where_they_may_be_named(qtbot: QtBot, dialog: ReportDialog) -> None:
    dialog.form.show_splits(["Plan", "customer", "agent"], None)
    assert [dialog.form.split.itemData(at) for at in range(dialog.form.split.count())] == [None, "Plan"]
    choose(qtbot, dialog, dialog.form.personal.click)
    assert dialog.form.split.findData("customer") > 0
    choose(qtbot, dialog, lambda: turn(dialog, dialog.form.split, "customer"))
    assert dialog.facts is not None
    assert dialog.facts.recipe.personal


@pytest.mark.parametrize(
    ("first", "end", "name", "words"),
    [
        ("2026-08-01", "2026-09-01", "2026-08", "August 2026"),
        ("2026-07-01", "2026-10-01", "2026-Q3", "Q3 2026"),
        ("2026-01-01", "2027-01-01", "2026", "2026"),
        ("2026-08-03", "2026-08-10", "2026-08-03..2026-08-09", "week of 3 Aug 2026"),
        ("2026-08-03", "2026-08-11", "2026-08-03..2026-08-10", "3 Aug – 10 Aug 2026"),
    ],
)
def test_closed_periods_are_called_by_their_dates(first: str, end: str, name: str, words: str) -> None:
    from datetime import date

    period = Period(date.fromisoformat(first), date.fromisoformat(end))
    assert period_name(period) == name
    assert called_by_dates(name, period) == words
    assert called_by_dates("Summer", period) == "Summer"
