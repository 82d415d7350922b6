"""Comments narrowed by what was decided about them, and put in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from cxdesk.domain.follow_ups import UNDECIDED, Narrowing, Order, Status
from cxdesk.domain.text import fold
from cxdesk.domain.themes import Axis
from cxdesk.frame import theming
from cxdesk.frame.frame import Frame

if TYPE_CHECKING:
    from cxdesk.workspace.questions import Questions

RANKED = 20_000  # comments of a search that are put in the order of how well they match


class Listed(Protocol):
    """What a list of comments must hold to be put in order."""

    @property
    def ids(self) -> np.ndarray: ...
    @property
    def scores(self) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class Marks:
    """What was decided about the comments of a list: per comment the place of its status and owner (-1: none)."""

    size: int
    status: np.ndarray
    owner: np.ndarray
    read: np.ndarray
    names: tuple[str, ...]  # of owners
    decided: Mapping[str, np.ndarray]  # decision → which of the comments

    @staticmethod
    def of(workspace: Questions, ids: np.ndarray) -> Marks:
        """The marks of the comments with these row ids."""
        from cxdesk.workspace.workspace import Workspace

        assert isinstance(workspace, Workspace)
        frame, kept = workspace.frame(), workspace.follow_ups()
        every = theming.themes(frame, Axis.CSS)
        decided = {theme.code: speaks for theme, speaks in zip(every, theming.speaking(frame, ids, every), strict=True)}
        status, owner, read = np.zeros(len(ids), np.int8), np.full(len(ids), -1, np.int32), np.zeros(len(ids), bool)
        names = tuple(dict.fromkeys(one.owner for one in kept.found if one.owner))
        here = np.flatnonzero(np.isin(ids, kept.rows)) if len(kept.rows) else ()
        for place in here:
            one = kept.of(int(ids[place]))
            status[place] = list(Status).index(Status(one.status))
            owner[place] = names.index(one.owner) if one.owner else -1
            read[place] = one.read
        return Marks(len(ids), status, owner, read, names, decided)

    @property
    def unread(self) -> np.ndarray:
        return ~self.read

    @cached_property
    def undecided(self) -> np.ndarray:
        found = np.ones(self.size, bool)
        for speaks in self.decided.values():
            found &= ~speaks
        return found

    @property
    def counts(self) -> dict[str, Any]:
        """How many comments each decision, status and owner has; those without any left out."""
        decisions = {code: int(np.count_nonzero(speaks)) for code, speaks in self.decided.items()}
        decisions[UNDECIDED] = int(np.count_nonzero(self.undecided))
        statuses = {str(status): int(np.count_nonzero(self.status == at)) for at, status in enumerate(Status)}
        owners = {name: int(np.count_nonzero(self.owner == at)) for at, name in enumerate(self.names)}
        return {
            name: {key: n for key, n in counts.items() if n}
            for name, counts in (("decisions", decisions), ("statuses", statuses), ("owners", owners))
        }

    def chosen(self, wanted: Narrowing) -> np.ndarray:
        """Which of the comments are meant, bool."""
        found = np.ones(self.size, bool)
        if wanted.decisions:
            sides = [self.undecided if code == UNDECIDED else self.decided.get(code) for code in wanted.decisions]
            found &= _any(self.size, [side for side in sides if side is not None])
        if wanted.statuses:
            found &= np.isin(self.status, [at for at, status in enumerate(Status) if status in wanted.statuses])
        if wanted.owners:
            folded = {fold(name) for name in wanted.owners}
            found &= np.isin(self.owner, [at for at, name in enumerate(self.names) if fold(name) in folded])
        return found & ~self.read if wanted.unread else found


def _any(size: int, sides: Sequence[np.ndarray]) -> np.ndarray:
    found = np.zeros(size, bool)
    for side in sides:
        found |= side
    return found


def ordered(
    frame: Frame,
    listed: Listed,
    speaks: Sequence[np.ndarray],
    chosen: np.ndarray,
    order: str,
    ranks: Callable[[np.ndarray], np.ndarray],
) -> tuple[np.ndarray, tuple[tuple[str, int], ...]]:
    """(places of the chosen comments in the order asked; the themes under which they stand, with the place of their
    first). Comments come newest first; what is equal keeps that order. A comment stands under its first theme. `ranks`
    tells of row ids how well they match what is searched, the lower the better; of very many the newest are ranked.
    """
    places = np.flatnonzero(chosen)
    if order == Order.OLDEST:
        return places[::-1], ()
    if order in (Order.LOWEST, Order.HIGHEST):
        scores = listed.scores[places]
        keys = np.where(np.isnan(scores), np.inf, scores if order == Order.LOWEST else -scores)
        return places[np.argsort(keys, kind="stable")], ()
    if order == Order.BEST:
        ranked, others = np.split(places, [RANKED])
        return np.concatenate([ranked[np.argsort(ranks(listed.ids[ranked]), kind="stable")], others]), ()
    if order != Order.THEME:
        return places, ()
    return _by_theme(frame, speaks, places)


def _by_theme(
    frame: Frame, speaks: Sequence[np.ndarray], places: np.ndarray
) -> tuple[np.ndarray, tuple[tuple[str, int], ...]]:
    """The theme with most comments first, those without a theme last."""
    every = theming.themes(frame, Axis.THEME)
    under = np.full(len(places), len(every), np.int32)
    for at in range(len(every) - 1, -1, -1):
        under[speaks[at][places]] = at
    often = np.bincount(under, minlength=len(every) + 1)
    rank = np.empty(len(every) + 1, np.int32)
    rank[np.lexsort((np.arange(len(every)), -often[: len(every)]))] = np.arange(len(every))
    rank[len(every)] = len(every)
    order = np.argsort(rank[under], kind="stable")
    starts = np.flatnonzero(np.diff(under[order], prepend=-1))
    titles = [*(theme.title for theme in every), ""]
    return places[order], tuple((titles[under[order][at]], int(at)) for at in starts)
