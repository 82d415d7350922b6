"""Which members are one customer's, worked out once for all metrics that count the same rows.

Groups are put in places, segment after segment and in each period after period, so that what a customer said in two
periods of one segment stands side by side. Customer, place and code are packed into one whole number per member; where
that is sorted nothing else has to be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from cxdesk.metrics.estimators.term import Influence
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError
from cxdesk.stats.weights import kish

_WIDEST = 63  # bits of a packed number
_TABLED = 1 << 20  # cells of a table that is looked up in rather than computed for each member


class Bits(NamedTuple):
    """How many bits of a packed number tell the code, and how many above these the place."""

    code: int
    place: int


@dataclass(frozen=True, eq=False)
class Lines:
    """Members in an order in which those of one customer and group stand together: one line each.

    `spot` [members] packs each one's place and code, `weights` its weight (None: all 1), `first` is where each line
    begins; `place` and `who` [lines] are the line's place and its customer. A customer's lines stand together, in the
    order of their places.
    """

    tally: Tally
    bits: Bits
    spot: np.ndarray
    weights: np.ndarray | None
    first: np.ndarray
    place: np.ndarray
    who: np.ndarray
    memo: dict[Any, Any] = field(default_factory=dict)

    @staticmethod
    def of(tally: Tally, kept: np.ndarray | None) -> Lines:
        """`kept` [members] says which members count; None: all."""
        bits = Bits(_bits(tally.coded.size), _bits(tally.groups))
        who = _alone(tally.customer)
        widest = _bits(int(who.max(initial=0)) + 1) + bits.code + bits.place
        key, order = _sorted(_packed(tally, who, bits, widest), kept, tally.weights is not None)
        line = key >> bits.code
        first = np.flatnonzero(_begins(line))
        spot = (key & ((1 << (bits.code + bits.place)) - 1)).astype(np.intp)
        line = line.take(first)
        place = (line & ((1 << bits.place) - 1)).astype(np.intp)
        weights = None if tally.weights is None else tally.weights.take(order)
        return Lines(tally, bits, spot, weights, first, place, line >> bits.place)

    @cached_property
    def sizes(self) -> ClusterError:
        """Customers, rows and Kish's size of every group; the error is still unknown (NaN)."""
        groups, rows = self.tally.groups, np.diff(self.first, append=len(self.spot))
        several = np.flatnonzero(rows > 1)  # the lines of one row are merely counted
        place, rows = self.place.take(several), rows.take(several)
        clusters = np.bincount(self.place, minlength=groups).astype(np.float64)
        whole, squares = (clusters + np.bincount(place, more, groups) for more in (rows - 1, rows * rows - 1))
        columns = (np.full(groups, np.nan), clusters, whole, kish(whole, squares))
        return ClusterError(*(_by_group(self.tally, column) for column in columns))

    def pull(self, influence: Influence) -> np.ndarray:
        """[lines] how much each customer pulls a group's value; remembered, as comparisons ask for it again."""
        known = self.memo.get(id(influence))
        if known is None:
            pull = self._of_members(influence)
            if self.weights is not None:
                pull = pull * self.weights
            sums = np.add.reduceat(pull, self.first) if len(self.first) < len(pull) else pull
            known = self.memo[id(influence)] = sums, influence
        found: np.ndarray = known[0]
        return found

    def _of_members(self, influence: Influence) -> np.ndarray:
        """[members] the pull of each, of weight 1."""
        groups, codes = influence.mean.size, influence.adds.size
        if groups << self.bits.code <= _TABLED:
            table = np.zeros((groups, 1 << self.bits.code))
            order = _by_place(self.tally, np.arange(groups))
            table[:, :codes] = (influence.adds - influence.mean[order, None]) * influence.scale[order, None]
            return table.ravel().take(self.spot)
        group = _by_place(self.tally, np.arange(groups)).take(self.spot >> self.bits.code)
        code = self.spot & ((1 << self.bits.code) - 1)
        return (influence.adds.take(code) - influence.mean.take(group)) * influence.scale.take(group)

    def error(self, influence: Influence) -> ClusterError:
        """Cluster-robust error of every group."""
        pull = self.pull(influence)
        squares = _by_group(self.tally, np.bincount(self.place, pull * pull, self.tally.groups))
        return self.sizes._replace(se=_error(squares, self.sizes.clusters))


