"""The questions put to a workspace; the half of it that only reads.

They may come from another thread than the writes: readers have connections of their own, and the Frame that answers is
built once per store state and never changes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cxdesk.domain.changes import CUSTOMERS, SEGMENTS, SETTINGS
from cxdesk.domain.follow_ups import Narrowing
from cxdesk.domain.kinds import registry
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Board, CommentRow, Receipt
from cxdesk.domain.scales import Band
from cxdesk.store import comments
from cxdesk.store.database import Database
from cxdesk.store.rows import rows as rows_of
from cxdesk.system.progress import Progress

if TYPE_CHECKING:
    import numpy as np

    from cxdesk.analysis.inquiry import Inquiry
    from cxdesk.domain.facets import Facet
    from cxdesk.domain.forms import Formed, FormKind
    from cxdesk.domain.why import Why
    from cxdesk.domain.workings import Workings
    from cxdesk.frame.frame import Frame

_AT_ONCE = 500  # comments read at once where all are wanted


@dataclass(frozen=True)
class CommentIds:
    """The comments behind a question: row ids in reading order; `bands` counts them before the band filter, `themes`
    (by title) before the theme filter.

    `scores` and `codes` (into `names`, -1 none) are those of the answers behind the number, beside the ids: the words
    may stand in another answer of the same response. `decisions`, `statuses` and `owners` count what was decided before
    these narrowed the list, `unread` those of the list that nobody is done with; `groups` are the themes under which it
    stands, each with the place of its first comment, where it is ordered so. `partial` says that words were searched
    while comments of a large import were still on their way into the index: there may be more. `searched`: for words.
    """

    ids: np.ndarray
    bands: Mapping[str, int] = field(default_factory=dict)
    rows_behind: int = 0
    highlight: tuple[str, ...] = ()
    scores: np.ndarray | None = None
    codes: np.ndarray | None = None
    names: tuple[str, ...] = ()
    themes: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)
    owners: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
    groups: tuple[tuple[str, int], ...] = ()
    partial: bool = False
    searched: bool = False


class Questions:
    """Everything a person can ask an open workspace. `shown` is the last board, which the next start shows first."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.shown: Board | None = None
        self._frame: Frame | None = None
        self._inquiry: Inquiry | None = None
        self._building = threading.Lock()

    def frame(self) -> Frame:
        """The columns that metrics read, for the present state; built once and shared.

        After a write that touched no rows, nor how they are read, they come along.
        """
        with self._building:
            if self._frame is None or self._frame.state != self.database.state:
                self._frame, self._inquiry = self._build(self._frame), None
            return self._frame

    def _build(self, earlier: Frame | None) -> Frame:
        from cxdesk.frame.frame import Frame
        from cxdesk.store.frames import FrameLoader

        state, loader = self.database.state, FrameLoader(self.database)
        if earlier is not None:
            changes = self.database.changes_since(earlier.state)
            if not changes.concern((*registry(), CUSTOMERS, SETTINGS, SEGMENTS)):
                return earlier.renewed(loader, changes)
        return Frame.of(state, loader)

    def inquiry(self, query: Query) -> Inquiry:
        """What is asked next; it knows what the question before it worked out, as far as that is of use."""
        from cxdesk.analysis.inquiry import Inquiry, following

        frame, before = self.frame(), self._inquiry
        known = before is not None and before.frame is frame
        self._inquiry = made = following(before, query) if before is not None and known else Inquiry(query, frame)
        return made

    def board(self, query: Query, progress: Progress | None = None) -> Board:
        """Everything the screens show for `query`."""
        from cxdesk.analysis.board import make_board

        self.shown = make_board(query, self.frame(), progress or Progress(), self.inquiry(query))
        return self.shown

    def why(self, query: Query, metric: str, measure: str = "", attribute: str = "") -> Why:
        """The change from the comparison to the period asked, taken apart; by `attribute`, else by what tells most."""
        from cxdesk.analysis.why import explain
        from cxdesk.metrics.registry import metric_of

        return explain(self.inquiry(query), metric_of(metric), measure, attribute)

    def form(self, query: Query, focus: Selection, kind: FormKind, attribute: str = "", across: str = "") -> Formed:
        """One number in another form than the list of its segments: a table, steps, a bridge."""
        from cxdesk.analysis.forms import formed
        from cxdesk.metrics.registry import metric_of

        return formed(self.inquiry(query), metric_of(focus.metric), focus.measure, kind, attribute, across)

    def metrics(self, query: Query, by_grain: bool = False, measure: str | None = None) -> list[dict[str, Any]]:
        """The command line's `metrics` objects, one per metric and measure group."""
        from cxdesk.analysis.listing import metrics_json

        return metrics_json(query, self.frame(), by_grain, measure)

    def rows(self, query: Query, selection: Selection, limit: int | None = None) -> dict[str, Any]:
        """The rows behind a number, with their source lines and cells; `count` is of all of them."""
        from cxdesk.analysis.drilldown import drill

        found = drill(query, selection, self.frame())
        rows: list[dict[str, Any]] = []
        for kind, ids in found.sources.items() if found.view else ((found.kind, found.row_ids),):
            rows += rows_of(self.database, kind, ids[: None if limit is None else limit - len(rows)].tolist())
        group = {"period": found.period.to_json() if found.period else None, "segment": selection.segment}
        head = {"metric": selection.metric, "measure": found.measure, "group": group, "part": selection.part}
        return {**head, "count": found.count, **({"of": found.view} if found.view else {}), "rows": rows}

    def receipt(self, query: Query, selection: Selection) -> Receipt:
        """Where a number comes from; its parts and exclusions add up to the rows imported."""
        from cxdesk.analysis.receipt import make_receipt

        return make_receipt(query, selection, self.frame())

    def workings(self, query: Query, selection: Selection) -> Workings:
        """The rows behind a number with what each adds to it, for computing it again elsewhere."""
        from cxdesk.workspace.workings import make_workings

        return make_workings(self, query, selection)

    def comment_ids(
        self,
        query: Query,
        search: str = "",
        bands: tuple[str, ...] = (),
        themes: tuple[str, ...] = (),
        narrowing: Narrowing = Narrowing(),  # noqa: B008
    ) -> CommentIds:
        """The comments behind the query's selection, narrowed to `search`, score bands, themes and what was decided
        about them, in the order that `narrowing` says. BadQuestion for a theme that there is not.
        """
        from cxdesk.analysis.score_bands import offered
        from cxdesk.workspace.exploring import comment_ids

        found = comment_ids(self, query, search, bands, themes, narrowing)
        if Band.MIDDLE in bands:
            return found  # what is chosen stays in sight
        return replace(found, bands=offered(found.bands, self.inquiry(query), query.selection))

    def comment_rows(self, ids: np.ndarray) -> list[CommentRow]:
        """The comments with these row ids, in the same order, with the themes they speak of and what was decided."""
        from cxdesk.workspace.exploring import with_marks

        return with_marks(self, comments.rows(self.database, [int(row) for row in ids]))

    def comment_page(self, found: CommentIds, start: int, stop: int) -> list[CommentRow]:
        """The comments in the places `start` to `stop` of a list, each with score and band of its answer."""
        from cxdesk.workspace.exploring import comment_page

        return comment_page(self, found, start, stop)

    def every_comment(self, found: CommentIds) -> Iterator[CommentRow]:
        """All comments of a list, one after the other."""
        for start in range(0, len(found.ids), _AT_ONCE):
            yield from self.comment_page(found, start, start + _AT_ONCE)

    def attributes(self, kind: str = "answer") -> tuple[str, ...]:
        """What the rows of a kind can be split and filtered by."""
        from cxdesk.domain.kinds import Source

        return self.frame().rows(Source(kind)).attributes()

    def values(self, attribute: str, kind: str = "answer", most: int = 200) -> list[tuple[str | None, int]]:
        """The values of an attribute with their row counts, most frequent first; None stands for rows without one."""
        from cxdesk.workspace.exploring import values

        return values(self, attribute, kind, most)

    def facet(self, attribute: str, query: Query, of: Selection | None) -> Facet:
        """The values of an attribute with how many of what the number `of` counts have each, under the other filters
        and in the period of `query`; without a number, the rows of all dates.
        """
        from cxdesk.analysis.facets import facet
        from cxdesk.domain.facets import Facet

        every = tuple(self.values(attribute))
        return Facet(attribute, every) if of is None else facet(query, self.frame(), attribute, of, every)

    def catalogue(self) -> list[dict[str, Any]]:
        """Every metric, and whether the data of this workspace allow it."""
        from cxdesk.analysis.listing import catalogue_json

        return catalogue_json(self.frame())
