"""Deciding, for all staged rows at once, which are new, which are known, and which change a known one.

A row is known by its key (a hash of what identifies it) or, where nothing does, by its whole content and its
occurrence: the second of two honest identical rows meets the second, not the first.

Rows of one hash are looked at together and those of others another time (a share of the hashes after the other), so
that the memory needed depends on no file's size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cxdesk.store import cached
from cxdesk.store.numbers import Numbers, stretches
from cxdesk.store.repeats import Seen

UNCHANGED, NEW, UPDATED = 0, 1, 2  # of several rows of one source line the greatest counts
TOGETHER = 1 << 19  # rows that are matched at once
_VERDICT, _LAST, _DIFFERS = 3, 4, 8  # bits of a row's flags
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Deciding:
    """What deciding about staged rows needs, in their order."""

    line: Numbers
    row_hash: Numbers
    key_hash: Numbers

    @staticmethod
    def nothing() -> Deciding:
        return Deciding(Numbers(np.int32), Numbers(np.int64), Numbers(np.int64))

    def __len__(self) -> int:
        return len(self.row_hash)


class Known:
    """The live rows of a kind, by what they are matched by."""

    def __init__(self) -> None:
        self.match, self.row_id, self.row_hash = Numbers(np.int64), Numbers(np.int64), Numbers(np.int64)

    def __len__(self) -> int:
        return len(self.match)

    def share(self, bits: int, number: int) -> _Share:
        """Those whose match begins with these bits."""
        found = list(_share(self.match, bits, number, (self.row_id, self.row_hash)))
        none = (np.empty(0, np.int64),) * 4
        _places, match, row_id, row_hash = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        order = np.argsort(match)
        return _Share(match[order], row_id[order], row_hash[order])


@dataclass(frozen=True)
class _Share:
    """Known rows, sorted by what they are matched by."""

    match: np.ndarray
    row_id: np.ndarray
    row_hash: np.ndarray

    def find(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(which of the rows wanted are here, the places of those)."""
        if not len(self.match):
            return np.zeros(len(wanted), bool), np.empty(0, np.int64)
        at = np.searchsorted(self.match, wanted)
        at[at == len(self.match)] = 0
        hit = self.match[at] == wanted
        return hit, at[hit]


def known_rows(connection: sqlite3.Connection, kind: str, batches: Sequence[int]) -> Known:
    """What is known of the kind, from the columns of its live batches."""
    known = Known()
    for batch in batches:
        columns = {name: Numbers(np.int64) for name in ("key_hash", "occurrence", "row_id", "row_hash")}
        for name, column in cached.stretches_of(connection, kind, batch, tuple(columns)):
            columns[name].append(column.values.astype(np.int64, copy=False))
        for first, end in stretches(len(columns["row_id"])):
            key, occurrence, row_id, row_hash = (column.part(first, end) for column in columns.values())
            known.match.append(_match(key, occurrence))
            known.row_id.append(row_id)
            known.row_hash.append(row_hash)
    return known


