"""Deciding, for all staged rows at once, which are new, which are known, and which change a known one.

A row is known by its key (a hash of what identifies it) or, where nothing does, by its whole content and its
occurrence: the second of two honest identical rows meets the second, not the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxdesk.store import cached
from cxdesk.store.staging import Arrays

UNCHANGED, NEW, UPDATED = 0, 1, 2  # of several rows of one source line the greatest counts
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Known:
    """The live rows of a kind, sorted by what they are matched by."""

    match: np.ndarray
    row_id: np.ndarray
    row_hash: np.ndarray

    def find(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(row ids, row hashes) of the rows that match, row id 0 where none does."""
        if not len(self.match):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)
        at = np.searchsorted(self.match, wanted)
        at[at == len(self.match)] = 0
        hit = self.match[at] == wanted
        return np.where(hit, self.row_id[at], 0), np.where(hit, self.row_hash[at], 0)


def known_rows(connection: sqlite3.Connection, kind: str, batches: Sequence[int]) -> Known:
    """What is known of the kind, from the columns of its live batches."""
    wanted = ("row_id", "occurrence", "row_hash", "key_hash")
    parts = [cached.columns_of(connection, kind, batch, wanted) for batch in batches]
    columns = {
        name: np.concatenate([np.empty(0, np.int64), *(part[name].values for part in parts)]).astype(np.int64)
        for name in wanted
    }
    match = _match(columns["key_hash"], columns["occurrence"])
    order = np.argsort(match)
    return Known(match[order], columns["row_id"][order], columns["row_hash"][order])


def _match(key: np.ndarray, occurrence: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return (key.view(np.uint64) + (occurrence - 1).astype(np.uint64) * _GOLDEN).view(np.int64)


@dataclass(frozen=True)
class Matching:
    """The verdict on each staged row, in staged order.

    `row_id` is the known row that it meets (0: none), `last` says that no later row of the file has the same key,
    `differs` that its content is not that of the row it meets. A row that is last is inserted, or claims what it meets.
    """

    line: np.ndarray
    row_hash: np.ndarray
    occurrence: np.ndarray
    last: np.ndarray
    row_id: np.ndarray
    differs: np.ndarray
    verdict: np.ndarray

    @property
    def new(self) -> np.ndarray:
        return self.last & (self.row_id == 0)

    @property
    def met(self) -> np.ndarray:
        return self.last & (self.row_id > 0)

    @property
    def changed(self) -> np.ndarray:
        """Positions of rows whose fields must be held against those of the row they meet."""
        return np.flatnonzero(self.met & self.differs)


def match(arrays: Sequence[Arrays], known: Known) -> Matching:
    """Hold all staged rows against the known ones."""
    line = np.concatenate([np.empty(0, np.int32), *(one.line for one in arrays)])
    row_hash = np.concatenate([np.empty(0, np.int64), *(one.row_hash for one in arrays)])
    key = np.concatenate([np.empty(0, np.int64), *(one.key_hash for one in arrays)])
    occurrence, again, before = repeats(key, row_hash)
    last = np.ones(len(key), bool)
    last[before] = False
    verdict = np.full(len(key), NEW, np.uint8)
    verdict[again] = np.where(row_hash[again] == row_hash[before], UNCHANGED, UPDATED)
    if not len(known.match):
        nobody = np.zeros(len(key), np.int64)
        return Matching(line, row_hash, occurrence, last, nobody, np.zeros(len(key), bool), verdict)
    row_id, found_hash = known.find(_match(key, occurrence))
    met = row_id > 0
    differs = met & (found_hash != row_hash)
    verdict[met] = np.where(np.isin(row_id[met], row_id[differs & last]), UPDATED, UNCHANGED)
    return Matching(line, row_hash, occurrence, last, row_id, differs, verdict)


def repeats(key: np.ndarray, row_hash: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(occurrence of each row, positions of rows whose key a row before had, positions of those rows before).

    Rows without a key are counted by occurrence instead; none of them is among the positions.
    """
    occurrence = np.ones(len(key), np.int32)
    none = np.empty(0, np.int64)
    plain = np.sort(key)
    if not bool(np.any(plain[1:] == plain[:-1])):
        return occurrence, none, none
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    starts = np.ones(len(key), bool)
    starts[same] = False
    place = np.arange(len(key))
    rank = place - np.maximum.accumulate(np.where(starts, place, 0))
    here, before = order[same], order[same - 1]
    counted = key[here] == row_hash[here]
    occurrence[here[counted]] = rank[same][counted] + 1
    return occurrence, here[~counted], before[~counted]


def count_lines(line: np.ndarray, verdict: np.ndarray) -> dict[int, int]:
    """Source rows per verdict; rows of one source line stand together and count once."""
    if not len(line):
        return {UNCHANGED: 0, NEW: 0, UPDATED: 0}
    starts = np.flatnonzero(np.concatenate(([True], line[1:] != line[:-1])))
    counts = np.bincount(np.maximum.reduceat(verdict, starts), minlength=3)
    return {UNCHANGED: int(counts[UNCHANGED]), NEW: int(counts[NEW]), UPDATED: int(counts[UPDATED])}
