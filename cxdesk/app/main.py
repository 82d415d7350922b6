"""Starts the app: the window first, with the cards as they were last, then everything that takes longer."""

from __future__ import annotations

import logging
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cxdesk.app import placing
from cxdesk.app.desk import Desk
from cxdesk.app.docks.shell import DOCKS
from cxdesk.app.jobs import URGENT, Crash, Jobs
from cxdesk.app.options import Options, parse
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window
from cxdesk.system import i18n, logs
from cxdesk.system.progress import Progress

logger = logging.getLogger("cxdesk.app")

SUFFIX = ".cxdesk"


def run(arguments: list[str]) -> int:
    """Open the app on a workspace or on files; returns the exit code."""
    try:
        options = parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CXDesk")
    profile = Profile()
    window = open_window(profile, options)
    sys.excepthook = partial(_told, window.desk)
    if options.picture is not None:
        from cxdesk.app.picture import Picture

        picture = Picture(window, options)
        picture.start()
        app.exec()
        return picture.code
    QTimer.singleShot(0, partial(begin, window, options))
    return app.exec()


def open_window(profile: Profile, options: Options) -> Window:
    """The window as first seen: start page, or the cards of the workspace that is about to open."""
    _prefer(profile, options)
    jobs = Jobs()
    desk = Desk(jobs)
    window = Window(desk, profile)
    window.dress()
    placing.restore_place(window)
    if options.size is not None:
        window.resize(*options.size)
    window.show()
    return window


def begin(window: Window, options: Options) -> None:
    """After the first paint: fill the docks, start the log, open what was named."""
    _start_log()
    warm(window)
    if options.sample:
        window.commands.open_sample()
    elif options.paths:
        window.commands.take(list(options.paths))


def warm(window: Window) -> None:
    """Load what the docks need on another thread, then fill them one at a time."""

    def load(progress: Progress) -> None:
        for spec in DOCKS:
            progress.check()
            import_module(spec.module)

    def fill(names: list[str]) -> None:
        if names:
            window.docks[names[0]].fill()
            QTimer.singleShot(0, partial(fill, names[1:]))
        else:
            window.arrange()

    window.desk.jobs.ask("warm", load, lambda _done: fill(list(window.docks)), priority=URGENT)


def _prefer(profile: Profile, options: Options) -> None:
    """Language and looks: what was asked for goes before what the person keeps."""
    if options.theme is not None:
        profile.set("theme", options.theme)
    if options.zoom is not None:
        profile.set("zoom", options.zoom)
    language = options.language or profile.value("language") or i18n.default_language()
    i18n.use(language, profile.value("locale") or None)


def _start_log() -> None:
    try:
        logs.start()
    except OSError:
        logger.warning("the log cannot be written")


def _told(desk: Desk, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """A fault of ours in the window's thread: written to the log and told; the window stays."""
    logger.error("a fault in the window", exc_info=error)
    if isinstance(error, Exception):
        desk.failed.emit(Crash(error))
    else:
        sys.__excepthook__(_kind, error, _trace)


def is_workspace(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX
