"""Rules and tags together: which rows each theme has, for the frame."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import all_kinds
from cxdesk.frame.loader import Tagged
from cxdesk.store import themes
from cxdesk.store.theme_hits import Known, rule_hits

_NONE = np.empty(0, np.int64)
Signs = Mapping[int, np.ndarray]


def tagged(connection: sqlite3.Connection, known: Known, column: Callable[[str, str], Any]) -> dict[int, Tagged]:
    """See frame.loader. `column(kind, name)` are the columns of the live rows."""
    found = themes.themes_of(connection)
    hits = rule_hits(connection, found, known)
    added, removed = by_hand(connection, column)
    return {
        theme.id: Tagged(hits.get(theme.id, {}), added.get(theme.id, _NONE), removed.get(theme.id, _NONE))
        for theme in found
    }


def by_hand(connection: sqlite3.Connection, column: Callable[[str, str], Any]) -> tuple[Signs, Signs]:
    """(rows added, rows removed) by theme, of the rows that are there; ascending row ids."""
    parts: dict[int, dict[int, list[np.ndarray]]] = {1: {}, -1: {}}
    for kind in all_kinds():
        tags = themes.tags_of(connection, kind.name) if kind.comments else []
        if not tags:
            continue
        keys, occurrences, theme, sign = np.array(tags, np.int64).T
        rows = rows_of_keys(column, kind.name, keys, occurrences)
        for one, side in {(int(t), int(s)) for t, s in zip(theme, sign, strict=True)}:
            mine = rows[(theme == one) & (sign == side)]
            parts[side].setdefault(one, []).append(mine[mine > 0])
    added, removed = ({one: np.unique(np.concatenate(some)) for one, some in parts[side].items()} for side in (1, -1))
    return added, removed


def rows_of_keys(column: Callable[[str, str], Any], kind: str, keys: np.ndarray, occurrences: np.ndarray) -> np.ndarray:
    """The row id of each (key, occurrence); 0 where no such row is there."""
    theirs, often, ids = (column(kind, name) for name in ("key_hash", "occurrence", "row_id"))
    candidates = np.flatnonzero(np.isin(theirs, keys))
    place = {(int(theirs[at]), int(often[at])): int(ids[at]) for at in candidates.tolist()}
    return np.array([place.get(pair, 0) for pair in zip(keys.tolist(), occurrences.tolist(), strict=True)], np.int64)
