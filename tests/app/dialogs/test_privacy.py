"""The window about personal data: nothing is erased before it was seen what that touches and said yes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.privacy.dialog import PrivacyDialog
from cxdesk.app.docks.customer_view import CustomerView
from cxdesk.domain.filters import Condition, Op
from cxdesk.domain.query import Query
from cxdesk.workspace.sharing import Mode
from cxdesk.workspace.workspace import Workspace
from tests.app.asked_desk import dismissed, on
from tests.store.builders import Desk as Store
from tests.store.builders import answer

NAME, WHO = "Zyxwvka Qwertson", "cust-zq-1"
DAY = 1_600_000_000_000_000


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, light: None) -> Iterator[PrivacyDialog]:
    """Open on the customer who is looked at; there is one backup."""
    store = Store(tmp_path)
    store.put("customer", [{"customer": WHO, "name": NAME}, {"customer": "c2", "name": "Ion Pop"}], "crm.csv")
    said = [{**answer(f"r{n}", 9.0, "fine"), "customer": WHO, "submitted_at": DAY} for n in range(4)]
    store.put("answer", [*said, {**answer("o", 2.0, f"ask {NAME}"), "customer": "c2"}], "survey.csv")
    store.database.back_up("daily")
    store.database.close()
    with on(qtbot, store.database.path) as desk:
        desk.customer = WHO
        made = PrivacyDialog(desk)
        with qtbot.waitSignal(made.person.settled, timeout=20_000):
            made.show()
        yield made
        dismissed(made)


def touched(dialog: PrivacyDialog) -> list[list[str]]:
    return dialog.person.model.rows


def test_it_shows_what_erasing_would_touch_and_changes_nothing(dialog: PrivacyDialog) -> None:
    assert touched(dialog) == [
        ["Survey answers", "4 rows removed"],
        ["Customers", "1 row removed"],
        ["Survey answers of others", "1 mention blanked"],
    ]
    assert dialog.desk.workspace is not None
    assert dialog.desk.workspace.erasures() == []


def test_a_text_that_is_not_ticked_is_not_looked_for(dialog: PrivacyDialog, qtbot: QtBot) -> None:
    item = next(dialog.person.known.item(at) for at in range(2) if dialog.person.known.item(at).text() == NAME)
    with qtbot.waitSignal(dialog.person.settled, timeout=20_000):
        item.setCheckState(Qt.CheckState.Unchecked)
    assert ["Survey answers of others", "1 mention blanked"] not in touched(dialog)


def test_erasing_asks_first_then_says_what_moved_and_forgets_the_name(dialog: PrivacyDialog, qtbot: QtBot) -> None:
    page, desk = dialog.person, dialog.desk
    desk.ask(Query(filters=(Condition("customer", Op.IS, (WHO,)),)))
    QTest.mouseClick(page.erase, Qt.MouseButton.LeftButton)
    assert page.confirming
    assert page.asked.no.hasFocus() or not dialog.isActiveWindow()
    with qtbot.waitSignal(page.settled, timeout=30_000):
        QTest.mouseClick(page.asked.yes, Qt.MouseButton.LeftButton)
    assert page.verdict.text().startswith("One person erased: 5 rows removed, 1 mention blanked.")
    assert "1 backup still holds the person." in page.verdict.text()
    assert desk.query.filters == ()
    assert desk.customer == page.line.text() == ""
    with qtbot.waitSignal(page.settled, timeout=30_000):
        QTest.mouseClick(page.rewrite, Qt.MouseButton.LeftButton)
    assert page.verdict.text() == "1 backup no longer holds anybody who was erased."
    with qtbot.waitSignal(dialog.log.settled, timeout=20_000):
        dialog.turn_to("log")
    assert [row[1] for row in dialog.log.model.rows] == ["One person erased: 5 rows removed, 1 mention blanked."]


def test_what_is_held_is_written_for_the_person(dialog: PrivacyDialog, qtbot: QtBot, tmp_path: Path) -> None:
    person = dialog.person.wanted
    assert person is not None
    with qtbot.waitSignal(dialog.person.settled, timeout=20_000):
        dialog.person.write_held(person, tmp_path / "held.json")
    assert len(json.loads((tmp_path / "held.json").read_text("utf-8"))["answer"]) == 4


def test_pages_without_anything_say_what_they_are_for(dialog: PrivacyDialog, qtbot: QtBot) -> None:
    page = dialog.person
    page.line.setText("nobody@example.com")
    with qtbot.waitSignal(page.settled, timeout=20_000):
        page.look_for()
    assert page.empty.isVisible()
    assert page.empty.accessibleName().startswith("Nothing here names nobody@example.com.")
    assert not page.erase.isEnabled()
    with qtbot.waitSignal(dialog.log.settled, timeout=20_000):
        dialog.turn_to("log")
    assert not dialog.log.table.isVisible()
    if dialog.old.found is None:
        qtbot.waitSignal(dialog.old.settled, timeout=20_000).wait()
    dialog.turn_to("old")
    assert dialog.old.empty.accessibleName().startswith("There is no rule")
    assert not dialog.old.table.isVisible()


def test_what_is_said_is_as_high_as_its_lines(dialog: PrivacyDialog) -> None:
    words = dialog.person.note
    words.say("Said in so many words that they need more than one line. " * 6)
    long = words.height()
    assert words.label.height() == long == words.label.heightForWidth(words.width())
    words.say("Said shortly.")
    assert words.height() < long / 2
    words.say("")
    assert not words.isVisible()


def test_the_careful_way_of_handing_on_is_chosen_first(dialog: PrivacyDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert dialog.sharing.mode is Mode.PSEUDONYMISED
    with qtbot.waitSignal(dialog.sharing.settled, timeout=20_000):
        dialog.sharing.share(Mode.PSEUDONYMISED, tmp_path / "out.cxdesk")
    assert dialog.sharing.verdict.text() == "out.cxdesk: 7 rows."
    with Workspace.open(tmp_path / "out.cxdesk") as copy:
        assert copy.info().rows == 7


def test_old_rows_have_no_rule_until_one_is_made_and_go_only_when_asked(dialog: PrivacyDialog, qtbot: QtBot) -> None:
    page = dialog.old
    if page.found is None:
        qtbot.waitSignal(page.settled, timeout=20_000).wait()
    assert not page.on.isChecked()
    assert not page.remove.isEnabled()
    with qtbot.waitSignal(page.settled, timeout=20_000):
        page.on.setChecked(True)
    assert page.model.rows == [["Survey answers", "4"], ["Customers", "1"]]
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.settled, timeout=30_000):
        QTest.mouseClick(page.asked.yes, Qt.MouseButton.LeftButton)
    assert page.verdict.text().startswith("Removed: 5 rows that ended before")


def test_the_page_of_a_customer_leads_here(dialog: PrivacyDialog, qtbot: QtBot) -> None:
    view = CustomerView(dialog.desk, "test.view", whole=True)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.changed, timeout=20_000):
        view.show_customer(WHO)
    with qtbot.waitSignal(dialog.desk.wanted, timeout=2_000) as wanted:
        view.privacy.click()
    assert wanted.args == ["privacy"]
    assert dialog.desk.customer == WHO
