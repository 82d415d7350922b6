"""One sum over another, each with its own rows (code U8 of the catalogue)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.term import Bounds, Reading, Sums
from cxdesk.metrics.estimators.total import Total
from cxdesk.metrics.tally import Tally
from cxdesk.stats.bootstrap import robust_interval
from cxdesk.stats.clusters import ClusterSums, cluster_sums
from cxdesk.stats.contribution import Contribution, contributions, known_parts
from cxdesk.stats.intervals import log_ratio_interval, normal_interval


@dataclass(frozen=True, eq=False)
class Ratio:
    """`per` x top / bottom; `positive` says that it cannot be below zero, so that its interval is one of factors.

    Both sides are Sum or Count, over rows of the same or of different kinds.
    """

    top: Total
    bottom: Total
    per: float = 1.0
    positive: bool = True
    undefined: str = "zero_base"  # why there is no value where there are rows; a code of reasons

    @property
    def rows(self) -> Rows:
        return self.top.rows

    def sums(self, top: Tally, bottom: Tally) -> Sums:
        """Value with its plain error: rows are taken as independent."""
        above, below = self.top.reading(top), self.bottom.reading(bottom)
        with np.errstate(all="ignore"):
            ratio = np.where(below.value != 0, above.value / below.value, np.nan)
            se = np.sqrt(self._variance(top, bottom, ratio)) / np.abs(below.value)
        return Sums(
            below.n, below.n, above.value, below.value, self.per * ratio, self.per * se, below.n - 1, self.per * se
        )

    def reading(self, top: Tally, bottom: Tally) -> Reading:
        """Rows of the base and value."""
        above, below = self.top.reading(top), self.bottom.reading(bottom)
        with np.errstate(all="ignore"):
            return Reading(below.n, np.where(below.value != 0, self.per * (above.value / below.value), np.nan))

    def _variance(self, top: Tally, bottom: Tally, ratio: np.ndarray) -> np.ndarray:
        """Sum over rows of (top - ratio x bottom)^2; rows of different kinds stand for themselves."""
        timed = self.top.per_day or self.bottom.per_day
        if top.counter is bottom.counter and top.tabled and top.weights is None and not timed:
            pull = self.top.adds - ratio[:, None] * self.bottom.adds
            return (pull * pull * top.counts).sum(axis=1)
        if _same_rows(top, bottom):
            pull = np.array(top.counter.of_groups(ratio))
            pull *= self.bottom.added(bottom)
            np.subtract(self.top.added(top), pull, out=pull)
            pull *= pull
            return top.counter.sums(pull)
        above, below = self.top.exposure(top), self.bottom.exposure(bottom)
        return top.total(self.top.squares) / above**2 + ratio**2 * bottom.total(self.bottom.squares) / below**2

    def interval(self, sums: Sums, level: float) -> Bounds:
        """From the error, in factors where the ratio is positive."""
        found = (log_ratio_interval if self.positive else normal_interval)(sums.value, sums.se, level)
        return Bounds(found.low, found.high)

    def table(self, top: Tally, bottom: Tally) -> ClusterSums:
        """Top and bottom summed per group and customer."""
        above, below = self.per * self.top.added(top), self.bottom.added(bottom)
        if _same_rows(top, bottom):
            return cluster_sums(np.stack([above, below], axis=1), top.group, top.customer, top.groups)
        columns = np.zeros((len(above) + len(below), 2))
        columns[: len(above), 0], columns[len(above) :, 1] = above, below
        who = np.concatenate([top.customer, _as_in(top.members.rows, bottom)])
        return cluster_sums(columns, np.concatenate([top.group, bottom.group]), who, top.groups)

    def pulls(self, sums: Sums, top: Tally, bottom: Tally) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """How much each row that a side counts pulls the ratio, its group and its customer (in the top's codes)."""
        with np.errstate(all="ignore"):
            above = self.per * self.top.added(top) / sums.denominator[top.group]
            below = -(sums.value / sums.denominator)[bottom.group] * self.bottom.added(bottom)
        counted = self.top.counts_code.take(top.codes), self.bottom.counts_code.take(bottom.codes)
        if _same_rows(top, bottom):
            kept = counted[0] | counted[1]
            found = above + below, top.group, top.customer
        else:
            kept = np.concatenate(counted)
            who = np.concatenate([top.customer, _as_in(top.members.rows, bottom)])
            found = np.concatenate([above, below]), np.concatenate([top.group, bottom.group]), who
        pull, group, customer = (column[kept] for column in found)
        return np.nan_to_num(pull, posinf=0.0, neginf=0.0), group, customer  # where nothing is below, nobody pulls

    def robust(self, sums: Sums, top: Tally, bottom: Tally, level: float) -> tuple[Sums, Bounds]:
        """Bootstrap over customers below 200 of them, the linearised cluster-robust interval from there on."""
        found = robust_interval(self.table(top, bottom), level=level, positive=self.positive)
        return sums._replace(se=found.se), Bounds(found.low, found.high)

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution:
        """Rate and mix effect with the bottom as weight."""
        tops = (known_parts(self.per * sums.numerator[side]) for side in (a, b))
        bottoms = (known_parts(sums.denominator[side]) for side in (a, b))
        (before, after), (base, later) = tops, bottoms
        return contributions(before, base, after, later)


def _same_rows(top: Tally, bottom: Tally) -> bool:
    same = top.members.rows.index is bottom.members.rows.index
    return same and np.array_equal(top.positions, bottom.positions)


def _as_in(rows: Rows, other: Tally) -> np.ndarray:
    """The other side's customers in the codes of `rows`; customers unknown there get codes of their own."""
    theirs = other.members.rows
    if not (rows.has("customer") and theirs.has("customer")):
        return np.full(len(other.positions), -1)
    ours, others = rows.col("customer").labels, theirs.col("customer").labels
    if ours is others:
        return other.customer
    known = {label: code for code, label in enumerate(ours)}
    table = np.array([*(known.get(label, len(ours) + i) for i, label in enumerate(others)), -1])
    return table[other.customer]
