"""Exports of known tools in the import window: named, and imported with one click."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from cxdesk.app.desk import Desk
from cxdesk.app.dialogs.import_wizard.session import Step
from cxdesk.app.dialogs.import_wizard.uses import uses
from cxdesk.intake.inspect import inspect
from tests.app.dialogs.wizard import Wizard
from tests.intake.formats.help_desks import zendesk_account
from tests.intake.formats.rating_tools import synthetic_hubspot

# The offscreen platform says so of every list that opens.
pytestmark = [
    pytest.mark.usefixtures("here"),
    pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True),
]


def test_a_known_tool_is_named_and_its_ratings_come_along(wizard: Wizard, desk: Desk, tmp_path: Path) -> None:
    dialog = wizard.open(zendesk_account(tmp_path))
    assert "Recognised: Zendesk tickets" in [label.text() for label in dialog.findChildren(QLabel)]
    assert dialog.footer.import_button.text().replace("&", "") == "Import 56 rows"
    item = dialog.item
    assert item is not None
    assert item.view is not None
    dialog.page.head.show_item(replace(item, view=replace(item.view, format_title=None)), Step.READY)
    assert dialog.page.head.title.text() == "Support tickets and survey answers, read from the columns"
    said = dialog.account.sentence()
    assert said.startswith("56 rows read = Support tickets: 56 new + ")
    assert "; Survey answers: 42 new + 0 updated + 0 unchanged + 0 rejected + 14 blank or left out" in said
    assert dialog.footer.import_button.isEnabled()
    wizard.confirm()
    assert desk.workspace is not None
    assert desk.workspace.info().rows == 98


def test_a_tool_that_is_only_supposed_is_not_named_for_certain(wizard: Wizard, tmp_path: Path) -> None:
    dialog = wizard.open(synthetic_hubspot(tmp_path))
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Looks like: HubSpot feedback submissions" in shown
    assert dialog.footer.import_button.isEnabled()


def test_a_rating_that_changes_its_measure_says_so_in_its_list(tmp_path: Path) -> None:
    view = inspect(synthetic_hubspot(tmp_path)).tables[0]
    titles = [choice.title for choice in uses(view, view.headings.index("Rating"))]
    assert "NPS, CSAT, Effort (CES), by row" in titles
    assert "CSAT" in titles
