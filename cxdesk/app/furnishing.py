"""Makes the parts of the window, in steps short enough that the window never stands still."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QTabWidget, QToolBar

from cxdesk.app import hiding, icons, lists, placing, qt_words, theme, views
from cxdesk.app.commands import Commands
from cxdesk.app.docks.shell import DOCKS, Shell
from cxdesk.app.filters.bar import FilterBar
from cxdesk.app.menus import Menus
from cxdesk.app.offers import Offers
from cxdesk.app.start.page import StartPage
from cxdesk.app.status import StatusLine
from cxdesk.app.widgets import focus_ring
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.system import i18n

if TYPE_CHECKING:
    from cxdesk.app.window import Window

Step = Callable[[], None]


def steps(window: Window) -> list[Step]:
    """What has to be made, in order; each step is short."""
    if window.furnished:
        return []
    window.docks = {}
    return [
        partial(_looks, window),
        partial(_menus, window),
        partial(_bars, window),
        partial(_start, window),
        *(partial(_dock, window, at) for at in range(len(DOCKS))),
        partial(_connect, window),
    ]


def dress(window: Window) -> None:
    """Theme and zoom as the person prefers."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    zoom = window.profile.value("zoom")
    theme.apply_theme(app, window.profile.value("theme"), zoom / 100)
    if window.furnished:
        window.status.zoom_percent = zoom
        window.status.show_state()
        window.menus.tick({"theme": window.profile.value("theme"), "language": i18n.language()})
        window.settle.start()


def _looks(window: Window) -> None:
    dress(window)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    focus_ring.install(app)
    qt_words.install(app)
    app.setWindowIcon(icons.programs_own())
    window.setDockNestingEnabled(True)
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    window.setAcceptDrops(True)


def _menus(window: Window) -> None:
    window.commands = Commands(window, window.desk, window.profile)
    window.menus = Menus(window, window.commands, lists.sources(window), lists.names(window))


def _bars(window: Window) -> None:
    made = window.menus.actions
    window.bar = FilterBar(window.desk, (made["back"], made["forward"]), made["palette"], made["report"])
    window.status = StatusLine(window.desk)
    window.trouble, window.strip = QToolBar(), ErrorStrip()
    window.addToolBar(window.bar)
    window.addToolBarBreak()
    window.trouble.setObjectName("trouble")
    window.trouble.setMovable(False)
    window.trouble.addWidget(window.strip)
    window.trouble.hide()
    window.addToolBar(window.trouble)
    window.offers = Offers(window)
    window.setStatusBar(window.status)
    window.headline = placing.add_headline(window)
    window.headline.hide()
    window.edges = placing.add_edges(window)
    window.bar.setVisible(window.expecting)


def _start(window: Window) -> None:
    window.start = StartPage()
    placing.connect_start(window.start, window.commands)
    window.settle = QTimer(window)
    window.settle.setSingleShot(True)
    window.settle.setInterval(0)
    window.settle.timeout.connect(window.arrange)


def _dock(window: Window, at: int) -> None:
    shell = Shell(DOCKS[at], window.desk, window)
    shell.hide()
    window.docks[DOCKS[at].name] = shell
    shell.alone_wanted.connect(partial(window.commands.show_alone, shell.spec.name))
    shell.dockLocationChanged.connect(lambda _area: placing.touch(window))
    shell.topLevelChanged.connect(lambda _floats: placing.touch(window))
    shell.visibilityChanged.connect(lambda _visible: placing.name_tabs(window))


def _connect(window: Window) -> None:
    desk = window.desk
    desk.workspace_changed.connect(window.show_state)
    for told in (desk.workspace_changed, desk.decided.moved):
        told.connect(window.menus.rename)
    desk.decided.moved.connect(lambda: window.menus.enable(placing.needs_met(desk)))
    desk.query_changed.connect(lambda _query: window.show_state())
    desk.board_changed.connect(lambda _board: window.show_state())
    desk.failed.connect(window.show_error)
    desk.wanted.connect(lambda name: window.menus.actions[name].trigger())
    window.bar.import_wanted.connect(window.commands.import_files)
    window.bar.view_chosen.connect(partial(views.show, window))
    window.status.undo_wanted.connect(window.commands.undo_last_import)
    window.strip.acted.connect(window.trouble.hide)
    window.destroyed.connect(i18n.on_change(window.retranslate))
    window.furnished = True
    hiding.turn(window, window.profile.value("hide_personal"))
    dress_again = window.profile.value("zoom")
    window.status.zoom_percent = dress_again
    window.menus.tick({"theme": window.profile.value("theme"), "language": i18n.language()})
    window.status.show_state()
    window.show_state()
