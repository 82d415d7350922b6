"""The distribution in the window: bars by mouse and keyboard, comments that follow, the table, every look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxdesk.app import steps, theme
from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.distribution import DistributionPanel
from cxdesk.app.window import Window
from cxdesk.domain.query import Query, Selection
from cxdesk.system import i18n
from tests.app.conftest import own_looks, settled
from tests.app.one_window import one_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def shown(qapp: QApplication, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window for all."""
    yield from one_window(prepared, tmp_path_factory.mktemp("spread"))


@pytest.fixture
def window(qtbot: QtBot, shown: Window) -> Window:
    """The window as it is before anything was asked."""
    blank = Query(range=shown.desk.query.range)
    if shown.desk.query != blank:
        with settled(qtbot, shown):
            shown.desk.ask(blank)
    return shown


@pytest.fixture
def panel(qtbot: QtBot, window: Window) -> Iterator[DistributionPanel]:
    window.menus.actions["show_distribution"].trigger()
    found = window.panel("distribution")
    assert isinstance(found, DistributionPanel)
    qtbot.waitUntil(lambda: bool(found.found.bars) and found.stack.currentIndex() == 0, timeout=10_000)
    found.ways.stack.setCurrentIndex(0)
    yield found
    i18n.use("en")


def test_a_click_looks_at_the_rows_and_their_comments_and_again_lets_go(
    qtbot: QtBot, window: Window, panel: DistributionPanel
) -> None:
    bar = next(bar for bar in panel.found.bars if bar.low == 4)
    spot = next(mark.place.center().toPoint() for mark in panel.chart.marks if mark.data == bar)
    with settled(qtbot, window):
        qtbot.mouseClick(panel.chart, Qt.MouseButton.LeftButton, pos=spot)
    chosen = window.desk.query.selection
    assert chosen is not None
    assert (chosen.metric, chosen.low, chosen.high) == ("nps", 4, 4)
    assert window.desk.board is not None
    assert window.desk.board.rows_behind == bar.n
    comments = window.panel("comments")
    assert isinstance(comments, CommentsPanel)
    qtbot.waitUntil(lambda: set(comments.found.scores.tolist()) == {4.0}, timeout=5000)  # type: ignore[union-attr]
    assert panel.chart.chosen_bar == bar
    with settled(qtbot, window):
        window.desk.climb()
    assert window.desk.query.selection == Selection(chosen.metric, chosen.measure)


def test_keys_walk_along_the_bars_and_t_shows_the_table(qtbot: QtBot, window: Window, panel: DistributionPanel) -> None:
    panel.chart.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left):
        qtbot.keyClick(panel.chart, key)
    assert panel.chart.accessibleDescription().startswith("9, ")
    with settled(qtbot, window):
        qtbot.keyClick(panel.chart, Qt.Key.Key_Return)
    chosen = window.desk.query.selection
    assert chosen is not None
    assert chosen.low == 9
    qtbot.keyClick(panel.chart, Qt.Key.Key_T)
    assert panel.ways.stack.currentIndex() == 1
    assert panel.ways.texts.rows[9][0] == "9"
    panel.copy()
    assert "Value\tn\tShare" in QApplication.clipboard().text()


def test_it_is_painted_in_every_look_and_language(panel: DistributionPanel) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name, zoom in (("dark", 1.5),):
        with own_looks(app):
            i18n.use("fr")
            theme.apply_theme(app, name, zoom, contrast=False)
            panel.retranslate()
            drawn = panel.chart.svg().decode()
            assert "Détracteurs" in drawn
            box = panel.chart._boxes[10]
            image = panel.chart.picture()
            colour = image.pixelColor((box.center() * image.devicePixelRatio()).toPoint())
            assert colour.name() == theme.current().diverging[5].name()


def test_a_number_of_few_rows_is_not_spread_out(qtbot: QtBot, window: Window, panel: DistributionPanel) -> None:
    with settled(qtbot, window):
        window.desk.ask(Query(min_show=100_000))
    qtbot.waitUntil(lambda: panel.stack.currentWidget() is panel.empty, timeout=5000)


def test_what_is_looked_at_is_let_go_with_another_number() -> None:
    first = steps.worth(Query(), Selection("nps"), 3, 3)
    assert steps.metric(first, "csat_top").selection == Selection("csat_top")
    assert steps.worth(first, Selection("nps"), 3, 3).selection == Selection("nps")
