"""The themes of an open workspace: their words, the tags set by hand, and words that might become themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import Changes
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.query import Query
from cxdesk.domain.results import CommentRow
from cxdesk.domain.text import fold
from cxdesk.domain.theme_list import together
from cxdesk.domain.themes import Axis, Rules, Tag, Theme
from cxdesk.store import themes as kept
from cxdesk.store.database import Database
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    from cxdesk.analysis.keyness import Key
    from cxdesk.analysis.themes import ThemeCourse, ThemeLine
    from cxdesk.frame.frame import Frame

MOST = 50


@dataclass(frozen=True)
class Rethought:
    """One change of the list of themes. `before` are the themes as they were; with `made` (those that were not there)
    it can be taken back.
    """

    themes: tuple[Theme, ...]
    before: tuple[Theme, ...]
    made: tuple[Theme, ...]
    changes: Changes


@dataclass(frozen=True)
class Tagging:
    """Tags set by hand. Setting `before` takes it back."""

    before: tuple[Tag, ...]
    changes: Changes


@dataclass(frozen=True)
class Suggested:
    """A word that the unhappy write and the happy do not, and the theme that finds it already, if one does."""

    key: Key
    theme: Theme | None


@dataclass(frozen=True)
class Suggestions:
    """Words, the most telling first; `role` is the question whose bands were compared, with how many texts."""

    role: str
    unhappy: int
    happy: int
    words: tuple[Suggested, ...]


@dataclass(frozen=True)
class Trial:
    """What rules would find if they were kept: how many comments, how many by each language's words, and a few rows."""

    count: int
    languages: dict[str, int]
    rows: tuple[CommentRow, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]  # per row, where the words stand


class Themes:
    """The themes of an open workspace."""

    database: Database

    if TYPE_CHECKING:

        def frame(self) -> Frame: ...
        def comment_rows(self, ids: Any) -> list[CommentRow]: ...

    def themes(self, axis: str | None = None) -> tuple[Theme, ...]:
        """The list of themes, of one axis or all."""
        return tuple(theme for theme in kept.themes(self.database) if axis in (None, theme.axis))

    def theme(self, name: str, axis: str = Axis.THEME) -> Theme:
        """The theme of that title (in any language of ours), code or number. BadQuestion names the known ones."""
        every = self.themes(axis)
        for theme in every:
            if theme.is_called(name):
                return theme
        known = ", ".join(theme.shown for theme in every)
        raise BadQuestion(_("There is no theme called {name}.", name=name), _("Choose one of: {known}.", known=known))

    def keep_themes(self, given: Sequence[Theme]) -> Rethought:
        """Keep themes as they now are, those without an id as new ones. BadQuestion; then nothing is kept."""
        known = {theme.id: theme for theme in self.themes()}
        done, changes = kept.keep(self.database, given)
        before = tuple(known[theme.id] for theme in done if theme.id in known)
        return Rethought(done, before, tuple(theme for theme in done if theme.id not in known), changes)

    def import_themes(self, given: Sequence[Theme]) -> Rethought:
        """Keep themes of a list: words of those there already are added, the others are new."""
        known = {(theme.axis, fold(theme.title)): theme for theme in self.themes()}
        found = [(known.get((theme.axis, fold(theme.title))), theme) for theme in given]
        return self.keep_themes([theme if mine is None else together(mine, theme) for mine, theme in found])

    def remove_themes(self, ids: Sequence[int]) -> Rethought:
        """Take themes away; their tags rest until they are kept again."""
        before = tuple(theme for theme in self.themes() if theme.id in ids)
        return Rethought((), before, (), kept.remove(self.database, [theme.id for theme in before]))

    def take_back(self, done: Rethought) -> Rethought:
        """Undo a change of the list; what it gives undoes that."""
        gone = kept.remove(self.database, [theme.id for theme in done.made])
        if not done.before:
            return Rethought((), done.made, (), gone)
        again = self.keep_themes(done.before)
        return Rethought(again.themes, (*again.before, *done.made), again.made, again.changes)

    def tag(self, given: Sequence[Tag], by: str = "") -> Tagging:
        """Decide by hand which comments speak of which theme. NotFound for a row without words; then nothing is."""
        return Tagging(*kept.tag(self.database, given, by))

    def themes_of(self, row: int) -> frozenset[int]:
        """The themes of any axis that a comment speaks of, by id."""
        from cxdesk.frame.theming import of_row

        return of_row(self.frame(), row)

    def theme_lines(self, query: Query | None = None, axis: str = Axis.THEME) -> tuple[ThemeLine, ...]:
        """Every theme of an axis with its share, scores and impact, as the query asks."""
        from cxdesk.analysis.themes import theme_lines

        return theme_lines(query or Query(), self.frame(), axis)

    def theme_courses(self, query: Query, axis: str = Axis.THEME) -> dict[int, ThemeCourse]:
        """How often each theme is named, what changed and how it went, by its id; without those nobody names."""
        from cxdesk.analysis.themes import theme_courses

        return theme_courses(query, self.frame(), axis)

    def try_rules(self, rules: Rules, most: int = 20) -> Trial:
        """What rules find among all comments, before they are kept."""
        from cxdesk.store.theme_hits import all_hits, trial
        from cxdesk.store.theme_words import words_of

        with self.database.reader() as connection:
            hits = trial(connection, rules)
        found = all_hits(hits)
        rows = tuple(self.comment_rows(found[::-1][:most]))
        languages = {language: len(ids) for language, ids in hits.items()}
        return Trial(len(found), languages, rows, tuple(words_of(rules, row.text) for row in rows))

    def suggest_words(self, query: Query | None = None, progress: Progress | None = None) -> Suggestions:
        """Words that set the unhappy apart from the happy among those whom the query selects.

        NotFound where there are not both.
        """
        from cxdesk.workspace.suggesting import suggest

        return suggest(self, query or Query(), progress or Progress())
