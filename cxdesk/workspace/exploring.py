"""The words behind a number, and the values that an attribute can have."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.analysis.drilldown import Drill, drill
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.follow_ups import Narrowing
from cxdesk.domain.kinds import Source
from cxdesk.domain.kinds import kind as declared
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import CommentRow
from cxdesk.domain.themes import Axis, Theme
from cxdesk.frame import naming, theming
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.registry import metric_of
from cxdesk.store import comments
from cxdesk.system.i18n import _
from cxdesk.workspace.marked import Marks, ordered
from cxdesk.workspace.questions import CommentIds

if TYPE_CHECKING:
    from cxdesk.workspace.questions import Questions

BAND = "band"


def comment_ids(
    workspace: Questions,
    query: Query,
    search: str,
    bands: tuple[str, ...],
    themes: tuple[str, ...] = (),
    narrowing: Narrowing = Narrowing(),  # noqa: B008
) -> CommentIds:
    """See Workspace.comment_ids. Without a selection the first card's rows are meant; without cards, every comment."""
    frame = workspace.frame()
    wanted = [theme for name in themes for theme in _named(frame, name)]
    inquiry = workspace.inquiry(query)
    selection = query.selection or _first(inquiry)
    if selection is None or not isinstance(inquiry.compared(metric_of(selection.metric)), Asked):
        return CommentIds(np.array([], np.int64))  # nothing is looked at, or a card without data
    found = drill(query, selection, frame, inquiry)
    partial = bool(search.strip()) and not _all_searchable(workspace)  # before the search: what comes later is more
    holding = _holding(workspace, frame, search, keep=not partial) if search.strip() else None
    listed = _together([_listed(workspace, kind, at, holding) for kind, at in _behind(frame, found)])
    counts = {name: int(np.count_nonzero(listed.codes == code)) for code, name in enumerate(listed.names)}
    if bands:
        listed = listed.among(np.isin(listed.codes, [at for at, name in enumerate(listed.names) if name in bands]))
    themed, told, speaks = _themes(frame, listed.ids, wanted)
    listed, speaks = listed.among(themed), [one[themed] for one in speaks]
    marks = Marks.of(workspace, listed.ids)
    chosen = marks.chosen(narrowing)
    ranks = functools.partial(comments.search_ranks, workspace.database, search)
    order, groups = ordered(frame, listed, speaks, chosen, narrowing.order, ranks)
    listed = listed.among(order)
    return CommentIds(
        listed.ids,
        counts,
        found.count,
        scores=listed.scores,
        codes=listed.codes,
        names=listed.names,
        themes=told,
        **marks.counts,
        unread=int(np.count_nonzero(marks.unread[order])),
        groups=groups,
        partial=partial,
        searched=bool(search.strip()),
    )


def _all_searchable(workspace: Questions) -> bool:
    done, of = comments.search_progress(workspace.database)
    return done >= of


@dataclass(frozen=True, eq=False)
class _Listed:
    """Comments newest first: row ids, days, and of the answers behind the number scores and bands (-1, NaN: none)."""

    ids: np.ndarray
    days: np.ndarray
    scores: np.ndarray
    codes: np.ndarray
    names: tuple[str, ...] = ()

    def among(self, chosen: np.ndarray) -> _Listed:
        """Those that a mask or places name."""
        return _Listed(self.ids[chosen], self.days[chosen], self.scores[chosen], self.codes[chosen], self.names)


def _behind(frame: Frame, found: Drill) -> list[tuple[str, np.ndarray]]:
    """The kinds with words behind a number, and the positions of its rows in them; for a view's rows there may be
    several.
    """
    if not found.view:
        every = [(found.kind, found.positions)]
    else:
        sources = found.sources.items()
        every = [(kind, np.searchsorted(frame.column(kind, "row_id"), ids)) for kind, ids in sources if len(ids)]
    return [(kind, at) for kind, at in every if frame.has(kind, "comment:letters")]


def _listed(workspace: Questions, kind: str, positions: np.ndarray, holding: np.ndarray | None) -> _Listed:
    """The comments of rows of one kind, among `holding` (row ids) where words are searched."""
    frame = workspace.frame()
    positions = positions[::-1]
    spoken = spoken_at(frame, kind).take(positions)
    there = spoken >= 0
    if holding is not None:
        there &= _those(frame, kind, holding).take(spoken)
    positions, ids = positions[there], frame.column(kind, "row_id").take(spoken[there])
    codes, names = _bands(workspace, kind, positions)
    days = _said_on(frame, kind, positions)
    scored = frame.has(kind, "score")
    scores = frame.column(kind, "score")[positions] if scored else np.full(len(ids), np.nan)
    return _Listed(ids, days, scores, codes, names)


def _holding(workspace: Questions, frame: Frame, search: str, keep: bool) -> np.ndarray:
    """Row ids of the comments that hold what is searched; the last answer serves the next question about it."""
    known = frame.memo.get("searched")
    if known is None or known[0] != search:
        known = search, comments.search_ids(workspace.database, search)
        if keep:
            frame.memo["searched"] = known
    ids: np.ndarray = known[1]
    return ids


def _those(frame: Frame, kind: str, ids: np.ndarray) -> np.ndarray:
    """Which of a kind's rows, by their place in its columns, have one of these ids."""
    found = np.zeros(frame.size(kind), bool)
    at = frame.places(kind, ids)
    found[at[at >= 0]] = True
    return found


def _said_on(frame: Frame, kind: str, positions: np.ndarray) -> np.ndarray:
    """[positions] the days on which the words were said."""
    fields = [field.name for field in declared(kind).comments_at if frame.has(kind, field.name)]
    if not fields:
        return np.full(len(positions), NO_DAY, np.int32)
    days = frame.days(kind, fields[0])[positions]
    for name in fields[1:]:
        days = np.where(days == NO_DAY, frame.days(kind, name)[positions], days)
    return days


def _together(parts: Sequence[_Listed]) -> _Listed:
    """The comments of all kinds in one list, by day; of one day as they are. Rows of views come in no order of time."""
    if not parts:
        return _Listed(np.array([], np.int64), np.array([], np.int32), np.array([]), np.array([], np.int64))
    whole = parts[0] if len(parts) == 1 else _joined(parts)
    known = np.where(whole.days == NO_DAY, np.iinfo(np.int32).min, whole.days).astype(np.int64)
    return whole if (np.diff(known) <= 0).all() else whole.among(np.argsort(-known, kind="stable"))


def _joined(parts: Sequence[_Listed]) -> _Listed:
    names = next((part.names for part in parts if part.names), ())
    columns = ("ids", "days", "scores", "codes")
    ids, days, scores, codes = (np.concatenate([getattr(part, name) for part in parts]) for name in columns)
    return _Listed(ids, days, scores, codes, names)


def _named(frame: Frame, name: str) -> tuple[Theme, ...]:
    found = theming.named(frame, Axis.THEME, name)
    if not found:
        known = ", ".join(theme.shown for theme in theming.themes(frame, Axis.THEME))
        raise BadQuestion(_("There is no theme called {name}.", name=name), _("Choose one of: {known}.", known=known))
    return found


def _themes(
    frame: Frame, ids: np.ndarray, wanted: Sequence[Theme]
) -> tuple[np.ndarray, dict[str, int], list[np.ndarray]]:
    """(which of the texts speak of a wanted theme, all where none is; texts by theme, those of none left out; for each
    theme which of the texts speak of it).
    """
    chosen = np.zeros(len(ids), bool) if wanted else np.ones(len(ids), bool)
    told = {}
    every = theming.themes(frame, Axis.THEME)
    found = theming.speaking(frame, ids, every)
    for theme, speaks in zip(every, found, strict=True):
        told[theme.title] = int(np.count_nonzero(speaks))
        if theme in wanted:
            chosen |= speaks
    return chosen, {title: n for title, n in told.items() if n}, found


