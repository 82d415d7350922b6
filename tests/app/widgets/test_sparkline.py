"""A sparkline shows a course without making noise look like one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from cxdesk.app import theme
from cxdesk.app.widgets.sparkline import Sparkline, Values, paint_spark
from tests.app.conftest import Themed
from tests.app.painted import colours, image, touched

PLACE = QRectF(0, 0, 72, 28)


def height_of(values: Values, least_span: float = 0.0, partial: bool = False) -> int:
    box = touched(drawn(values, least_span, partial))
    assert box is not None
    return box[3] - box[1] + 1


def drawn(values: Values, least_span: float = 0.0, partial: bool = False):  # type: ignore[no-untyped-def]
    def paint(painter: QPainter) -> None:
        paint_spark(painter, PLACE, values, theme.current(), least_span=least_span, partial=partial)

    return image(paint, 72, 28)


def test_it_fills_its_height_when_nothing_is_known_of_the_noise(themed: Themed) -> None:
    themed()
    assert height_of((0, 10, 5)) >= 22


def test_its_height_spans_at_least_the_noise(themed: Themed) -> None:
    themed()
    assert height_of((50, 51, 50, 51), least_span=20) <= 8
    assert height_of((50, 70, 50, 70), least_span=20) >= 22


def test_gaps_stay_gaps(themed: Themed) -> None:
    themed("light")
    whole, gap = drawn((1, 1, 1, 1, 1)), drawn((1, 1, None, 1, 1))
    middle = QRect(34, 0, 4, 28)
    assert touched(whole.copy(middle)) is not None
    assert touched(gap.copy(middle)) is None


def test_a_running_last_period_is_hollow(themed: Themed) -> None:
    now = themed("light")
    filled, hollow = drawn((1, 2, 1)), drawn((1, 2, 1), partial=True)
    box = touched(filled)
    assert box is not None
    spot = 72 - 3, box[3] - 2
    assert filled.pixelColor(*spot).name() == now.accent.name()
    assert hollow.pixelColor(*spot).name() == now.panel.name()


@pytest.mark.parametrize("values", [(), (None, None), (None,)])
def test_nothing_known_draws_nothing(values: Values, themed: Themed) -> None:
    themed()
    assert touched(drawn(values)) is None


@pytest.mark.parametrize("values", [(5,), (5, 5, 5), (None, 5, None), (1e300, -1e300), (1e-300, 2e-300)])
def test_odd_courses_draw_within_their_place(values: Values, themed: Themed) -> None:
    themed()
    box = touched(drawn(values))
    assert box is not None
    assert box[0] >= 0
    assert box[2] <= 72


def test_as_a_widget_it_has_a_size_and_takes_new_values(themed: Themed, qtbot: QtBot) -> None:
    now = themed("light", zoom=2.0)
    spark = Sparkline((1, 2, 3))
    qtbot.addWidget(spark)
    assert spark.sizeHint() == QSize(128, 48)
    spark.resize(spark.sizeHint())
    assert now.accent.name() in colours(spark.grab().toImage())
    spark.show_values(())
    assert now.accent.name() not in colours(spark.grab().toImage())
