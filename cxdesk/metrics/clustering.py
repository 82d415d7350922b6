"""Which members are one customer's, worked out once for all metrics that count the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxdesk.metrics.estimators.term import Influence
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, cluster_sizes, error_of_lines


@dataclass(frozen=True, eq=False)
class Lines:
    """Members in an order in which those of one customer and group stand together: one line each.

    `cell` [members] is each one's place in a [groups, codes] table, `weights` its weight (None: all 1), `first` where
    each line begins; `group`, `rows` and `who` [lines] are the line's group, its members and its customer. A customer's
    lines stand together, and of these those of one segment.
    """

    cell: np.ndarray
    weights: np.ndarray | None
    first: np.ndarray
    group: np.ndarray
    rows: np.ndarray
    who: np.ndarray
    sizes: ClusterError
    memo: dict[Any, Any] = field(default_factory=dict)

    @staticmethod
    def of(tally: Tally, members: np.ndarray) -> Lines:
        """`members` are places among the tally's."""
        groups, segments = tally.groups, tally.segments
        turned = np.arange(groups).reshape(-1, segments).T.ravel()  # groups by segment, then by period
        place = np.empty(groups, np.int64)
        place[turned] = np.arange(groups)
        key = _narrow(_alone(tally.customer.take(members)) * groups + place.take(tally.group.take(members)))
        order = np.argsort(key)
        key = key.take(order)
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
        who, at = np.divmod(key.take(first), groups)
        chosen, group = members.take(order), turned.take(at)
        weights = None if tally.weights is None else tally.weights.take(chosen)
        rows = np.diff(first, append=len(key))
        sizes = cluster_sizes(group, rows, groups)
        return Lines(tally.counter.cell.take(chosen), weights, first, group, rows, who, sizes)

    def pull(self, influence: Influence) -> np.ndarray:
        """[lines] how much each customer pulls a group's value; remembered, as comparisons ask for it again."""
        known = self.memo.get(id(influence))
        if known is None:
            pull = influence.take(self.cell)
            if self.weights is not None:
                pull = pull * self.weights
            sums = np.add.reduceat(pull, self.first) if len(self.first) else pull
            known = self.memo[id(influence)] = sums, influence
        found: np.ndarray = known[0]
        return found

    def error(self, influence: Influence) -> ClusterError:
        """Cluster-robust error of every group."""
        return error_of_lines(self.group, self.pull(influence), self.sizes)


@dataclass(frozen=True, eq=False)
class Sides:
    """The lines of customers by comparison: `lines` of a customer in both sides of one are one line of it.

    `kept` are the lines that are in any comparison, `first` where each comparison's line begins among them and
    `comparison` which one that is; `both` says whether some customer is on both sides.
    """

    lines: Lines
    kept: np.ndarray
    first: np.ndarray
    comparison: np.ndarray
    sizes: ClusterError
    both: bool

    @staticmethod
    def of(lines: Lines, comparison: np.ndarray, after: np.ndarray, comparisons: int) -> Sides:
        """`comparison` and `after` [groups] say in which comparison (-1: none) and on which side a group is."""
        of_line = comparison.take(lines.group)
        kept = np.flatnonzero(of_line >= 0)
        of_line = of_line.take(kept)
        key = lines.who.take(kept).astype(np.int64) * comparisons + of_line
        if (key[1:] < key[:-1]).any():
            order = np.argsort(key, kind="stable")
            kept, of_line, key = kept.take(order), of_line.take(order), key.take(order)
        if not len(key):
            return Sides(lines, kept, kept, of_line, cluster_sizes(of_line, kept, comparisons), False)
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        some = np.add.reduceat(after.take(lines.group.take(kept)), first, dtype=np.int64)
        both = bool(((some > 0) & (some < np.diff(first, append=len(key)))).any())
        rows = np.add.reduceat(lines.rows.take(kept), first)
        of_line = of_line.take(first)
        return Sides(lines, kept, first, of_line, cluster_sizes(of_line, rows, comparisons), both)

    def error(self, influence: Influence, sign: np.ndarray) -> ClusterError:
        """Cluster-robust error of every comparison's difference, the pull of each group taken times `sign` [groups]."""
        pull = self.lines.pull(influence).take(self.kept) * sign.take(self.lines.group.take(self.kept))
        sums = np.add.reduceat(pull, self.first) if len(self.first) else pull
        return error_of_lines(self.comparison, sums, self.sizes)


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
    memo = tally.counter.memo
    usable = b"" if tally.usable is None else tally.usable.tobytes()
    key = ("lines", counted.tobytes(), usable)
    if key not in memo:
        kept = counted.take(tally.codes)
        if tally.usable is not None:
            kept = kept & tally.usable[tally.period, tally.codes]
        memo[key] = Lines.of(tally, np.flatnonzero(kept))
    found: Lines = memo[key]
    return found


def lines_by_comparison(tally: Tally, counted: np.ndarray, a: np.ndarray, b: np.ndarray) -> Sides | None:
    """Lines of the members in comparisons of groups `a` with groups `b`; None where one group is in several."""
    if len(np.unique(np.concatenate([a, b]))) < len(a) + len(b):
        return None
    lines, key = lines_by_group(tally, counted), ("sides", a.tobytes(), b.tobytes())
    if key not in lines.memo:
        comparison, after = np.full(tally.groups, -1, np.int64), np.zeros(tally.groups, bool)
        comparison[a] = comparison[b] = np.arange(len(a))
        after[b] = True
        lines.memo[key] = Sides.of(lines, comparison, after, len(a))
    found: Sides = lines.memo[key]
    return found
