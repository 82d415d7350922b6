"""Which members are one customer's, worked out once for all metrics that count the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cxdesk.metrics.counter import Counter
from cxdesk.metrics.estimators.term import Influence
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, cluster_sizes, error_of_lines


@dataclass(frozen=True, eq=False)
class Lines:
    """Members in an order in which those of one customer and group stand together: one line each.

    `cell` [members] is each one's place in a [groups, codes] table, `weights` its weight (None: all 1), `first` where
    each line begins, `group` [lines] the group (or comparison) that the line belongs to.
    """

    cell: np.ndarray
    weights: np.ndarray | None
    first: np.ndarray
    group: np.ndarray
    sizes: ClusterError
    memo: dict[bytes, bool] = field(default_factory=dict)

    @staticmethod
    def of(tally: Tally, members: np.ndarray, group: np.ndarray, groups: int) -> Lines:
        """`members` are places among the tally's; `group` [members] may be any grouping, -1 is left out."""
        inside = np.flatnonzero(group >= 0)
        members, group = members.take(inside), group.take(inside)
        customer = tally.customer.take(members)
        key = _narrow(_alone(customer) * groups + group)
        order = np.argsort(key)
        key = key.take(order)
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
        of_line = (key.take(first) % groups).astype(np.int64)
        chosen = members.take(order)
        weights = None if tally.weights is None else tally.weights.take(chosen)
        rows = np.diff(first, append=len(key))
        return Lines(tally.counter.cell.take(chosen), weights, first, of_line, cluster_sizes(of_line, rows, groups))

    def error(self, influence: Influence) -> ClusterError:
        """Cluster-robust error of every group."""
        pull = influence.take(self.cell)
        if self.weights is not None:
            pull = pull * self.weights
        sums = np.add.reduceat(pull, self.first) if len(self.first) else pull
        return error_of_lines(self.group, sums, self.sizes)

    def both_sides(self, b: np.ndarray, tally: Tally) -> bool:
        """Whether some line has members both in groups `b` and in others: a customer on both sides of a comparison."""
        key = b.tobytes()
        if key not in self.memo:
            after = np.isin(np.arange(tally.groups), b).take(self.cell // tally.coded.size)
            some = np.add.reduceat(after, self.first, dtype=np.int64) if len(self.first) else np.zeros(0, np.int64)
            self.memo[key] = bool(((some > 0) & (some < np.diff(self.first, append=len(self.cell)))).any())
        return self.memo[key]


def _alone(customer: np.ndarray) -> np.ndarray:
    """Customers as numbers; each unknown one is another."""
    unknown = customer < 0
    who = customer.astype(np.int64)
    return np.where(unknown, int(customer.max(initial=0)) + np.cumsum(unknown), who) if unknown.any() else who


def _narrow(key: np.ndarray) -> np.ndarray:
    """Narrow keys sort faster."""
    return key.astype(np.uint32) if int(key.max(initial=0)) < 2**32 else key


def lines_by_group(tally: Tally, counted: np.ndarray) -> Lines:
    """Lines of the members whose code is `counted` [C] (and usable in their period)."""
    return _remembered(tally, ("groups",), counted, np.arange(tally.groups), tally.groups)


def lines_by_comparison(tally: Tally, counted: np.ndarray, a: np.ndarray, b: np.ndarray) -> Lines | None:
    """Lines of the members in comparisons of groups `a` with groups `b`; None where one group is in several."""
    if len(np.unique(np.concatenate([a, b]))) < len(a) + len(b):
        return None
    comparison = np.full(tally.groups, -1, np.int64)
    comparison[a] = comparison[b] = np.arange(len(a))
    return _remembered(tally, ("comparisons", a.tobytes(), b.tobytes()), counted, comparison, len(a))


def _remembered(tally: Tally, key: tuple[object, ...], counted: np.ndarray, line_of: np.ndarray, groups: int) -> Lines:
    """`line_of` [groups of the tally] says to which of `groups` lines a group belongs."""
    counter: Counter = tally.counter
    usable = b"" if tally.usable is None else tally.usable.tobytes()
    key = (*key, counted.tobytes(), usable)
    if key not in counter.memo:
        kept = counted.take(tally.codes)
        if tally.usable is not None:
            kept = kept & tally.usable[tally.period, tally.codes]
        members = np.flatnonzero(kept)
        counter.memo[key] = Lines.of(tally, members, line_of.take(tally.group.take(members)), groups)
    return counter.memo[key]
