"""Words that might become themes: gathered from the comments of the unhappy and the happy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxdesk.analysis.keyness import Key, Side, keyness
from cxdesk.analysis.themes import unhappy_and_happy
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.query import Query
from cxdesk.domain.themes import Axis, Theme
from cxdesk.frame.frame import Frame
from cxdesk.store import words
from cxdesk.store.stems import stem
from cxdesk.store.theme_hits import all_hits, hits_in
from cxdesk.system.i18n import _
from cxdesk.system.progress import Progress
from cxdesk.workspace.exploring import spoken_at
from cxdesk.workspace.theming import MOST, Suggested, Suggestions

if TYPE_CHECKING:
    from cxdesk.workspace.theming import Themes


def suggest(workspace: Themes, query: Query, progress: Progress) -> Suggestions:
    """See Workspace.suggest_words."""
    frame = workspace.frame()
    role, unhappy, happy = unhappy_and_happy(query, frame)
    here, there = (_gathered(workspace, _texts_behind(frame, side), progress) for side in (unhappy, happy))
    found = keyness(here, there, most=MOST)
    return Suggestions(role, here.texts, there.texts, _held(found, workspace.themes(Axis.THEME)))


def _texts_behind(frame: Frame, positions: np.ndarray) -> np.ndarray:
    """Row ids of the texts of these answers, wherever in their responses they stand, each once."""
    if not frame.has(ANSWER.name, "comment:letters"):
        return np.empty(0, np.int64)
    found = spoken_at(frame, ANSWER.name)[positions]
    return np.unique(frame.column(ANSWER.name, "row_id")[found[found >= 0]])


def _gathered(workspace: Themes, ids: np.ndarray, progress: Progress) -> Side:
    side = Side(stem)
    for done, text in enumerate(words.texts(workspace.database, ids.tolist(), progress)):
        if done % 1000 == 0:
            progress.report(done, len(ids), _("Reading comments"))
        side.add(text)
    return side


def _held(found: Sequence[Key], themes: Sequence[Theme]) -> tuple[Suggested, ...]:
    """Each word with the first theme whose rules find it already."""
    texts = [(number, key.word) for number, key in enumerate(found)]
    holders: dict[int, Theme] = {}
    for theme in themes:
        for number in all_hits(hits_in(texts, theme.rules)).tolist():
            holders.setdefault(number, theme)
    return tuple(Suggested(key, holders.get(number)) for number, key in enumerate(found))
