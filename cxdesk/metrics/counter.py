"""How often each code occurs in each group: counted once, and shared by all metrics that count by the same codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.frame.axes import Groups, Multi
from cxdesk.frame.codes import smallest
from cxdesk.frame.members import Members
from cxdesk.frame.rows import Rows


@dataclass(frozen=True, eq=False)
class Split:
    """Segments: a group per row, or pairs where a row may be in several."""

    name: str
    groups: Groups | None = None
    multi: Multi | None = None

    @property
    def labels(self) -> tuple[str | None, ...]:
        if self.multi is not None:
            return (*self.multi.labels, None)
        return self.groups.labels if self.groups else ()


@dataclass(frozen=True, eq=False)
class Counter:
    """Members of a selection by period, segment and code. `row_codes` [rows] are codes 0..size-1.

    Groups are numbered period-major: group = period x segments + segment. `weight` names a weight column.
    """

    members: Members
    row_codes: np.ndarray
    size: int
    split: Split | None = None
    weight: str | None = None
    memo: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def segments(self) -> int:
        return len(self.split.labels) if self.split else 1

    @cached_property
    def groups(self) -> int:
        return self.members.periods * self.segments

    @cached_property
    def expanded(self) -> tuple[Members, np.ndarray | None]:
        """Members and the segment of each; where a row may be in several segments it comes once for each."""
        if self.split is None:
            return self.members, None
        if self.split.multi is None:
            assert self.split.groups is not None
            return self.members, self.members.take(self.split.groups.codes)
        return _repeated(self.members, *self.split.multi.pairs(self.members.rows))

    @cached_property
    def codes(self) -> np.ndarray:
        """The code of each member."""
        return self.expanded[0].take(self.row_codes)

    @cached_property
    def group(self) -> np.ndarray:
        """The group of each member, int64."""
        members, segment = self.expanded
        return members.group if segment is None else members.group * self.segments + segment

    @cached_property
    def numbered(self) -> bool:
        """Whether each row has a code of its own, its number."""
        return self.row_codes is self.members.rows.cache.get("each")

    def of_members(self, table: np.ndarray) -> np.ndarray:
        """[members] what `table` [size] holds for each one's code."""
        return self.expanded[0].take(table) if self.numbered else table.take(self.codes)

    def of_groups(self, values: np.ndarray) -> np.ndarray:
        """[members] what `values` [groups] hold for each one's group."""
        return self.members.spread(values) if self.split is None else values.take(self.group)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """[groups] sum of `values` [members]."""
        if self.split is None:
            return self.members.sums(values)
        return np.bincount(self.group, values, minlength=self.groups)

    def once(self, name: str, table: np.ndarray, make: Callable[[], np.ndarray]) -> np.ndarray:
        """`make()`, remembered for this very `table`, which terms keep as long as they live."""
        key = (name, id(table))
        if key not in self.memo:
            self.memo[key] = (make(), table)
        return self.memo[key][0]

    def of_group(self, group: int) -> np.ndarray:
        """Row positions of one group's members."""
        if self.split is not None and self.split.groups is None:
            return self.expanded[0].positions[self.group == group]
        period, segment = divmod(group, self.segments)
        at = self.members.of_period(period)
        return at if self.split is None else at[self.split.groups.codes.take(at) == segment]  # type: ignore[union-attr]

    @cached_property
    def weights(self) -> np.ndarray | None:
        """Weight of each member: its column's value, 0 where it has none."""
        if self.weight is None:
            return None
        values = self.expanded[0].take(self.members.rows.col(self.weight))
        return np.where(np.isfinite(values) & (values > 0), values, 0.0)

    @cached_property
    def counts(self) -> np.ndarray:
        """[groups, size] how often each code occurs; float64 holding whole numbers."""
        return self._count(None)

    @cached_property
    def weighted(self) -> np.ndarray:
        """[groups, size] sum of weights; the counts where rows weigh 1."""
        return self.counts if self.weights is None else self._count(self.weights)

    @cached_property
    def weighted_squares(self) -> np.ndarray:
        return self.counts if self.weights is None else self._count(self.weights**2)

    def _count(self, weights: np.ndarray | None) -> np.ndarray:
        groups = self.split.groups if self.split else None
        if weights is None and (self.split is None or groups is not None):
            inner = self.row_codes if groups is None else fused(self.members.rows, groups, self.row_codes, self.size)
            counts = self.members.count(inner, self.segments * self.size)
        else:
            key = self.group * self.size + self.codes
            counts = np.bincount(key, weights, minlength=self.groups * self.size)
        return counts.reshape(self.groups, self.size).astype(np.float64)

    @cached_property
    def group_of_dropped(self) -> np.ndarray:
        """The group of each member that another of the same customer displaced."""
        dropped = self.members.dropped
        period = dropped.period.astype(np.int64)
        if self.split is None or self.split.groups is None:
            return period * self.segments + (self.segments - 1 if self.split else 0)
        return period * self.segments + dropped.take(self.split.groups.codes)

    @cached_property
    def dropped(self) -> np.ndarray:
        """[groups] rows displaced by another of the same customer."""
        if self.split is None or self.members.whole is None:
            rows = self.members.rows_of_period - np.diff(self.members.offsets)
            return np.repeat(rows, self.segments)
        return np.bincount(self.group_of_dropped, minlength=self.groups)

    @cached_property
    def customer(self) -> np.ndarray:
        """Customer code of each member, -1 unknown."""
        return self.expanded[0].take(self.members.rows.customer)

    @cached_property
    def cell(self) -> np.ndarray:
        """[members] place of each member in a [groups, size] table."""
        return self.group * self.size + self.codes


def fused(rows: Rows, groups: Groups, codes: np.ndarray, size: int) -> np.ndarray:
    """One code per row for segment and answer together, remembered with the rows."""
    kind = smallest(groups.size * size + 1)  # one more, so that it holds `size` itself where there is one group

    def make() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return groups.codes.astype(kind) * kind(size) + codes.astype(kind), groups.codes, codes

    return rows.once(("fused", id(groups.codes), id(codes), size), make)[0]


def _repeated(members: Members, row: np.ndarray, group: np.ndarray) -> tuple[Members, np.ndarray]:
    """Members once per segment they are in."""
    starts = np.searchsorted(row, members.positions)
    sizes = np.searchsorted(row, members.positions, side="right") - starts
    ends = np.concatenate([[0], np.cumsum(sizes)])
    pair = np.repeat(starts - ends[:-1], sizes) + np.arange(ends[-1])
    return Members(members.rows, members.positions.repeat(sizes), ends[members.offsets]), group[pair]
