"""Which past values moved: figures kept when they were shown, or found again as they were before an import, against
those of now; and what happened in between. Nothing of it runs while a file is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cxdesk.analysis import restating
from cxdesk.analysis.measure_names import named
from cxdesk.domain.errors import CXDeskError, NotFound
from cxdesk.domain.restatement import Cause, Known, MonthFigure, Moved, Restatement, Shown
from cxdesk.frame.frame import Frame
from cxdesk.metrics.registry import metrics
from cxdesk.store import definitions, figures, identity, saved
from cxdesk.store.database import Database
from cxdesk.store.frames import FrameLoader
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.workspace.workspace import Workspace

MATTER = ("zone", "week_start", "fiscal_start", "currency")  # settings that change figures


class Restater:
    """Compares one open workspace with what it said before."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.database = workspace.database

    def keep(self, progress: Progress | None = None) -> None:
        """See Workspace.keep_figures."""
        with suppress(CXDeskError):
            found, as_of = restating.month_figures(self.workspace.frame(), progress)
            figures.record(self.database, self._known(as_of), found)

    def merges_only(self) -> bool:
        """Whether nothing but merges of customers happened since figures were last kept."""
        kept = figures.shown(self.database)
        if not kept:
            return False
        then, now = kept[0].known, self._known("")
        return replace(then, merges=0, as_of="") == replace(now, merges=0)

    def compare(
        self,
        batch: int | None = None,
        since: date | None = None,
        progress: Progress | None = None,
        only: str = "",
    ) -> Restatement:
        """See Workspace.restatement; `only` one metric, where the others are not asked about."""
        now, as_of = restating.month_figures(self.workspace.frame(), progress, only)
        known = self._known(as_of)
        start = self._start(known, batch, since)
        if isinstance(start, Shown):
            kept, then = figures.figures(self.database, start.state), start.known
            before = [one for one in kept if only in ("", one.metric)]
            head = Restatement(at=start.at, batch=batch)
        else:
            before, then = self._before(known, start, progress, only)
            head = Restatement(batch=start)
        changes = (*self._changes(then, known), *self._merged(start))
        found = restating.moved(before, now, then.as_of)
        why = Reasons(self.database, self.workspace.frame(), changes, self._kinds())
        return replace(
            head,
            known=bool(before),
            changes=changes,
            moved=tuple(replace(one, causes=tuple(why.of(one)), title=self._title(one)) for one in found),
        )

    def _title(self, one: Moved) -> str:
        """Of a theme's measure the theme's own title, as everywhere else."""
        metric = metrics().get(one.metric)
        return one.title if metric is None or not metric.endings else named(self.workspace.frame(), metric, one.measure)

    def _known(self, as_of: str) -> Known:
        live = tuple(sorted(one.id for one in self.workspace.imports() if one.state == "live"))
        history = definitions.history(self.database)
        versions = {one.metric: history.newest(one.metric).version for one in history.entries}
        chosen = saved.settings(self.database)
        settings = {name: str(chosen[name]) for name in MATTER}
        return Known(live, versions, settings, figures.merges(self.database), as_of)

    def _start(self, known: Known, batch: int | None, since: date | None) -> Shown | int | None:
        """What to compare with: figures that were kept, or the import before which to look; None: nothing there."""
        kept = [one for one in figures.shown(self.database) if one.state < self.database.state]
        if batch is not None:
            return self._before_import(kept, known, batch)
        if since is not None:
            earlier = [one for one in kept if one.at[:10] < since.isoformat()]
            if earlier:
                return earlier[0]
            later = [
                one.id for one in self.workspace.imports() if one.state == "live" and one.at[:10] >= since.isoformat()
            ]
            return min(later) if later else None
        last = kept[0] if kept else None
        if last is not None and set(known.batches) <= set(last.known.batches):
            return last  # nothing was imported since: an undo, a definition, a merge
        return self._before_import(kept, known, known.batches[-1]) if known.batches else None

    def _before_import(self, kept: Sequence[Shown], known: Known, batch: int) -> Shown | int:
        if batch in known.batches:
            wanted = replace(known, batches=tuple(one for one in known.batches if one < batch), as_of="")
            return next((one for one in kept if replace(one.known, as_of="") == wanted), batch)
        if all(one.id != batch for one in self.workspace.imports()):
            raise NotFound(_("There is no import {id}.", id=batch), _("The list of imports shows their numbers."))
        found = next((one for one in kept if batch in one.known.batches), None)
        if found is None:
            raise NotFound(
                _("Import {id} has been taken back, and no figures were kept from before.", id=batch),
                _("Import the file again to see what it changes."),
            )
        return found

    def _before(
        self, known: Known, batch: int | None, progress: Progress | None, only: str
    ) -> tuple[list[MonthFigure], Known]:
        """The figures before an import, from a copy in which it and all later ones are taken back."""
        earlier = tuple(one for one in known.batches if batch is not None and one < batch)
        if not earlier or batch is None:
            return [], replace(known, batches=earlier, as_of="")
        with figures.before(self.database, batch, progress) as copy:
            loader = FrameLoader(copy)
            try:
                found, as_of = restating.month_figures(Frame.of(copy.state, loader), progress, only)
            finally:
                loader.close()
        return found, replace(known, batches=earlier, as_of=as_of)

    def _changes(self, then: Known, now: Known) -> Iterator[Cause]:
        """Everything that happened between two states."""
        files = {one.id: one.title for one in self.workspace.imports()}
        yield from (Cause("imported", one, files[one]) for one in now.batches if one not in then.batches)
        yield from (Cause("undone", one, files.get(one, "")) for one in then.batches if one not in now.batches)
        for metric, version in now.definitions.items():
            earlier = then.definitions.get(metric, 1)
            if earlier != version:
                yield Cause("definition", note=f"{metric}@{earlier} → {metric}@{version}")
        for name, value in now.settings.items():
            if then.settings.get(name, value) != value:
                yield Cause("settings", note=f"{name}: {then.settings[name]} → {value}")

    def _merged(self, start: Shown | int | None) -> Iterator[Cause]:
        """Customers that became one, or several again, since figures were kept. Figures found again know the merges."""
        made, gone = identity.differences(self.database, start.state) if isinstance(start, Shown) else (0, 0)
        if made:
            yield Cause("merged", rows=made)
        if gone:
            yield Cause("unmerged", rows=gone)

    def _kinds(self) -> dict[int, str]:
        return {one.id: one.kind for one in self.workspace.imports()}


