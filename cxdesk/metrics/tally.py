"""How often each code occurs in each group: the one table that value, base, receipt and drill-down are read off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.axes import Groups, Multi
from cxdesk.frame.codes import Coded, State, smallest
from cxdesk.frame.selection import Members
from cxdesk.stats.moments import Moments, moments, moments_of_counts

_TABLED = 1024  # up to so many codes are counted by group; beyond, rows are summed directly


class Policy:
    """What to do where one period holds answers on several scales."""

    POOL = "pool"  # each answer is judged on its own scale
    BEST = "best"  # only the scale that suits the rule best; the others are set aside
    SINGLE = "single"  # one scale only; a small minority is set aside, otherwise the value is refused


MINORITY = 0.2  # below this share of other scales a period is kept, with a warning


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
class Tally:
    """Members of a selection, by period and segment, and what they answered.

    Groups are numbered period-major: group = period x segments + segment. `usable` [periods, C] says which codes
    count in which period (None: all); a code that does not has its rows in the exclusion other_scale.
    """

    members: Members
    coded: Coded
    split: Split | None = None
    policy: str = Policy.POOL

    @property
    def segments(self) -> int:
        return len(self.split.labels) if self.split else 1

    @property
    def groups(self) -> int:
        return self.members.periods * self.segments

    @property
    def tabled(self) -> bool:
        return self.coded.size <= _TABLED

    @cached_property
    def _expanded(self) -> tuple[Members, np.ndarray | None]:
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
        return self._expanded[0].take(self.coded.codes)

    @cached_property
    def group(self) -> np.ndarray:
        """The group of each member, int64."""
        members, segment = self._expanded
        period = members.period.astype(np.int64)
        return period if segment is None else period * self.segments + segment

    @property
    def positions(self) -> np.ndarray:
        """Row position of each member."""
        return self._expanded[0].positions

    @property
    def period(self) -> np.ndarray:
        return self._expanded[0].period

    @cached_property
    def weights(self) -> np.ndarray | None:
        """Weight of each member: its column's value, 0 where it has none."""
        name = self.members.rows.weight
        if name is None:
            return None
        values = self._expanded[0].take(self.members.rows.col(name))
        return np.where(np.isfinite(values) & (values > 0), values, 0.0)

    @cached_property
    def counts(self) -> np.ndarray:
        """[groups, C] how often each code occurs; float64 holding whole numbers."""
        return self._count(None)

    @cached_property
    def weighted(self) -> np.ndarray:
        """[groups, C] sum of weights; the counts where rows weigh 1."""
        return self.counts if self.weights is None else self._count(self.weights)

    @cached_property
    def weighted_squares(self) -> np.ndarray:
        return self.counts if self.weights is None else self._count(self.weights**2)

    def _count(self, weights: np.ndarray | None) -> np.ndarray:
        size, groups = self.coded.size, self.split.groups if self.split else None
        if weights is None and (self.split is None or groups is not None):
            inner = self.coded.codes if groups is None else fused(self.members.rows, groups, self.coded)
            counts = self.members.count(inner, self.segments * size)
        else:
            key = self.group * size + self.codes
            counts = np.bincount(key, weights, minlength=self.groups * size)
        return counts.reshape(self.groups, size).astype(np.float64)

    @cached_property
    def usable(self) -> np.ndarray | None:
        """[periods, C] bool: codes of scales that count in a period; None where all do."""
        if self.policy == Policy.POOL or self.coded.span is None:
            return None
        spans = np.unique(self.coded.span[self.coded.state == State.OK])
        if len(spans) < 2:
            return None
        return self._chosen(spans)

    @cached_property
    def by_span(self) -> np.ndarray:
        """[periods, spans] usable answers per range of scale (of `span` codes 0, 1, …)."""
        span = self.coded.span
        assert span is not None
        table = (span[:, None] == np.arange(span.max(initial=-1) + 1)) & (self.coded.state == State.OK)[:, None]
        return self.counts.reshape(self.members.periods, self.segments, -1).sum(axis=1) @ table

    def _chosen(self, spans: np.ndarray) -> np.ndarray:
        counts = self.by_span
        if self.policy == Policy.BEST and self.coded.rank is not None:
            ranks = np.array([self.coded.rank[self.coded.span == span].min() for span in range(counts.shape[1])])
            best = np.argmin(np.where(counts > 0, ranks, 100), axis=1)
        else:
            best = np.argmax(counts, axis=1)
        return (self.coded.span == best[:, None]) | (self.coded.span == -1)

    @cached_property
    def minority(self) -> np.ndarray:
        """[periods] share of usable answers that are on another range than the commonest; 0 without answers."""
        if self.coded.span is None or self.coded.span.max(initial=-1) < 1:
            return np.zeros(self.members.periods)
        counts = self.by_span
        whole = counts.sum(axis=1)
        return np.where(whole > 0, 1 - counts.max(axis=1) / np.maximum(whole, 1), 0.0)

    def per_group(self, by_period: np.ndarray) -> np.ndarray:
        """Values per period repeated for its segments."""
        return np.repeat(by_period, self.segments, axis=0)

    def parts(self, table: np.ndarray, size: int, aside: int) -> np.ndarray:
        """[groups, size] rows per part; `table` [C] is each code's part, `aside` that of codes not usable."""
        if self.tabled:
            return self._parts_of_counts(table, size, aside)
        key = self.group * size + table[self.codes]
        return np.bincount(key, minlength=self.groups * size).reshape(self.groups, size)

    def _parts_of_counts(self, table: np.ndarray, size: int, aside: int) -> np.ndarray:
        hot = (table[:, None] == np.arange(size)).astype(np.float64)
        if self.usable is None:
            return np.rint(self.counts @ hot).astype(np.int64)
        mine = self.per_group(self.usable | (self.coded.state != State.OK))
        found = (self.counts * mine) @ hot
        found[:, aside] += (self.counts * ~mine).sum(axis=1)
        return np.rint(found).astype(np.int64)

    def total(self, table: np.ndarray, squared: bool = False) -> np.ndarray:
        """[groups] sum over members of weight (or its square) times `table` [C]; unusable codes count nothing."""
        if self.tabled:
            counts = self.weighted_squares if squared else self.weighted
            if self.usable is not None:
                counts = counts * self.per_group(self.usable)
            return counts @ table
        weight = 1.0 if self.weights is None else self.weights**2 if squared else self.weights
        return np.bincount(self.group, table[self.codes] * weight, minlength=self.groups)

    def moments(self, table: np.ndarray) -> Moments:
        """n, mean and sd per group of the values in `table` [C], NaN where a code has none; unweighted."""
        if self.tabled:
            has = ~np.isnan(table)
            counts = self.counts if self.usable is None else self.counts * self.per_group(self.usable)
            return moments_of_counts(counts[:, has], table[has])
        return moments(table[self.codes], self.group, self.groups)

    @cached_property
    def dropped(self) -> np.ndarray:
        """[groups] rows displaced by another of the same customer."""
        return np.bincount(self.group_of_dropped, minlength=self.groups)

    @cached_property
    def group_of_dropped(self) -> np.ndarray:
        period = np.repeat(np.arange(self.members.periods), np.diff(self.members.dropped_offsets))
        if self.split is None or self.split.groups is None:
            return period * self.segments + (self.segments - 1 if self.split else 0)
        return period * self.segments + self.split.groups.codes[self.members.dropped]

    @cached_property
    def customer(self) -> np.ndarray:
        """Customer code of each member, -1 unknown."""
        return self.members.rows.customer[self.positions]


def fused(rows: object, groups: Groups, coded: Coded) -> np.ndarray:
    """One code per row for segment and answer together, remembered with the rows."""
    kind = smallest(groups.size * coded.size)
    key = ("fused", id(groups.codes), id(coded.codes), coded.size)

    def make() -> tuple[np.ndarray, Groups, Coded]:
        return groups.codes.astype(kind) * kind(coded.size) + coded.codes.astype(kind), groups, coded

    return rows.once(key, make)[0]  # type: ignore[attr-defined]


def _repeated(members: Members, row: np.ndarray, group: np.ndarray) -> tuple[Members, np.ndarray]:
    """Members once per segment they are in."""
    starts = np.searchsorted(row, members.positions)
    sizes = np.searchsorted(row, members.positions, side="right") - starts
    ends = np.concatenate([[0], np.cumsum(sizes)])
    pair = np.repeat(starts - ends[:-1], sizes) + np.arange(ends[-1])
    at = members.positions.repeat(sizes)
    return Members(members.rows, at, ends[members.offsets], members.dropped, members.dropped_offsets), group[pair]
