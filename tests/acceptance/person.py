"""A person at the running window: drops files, answers questions, clicks on numbers, and reads what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog
from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.main import begin, open_window
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window
from cxdesk.domain.results import Board, BreakdownRow, Card, TrendPoint
from tests.app.conftest import gone
from tests.app.dialogs.wizard import Wizard

P = TypeVar("P")
PATIENCE = 60_000
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Person:
    """Starts the app as `cxdesk` does, in a profile and a home of its own."""

    def __init__(self, qtbot: QtBot, profile: Path, options: Options) -> None:
        self.qtbot = qtbot
        profile.mkdir(parents=True, exist_ok=True)
        self.window: Window = open_window(Profile(profile), options)
        self.told: list[object] = []  # what the window had to say about failures
        self.window.desk.failed.connect(self.told.append)
        ready: list[bool] = []
        begin(self.window, options, lambda: ready.append(True))
        self.until(lambda: bool(ready) and not self.window.desk.jobs.busy())

    def rest(self) -> None:
        """Until the board answers the present question about the present rows, and nothing is under way."""
        self.until(self._rests)

    def leave(self) -> None:
        """Close the window; every thread ends."""
        self.window.close()
        assert self.window.desk.jobs.close()
        self.window.deleteLater()
        gone()

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: bool(self.told) or condition(), timeout=PATIENCE)
        assert self.told == []

    # Importing

    def drop(self, *files: Path) -> Wizard:
        """Drop files on the window; the import window that follows, once it has counted."""
        urls = QMimeData()
        urls.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        spot, actions = QPoint(400, 300), Qt.DropAction.CopyAction
        over = QDragEnterEvent(spot, actions, urls, LEFT, NONE)
        QApplication.sendEvent(self.window, over)
        assert over.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(spot), actions, urls, LEFT, NONE))
        self.until(lambda: self._dialog() is not None)
        hand = Wizard(self.qtbot, self.window.desk)
        dialog = self._dialog()
        assert dialog is not None
        hand.take(dialog)
        return hand

    def confirm(self, hand: Wizard) -> Board:
        """Press the one button, and wait for the cards."""
        dialog = hand.dialog
        assert dialog.footer.import_button.isEnabled(), hand.read(dialog.footer)
        before = self.window.desk.state
        self.qtbot.mouseClick(dialog.footer.import_button, LEFT)
        self.until(lambda: self.window.desk.state > before and self._dialog() is None)
        self.rest()
        return self.board

    def _dialog(self) -> ImportDialog | None:
        found = [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]
        return found[0] if found else None

    # Reading

    @property
    def board(self) -> Board:
        board = self.window.desk.board
        assert board is not None
        return board

    def _rests(self) -> bool:
        desk = self.window.desk
        fresh = desk.board is not None and desk.board.query == desk.query and desk.board.state == desk.state
        return fresh and not desk.jobs.busy()

    @property
    def cards(self) -> CardsPanel:
        return panel(self.window, "cards", CardsPanel)

    @property
    def breakdown(self) -> BreakdownPanel:
        return panel(self.window, "breakdown", BreakdownPanel)

    @property
    def trend(self) -> TrendPanel:
        return panel(self.window, "trend", TrendPanel)

    @property
    def comments(self) -> CommentsPanel:
        return panel(self.window, "comments", CommentsPanel)

    def card(self, metric: str) -> Card:
        """What a card on the screen shows."""
        row = self.cards.model.row_of(metric)
        card = self.cards.model.card(row) if row is not None else None
        assert card is not None, metric
        return card

    @property
    def count(self) -> int:
        """How many comments the list holds."""
        return self.comments.list.comments.rowCount()

    def listed(self) -> list[str]:
        """The comments of a short list, all of them; those out of sight come when they are scrolled to."""
        shown, model = self.comments.list, self.comments.list.comments
        texts: list[str] = []

        def read(row: int) -> bool:
            shown.scrollTo(model.index(row, 0))  # again and again: what stands beside the list may still take its room
            comment = model.comment(row)
            if comment is not None:
                texts.append(comment.text)
            return comment is not None

        for row in range(model.rowCount()):
            self.until(partial(read, row))
        return texts

    def listed_sorted(self) -> list[str]:
        return sorted(self.listed())

    # Clicking

    def click_card(self, metric: str) -> None:
        view, row = self.cards.view, self.cards.model.row_of(metric)
        assert row is not None
        index = self.cards.model.index(row)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def split_by(self, title: str) -> None:
        """Another attribute in the breakdown."""
        box = self.breakdown.list
        at = box.findText(title)
        assert at >= 0, [box.itemText(i) for i in range(box.count())]
        box.setCurrentIndex(at)
        box.activated.emit(at)
        self.until(self._rests)

    def segments(self) -> Iterable[BreakdownRow]:
        """The breakdown's rows that stand for one segment with a number."""
        shown = self.board.breakdown
        assert shown is not None
        return [row for row in shown.rows if row.key is not None and row.figure.value is not None]

    def click_segment(self, segment: str) -> None:
        table, model = self.breakdown.table, self.breakdown.model
        number = model.number_of(segment)
        assert number is not None
        table.scrollTo(model.index(number, 0))
        self.click(table.viewport(), table.visualRect(model.index(number, 0)).center())

    def points(self) -> list[TrendPoint]:
        assert self.board.trend is not None
        return list(self.board.trend.points)

    def click_point(self, at: int) -> None:
        plot = self.trend.plot
        self.click(plot.viewport(), plot.place_of(at).center().toPoint())

    def click(self, widget: QWidget, place: QPoint) -> None:
        """A click, and what follows from it."""
        self.qtbot.mouseClick(widget, LEFT, pos=place)
        self.until(self._rests)


def panel(window: Window, name: str, sort: type[P]) -> P:
    """A dock's panel as what it is."""
    found = window.panel(name)
    assert isinstance(found, sort)
    return found
