"""What a metric reads off the counts: which scales count where, parts, sums and moments per group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cxdesk.frame.codes import Coded, State
from cxdesk.frame.members import Members
from cxdesk.metrics.counter import Counter, Split
from cxdesk.stats.moments import Moments, moments_of_counts, moments_of_runs

TABLED = 1024  # up to so many codes are counted by group; beyond, rows are summed directly


class Policy:
    """What to do where one period holds answers on several scales."""

    POOL = "pool"  # each answer is judged on its own scale
    BEST = "best"  # only the scale that suits the rule best; the others are set aside
    SINGLE = "single"  # one scale only; a small minority is set aside, otherwise the value is refused


MINORITY = 0.2  # below this share of other scales a period is kept, with a warning


@dataclass(frozen=True, eq=False)
class Tally:
    """A counter with the meaning of its codes. `usable` [periods, C] says which codes count in which period (None:
    all); a code that does not has its rows in the exclusion other_scale.
    """

    counter: Counter
    coded: Coded
    policy: str = Policy.POOL

    @property
    def members(self) -> Members:
        return self.counter.members

    @property
    def split(self) -> Split | None:
        return self.counter.split

    @property
    def segments(self) -> int:
        return self.counter.segments

    @property
    def groups(self) -> int:
        return self.counter.groups

    @property
    def tabled(self) -> bool:
        return self.coded.size <= TABLED

    @property
    def codes(self) -> np.ndarray:
        """The code of each member."""
        return self.counter.codes

    @property
    def group(self) -> np.ndarray:
        """The group of each member."""
        return self.counter.group

    @property
    def positions(self) -> np.ndarray:
        """Row position of each member."""
        return self.counter.expanded[0].positions

    @property
    def period(self) -> np.ndarray:
        """The period of each member."""
        return self.counter.expanded[0].period

    @property
    def weights(self) -> np.ndarray | None:
        """The weight of each member; None where all weigh 1."""
        return self.counter.weights

    @property
    def customer(self) -> np.ndarray:
        """Customer code of each member, -1 unknown."""
        return self.counter.customer

    @property
    def counts(self) -> np.ndarray:
        """[groups, C] how often each code occurs."""
        return self.counter.counts

    def unsplit(self) -> Tally:
        """The same without segments."""
        counter = self.counter
        members = counter.members.overall or counter.members
        whole = Counter(members, counter.row_codes, counter.size, None, counter.weight)
        return replace(self, counter=whole)

    @cached_property
    def usable(self) -> np.ndarray | None:
        """[periods, C] bool: codes of scales that count in a period; None where all do."""
        if self.policy == Policy.POOL or self.coded.span is None:
            return None
        if self.coded.span.max(initial=-1) < 1:
            return None
        return self._chosen()

    @cached_property
    def by_span(self) -> np.ndarray:
        """[periods, spans] usable answers per range of scale (of `span` codes 0, 1, …)."""
        span = self.coded.span
        assert span is not None
        table = (span[:, None] == np.arange(span.max(initial=-1) + 1)) & (self.coded.state == State.OK)[:, None]
        return self.counts.reshape(self.members.periods, self.segments, -1).sum(axis=1) @ table

    def _chosen(self) -> np.ndarray:
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
        return self.counter.once("parts", table, lambda: self._parts_of_members(table, size))

    def _parts_of_members(self, table: np.ndarray, size: int) -> np.ndarray:
        place = self.counter.of_members(table)
        if self.split is None:
            return self.members.count_taken(place, size)
        return np.bincount(self.group * size + place, minlength=self.groups * size).reshape(self.groups, size)

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
            counts = self.counter.weighted_squares if squared else self.counter.weighted
            if self.usable is not None:
                counts = counts * self.per_group(self.usable)
            return counts @ table

        def of_members() -> np.ndarray:
            adds = self.counter.of_members(table)
            if self.weights is not None:
                adds = adds * (self.weights**2 if squared else self.weights)
            return self.counter.sums(adds)

        return self.counter.once("squared weights" if squared else "weights", table, of_members)

    def moments(self, table: np.ndarray, base: np.ndarray) -> Moments:
        """n, mean and sd per group of the values in `table` [C], of codes in `base` [C] bool; unweighted."""
        if self.tabled:
            counts = self.counts if self.usable is None else self.counts * self.per_group(self.usable)
            return moments_of_counts(counts[:, base], table[base])
        values, there = self.counter.of_members(table), self.counter.of_members(base)
        return moments_of_runs(values, there, self.counter.sums, self.counter.of_groups)

    @property
    def dropped(self) -> np.ndarray:
        """[groups] rows displaced by another of the same customer."""
        return self.counter.dropped

    @property
    def group_of_dropped(self) -> np.ndarray:
        """The group of each displaced row."""
        return self.counter.group_of_dropped
