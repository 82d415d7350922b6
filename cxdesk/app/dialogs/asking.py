"""What every window that works with the desk has in common: answers may come when the person has closed it already."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from cxdesk.app import deciding
from cxdesk.app.desk import Desk
from cxdesk.app.jobs import NORMAL
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.results import Phrase

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

Given = ParamSpec("Given")
Failed = Callable[[CXDeskError], None]


class AskingDialog(QDialog):
    """Once it is closed nobody answers what it asked. What it wrote is kept all the same, and told by the window below
    where that failed.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._questions: set[str] = set()
        self._over = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    @property
    def over(self) -> bool:
        """Whether it was closed; its parts may be gone."""
        return self._over or not isValid(self)

    def while_open(self, then: Callable[Given, None]) -> Callable[Given, None]:
        """`then`, and nothing once the window was closed."""

        def called(*given: Given.args, **named: Given.kwargs) -> None:
            if not self.over:
                then(*given, **named)

        return called

    def question(
        self,
        key: str,
        work: Callable[[Workspace, Progress], Any],
        then: Callable[[Any], None],
        failed: Failed | None = None,
        priority: int = NORMAL,
    ) -> None:
        """Ask the open workspace, as long as the window is open."""
        if self.over:
            return
        self._questions.add(key)
        heard = self.while_open(failed) if failed is not None else None
        self.desk.question(key, work, self.while_open(then), heard, priority)

    def change(
        self,
        key: str,
        work: Callable[[Workspace, Progress], tuple[Any, Changes]],
        then: Callable[[Any], None],
        failed: Failed,
    ) -> None:
        """Change the open workspace."""
        self.desk.write(key, work, self.while_open(then), self.told(failed))

    def decision(
        self,
        name: Phrase,
        key: str,
        deed: Callable[[Workspace], tuple[deciding.Deed, Changes]],
        then: Callable[[], None],
        failed: Failed,
    ) -> None:
        """Decide something that can be taken back; `name` says what it is."""
        deciding.decide(self.desk, name, key, deed, self.while_open(then), self.told(failed))

    def told(self, failed: Failed) -> Failed:
        """Who says that a write failed: this window, or the one below once it was closed."""

        def called(error: CXDeskError) -> None:
            (self.desk.failed.emit if self.over else failed)(error)

        return called

    def done(self, result: int) -> None:
        self._over = True
        for key in self._questions:
            self.desk.jobs.cancel(key)
        super().done(result)
