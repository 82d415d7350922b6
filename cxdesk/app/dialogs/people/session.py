"""What is to be decided and what was, with the way back. Decisions show at once and are written behind the scenes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxdesk.app.dialogs.asking import AskingDialog
from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import CXDeskError
from cxdesk.domain.identity import Apart, Merge, Record, Strength, Suggestion, Unions
from cxdesk.domain.results import Phrase
from cxdesk.domain.settings import SAME_EMAIL
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.workspace import Workspace

LOOKING, READING, DECIDED, DECIDING = "who is who", "who is this", "who was who", "deciding who is who"
MOST = 5000  # suggestions listed at once, the strongest
STEPS = 200

Work = Callable[["Workspace", "Progress"], tuple[Changes, Changes]]
Known = tuple[list[Suggestion], list[Merge], list[Apart], bool]


@dataclass(eq=False)
class Step:
    """One decision of this sitting: what it was about, what was listed before it, and what it wrote."""

    what: str  # merged, apart, skipped
    about: tuple[Suggestion, ...]
    before: tuple[Suggestion, ...]
    ids: list[int] = field(default_factory=list)  # filled where it is written, before anything later is


class Session(QObject):
    """`listed` after the lists changed; `failed` when a decision could not be written, and was put back."""

    listed = Signal()
    failed = Signal(object)  # CXDeskError
    read = Signal(object)  # the Records that were asked for

    def __init__(self, window: AskingDialog) -> None:
        super().__init__(window)
        self.desk, self._window = window.desk, window
        self.waiting: tuple[Suggestion, ...] = ()
        self.more = 0  # suggestions beyond those listed
        self.merges: list[Merge] = []
        self.apart: list[Apart] = []
        self.steps: list[Step] = []
        self.looked = False
        self.always = False  # whether the same e-mail is merged without being asked

    def look(self) -> None:
        """Find who may be one, and what was decided before."""

        def work(workspace: Workspace, progress: Progress) -> Known:
            found = workspace.suggestions(progress)
            return found, workspace.merges(), workspace.apart(), bool(workspace.setting(SAME_EMAIL))

        self._window.question(LOOKING, work, self._show, self.failed.emit)

    def _show(self, known: Known) -> None:
        found, self.merges, self.apart, self.always = known
        self.waiting, self.more = tuple(found[:MOST]), max(0, len(found) - MOST)
        self.looked = True
        self.listed.emit()

    def look_again(self) -> None:
        """What was decided, after a write."""

        def work(workspace: Workspace, _progress: Progress) -> tuple[list[Merge], list[Apart]]:
            return workspace.merges(), workspace.apart()

        def show(known: tuple[list[Merge], list[Apart]]) -> None:
            self.merges, self.apart = known
            self.listed.emit()

        self._window.question(DECIDED, work, show, self.failed.emit)

    def show_records(self, customers: Sequence[str]) -> None:
        """Read what files say of customers; `read` brings it."""

        def work(workspace: Workspace, _progress: Progress) -> list[Record]:
            return [workspace.customer_record(one) for one in customers]

        self._window.question(READING, work, self.read.emit, self.failed.emit)

    # Decisions

    @property
    def sure(self) -> tuple[Suggestion, ...]:
        """What is sure and against which nothing speaks."""
        return tuple(one for one in self.waiting if one.strength is Strength.SURE and not one.doubts)

    def merge(self, chosen: Sequence[Suggestion]) -> None:
        """These are one."""
        from cxdesk.analysis.identity.wording import said

        step = self._step("merged", chosen)
        self.waiting = _after(self.waiting, chosen)

        def work(workspace: Workspace, _progress: Progress) -> tuple[Changes, Changes]:
            made, changes = workspace.merge_suggested(chosen, lambda one: " · ".join(map(said, one.evidence)))
            step.ids += [one.id for one in made]
            return changes, changes

        self._write(work, step, lambda changes: self._remember(step, changes))

    def _remember(self, step: Step, changes: Changes) -> None:
        """Outside this window Ctrl+Z takes the merge back as well."""
        if changes.touched:
            self.desk.decided.did(
                Phrase(N_("merge of customers")), lambda workspace: workspace.unmerge(step.ids)[1], changes.state
            )

    def keep_apart(self, chosen: Suggestion) -> None:
        """These two are not one."""
        step = self._step("apart", (chosen,))
        self.waiting = tuple(one for one in self.waiting if not _alike(one, chosen))

        def work(workspace: Workspace, _progress: Progress) -> tuple[Changes, Changes]:
            workspace.keep_apart(chosen.one, chosen.other)
            return _nothing(workspace)

        self._write(work, step)

    def skip(self, chosen: Suggestion) -> None:
        """Not now: behind all others."""
        self._step("skipped", (chosen,))
        self.waiting = (*(one for one in self.waiting if not _alike(one, chosen)), chosen)
        self.listed.emit()

    def undo(self) -> Step | None:
        """Take the last decision of this sitting back."""
        if not self.steps:
            return None
        step = self.steps.pop()
        self.waiting = step.before
        if step.what == "skipped":
            self.listed.emit()
            return step

        def work(workspace: Workspace, _progress: Progress) -> tuple[Changes, Changes]:
            if step.what == "merged" and step.ids:
                changes = workspace.unmerge(step.ids)[1]
                return changes, changes
            for one in step.about:
                workspace.forget_apart(one.one, one.other)
            return _nothing(workspace)

        merged = step.what == "merged" and self.desk.decided.last(self.desk.state) is not None
        self._write(work, then=lambda changes: self.desk.decided.undone(changes.state) if merged else None)
        return step

    def take_apart(self, merge: Merge) -> None:
        """Take an earlier decision back, and look who may be one then."""
        self.steps.clear()
        self._window.change(
            DECIDING,
            lambda workspace, _progress: workspace.unmerge([merge.id]),
            lambda _done: self.look(),
            self.failed.emit,
        )

    def rule(self, always: bool) -> None:
        """From now on the same e-mail is merged without being asked, or asked about again."""
        self.steps.clear()
        again = self._window.while_open(self.look)

        def work(workspace: Workspace, _progress: Progress) -> tuple[Changes, Changes]:
            changes = workspace.set_setting(SAME_EMAIL, always)
            return changes, changes

        def done(changes: Changes) -> None:
            self.desk.decided.did(
                Phrase(N_("merge of the same e-mail")),
                lambda workspace: workspace.set_setting(SAME_EMAIL, not always),
                changes.state,
            )
            again()

        def wrong(error: CXDeskError) -> None:
            self.failed.emit(error)
            self.look()

        self.desk.write(DECIDING, work, done, self._window.told(wrong))

    def ask_again(self, apart: Apart) -> None:
        """Two that were said not to be one may be one after all."""
        self.steps.clear()

        def work(workspace: Workspace, _progress: Progress) -> tuple[Changes, Changes]:
            workspace.forget_apart(apart.one, apart.other)
            return _nothing(workspace)

        self._window.change(DECIDING, work, lambda _done: self.look(), self.failed.emit)

    def _step(self, what: str, about: Sequence[Suggestion]) -> Step:
        step = Step(what, tuple(about), self.waiting)
        self.steps = [*self.steps[1 - STEPS :], step]
        return step

    def _write(self, work: Work, step: Step | None = None, then: Callable[[Changes], None] | None = None) -> None:
        again = self._window.while_open(self.look_again)

        def done(changes: Changes) -> None:
            if then is not None:
                then(changes)  # Ctrl+Z takes a merge back whether or not the window is still open
            again()

        def wrong(error: CXDeskError) -> None:
            if step is not None and step in self.steps:
                self.waiting = step.before
                self.steps.clear()
            self.failed.emit(error)
            self.look_again()

        self.listed.emit()
        self.desk.write(DECIDING, work, done, self._window.told(wrong))


def _nothing(workspace: Workspace) -> tuple[Changes, Changes]:
    """What a write touched that changes no figure."""
    changes = Changes.of(workspace.state)
    return changes, changes


def _alike(one: Suggestion, other: Suggestion) -> bool:
    """Whether two are about the same customers, whoever stays."""
    return {one.one, one.other} == {other.one, other.other}


def _after(waiting: Sequence[Suggestion], merged: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """What is left to decide: under the names that stay, and nothing twice or about one customer alone."""
    to = Unions((one.other, one.one) for one in merged)
    left: dict[frozenset[str], Suggestion] = {}
    for one in waiting:
        ends = to.top(one.one), to.top(one.other)
        if ends[0] != ends[1]:
            same = ends == (one.one, one.other)
            left.setdefault(frozenset(ends), one if same else replace(one, one=ends[0], other=ends[1]))
    return tuple(left.values())
