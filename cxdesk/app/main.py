"""Starts the app: the window first, with the cards as they were seen last, then everything that takes longer."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cxdesk.app import first
from cxdesk.app.collecting import keep_on_main_thread, spare_what_is_loaded
from cxdesk.app.loading import load_without_reading_sources
from cxdesk.app.options import Options, parse
from cxdesk.app.profile import Profile
from cxdesk.app.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData

    from cxdesk.app.opening import Opening

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
    app.setDesktopFileName("cxdesk")
    keep_on_main_thread(app)
    window = open_window(Profile(), options)
    if options.picture is not None:
        code = _take_picture(app, window, options)
    else:
        QTimer.singleShot(0, partial(start, window, options, _handed_over(app, window)))
        code = app.exec()
    leave(window, code)
    return code


def _handed_over(app: QApplication, window: Window) -> Callable[[], None] | None:
    """What is to be done once the window can open files; only macOS hands files over while a program runs."""
    if sys.platform != "darwin":
        return None
    from cxdesk.app.handed_over import HandedOver

    return HandedOver(app, window).take


def open_window(profile: Profile, options: Options) -> Window:
    """The window as first seen: the cards of the workspace that is about to open, or bare."""
    load_without_reading_sources()
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


def leave(window: Window, code: int) -> None:
    """Put everything away in order while Qt still runs: first the threads, then the widgets, the application last.

    Left to Python's own end, widgets would outlive the application, or go while a thread still speaks to them. A
    thread that does not end in time is left behind with the process, without that end: its transaction never was.
    """
    if not window.desk.jobs.close():
        import logging
        import os

        logging.shutdown()
        os._exit(code)
    _hand_over_clipboard()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _hand_over_clipboard() -> None:
    """What was copied stays as text that Qt itself holds: ours would be freed when Python is no more, and crash."""
    clipboard = QGuiApplication.clipboard()
    held = cast("QMimeData | None", clipboard.mimeData())  # None where the system would not say
    if clipboard.ownsClipboard() or (held is not None and held.objectName() == "cxdesk"):  # see charts.export.OURS
        clipboard.setText(clipboard.text())


def start(window: Window, options: Options, then: Callable[[], None] | None = None) -> None:
    """As `begin`, in a process that ends with its window."""
    begin(window, options, then).loaded.connect(spare_what_is_loaded)


def begin(window: Window, options: Options, then: Callable[[], None] | None = None) -> Opening:
    """After the first paint: load on another thread, make the parts in steps, open what was named; then `then`."""
    from cxdesk.app.opening import Opening

    opening = Opening(window, options, then)
    opening.start()
    return opening


def _take_picture(app: QApplication, window: Window, options: Options) -> int:
    from cxdesk.app import opening
    from cxdesk.app.picture import Picture

    opening.prefer(window.profile, options)
    opening.start_log()
    window.furnish()
    picture = Picture(window, options)
    sys.excepthook = picture.fail
    QTimer.singleShot(0, picture.start)
    app.exec()
    return picture.code
