"""From the first window to the live desk: loading on another thread, parts made one by one, what was named opened."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from cxdesk.app.desk import Desk
    from cxdesk.app.docks.shell import Spec
    from cxdesk.app.options import Options
    from cxdesk.app.profile import Profile
    from cxdesk.app.window import Window
    from cxdesk.domain.errors import CXDeskError


class Opening(QObject):
    """Keeps the window's thread free: it makes one part per turn of the event loop, and imports nothing itself.

    A workspace is opened as soon as there is a desk, while the parts are being made. The panels that are seen at first
    are filled one by one, the trend's last; the others when they are first seen.
    """

    loaded = Signal()  # what the window is made of

    def __init__(self, window: Window, options: Options, then: Callable[[], None] | None) -> None:
        super().__init__(window)
        self._window, self._options, self._then = window, options, then
        self._opened = False
        self._errors: list[CXDeskError] = []  # that came before there was a place to tell them
        self.loaded.connect(self._furnish)

    def start(self) -> None:
        Thread(target=self._load, name="cxdesk-loader", daemon=True).start()

    def _load(self) -> None:
        """On the loader's thread. Nothing is made before everything is loaded: a class that was being declared to Qt
        here while the main thread made a widget has ended the program.
        """
        import_module("cxdesk.app.furnishing")
        for spec in _at_first():
            import_module(spec.module)
        self.loaded.emit()

    def _furnish(self) -> None:
        from cxdesk.app import furnishing, placing

        window, options = self._window, self._options
        prefer(window.profile, options)
        placing.restore_place(window, options.size)
        sys.excepthook = partial(told, window.desk)
        window.desk.failed.connect(self._errors.append)
        looks, menus, *others = furnishing.steps(window)
        fills = [partial(window.panel, spec.name) for spec in _at_first()]
        self._take_steps([looks, menus, self._open_workspace, *others, *fills, self._finish])

    def _take_steps(self, steps: list[Callable[[], object]]) -> None:
        if steps:
            steps[0]()
            QTimer.singleShot(0, partial(self._take_steps, steps[1:]))

    def _open_workspace(self) -> None:
        if self._window.expecting:
            self._opened = True
            self._window.commands.take(list(self._options.paths))

    def _finish(self) -> None:
        start_log()
        self._window.desk.failed.disconnect(self._errors.append)
        for error in self._errors:
            self._window.show_error(error)
        if self._options.sample:
            self._window.commands.open_sample(path=next(iter(self._options.paths), None))
        elif not self._opened:
            self._window.commands.take(list(self._options.paths))
        if not self._options.paths and not self._options.sample:
            self._window.commands.safety.resume()
        if self._then is not None:
            self._then()


def _at_first() -> list[Spec]:
    """The docks that are seen when nobody has moved them, those that take longest last."""
    from cxdesk.app.docks.shell import DOCKS

    return sorted((spec for spec in DOCKS if spec.shown), key=lambda spec: spec.heavy)


def prefer(profile: Profile, options: Options) -> None:
    """Language and looks: what was asked for goes before what the person keeps."""
    from cxdesk.system import i18n

    if options.theme is not None:
        profile.set("theme", options.theme)
    if options.zoom is not None:
        profile.set("zoom", options.zoom)
    i18n.computer_speaks(QLocale.system().uiLanguages())
    language = options.language or profile.value("language") or i18n.default_language()
    i18n.use(language, profile.value("locale") or None)


def start_log() -> None:
    """Write the log to its file, if that can be."""
    import logging

    from cxdesk.system import logs

    try:
        logs.start()
    except OSError:
        logging.getLogger("cxdesk.app").warning("the log cannot be written")


def told(desk: Desk, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours in the window's thread: written to the log and told; the window stays."""
    import logging

    from cxdesk.app.jobs import Crash

    if not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("cxdesk.app").error("a fault in the window", exc_info=error)
    desk.failed.emit(Crash(error))
