"""What the actions do. Each method is named by a row of `actions.ACTIONS`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from cxdesk.app import hiding, steps
from cxdesk.app.alone import Alone
from cxdesk.app.desk import OPENING
from cxdesk.app.dialogs import files, named
from cxdesk.app.profile import Profile
from cxdesk.app.safety import Safety
from cxdesk.domain.settings import setting
from cxdesk.system import i18n, paths

if TYPE_CHECKING:
    from cxdesk.app.desk import Desk
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SUFFIX = ".cxdesk"


class Commands(QObject):
    """The person's commands, on the desk or on the window."""

    def __init__(self, window: Window, desk: Desk, profile: Profile) -> None:
        super().__init__(window)
        self.window = window
        self.desk = desk
        self.profile = profile
        self.alone = Alone(window)
        self.safety = Safety(window)
        self.hide_names = partial(hiding.switch, window)
        self._fresh: Path | None = None  # a workspace made for a first import, empty until it is confirmed
        self._coming: list[Path] = []  # the files of that import

    # Workspaces

    def new_workspace(self) -> None:
        chosen = files.new_workspace(self.window, self.profile.folder)
        if chosen is not None:
            self.open_path(chosen)

    def open_workspace(self) -> None:
        chosen = files.workspace(self.window, self.profile.folder)
        if chosen is not None:
            self.open_path(chosen)

    def open_path(self, path: Path) -> None:
        """Open a workspace and remember it; the one that is open already stays as it is."""
        if self.desk.info is not None and self.desk.info.path == path:
            return
        self.profile.folder = str(path.parent)
        self.safety.open(path, lambda: self.profile.remember(path, datetime.now().astimezone()))

    def open_sample(self, story: str = "brevio", path: Path | None = None) -> None:
        """Open a sample workspace, beside the person's documents unless `path` says where; made if it is not there."""
        path = path or paths.documents_folder() / f"{story}{SUFFIX}"

        def work(progress: Progress) -> Workspace:
            from cxdesk.workspace.sample import make_sample
            from cxdesk.workspace.workspace import Workspace

            if not path.exists():
                make_sample(path, story, progress)
            return Workspace.open(path)

        self.desk.load(work, lambda: self.profile.remember(path, datetime.now().astimezone()))

    # Imports

    def import_files(self) -> None:
        chosen = files.spreadsheets(self.window, self.profile.folder)
        if chosen:
            self.import_paths(chosen)

    def import_folder(self) -> None:
        chosen = files.folder(self.window, self.profile.folder)
        if chosen is not None:
            self.import_paths([chosen])

    def take(self, dropped: Sequence[Path]) -> None:
        """What was dropped or named: one workspace is opened, anything else imported."""
        if len(dropped) == 1 and dropped[0].suffix.lower() == SUFFIX:
            self.open_path(dropped[0])
        elif dropped:
            self.import_paths(dropped)

    def import_paths(self, dropped: Sequence[Path]) -> None:
        """Show how files were understood; without a workspace one is made beside the person's documents."""
        if self._fresh is not None and self.desk.jobs.busy(OPENING):
            self._coming += [path for path in dropped if path not in self._coming]  # the workspace is on its way
            return
        self.profile.folder = str(dropped[0].parent)
        if self.safety.refuses_files():
            return
        if self.desk.workspace is not None:
            self.window.show_import(dropped)
            return
        self._fresh, self._coming = free_path(paths.documents_folder(), dropped[0].stem), list(dropped)
        self.desk.open(self._fresh, lambda: self.window.show_import(self._coming))

    def import_ended(self, imported: bool) -> None:
        """A workspace made for an import that was given up leaves nothing behind."""
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            return
        if imported:
            self.profile.remember(fresh, datetime.now().astimezone())
            return
        self.desk.close()
        self.desk.jobs.write("removing", lambda _progress: fresh.unlink(missing_ok=True))

    def undo_last_import(self) -> None:
        """Take back the newest import that still counts."""
        self.desk.undo_last()

    # The question

    def choose_metric(self, metric: str, measure: str) -> None:
        self.desk.ask(steps.metric(self.desk.query, metric, measure))

    def clear_filters(self) -> None:
        self.desk.ask(self.desk.query.with_(filters=()))

    def add_filter(self) -> None:
        self.window.bar.open_filter()

    # Panels

    def find(self) -> None:
        """Search in comments."""
        self.window.show_dock("comments").seek()

    def show_alone(self, name: str) -> None:
        """Give one dock the whole window; again, and all stand where they stood."""
        self.alone.turn(name)

    def export_comments(self) -> None:
        """The comments that are listed, as a file."""
        self.window.show_dock("comments").export()

    def show_dialog(self, name: str) -> None:
        """One of the windows in which something is decided or typed in."""
        named.dialog(name)(self.desk, self.window).open()

    def copy(self) -> None:
        """What the dock with the keyboard shows; the trend when none has it."""
        focused = QApplication.focusWidget()
        shells = self.window.docks.values()
        holding = (shell for shell in shells if focused is not None and shell.isAncestorOf(focused))
        shell = next(holding, self.window.docks["trend"])
        if shell.panel is not None:
            shell.panel.copy()

    def full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    # Help

    def show_shortcuts(self) -> None:
        from cxdesk.app.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.window).open()

    def show_about(self) -> None:
        from cxdesk.app.dialogs.about import AboutDialog

        AboutDialog(self.window).open()

    # What this person prefers

    def use_theme(self, name: str) -> None:
        self.profile.set("theme", name)
        self.window.dress()

    def use_language(self, code: str) -> None:
        self.profile.set("language", code)
        i18n.use(code or i18n.default_language(), self.profile.value("locale") or None)

    def use_zoom(self, step: int) -> None:
        """One step larger or smaller; 0 is the actual size."""
        zooms = [value for value, _title in setting("zoom").choices]
        at = zooms.index(self.profile.value("zoom")) + step
        self.profile.set("zoom", zooms[min(max(at, 0), len(zooms) - 1)] if step else 100)
        self.window.dress()


def free_path(folder: Path, name: str) -> Path:
    """A workspace's path in `folder` that no file has yet."""
    clean = "".join(c for c in name if c.isprintable() and c not in '<>:"/\\|?*').strip(" .")[:80] or "workspace"
    if clean.split(".")[0].upper() in RESERVED:
        clean = f"_{clean}"
    tries = [clean, *(f"{clean} {number}" for number in range(2, 1000))]
    return next(path for path in (folder / f"{text}{SUFFIX}" for text in tries) if not path.exists())


# Names that Windows keeps for devices.
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
