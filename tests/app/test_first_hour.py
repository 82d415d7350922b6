"""Somebody who sees the window for the first time: from the start page to the words behind a fall, by pointing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.docks.why import WhyPanel
from cxdesk.app.docks.why_link import WhyLink
from cxdesk.app.window import Window
from cxdesk.domain.results import Verdict
from tests.app.conftest import settled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PATIENCE = 20_000
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Points at what is seen, and counts how often."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window, self.clicks = qtbot, window, 0

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        assert widget.visibleRegion().contains(place or widget.rect().center()), "nobody clicks what is not seen"
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, pos=place or widget.rect().center())

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        self.clicks += 1
        QTest.mousePress(widget, LEFT, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(widget, start + (end - start) * step / 5)
        QTest.mouseRelease(widget, LEFT, pos=end)

    def tool(self, dock: str, name: str) -> None:
        """A button in a dock's title."""
        self.click(next(one for one in buttons(self.window.docks[dock].bar) if one.accessibleName() == name))

    def quiet(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.desk.jobs.busy(), timeout=PATIENCE)


def buttons(widget: QWidget) -> list[QAbstractButton]:
    return widget.findChildren(QAbstractButton)


def test_the_story_of_the_sample_is_found_in_few_clicks_and_its_words_are_read(
    qtbot: QtBot, bare: Window, own_home: Path, samples: Callable[[str], Path]
) -> None:
    hand, desk = Hand(qtbot, bare), bare.desk
    shutil.copy(samples("brevio"), own_home / "Documents" / "brevio.cxdesk")
    trend, why, comments = (bare.panel(name) for name in ("trend", "why", "comments"))
    assert isinstance(trend, TrendPanel)
    assert isinstance(why, WhyPanel)
    assert isinstance(comments, CommentsPanel)

    card = next(one for one in bare.start.samples if one.story.name == "brevio")
    with settled(qtbot, bare):
        hand.click(card.about)  # a click on its words, not on its link
        assert card.open.text() == "Opening…"
        assert not card.isEnabled(), "no second click"
    assert card.isEnabled()

    hand.quiet()
    assert desk.board is not None
    assert desk.board.trend is not None
    months = len(desk.board.trend.points)
    first, last = (trend.plot.place_of(at).center().toPoint() for at in (months - 4, months - 1))
    with settled(qtbot, bare):
        hand.drag(trend.plot.viewport(), first, last)
    assert desk.card is not None
    assert desk.card.change is not None
    assert desk.card.change.verdict == Verdict.DOWN

    link = next(one for one in bare.findChildren(WhyLink) if one.isVisible())
    assert link.text() == "Why did it fall?"
    hand.click(link)
    qtbot.waitUntil(lambda: why.why is not None, timeout=PATIENCE)
    hand.tool("why", "In the whole window, or back")
    hand.quiet()
    told = [card.head.text() for card in why.cards]
    assert told[:2] == ["It is a real drop.", "Most of it happened in Starter."]
    assert told[2] == "About a third of it mentions Website and app."
    assert all(card.head.visibleRegion().boundingRect().height() for card in why.cards), "read without scrolling"

    with settled(qtbot, bare):
        hand.click(why.cards[2].link)
    hand.quiet()
    assert comments.isVisible()
    assert desk.card is not None
    rows = [comments.list.comments.comment(row) for row in range(3)]
    scores = [row.score or 0.0 for row in rows if row is not None and "Website and app" in row.themes]
    assert len(scores) == 3
    assert scores == sorted(scores), "first those who made the number fall"
    assert scores[-1] <= 6
    assert hand.clicks <= 12


def test_what_was_done_is_said_where_it_happened(qtbot: QtBot, window: Window) -> None:
    hand, told = Hand(qtbot, window), window.status.told
    hand.quiet()
    hand.tool("trend", "Copy")
    assert told.text() == "Copied as a picture and as a table"
    assert told.isVisible()
    assert not window.status.rows.isVisible()
    window.status.tell("")
    assert window.status.rows.isVisible(), "for a moment only"
    hand.tool("trend", "In the whole window, or back")
    assert [name for name, shell in window.docks.items() if shell.isVisible()] == ["trend"]
    hand.tool("trend", "In the whole window, or back")
    assert window.docks["cards"].isVisible()
    with settled(qtbot, window):
        hand.click(window.status.undo)
    assert told.text() == "Import of survey.csv taken back"
    assert window.docks["cards"].bar.note.text() == "", "no numbers are left"


def test_a_dock_is_moved_out_and_back_and_stays_in_front(window: Window) -> None:
    window.show_dock("why")
    shell = window.docks["why"]
    out, back = "Move out of the window", "Back into the window"
    for text, floats in ((out, True), (back, False)):
        next(action for action in shell.places().actions() if action.text() == text).trigger()
        assert shell.isFloating() is floats
    assert not shell.visibleRegion().isEmpty(), "and not behind the breakdown"
