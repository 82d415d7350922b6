"""A person without rest: opens and closes everything and changes the theme all the while, in a process of its own.

    python -X faulthandler -m tests.app.theme.unrest WORKSPACE EXPORT PROFILE ROUNDS

Ends as the app itself ends; whatever dies on the way shows in the exit code.
"""

from __future__ import annotations

import faulthandler
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from cxdesk.app import main
from cxdesk.app.options import Options
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window

ZOOMS = (1, -1, 0)
FAULT, LEFT_OVER = 3, 4
LONGEST = 900  # seconds: for one that stands still, on a busy machine too


class Unrest(QObject):
    """One step per turn of the event loop, so that Qt has its say in between."""

    def __init__(self, window: Window, export: Path, rounds: int) -> None:
        super().__init__()
        self._window, self._export = window, export
        self._steps = iter([step for number in range(rounds) for step in self._round(number)])

    def go_on(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._window.close()
            return
        try:
            step()
        except Exception:  # noqa: BLE001 - whatever it is, it must not end in silence
            traceback.print_exc()
            QApplication.exit(FAULT)
            return
        QTimer.singleShot(0, self.go_on)

    def _round(self, number: int) -> Iterator[Callable[[], object]]:
        window = self._window
        yield window.commands.show_about
        yield window.commands.show_shortcuts
        yield self._change(number)
        yield self._close_all
        yield lambda: window.show_import([self._export])
        yield self._change(number + 1)
        yield lambda: None
        yield self._close_all
        yield window.bar.add.clicked.emit
        yield window.bar.period.clicked.emit
        yield self._change(number)
        yield self._close_all
        yield window.commands.copy
        yield lambda: window.show_dock("data" if number % 2 else "comments")

    def _change(self, number: int) -> Callable[[], None]:
        def change() -> None:
            self._window.commands.use_theme(("dark", "light")[number % 2])
            if number % 4 == 0:
                self._window.commands.use_zoom(ZOOMS[number // 4 % 3])
                self._window.commands.use_language(("fr", "en")[number // 4 % 2])

        return change

    def _close_all(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                widget.reject()
            else:
                widget.close()


def run(workspace: Path, export: Path, profile: Path, rounds: int) -> int:
    """The app on a workspace, then unrest, then the app's own end."""
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    app = QApplication(sys.argv[:1])
    window = main.open_window(Profile(profile), Options(paths=(workspace,)))
    unrest: list[Unrest] = []

    def opened() -> None:
        unrest.append(Unrest(window, export, rounds))
        QTimer.singleShot(0, unrest[0].go_on)

    main.begin(window, Options(paths=(workspace,)), opened)
    code = app.exec()
    main.leave(window, code)
    left = [one for one in QApplication.topLevelWidgets() if one.isVisible() or isinstance(one, QDialog)]
    return LEFT_OVER if left else code


if __name__ == "__main__":
    place, file, folder = (Path(word) for word in sys.argv[1:4])
    sys.exit(run(place, file, folder, int(sys.argv[4])))
