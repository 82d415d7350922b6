"""What nobody can see neither asks nor paints; what comes into sight is current before it is painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.comment_list import PAGES
from cxdesk.app.docks.comment_parts import KNOWN
from cxdesk.app.docks.comments import IDS, CommentsPanel
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.docks.why_link import WhyLink
from cxdesk.app.window import Window
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Selection
from cxdesk.domain.results import Board
from tests.app.conftest import settled
from tests.app.one_window import one_window


@pytest.fixture(scope="module")
def opened(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from one_window(prepared, tmp_path_factory.mktemp("seen"))


@pytest.fixture
def window(qtbot: QtBot, opened: Window) -> Window:
    opened.show_dock("comments")
    with settled(qtbot, opened):
        opened.desk.refresh()
    return opened


def period(number: int) -> Period:
    return Period(date(2025, 1 + number, 1), date(2025, 4 + number, 1))


@contextmanager
def asked_meanwhile(window: Window) -> Iterator[list[str]]:
    """The kinds of questions that begin inside."""
    found: list[str] = []
    window.desk.jobs.started.connect(found.append)
    yield found
    window.desk.jobs.started.disconnect(found.append)


class Boards(QObject):
    """Which board a panel had whenever it was painted."""

    def __init__(self, panel: CommentsPanel) -> None:
        super().__init__()
        self.panel, self.seen = panel, list[Board | None]()
        panel.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen.append(self.panel._board)
        return False


def comments(window: Window) -> CommentsPanel:
    panel = window.panel("comments")
    assert isinstance(panel, CommentsPanel)
    return panel


def test_comments_behind_another_dock_are_not_asked_for_until_they_are_in_front(qtbot: QtBot, window: Window) -> None:
    panel, desk = comments(window), window.desk
    before = panel.list.listed
    window.show_dock("data")
    with asked_meanwhile(window) as asked, settled(qtbot, window):
        desk.brush(period(1))
    assert IDS not in asked
    assert panel.list.listed == before
    painted = Boards(panel)
    with asked_meanwhile(window) as asked:
        window.show_dock("comments")
    assert asked.count(IDS) == 1
    qtbot.waitUntil(lambda: bool(painted.seen) and not desk.jobs.busy())
    assert {id(board) for board in painted.seen} == {id(desk.board)}
    assert panel.list.listed == desk.board.comments_behind < before  # type: ignore[union-attr]


def test_a_dock_that_is_closed_is_current_when_it_is_opened_again(qtbot: QtBot, window: Window) -> None:
    panel = window.panel("trend")
    assert isinstance(panel, TrendPanel)
    window.docks["trend"].hide()
    with asked_meanwhile(window) as asked, settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("comment_rate")))
    assert not [key for key in asked if key.startswith("trend")]
    assert panel._board is not window.desk.board
    window.show_dock("trend")
    assert panel._board is window.desk.board
    assert panel.head.title.text() == "Share with a comment"


def test_what_is_shown_again_without_news_asks_nothing(qtbot: QtBot, window: Window) -> None:
    window.show_dock("data")
    qtbot.waitUntil(lambda: not window.desk.jobs.busy())
    with asked_meanwhile(window) as asked:
        window.show_dock("comments")
    assert asked == []


class Events(QObject):
    """How many events of a kind a widget gets."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__()
        self.seen, self._kind = 0, kind
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() is self._kind
        return False


def test_other_words_in_a_dock_do_not_lay_out_the_window(window: Window) -> None:
    QCoreApplication.sendPostedEvents()
    panel, counted = comments(window), Events(window, QEvent.Type.LayoutRequest)
    panel.noted.emit("behind everything, and a good deal more than that")
    panel.count.set_text("so many that it takes a while to say how many they are")
    panel.bands["top"].set_said("a chip as long as a sentence")
    QCoreApplication.sendPostedEvents()
    assert panel.bands["top"].width() >= panel.bands["top"].sizeHint().width()
    assert counted.seen == 0


