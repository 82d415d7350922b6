"""Segments on one axis: values with intervals, comparisons, the whole; parts of a change as bars from zero."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from cxdesk.app.delegates.dots import MARGIN, BarDelegate, DotDelegate
from cxdesk.app.delegates.row import RowDelegate
from cxdesk.app.models.breakdown import BreakdownModel, Column
from cxdesk.app.widgets.marks import Scale
from tests.app import boards
from tests.app.conftest import Themed
from tests.app.painted import colours, image, words

WIDTH, HEIGHT = 220, 32
HIDDEN, TOTAL = 4, 5


@pytest.fixture
def model() -> BreakdownModel:
    made = BreakdownModel()
    made.show_breakdown(boards.breakdown())
    return made


def dots() -> DotDelegate:
    made = DotDelegate()
    made.set_axis(-60, 80, 17.2)
    return made


def cell(
    delegate: RowDelegate, model: BreakdownModel, row: int, column: Column = Column.DOT
) -> Callable[[QPainter], None]:
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, HEIGHT)
    option.state = QStyle.StateFlag.State_Enabled
    return lambda painter: delegate.paint(painter, option, model.index(row, column))


def picture(delegate: RowDelegate, model: BreakdownModel, row: int, column: Column = Column.DOT) -> QImage:
    return image(cell(delegate, model, row, column), WIDTH, HEIGHT)


def test_a_dot_stands_at_its_value_on_the_shared_axis(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    made = picture(dots(), model, 0)  # Starter, 3
    x = Scale(-60, 80, MARGIN, WIDTH - MARGIN).x(3)
    assert made.pixelColor(round(x), HEIGHT // 2).name() == now.accent.name()
    assert made.pixelColor(round(x) - 30, HEIGHT // 2).name() != now.accent.name()


def test_the_zero_line_runs_through_every_row_when_zero_is_on_the_axis(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    zero = round(Scale(-60, 80, MARGIN, WIDTH - MARGIN).x(0))
    assert picture(dots(), model, 1).pixelColor(zero, 2).name() == now.axis.name()
    above = DotDelegate()
    above.set_axis(10, 80, 17.2)
    assert now.axis.name() not in colours(picture(above, model, 1))


def test_hidden_segments_say_so_instead_of_a_dot(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    sentence = cell(RowDelegate(), model, HIDDEN, Column.VALUE)
    assert words(sentence)[0].startswith("hidden: fewer than 5 answers")
    assert now.accent.name() not in colours(picture(dots(), model, HIDDEN))


def test_the_total_explains_the_hollow_dots(themed: Themed, model: BreakdownModel) -> None:
    themed()
    delegate = dots()
    assert words(cell(delegate, model, TOTAL)) == []
    delegate.legend = "May – Jul 2026"
    assert words(cell(delegate, model, TOTAL)) == ["May – Jul 2026"]


def test_values_beyond_the_axis_stay_at_its_end() -> None:
    scale = Scale(0, 10, 100, 200)
    assert [scale.x(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]
    assert Scale(3, 3, 100, 200).x(3) == 150


def test_proven_parts_are_solid_and_others_pale(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    delegate = BarDelegate()
    delegate.set_axis(*model.contributions(), "up")
    solid, pale = (picture(delegate, model, row, Column.BAR) for row in (0, 1))
    worse = now.diverging[1].name()
    assert solid.pixelColor(WIDTH - 60, HEIGHT // 2).name() == worse
    zero = WIDTH - 10
    inside = pale.pixelColor(zero - 20, HEIGHT // 2).name()
    assert inside != worse
    assert worse in colours(pale), "the outline says which way it goes"


def test_bars_of_what_should_fall_are_good_when_they_fall(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    delegate = BarDelegate()
    delegate.set_axis(*model.contributions(), "down")
    better = now.diverging[-2].name()
    assert better in colours(picture(delegate, model, 0, Column.BAR))


def test_neither_hidden_rows_nor_the_total_have_bars(themed: Themed, model: BreakdownModel) -> None:
    now = themed("light")
    delegate = BarDelegate()
    delegate.set_axis(*model.contributions(), "up")
    for row in (HIDDEN, TOTAL):
        assert not {now.diverging[1].name(), now.axis.name()} & colours(picture(delegate, model, row, Column.BAR))
