"""What panels do to comments and themes: every decision is one step that can be taken back and made again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxdesk.app.desk import Desk
from cxdesk.domain.changes import Changes
from cxdesk.domain.results import Phrase
from cxdesk.domain.themes import Tag, Theme
from cxdesk.system.i18n import N_

if TYPE_CHECKING:
    from cxdesk.system.progress import Progress
    from cxdesk.workspace.following import Followed
    from cxdesk.workspace.theming import Rethought, Tagging
    from cxdesk.workspace.workspace import Workspace

Then = Callable[[Any], None] | None


def open_customer(desk: Desk, reference: str) -> None:
    """Show one customer's page."""
    desk.customer = reference
    desk.wanted.emit("show_customers")
    desk.customer_chosen.emit(reference)


def speak_of(desk: Desk, row: int, theme: int, speaks: bool) -> None:
    """The comment speaks of the theme, or does not, whatever the rules find."""
    name = Phrase(N_("theme of a comment"))
    _tagged(desk, name, lambda workspace: workspace.tag([Tag(row, theme, 1 if speaks else -1)]))


def decide(desk: Desk, row: int, decision: str) -> None:
    """Put the comment under continue, start or stop; empty: under none."""
    name = Phrase(N_("decision about a comment"))
    _tagged(desk, name, lambda workspace: workspace.decide([row], decision))


def _tagged(desk: Desk, name: Phrase, make: Callable[[Workspace], Tagging]) -> None:
    def work(workspace: Workspace, _progress: Progress) -> tuple[Tagging, Changes]:
        done = make(workspace)
        return done, done.changes

    def decided(done: Tagging) -> None:
        desk.decided.did(
            name,
            lambda workspace: workspace.tag(done.before).changes,
            done.changes.state,
            lambda workspace: make(workspace).changes,
        )

    desk.write("tag", work, decided)


def follow(desk: Desk, row: int, **given: Any) -> None:
    """Change what becomes of the comment: any of status, owner, note, due and read."""

    def make(workspace: Workspace) -> Followed:
        return workspace.follow([replace(workspace.follow_up(row), **given)])

    def work(workspace: Workspace, _progress: Progress) -> tuple[Followed, Changes]:
        done = make(workspace)
        return done, done.changes

    def decided(done: Followed) -> None:
        if done.before == tuple(replace(one, **given) for one in done.before):
            return
        desk.decided.did(
            Phrase(N_("follow-up of a comment")),
            lambda workspace: workspace.follow(done.before).changes,
            done.changes.state,
            lambda workspace: make(workspace).changes,
        )

    desk.write("follow-up", work, decided)


def keep_themes(desk: Desk, themes: Sequence[Theme], then: Then = None, failed: Then = None) -> None:
    """Keep themes as they now are, those without an id as new ones."""
    name = Phrase(N_("words of a theme"))
    _rethought(desk, name, lambda workspace: workspace.keep_themes(themes), then, failed)


def remove_themes(desk: Desk, ids: Sequence[int], then: Then = None, failed: Then = None) -> None:
    """Take themes away; their tags rest until they are kept again."""
    name = Phrase(N_("removal of a theme"))
    _rethought(desk, name, lambda workspace: workspace.remove_themes(ids), then, failed)


def _rethought(desk: Desk, name: Phrase, make: Callable[[Workspace], Rethought], then: Then, failed: Then) -> None:
    def work(workspace: Workspace, _progress: Progress) -> tuple[Rethought, Changes]:
        done = make(workspace)
        return done, done.changes

    def decided(done: Rethought) -> None:
        turned = [done]

        def turn(workspace: Workspace) -> Changes:
            turned[0] = workspace.take_back(turned[0])
            return turned[0].changes

        desk.decided.did(name, turn, done.changes.state, turn)
        if then is not None:
            then(done)

    desk.write("themes", work, decided, failed)
