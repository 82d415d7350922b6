"""What the window needs to place things: titles, needs, layouts kept and restored, the wizard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QToolBar
from shiboken6 import isValid

from cxdesk.app import first, layouts, theme
from cxdesk.app.actions import Need
from cxdesk.app.desk import OPENING
from cxdesk.app.docks.headline import Headline
from cxdesk.app.jobs import LATER
from cxdesk.app.layouts import COMPACT_BELOW, EDGE, VERSION, Layout
from cxdesk.app.start.recent import Glance, glance
from cxdesk.app.taking_back import to_redo, to_undo

if TYPE_CHECKING:
    from cxdesk.app.commands import Commands
    from cxdesk.app.desk import Desk
    from cxdesk.app.start.page import StartPage
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress

USUAL = QSize(1280, 800)
LEAST_IN_SIGHT = 80  # pixels of the title bar that must be on a screen


def needs_met(desk: Desk) -> set[Need]:
    """What is so at present, for the actions that need it."""
    info = desk.info
    met = {
        Need.WORKSPACE: desk.workspace is not None,
        Need.WRITABLE: info is not None and not info.read_only,
        Need.TAKING: info is None or not info.read_only,
        Need.UNDO: info is not None and not info.read_only and to_undo(desk) is not None,
        Need.REDO: info is not None and not info.read_only and to_redo(desk) is not None,
        Need.BOARD: desk.board is not None,
        Need.BACK: desk.history.can_go_back,
        Need.FORWARD: desk.history.can_go_forward,
    }
    return {need for need, here in met.items() if here}


def title(desk: Desk) -> str:
    """The window's title: the workspace's name; never what is in it."""
    return f"{desk.info.path.name} – CXDesk" if desk.info is not None else "CXDesk"


def connect_start(start: StartPage, commands: Commands) -> None:
    """What the start page offers is what the menus offer."""
    start.files_wanted.connect(commands.import_files)
    start.folder_wanted.connect(commands.import_folder)
    start.new_wanted.connect(commands.new_workspace)
    start.open_wanted.connect(commands.open_workspace)
    start.workspace_chosen.connect(lambda path: commands.open_path(Path(path)))
    start.sample_chosen.connect(commands.open_sample)
    commands.desk.jobs.ended.connect(lambda key: start.opened() if key == OPENING else None)


def add_headline(window: Window) -> QToolBar:
    """The number in focus above docks that are shown one at a time."""
    made = QToolBar()
    made.setObjectName("headline")
    made.setMovable(False)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    made.addWidget(Headline(window.desk))
    window.addToolBarBreak()
    window.addToolBar(made)
    return made


def add_edges(window: Window) -> list[QToolBar]:
    """The strips of window colour between the docks and the window's edges."""
    sides = (
        (Qt.ToolBarArea.TopToolBarArea, "edge_top"),
        (Qt.ToolBarArea.LeftToolBarArea, "edge_left"),
        (Qt.ToolBarArea.RightToolBarArea, "edge_right"),
        (Qt.ToolBarArea.BottomToolBarArea, "edge_bottom"),
    )
    made = []
    for area, name in sides:
        strip = QToolBar()
        strip.setObjectName(name)
        strip.setMovable(False)
        strip.setProperty("edge", True)
        strip.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        if area is Qt.ToolBarArea.TopToolBarArea:
            window.addToolBarBreak()
        window.addToolBar(area, strip)
        if area in (Qt.ToolBarArea.TopToolBarArea, Qt.ToolBarArea.BottomToolBarArea):
            strip.setFixedHeight(EDGE)
        else:
            strip.setFixedWidth(EDGE)
        made.append(strip)
    return made


def show_recent(window: Window) -> None:
    """The recent workspaces, each with what its own file says about it."""
    recent = window.profile.recent()
    panel = window.start.recent
    panel.show_recent(recent)

    def look(progress: Progress) -> dict[str, Glance]:
        seen = {}
        for one in recent:
            progress.check()
            seen[one.path] = glance(one.path)
        return seen

    if recent:
        window.desk.jobs.ask("recent", look, panel.show_glances, priority=LATER)


def set_density(window: Window) -> None:
    """Lower rows, cards and bars in a low window."""
    compact = window.height() / theme.current().scale < COMPACT_BELOW
    window.bar.set_compact(compact)
    for shell in window.docks.values():
        shell.set_compact(compact)


