"""Opening workspaces that may be in trouble, and what is done for their safety while nobody waits.

Who holds a file, damage, a file that was moved away: each has one window with the ways out. Twenty quiet seconds after
opening or a change the workspace is cared for (checksums, daily backup, a look at every row), and the question on
screen is kept, so that a start after a crash shows it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from cxdesk.app.desk import INDEXING
from cxdesk.app.dialogs import files
from cxdesk.app.dialogs.trouble import TroubleDialog
from cxdesk.domain.errors import CXDeskError, WorkspaceReadOnly
from cxdesk.system.i18n import _, moment

if TYPE_CHECKING:
    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.caring import Checked, Copy
    from cxdesk.workspace.workspace import Workspace

Then = Callable[[], None]

LEISURE = 20_000  # milliseconds without a change after which the workspace is cared for
SESSION = 2_000  # after a question, before it is kept
SESSIONS, RESTORING, LOOKING = "session", "restoring", "backups"
HELD, DAMAGED, MOVED = "workspace_busy", "workspace_damaged", "workspace_moved"


class Safety(QObject):
    """Of one window. `trouble` is the window of ways out that was opened last."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._desk, self._profile = window, window.desk, window.profile
        self.trouble: TroubleDialog | None = None
        self._told: Path | None = None  # whose end by a crash was told
        self.leisure = QTimer(self, singleShot=True, interval=LEISURE)
        self.asked = QTimer(self, singleShot=True, interval=SESSION)
        self.leisure.timeout.connect(self.care)
        self.asked.timeout.connect(self.keep_session)
        self._desk.workspace_changed.connect(self._changed)
        self._desk.query_changed.connect(lambda _query: self.asked.start())

    # Opening

    def open(self, path: Path, then: Then | None = None, read_only: bool = False) -> None:
        """Open a workspace; what stands in the way is told with the ways out."""
        self._desk.open(path, then, partial(self._not_opened, path, then), read_only)

    def refuses_files(self) -> bool:
        """Whether what is open cannot take files in; that is told."""
        info = self._desk.info
        if info is None or not info.read_only:
            return False
        said = _("The workspace is open for reading only.")
        told = _("Copy it to a folder where you may write, and open the copy.")
        self._desk.failed.emit(WorkspaceReadOnly(said, told, file=info.path.name))
        return True

    def resume(self) -> None:
        """After a crash: what was open then."""
        kept = self._profile.session
        if not kept:
            return
        path = Path(kept)

        def look(_progress: Progress) -> bool:
            from cxdesk.workspace.caring import ended_unexpectedly

            return ended_unexpectedly(path)

        def open_it(crashed: bool) -> None:
            if crashed and self._desk.workspace is None:
                self._window.commands.open_path(path)

        self._desk.jobs.ask("resume", look, open_it)

    def _not_opened(self, path: Path, then: Then | None, error: CXDeskError) -> None:
        if error.code == HELD:
            self._show_held(path, then, error)
        elif error.code == DAMAGED:
            self.show_damaged(path, [error.message])
        else:
            self._desk.failed.emit(error)

    def _show_held(self, path: Path, then: Then | None, error: CXDeskError) -> None:
        shown = self._show(_("Open elsewhere"), error.message, str(path))
        shown.offer(
            _("Open for reading only"),
            _("Everything can be looked at and exported; nothing can be changed."),
            partial(self.open, path, then, True),
        )
        shown.offer(
            _("Try again"), _("When the other window or program has been closed."), partial(self.open, path, then)
        )

    # Damage

    def show_damaged(self, path: Path, problems: Sequence[str]) -> None:
        """What is damaged, when the last good backup was, and what can be done."""
        cause = _("{file} is damaged.", file=path.name)
        shown = self._show(_("Damaged workspace"), cause, "\n".join([*problems, _("The file is not changed.")]))
        waiting = shown.note(_("Looking for the last good backup…"))

        def found(good: Copy | None) -> None:
            if self.trouble is not shown:
                return
            waiting.setText("" if good else _("There is no sound backup of this workspace."))
            waiting.setVisible(good is None)
            if good is not None:
                when = moment(good.at.astimezone(), "medium")
                shown.offer(
                    _("Restore the backup of {moment}", moment=when),
                    _("The damaged file is set aside, not overwritten."),
                    partial(self.restore, path, good.path),
                )
            self._offer_rest(shown, path)

        def look(progress: Progress) -> Copy | None:
            from cxdesk.workspace.caring import last_good

            return last_good(path, progress)

        self._desk.jobs.ask(LOOKING, look, found)

    def _offer_rest(self, shown: TroubleDialog, path: Path) -> None:
        shown.offer(
            _("Open a copy for reading"),
            _("As far as the file can be read; numbers may be wrong."),
            partial(self._open_copy, path),
        )
        shown.offer(
            _("Export what can be read…"),
            _("Every row that can still be read, as tables in a zip file."),
            partial(self._export, path),
        )

    def restore(self, path: Path, copy: Path) -> None:
        """Put a backup in the workspace's place and open it."""
        self._desk.close()

        def work(progress: Progress) -> Any:
            from cxdesk.workspace.caring import restore

            return restore(path, copy, progress)

        def done(_restored: Any) -> None:
            self._window.commands.open_path(path)
            self._desk.told.emit(_("Backup restored"))

        self._desk.jobs.write(RESTORING, work, done)

    def _open_copy(self, path: Path) -> None:
        def work(_progress: Progress) -> Workspace:
            from cxdesk.workspace.caring import open_copy

            return open_copy(path)

        self._desk.load(work)

    def _export(self, path: Path) -> None:
        target = files.save_as(self._window, str(path.parent), path.stem, "zip")
        if target is not None:
            self.export_to(path, target)

    def export_to(self, path: Path, target: Path) -> None:
        """Write what can be read of a damaged workspace."""

        def work(progress: Progress) -> int:
            from cxdesk.workspace.caring import save_readable

            return save_readable(path, target, progress).total

        self._desk.jobs.write(
            RESTORING, work, lambda _rows: self._desk.told.emit(_("Written: {file}", file=target.name))
        )

    # A file that was moved away

    def takes(self, error: CXDeskError) -> bool:
        """Whether an error is one that has ways out of its own; they are shown then."""
        info = self._desk.info
        if info is None or info.read_only or error.code not in (MOVED, DAMAGED):
            return False
        if error.code == MOVED:
            self._show_moved(info.path, error)
        else:
            self._condemn([error.message])
        return True

    def _show_moved(self, path: Path, error: CXDeskError) -> None:
        if self.trouble is not None:
            return
        shown = self._show(_("Workspace gone"), error.message, str(path))
        shown.offer(
            _("Save a copy and go on"),
            _("Everything up to your last change is still here. The copy is opened in place of the lost file."),
            partial(self.rescue, path),
        )

    def rescue(self, path: Path) -> None:
        """Save what the open workspace holds beside where it was, and go on with that."""
        held = self._desk.workspace
        if held is None:
            return

        def work(progress: Progress) -> Path:
            from cxdesk.workspace.caring import rescue_name

            return held.rescue(rescue_name(path, datetime.now().astimezone()), progress)

        def done(target: Path) -> None:
            self._window.commands.open_path(target)
            self._desk.told.emit(_("Saved as {file}", file=target.name))

        self._desk.jobs.write(RESTORING, work, done)

    # While nobody waits

    def care(self) -> None:
        """Checksums, daily backup, a look at every row."""
        workspace = self._desk.workspace
        if workspace is None or workspace.read_only:
            return

        def done(found: Checked) -> None:
            if self._desk.workspace is workspace and not found.sound:
                self._condemn(found.left)

        self._desk.jobs.write(INDEXING, workspace.care, done)

    def keep_session(self) -> None:
        """Keep the question on screen."""
        workspace, query = self._desk.workspace, self._desk.query
        if workspace is not None and not workspace.read_only:
            self._desk.jobs.write(SESSIONS, lambda _progress: workspace.keep_session(query))

    def _condemn(self, problems: Sequence[str]) -> None:
        """The open workspace is damaged: nothing more is written to it."""
        workspace, info = self._desk.workspace, self._desk.info
        if workspace is None or info is None:
            return
        why = _("The file is damaged.")
        workspace.database.why_read_only = why
        self._desk.info = replace(info, read_only=True, why_read_only=why)
        self._desk.workspace_changed.emit()
        self.show_damaged(info.path, problems)

    def _changed(self) -> None:
        info = self._desk.info
        writable = info is not None and not info.read_only
        session = str(info.path) if info is not None and writable else ""
        if self._profile.session != session:
            self._profile.session = session
        self.leisure.start() if writable else self.leisure.stop()
        if info is None:
            self.asked.stop()
            self._told = None
        elif self._told != info.path:
            self._told = info.path
            self._tell_how_it_was(info.path)

    def _tell_how_it_was(self, path: Path) -> None:
        opened = self._desk.workspace
        if opened is not None and opened.log_missing:
            log = f"{path.name}-wal"
            self._desk.failed.emit(
                CXDeskError(
                    _("The last changes may be missing: {file} is not beside the workspace.", file=log),
                    _("Where the workspace was copied from, copy both files; or restore a backup."),
                    code="log_missing",
                )
            )
        elif opened is not None and opened.after_crash:
            self._desk.told.emit(_("CXDesk ended unexpectedly the last time; nothing that was saved is lost."))

    def _show(self, title: str, cause: str, known: str) -> TroubleDialog:
        shown = TroubleDialog(title, cause, known, self._window)
        self.trouble = shown
        shown.finished.connect(lambda _result: self._over(shown))
        shown.open()
        return shown

    def _over(self, shown: TroubleDialog) -> None:
        if self.trouble is shown:
            self.trouble = None