def _match(key: np.ndarray, occurrence: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return (key.view(np.uint64) + (occurrence - 1).astype(np.uint64) * _GOLDEN).view(np.int64)


def _bits(rows: int) -> int:
    """By how many bits of their hash so many rows fall into shares that can be looked at together."""
    return max(0, (rows - 1) // TOGETHER).bit_length()


def _share(by: Numbers, bits: int, number: int, others: Sequence[Numbers]) -> Iterator[tuple[np.ndarray, ...]]:
    """(places, hashes, other numbers) of the rows whose hash begins with these bits, ascending, about `TOGETHER` at a
    time: more come in several parts, as when one row stands there a million times.
    """
    held: list[tuple[np.ndarray, ...]] = []
    rows = 0
    for first, end in stretches(len(by)):
        values = by.part(first, end)
        if not bits:
            found = (np.arange(first, end), values, *(other.part(first, end) for other in others))
        else:
            here = np.flatnonzero(values.view(np.uint64) >> np.uint64(64 - bits) == number)
            found = (here + first, values[here], *(other.part(first, end)[here] for other in others))
        held.append(found)
        rows += len(found[0])
        if rows >= TOGETHER:
            yield _as_one(held)
            held, rows = [], 0
    if rows:
        yield _as_one(held)


def _as_one(held: Sequence[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    return held[0] if len(held) == 1 else tuple(np.concatenate(parts) for parts in zip(*held, strict=True))


@dataclass(frozen=True)
class Stretch:
    """The verdicts on some rows that stand next to each other, from place `first` on.

    `row_id` is the known row that each meets (0: none), `last` says that no later row of the file has the same key,
    `differs` that its content is not that of the row it meets. A row that is last is inserted, or claims what it meets.
    """

    first: int
    end: int
    of: Matching

    @cached_property
    def line(self) -> np.ndarray:
        return self.of.rows.line.part(self.first, self.end)

    @cached_property
    def row_hash(self) -> np.ndarray:
        return self.of.rows.row_hash.part(self.first, self.end)

    @cached_property
    def occurrence(self) -> np.ndarray:
        return self.of.occurrence.part(self.first, self.end)

    @cached_property
    def row_id(self) -> np.ndarray:
        return self.of.row_id.part(self.first, self.end)

    @cached_property
    def _flags(self) -> np.ndarray:
        return self.of.flags.part(self.first, self.end)

    @property
    def verdict(self) -> np.ndarray:
        return self._flags & _VERDICT

    @property
    def last(self) -> np.ndarray:
        return (self._flags & _LAST) > 0

    @property
    def differs(self) -> np.ndarray:
        return (self._flags & _DIFFERS) > 0

    @property
    def new(self) -> np.ndarray:
        return self.last & (self.row_id == 0)

    @property
    def met(self) -> np.ndarray:
        return self.last & (self.row_id > 0)

    @property
    def changed(self) -> np.ndarray:
        """Places of rows whose fields must be held against those of the row they meet."""
        return np.flatnonzero(self.met & self.differs) + self.first


@dataclass(frozen=True)
class Matching:
    """The verdict on each staged row, in staged order; see `Stretch` for what is said of it."""

    rows: Deciding
    occurrence: Numbers
    row_id: Numbers
    flags: Numbers
    stays: list[int] = field(default_factory=list)  # cells not read whose standing value stays: how many, per piece

    def __len__(self) -> int:
        return len(self.rows)

    def stretches(self, first: int = 0, end: int | None = None) -> Iterator[Stretch]:
        """All verdicts, or those from place `first` to before `end`."""
        for low, high in stretches((len(self) if end is None else end) - first):
            yield Stretch(first + low, first + high, self)

    @property
    def plain(self) -> bool:
        """Whether certainly every row is new, and none stands there twice."""
        return self.flags.same and self.row_id.same and self.occurrence.same

    def new_in(self, first: int, end: int) -> int:
        """How many rows of a stretch are new."""
        return end - first if self.plain else sum(int(one.new.sum()) for one in self.stretches(first, end))

    @cached_property
    def any_met(self) -> bool:
        return not self.row_id.same and any(bool(one.met.any()) for one in self.stretches())

    @cached_property
    def any_repeated(self) -> bool:
        """Whether any key stands in the file more than once."""
        return not self.flags.same and any(not bool(one.last.all()) for one in self.stretches())

    def verdict_at(self, places: np.ndarray) -> np.ndarray:
        """The verdicts on some rows, given by ascending places."""
        return self.flags.at(places) & _VERDICT

    def settle(self, places: np.ndarray, verdict: np.ndarray | int) -> None:
        """Say otherwise of some rows, given by ascending places."""
        self._set(places, _VERDICT, np.asarray(verdict, np.uint8))

    def look_closer(self, places: np.ndarray) -> None:
        """Rows (ascending places) whose fields must be held against those they meet, whatever their hashes say."""
        met = places[self.row_id.at(places) > 0]
        self._set(met, _DIFFERS, np.full(len(met), _DIFFERS, np.uint8))

    def retire(self, places: np.ndarray) -> None:
        """Rows (ascending places) whose key comes again further down."""
        self._set(places, _LAST, np.zeros(1, np.uint8))

    def mark(self, places: np.ndarray, differs: np.ndarray) -> np.ndarray:
        """Note of rows that meet a known one whether they differ from it; whether each is the last of its key."""
        self._set(places, _DIFFERS, np.where(differs, np.uint8(_DIFFERS), np.uint8(0)))
        return (self.flags.at(places) & _LAST) > 0

    def _set(self, places: np.ndarray, bits: int, to: np.ndarray) -> None:
        self.flags.set(places, (self.flags.at(places) & np.uint8(0xFF - bits)) | to)


def match(rows: Deciding, known: Known) -> Matching:
    """Hold all staged rows against the known ones."""
    n = len(rows)
    found = Matching(rows, Numbers(np.int32, n, 1), Numbers(np.int64, n), Numbers(np.uint8, n, NEW | _LAST))
    bits = _bits(n)
    for number in range(1 << bits):
        _note_repeats(found, bits, number)
    if len(known):
        wanted = _wanted(found)
        bits = _bits(max(n, len(known)))
        for number in range(1 << bits):
            _note_known(found, wanted, known.share(bits, number), bits, number)
    return found


def _note_repeats(found: Matching, bits: int, number: int) -> None:
    """Look among the rows of a share for keys that stand there more than once."""
    seen = Seen.nothing()
    for places, key, row_hash in _share(found.rows.key_hash, bits, number, [found.rows.row_hash]):
        repeats = seen.repeats(places, key, row_hash, len(places) >= TOGETHER)
        if repeats is None:
            continue
        found.occurrence.set(places, repeats.occurrence)
        before = np.sort(repeats.before)
        found.retire(before)
        order = np.argsort(repeats.again)
        found.settle(repeats.again[order], np.where(repeats.same, UNCHANGED, UPDATED)[order])


def _wanted(found: Matching) -> Numbers:
    """By what each staged row is looked for among the known ones."""
    if found.occurrence.same:
        return found.rows.key_hash
    wanted = Numbers(np.int64)
    for one in found.stretches():
        wanted.append(_match(found.rows.key_hash.part(one.first, one.end), one.occurrence))
    return wanted


def _note_known(found: Matching, wanted: Numbers, known: _Share, bits: int, number: int) -> None:
    """Look for the rows of a share among the known ones."""
    changed = np.zeros(len(known.match), bool)
    others = [found.rows.row_hash]
    for places, match, row_hash in _share(wanted, bits, number, others):
        hit, at = known.find(match)
        met = places[hit]
        found.row_id.set(met, known.row_id[at])
        differs = row_hash[hit] != known.row_hash[at]
        last = found.mark(met, differs)
        changed[at[differs & last]] = True
    for places, match in _share(wanted, bits, number, ()):
        hit, at = known.find(match)
        found.settle(places[hit], np.where(changed[at], UPDATED, UNCHANGED))
