"""What every dock holds: a panel that shows boards. Having read one panel, you have read them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cxdesk.app.desk import Desk
from cxdesk.domain.changes import Changes
from cxdesk.domain.results import Board


@dataclass(frozen=True)
class Tool:
    """A button in the dock's title. `title` is English source text; `checkable` buttons stay down."""

    icon: str
    title: str
    run: Callable[[], None]
    checkable: bool = False


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
