"""The menu of metrics in the real window: receipt, catalogue, definition and targets, each by its key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.catalogue.dialog import CatalogueDialog
from cxdesk.app.dialogs.definition.dialog import DefinitionDialog
from cxdesk.app.dialogs.targets.dialog import TargetsDialog
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.docks.receipt.panel import ReceiptPanel
from cxdesk.app.window import Window
from tests.app.conftest import settled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 20_000


def quiet(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.desk.jobs.busy(), timeout=PATIENCE)


def test_each_key_leads_to_what_it_says_about_the_number_in_focus(qtbot: QtBot, window: Window) -> None:
    panel = window.panel("receipt")
    assert isinstance(panel, ReceiptPanel)
    assert panel.told is None, "nobody has looked at it yet"
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: panel.told is not None, timeout=PATIENCE)
    quiet(qtbot, window)
    assert panel.told is not None
    assert panel.told.adds_up
    assert panel.told.receipt.metric == "nps"
    with settled(qtbot, window):
        window.commands.choose_metric("comment_rate", "")
    quiet(qtbot, window)
    assert panel.told.receipt.metric == "comment_rate"
    with settled(qtbot, window):
        window.commands.choose_metric("nps", "")
    shells = [window.docks[name] for name in ("cards", "trend", "comments")]
    window.menus.actions["receipt_alone"].trigger()
    qtbot.waitUntil(lambda: panel.copy_button.isVisible(), timeout=PATIENCE)
    assert panel.definition.isVisible()
    assert panel.ladder.isVisible(), "side by side"
    assert not any(shell.isVisible() for shell in shells)
    window.menus.actions["receipt_alone"].trigger()
    qtbot.waitUntil(lambda: all(shell.isVisible() for shell in shells), timeout=PATIENCE)
    dialogs: list[tuple[type[QDialog], str, str]] = [
        (CatalogueDialog, "catalogue", "Ctrl+M"),
        (DefinitionDialog, "definition", "Ctrl+Shift+E"),
        (TargetsDialog, "targets", "Ctrl+Shift+T"),
    ]
    for kind, name, keys in dialogs:
        action = window.menus.actions[name]
        assert action.shortcut().toString() == keys
        action.trigger()
        (dialog,) = window.findChildren(kind)
        assert dialog.isVisible()
        quiet(qtbot, window)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_a_card_that_is_added_is_seen_at_once_and_stays(qtbot: QtBot, window: Window) -> None:
    cards = window.panel("cards")
    assert isinstance(cards, CardsPanel)
    board = window.desk.board
    assert board is not None
    with settled(qtbot, window):
        cards.keep((*board.on_cards[:1], "nps_shares", "comment_rate"))
    quiet(qtbot, window)
    shown = [cards.model.card(row) for row in range(cards.model.rowCount())]
    assert [card.metric for card in shown if card is not None] == ["nps", "nps_shares", "comment_rate"]
    note: QWidget = window.docks["cards"].bar.note
    assert note.accessibleName() == "your choice · 3 numbers"
    with settled(qtbot, window):
        window.desk.undo_step()
    assert window.desk.board is not None
    assert window.desk.board.on_cards == board.on_cards
