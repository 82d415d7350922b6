"""What every dock holds: a panel that shows boards. Having read one panel, you have read them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cxdesk.app.desk import Desk
from cxdesk.domain.changes import Changes
from cxdesk.domain.results import Board
from cxdesk.system.i18n import N_


@dataclass(frozen=True)
class Tool:
    """A button in the dock's title. `title` is English source text; `checkable` buttons stay down."""

    icon: str
    title: str
    run: Callable[[], None]
    checkable: bool = False


class ChartWays(Protocol):
    """How a chart is turned into its table and leaves the window."""

    def show_table(self) -> None: ...
    def copy(self) -> None: ...
    def save_picture(self) -> None: ...
    def save_svg(self) -> None: ...


def chart_tools(ways: ChartWays, checkable: bool = True) -> tuple[Tool, ...]:
    """The buttons of whatever shows one chart; `checkable`: the table's stays down while the table is seen."""
    return (
        Tool("table", N_("Show as table (T)"), ways.show_table, checkable),
        Tool("copy", N_("Copy"), ways.copy),
        Tool("export", N_("Save as picture…"), ways.save_picture),
        Tool("chart", N_("Save as SVG…"), ways.save_svg),
    )


class Panel(QWidget):
    """`__init__` builds, `show_board` shows, `on_changed` decides. `noted` says what the dock's title adds."""

    noted = Signal(str)
    waits_for: tuple[str, ...] = ()  # kinds of jobs that this panel waits for
    alone = False  # whether it has the whole window for itself

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._of = desk, desk.workspace
        desk.workspace_changed.connect(self._perhaps_forget)

    def tools(self) -> tuple[Tool, ...]:
        """Buttons for the dock's title."""
        return ()

    def show_board(self, board: Board) -> None:
        """Show the answer to the present question."""

    def on_changed(self, changes: Changes) -> None:
        """Data were written; ask again what this panel asked by itself."""

    def forget(self) -> None:
        """Another workspace is on the desk, or none: what was asked and is shown was of the one before."""

    def _perhaps_forget(self) -> None:
        if self.desk.workspace is not self._of:
            self._of = self.desk.workspace
            self.forget()

    def retranslate(self) -> None:
        """The language changed."""

    def export(self) -> None:
        """Write what is shown as a file."""

    def copy(self) -> None:
        """Put what is shown on the clipboard."""

    def seek_list(self) -> None:
        """Put the keyboard where rows are read."""

    def seek(self) -> None:
        """Put the keyboard where something can be searched."""

    def set_compact(self, compact: bool) -> None:
        """Lower rows for a low window."""


class AskingPanel(Panel):
    """Has a question of its own about every board, asked only while the panel is seen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._board = desk.board
        self._asked: tuple[object, ...] | None = None  # what was asked last; of the workspace on the desk

    def ask(self, board: Board) -> None:
        """Ask what the panel shows of a board, unless it is what was asked last."""

    def show_board(self, board: Board) -> None:
        self._board = board
        self._ask_if_seen()

    def forget(self) -> None:
        self._board = self._asked = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_if_seen()

    def _ask_if_seen(self) -> None:
        latest = self.desk.board or self._board  # an older board is replaced before anything is seen of it
        if self._board is not None and self._board is latest and self.isVisible():
            self.ask(self._board)