@dataclass(frozen=True, eq=False)
class Sides:
    """The lines of customers by comparison: `before` and `after` are the lines of those who are on both sides, of the
    comparison `paired`; `single` are the lines of all others, of the comparison `alone`.
    """

    lines: Lines
    before: np.ndarray
    after: np.ndarray
    paired: np.ndarray
    single: np.ndarray
    alone: np.ndarray
    comparisons: int

    @staticmethod
    def of(lines: Lines, a: np.ndarray, b: np.ndarray) -> Sides:
        """Groups `b` against groups `a`, no group in several of the comparisons."""
        tally, comparison = lines.tally, np.full(lines.tally.groups, -1, np.intp)
        comparison[a] = comparison[b] = np.arange(len(a))
        later = np.zeros(tally.groups, bool)
        later[b] = True
        by_place = _by_place(tally, comparison)
        who, of_line, at = lines.who, by_place.take(lines.place), None
        if not _side_by_side(by_place):
            at = np.lexsort((of_line, who))
            at = at[of_line.take(at) >= 0]
        elif by_place.min() < 0:
            at = np.flatnonzero(of_line >= 0)
        if at is not None:  # lines of what is compared, in the order of customer and comparison
            who, of_line = who.take(at), of_line.take(at)
        single = np.ones(len(who), bool)
        pair = np.flatnonzero((who[1:] == who[:-1]) & (of_line[1:] == of_line[:-1]))
        single[pair] = single[pair + 1] = False
        alone = np.flatnonzero(single)
        one, other, own = (places if at is None else at.take(places) for places in (pair, pair + 1, alone))
        turned = _by_place(tally, later).take(lines.place.take(one))
        before, after = np.where(turned, other, one), np.where(turned, one, other)
        return Sides(lines, before, after, of_line.take(pair), own, of_line.take(alone), len(a))

    @property
    def both(self) -> bool:
        """Whether any customer is on both sides of a comparison."""
        return len(self.paired) > 0

    @cached_property
    def clusters(self) -> np.ndarray:
        """[comparisons] customers in either side."""
        n = self.comparisons
        return np.bincount(self.paired, minlength=n) + np.bincount(self.alone, minlength=n).astype(np.float64)

    def error(self, influence: Influence) -> np.ndarray:
        """[comparisons] cluster-robust error of each difference: what a customer pulls both sides is taken together."""
        pull = self.lines.pull(influence)
        moved, own = pull.take(self.after) - pull.take(self.before), pull.take(self.single)
        squares = np.bincount(self.paired, moved * moved, self.comparisons)
        return _error(squares + np.bincount(self.alone, own * own, self.comparisons), self.clusters)


# Places: segment after segment, in each period after period; groups: period after period


def _by_place(tally: Tally, of_group: np.ndarray) -> np.ndarray:
    return of_group.reshape(-1, tally.segments).T.ravel()


def _by_group(tally: Tally, of_place: np.ndarray) -> np.ndarray:
    return of_place.reshape(tally.segments, -1).T.ravel()


def _side_by_side(comparison: np.ndarray) -> bool:
    """Whether both places of each comparison stand side by side among those that are compared at all."""
    compared = comparison[comparison >= 0]
    return bool((compared[::2] == compared[1::2]).all())


# Packing


def _bits(n: int) -> int:
    """Bits in which n different numbers from 0 on can be told apart."""
    return max(n - 1, 0).bit_length()


def _packed(tally: Tally, who: np.ndarray, bits: Bits, widest: int) -> np.ndarray:
    """[members] customer, place and code of each in one number; narrow ones sort faster."""
    if widest > _WIDEST:
        names, place = np.unique(who, return_inverse=True)
        who, widest = place, _bits(len(names)) + bits.code + bits.place
    kind: Any = np.uint32 if widest <= 32 else np.uint64
    members, segment = tally.counter.expanded
    key: Any = who.astype(kind)
    key <<= kind(bits.place)
    key += members.spread(np.arange(members.periods, dtype=kind))
    if segment is not None:
        key += segment.astype(kind) * kind(members.periods)
    key <<= kind(bits.code)
    key += tally.codes.astype(kind, copy=False)
    packed: np.ndarray = key
    return packed


def _sorted(key: np.ndarray, kept: np.ndarray | None, ordered: bool) -> tuple[np.ndarray, np.ndarray]:
    """Those that are kept, sorted; where it is of use also which members they are."""
    if not ordered:
        return np.sort(key if kept is None else key[kept]), np.zeros(0, np.intp)
    at = np.arange(len(key)) if kept is None else np.flatnonzero(kept)
    order = at.take(np.argsort(key.take(at)))
    return key.take(order), order


def _begins(key: np.ndarray) -> np.ndarray:
    """Where another number begins than the one before."""
    found = np.ones(len(key), bool)
    np.not_equal(key[1:], key[:-1], out=found[1:])
    return found


def _alone(customer: np.ndarray) -> np.ndarray:
    """Customers as numbers; each unknown one is another."""
    unknown = customer < 0
    if not unknown.any():
        return customer
    return np.where(unknown, int(customer.max(initial=0)) + np.cumsum(unknown), customer.astype(np.int64))


def _error(squares: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """G / (G - 1) times the sum of squared pulls, as an error; NaN below two customers."""
    with np.errstate(all="ignore"):
        return np.sqrt(np.where(clusters >= 2, clusters / (clusters - 1) * squares, np.nan))


def lines_by_group(tally: Tally, counted: np.ndarray) -> Lines:
    """Lines of the members whose code is `counted` [C] (and usable in their period)."""
    memo = tally.counter.memo
    usable = b"" if tally.usable is None else tally.usable.tobytes()
    key = ("lines", counted.tobytes(), usable)
    if key not in memo:
        memo[key] = Lines.of(tally, _kept(tally, counted))
    found: Lines = memo[key]
    return found


def _kept(tally: Tally, counted: np.ndarray) -> np.ndarray | None:
    if tally.usable is not None:
        return counted.take(tally.codes) & tally.usable[tally.period, tally.codes]
    return None if counted.all() else counted.take(tally.codes)


def lines_by_comparison(tally: Tally, counted: np.ndarray, a: np.ndarray, b: np.ndarray) -> Sides | None:
    """Lines of the members in comparisons of groups `a` with groups `b`; None where one group is in several."""
    if len(np.unique(np.concatenate([a, b]))) < len(a) + len(b):
        return None
    lines, key = lines_by_group(tally, counted), ("sides", a.tobytes(), b.tobytes())
    if key not in lines.memo:
        lines.memo[key] = Sides.of(lines, a, b)
    found: Sides = lines.memo[key]
    return found
