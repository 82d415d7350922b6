"""How long the window's thread is ever kept from its events: a 10 ms timer's gaps while filters change and while a file
is imported."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from cxdesk.app.main import start
from cxdesk.app.options import Options
from cxdesk.app.window import Window
from cxdesk.domain.filters import Condition, Op
from cxdesk.system.progress import Progress
from cxdesk.workspace.importing import ImportOptions, import_files
from cxdesk.workspace.workspace import Workspace
from tests.benchmarks.data import write_survey

TICK = 10
FILTERS = 12
ROWS = 200_000


class Beating(QObject):
    """Drives the window through its signals and keeps the gaps of each stage."""

    def __init__(self, window: Window, workspace: Path, folder: Path) -> None:
        super().__init__()
        self._window, self._workspace, self._folder = window, workspace, folder
        self._gaps: dict[str, list[float]] = {"filter": [], "import": []}
        self._stage = ""
        self._last = 0.0
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)

    def run(self) -> dict[str, float]:
        """The longest gap and the 99th percentile of each stage, in milliseconds beyond the timer's own interval."""
        desk = self._window.desk
        desk.board_changed.connect(self._next_filter)
        start(self._window, Options(paths=(self._workspace,)))
        app = QApplication.instance()
        assert app is not None
        app.exec()
        desk.jobs.close()
        found = {}
        for stage, gaps in self._gaps.items():
            over = np.maximum(np.array(gaps or [0.0]) * 1000 - TICK, 0)
            found[stage] = float(over.max())
            found[f"{stage}_p99"] = float(np.percentile(over, 99))
        return found

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last:
            self._gaps[self._stage].append(now - self._last)
        self._last = now

    def _next_filter(self, _board: object) -> None:
        self._asked += 1
        if self._asked == 2:  # the first board also fills the docks
            self._stage, self._last = "filter", 0.0
            self._timer.start()
        if self._asked <= FILTERS:
            condition = Condition("Region", Op.IS, (f"Region {self._asked}",))
            self._window.desk.ask(self._window.desk.query.with_(filters=(condition,)))
        elif self._asked == FILTERS + 1:
            self._import()

    def _import(self) -> None:
        self._stage, self._last = "import", 0.0
        source = write_survey(self._folder / f"survey_{ROWS}.csv", ROWS)
        target = self._folder / "beating.cxdesk"
        target.unlink(missing_ok=True)

        def work(progress: Progress) -> None:
            with Workspace.create(target) as made:
                import_files(made, [source], ImportOptions(questions=("score=nps:0-10",)), progress)

        self._window.desk.jobs.write("benchmark", work, lambda _done: self._end())

    def _end(self) -> None:
        self._timer.stop()
        self._window.close()
        app = QApplication.instance()
        if app is not None:
            app.quit()
