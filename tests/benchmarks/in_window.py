"""One measurement inside a fresh process with a window: `python -m tests.benchmarks.in_window WHAT WORKSPACE FOLDER`.

WHAT is `empty` (a bare PySide6 window until its first paint), `first` (ours, until the last known cards are painted),
`open` (until the live board is on the screen) or `heartbeat` (the longest gap between two ticks of a 10 ms timer while
filters change, and while a file is imported). Prints one JSON object as its last line.
"""

from __future__ import annotations

import json
import sys
import time

BEGAN = time.perf_counter()

from pathlib import Path  # noqa: E402 - the clock starts before anything is loaded


def empty() -> dict[str, float]:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 720)
    window.show()
    window.grab()
    seconds = time.perf_counter() - BEGAN
    app.quit()
    return {"seconds": seconds}


def first(workspace: Path) -> dict[str, float]:
    window = _window(workspace)
    window.grab()
    seconds = time.perf_counter() - BEGAN
    window.desk.jobs.close()
    return {"seconds": seconds}


def opened(workspace: Path) -> dict[str, float]:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from cxdesk.app.main import start

    window = _window(workspace)
    app = QApplication.instance()
    taken: dict[str, float] = {}

    def shown() -> None:
        window.grab()
        taken["seconds"] = time.perf_counter() - BEGAN
        window.close()
        if app is not None:
            app.quit()

    window.desk.board_changed.connect(lambda _board: QTimer.singleShot(0, shown))  # after the docks have it
    start(window, _options(workspace))
    if app is not None:
        app.exec()
    window.desk.jobs.close()
    return taken


def heartbeat(workspace: Path, folder: Path) -> dict[str, float]:
    from tests.benchmarks.beating import Beating

    return Beating(_window(workspace), workspace, folder).run()


def _options(workspace: Path):  # type: ignore[no-untyped-def]
    from cxdesk.app.options import Options

    return Options(paths=(workspace,), size=(1280, 720), language="en", theme="light")


def _window(workspace: Path):  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QApplication

    from cxdesk.app.collecting import keep_on_main_thread
    from cxdesk.app.main import open_window
    from cxdesk.app.profile import Profile

    app = QApplication.instance() or QApplication([])
    keep_on_main_thread(app)
    return open_window(Profile(), _options(workspace))


def main() -> None:
    what, workspace, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "empty":
        found = empty()
    elif what == "first":
        found = first(workspace)
    elif what == "open":
        found = opened(workspace)
    else:
        found = heartbeat(workspace, folder)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
