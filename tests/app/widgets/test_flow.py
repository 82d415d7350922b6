"""Side by side while they fit, then on the next line; the height follows the width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.widgets.flow import FlowLayout
from tests.app.conftest import Themed


class Box(QWidget):
    def __init__(self, width: int, height: int = 26) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size


@pytest.fixture
def row(themed: Themed, qtbot: QtBot) -> tuple[QWidget, FlowLayout, list[Box]]:
    themed()
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, gap=8)
    boxes = [Box(100), Box(120), Box(80, 20)]
    for box in boxes:
        layout.addWidget(box)
    return holder, layout, boxes


Row = tuple[QWidget, FlowLayout, list[Box]]


def test_one_line_when_there_is_room(row: Row) -> None:
    _holder, layout, boxes = row
    layout.setGeometry(QRect(0, 0, 400, 26))
    assert [box.x() for box in boxes] == [0, 108, 236]
    assert boxes[2].y() == 3, "lower ones stand in the middle of their line"
    assert layout.heightForWidth(400) == 26
    assert layout.sizeHint() == QSize(316, 26)


def test_more_lines_when_there_is_less(row: Row) -> None:
    _holder, layout, boxes = row
    layout.setGeometry(QRect(0, 0, 230, 100))
    assert [(box.x(), box.y()) for box in boxes] == [(0, 0), (108, 0), (0, 34)]
    assert layout.heightForWidth(230) == 26 + 8 + 20


def test_a_single_one_is_never_wider_than_the_line(row: Row) -> None:
    _holder, layout, boxes = row
    layout.setGeometry(QRect(0, 0, 60, 200))
    assert {box.width() for box in boxes} == {60}


def test_hidden_ones_take_no_room(row: Row) -> None:
    holder, layout, boxes = row
    holder.show()
    boxes[1].hide()
    layout.setGeometry(QRect(0, 0, 400, 26))
    assert boxes[2].x() == 108


def test_a_widget_can_be_put_between_others_and_taken_out(row: Row) -> None:
    _holder, layout, boxes = row
    between = Box(40)
    layout.insert_widget(1, between)
    layout.setGeometry(QRect(0, 0, 400, 26))
    assert (between.x(), boxes[1].x()) == (108, 156)
    layout.removeWidget(between)
    assert layout.count() == 3


def test_gaps_follow_the_zoom(row: Row, themed: Themed) -> None:
    themed(zoom=2.0)
    assert row[1].sizeHint().width() == 300 + 2 * 16


def test_margins_count(row: Row) -> None:
    row[1].setContentsMargins(4, 5, 6, 7)
    assert row[1].heightForWidth(500) == 26 + 12
    assert row[1].sizeHint().height() == 26 + 12
    assert row[1].minimumSize() == QSize(4 + 6, 5 + 7)
