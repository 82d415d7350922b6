"""Several lines on one trend, and notes on days: chosen by keyboard and mouse, said in legend and table, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.charts import export
from cxdesk.app.charts.notes_popup import NotesPopup
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.docks.trend_extras import TrendExtras
from cxdesk.app.window import Window
from cxdesk.domain.benchmarks import Mark, MarkType
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.kept import Note
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Compare, CompareTo, Query, Selection
from cxdesk.domain.together import SEGMENTS
from cxdesk.system import i18n
from tests.app.conftest import own_looks, settled
from tests.app.one_window import one_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
APP = Note(date(2026, 8, 3), "App 4.0")


@pytest.fixture(scope="module")
def shown(qapp: QApplication, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window for all."""
    yield from one_window(prepared, tmp_path_factory.mktemp("together"))


@pytest.fixture
def window(qtbot: QtBot, shown: Window) -> Window:
    """The window as it is before anything was asked."""
    blank = Query(range=shown.desk.query.range)
    if shown.desk.query != blank:
        with settled(qtbot, shown):
            shown.desk.ask(blank)
    return shown


@pytest.fixture
def panel(window: Window) -> TrendPanel:
    found = window.panel("trend")
    assert isinstance(found, TrendPanel)
    return found


@pytest.fixture
def extras(panel: TrendPanel) -> Iterator[TrendExtras]:
    yield panel.extras
    i18n.use("en")


def test_the_groups_of_the_split_are_lines_with_colour_dash_and_name(
    qtbot: QtBot, window: Window, panel: TrendPanel, extras: TrendExtras
) -> None:
    with settled(qtbot, window):
        window.desk.ask(Query(split="plan"))
    action = extras.menu().actions()[0]
    assert action.text() == "Groups by plan"
    with settled(qtbot, window):
        action.setChecked(True)
    assert window.desk.query.together == (SEGMENTS,)
    qtbot.waitUntil(lambda: len(extras.lines.courses) == 3, timeout=5000)
    assert {extras.name(one) for one in extras.lines.courses} == {"Starter", "Team", "Business"}
    pens = [line.opts["pen"] for line, _points in extras.lines._drawn]
    assert [pen.color().name() for pen in pens] == [theme.current().category(at).name() for at in (1, 2, 3)]
    assert len({tuple(pen.dashPattern()) for pen in pens}) == 3
    assert panel.legend.accessibleName() == "NPS, " + ", ".join(extras.name(one) for one in extras.lines.courses)
    low, high = panel.plot.area.viewRange()[1]
    assert low <= min(extras.lines.values) and max(extras.lines.values) <= high  # noqa: PT018
    assert panel.texts.head[4:] == [extras.name(one) for one in extras.lines.courses]
    with settled(qtbot, window):
        window.desk.back()
    qtbot.waitUntil(lambda: extras.lines.courses == (), timeout=5000)
    assert len(panel.texts.head) == 4


def test_only_numbers_in_the_same_unit_stand_together(qtbot: QtBot, window: Window, extras: TrendExtras) -> None:
    with settled(qtbot, window):
        window.desk.ask(Query(metrics=("comment_rate", "nps", "nps_shares"), together=("nps",),
                              selection=Selection("comment_rate")))  # fmt: skip
    texts = [action.text() for action in extras.menu().actions() if action.text()]
    assert "Net Promoter Score" not in texts
    assert extras.lines.courses == ()


def test_a_note_is_a_flag_on_its_day_and_can_be_changed_and_taken_back(
    qtbot: QtBot, window: Window, panel: TrendPanel, extras: TrendExtras
) -> None:
    panel.plot.setFocus()
    qtbot.keyClick(panel.plot, Qt.Key.Key_N)
    popup = panel.findChildren(NotesPopup)[-1]
    assert popup.isVisible()
    popup.day.setDate(popup.day.date().fromString("2026-08-03", "yyyy-MM-dd"))
    qtbot.keyClicks(popup.text, "App 4.0")
    with settled(qtbot, window):
        qtbot.keyClick(popup.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: extras.notes == (APP,), timeout=5000)
    at, note = extras.flags.notes[0]
    unit = panel.plot.line.units[panel.plot.line.unit_at(at) or 0]
    assert note == APP
    assert unit.contains(APP.day)
    with settled(qtbot, window):
        extras.keep(Note(APP.day, "App 4.0.1"), APP)
    qtbot.waitUntil(lambda: [one.text for one in extras.notes] == ["App 4.0.1"], timeout=5000)
    for left in ((APP,), ()):
        with settled(qtbot, window):
            window.desk.undo_step()
        qtbot.waitUntil(lambda: extras.notes == left, timeout=5000)  # noqa: B023


def test_a_note_is_taken_away_from_the_list(qtbot: QtBot, window: Window, extras: TrendExtras) -> None:
    with settled(qtbot, window):
        extras.keep(APP, None)
    qtbot.waitUntil(lambda: extras.notes == (APP,), timeout=5000)
    popup = extras.notes_popup()
    assert popup is not None
    popup.edit(APP)
    with settled(qtbot, window):
        qtbot.mouseClick(popup.drop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: extras.notes == (), timeout=5000)


