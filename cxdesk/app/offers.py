"""The line in which the watched folder's new files are offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolBar

from cxdesk.app.watched import WatchedFolders
from cxdesk.app.watching import Watch
from cxdesk.app.widgets.offer_line import OfferLine
from cxdesk.app.widgets.plain import tooltip
from cxdesk.system.i18n import _, ngettext

if TYPE_CHECKING:
    from cxdesk.app.window import Window

NAMED = 20  # files named in the tooltip


class Offers(QObject):
    """A bar of the window, hidden while there is nothing to offer."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.watch = Watch(window.desk, WatchedFolders(window.profile.home), self)
        self.line = OfferLine()
        self.bar = QToolBar()
        self.bar.setObjectName("offers")
        self.bar.setMovable(False)
        self.bar.addWidget(self.line)
        self.bar.hide()
        window.addToolBarBreak()
        window.addToolBar(self.bar)
        self.watch.offered.connect(self._show)
        self.bar.visibilityChanged.connect(self._perhaps_empty)
        self.line.taken.connect(self._look)
        self.line.put_off.connect(self.watch.looked_at)
        self.retranslate()

    def retranslate(self) -> None:
        """The same offer in the language in force."""
        self.bar.setWindowTitle(_("New files of the watched folder"))
        self._show(self.watch.waiting)

    def _show(self, paths: list[Path]) -> None:
        if paths:
            folder, n = paths[0].parent.name, len(paths)
            said = ngettext("{n} new file in {folder}", "{n} new files in {folder}", n, folder=folder)
            self.line.show_text(said, _("Look at it") if n == 1 else _("Look at them"), _("Not now"))
            self.line.setToolTip(tooltip("\n".join(path.name for path in paths[:NAMED])))
        for holder in self.bar.actions():
            holder.setVisible(True)  # a bar shows what its actions show
        self.bar.setVisible(bool(paths))

    def _perhaps_empty(self, visible: bool) -> None:
        """A layout kept while something was offered brings the bar back without it."""
        if visible and not self.watch.waiting:
            self.bar.hide()

    def _look(self) -> None:
        paths = list(self.watch.waiting)
        self.watch.looked_at()
        if paths:
            self._window.show_import(paths)