class Reasons:
    """Why single values moved: of all that happened, what concerns a metric and a month."""

    def __init__(self, db: Database, frame: Frame, changes: Sequence[Cause], kinds: dict[int, str]) -> None:
        self.db, self.frame, self.changes, self.kinds = db, frame, changes, kinds
        self._months: dict[tuple[str, int], tuple[restating.Months, restating.Months]] = {}
        self._changed: dict[int, list[tuple[int, dict[str, object]]]] = {}

    def of(self, one: Moved) -> Iterator[Cause]:
        """The causes of one value, rows first."""
        metric = metrics().get(one.metric)
        reads = restating.kinds_read(metric) if metric else frozenset()
        for cause in self.changes:
            if cause.type == "definition":
                if cause.note.startswith(f"{one.metric}@"):
                    yield cause
            elif cause.batch is None:
                yield cause
            elif metric is not None and self.kinds.get(cause.batch) in reads:
                yield from self._of_batch(one, cause)

    def _of_batch(self, one: Moved, cause: Cause) -> Iterator[Cause]:
        assert cause.batch is not None
        if cause.type == "undone":
            yield cause
            return
        month = restating.month_of(one.month)
        late, changed = self._rows(one.metric, cause.batch)
        if late.get(month):
            yield replace(cause, type="late_rows", rows=late[month])
        if changed.get(month):
            yield replace(cause, type="changed_rows", rows=changed[month])

    def _rows(self, metric: str, batch: int) -> tuple[restating.Months, restating.Months]:
        key = (metric, batch)
        if key not in self._months:
            if batch not in self._changed:
                found = figures.changed_rows(self.db, self.kinds[batch], batch)
                self._changed[batch] = [(row.row_id, row.before) for row in found]
            declared = metrics()[metric]
            late = restating.late_rows(declared, self.frame, batch)
            changed = restating.changed_rows(declared, self.frame, {self.kinds[batch]: self._changed[batch]})
            self._months[key] = (late, changed)
        return self._months[key]
