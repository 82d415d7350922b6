"""The app without a person: opens, waits for the board, prints the cards as a table, saves a picture, ends.

Each step begins when the one before it said so; before the picture the window rests for a moment, so that what follows
an answer by itself (another layout, the customer of the comment that is read) is in it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from cxdesk.analysis.wording import Measured, card_said, interval_text, value_text
from cxdesk.app.options import Options
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.results import Board, Card
from cxdesk.system import paths
from cxdesk.system.i18n import _, number

if TYPE_CHECKING:
    from types import TracebackType

    from cxdesk.app.window import Window
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

SUFFIX = ".cxdesk"
DONE, REFUSED = 0, 1
REST = 150  # milliseconds without an answer


class Picture(QObject):
    """Drives the window through its signals. `code` is the exit code."""

    def __init__(self, window: Window, options: Options) -> None:
        super().__init__(window)
        self.code = REFUSED
        self._window, self._options = window, options
        self._board: Board | None = None
        self._pause = QTimer()

    def start(self) -> None:
        """Fill the docks, then open what was named."""
        desk = self._window.desk
        desk.failed.connect(self._give_up)
        for name in self._window.docks:
            self._window.panel(name)
        desk.board_changed.connect(self._seen)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REST)
        self._pause.timeout.connect(self._look)
        desk.jobs.ended.connect(lambda _key: self._pause.start())
        if len(self._options.paths) == 1 and self._options.paths[0].suffix == SUFFIX and not self._options.sample:
            desk.open(self._options.paths[0])
        else:
            desk.load(self._made)

    def _made(self, progress: Progress) -> Workspace:
        """A workspace for this picture only: the sample, or the files imported without a question."""
        from cxdesk.workspace.workspace import Workspace

        folder = paths.private_folder()
        if self._options.sample:
            from cxdesk.workspace.sample import make_sample

            path = self._options.paths[0] if self._options.paths else folder / f"brevio{SUFFIX}"
            if not path.exists():
                make_sample(path, progress=progress)
            return Workspace.open(path)
        return self._imported(folder / f"{self._options.paths[0].stem}{SUFFIX}", progress)

    def _imported(self, path: Path, progress: Progress) -> Workspace:
        from cxdesk.workspace.importing import ImportOptions, import_files
        from cxdesk.workspace.workspace import Workspace

        opened = Workspace.create(path)
        reports = import_files(opened, self._options.paths, ImportOptions(), progress)
        for report in reports:
            if report.error:
                raise CXDeskError.from_json(report.error)
            if report.open_doubts:
                asked = report.open_doubts[0]["question"]
                raise CXDeskError(asked, _("Open the file in the app and answer there."), file=report.file)
        return opened

    def _seen(self, board: Board) -> None:
        self._board = board

    def _look(self) -> None:
        """Once the board is shown, laid out, and nothing is under way, take the picture."""
        if self._board is None or self._window.desk.jobs.busy():
            return
        board, self._board = self._board, None
        sys.stdout.write(table(board.cards) + "\n")
        sys.stdout.flush()
        picture = self._options.picture
        saved = picture is not None and self._window.grab().save(str(picture))
        if not saved:
            sys.stderr.write(_("The picture could not be saved.") + "\n")
        self.code = DONE if saved else REFUSED
        self._end()

    def _give_up(self, error: CXDeskError) -> None:
        sys.stderr.write(_("cxdesk: {error}", error=str(error)) + "\n")
        self._end()

    def fail(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault of ours ends it: nobody is there who could close the window."""
        sys.__excepthook__(kind, error, trace)
        self._end()

    def _end(self) -> None:
        self._window.close()
        self._window.desk.jobs.close()
        QApplication.exit(self.code)


def table(cards: tuple[Card, ...]) -> str:
    """The cards as plain text: name, value, interval, n, verdict."""
    head = [_("Number"), _("Value"), _("Interval"), _("n"), _("Verdict")]
    rows = [head, *(_line(card) for card in cards)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _line(card: Card) -> list[str]:
    how, figure = Measured.of(card), card.figure
    value = value_text(figure.value, how)
    return [_(card.title), value, interval_text(figure, how), number(figure.n), card_said(card).text]
