"""What a workspace decides about its numbers: definitions, targets and benchmarks; and what such decisions moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cxdesk.domain.benchmarks import Mark, MarkType
from cxdesk.domain.changes import Changes
from cxdesk.domain.definitions import DECLARED, Definition, History
from cxdesk.domain.errors import NotFound
from cxdesk.domain.query import Query
from cxdesk.store import benchmarks as held
from cxdesk.store import definitions, figures
from cxdesk.store.database import Database
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.analysis.wording import Measured
    from cxdesk.domain.restatement import Restatement
    from cxdesk.domain.rivals import Rival
    from cxdesk.frame.frame import Frame
    from cxdesk.workspace.restating import Restater


@dataclass(frozen=True)
class Pinned:
    """One decision: what stands for the idea now and what did before; pinning the latter again undoes it."""

    definition: Definition
    before: Definition | None
    changes: Changes


class Decisions:
    """The decisions of an open workspace. Every one is one step, and takes another to undo it."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def keep_figures(self) -> None: ...

    def definitions(self) -> History:
        """Every decision about what metrics mean here, oldest first."""
        return definitions.history(self.database)

    def pin(
        self, metric: str, options: Mapping[str, Any] | None = None, version: int | None = None, note: str = ""
    ) -> Pinned:
        """Let `metric` stand for its idea from now on, as it is in force or was in `version`, with `options` over it.

        All periods are computed anew by it. NotFound for an unknown metric or version, BadQuestion for an option
        that the metric does not have.
        """
        from cxdesk.analysis.rivals import declared_options
        from cxdesk.metrics.definitions import definition, fits, metrics_of_idea, standing_for
        from cxdesk.metrics.registry import metric_of

        chosen, frame = metric_of(metric), self.frame()
        base = {k: v for k, v in definition(chosen, frame, version).options.items() if fits(chosen, k, v)}
        decided = declared_options(chosen, {**base, **(options or {})})
        before = standing_for(chosen.idea, frame)
        rivals = [one.id for one in metrics_of_idea(metric)]
        self.keep_figures()
        made, changes = definitions.pin(self.database, metric, decided, rivals, note)
        return Pinned(made, before, changes)

    def undo_pin(self, idea: str, note: str = "") -> Pinned:
        """Take the last decision about an idea back: what stood for it before stands for it again.

        NotFound when nothing was ever decided about it. Undoing twice decides again what was undone.
        """
        from cxdesk.metrics.definitions import metrics_of_idea
        from cxdesk.metrics.registry import start_set

        rivals = [one.id for one in metrics_of_idea(idea)]
        entries = [one for one in self.definitions().entries if one.metric in rivals]
        pins = [one for one in entries if one.pinned_from]
        if not pins:
            raise NotFound(_("Nothing was decided about {idea} yet.", idea=idea))
        last = pins[-1]
        first = next((name for name in start_set() if name in rivals), last.metric)
        before = pins[-2] if len(pins) > 1 else Definition(first, DECLARED)
        earlier = [one for one in entries[: entries.index(last)] if one.metric == last.metric]
        restored = {last.metric: earlier[-1].options if earlier else {}} if last.metric != before.metric else {}
        self.keep_figures()
        made, changes = definitions.pin(self.database, before.metric, before.options, rivals, note, restored)
        return Pinned(made, last, changes)

    def rivals(self, name: str, query: Query | None = None) -> tuple[Rival, ...]:
        """Every definition of an idea (or of a metric's idea), asked the same question; what is pinned comes first."""
        from cxdesk.analysis.rivals import rivals

        return rivals(name, query or Query(), self.frame())

    def rivals_json(
        self, name: str, query: Query, by_grain: bool = False, measure: str | None = None
    ) -> dict[str, Any]:
        """The same as the command line prints it."""
        from cxdesk.analysis.rivals import rivals_json

        return rivals_json(name, query, self.frame(), by_grain, measure)

    def definitions_json(self, idea: str | None = None) -> dict[str, Any]:
        """Per idea what stands for it and how each of its metrics is defined; and every decision."""
        from cxdesk.analysis.rivals import definition_in_force
        from cxdesk.metrics.definitions import metrics_of_idea, standing_for
        from cxdesk.metrics.registry import metrics

        frame = self.frame()
        ideas = [metrics_of_idea(idea)[0].idea] if idea else dict.fromkeys(one.idea for one in metrics().values())
        shown, names = [], set()
        for one in ideas:
            stands = standing_for(one, frame)
            own = [definition_in_force(metric, frame) for metric in metrics_of_idea(one)]
            names |= {metric["id"] for metric in own}
            since = stands.pinned_from if stands else None
            shown.append({"idea": one, "pinned": stands.name if stands else None, "since": since, "metrics": own})
        return {"ideas": shown, "history": [vars(one) for one in self.definitions().entries if one.metric in names]}


