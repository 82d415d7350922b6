"""Deciding who is who in the window: pairs, evidence, one key each, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cxdesk.app.delegates.row import BOLD_ROLE
from cxdesk.app.dialogs.people.dialog import DONE, PeopleDialog
from cxdesk.app.dialogs.people.entries import ends
from cxdesk.app.dialogs.people.session import DECIDED
from cxdesk.system import i18n
from tests.app.asked_desk import dismissed, on
from tests.store.builders import Desk as Store
from tests.store.builders import answer

DAY = 1_736_000_000_000_000


@pytest.fixture
def people(qtbot: QtBot, tmp_path: Path, light: None) -> Iterator[PeopleDialog]:
    """Two pairs that are sure, one with a misspelled name; the window is open on them."""
    store = Store(tmp_path)
    crm = [
        {"customer": "1", "name": "Ana Popescu", "email": "ana@x.ro", "plan": "pro"},
        {"customer": "2", "name": "Ion Marin", "email": "ion@x.ro"},
    ]
    store.put("customer", crm, "crm.csv")
    store.put("customer", [{"customer": "C1", "name": "Popescu Ana", "email": "Ana@X.ro", "plan": "free"}], "shop.csv")
    seen = ["ion@x.ro", "Ana Popesco"]
    rows = [{**answer(who, 9.0), "customer": who, "submitted_at": DAY} for who in seen]
    store.put("answer", rows, "survey.csv")
    store.database.close()
    with on(qtbot, store.database.path) as desk:
        dialog = PeopleDialog(desk)
        with qtbot.waitSignal(dialog.session.read, timeout=20_000):
            dialog.show()
        yield dialog
        dismissed(dialog)


def pairs(dialog: PeopleDialog) -> list[tuple[str, str]]:
    return [ends(entry) for entry in dialog.model.entries]


def decided(qtbot: QtBot, dialog: PeopleDialog, merged: int, apart: int = 0) -> None:
    """Wait until what was decided is written and read again."""
    qtbot.waitUntil(lambda: (len(dialog.session.merges), len(dialog.session.apart)) == (merged, apart), timeout=20_000)


def key(dialog: PeopleDialog, which: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.list, which, with_)


def test_the_strongest_pair_is_in_hand_with_both_records(people: PeopleDialog) -> None:
    assert pairs(people) == [("1", "C1"), ("2", "ion@x.ro"), ("1", "Ana Popesco"), ("C1", "Ana Popesco")]
    assert people.beside.stays.text() == "Ana Popescu · 1"
    assert people.beside.model.head == ["", "Stays: 1", "C1"]
    rows = {row[0]: row[1:] for row in people.beside.model.rows}
    assert rows["Plan"] == ["pro", "free"]
    assert rows["Files"] == ["crm.csv", "shop.csv"]
    assert people.all_sure.text() == "Merge 2 that are sure"


def test_what_differs_is_bold_and_what_is_only_written_otherwise_is_not(people: PeopleDialog) -> None:
    model = people.beside.model
    bold = {row[0] for at, row in enumerate(model.rows) if model.data(model.index(at, 1), BOLD_ROLE)}
    assert bold == {"Plan"}


def test_one_key_merges_and_what_is_left_goes_by_the_one_that_stays(qtbot: QtBot, people: PeopleDialog) -> None:
    key(people, Qt.Key.Key_M)
    assert pairs(people) == [("2", "ion@x.ro"), ("1", "Ana Popesco")]
    assert people.note.text() == "Popescu Ana · C1 is Ana Popescu · 1 now."
    decided(qtbot, people, merged=1)
    (merge,) = people.session.merges
    assert (merge.alias, merge.canonical, merge.evidence) == (
        "C1",
        "1",
        "Same e-mail: ana@x.ro · Same name: Ana Popescu and Popescu Ana",
    )


def test_a_merge_can_be_taken_back_though_the_window_was_closed_at_once(qtbot: QtBot, people: PeopleDialog) -> None:
    desk = people.desk
    key(people, Qt.Key.Key_M)
    people.reject()
    qtbot.waitUntil(lambda: desk.decided.last(desk.state) is not None, timeout=20_000)
    assert not desk.jobs.busy(DECIDED)  # nobody is there to hear what was decided


def test_the_other_one_may_stay(qtbot: QtBot, people: PeopleDialog) -> None:
    key(people, Qt.Key.Key_X)
    assert people.beside.stays.text() == "Popescu Ana · C1"
    key(people, Qt.Key.Key_M)
    decided(qtbot, people, merged=1)
    assert (people.session.merges[0].alias, people.session.merges[0].canonical) == ("1", "C1")


def test_not_the_same_is_remembered_by_the_workspace(qtbot: QtBot, people: PeopleDialog) -> None:
    key(people, Qt.Key.Key_N)
    decided(qtbot, people, merged=0, apart=1)
    assert ("1", "C1") not in pairs(people)
    people.session.look()
    with qtbot.waitSignal(people.session.listed, timeout=20_000):
        pass
    assert ("1", "C1") not in pairs(people)


def test_later_puts_a_pair_behind_all_others(people: PeopleDialog) -> None:
    key(people, Qt.Key.Key_S)
    assert pairs(people)[-1] == ("1", "C1")
    assert people.beside.stays.text() == "Ion Marin · 2"


def test_every_decision_can_be_taken_back_in_turn(qtbot: QtBot, people: PeopleDialog) -> None:
    before = pairs(people)
    for one in (Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_S):
        key(people, one)
    for _each in range(3):
        key(people, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pairs(people) == before
    assert not people.take_back.isVisible()
    decided(qtbot, people, merged=0)
    qtbot.waitUntil(lambda: not people.desk.jobs.busy("deciding who is who"), timeout=20_000)
    assert people.desk.workspace is not None
    assert people.desk.workspace.merges() == []
    assert people.desk.workspace.apart() == []


def test_all_that_is_sure_is_one_decision(qtbot: QtBot, people: PeopleDialog) -> None:
    people.all_sure.click()
    decided(qtbot, people, merged=2)
    assert pairs(people) == [("1", "Ana Popesco")]
    people.take_back.click()
    decided(qtbot, people, merged=0)
    assert len(pairs(people)) == 4


def test_when_all_is_decided_nobody_is_told_that_there_was_nothing(qtbot: QtBot, people: PeopleDialog) -> None:
    for _pair in range(len(pairs(people))):
        key(people, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: len(people.session.apart) == 4, timeout=20_000)
    assert pairs(people) == []
    assert people.empty._title.text() == "Nothing left to decide"
    below = [button.text() for button in people.findChildren(QPushButton) if button.isVisible()]
    assert below.count("Close") == 1, "nothing else closes the window"
    assert not {"Merge", "Not the same", "Later"} & set(below), "there is no pair to say it of"


def test_what_was_decided_is_listed_and_can_be_taken_apart(qtbot: QtBot, people: PeopleDialog) -> None:
    key(people, Qt.Key.Key_M)
    decided(qtbot, people, merged=1)
    key(people, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert people.choice.value == DONE
    with qtbot.waitSignal(people.session.read, timeout=20_000):
        pass
    rows = {row[0]: row[1:] for row in people.beside.model.rows}
    assert rows["Plan"] == ["free", "pro (1)"]  # the newer record counts, what it overruled stays in sight
    people.same.click()
    decided(qtbot, people, merged=0)
    qtbot.waitUntil(lambda: len(people.session.waiting) == 4, timeout=20_000)


def test_a_merge_changes_the_numbers_behind_the_window(qtbot: QtBot, people: PeopleDialog) -> None:
    state = people.desk.state
    with qtbot.waitSignal(people.desk.changed, timeout=20_000):
        key(people, Qt.Key.Key_M)
    assert people.desk.state > state


def test_the_window_behind_takes_a_merge_back_too(qtbot: QtBot, people: PeopleDialog) -> None:
    for one in (Qt.Key.Key_M, Qt.Key.Key_M):
        key(people, one)
    decided(qtbot, people, merged=2)
    for left in (1, 0):
        with qtbot.waitSignal(people.desk.changed, timeout=20_000):
            people.desk.undo_step()
        assert people.desk.workspace is not None
        assert len(people.desk.workspace.merges()) == left


def test_what_was_taken_back_here_is_not_taken_back_twice(qtbot: QtBot, people: PeopleDialog) -> None:
    for one in (Qt.Key.Key_M, Qt.Key.Key_M):
        key(people, one)
    decided(qtbot, people, merged=2)
    key(people, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    decided(qtbot, people, merged=1)
    with qtbot.waitSignal(people.desk.changed, timeout=20_000):
        people.desk.undo_step()
    assert people.desk.workspace is not None
    assert people.desk.workspace.merges() == []
    assert [batch.state for batch in people.desk.workspace.imports()] == ["live"] * 3


def test_texts_follow_the_language(people: PeopleDialog) -> None:
    try:
        i18n.use("fr")
        assert people.windowTitle() == "Clients à rapprocher"
        assert people.same.text() == "Fusionner"
    finally:
        i18n.use("en")


def test_the_same_email_may_be_merged_by_rule_and_the_rule_taken_back(qtbot: QtBot, people: PeopleDialog) -> None:
    before = pairs(people)
    assert not people.always.isChecked()
    people.always.click()
    decided(qtbot, people, 2)
    qtbot.waitUntil(lambda: pairs(people) == [("1", "Ana Popesco")], timeout=20_000)
    assert people.always.isChecked()
    people.always.click()
    decided(qtbot, people, 0)
    qtbot.waitUntil(lambda: pairs(people) == before, timeout=20_000)
