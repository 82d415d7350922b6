"""What becomes of comments in an open workspace: continue, start or stop; who answers, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxdesk.domain.changes import FOLLOW_UPS, Changes
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.follow_ups import DECISIONS, FollowUp
from cxdesk.domain.kinds import all_kinds
from cxdesk.domain.themes import Axis, Tag, Theme
from cxdesk.store import follow_ups as held
from cxdesk.store.database import Database
from cxdesk.system.i18n import _

if TYPE_CHECKING:
    from cxdesk.frame.frame import Frame
    from cxdesk.workspace.theming import Tagging


@dataclass(frozen=True)
class Followed:
    """What was kept about comments; keeping `before` takes it back."""

    before: tuple[FollowUp, ...]
    changes: Changes


@dataclass(frozen=True)
class Known:
    """A theme as it stands for one comment: whether this speaks of it, and where the words are that say so, as (start,
    length) in signs.
    """

    theme: Theme
    speaks: bool
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What is known of one comment when it is read."""

    row: int
    themes: tuple[Known, ...]
    decision: str
    follow_up: FollowUp
    owners: tuple[str, ...]


class FollowUps:
    """The follow-ups of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def themes(self, axis: str | None = None) -> tuple[Theme, ...]: ...
        def themes_of(self, row: int) -> frozenset[int]: ...
        def tag(self, given: Sequence[Tag], by: str = "") -> Tagging: ...

    def follow_ups(self) -> held.Kept:
        """Everything that was decided about comments whose rows are there; remembered until that changes."""
        frame = self.frame()
        kinds = [kind.name for kind in all_kinds() if kind.comments]
        return frame.once(("follow ups",), (FOLLOW_UPS, *kinds), lambda: held.kept(self.database, frame.column))

    def follow_up(self, row: int) -> FollowUp:
        """What was decided about one comment; an empty one where nothing was."""
        return self.follow_ups().of(row)

    def follow(self, given: Sequence[FollowUp], by: str = "") -> Followed:
        """Keep what becomes of comments, each in place of what stood. NotFound, BadQuestion; then nothing is kept."""
        return Followed(*held.keep(self.database, given, by))

    def owners(self) -> tuple[str, ...]:
        """Everybody who has taken a comment on, the busiest first."""
        return held.owners(self.database)

    def reading(self, row: int, text: str) -> Reading:
        """What is known of the comment of a row whose words are `text`."""
        from cxdesk.store.theme_words import words_of

        has, every = self.themes_of(row), self.themes()
        decision = next((theme.code for theme in every if theme.axis == Axis.CSS and theme.id in has), "")
        themes = tuple(
            Known(theme, theme.id in has, words_of(theme.rules, text) if theme.id in has else ())
            for theme in every
            if theme.axis == Axis.THEME
        )
        return Reading(row, themes, decision, self.follow_up(row), self.owners())

    def decide(self, rows: Sequence[int], decision: str, by: str = "") -> Tagging:
        """Put comments under one of continue, start and stop, and under none of the others; empty: under none.

        Setting what it gives takes it back, as with any tag.
        """
        if decision and decision not in DECISIONS:
            known = ", ".join(DECISIONS)
            raise BadQuestion(
                _("{decision} is no decision.", decision=decision), _("Choose one of: {known}.", known=known)
            )
        every = {theme.code: theme.id for theme in self.themes(Axis.CSS)}
        if decision and decision not in every:
            raise BadQuestion(_("This workspace has no list of what to continue, start and stop."))
        return self.tag([tag for row in rows for tag in self._decided(row, every, decision)], by)

    def _decided(self, row: int, every: dict[str, int], decision: str) -> list[Tag]:
        has = self.themes_of(row)
        chosen = [Tag(row, every[decision], 1)] if decision else []
        return chosen + [Tag(row, id_, -1) for code, id_ in every.items() if code != decision and id_ in has]
