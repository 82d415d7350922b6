"""The breakdown's other forms in the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.window import Window
from cxdesk.domain.forms import BOTH, FormKind
from cxdesk.domain.query import Selection
from cxdesk.system import i18n
from tests.app.conftest import settled


def test_a_cross_table_is_chosen_walked_clicked_and_left(qtbot: QtBot, window: Window) -> None:
    panel = window.panel("breakdown")
    assert isinstance(panel, BreakdownPanel)
    forms = panel.forms
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("nps"), split="Plan"))
    assert panel.stack.currentWidget() is panel.table
    forms.switch.chosen.emit(FormKind.CROSS.value)
    qtbot.waitUntil(lambda: forms.formed is not None)
    assert panel.stack.currentWidget() is forms
    assert forms.across.isVisible()
    heat = forms.heat
    assert [row.key for row in heat.grid.rows] == ["Business", "Starter", "Team"]

    mark = heat.marks[0]
    with settled(qtbot, window):
        centre = mark.place.center()
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=QPoint(round(centre.x()), round(centre.y())))
    figure = heat.grid.cells[0][0].figure
    desk = window.desk
    assert figure is not None
    assert desk.query.split is not None
    assert BOTH in desk.query.split
    assert (desk.board.rows_behind if desk.board else 0) == figure.n
    assert heat.chosen_place == mark.data

    heat.setFocus()
    qtbot.keyClick(heat, Qt.Key.Key_Home)
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    with settled(qtbot, window):
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    below = heat.grid.cells[1][0].figure
    assert below is not None
    assert (desk.board.rows_behind if desk.board else 0) == below.n

    qtbot.keyClick(heat, Qt.Key.Key_T)
    ways = panel.way
    assert ways is not None
    assert ways.stack.currentWidget() is ways.table
    forms.formed = replace(forms.formed, attribute="Country") if forms.formed else None
    panel.retranslate()  # the same question: the head still says by what the rows that stay are
    assert panel.list.currentData() == "Country"
    i18n.use("fr")
    window.retranslate()
    assert forms.switch.value == FormKind.CROSS.value
    forms.switch.chosen.emit(FormKind.SEGMENTS.value)
    assert panel.stack.currentWidget() is panel.table
    assert panel.way is None
