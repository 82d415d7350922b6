"""The rows of each period, and how often each code occurs in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from cxdesk.frame.codes import smallest
from cxdesk.frame.rows import Rows

_FEW_PERIODS = 4  # up to so many periods are counted one by one
_BLOCK = 131_072  # rows counted together, which the processor holds near


@dataclass(frozen=True, eq=False)
class Members:
    """The rows of each period: period t has `at[offsets[t]:offsets[t + 1]]`, positions in `rows`.

    `at` is a slice where the rows lie together, or one for each period where they lie together in each. Where one row
    per customer counts, `whole` are the members before that and `stays` says which of them are these.
    """

    rows: Rows
    at: slice | tuple[slice, ...] | np.ndarray
    offsets: np.ndarray
    whole: Members | None = None
    stays: np.ndarray | None = None
    elapsed: np.ndarray | None = None  # [periods] days of each up to where the data reach
    overall: Members | None = None  # given where these are one per name and segment: one per name

    @property
    def periods(self) -> int:
        return len(self.offsets) - 1

    @property
    def size(self) -> int:
        return int(self.offsets[-1])

    def take(self, values: np.ndarray) -> np.ndarray:
        """A row column for the members, in their order; a view where they lie together."""
        if isinstance(self.at, tuple):
            return np.concatenate([values[piece] for piece in self.at])
        return values[self.at] if isinstance(self.at, slice) else values.take(self.at)

    @cached_property
    def positions(self) -> np.ndarray:
        if isinstance(self.at, np.ndarray):
            return self.at
        pieces = self.at if isinstance(self.at, tuple) else (self.at,)
        return np.concatenate([np.arange(piece.start, piece.stop) for piece in pieces])

    @cached_property
    def period(self) -> np.ndarray:
        """Which period each member is in."""
        return np.repeat(np.arange(self.periods, dtype=smallest(self.periods)), np.diff(self.offsets))

    @cached_property
    def group(self) -> np.ndarray:
        """The same as int64, to count and to sort by."""
        return self.period.astype(np.int64)

    def spread(self, by_period: np.ndarray) -> np.ndarray:
        """[members] the value of each one's period."""
        return np.repeat(by_period, np.diff(self.offsets))

    def sums(self, values: np.ndarray) -> np.ndarray:
        """[periods] sum of `values` [members], 0 where there are none."""
        found = np.zeros(self.periods)
        filled = np.flatnonzero(np.diff(self.offsets))
        if len(filled):
            found[filled] = np.add.reduceat(values, self.offsets[filled], dtype=np.float64)
        return found

    @cached_property
    def dropped(self) -> Members:
        """The members that another row of the same customer displaced."""
        if self.whole is None or self.stays is None:
            return Members(self.rows, slice(0, 0), np.zeros_like(self.offsets))
        return self.whole.among(~self.stays)

    @property
    def rows_of_period(self) -> np.ndarray:
        """[periods] members, displaced ones included."""
        return np.diff(self.offsets if self.whole is None else self.whole.offsets)

    def among(self, chosen: np.ndarray) -> Members:
        """Those of the members for which `chosen` (bool, in their order) holds."""
        kept = np.flatnonzero(chosen)
        return Members(self.rows, self.positions.take(kept), np.searchsorted(kept, self.offsets), elapsed=self.elapsed)

    def of_period(self, period: int) -> np.ndarray:
        """Positions of one period's members."""
        return self.positions[self.offsets[period] : self.offsets[period + 1]]

    def count(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """[periods, size]: how often each row code 0..size-1 occurs per period, or the sum of its rows' `weights`."""
        if weights is None and isinstance(self.at, tuple) and self.periods <= _FEW_PERIODS:
            return np.stack([np.bincount(codes[piece], minlength=size) for piece in self.at])
        return self.count_taken(self.take(codes), size, None if weights is None else self.take(weights))

    def count_taken(self, codes: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """The same for codes (and weights) already taken in the members' order."""
        if self.periods <= _FEW_PERIODS:
            pieces = [slice(start, end) for start, end in pairwise(self.offsets)]
            counted = [np.bincount(codes[p], None if weights is None else weights[p], size) for p in pieces]
            return np.stack(counted) if counted else np.zeros((0, size))
        found = np.zeros(self.periods * size, np.int64 if weights is None else np.float64)
        kind = smallest(len(found))
        block = max(_BLOCK, len(found))
        starts = np.repeat(np.arange(self.periods, dtype=kind) * kind(size), np.diff(self.offsets))
        for start in range(0, len(codes), block):
            at = slice(start, start + block)
            found += np.bincount(starts[at] + codes[at], None if weights is None else weights[at], len(found))
        return found.reshape(self.periods, size)
