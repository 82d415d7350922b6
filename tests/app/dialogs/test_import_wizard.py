"""The import window on real files: from a file to rows in the workspace, or to nothing at all.

With the real child: test_strange_files, test_correcting, test_import_cancelling and tests/acceptance.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from cxdesk.app import theme
from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.problems import ProblemList
from cxdesk.app.dialogs.import_wizard.questions import evidence_words
from cxdesk.app.dialogs.import_wizard.session import Step
from cxdesk.domain.results import Phrase
from cxdesk.system import i18n
from cxdesk.workspace.importing import ImportReport
from tests.app.dialogs import files
from tests.app.dialogs.wizard import Wizard

# The offscreen platform says so of every list that opens.
pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]


def stored(desk: Desk) -> int:
    """Rows in the workspace."""
    assert desk.workspace is not None
    return desk.workspace.info().rows


class TestARecognisedFile:
    def test_needs_one_click(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path, 20))
        assert dialog.footer.import_button.text().replace("&", "") == "Import 20 rows"
        assert dialog.footer.import_button.isEnabled()
        wizard.confirm()
        assert dialog.result() == QDialog.DialogCode.Accepted
        assert stored(desk) == 20
        report = wizard.reports[0]
        assert isinstance(report, ImportReport)
        assert (report.rows.new, report.batch) == (20, 1)

    def test_enter_is_enough(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path, 12))
        wizard.qtbot.keyClick(dialog, Qt.Key.Key_Return)
        wizard.until(lambda: dialog.session.step is Step.DONE)
        assert stored(desk) == 12

    def test_says_what_was_understood(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        assert "survey.csv · 1 KB · 20 rows · 4 columns, 4 of them used" in dialog.page.head.about.text()
        assert "comma" in wizard.read(dialog.page.facts)
        assert wizard.use_of(files.WISHES) == "NPS 0–10"
        assert wizard.use_of("Why did you give this score?") == "Comment on the score"
        assert dialog.page.doubts.isHidden()

    def test_that_is_here_already_changes_nothing(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        path = files.clear_survey(tmp_path)
        wizard.open(path)
        wizard.confirm()
        dialog = wizard.open(path)
        assert dialog.footer.said.text() == "Everything in this file is in the workspace already."
        assert not dialog.footer.import_button.isEnabled()
        assert dialog.footer.cancel_button.text().replace("&", "") == "Close"
        assert dialog.account.sentence().startswith("20 rows read = 0 new + 0 updated + 20 unchanged")
        wizard.qtbot.mouseClick(dialog.footer.cancel_button, Qt.MouseButton.LeftButton)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert stored(desk) == 20


class TestAnotherLanguage:
    def test_reaches_the_open_window_and_keeps_what_was_answered(
        self, wizard: Wizard, desk: Desk, tmp_path: Path
    ) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        choice = next(iter(dialog.page.doubts.card("question:3").rows))
        wizard.click_choice("question:3", choice)
        i18n.use("fr")
        assert dialog.windowTitle().startswith("Importer ")
        assert dialog.footer.cancel_button.text().replace("&", "") == "Annuler"
        assert dialog.footer.import_button.text().startswith("&Importer ")
        assert "Que mesure la colonne" in wizard.read(dialog.page.doubts.card("question:3"))
        assert wizard.row("question:3", choice).isChecked()
        wizard.confirm()
        assert stored(desk) > 0

    def test_keeps_the_table_in_sight(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path), files.french_reviews(tmp_path))
        dialog.tables.turn_to(1)
        heading = dialog.item.title if dialog.item else ""
        i18n.use("fr")
        assert dialog.shown == 1
        assert dialog.item is not None
        assert dialog.item.title == heading
        assert dialog.tables.count.text() == "2 tableaux"

    def test_sets_examples_in_its_own_quotation_marks(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        doubt = replace(dialog.page.doubts.cards[0].doubt, evidence=Phrase(""), examples=("Superbe", "Bof"))
        assert evidence_words(doubt) == "For example: “Superbe”, “Bof”."
        i18n.use("fr")
        assert evidence_words(doubt) == "Par exemple\u202f: «\u202fSuperbe\u202f», «\u202fBof\u202f»."

    def test_leaves_a_window_that_is_over_alone(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        ends: list[int] = []
        dialog.finished.connect(ends.append)
        wizard.confirm()
        i18n.use("fr")
        assert ends == [QDialog.DialogCode.Accepted]
        assert dialog.footer.cancel_button.text().replace("&", "") == "Cancel"


class TestAnOpenQuestion:
    def test_waits_for_the_person(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.session.step is Step.ASKING
        assert not dialog.footer.import_button.isEnabled()
        assert dialog.footer.waiting.text() == "1 question left"
        assert wizard.use_of("Note") == "to choose"
        card = dialog.page.doubts.card("question:3")
        assert "What does the column “Note” measure?" in wizard.read(card)
        assert not any(row.isChecked() for row in card.rows.values())
        assert dialog.page.preview.role_list(wizard.column("Note")).property("doubt") is True

    def test_is_answered_by_a_click_anywhere_on_a_choice(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.click_choice("question:3", "csat")
        assert wizard.row("question:3", "csat").isChecked()
        assert wizard.use_of("Note") == "CSAT 1–5"
        assert dialog.page.preview.role_list(wizard.column("Note")).property("doubt") is False
        assert dialog.footer.waiting.isHidden()
        assert dialog.footer.import_button.text().replace("&", "") == "Import 30 rows"
        wizard.confirm()
        assert stored(desk) == 30

    def test_has_the_keyboard_when_the_window_opens(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.focusWidget() is wizard.row("question:3", "csat")

    def test_is_answered_by_keyboard_and_keeps_it(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        satisfaction, ease = wizard.row("question:3", "csat"), wizard.row("question:3", "ces")
        wizard.activate()
        wizard.press(satisfaction, Qt.Key.Key_Down)
        assert dialog.focusWidget() is ease
        assert dialog.session.open_doubts == 1
        wizard.press(ease, Qt.Key.Key_Space)
        assert wizard.use_of("Note") == "Effort (CES) 1–5"
        wizard.press(ease, Qt.Key.Key_Up)
        assert dialog.focusWidget() is satisfaction
        assert satisfaction.isChecked()
        assert wizard.use_of("Note") == "CSAT 1–5"

    def test_can_be_answered_in_the_list_above_the_column(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        wizard.pick_use("Note", "Keep as a column")
        assert dialog.session.open_doubts == 0
        assert wizard.use_of("Note") == "Keep as a column"

    def test_is_found_by_the_words_beside_the_buttons(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path), files.french_reviews(tmp_path))
        assert dialog.shown == 0
        wizard.qtbot.mouseClick(dialog.footer.waiting, Qt.MouseButton.LeftButton)
        assert dialog.shown == 1
        assert dialog.focusWidget() in dialog.page.doubts.card("question:3").rows.values()

    def test_about_dates_shows_cells_of_this_file(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.undecided_dates(tmp_path))
        said = wizard.read(dialog.page.doubts.card("dates:1"))
        assert "Every cell can be read either way." in said
        assert "“01/01/2026”" in said
        wizard.click_choice("dates:1", "%m/%d/%Y")
        assert wizard.row("dates:1", "%m/%d/%Y").isChecked()
        assert dialog.session.open_doubts == 1


class TestRoles:
    def test_another_role_derives_everything_anew(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        wizard.pick_use(files.WISHES, "Satisfaction with the resolution")
        item = dialog.item
        assert item is not None
        assert item.view is not None
        assert [question.role for question in item.view.mapping.questions] == ["sat_resolution"]
        wizard.confirm()
        assert stored(desk) == 20

    def test_a_field_taken_by_another_column_is_given_up_by_the_first(self, wizard: Wizard, tmp_path: Path) -> None:
        head = ["Response ID", "Date submitted", "Finished on", files.WISHES]
        rows = [[f"R{n}", f"2026-03-{n + 1:02d}", f"2026-04-{n + 1:02d}", n] for n in range(11)]
        wizard.open(files.write(tmp_path / "two_dates.csv", [head, *rows]))
        assert wizard.use_of("Date submitted") == "Answered at"
        wizard.pick_use("Finished on", "Answered at")
        assert wizard.use_of("Finished on") == "Answered at"
        assert wizard.use_of("Date submitted") == "Keep as a column"

    def test_rows_can_be_read_as_another_kind(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        offered = {str(action.data()): action for action in dialog.page.head.menu().actions() if action.data()}
        assert offered["answer"].isChecked()
        offered["ticket"].trigger()
        wizard.settle()
        item = dialog.item
        assert item is not None
        assert item.view is not None
        assert item.view.mapping.kind == "ticket"

    def test_the_wheel_over_a_list_changes_nothing(self, wizard: Wizard, tmp_path: Path) -> None:
        from PySide6.QtCore import QPoint, QPointF
        from PySide6.QtGui import QWheelEvent

        dialog = wizard.open(files.clear_survey(tmp_path))
        box = dialog.page.preview.role_list(0)
        turn = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, turn)
        assert wizard.use_of("Response ID") == "Response id"


class TestSeveralTables:
    def test_each_sheet_is_listed_and_can_be_left_out(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        book = Workbook()
        for name, rows in (("Spring", 14), ("Summer", 16)):
            sheet = book.create_sheet(name)
            sheet.append(["Response ID", "Date submitted", files.WISHES])
            for n in range(rows):
                sheet.append([f"{name}{n}", f"2026-03-{n + 1:02d}", n % 11])
        book.remove(book.worksheets[0])
        book.save(tmp_path / "seasons.xlsx")
        dialog = wizard.open(tmp_path / "seasons.xlsx")
        assert wizard.tables() == ["seasons.xlsx · Spring, ready, 14 rows", "seasons.xlsx · Summer, ready, 16 rows"]
        assert dialog.footer.import_button.text().replace("&", "") == "Import 30 rows"
        wizard.tick(1)
        assert wizard.tables()[1] == "seasons.xlsx · Summer, left out"
        assert dialog.footer.import_button.text().replace("&", "") == "Import 14 rows"
        wizard.confirm()
        assert stored(desk) == 14

    def test_a_file_that_cannot_be_opened_does_not_stop_the_others(
        self, wizard: Wizard, desk: Desk, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK\x03\x04" + bytes(200))
        dialog = wizard.open(broken, files.clear_survey(tmp_path, 13))
        assert dialog.shown == 1, "what can be read comes first"
        dialog.tables.turn_to(0)
        assert dialog.page.head.title.text() == "This file cannot be opened"
        said = wizard.read(dialog.page.error)
        assert "damaged" in said
        assert "broken.xlsx" in said
        assert "Get the file once more" in said
        assert dialog.footer.import_button.text().replace("&", "") == "Import 13 rows"
        wizard.confirm()
        assert stored(desk) == 13

    def test_with_nothing_to_open_the_window_can_only_be_closed(self, wizard: Wizard, tmp_path: Path) -> None:
        empty = tmp_path / "empty.csv"
        empty.write_bytes(b"")
        dialog = wizard.open(empty)
        assert not dialog.page.error.isHidden()
        assert dialog.footer.import_button.isHidden()
        assert dialog.footer.cancel_button.text().replace("&", "") == "Close"


class TestWhatCouldNotBeUsed:
    def test_words_outside_a_list_are_kept_and_told(self, wizard: Wizard, tmp_path: Path) -> None:
        path = tmp_path / "subscriptions.csv"
        rows = [f"s{at},c{at},2024-01-01,10,{'dormant' if at < 2 else 'active'},monthly" for at in range(6)]
        heads = "subscription id,customer id,start date,amount,status,billing interval"
        path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
        dialog = wizard.open(path)
        assert dialog.problems.isVisible()
        assert dialog.problems.remarks.text() == "2 words outside the list of their field, kept as they are"
        assert dialog.problems.count.isHidden()

    def test_is_told_with_its_place(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.problems.count.text() == "1 cell could not be used"
        assert dialog.problems.first.text().startswith("line 8, column Date: The cell is no date")
        assert dialog.problems.all.isHidden()

    def test_is_marked_among_the_rows(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        model = dialog.page.preview.model()
        cell = model.index(4, 1)
        assert cell.data() == "31/09/2026"
        assert cell.data(Qt.ItemDataRole.BackgroundRole) is not None
        assert model.index(3, 1).data(Qt.ItemDataRole.BackgroundRole) is None
        assert model.headerData(4, Qt.Orientation.Vertical) == "8"

    def test_is_listed_in_full(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path, "31/09/2026", "hier"))
        assert dialog.problems.count.text() == "2 cells could not be used"
        wizard.qtbot.mouseClick(dialog.problems.all, Qt.MouseButton.LeftButton)
        shown = dialog.findChild(ProblemList)
        assert isinstance(shown, ProblemList)
        model = shown.list.model()
        listed = [[model.index(row, at).data() for at in range(3)] for row in range(model.rowCount())]
        assert listed == [["8", "Date", "31/09/2026"], ["9", "Date", "hier"]]
        shown.reject()


class TestGivingUp:
    """Whenever the person thinks better of it, the workspace is as it was; the fixture sees that no file is left."""

    def test_while_the_file_is_read(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.begin(files.clear_survey(tmp_path))
        assert dialog.session.step is Step.LOOKING
        wizard.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert dialog.isHidden()
        assert not desk.jobs.busy("import.inspect")

    def test_while_rows_are_counted(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.begin(files.clear_survey(tmp_path, 3000))
        wizard.until(lambda: desk.jobs.busy("import.prepare"))
        dialog.reject()
        assert dialog.isHidden()
        assert stored(desk) == 0

    def test_when_everything_is_ready(self, wizard: Wizard, desk: Desk, tmp_path: Path, scratch: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        assert list(scratch.iterdir()) != []
        wizard.qtbot.mouseClick(dialog.footer.cancel_button, Qt.MouseButton.LeftButton)
        assert dialog.isHidden()
        assert list(scratch.iterdir()) == []
        assert stored(desk) == 0

    def test_while_rows_are_written(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path, 3000))
        wizard.qtbot.mouseClick(dialog.footer.import_button, Qt.MouseButton.LeftButton)
        assert dialog.session.step is Step.WRITING
        dialog.reject()
        wizard.until(dialog.isHidden)
        if dialog.session.step is Step.GONE:
            assert stored(desk) == 0
            assert dialog.result() == QDialog.DialogCode.Rejected
        else:
            assert stored(desk) == 3000
            assert dialog.result() == QDialog.DialogCode.Accepted

    def test_when_the_workspace_is_put_away(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path))
        desk.close()
        assert dialog.isHidden()


class TestTrouble:
    def test_a_file_that_disappears_is_told_and_can_be_tried_again(
        self, wizard: Wizard, desk: Desk, tmp_path: Path
    ) -> None:
        path = files.french_reviews(tmp_path)
        dialog = wizard.open(path)
        content = path.read_bytes()
        path.unlink()
        wizard.click_choice("question:3", "csat")
        assert dialog.session.step is Step.FAILED
        assert not dialog.error.isHidden()
        assert "avis.csv" in wizard.read(dialog.error)
        assert not dialog.footer.import_button.isEnabled()
        path.write_bytes(content)
        wizard.qtbot.mouseClick(dialog.error.action, Qt.MouseButton.LeftButton)
        wizard.settle()
        assert dialog.error.isHidden()
        wizard.confirm()
        assert stored(desk) == 30

    def test_markup_in_a_file_is_shown_as_it_is(self, wizard: Wizard, tmp_path: Path) -> None:
        head = ["Response ID", "<b>Rating</b>", "Comment"]
        rows = [[f"R{n}", n % 5 + 1, "<img src=x onerror=alert(1)> a remark in words"] for n in range(12)]
        dialog = wizard.open(files.write(tmp_path / "<i>odd.csv", [head, *rows]))
        assert "<i>odd.csv" in dialog.page.head.about.text()
        card = dialog.page.doubts.card("question:1")
        assert "What does the column “<b>Rating</b>” measure?" in wizard.read(card)
        tip = dialog.page.preview.model().index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
        assert "&lt;img" in tip
        assert "<img" not in tip


class TestForEveryone:
    def test_in_french(self, wizard: Wizard, tmp_path: Path) -> None:
        i18n.use("fr")
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.footer.cancel_button.text().replace("&", "") == "Annuler"
        assert dialog.footer.import_button.text().replace("&", "") == "Importer 30 lignes"
        assert dialog.footer.waiting.text() == "Il reste 1 question"
        assert wizard.use_of("Note") == "à choisir"

    def test_screen_readers_hear_what_each_list_is_for(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.page.preview.role_list(3).accessibleName() == "Use of column Note"
        assert dialog.account.accessibleName().startswith("30 rows read = 30 new + 0 updated")
        assert wizard.row("question:3", "csat").accessibleName() == "Satisfaction, 1–5"

    @pytest.mark.parametrize("zoom", [1.0, 1.5])
    def test_nothing_is_cut_off_in_little_room(
        self, wizard: Wizard, tmp_path: Path, qapp: QApplication, zoom: float
    ) -> None:
        theme.apply_theme(qapp, theme.LIGHT, zoom)
        dialog = wizard.open(files.french_reviews(tmp_path))
        dialog.resize(1280, 720)
        wizard.until(lambda: dialog.size().height() == 720)
        assert dialog.minimumSizeHint().width() <= 1280
        footer = dialog.footer
        assert footer.geometry().bottom() < dialog.height()
        for button in (footer.waiting, footer.cancel_button, footer.import_button):
            assert button.width() >= button.sizeHint().width()
        for row in dialog.page.doubts.card("question:3").rows.values():
            assert row.height() >= row.heightForWidth(row.width())
