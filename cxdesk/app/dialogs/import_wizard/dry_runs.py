"""Dry runs and what they leave on the disk: a table is converted again only after an answer about it, and nothing may
stay when the person thinks better of it, whenever that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cxdesk.app.dialogs.import_wizard.pace import along
from cxdesk.intake.inspection import TableView
from cxdesk.system.progress import Cancelled, Progress
from cxdesk.workspace.handover import one_child_for_small_files
from cxdesk.workspace.importing import Prepared, PreparedTable, TableChoice, discard, parts_of, prepare

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

Place = tuple[str, int]  # a file and the number of a table in it


@dataclass(frozen=True)
class Counted:
    """What a dry run made of one table, and of what it holds true."""

    view: TableView
    kinds: tuple[str, ...]
    state: int
    tables: tuple[PreparedTable, ...]


class DryRuns:
    """Used by the thread that counts and by the window; whatever is not handed on is removed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open = True
        self._made: dict[Place, Counted] = {}

    def count(self, workspace: Workspace, choices: Sequence[TableChoice], progress: Progress) -> Prepared:
        """What would change, table by table. Raises CXDeskError; Cancelled when nobody wants it any more."""
        parts = parts_of(choices)
        with one_child_for_small_files():
            tables = self._counted(workspace, choices, parts, progress)
        return Prepared(tables, workspace.state, [choice for choice in choices if choice.view.left_out])

    def _counted(
        self, workspace: Workspace, choices: Sequence[TableChoice], parts: Sequence[TableChoice], progress: Progress
    ) -> list[PreparedTable]:
        tables: list[PreparedTable] = []
        for at, choice in enumerate(choices):
            if choice.view.left_out:
                continue
            own = [part for part in parts if _place(part) == _place(choice)]
            kinds = tuple(part.view.mapping.kind for part in own)
            made = self._known(choice, kinds, workspace.state)
            if made is None:
                done = prepare(workspace, own, along(progress, choice, at, len(choices)))
                made = Counted(choice.view, kinds, workspace.state, tuple(done.tables))
                self._keep(_place(choice), made)
            tables += made.tables
        return tables

    def hand_on(self, prepared: Prepared) -> None:
        """Someone else removes what these tables left."""
        with self._lock:
            kept = {id(table) for table in prepared.tables}
            self._made = {
                place: made for place, made in self._made.items() if not any(id(table) in kept for table in made.tables)
            }

    def keep_only(self, choices: Sequence[TableChoice]) -> None:
        """Remove what belongs to tables that are something else by now."""
        views = {_place(choice): choice.view for choice in choices}
        with self._lock:
            gone = [place for place, made in self._made.items() if views.get(place, made.view) is not made.view]
            dropped = [self._made.pop(place) for place in gone]
        _remove(dropped)

    def close(self) -> None:
        """Remove everything, and whatever may still arrive."""
        with self._lock:
            self._open = False
            dropped, self._made = list(self._made.values()), {}
        _remove(dropped)

    def _known(self, choice: TableChoice, kinds: tuple[str, ...], state: int) -> Counted | None:
        with self._lock:
            made = self._made.get(_place(choice))
        same = made is not None and made.view is choice.view and made.kinds == kinds and made.state == state
        return made if same else None

    def _keep(self, place: Place, made: Counted) -> None:
        with self._lock:
            wanted = self._open
            former = self._made.pop(place, None) if wanted else None
            if wanted:
                self._made[place] = made
        _remove([one for one in (former, None if wanted else made) if one is not None])
        if not wanted:
            raise Cancelled


def _place(choice: TableChoice) -> Place:
    return choice.inspection.path, choice.index


def _remove(gone: Sequence[Counted]) -> None:
    for one in gone:
        discard(Prepared(list(one.tables), one.state))
