"""Pages that are waited for: none is lost for good because a newer question ended the older."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cxdesk.app.models.paged import PAGE, PagedModel
from cxdesk.app.models.waiting import AT_ONCE, Waiting


class Listening:
    """A list of a thousand pages, and what was asked for it."""

    def __init__(self) -> None:
        self.model = PagedModel()
        self.waiting = Waiting(self.model, self.model)
        self.model.show_rows(("Row",), 1000 * PAGE)

    def looked_at(self, qtbot: QtBot, *pages: int) -> list[int]:
        """The pages that are asked for once these were looked at."""
        with qtbot.waitSignal(self.waiting.asked) as asked:
            for page in pages:
                self.model.cells(page * PAGE)
        return list(asked.args[0]) if asked.args else []

    def arrive(self, *pages: int) -> None:
        self.waiting.put({page: [[f"row {page * PAGE}"]] for page in pages})


def test_what_is_on_its_way_is_asked_for_again_with_what_is_looked_at_next(qtbot: QtBot) -> None:
    one = Listening()
    assert one.looked_at(qtbot, 0) == [0]
    assert one.looked_at(qtbot, 1) == [0, 1]
    one.arrive(0, 1)
    assert one.looked_at(qtbot, 2) == [2]
    assert one.model.cells(0) == ["row 0"]


def test_what_was_passed_long_ago_is_given_up_and_wanted_again_when_it_is_looked_at(qtbot: QtBot) -> None:
    one = Listening()
    passed = list(range(10, 10 + AT_ONCE))
    assert one.looked_at(qtbot, 0) == [0]
    assert one.looked_at(qtbot, *passed) == passed
    assert one.looked_at(qtbot, 0) == [0, *passed[1:]]


def test_an_answer_that_will_not_come_leaves_nothing_blank_for_ever(qtbot: QtBot) -> None:
    one = Listening()
    assert one.looked_at(qtbot, 7) == [7]
    one.waiting.clear()
    assert one.looked_at(qtbot, 7) == [7]