def test_flags_and_lines_are_painted_in_every_look(
    qtbot: QtBot, window: Window, panel: TrendPanel, extras: TrendExtras
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with settled(qtbot, window):
        extras.keep(Note(APP.day, "Version <b>4"), None)
    qtbot.waitUntil(lambda: bool(extras.flags.notes), timeout=5000)
    for name, zoom in (("dark", 1.5),):
        with own_looks(app):
            i18n.use("fr")
            theme.apply_theme(app, name, zoom, contrast=False)
            panel.retranslate()
            drawn = export.svg(panel.plot, "x").decode()
            assert "Version &lt;b&gt;4" in drawn


def test_own_benchmarks_are_quiet_lines_and_delivered_ones_are_not_drawn(
    qtbot: QtBot, window: Window, panel: TrendPanel, extras: TrendExtras
) -> None:
    workspace = window.desk.workspace
    assert workspace is not None
    assert extras.levels.levels == ()
    mark = Mark("own/nps", "nps", label="Our branch", good=12.0, scale="0-10", source="A study", year=2026)
    with settled(qtbot, window):
        window.desk.write("marks", lambda ws, _p: (None, ws.set_marks(MarkType.BENCHMARK, [mark]).changes))
    assert [value for value, _text in extras.levels.levels] == [12.0]
    assert extras.levels.levels[0][1].startswith("Our branch")
    assert extras.levels.bands == (), "one level is a line"


def test_a_benchmark_with_several_levels_is_a_band_with_each_of_them_named(
    qtbot: QtBot, window: Window, panel: TrendPanel, extras: TrendExtras
) -> None:
    mark = Mark("own/nps", "nps", label="Our branch", low=-20.0, good=12.0, scale="0-10", source="A study", year=2026)
    before = export.picture(panel.plot)
    with settled(qtbot, window):
        window.desk.write("marks", lambda ws, _p: (None, ws.set_marks(MarkType.BENCHMARK, [mark]).changes))
    assert extras.levels.bands == ((-20.0, 12.0),)
    assert [text for _value, text in extras.levels.levels] == ["Our branch, low −20", "Our branch, good +12"]
    after, scene = export.picture(panel.plot), panel.plot.mapFromScene
    view = panel.plot.area
    inside = scene(view.mapViewToScene(QPointF(0.2, -15.0))) * 2
    assert after.pixelColor(inside) != before.pixelColor(inside)


def test_the_head_leads_to_why_the_number_changed_as_the_breakdown_does(
    qtbot: QtBot, window: Window, panel: TrendPanel
) -> None:
    late = Period(date(2026, 8, 1), date(2026, 11, 1))
    with settled(qtbot, window):
        window.desk.ask(Query(range=late, compare=Compare(CompareTo.PREVIOUS)))
    assert panel.head.why.isVisible()
    assert panel.head.why.text() == "Why did it fall?"
    with qtbot.waitSignal(window.desk.wanted, check_params_cb=lambda wanted: wanted == "show_why"):
        panel.head.why.click()
    with settled(qtbot, window):
        window.desk.ask(Query(range=late, compare=Compare(CompareTo.NONE)))
    assert panel.head.why.isHidden()


def test_the_largest_step_is_told_with_how_sure_it_is_and_a_click_makes_it_the_period(
    qtbot: QtBot, window: Window, panel: TrendPanel
) -> None:
    early = Period(date(2026, 1, 1), date(2026, 4, 1))
    with settled(qtbot, window):
        starter = Condition("plan", Op.IS, ("Starter",))  # of all answers together no step is clear
        window.desk.ask(Query(range=early, compare=Compare(CompareTo.YEAR), filters=(starter,)))
    step = panel.head.step
    assert step.isVisible()
    assert step.text() == "Largest fall: Aug – Oct 2026, −81"
    assert "held against May – Jul 2026: −81" in step.accessibleDescription()
    assert "Clear even as the largest at" in step.accessibleDescription()
    with settled(qtbot, window):
        step.click()
    assert window.desk.query.range == Period(date(2026, 8, 1), date(2026, 11, 1))
    assert window.desk.card is not None
    assert window.desk.card.change is not None
    assert round(window.desk.card.change.delta or 0.0) == -81, "as the link said"
    assert step.isHidden(), "it is what is looked at"
    with settled(qtbot, window):
        window.desk.back()
    assert window.desk.query.compare.to is CompareTo.YEAR
    assert step.isVisible()


def test_the_head_cuts_nothing_in_a_narrow_dock_in_any_language(qtbot: QtBot, shown: Window, panel: TrendPanel) -> None:
    head = panel.head
    width, app = head.width(), QApplication.instance()
    assert isinstance(app, QApplication)
    for language in ("en", "fr", "ro"):
        with own_looks(app):
            i18n.use(language)
            panel.retranslate()
            head.show_step("Largest fall: Apr – Jun 2026, −26")
            for at in (610, 1300):
                head.resize(at, head.sizeHint().height())
                head.layout().activate()
                for part in (head.title, head.step, head.why, head.grains):
                    assert part.isHidden() or part.width() >= part.sizeHint().width(), (language, at, part)
    i18n.use("en")
    panel.retranslate()
    head.resize(width, head.sizeHint().height())
