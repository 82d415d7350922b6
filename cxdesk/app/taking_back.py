"""What Ctrl+Z takes back: the last thing decided by hand, as long as nothing else was written since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxdesk.domain.changes import Changes
    from cxdesk.workspace.workspace import Workspace

Back = Callable[["Workspace"], "Changes"]


class Decided:
    """Small steps of one workspace, the newest last, each with what takes it back.

    They hold for one state of the store: whatever else is written puts them out of reach.
    """

    def __init__(self) -> None:
        self._steps: list[Back] = []
        self._state = -1

    def clear(self) -> None:
        self._steps.clear()

    def did(self, back: Back, state: int) -> None:
        """A step that led to `state`."""
        if self._state != state - 1:
            self._steps.clear()
        self._steps.append(back)
        self._state = state

    def last(self, state: int) -> Back | None:
        """What takes the newest step back; it is no longer known then."""
        return self._steps.pop() if self._steps and self._state == state else None

    def undone(self, state: int) -> None:
        """The newest step was taken back, which led to `state`."""
        self._state = state