def test_a_click_draws_the_trend_no_second_time(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = window.panel("trend")
    assert isinstance(panel, TrendPanel)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("nps"), range=None))
    drawn: list[object] = []
    draw = type(panel.plot)._draw
    monkeypatch.setattr(type(panel.plot), "_draw", lambda self, trend: drawn.append(trend) or draw(self, trend))
    with settled(qtbot, window):
        panel.plot.chosen.emit(3)
    assert drawn == []
    assert len(panel.plot._ring.data) == 1
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("comment_rate")))
    assert len(drawn) == 1
    assert len(panel.plot._ring.data) == 0


def test_the_largest_step_of_one_course_never_stands_beside_another(qtbot: QtBot, window: Window) -> None:
    panel, hidden = window.panel("trend"), list[bool]()
    assert isinstance(panel, TrendPanel)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("nps")))
    panel.head.show_step("Largest fall: Apr – Jun 2026, −26")

    def note(_board: Board) -> None:
        hidden.append(panel.head.step.isHidden())

    window.desk.board_changed.connect(note)
    with settled(qtbot, window):
        panel.plot.chosen.emit(3)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("comment_rate")))
    window.desk.board_changed.disconnect(note)
    assert hidden == [False, True]


def all_painted(qtbot: QtBot) -> None:
    """Whatever waits to be painted is painted."""
    turns, clock = list[None](), QTimer()
    clock.timeout.connect(lambda: turns.append(None))
    clock.start(0)
    qtbot.waitUntil(lambda: len(turns) > 20)
    clock.stop()


def test_another_course_is_painted_once(qtbot: QtBot, window: Window) -> None:
    panel = window.panel("trend")
    assert isinstance(panel, TrendPanel)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("nps")))
    counted = Events(panel.plot.viewport(), QEvent.Type.Paint)
    with settled(qtbot, window):
        window.desk.ask(window.desk.query.with_(selection=Selection("comment_rate")))
    qtbot.waitUntil(lambda: counted.seen > 0)
    all_painted(qtbot)
    assert counted.seen == 1


def test_other_comments_come_with_what_is_read_of_them_first(qtbot: QtBot, window: Window) -> None:
    """Neither the list nor what is read below it is ever painted empty in between."""
    panel, read = comments(window), list[bool]()
    note = lambda comment: read.append(comment is not None)  # noqa: E731
    panel.list.chosen.connect(note)
    before = panel.found
    with asked_meanwhile(window) as asked, settled(qtbot, window):
        window.desk.brush(period(2))
    panel.list.chosen.disconnect(note)
    assert panel.found is not before
    assert IDS in asked
    assert not {PAGES, KNOWN} & {*asked}
    assert read == [True]
    assert panel.reading.known is not None
    assert panel.parts.comment is not None
    assert panel.reading.known.row == panel.parts.comment.row


def test_a_table_and_its_head_are_painted_once_for_other_figures_though_groups_change_places(
    qtbot: QtBot, window: Window
) -> None:
    panel = window.panel("breakdown")
    assert isinstance(panel, BreakdownPanel)
    window.show_dock("breakdown")
    for number in (3, 4):
        with settled(qtbot, window):
            window.desk.brush(period(number))
        all_painted(qtbot)
    counted = [Events(part.viewport(), QEvent.Type.Paint) for part in (panel.table, panel.table.head)]
    with settled(qtbot, window):
        window.desk.brush(period(5))
    qtbot.waitUntil(lambda: all(one.seen for one in counted))
    all_painted(qtbot)
    assert [one.seen for one in counted] == [1, 1]
    assert panel.model.breakdown == window.desk.board.breakdown  # type: ignore[union-attr]


def test_the_way_to_why_goes_and_comes_with_the_change(qtbot: QtBot, window: Window) -> None:
    panel, desk = window.panel("breakdown"), window.desk
    assert isinstance(panel, BreakdownPanel)
    window.show_dock("breakdown")
    for number in (4, 0, 3, 0, 5):
        with settled(qtbot, window):
            desk.brush(period(number))
        all_painted(qtbot)
        total = desk.board.breakdown.total if desk.board and desk.board.breakdown else None
        links = [link for link in panel.table.findChildren(WhyLink) if link.isVisible()]
        assert len(links) == bool(total and total.change and total.change.delta)
