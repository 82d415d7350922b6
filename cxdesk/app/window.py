"""The window: it places docks, bars and the start page, shows and restores them, and decides nothing.

It is seen before its parts are made (see `first`): until `furnish` it loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
    from PySide6.QtWidgets import QToolBar

    from cxdesk.app.commands import Commands
    from cxdesk.app.desk import Desk
    from cxdesk.app.docks.panel import Panel
    from cxdesk.app.docks.shell import Shell
    from cxdesk.app.filters.bar import FilterBar
    from cxdesk.app.layouts import Layout
    from cxdesk.app.menus import Menus
    from cxdesk.app.offers import Offers
    from cxdesk.app.profile import Profile
    from cxdesk.app.start.page import StartPage
    from cxdesk.app.status import StatusLine
    from cxdesk.app.widgets.error_strip import ErrorStrip
    from cxdesk.domain.errors import CXDeskError

SMALLEST = (720, 480)


class Window(QMainWindow):
    """One main window on one desk. Everything below `furnished` is made by `furnishing`, in steps."""

    furnished = False
    commands: Commands
    menus: Menus
    bar: FilterBar
    headline: QToolBar
    edges: list[QToolBar]
    trouble: QToolBar
    offers: Offers
    strip: ErrorStrip
    status: StatusLine
    start: StartPage
    docks: dict[str, Shell]
    settle: QTimer

    def __init__(self, profile: Profile, expecting: bool = False) -> None:
        super().__init__()
        self.profile = profile
        self.expecting = expecting  # a workspace is about to open: what it kept stays until its board is there
        self.layout_now: Layout | None = None
        self.touched = False  # the person moved a dock: nothing is rearranged by itself any more
        self.placing = False
        self._desk: Desk | None = None
        self.setWindowTitle("CXDesk")
        self.setMinimumSize(QSize(*SMALLEST))

    @property
    def desk(self) -> Desk:
        """Made when it is first asked for."""
        if self._desk is None:
            from cxdesk.app.desk import Desk
            from cxdesk.app.jobs import Jobs

            self._desk = Desk(Jobs(), self)
        return self._desk

    def furnish(self) -> None:
        """Make every part at once."""
        from cxdesk.app import furnishing

        for step in furnishing.steps(self):
            step()

    # Showing

    def panel(self, name: str) -> Panel:
        """A dock's panel; made now if that has not happened yet."""
        return self.docks[name].fill()

    def show_dock(self, name: str) -> Panel:
        """Bring a dock to the front."""
        if self.commands.alone.name not in ("", name):
            self.commands.alone.leave()
        shell = self.docks[name]
        shell.show()
        shell.raise_()
        return self.panel(name)

    def show_state(self) -> None:
        """The start page or the docks, and which actions make sense now."""
        from cxdesk.app import placing

        here = self.desk.workspace is not None
        self.menus.enable(placing.needs_met(self.desk))
        self.bar.button.setEnabled(self.menus.actions["import"].isEnabled())
        self.setWindowTitle(placing.title(self.desk))
        if self.expecting and self.desk.board is None:
            return
        if not self.expecting and self.centralWidget() is self.start and self.start.isHidden() == here:
            return
        self.expecting = False
        placing.show_docks(self) if here else placing.show_start(self)

    def show_error(self, error: CXDeskError) -> None:
        """What went wrong, until the person has read it."""
        from cxdesk.system.i18n import _

        self.expecting = False
        if self.furnished and self.commands.safety.takes(error):
            return
        self.strip.show_error(error, _("Close"))
        for holder in self.trouble.actions():
            holder.setVisible(True)  # a bar shows what its actions show
        self.trouble.show()
        self.show_state()

    def show_import(self, files: Sequence[Path]) -> None:
        """How files were understood, before anything is written."""
        from cxdesk.app import placing

        placing.open_wizard(self, files)

    def show_watch(self) -> None:
        """Which folder is watched for new files."""
        from cxdesk.app.dialogs.watch_folder import WatchFolderDialog

        WatchFolderDialog(self.offers.watch, self).open()

    # Looks

    def dress(self) -> None:
        """Theme and zoom as the person prefers."""
        from cxdesk.app import furnishing

        furnishing.dress(self)

    def retranslate(self) -> None:
        """Every text again, in the language in force."""
        from cxdesk.system import i18n

        self.menus.retranslate()
        self.menus.tick({"language": i18n.language()})
        self.bar.retranslate()
        self.start.retranslate()
        self.status.show_state()
        self.offers.retranslate()
        for shell in self.docks.values():
            shell.retranslate()

    # Places

    def arrange(self, fresh: bool = False) -> None:
        """The layout that the person left for this width, else the default one; once touched, nothing moves."""
        from cxdesk.app import placing

        if self.furnished and self.desk.workspace is not None and not self.expecting:
            placing.arrange(self, fresh)

    def reset_layout(self) -> None:
        """The default layout for this width."""
        from cxdesk.app.layouts import Layout

        for layout in Layout:
            self.profile.drop_layout(layout.value)
        self.touched = False
        self.arrange(fresh=True)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.furnished:
            self.settle.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.start.drop.show_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.start.drop.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        from pathlib import Path

        self.start.drop.show_over(False)
        event.acceptProposedAction()
        self.commands.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.furnished:
            from cxdesk.app import placing

            placing.keep(self)
            self.desk.close()
        super().closeEvent(event)
