"""Starts the app: the window first, with the cards as they were seen last, then everything that takes longer."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cxdesk.app import first
from cxdesk.app.options import Options, parse
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from cxdesk.app.desk import Desk

SUFFIX = ".cxdesk"
USUAL = (1280, 800)


def run(arguments: list[str]) -> int:
    """Open the app on a workspace or on files; returns the exit code."""
    try:
        options = parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CXDesk")
    window = open_window(Profile(), options)
    if options.picture is not None:
        return _take_picture(app, window, options)
    QTimer.singleShot(0, partial(begin, window, options))
    code = app.exec()
    window.desk.jobs.close()
    return code


def open_window(profile: Profile, options: Options) -> Window:
    """The window as first seen: the cards of the workspace that is about to open, or bare."""
    expected = [path for path in options.paths if path.suffix == SUFFIX and not options.sample]
    expecting = len(options.paths) == 1 and bool(expected) and expected[0].is_file()
    kept = first.read(str(expected[0])) if expecting else None
    window = Window(profile, expecting)
    place = profile.place()
    window.resize(*(options.size or USUAL))
    if place is not None and options.size is None:
        window.setGeometry(place[0])
    if kept is not None:
        first.show_on(window, kept)
    window.show()
    return window


def begin(window: Window, options: Options, then: Callable[[], None] | None = None) -> None:
    """After the first paint: load on another thread, make the parts in steps, open what was named."""
    loader = Loader(window)
    loader.loaded.connect(partial(_furnish, window, options, then))
    loader.start()


class Loader(QObject):
    """Imports everything that the window needs, away from the thread that paints."""

    loaded = Signal()

    def start(self) -> None:
        from threading import Thread

        Thread(target=self._load, name="cxdesk-loader", daemon=True).start()

    def _load(self) -> None:
        from importlib import import_module

        from cxdesk.app.docks.shell import DOCKS

        import_module("cxdesk.app.furnishing")
        for spec in DOCKS:
            import_module(spec.module)
        self.loaded.emit()


def _furnish(window: Window, options: Options, then: Callable[[], None] | None) -> None:
    """Make one part per turn of the event loop, then open what was named."""
    from cxdesk.app import furnishing, placing
    from cxdesk.app.docks.shell import DOCKS

    prefer(window.profile, options)
    placing.restore_place(window, options.size)
    sys.excepthook = partial(told, window.desk)

    def finish() -> None:
        start_log()
        if options.sample:
            window.commands.open_sample()
        elif options.paths:
            window.commands.take(list(options.paths))
        if then is not None:
            then()

    _one_by_one([*furnishing.steps(window), *(partial(window.panel, spec.name) for spec in DOCKS), finish])


def _one_by_one(steps: list[Callable[[], object]]) -> None:
    if steps:
        steps[0]()
        QTimer.singleShot(0, partial(_one_by_one, steps[1:]))


def _take_picture(app: QApplication, window: Window, options: Options) -> int:
    from cxdesk.app.picture import Picture

    prefer(window.profile, options)
    start_log()
    window.furnish()
    picture = Picture(window, options)
    QTimer.singleShot(0, picture.start)
    app.exec()
    return picture.code


def prefer(profile: Profile, options: Options) -> None:
    """Language and looks: what was asked for goes before what the person keeps."""
    from cxdesk.system import i18n

    if options.theme is not None:
        profile.set("theme", options.theme)
    if options.zoom is not None:
        profile.set("zoom", options.zoom)
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
