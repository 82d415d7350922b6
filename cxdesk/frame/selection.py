"""Which rows answer a question: those that pass the filters, by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxdesk.domain.filters import Condition
from cxdesk.frame.axes import Periods
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.members import Members
from cxdesk.frame.rows import Rows


@dataclass(frozen=True, eq=False)
class Refusal:
    """The condition that these rows cannot be asked; the metric is then not available, never half filtered."""

    kind: str
    condition: Condition


@dataclass(frozen=True, eq=False)
class Selection:
    """Rows that pass the filters: `chosen` are their positions (None: all), `excluded` counts the others by reason."""

    rows: Rows
    chosen: np.ndarray | None
    excluded: Mapping[str, int]
    filters: tuple[Condition, ...]
    end: int  # rows from here on are undated or in the future
    undated: bool  # no row has a date: all dates then means all rows
    as_of: int = NO_DAY - 1

    @property
    def size(self) -> int:
        """Rows that pass the filters and are dated up to as_of."""
        return self._until(self.rows.size if self.undated else self.end)

    def _until(self, position: int) -> int:
        return position if self.chosen is None else int(np.searchsorted(self.chosen, position))

    def members(self, periods: Periods | None) -> Members:
        """Rows by period; None is one period, all dates."""
        elapsed = self._elapsed(periods)
        if periods is None:
            bounds = np.array([[0, self.rows.size if self.undated else self.end]])
        else:
            bounds = np.minimum(self.rows.bounds_of(periods), self.end)
        if self.chosen is not None:
            bounds = np.searchsorted(self.chosen, bounds)
        starts, ends = bounds[:, 0], np.maximum(bounds[:, 0], bounds[:, 1])
        offsets = np.concatenate([[0], np.cumsum(ends - starts)])
        return Members(self.rows, self._cut(starts, ends), offsets, elapsed=elapsed)

    def _elapsed(self, periods: Periods | None) -> np.ndarray:
        """Days of each period, as far as the data reach; for all dates those from the first dated row on."""
        if self.rows.elapsed is not None:
            return self.rows.elapsed
        if periods is not None:
            first, end = periods.edges[:, 0].astype(np.int64), periods.edges[:, 1].astype(np.int64)
            return np.clip(np.minimum(end, self.as_of + 1) - first, 0, None)
        return np.array([int(self.rows.days[self.end - 1] - self.rows.days[0]) + 1 if self.end else 0])

    def _cut(self, starts: np.ndarray, ends: np.ndarray) -> slice | tuple[slice, ...] | np.ndarray:
        together = bool((starts[1:] == ends[:-1]).all()) if len(starts) else True
        if together:
            whole = slice(int(starts[0]), int(ends[-1])) if len(starts) else slice(0, 0)
            return whole if self.chosen is None else self.chosen[whole]
        pieces = tuple(slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True))
        return pieces if self.chosen is None else np.concatenate([self.chosen[piece] for piece in pieces])


def select(rows: Rows, filters: Sequence[Condition], as_of: int, periods: Periods | None = None) -> Selection | Refusal:
    """The rows that pass every filter, up to the local day `as_of`; the rest counted by the first reason that fits."""
    passing, own = rows.frame.through(rows, filters)
    for condition in own:
        mask = rows.mask(condition, periods)
        if mask is None:
            return Refusal(rows.kind, condition)
        passing = mask if passing is None else passing & mask
    last = rows.days.dtype.type(min(as_of, NO_DAY - 1))  # of another type every day would be converted first
    end = int(np.searchsorted(rows.days, last, side="right"))
    undated = rows.dated == 0
    chosen = None if passing is None else np.flatnonzero(passing)
    ends = np.array([end, rows.dated, rows.size])
    if chosen is not None:
        ends = np.searchsorted(chosen, ends)
    excluded = dict(rows.left_out)
    excluded["filtered"] = rows.size - int(ends[2])
    excluded["no_timestamp"] = 0 if undated else int(ends[2] - ends[1])
    excluded["future"] = int(ends[1] - ends[0])
    return Selection(
        rows, chosen, {reason: n for reason, n in excluded.items() if n}, tuple(filters), end, undated, as_of
    )
