"""Edit > Undo and Redo say what they would take back and do again."""

from __future__ import annotations

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from cxdesk.app import views
from cxdesk.app.window import Window
from cxdesk.system import i18n

PATIENCE = 20_000


def said(action: QAction) -> tuple[str, bool]:
    return action.text(), action.isEnabled()


def test_undo_and_redo_are_called_after_the_step_they_mean(qtbot: QtBot, window: Window) -> None:
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    decided, told = window.desk.decided, window.desk.told
    assert said(undo) == ("&Undo: import of survey.csv", True)
    assert said(redo) == ("&Redo", False)
    assert window.status.undo.accessibleName() == "Take back the import of survey.csv"

    with qtbot.waitSignal(decided.moved, timeout=PATIENCE):
        views.keep(window, "A & B, and whatever else this view of ours may be called in full")
    assert said(undo) == ("&Undo: view A && B, and whatever else this…lled in full", True)

    with qtbot.waitSignal(told, timeout=PATIENCE) as taken_back:
        undo.trigger()
    assert str(taken_back.args[0]).startswith("Taken back: view A & B")
    assert said(undo) == ("&Undo: import of survey.csv", True)
    assert redo.isEnabled()
    i18n.use("fr")
    assert redo.text().startswith("&Rétablir\u202f: vue A && B")

    with qtbot.waitSignal(decided.moved, timeout=PATIENCE):
        redo.trigger()
    assert not redo.isEnabled()
    assert redo.text() == "&Rétablir"
