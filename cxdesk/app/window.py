"""The window: it places docks, bars and the start page, shows and restores them, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QToolBar

from cxdesk.app import layouts, lists, placing, theme
from cxdesk.app.commands import Commands
from cxdesk.app.desk import Desk
from cxdesk.app.docks.panel import Panel
from cxdesk.app.docks.shell import DOCKS, Shell
from cxdesk.app.filters.bar import FilterBar
from cxdesk.app.layouts import Layout
from cxdesk.app.menus import Menus
from cxdesk.app.profile import Profile
from cxdesk.app.start.page import StartPage
from cxdesk.app.status import StatusLine
from cxdesk.app.widgets.error_strip import ErrorStrip
from cxdesk.domain.errors import CXDeskError
from cxdesk.system import i18n

SMALLEST = QSize(720, 480)


class Window(QMainWindow):
    """One main window on one desk."""

    def __init__(self, desk: Desk, profile: Profile) -> None:
        super().__init__()
        self.desk, self.profile = desk, profile
        self.layout_now: Layout | None = None
        self.touched = False  # the person moved a dock: nothing is rearranged by itself any more
        self._placing = False
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.commands = Commands(self, desk, profile)
        self.menus = Menus(self, self.commands, lists.sources(self))
        self.bar = FilterBar(desk, self.menus.actions["back"], self.menus.actions["forward"])
        self.trouble, self.strip = QToolBar(), ErrorStrip()
        self.status = StatusLine(desk)
        self.start = StartPage()
        self.docks = {spec.name: Shell(spec, desk, self) for spec in DOCKS}
        self._build()
        self._connect()
        self.show_state()

    def _build(self) -> None:
        self.addToolBar(self.bar)
        self.addToolBarBreak()
        self.trouble.setObjectName("trouble")
        self.trouble.setMovable(False)
        self.trouble.addWidget(self.strip)
        self.trouble.hide()
        self.addToolBar(self.trouble)
        self.setStatusBar(self.status)
        self.setCentralWidget(self.start)
        self.headline = placing.add_headline(self)
        self.edges = placing.add_edges(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.arrange)

    def _connect(self) -> None:
        self.desk.workspace_changed.connect(self.show_state)
        self.desk.query_changed.connect(lambda _query: self.show_state())
        self.desk.board_changed.connect(lambda _board: self.show_state())
        self.desk.failed.connect(self.show_error)
        self.desk.wanted.connect(lambda name: self.menus.actions[name].trigger())
        self.bar.import_wanted.connect(self.commands.import_files)
        self.status.undo_wanted.connect(self.commands.undo_last_import)
        self.strip.acted.connect(self.trouble.hide)
        placing.connect_start(self.start, self.commands)
        for shell in self.docks.values():
            shell.dockLocationChanged.connect(lambda _area: self._touch())
            shell.topLevelChanged.connect(lambda _floats: self._touch())
        self._stop_listening = i18n.on_change(self.retranslate)

    # Showing

    def panel(self, name: str) -> Panel:
        """A dock's panel; made now if that has not happened yet."""
        return self.docks[name].fill()

    def show_dock(self, name: str) -> Panel:
        """Bring a dock to the front."""
        shell = self.docks[name]
        shell.show()
        shell.raise_()
        return self.panel(name)

    def show_state(self) -> None:
        """The start page or the docks, and which actions make sense now."""
        here = self.desk.workspace is not None
        self.menus.enable(placing.needs_met(self.desk))
        self.setWindowTitle(placing.title(self.desk))
        if self.start.isHidden() == here:
            return
        self.start.setVisible(not here)
        for part in (self.bar, *self.edges):
            part.setVisible(here)
        self.headline.setVisible(False)
        if here:
            self.arrange(fresh=True)
            return
        placing.show_recent(self)
        for shell in self.docks.values():
            shell.hide()

    def show_error(self, error: CXDeskError) -> None:
        """What went wrong, until the person has read it."""
        self.strip.show_error(error, i18n._("Close"))
        self.trouble.show()

    def show_import(self, files: Sequence[Path]) -> None:
        """How files were understood, before anything is written."""
        placing.open_wizard(self, files)

    # Looks

    def dress(self) -> None:
        """Theme and zoom as the person prefers."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        zoom = self.profile.value("zoom")
        theme.apply_theme(app, self.profile.value("theme"), zoom / 100)
        self.status.zoom_percent = zoom
        self.status.show_state()
        self.menus.tick({"theme": self.profile.value("theme"), "language": i18n.language()})
        self._settle.start()

    def retranslate(self) -> None:
        self.menus.retranslate()
        self.menus.tick({"language": i18n.language()})
        self.bar.retranslate()
        self.start.retranslate()
        self.status.show_state()
        for shell in self.docks.values():
            shell.retranslate()

    # Places

    def arrange(self, fresh: bool = False) -> None:
        """The layout that the person left for this width, else the default one; once touched, nothing moves."""
        if self.desk.workspace is None:
            return
        placing.set_density(self)
        wanted = layouts.layout_for(self.width() / theme.current().scale)
        self._placing = True
        if fresh or (wanted is not self.layout_now and not self.touched):
            placing.place_docks(self, wanted)
        elif not self.touched:
            layouts.size(self, self.docks, wanted, theme.current().scale)
        self._placing = False

    def reset_layout(self) -> None:
        """The default layout for this width."""
        for layout in Layout:
            self.profile.drop_layout(layout.value)
        self.touched = False
        self.arrange(fresh=True)

    def _touch(self) -> None:
        if not self._placing:
            self.touched = True

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.start.drop.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start.drop.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.drop.show_over(False)
        event.acceptProposedAction()
        local = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.commands.take(local)

    def closeEvent(self, event: QCloseEvent) -> None:
        placing.keep(self)
        self._stop_listening()
        self.desk.close()
        super().closeEvent(event)