def show_docks(window: Window) -> None:
    """The docks of the open workspace."""
    _settle_centre(window)
    window.start.hide()
    for part in (window.bar, *window.edges):
        part.show()
    window.arrange(fresh=True)


def show_start(window: Window) -> None:
    """The start page, while no workspace is open."""
    _settle_centre(window)
    for part in (window.bar, window.headline, *window.edges, *window.docks.values()):
        part.hide()
    window.start.show()
    window.start.drop.files.setFocus()
    show_recent(window)


def _settle_centre(window: Window) -> None:
    """The start page takes the place of what was seen first."""
    if window.centralWidget() is not window.start:
        window.setCentralWidget(window.start)
        first.take_off(window)


def arrange(window: Window, fresh: bool) -> None:
    """See Window.arrange."""
    set_density(window)
    if window.commands.alone.name and not fresh:
        return
    scale = theme.current().scale
    wanted = layouts.layout_for(window.width() / scale)
    window.placing = True
    if fresh or (wanted is not window.layout_now and not window.touched):
        place_docks(window, wanted)
    elif not window.touched:
        layouts.size(window, window.docks, wanted, scale)
    window.placing = False
    name_tabs(window)


def name_tabs(window: Window) -> None:
    """A dock in tabs has its name on its tab and needs no second one."""
    if not isValid(window):  # docks still tell of themselves while the window is being deleted
        return
    for shell in window.docks.values():
        beside = [other for other in window.tabifiedDockWidgets(shell) if not other.isHidden()]
        shell.bar.title.setVisible(not beside or shell.isFloating())


def touch(window: Window) -> None:
    """A dock was moved; by the person, unless we are placing them."""
    if not window.placing:
        window.touched = True
        name_tabs(window)


def place_docks(window: Window, layout: Layout) -> None:
    """The arrangement kept for this layout, else the default one."""
    window.layout_now = layout
    window.headline.setVisible(layout is Layout.SINGLE)
    layouts.arrange(window, window.docks, layout, theme.current().scale)
    kept = window.profile.layout(layout.value)
    window.touched = kept is not None and window.restoreState(kept, VERSION)
    if kept is not None and not window.touched:
        layouts.arrange(window, window.docks, layout, theme.current().scale)


def restore_place(window: Window, size: tuple[int, int] | None = None) -> None:
    """Where the window stood, moved back onto a screen if that one is gone; `size` goes before."""
    kept = window.profile.place()
    if size is not None or kept is None:
        return
    rect, maximised = kept
    if rect.isEmpty() or not _in_sight(rect):
        screen = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(USUAL.boundedTo(screen.size()))
        window.move(screen.topLeft())
    if maximised:
        window.showMaximized()


def keep(window: Window) -> None:
    """Remember where window and docks stand."""
    window.commands.alone.leave()
    window.profile.keep_place(window.normalGeometry(), window.isMaximized())
    if window.desk.workspace is not None and window.touched and window.layout_now is not None:
        window.profile.keep_layout(window.layout_now.value, window.saveState(VERSION))
    window.profile.sync()
    from cxdesk.app import glimpse

    picture = glimpse.taken(window)
    window.desk.kept = partial(glimpse.packed, picture) if picture is not None else None


def open_wizard(window: Window, files: Sequence[Path]) -> None:
    """The import wizard over the window; the desk tells everyone what it wrote."""
    from cxdesk.app.dialogs.import_wizard.dialog import ImportDialog

    for open_one in window.findChildren(ImportDialog):
        if open_one.isVisible():  # two at once would stop each other's work
            if not open_one.add_files(files):
                open_one.finished.connect(lambda _result: window.commands.import_paths(files))
            open_one.raise_()
            open_one.activateWindow()
            return
    wizard = ImportDialog(window.desk, files, window)
    wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    wizard.finished.connect(lambda result: window.commands.import_ended(result == QDialog.DialogCode.Accepted))
    wizard.open()


def _in_sight(rect: QRect) -> bool:
    title_bar = QRect(rect.left(), rect.top(), rect.width(), 30)
    for screen in QGuiApplication.screens():
        shared = screen.availableGeometry().intersected(title_bar)
        if shared.width() >= LEAST_IN_SIGHT and shared.height() > 0:
            return True
    return False
