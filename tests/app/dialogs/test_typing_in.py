"""Costs and exchange rates typed into the window: by keys, checked in place, saved and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.typing_in.dialog import COST, LOOKING, RATE, TypingDialog
from cxdesk.app.dialogs.typing_in.model import FAULT_ROLE
from cxdesk.app.dialogs.typing_in.page import Page
from cxdesk.system import i18n

PATIENCE = 20_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Drives one TypingDialog as a person does."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.dialog = TypingDialog(desk)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.wait(LOOKING)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def wait(self, key: str) -> None:
        with self.qtbot.waitSignal(self.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda ended: ended == key):
            pass

    @property
    def page(self) -> Page:
        return self.dialog.page

    @property
    def editor(self) -> QWidget:
        """The cell that is open."""
        index = self.page.view.currentIndex()
        found = self.page.view.indexWidget(index)
        assert found is not None
        return found

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.view, key, modifier)

    def write(self, text: str) -> None:
        """Open the current cell, replace what stands there, and go on with Tab."""
        if self.page.view.state() is not self.page.view.State.EditingState:
            self.press(Key.Key_Return)
        editor = self.editor
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
        else:
            assert isinstance(editor, QLineEdit)
            editor.selectAll()
            self.qtbot.keyClicks(editor, text) if text else editor.clear()
        self.qtbot.keyClick(editor, Key.Key_Tab)

    def line(self, *cells: str) -> None:
        """A new line with these cells."""
        self.page.add_line()
        for cell in cells:
            self.write(cell)
        view = self.page.view
        if view.state() is view.State.EditingState:
            self.qtbot.keyClick(self.editor, Key.Key_Escape)

    def save(self) -> None:
        with self.qtbot.waitSignal(
            self.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda ended: ended == LOOKING
        ):
            self.qtbot.mouseClick(self.dialog.save, Qt.MouseButton.LeftButton)

    def stored(self, kind: str = COST) -> list[dict[str, str]]:
        assert self.desk.workspace is not None
        lines = self.desk.workspace.typed(kind)
        return [{name: text for name, text in line.texts.items() if text} for line in lines]


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Iterator[Hand]:
    made = Hand(qtbot, desk)
    yield made
    made.dialog._asked = True
    made.dialog.close()
    made.dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


ADS = {"from": "2026-03", "category": "acquisition", "amount": "1200.50", "currency": "EUR"}


class TestTyping:
    def test_an_empty_window_offers_the_first_line(self, hand: Hand) -> None:
        page = hand.page
        assert page.stack.currentWidget() is page.empty
        assert not hand.dialog.save.isEnabled()
        hand.qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
        assert page.stack.currentWidget() is page.view
        assert isinstance(hand.editor, QLineEdit)

    def test_a_line_is_typed_saved_and_taken_back(self, hand: Hand) -> None:
        hand.line("2026-03", "", "acquisition", "1,200.50")
        assert hand.dialog.save.text() == "Save 1 line"
        hand.save()
        assert hand.stored() == [ADS]
        assert hand.dialog.note.text() == "Saved: 1 line added"
        assert not hand.dialog.save.isEnabled()
        with hand.qtbot.waitSignal(hand.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda key: key == LOOKING):
            hand.qtbot.mouseClick(hand.dialog.take_back, Qt.MouseButton.LeftButton)
        assert hand.stored() == []
        assert hand.dialog.note.text() == "Taken back."

    def test_tab_behind_the_last_cell_begins_a_line(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        hand.page.view.go_to(0, hand.page.model.columnCount() - 1)
        hand.press(Key.Key_Tab)
        assert len(hand.page.model.rows) == 2
        assert (hand.page.view.currentIndex().row(), hand.page.view.currentIndex().column()) == (1, 0)
        assert hand.dialog.save.text() == "Save 1 line"  # what nobody filled is no line

    def test_keys_duplicate_remove_undo_and_save(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        hand.page.view.go_to(0, 3)
        hand.press(Key.Key_D, CONTROL)
        assert len(hand.page.model.rows) == 2
        hand.page.view.go_to(1, 3)
        hand.write("20")
        hand.page.view.go_to(0, 0)
        hand.press(Key.Key_Delete, CONTROL)
        assert [row.texts["amount"] for row in hand.page.model.rows] == ["20"]
        hand.press(Key.Key_Z, CONTROL)
        assert [row.texts["amount"] for row in hand.page.model.rows] == ["10", "20"]
        hand.press(Key.Key_Y, CONTROL)
        with hand.qtbot.waitSignal(hand.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda key: key == LOOKING):
            hand.qtbot.keyClick(hand.dialog, Key.Key_S, CONTROL)
        assert [line["amount"] for line in hand.stored()] == ["20.00"]

    def test_the_cell_that_is_open_is_saved_with_its_line(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        hand.page.view.go_to(0, 3, edit=True)
        assert isinstance(hand.editor, QLineEdit)
        hand.editor.setText("25")
        with hand.qtbot.waitSignal(hand.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda key: key == LOOKING):
            hand.dialog.keep()
        assert [line["amount"] for line in hand.stored()] == ["25.00"]

    def test_nothing_can_be_typed_that_the_saved_lines_would_replace(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        with hand.qtbot.waitSignal(hand.desk.jobs.ended, timeout=PATIENCE, check_params_cb=lambda key: key == LOOKING):
            hand.dialog.keep()
            assert not hand.page.view.isEnabled()
        assert hand.page.view.isEnabled()

    def test_lines_come_from_a_spreadsheet_and_go_there(self, hand: Hand) -> None:
        QGuiApplication.clipboard().setText("2026-01\t\tservice\t10\tEUR\n2026-02\t\tcogs\t20\tEUR\n")
        hand.page.add_line()
        hand.qtbot.keyClick(hand.editor, Key.Key_Escape)
        hand.press(Key.Key_V, CONTROL)
        assert [row.texts["category"] for row in hand.page.model.rows] == ["service", "cogs"]
        hand.page.view.selectAll()
        hand.press(Key.Key_C, CONTROL)
        assert QGuiApplication.clipboard().text().splitlines()[1].startswith("2026-02\t\tcogs\t20\tEUR")
        hand.save()
        assert len(hand.stored()) == 2


class TestFaults:
    def test_a_cell_that_is_not_taken_says_why_and_what_to_write(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "1.200")
        index = hand.page.model.index(0, 3)
        assert index.data(FAULT_ROLE) == "bad"
        hand.page.view.go_to(0, 3)
        assert hand.page.fault.text() == "Amount: “1.200” can be read in two ways. Write 1200 or 1.20."
        assert not hand.dialog.save.isEnabled()
        assert hand.dialog.waiting.text() == "1 line to correct"
        hand.page.view.go_to(0, 0)
        hand.qtbot.mouseClick(hand.dialog.waiting, Qt.MouseButton.LeftButton)
        assert hand.page.view.currentIndex().column() == 3
        hand.write("1200")
        assert hand.dialog.save.isEnabled()
        assert not hand.dialog.waiting.isVisible()

    def test_what_is_still_missing_is_no_error_yet(self, hand: Hand) -> None:
        hand.line("2026-03")
        assert hand.page.model.index(0, 2).data(FAULT_ROLE) == "open"
        assert not hand.dialog.save.isEnabled()

    def test_two_rates_of_one_day_are_one_too_many(self, hand: Hand) -> None:
        hand.dialog.choice.choose(RATE)
        hand.dialog._turn(RATE)
        for _time in range(2):
            hand.line("2026-03", "USD", "EUR", "0.92")
        assert hand.page.model.first_fault() is not None
        hand.page.view.go_to(1, 0)
        assert "Keep one of them." in hand.page.fault.text()
        hand.press(Key.Key_Delete, CONTROL)
        hand.save()
        assert hand.stored(RATE) == [{"day": "2026-03-01", "from": "USD", "to": "EUR", "rate": "0.92"}]


class TestBeside:
    def test_months_and_readers_follow_every_change(self, hand: Hand) -> None:
        hand.line("2026-03", "2026-04", "cx_programme", "61")
        side = hand.page.side
        assert side.texts.head == ["Month", "Typed in"]  # nothing is from files
        assert side.texts.rows == [["Apr 2026", "30.00 EUR"], ["Mar 2026", "31.00 EUR"]]
        assert side.below.text() == "CX programme goes into: Return on customer experience spending."
        hand.page.view.go_to(0, 3)
        hand.write("122")
        assert side.texts.rows[0] == ["Apr 2026", "60.00 EUR"]

    def test_a_category_that_no_number_reads_says_so(self, hand: Hand) -> None:
        hand.line("2026-03", "", "other", "61")
        assert hand.page.side.below.text() == "Other: counted in no number; only kept."


class TestLeaving:
    def test_lines_that_are_not_saved_are_asked_about_once(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        hand.qtbot.keyClick(hand.dialog, Key.Key_Escape)
        assert hand.dialog.isVisible()
        assert hand.dialog.error.isVisible()
        hand.page.view.go_to(0, 3)
        hand.write("20")  # going on with the work ends the question
        assert not hand.dialog.error.isVisible()
        for _time in range(2):
            hand.qtbot.keyClick(hand.dialog, Key.Key_Escape)
        assert not hand.dialog.isVisible()
        assert hand.stored() == []

    def test_nothing_to_save_closes_at_once(self, hand: Hand) -> None:
        hand.page.add_line()
        hand.qtbot.keyClick(hand.editor, Key.Key_Escape)
        hand.qtbot.keyClick(hand.dialog, Key.Key_Escape)
        assert not hand.dialog.isVisible()


class TestLanguage:
    def test_everything_turns_french_with_lines_and_cursor_kept(self, hand: Hand) -> None:
        hand.line("2026-03", "", "service", "10")
        i18n.use("fr")
        assert hand.dialog.windowTitle() == "Coûts et taux de change"
        assert hand.page.add.text() == "Ajouter une ligne"
        assert hand.page.model.headerData(3, Qt.Orientation.Horizontal) == "Montant"
        assert hand.page.model.index(0, 2).data() == "Servir les clients"
        assert hand.page.model.rows[0].texts["amount"] == "10"
        i18n.use("en")


def test_the_window_offers_it_where_a_workspace_can_be_written(tmp_path: Path) -> None:
    from cxdesk.app.actions import ACTIONS, Need

    (action,) = [one for one in ACTIONS if one.id == "type_costs"]
    assert (action.need, action.shortcut, action.menu) == (Need.WRITABLE, "Ctrl+T", "data")