@dataclass(frozen=True)
class Marked:
    """One change of targets or benchmarks. `before` is what stood under the same keys: keeping it again undoes it."""

    marks: tuple[Mark, ...]
    before: tuple[Mark, ...]
    changes: Changes


class HeldAgainst:
    """The targets and benchmarks of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...

    def marks(self, type_: MarkType) -> tuple[Mark, ...]:
        """Targets, or benchmarks with those that CXDesk delivers."""
        from cxdesk.analysis import benchmarks

        return (benchmarks.targets if type_ is MarkType.TARGET else benchmarks.benchmarks)(self.frame())

    def measured(self, mark: Mark) -> Measured:
        """How the values of a target or benchmark are written."""
        from cxdesk.analysis.marking import measured

        return measured(mark, self.frame())

    def set_marks(self, type_: MarkType, given: Sequence[Mark]) -> Marked:
        """Keep targets or benchmarks, each in place of what has its key.

        A mark that names no options holds for the definition in force. NotFound for an unknown metric or measure,
        BadQuestion for options that the metric does not have; then nothing is kept.
        """
        from cxdesk.analysis.marking import completed

        found = tuple(completed(mark, type_, self.frame()) for mark in given)
        keys = {mark.key for mark in found}
        before = tuple(mark for mark in self.marks(type_) if mark.key in keys)
        return Marked(found, before, held.keep(self.database, type_, found))

    def remove_mark(self, type_: MarkType, key: str) -> Marked:
        """Take a target or benchmark away; one that CXDesk delivers is hidden. NotFound without one of that key."""
        before = tuple(mark for mark in self.marks(type_) if mark.key == key)
        if not before:
            known = ", ".join(mark.key for mark in self.marks(type_))
            raise NotFound(_("There is nothing called {key}.", key=key), _("Choose one of: {known}.", known=known))
        return Marked((), before, held.keep(self.database, type_, before, removed=True))

    def restore_mark(self, type_: MarkType, key: str) -> Changes:
        """Forget what the workspace kept under a key, so that what CXDesk delivers shows again."""
        return held.forget(self.database, type_, [key])


class Restated:
    """What moved in an open workspace."""

    database: Database

    def keep_figures(self, progress: Progress | None = None) -> None:
        """Keep what is shown now, per metric and month, unless it is kept already or cannot be written.

        Done before what cannot be found again afterwards: an import taken back, another definition, a merge.
        """
        known = any(one.state == self.database.state for one in figures.shown(self.database))
        if not (known or self.database.read_only):
            self._restater.keep(progress)

    def restatement(
        self, batch: int | None = None, since: date | None = None, progress: Progress | None = None
    ) -> Restatement:
        """Which past values are not what they were, from what to what, and why.

        Without arguments: since the last change of data or definitions. `batch`: since before that import. `since`:
        since the last figures shown before that day, else before the first import on it or later. NotFound for an
        import that never was, or was taken back without figures from before.
        """
        return self._restater.compare(batch, since, progress)

    @property
    def _restater(self) -> Restater:
        from cxdesk.workspace.restating import Restater
        from cxdesk.workspace.workspace import Workspace

        assert isinstance(self, Workspace)
        return Restater(self)
