"""The import window by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton

from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.dialogs.import_wizard.problems import ProblemList
from tests.app.dialogs import files
from tests.app.dialogs.wizard import Wizard

pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]
Key = Qt.Key


def place(dialog: ImportDialog) -> tuple[int, int]:
    """Row and column of the cell that has the keyboard."""
    index = dialog.page.preview.currentIndex()
    return index.row(), index.column()


class TestTheRows:
    def test_arrows_go_from_cell_to_cell_and_up_into_the_list(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.activate()
        preview = dialog.page.preview
        preview.setFocus()
        assert place(dialog) == (0, 0)
        for key in (Key.Key_Right, Key.Key_Down, Key.Key_Up):
            wizard.press(preview, key)
        assert place(dialog) == (0, 1)
        wizard.press(preview, Key.Key_Up)
        assert dialog.focusWidget() is preview.role_list(1)

    def test_arrows_in_a_list_move_on_and_change_nothing(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.activate()
        before = [wizard.use_of(heading) for heading in ("N° commande", "Date", "Ville")]
        first = dialog.page.preview.role_list(0)
        first.setFocus()
        wizard.press(first, Key.Key_Right)
        second = dialog.page.preview.role_list(1)
        assert dialog.focusWidget() is second
        wizard.press(second, Key.Key_Up)
        wizard.press(second, Key.Key_Down)
        assert dialog.focusWidget() is dialog.page.preview
        assert place(dialog)[1] == 1
        assert [wizard.use_of(heading) for heading in ("N° commande", "Date", "Ville")] == before

    def test_lists_are_no_stops_of_tab(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        wizard.activate()
        preview = dialog.page.preview
        preview.setFocus()
        wizard.qtbot.keyClick(preview, Key.Key_Tab)
        assert isinstance(dialog.focusWidget(), QPushButton)
        box = preview.role_list(2)
        box.setFocus()
        wizard.qtbot.keyClick(box, Key.Key_Tab)
        assert not isinstance(dialog.focusWidget(), QComboBox)


class TestProblems:
    def test_f8_goes_from_one_to_the_next_and_back(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path, "31/09/2026", "hier"))
        wizard.activate()
        visited = []
        for _step in range(3):
            wizard.press(dialog, Key.Key_F8)
            visited.append(place(dialog))
        assert visited == [(4, 1), (5, 1), (4, 1)]
        wizard.qtbot.keyClick(dialog, Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert place(dialog) == (5, 1)

    def test_f8_goes_on_in_the_next_table(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path), files.french_reviews(tmp_path))
        wizard.activate()
        wizard.press(dialog, Key.Key_F8)
        assert (dialog.shown, place(dialog)) == (1, (4, 1))

    def test_enter_in_the_list_of_problems_shows_the_cell(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path, "31/09/2026", "hier"))
        wizard.qtbot.mouseClick(dialog.problems.all, Qt.MouseButton.LeftButton)
        shown = dialog.findChild(ProblemList)
        assert isinstance(shown, ProblemList)
        shown.list.activated.emit(shown.list.model().index(1, 0))
        assert place(dialog) == (5, 1)

    def test_the_head_says_how_many_cells_do_not_fit(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path, "31/09/2026", "hier"))
        box = dialog.page.preview.role_list(wizard.column("Date"))
        assert box.accessibleDescription() == "date, day first · 28 of 30"


class TestTheButtons:
    def test_are_reached_by_alt_and_their_first_letter(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        wizard.activate()
        assert ">Alt+I<" in dialog.footer.import_button.toolTip()
        wizard.qtbot.keyClick(dialog, Key.Key_C, Qt.KeyboardModifier.AltModifier)
        wizard.until(dialog.isHidden)


class TestLeaving:
    def test_esc_asks_where_answers_would_be_lost(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.click_choice("question:3", "csat")
        wizard.qtbot.keyClick(dialog, Key.Key_Escape)
        box = dialog.leaving.box
        assert box is not None
        assert dialog.isVisible()
        wizard.qtbot.keyClick(box, Key.Key_Escape)
        assert dialog.leaving.box is None
        assert dialog.isVisible(), "Esc in the box stays"
        wizard.qtbot.keyClick(dialog, Key.Key_Escape)
        box = dialog.leaving.box
        assert box is not None
        leave = next(button for button in box.buttons() if button.text() == "&Leave")
        wizard.qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert dialog.isHidden()

    def test_esc_leaves_at_once_where_nothing_was_said(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.qtbot.keyClick(dialog, Key.Key_Escape)
        assert dialog.isHidden()


class TestQuestions:
    def test_f7_goes_to_the_next_that_waits(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.undecided_dates(tmp_path))
        wizard.activate()
        first, second = dialog.page.doubts.cards[:2]
        assert first.isAncestorOf(dialog.focusWidget())
        wizard.press(dialog, Key.Key_F7)
        assert second.isAncestorOf(dialog.focusWidget())
        wizard.press(dialog, Key.Key_F7)
        assert first.isAncestorOf(dialog.focusWidget())

    def test_a_long_list_of_choices_is_folded(self, wizard: Wizard, tmp_path: Path) -> None:
        head = ["N° commande", "Date", "Client", "Montant TTC", "Note"]
        rows = [
            [f"AL-{n}", f"{n % 28 + 1:02d}/09/2026", f"c{n % 9}@x.fr", f"1249,{n:02d}", n % 5 + 1] for n in range(40)
        ]
        dialog = wizard.open(files.write(tmp_path / "orders.csv", [head, *rows], ";"))
        card = dialog.page.doubts.card("kind")
        seen = [row for row in card.rows.values() if not row.isHidden()]
        assert len(seen) in (3, 4)
        assert card.rows[card.doubt.proposed or ""] in seen
        wizard.qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
        assert all(not row.isHidden() for row in card.rows.values())
        assert card.more.isHidden()
