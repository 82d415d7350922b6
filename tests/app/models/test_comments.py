"""A list of a million comments holds ids and fetches pages of 256 when they are looked at."""

from __future__ import annotations

import numpy as np
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cxdesk.app.models.comments import COMMENT_ROLE, PAGE, PAGES_KEPT, CommentsModel
from cxdesk.domain.results import CommentRow


def comment(row: int) -> CommentRow:
    return CommentRow(row, "answer", None, "", 2, "0-10", "bottom", f"text {row}", "en", "nps", "", "a.csv", row)


def filled(model: CommentsModel, page: int) -> None:
    model.put(page, [comment(int(row)) for row in model.page_ids(page)])


def test_it_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = CommentsModel()
    model.show_ids(np.arange(600))
    for page in range(3):
        filled(model, page)
    qtmodeltester.check(model)


def test_an_empty_list_keeps_them_too(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(CommentsModel())


def test_a_page_is_asked_for_once_when_a_row_of_it_is_looked_at(qtbot: QtBot) -> None:
    model = CommentsModel()
    model.show_ids(np.arange(1_000_000))
    asked: list[list[int]] = []
    model.wanted.connect(asked.append)
    assert model.rowCount() == 1_000_000
    assert model.index(700_000, 0).data(COMMENT_ROLE) is None
    assert model.index(700_001, 0).data(COMMENT_ROLE) is None
    assert asked == [[700_000 // PAGE]]


def test_a_page_that_arrives_fills_its_rows(qtbot: QtBot) -> None:
    model = CommentsModel()
    model.show_ids(np.arange(1000, 2000))
    with qtbot.waitSignal(model.dataChanged) as changed:
        filled(model, 999 // PAGE)
    first = 999 // PAGE * PAGE
    assert (changed.args[0].row(), changed.args[1].row()) == (first, 999)  # the last page is no whole one
    assert model.comment(first) == comment(1000 + first)
    assert model.index(999, 0).data() == "text 1999"


def test_pages_looked_at_long_ago_are_let_go_and_asked_for_again() -> None:
    model = CommentsModel()
    model.show_ids(range(PAGE * (PAGES_KEPT + 2)))
    for page in range(PAGES_KEPT + 1):
        filled(model, page)
    asked: list[list[int]] = []
    model.wanted.connect(asked.append)
    assert model.comment(0) is None
    assert model.comment(PAGE) is not None
    assert asked == [[0]]


def test_a_page_given_up_is_asked_for_again() -> None:
    model = CommentsModel()
    model.show_ids(range(10))
    asked: list[list[int]] = []
    model.wanted.connect(asked.append)
    model.comment(1)
    model.give_up([0])
    model.comment(1)
    assert asked == [[0], [0]]


def test_new_ids_forget_what_was_fetched_for_the_old() -> None:
    model = CommentsModel()
    model.show_ids(range(10))
    filled(model, 0)
    model.show_ids(range(100, 105))
    assert model.rowCount() == 5
    assert model.comment(0) is None


def test_there_is_nothing_beside_the_list() -> None:
    model = CommentsModel()
    model.show_ids(range(3))
    assert model.comment(-1) is None
    assert model.comment(3) is None
