"""The Qt that is installed does not lose references: one that does lets a repainting program die after minutes."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

ROUNDS = 3000


class Painted(QWidget):
    """A widget that makes a few calls without a result each time it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor("black"))
        painter.fillRect(QRect(0, 0, 5, 5), QColor("white"))
        painter.drawLine(0, 0, 5, 5)
        painter.end()
        self.painted += 1


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_leaves_none_alone(qtbot: QtBot) -> None:
    widget = Painted()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    widget.grab()
    before = sys.getrefcount(None)
    for _round in range(ROUNDS):
        widget.repaint()
        widget.grab()
    assert widget.painted > ROUNDS
    assert abs(sys.getrefcount(None) - before) < ROUNDS / 10