def with_marks(workspace: Questions, found: Sequence[CommentRow]) -> list[CommentRow]:
    """Comments with their themes and what was decided about them."""
    from cxdesk.workspace.workspace import Workspace

    assert isinstance(workspace, Workspace)
    frame, kept, ids = workspace.frame(), workspace.follow_ups(), [row.row for row in found]
    themes, decided = (theming.titles(frame, ids, axis) for axis in (Axis.THEME, Axis.CSS))
    codes = {theme.title: theme.code for theme in theming.themes(frame, Axis.CSS)}
    return [
        row.with_(
            themes=themes.get(row.row, ()),
            decision=next((codes[title] for title in decided.get(row.row, ())), ""),
            follow_up=kept.of(row.row),
        )
        for row in found
    ]


def comment_page(workspace: Questions, found: CommentIds, start: int, stop: int) -> list[CommentRow]:
    """See Workspace.comment_page. A place whose comment is gone by now shows an empty one."""
    ids = found.ids[start:stop]
    known = {row.row: row for row in workspace.comment_rows(ids)}
    page = []
    for place, row_id in enumerate(ids.tolist(), start):
        row = known.get(row_id)
        if row is None:
            row = CommentRow(row_id, "", None, "", None, "", None, "", "", "", "", "", 0)
        page.append(row.with_(score=_score(found, place, row), band=_band(found, place)))
    return page


def _score(found: CommentIds, place: int, row: CommentRow) -> float | None:
    score = found.scores[place] if found.scores is not None else np.nan
    return row.score if np.isnan(score) else float(score)


def _band(found: CommentIds, place: int) -> str | None:
    code = int(found.codes[place]) if found.codes is not None else -1
    return found.names[code] if code >= 0 else None


def spoken_at(frame: Frame, kind: str) -> np.ndarray:
    """The row that holds each row's comment: itself, else the first of the same response with one; -1 without."""
    return frame.once(("spoken", kind), (kind,), lambda: _find_spoken(frame, kind))


def _find_spoken(frame: Frame, kind: str) -> np.ndarray:
    written = frame.column(kind, "comment:letters") > 0
    own = np.where(written, np.arange(len(written)), -1)
    if not frame.has(kind, "response"):
        return own
    response = frame.column(kind, "response").codes
    speaker = np.full(int(response.max(initial=-1)) + 1, -1, np.int64)
    places = np.flatnonzero(written & (response >= 0))[::-1]
    speaker[response[places]] = places
    shared = np.where(response >= 0, speaker[response], -1) if len(speaker) else own
    return np.where(own >= 0, own, shared)


def _first(inquiry: Inquiry) -> Selection | None:
    for metric in inquiry.metrics:
        if isinstance(inquiry.compared(metric), Asked):
            return Selection(metric.id)
    return None


def _bands(workspace: Questions, kind: str, positions: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """Each row's score band as a code into the names; -1 without a score."""
    frame = workspace.frame()
    rows = frame.rows(Source(kind))
    found = rows.codes(BAND)
    if found is None:
        return np.full(len(positions), -1), ()
    codes = rows.once(("by position", BAND), lambda: _by_position(frame.size(kind), rows.index, found.codes))
    return codes[positions], tuple(str(label) for label in found.labels)


def _by_position(size: int, index: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """[rows of the kind] the code of each row of an index, -1 of the others."""
    every = np.full(size, -1, np.int32)
    every[index] = codes
    return every


def values(workspace: Questions, attribute: str, kind: str, most: int) -> list[tuple[str | None, int]]:
    """See Workspace.values."""
    rows = workspace.frame().rows(Source(kind))
    if theming.applies(rows, attribute):
        some = [value for value in theming.counts(rows, attribute) if value[1]]
        return sorted(some, key=lambda value: (-value[1], value[0] or ""))[:most]
    if naming.applies(rows, attribute):
        return naming.counts(rows)[:most]
    groups = rows.groups(attribute)
    if groups is None:
        return []
    counts = np.bincount(groups.codes, minlength=groups.size)
    found = [(label, int(n)) for label, n in zip(groups.labels, counts, strict=True)]
    return sorted(found, key=lambda value: (-value[1], value[0] or ""))[:most]
