"""A question for a day is answered with any day, by mouse and by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt

from cxdesk.app.dialogs.import_wizard.day_row import DayRow
from tests.app.dialogs.wizard import Wizard
from tests.intake.formats.web_exports import matomo_channels

pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]


def asked(wizard: Wizard, folder: Path) -> DayRow:
    """The field in the question when the period of a report began that says no day."""
    dialog = wizard.open(matomo_channels(folder, "channels.csv"))
    assert wizard.open_doubts() == ["starts"]
    assert not dialog.footer.import_button.isEnabled()
    row = dialog.page.doubts.card("starts").day
    assert row is not None
    row.field.setDate(QDate(2026, 3, 1))
    return row


def test_a_day_is_taken_with_its_button(wizard: Wizard, tmp_path: Path) -> None:
    row = asked(wizard, tmp_path)
    wizard.qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    wizard.settle()
    assert wizard.open_doubts() == []
    assert wizard.row("starts", "2026-03-01").isChecked()
    wizard.confirm()


def test_enter_in_the_field_takes_the_day_and_does_not_import(wizard: Wizard, tmp_path: Path) -> None:
    row = asked(wizard, tmp_path)
    wizard.press(row.field, Qt.Key.Key_Return)
    assert wizard.row("starts", "2026-03-01").isChecked()
    assert wizard.reports == []


def test_a_proposed_day_stands_in_the_field(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.open(matomo_channels(tmp_path))
    row = dialog.page.doubts.card("starts").day
    assert row is not None
    assert row.field.date() == QDate(2026, 3, 1)
    assert wizard.open_doubts() == []


def test_other_questions_have_no_field(wizard: Wizard, tmp_path: Path) -> None:
    from tests.app.dialogs import files

    dialog = wizard.open(files.french_reviews(tmp_path))
    assert all(card.day is None for card in dialog.page.doubts.cards)
    assert dialog.page.doubts.cards
