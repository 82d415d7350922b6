"""Files of people's own in the import window: at most one question, answered with one click, and the known figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.dialogs.wizard import Wizard
from tests.strange.checking import differences
from tests.strange.crowd import OWNERS

# The offscreen platform says so of every list that opens.
pytestmark = [
    pytest.mark.usefixtures("all_here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]

NAMED = {owner.name: owner for owner in OWNERS}


@pytest.mark.parametrize(
    ("name", "question", "choice"),
    [("hotel_nice", "day:submitted_at", "1"), ("saas_dublin", "kind", "order"), ("vet_norwich", "", "")],
)
def test_one_click_answers_all_that_is_asked(
    wizard: Wizard, tmp_path: Path, name: str, question: str, choice: str
) -> None:
    owner = NAMED[name]
    truth = owner.write(tmp_path / owner.file)
    dialog = wizard.open(tmp_path / owner.file)
    assert dialog.session.open_doubts == bool(question)
    if question:
        wizard.click_choice(question, choice)
    assert dialog.footer.import_button.isEnabled()
    wizard.confirm()
    assert differences(tmp_path / "shop.cxdesk", truth) == []


def test_an_answer_of_a_folded_list_is_in_sight(wizard: Wizard, tmp_path: Path) -> None:
    owner = NAMED["saas_dublin"]
    owner.write(tmp_path / owner.file)
    dialog = wizard.open(tmp_path / owner.file)
    rows = dialog.page.doubts.card("kind").rows
    folded = next(name for name, row in rows.items() if row.isHidden())
    dialog.session.answer(0, "kind", folded)
    wizard.settle()
    row = dialog.page.doubts.card("kind").rows[folded]
    assert row.isChecked()
    assert not row.isHidden()
