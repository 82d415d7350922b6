"""Menus and shortcuts, made by looping over the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from cxdesk.app import icons
from cxdesk.app.actions import ACTIONS, MENUS, Action, Menu, Need
from cxdesk.app.commands import Commands
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.app.window import Window

# (text, whether it is ticked or None where it cannot be, what it does)
Line = tuple[str, bool | None, Callable[[], None]]
Source = Callable[[], Iterable[Line]]
Name = Callable[[], str]  # empty: as the table of actions calls it


class Menus(QObject):
    """Every QAction by id. `sources` fill the menus that list something, each time they open; `names` say what actions
    would do that are not called the same at all times.
    """

    def __init__(
        self, window: Window, commands: Commands, sources: Mapping[str, Source], names: Mapping[str, Name]
    ) -> None:
        super().__init__(window)
        self._window, self._commands, self._sources, self._names = window, commands, sources, names
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        for menu in MENUS:
            self._add_menu(menu)
        for action in ACTIONS:
            self._add_action(action)
        for menu in MENUS:
            self._place(menu)
        self.retranslate()

    def retranslate(self) -> None:
        for menu in MENUS:
            self._menus[menu.id].setTitle(_(menu.title))
        for action in ACTIONS:
            self.actions[action.id].setText(_(action.title) if action.translate else action.title)
        self.rename()

    def rename(self) -> None:
        """Say again what those actions would do."""
        for action in ACTIONS:
            if action.id in self._names:
                self.actions[action.id].setText(self._names[action.id]() or _(action.title))

    def enable(self, met: Iterable[Need]) -> None:
        """Actions whose need is not among `met` cannot be used."""
        known = {Need.NOTHING, *met}
        for action in ACTIONS:
            self.actions[action.id].setEnabled(action.need in known)

    def tick(self, chosen: Mapping[str, object]) -> None:
        """Mark the present choice of each group."""
        for action in ACTIONS:
            if action.group in chosen:
                self.actions[action.id].setChecked(action.value == chosen[action.group])

    def _add_menu(self, menu: Menu) -> None:
        made = QMenu(self._window)
        self._menus[menu.id] = made
        if not menu.parent:
            self._window.menuBar().addMenu(made)
        if menu.source:
            made.aboutToShow.connect(partial(self._fill, made, self._sources[menu.source]))

    def _place(self, menu: Menu) -> None:
        """Put a submenu into its menu."""
        if not menu.parent:
            return
        parent = self._menus[menu.parent]
        lines = parent.actions()
        at = lines.index(self.actions[menu.after]) + 1 if menu.after else len(lines)
        if at < len(lines):
            parent.insertMenu(lines[at], self._menus[menu.id])
        else:
            parent.addMenu(self._menus[menu.id])

    def _add_action(self, action: Action) -> None:
        made = QAction(self._window)
        made.setObjectName(action.id)
        made.setShortcut(QKeySequence(action.shortcut))
        if action.icon:
            icons.put(made, action.icon)
        if action.group:
            made.setCheckable(True)
            self._group(action.group).addAction(made)
        run = self._command(action.command)
        made.triggered.connect(_calling(run) if action.value is None else _calling(run, action.value))
        menu = self._menus[action.menu]
        if action.separator:
            menu.addSeparator()
        menu.addAction(made)
        self._window.addAction(made)
        self.actions[action.id] = made

    def _command(self, name: str) -> Callable[..., None]:
        """The method that a command's name means."""
        holder, _dot, method = name.rpartition(".")
        holders = {"": self._commands, "desk": self._commands.desk, "window": self._window}
        found: Callable[..., None] = getattr(holders[holder], method)
        return found

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self)
        return self._groups[name]

    def _fill(self, menu: QMenu, source: Source) -> None:
        menu.clear()
        for text, ticked, run in source():
            line = menu.addAction(text.replace("&", "&&"))
            line.setCheckable(ticked is not None)
            line.setChecked(bool(ticked))
            line.triggered.connect(_calling(run))
        if menu.isEmpty():
            menu.addAction(_("None yet")).setEnabled(False)


def _calling(run: Callable[..., object], *values: object) -> Callable[..., None]:
    """What calls a command with its value, whether Qt adds a tick or not."""

    def call(*_tick: object) -> None:
        run(*values)

    return call
