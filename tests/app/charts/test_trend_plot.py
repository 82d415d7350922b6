"""The trend as drawn: runs end at gaps and scale changes, the running period is dashed, drags set periods."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import getCppPointer

from cxdesk.app import theme
from cxdesk.app.charts.trend_plot import TrendPlot
from cxdesk.app.charts.trend_words import legend
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Figure, Target, Trend
from tests.app import boards
from tests.app.conftest import Themed, gone


@pytest.fixture
def plot(qtbot: QtBot, themed: Themed) -> TrendPlot:
    themed()
    made = TrendPlot()
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.show_trend(boards.trend(), boards.NOW, None, Target(30, "missed"))
    made.show()
    return made


def runs(x: np.ndarray) -> list[tuple[int, int]]:
    """First and last x of each stretch between two NaNs."""
    found: list[list[int]] = [[]]
    for value in x:
        if math.isnan(value):
            found.append([])
        else:
            found[-1].append(int(value))
    return [(run[0], run[-1]) for run in found if run]


def test_the_line_stops_before_a_scale_change_and_starts_again_after_it(plot: TrendPlot) -> None:
    x, _y = plot._curve.getData()
    assert runs(x) == [(0, 2), (3, 21)]


def test_the_running_period_hangs_on_dashes_and_is_hollow(plot: TrendPlot) -> None:
    x, _y = plot._running.getData()
    assert runs(x) == [(21, 22)]
    fills = [spot.brush().color().name() for spot in plot._points.points()]
    assert fills[-1] == theme.current().panel.name()
    assert set(fills[:-1]) == {theme.current().accent.name()}


def test_points_are_larger_the_more_answers_they_have(plot: TrendPlot) -> None:
    sizes = {int(spot.pos().x()): spot.size() for spot in plot._points.points()}
    assert sizes[7] == min(sizes.values())  # 14 answers
    assert sizes[20] > sizes[7]


def test_gaps_stay_gaps(plot: TrendPlot) -> None:
    trend = boards.trend(scale_changes=())
    points = list(trend.points)
    points[5] = replace(points[5], figure=Figure(None, n=2, reason="too_few"))
    plot.show_trend(replace(trend, points=tuple(points)), None, None)
    x, _y = plot._curve.getData()
    assert runs(x) == [(0, 4), (6, 21)]
    assert [len(run) for run in plot._band.runs] == [5, 17]
    assert 5 not in {int(spot.pos().x()) for spot in plot._points.points()}


def test_a_lone_point_is_drawn_however_little_room_there_is(plot: TrendPlot) -> None:
    trend = boards.long_trend(3)
    points = [
        replace(point, figure=point.figure if at in (500, 501, 700) else Figure(None, n=0, reason="no_rows"))
        for at, point in enumerate(trend.points)
    ]
    plot.show_trend(replace(trend, points=tuple(points)), None, None)
    assert [int(spot.pos().x()) for spot in plot._points.points()] == [700]


def test_a_thousand_days_are_a_line_without_points(plot: TrendPlot) -> None:
    plot.show_trend(boards.long_trend(3), None, None)
    assert len(plot._points.points()) == 0
    x, _y = plot._curve.getData()
    assert runs(x) == [(0, 1095)]


def test_an_empty_trend_is_no_fault(plot: TrendPlot) -> None:
    plot.show_trend(boards.trend(points=(), compare=(), scale_changes=()), boards.NOW, None)
    assert not plot._brush.isVisible()


def test_the_period_is_the_brush_unless_it_is_everything(plot: TrendPlot) -> None:
    assert plot._brush.isVisible()
    assert plot._brush.getRegion() == (18.5, 21.5)
    plot.show_trend(boards.trend(), boards.ALL, None)
    assert not plot._brush.isVisible()


def test_a_brush_that_is_moved_comes_to_rest_on_whole_units(qtbot: QtBot, plot: TrendPlot) -> None:
    with qtbot.waitSignal(plot.brushed) as brushed:
        plot._brush.setRegion((15.7, 19.4))
    assert brushed.args == [Period(date(2026, 5, 1), date(2026, 9, 1))]


def test_a_brush_moved_too_little_springs_back(qtbot: QtBot, plot: TrendPlot) -> None:
    with qtbot.assertNotEmitted(plot.brushed):
        plot._brush.setRegion((18.6, 21.4))
    assert plot._brush.getRegion() == (18.5, 21.5)


def test_a_click_chooses_the_point_in_its_column(qtbot: QtBot, plot: TrendPlot) -> None:
    with qtbot.waitSignal(plot.chosen) as chosen:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.place_of(9).center().toPoint())
    assert chosen.args == [9]


def test_keys_walk_along_the_points_and_enter_clicks(qtbot: QtBot, plot: TrendPlot) -> None:
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(plot, key)
    with qtbot.waitSignal(plot.chosen) as chosen:
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args == [1]
    qtbot.keyClick(plot, Qt.Key.Key_End)
    with qtbot.waitSignal(plot.brushed) as brushed:
        qtbot.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert brushed.args == [Period(date(2026, 10, 1), date(2026, 12, 1))]


def test_the_mouse_wheel_neither_zooms_nor_scrolls(qtbot: QtBot, plot: TrendPlot) -> None:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    before = plot._view.viewRange()
    place = QPointF(300, 150)
    wheel = QWheelEvent(
        place,
        QPointF(plot.mapToGlobal(QPoint(300, 150))),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), wheel)
    assert plot._view.viewRange() == before


def test_pointing_tells_which_unit_and_leaving_tells_none(qtbot: QtBot, plot: TrendPlot) -> None:
    told: list[int] = []
    plot.pointed.connect(told.append)
    qtbot.mouseMove(plot.viewport(), plot.place_of(12).center().toPoint())
    qtbot.mouseMove(plot.viewport(), QPoint(2, 2))
    assert told[-2:] == [12, -1]


def test_other_colours_are_taken_at_once(plot: TrendPlot, themed: Themed) -> None:
    themed("dark")
    assert plot._curve.opts["pen"].color().name() == theme.current().accent.name()
    assert plot.grab().toImage().pixelColor(3, 3).name() == theme.current().panel.name()


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR])
@pytest.mark.parametrize("zoom", [0.8, 2.0])
def test_every_grain_is_painted_at_every_zoom(plot: TrendPlot, themed: Themed, grain: Grain, zoom: float) -> None:
    themed("light", zoom=zoom)
    trend: Trend = boards.long_trend(3, grain)
    plot.show_trend(trend, None, None)
    painted = plot.grab().toImage()
    colours = {painted.pixelColor(x, y).name() for x in range(0, 640, 7) for y in range(0, 360, 7)}
    assert len(colours) > 3


def there() -> set[int]:
    """Where all widgets lie; Python's names for those that Qt made come and go."""
    return {getCppPointer(widget)[0] for widget in QApplication.allWidgets()}


def test_nothing_of_a_plot_outlives_it(qtbot: QtBot, themed: Themed) -> None:
    themed()
    before = there()
    plot = TrendPlot()
    plot.deleteLater()
    gone()
    assert there() <= before


@pytest.mark.parametrize(("of_answers", "said"), [(True, "size = answers"), (False, "size = n")])
def test_points_are_as_large_as_what_is_counted_which_are_not_always_answers(of_answers: bool, said: str) -> None:
    points = boards.trend().points
    shown = replace(
        boards.trend(), points=tuple(replace(one, figure=Figure(1.0, n=at + 1)) for at, one in enumerate(points))
    )
    assert said in [entry.text for entry in legend(shown, "NPS", of_answers)]
