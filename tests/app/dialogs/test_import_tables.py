"""Several tables at once: the list of them, answers that count for all alike, files that are here already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard import dry_runs, looking
from cxdesk.app.dialogs.import_wizard.session import Step
from cxdesk.intake.wordings import NO_KIND
from cxdesk.workspace.importing import prepare
from tests.app.dialogs import files
from tests.app.dialogs.wizard import Wizard

pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]


def three_shops(folder: Path) -> list[Path]:
    """Three exports with the same headings, each with a column that does not say what it measures."""
    made = []
    for at, name in enumerate(("nantes", "lyon", "lille")):
        (folder / name).mkdir()
        path = files.french_reviews(folder / name, f"{at + 1:02d}/09/2026")
        made.append(path.rename(folder / f"{name}.csv"))
    return made


class TestTablesWithTheSameHeadings:
    def test_are_asked_about_once(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(*three_shops(tmp_path))
        assert dialog.footer.waiting.text() == "1 question left"
        assert dialog.page.together.text() == "Answers count for all 3 tables with these headings"
        wizard.click_choice("question:3", "csat")
        assert dialog.session.open_doubts == 0
        assert all(", ready, 30 rows" in line for line in wizard.tables())
        roles = [item.view.mapping.questions[0].role for item in dialog.session.items if item.view is not None]
        assert roles == ["csat"] * 3

    def test_can_be_answered_one_by_one(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(*three_shops(tmp_path)[:2])
        dialog.page.together.click()
        assert dialog.footer.waiting.text() == "2 questions left"
        wizard.click_choice("question:3", "csat")
        assert dialog.session.open_doubts == 1
        assert wizard.tables()[1].endswith("asks 1 question")

    def test_keep_what_was_said_of_one_alone(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(*three_shops(tmp_path)[:2])
        dialog.page.together.click()
        wizard.click_choice("question:3", "ces")
        dialog.page.together.click()
        wizard.turn_to(1)
        wizard.click_choice("question:3", "csat")
        roles = [item.view.mapping.questions[0].role for item in dialog.session.items if item.view is not None]
        assert roles == ["ces", "csat"]

    def test_say_what_an_answer_changed(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.french_reviews(tmp_path))
        assert dialog.page.changed.isHidden()
        wizard.click_choice("question:3", "csat")
        assert dialog.page.changed.text() == "“Note” is now: CSAT 1–5, whole, 1–5"


class TestTheDryRun:
    def test_converts_only_the_tables_that_an_answer_is_about(
        self, wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        converted: list[str] = []

        def noted(workspace, choices, progress):  # type: ignore[no-untyped-def]
            converted.extend(choice.inspection.file for choice in choices)
            return prepare(workspace, choices, progress)

        monkeypatch.setattr(dry_runs, "prepare", noted)
        dialog = wizard.open(files.clear_survey(tmp_path), files.french_reviews(tmp_path))
        assert converted == ["survey.csv", "avis.csv"]
        wizard.turn_to(1)
        wizard.click_choice("question:3", "csat")
        assert converted == ["survey.csv", "avis.csv", "avis.csv"]
        wizard.tick(1)
        assert converted == ["survey.csv", "avis.csv", "avis.csv"]
        assert dialog.footer.import_button.text().replace("&", "") == "Import 20 rows"


class TestWhatIsLeftOutByItself:
    def test_headings_without_rows(self, wizard: Wizard, tmp_path: Path) -> None:
        empty = files.write(tmp_path / "empty.csv", [["Response ID", "Date submitted", files.WISHES]])
        dialog = wizard.open(empty, files.clear_survey(tmp_path))
        assert wizard.tables()[0] == "empty.csv, headings, but no rows below them"
        assert dialog.shown == 1, "what will be imported is in sight"
        assert dialog.footer.import_button.text().replace("&", "") == "Import 20 rows"

    def test_a_file_that_is_there_twice(self, wizard: Wizard, tmp_path: Path) -> None:
        survey = files.clear_survey(tmp_path)
        copy = Path(shutil.copy(survey, tmp_path / "survey (1).csv"))
        dialog = wizard.open(survey, copy)
        assert wizard.tables()[1] == "survey (1).csv, The same file as survey.csv: it counts once."
        assert dialog.footer.import_button.text().replace("&", "") == "Import 20 rows"

    def test_a_file_imported_before_is_said_to_be_so(self, wizard: Wizard, tmp_path: Path) -> None:
        survey = files.clear_survey(tmp_path)
        wizard.open(survey)
        wizard.confirm()
        dialog = wizard.open(Path(shutil.copy(survey, tmp_path / "renamed.csv")))
        assert dialog.page.notes.text().startswith("The same file as import 1 of ")
        assert dialog.footer.said.text() == "Everything in this file is in the workspace already."


class TestTheList:
    def test_is_ticked_by_keyboard(self, wizard: Wizard, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path, 14), files.clear_survey(tmp_path, 16, "other.csv"))
        wizard.press(dialog.tables.list, Qt.Key.Key_Down)
        assert dialog.shown == 1
        wizard.press(dialog.tables.list, Qt.Key.Key_Space)
        assert wizard.tables()[1] == "other.csv, left out"
        assert dialog.footer.import_button.text().replace("&", "") == "Import 14 rows"

    def test_says_why_a_file_is_refused(self, wizard: Wizard, tmp_path: Path) -> None:
        picture = tmp_path / "photo.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
        dialog = wizard.open(picture, files.clear_survey(tmp_path))
        assert wizard.tables()[0] == "photo.png, This is a picture, not a table."
        assert dialog.tables.states.text() == "1 ready · 1 cannot be read"


class TestMoreFiles:
    def test_dropped_on_the_window_join_the_import(self, wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
        dialog = wizard.open(files.clear_survey(tmp_path, 14))
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(files.french_reviews(tmp_path)))])
        drop = QDropEvent(
            QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        dialog.dropEvent(drop)
        assert dialog.session.step is Step.LOOKING
        wizard.settle()
        assert [line.split(",")[0] for line in wizard.tables()] == ["survey.csv", "avis.csv"]
        assert dialog.session.open_doubts == 1

    def test_so_many_are_asked_about_before_any_is_read(
        self, wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(looking, "MANY", 2)
        folder = tmp_path / "exports"
        folder.mkdir()
        for n in range(3):
            path = files.clear_survey(folder, 12 + n, f"survey{n}.csv")
            os.utime(path, (1_700_000_000 + n, 1_700_000_000 + n))
        dialog = wizard.begin(folder)
        wizard.until(lambda: dialog.session.step is Step.MANY)
        card = dialog.many.card
        assert card is not None
        assert "3 files: are all of them meant?" in wizard.read(card)
        wizard.qtbot.mouseClick(card.rows["all"], Qt.MouseButton.LeftButton)
        wizard.settle()
        assert len(wizard.tables()) == 3
        assert dialog.many.isHidden()

    def test_the_newest_are_those_changed_last(self, tmp_path: Path) -> None:
        paths = [tmp_path / name for name in ("b", "a", "c")]
        for at, path in enumerate(paths):
            path.touch()
            os.utime(path, (1_700_000_000 - at, 1_700_000_000 - at))
        assert looking.newest(paths, 2) == [tmp_path / "b", tmp_path / "a"]


class TestATableOfNoKnownKind:
    def test_can_be_left_out_at_once_and_taken_in_again(self, wizard: Wizard, tmp_path: Path) -> None:
        staff = tmp_path / "staff.csv"
        rows = [f"{name};01/03/2024;35" for name in ("Nadia", "Rémi", "Sylvie", "Paul", "Zoé", "Inès", "Théo", "Luc")]
        staff.write_text("\n".join(["Agent;Arrivée;Heures par semaine", *rows, ""]), "utf-8")
        dialog = wizard.open(files.french_reviews(tmp_path), staff)
        wizard.click_choice("question:3", "csat")
        wizard.turn_to(1)
        assert dialog.page.head.title.text() == "A table of an unknown kind"
        card = next(one for one in dialog.page.doubts.cards if one.doubt.id == "kind")
        assert not card.more.isHidden()
        assert not card.rows[NO_KIND].isHidden(), "the way out is in sight"
        wizard.click_choice("kind", NO_KIND)
        assert dialog.page.head.title.text() == "Left out: nothing of it is imported"
        assert wizard.tables()[1].endswith("left out")
        assert [item.ticked for item in dialog.session.items] == [True, False]
        assert dialog.session.open_doubts == 0
        dialog.session.want(1, True)
        wizard.settle()
        assert dialog.session.open_doubts == 1
        assert [item.ticked for item in dialog.session.items] == [True, True]
