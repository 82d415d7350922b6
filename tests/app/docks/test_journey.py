"""The journey in the window: five bars that can be walked along, pain points, and the editor of the stages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.charts.stages import StagesChart
from cxdesk.app.dialogs.stages.dialog import StagesDialog
from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.journey import JourneyPanel
from cxdesk.app.window import Window
from cxdesk.domain.journey import DROPPED, WAITING, WENT_ON
from cxdesk.domain.query import Selection
from cxdesk.domain.stages import Sign, Stages
from cxdesk.system import i18n
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.app.conftest import gone, make_window, open_workspace, own_looks, settled, write_export
from tests.app.docks.journeys import write_journeys

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.usefixtures("all_here"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("way")
    with Workspace.create(folder / "way.cxdesk") as workspace:
        files = [write_journeys(folder / "journey.csv"), write_export(folder / "survey.csv", rows=200)]
        reports = import_files(workspace, files, ImportOptions())
        assert [(one.error, one.open_doubts) for one in reports] == [(None, [])] * 2
    return folder / "way.cxdesk"


@pytest.fixture(scope="module")
def shown(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, made: Path
) -> Iterator[JourneyPanel]:
    """One window for all, 1280 × 720, with the dock as it is seen first."""
    window = make_window(tmp_path_factory.mktemp("profile") / "own", 1280, 720)
    open_workspace(QtBot(request), window, made)
    window.menus.actions["show_journey"].trigger()
    found = window.panel("journey")
    assert isinstance(found, JourneyPanel)
    yield found
    window.close()
    assert window.desk.jobs.close()
    window.deleteLater()
    gone()


@pytest.fixture
def panel(qtbot: QtBot, shown: JourneyPanel) -> Iterator[JourneyPanel]:
    """The dock with nothing asked yet; what a test changes of the looks is put back."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window, blank = window_of(shown), shown.desk.query.with_(selection=None, options={})
    if shown.desk.query != blank:
        with settled(qtbot, window):
            shown.desk.ask(blank)
    shell = window.docks["journey"]
    shell.setFloating(False)
    window.show_dock("journey")
    shown.stack.setCurrentIndex(0)
    with own_looks(app):
        qtbot.waitUntil(lambda: shown.journey.days == 90 and bool(shown.journey.stages), timeout=10_000)
        yield shown
    i18n.use("en")
    shown.retranslate()


def window_of(panel: JourneyPanel) -> Window:
    found = panel.desk.parent()
    assert isinstance(found, Window)
    return found


def place_of(panel: JourneyPanel, stage: int, part: str) -> int:
    key = panel.journey.stages[stage].stage.key
    keys = [(mark.data[0].stage.key, mark.data[1]) for mark in panel.chart.marks]
    return keys.index((key, part))


