"""What Ctrl+Z takes back and Ctrl+Shift+Z does again: things decided by hand, as long as nothing else was written
since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxdesk.domain.results import Phrase
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.app.desk import Desk
    from cxdesk.domain.changes import Changes
    from cxdesk.workspace.workspace import Workspace

TYPED = N_("what was typed in last")
Back = Callable[["Workspace"], "Changes"]


@dataclass(frozen=True)
class Step:
    """What takes a decision back, and what makes it again where that is known; `name` says to people what it was."""

    name: Phrase
    back: Back
    again: Back | None = None


class Decided(QObject):
    """Small steps of one workspace, the newest last, each with what takes it back. `moved` whenever other steps could
    be taken back or made again.

    They hold for one state of the store: whatever else is written puts them out of reach.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._gone: list[Step] = []  # taken back, the latest last
        self._moving: Step | None = None  # being taken back, or made again
        self._state = -1

    def clear(self) -> None:
        self._steps.clear()
        self._gone.clear()
        self.moved.emit()

    def to_undo(self, state: int) -> Phrase | None:
        """What would be taken back."""
        return self._steps[-1].name if self._steps and self._state == state else None

    def to_redo(self, state: int) -> Phrase | None:
        """What would be made again."""
        return self._gone[-1].name if self._gone and self._state == state else None

    def did(self, name: Phrase, back: Back, state: int, again: Back | None = None) -> None:
        """A step that led to `state`."""
        if self._state != state - 1:
            self._steps.clear()
        self._gone.clear()
        self._steps.append(Step(name, back, again))
        self._state = state
        self.moved.emit()

    def last(self, state: int) -> Back | None:
        """What takes the newest step back; it is no longer known then."""
        if not self._steps or self._state != state:
            return None
        self._moving = self._steps.pop()
        return self._moving.back

    def undone(self, state: int) -> None:
        """The newest step was taken back, which led to `state`."""
        self._state = state
        moved, self._moving = self._moving, None
        if moved is not None and moved.again is not None:
            self._gone.append(moved)
        self.moved.emit()

    def next(self, state: int) -> Back | None:
        """What makes the step again that was taken back last."""
        if not self._gone or self._state != state:
            return None
        self._moving = self._gone.pop()
        return self._moving.again

    def redone(self, state: int) -> None:
        """That step was made again, which led to `state`."""
        self._state = state
        moved, self._moving = self._moving, None
        if moved is not None:
            self._steps.append(moved)
        self.moved.emit()


def to_undo(desk: Desk) -> Phrase | None:
    """What `desk.undo_step` would take back; None where there is nothing."""
    decided, info = desk.decided.to_undo(desk.state), desk.info
    if decided is not None or info is None or info.last_import is None:
        return decided
    return Phrase(N_("import of {file}"), (("file", info.newest),)) if info.newest else Phrase(TYPED)


def to_redo(desk: Desk) -> Phrase | None:
    """What `desk.redo_step` would do again."""
    return desk.decided.to_redo(desk.state)
