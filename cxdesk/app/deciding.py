"""Small decisions kept in the workspace, each with its way back: what Ctrl+Z takes back and Ctrl+Shift+Z does again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxdesk.app.desk import Desk
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.results import Phrase

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

Deed = Callable[["Workspace"], Changes]


def decide(
    desk: Desk,
    name: Phrase,
    key: str,
    deed: Callable[[Workspace], tuple[Deed, Changes]],
    then: Callable[[], None] | None = None,
    failed: Callable[[CXDeskError], None] | None = None,
) -> None:
    """Write something of which `deed` says how it is taken back, and `name` what it is; `then` when it is kept."""

    def work(workspace: Workspace, _progress: Progress) -> tuple[tuple[Deed, Changes], Changes]:
        back, changes = deed(workspace)
        return (back, changes), changes

    def done(found: tuple[Deed, Changes]) -> None:
        back, changes = found
        desk.decided.did(name, back, changes.state, lambda workspace: deed(workspace)[1])
        if then is not None:
            then()

    desk.write(key, work, done, failed)
