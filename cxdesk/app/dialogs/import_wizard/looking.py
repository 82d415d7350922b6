"""The first look at files, on another thread: which there are, what is in each, and what is known of it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cxdesk.app.dates import day_text
from cxdesk.app.dialogs.import_wizard.items import Item
from cxdesk.app.dialogs.import_wizard.pace import Along, Place
from cxdesk.domain.kinds import registry
from cxdesk.intake.inspection import Inspection
from cxdesk.intake.together import looked_at_together
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.again import Before, imported_before
from cxdesk.workspace.handover import one_child_for_small_files
from cxdesk.workspace.importing import expand, inspect_files
from cxdesk.workspace.lists_beside import beside

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

MANY = 50  # files from which the person is asked whether all of them are meant


@dataclass(frozen=True)
class Found:
    """The files named, with those in folders; `inspections` is empty while there are so many that one has to ask."""

    paths: tuple[Path, ...]
    inspections: tuple[Inspection, ...] = ()
    before: dict[str, Before] = field(default_factory=dict)
    too_many: bool = False


def look(
    workspace: Workspace, named: Sequence[Path], known: frozenset[Path], agreed: bool, progress: Progress
) -> Found:
    """What is in the files named, but for those in `known`."""
    paths = [path for path in dict.fromkeys(expand(named)) if path not in known]
    if len(paths) > MANY and not agreed:
        return Found(tuple(paths), too_many=True)
    registry()  # loaded here rather than while the window waits for it
    remembered = workspace.remembered_mappings()
    found: list[Inspection] = []
    with one_child_for_small_files():
        for at, path in enumerate(paths):
            place = Place(path.name, at, len(paths))
            progress.report(0, 0, place.label())
            found += inspect_files([path], Along(progress, place), remembered, workspace.corrected)
    found = beside(workspace, looked_at_together(found))
    return Found(tuple(paths), tuple(found), imported_before(workspace, [one.sha256 for one in found]))


def newest(paths: Sequence[Path], most: int = MANY) -> list[Path]:
    """The files that changed last, in the order given."""
    latest = sorted(paths, key=_changed_at, reverse=True)[:most]
    return [path for path in paths if path in set(latest)]


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def items_of(found: Found, there: Sequence[Item]) -> list[Item]:
    """An item per table, after those that are there; what is in a file twice is taken once."""
    twins = {one.inspection.sha256: one.inspection.file for one in there if one.inspection.sha256}
    items: list[Item] = []
    for inspection in found.inspections:
        twin = twins.setdefault(inspection.sha256, inspection.file) if inspection.sha256 else ""
        twin = "" if twin == inspection.file and not _twice(inspection, [*there, *items]) else twin
        if inspection.error:
            items.append(Item(inspection, None, wanted=False))
        known = _known(found.before.get(inspection.sha256), twin)
        for at, view in enumerate(inspection.tables):
            item = Item(inspection, view, at, seen=view, known=known)
            wanted = not (view.hidden or twin or item.no_rows)
            items.append(Item(inspection, view, at, wanted, view, known))
    return items


def _twice(inspection: Inspection, items: Sequence[Item]) -> bool:
    """Whether another file with the same content is among these."""
    return any(one.inspection.sha256 == inspection.sha256 and one.inspection.path != inspection.path for one in items)


def _known(before: Before | None, twin: str) -> str:
    if twin:
        return _("The same file as {file}: it counts once.", file=twin)
    if before is None:
        return ""
    day = day_text(before.at.astimezone().date())
    return _("The same file as import {n} of {day}.", n=before.batch, day=day)
