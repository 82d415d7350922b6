"""From a brush or a click until every dock in sight is painted with the new answer: processor time of the whole
program, time by the clock, and how long the window's thread was busy at a stretch.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.linking WORKSPACE [DOCK …]

Docks named are brought to the front before. Prints one JSON object: {layout: {gesture: [[cpu, wall, busy], …]}} in ms.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from cxdesk.app.collecting import spare_what_is_loaded
from cxdesk.app.docks.breakdown import BreakdownPanel
from cxdesk.app.docks.cards import CardsPanel
from cxdesk.app.docks.comments import CommentsPanel
from cxdesk.app.docks.trend import TrendPanel
from cxdesk.app.window import Window
from cxdesk.domain.periods import Period, add_months
from tests.benchmarks.in_window import _options, _window

ROUNDS = 4
SETTLED = 250  # ms until the story of the comment that is read was asked for, too
STORY = "customer of the comment"  # asked for when a comment was looked at for a while: no part of the update
TICK = 5  # ms; a finer one would be a good part of what is measured
Times = tuple[float, float, float]


class Busy(QObject):
    """Processor time that the window's thread spends between two ticks of a timer: how long events would wait."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now

    def again(self) -> None:
        self.tick()
        self.longest = 0.0


class Linking:
    """Drives a window that is open: `measure` does every gesture some times."""

    def __init__(self, window: Window) -> None:
        self._window, self._desk = window, window.desk
        self._busy = Busy()
        panels = [window.panel(name) for name in ("trend", "breakdown", "cards", "comments")]
        trend, breakdown, cards, comments = panels
        assert isinstance(trend, TrendPanel)
        assert isinstance(breakdown, BreakdownPanel)
        assert isinstance(cards, CardsPanel)
        assert isinstance(comments, CommentsPanel)
        self._trend, self._breakdown, self._cards = trend, breakdown, cards

    def measure(self, rounds: int = ROUNDS) -> dict[str, list[Times]]:
        """The first round loads columns and is left out."""
        found: dict[str, list[Times]] = {"brush": [], "row": [], "point": [], "card": []}
        for at in range(rounds + 1):
            for name, gesture in (("brush", self._brush), ("row", self._row), ("point", self._point)):
                self._add(found[name], at, gesture)
            self._add(found["card"], at, self._card)
        return found

    def _add(self, found: list[Times], at: int, gesture: Callable[[int], None]) -> None:
        self._busy.again()
        cpu, wall = time.process_time(), time.perf_counter()
        gesture(at)
        self.settle()
        self._busy.tick()
        taken = (time.process_time() - cpu, time.perf_counter() - wall, self._busy.longest)
        if at:
            found.append(tuple(1000 * seconds for seconds in taken))  # type: ignore[arg-type]
        self.rest()

    # What the person does

    def _brush(self, at: int) -> None:
        board = self._desk.board
        assert board is not None
        assert board.data_range is not None
        last = board.data_range.end
        end = add_months(date(last.year, last.month, 1), -1 - at)
        self._trend.plot.brushed.emit(Period(add_months(end, -6 - at), end))

    def _row(self, at: int) -> None:
        self._click(self._breakdown.table, 1 + at % 3)

    def _point(self, at: int) -> None:
        board = self._desk.board
        assert board is not None
        assert board.trend is not None
        assert board.range is not None
        units, asked = [point.period for point in board.trend.points], board.range
        inside = [place for place, unit in enumerate(units) if asked.start <= unit.start < asked.end]
        self._trend.plot.chosen.emit(inside[at % len(inside)])

    def _card(self, at: int) -> None:
        model = self._cards.model
        filled = [row for row in range(model.rowCount()) if (card := model.card(row)) and card.figure.value is not None]
        now = self._cards.view.currentIndex().row()
        self._click(self._cards.view, next(row for row in filled[at % len(filled) :] + filled if row != now))

    def _click(self, view: QAbstractItemView, row: int) -> None:
        index = view.model().index(row, 0)
        view.scrollTo(index)
        place: QPoint = view.visualRect(index).center()
        asked = self._desk.query
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert self._desk.query != asked, (view, row)

    # Until all is seen

    def settle(self) -> None:
        """Answers are there, pages of what is in sight too, and everything is painted."""
        while True:
            until(self._quiet, self._desk.jobs.ended)
            QCoreApplication.sendPostedEvents(self._window, QEvent.Type.UpdateRequest)
            turn()
            if self._quiet():
                return

    def _quiet(self) -> bool:
        if any(key != STORY for key in self._desk.jobs._current):
            return False  # said at once: looking through all timers takes a millisecond
        return not any(timer.isActive() for timer in self._window.findChildren(QTimer) if _short(timer))

    def rest(self) -> None:
        """Time for what comes later by itself, which is not measured."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLED, loop.quit)
        loop.exec()
        until(lambda: not self._desk.jobs.busy(), self._desk.jobs.ended)


def _short(timer: QTimer) -> bool:
    return timer.isSingleShot() and timer.interval() <= TICK


def turn() -> None:
    """Every event that waits is dealt with, among them those that paint."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def until(met: Callable[[], bool], signal: SignalInstance) -> None:
    """Let the program go on until something is so; it is looked at whenever `signal` comes, and after short timers."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    check = QTimer()
    check.setInterval(TICK)
    check.timeout.connect(loop.quit)
    check.start()
    while not met():
        loop.exec()
    signal.disconnect(loop.quit)


def run(workspace: Path, docks: list[str]) -> dict[str, dict[str, list[Times]]]:
    """As the window opens, then with each dock of these in front as well."""
    window = _window(workspace)
    window.furnish()
    spare_what_is_loaded()  # as the program does once it has loaded everything
    window.commands.take(list(_options(workspace).paths))
    desk = window.desk
    until(lambda: desk.board is not None and not desk.jobs.busy(), desk.jobs.ended)
    linking = Linking(window)
    linking.rest()
    found = {"": linking.measure()}
    for name in docks:
        window.show_dock(name)
        linking.rest()
        found[name] = linking.measure()
        window.docks[name].hide()
    window.close()
    desk.jobs.close()
    return found


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.instance() or QApplication([])
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2:])), flush=True)