class TestChart:
    def test_every_part_of_every_stage_can_be_pointed_at(self, panel: JourneyPanel) -> None:
        first = panel.journey.stages[0]
        assert (first.people, first.went_on, first.waiting, first.dropped) == (100, 70, 6, 24)
        boxes = [panel.chart.marks[place_of(panel, 0, part)].place for part in (WENT_ON, WAITING, DROPPED)]
        widths = [round(box.width() / sum(one.width() for one in boxes), 2) for box in boxes]
        assert widths == [0.7, 0.06, 0.24]
        assert boxes[0].right() == pytest.approx(boxes[1].left())

    def test_a_click_looks_at_those_people_and_marks_their_stage(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        spot = panel.chart.marks[place_of(panel, 0, DROPPED)].place.center().toPoint()
        with settled(qtbot, window_of(panel)):
            qtbot.mouseClick(panel.chart, Qt.MouseButton.LeftButton, pos=spot)
        assert panel.desk.query.selection == Selection("journey_stages", "consideration", part="rest")
        assert panel.desk.board is not None
        assert panel.desk.board.rows_behind == 24
        assert panel.chart.selected == "awareness"
        card = panel.desk.card
        assert card is not None
        assert card.metric == "journey_stages"

    def test_arrow_keys_walk_and_enter_chooses(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        panel.chart.setFocus()
        assert panel.chart.in_rows
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right):
            qtbot.keyClick(panel.chart, key)
        assert "Consideration" in panel.chart.accessibleDescription()
        assert not panel.chart.tip.isHidden()
        with settled(qtbot, window_of(panel)):
            qtbot.keyClick(panel.chart, Qt.Key.Key_Return)
        chosen = panel.desk.query.selection
        assert chosen is not None
        assert (chosen.metric, chosen.measure) == ("journey_stages", "decision")

    def test_it_stands_in_columns_where_there_is_room(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        chart = StagesChart()
        qtbot.addWidget(chart)
        chart.resize(1300, 366)
        chart.show_journey(panel.journey)
        assert not chart.in_rows
        assert [mark.data[1] for mark in chart.marks[:3]] == [DROPPED, WAITING, WENT_ON]
        assert [mark.place.top() for mark in chart.marks[:3]] == sorted(mark.place.top() for mark in chart.marks[:3])
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
            qtbot.keyClick(chart, key)
        assert "Consideration" in chart.accessibleDescription()

    @pytest.mark.parametrize(("name", "zoom"), [("dark", 1.5)])
    def test_it_is_painted_in_every_look_and_language(self, panel: JourneyPanel, name: str, zoom: float) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        i18n.use("fr")
        theme.apply_theme(app, name, zoom, contrast=False)
        panel.retranslate()
        assert "Considération" in panel.chart.accessibleName()
        image = panel.chart.picture()
        mark = panel.chart.marks[place_of(panel, 0, WENT_ON)].place
        colour = image.pixelColor((mark.center() * image.devicePixelRatio()).toPoint())
        assert colour.name() == theme.current().diverging[5].name()
        assert b"70" in panel.chart.svg()

    def test_the_table_says_the_same(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        panel.chart.setFocus()
        qtbot.keyClick(panel.chart, Qt.Key.Key_T)
        assert panel.stack.currentWidget() is panel.table
        assert panel.texts.rows[0][:5] == ["Awareness", "100", "70", "6", "24"]
        panel.copy()
        assert "Awareness\t100\t70" in QApplication.clipboard().text()


class TestPains:
    def test_enter_on_a_pain_point_opens_its_comments(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        point = panel.journey.pains[0]
        panel.list.setFocus()
        panel.list.selectRow(0)
        with settled(qtbot, window_of(panel)):
            qtbot.keyClick(panel.list, Qt.Key.Key_Return)
        assert panel.desk.query.selection == point.words
        comments = window_of(panel).panel("comments")
        qtbot.waitUntil(lambda: comments.list.listed == point.comments, timeout=5000)  # type: ignore[attr-defined]
        assert not comments.visibleRegion().isEmpty()


class TestWindow:
    def test_another_number_of_days_is_part_of_the_question(self, qtbot: QtBot, panel: JourneyPanel) -> None:
        with settled(qtbot, window_of(panel)):
            panel.days.activated.emit(panel.days.findData(7.0))
        qtbot.waitUntil(lambda: panel.journey.days == 7, timeout=5000)
        with settled(qtbot, window_of(panel)):
            panel.desk.back()
        qtbot.waitUntil(lambda: panel.journey.days == 90, timeout=5000)


class TestEditor:
    @pytest.fixture
    def editor(self, qtbot: QtBot, panel: JourneyPanel) -> StagesDialog:
        panel.open_editor()
        found = window_of(panel).findChildren(StagesDialog)[-1]
        qtbot.waitUntil(lambda: bool(found.rows) and bool(found.chart.journey.stages), timeout=5000)
        return found

    def test_a_change_shows_its_effect_is_kept_and_can_be_taken_back(
        self, qtbot: QtBot, panel: JourneyPanel, editor: StagesDialog
    ) -> None:
        assert not editor.keep.isEnabled()
        row = editor.rows[1]
        qtbot.keyClicks(row.name, "Signed up")
        row.open_signs()
        popup = row.popup
        assert popup is not None
        qtbot.keyClicks(popup.search, "retention")
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
        popup.close()
        qtbot.waitUntil(lambda: editor.chart.journey.stages[1].people == 20, timeout=5000)
        assert editor.chart.journey.stages[1].stage.shown == "Signed up"
        workspace = panel.desk.workspace
        assert workspace is not None
        assert workspace.stages() == Stages()
        with settled(qtbot, window_of(panel)):
            qtbot.mouseClick(editor.keep, Qt.MouseButton.LeftButton)
        kept = workspace.stages()["consideration"]
        assert (kept.title, kept.signs) == ("Signed up", (Sign.parse("journey_event: stage=retention"),))
        qtbot.waitUntil(lambda: panel.journey.stages[1].people == 20, timeout=5000)
        with settled(qtbot, window_of(panel)):
            panel.desk.undo_step()
        assert workspace.stages() == Stages()
        with settled(qtbot, window_of(panel)):
            panel.desk.redo_step()
        assert workspace.stages()["consideration"] == kept
        with settled(qtbot, window_of(panel)):
            panel.desk.undo_step()

    def test_a_sign_can_be_taken_away_and_all_be_as_usual(
        self, qtbot: QtBot, panel: JourneyPanel, editor: StagesDialog
    ) -> None:
        row = editor.rows[0]
        row.set_signs((Sign.parse("answer"),))
        qtbot.waitUntil(lambda: editor.keep.isEnabled(), timeout=5000)
        row.chips[0].removed.emit()
        assert row.stage.signs == ()
        row.set_signs((Sign.parse("answer"),))
        editor.usual.click()
        qtbot.waitUntil(lambda: not editor.keep.isEnabled(), timeout=5000)
        assert editor.stages == Stages()
        editor.reject()


def test_the_breakdowns_funnel_calls_the_stages_as_the_person_does(qtbot: QtBot, panel: JourneyPanel) -> None:
    window, desk = window_of(panel), panel.desk
    assert desk.workspace is not None
    before = desk.workspace.stages()
    named = before.with_(replace(before["decision"], title="Essai gratuit"))
    with settled(qtbot, window):
        desk.write("stages", lambda workspace, _progress: (None, workspace.set_stages(named).changes))
    window.show_dock("breakdown")
    with settled(qtbot, window):
        desk.ask(desk.query.with_(selection=Selection("journey_stages")))
    found = window.panel("breakdown")
    assert isinstance(found, BreakdownPanel)
    funnel = found.forms.funnel
    qtbot.waitUntil(lambda: any("Essai" in row[0] for row in funnel.table()[1:]), timeout=10_000)
    assert [row[0] for row in funnel.table()[1:]] == [
        "Awareness to consideration",
        "Consideration → Essai gratuit",
        "Essai gratuit → Retention",
        "Retention to advocacy",
    ]
    with settled(qtbot, window):
        desk.write("stages", lambda workspace, _progress: (None, workspace.set_stages(before).changes))
