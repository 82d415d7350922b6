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


class Shape(NamedTuple):
    """How many groups there are, and in how many segments each period is split."""

    groups: int
    segments: int


@dataclass(frozen=True, eq=False)
class Lines:
    """Members in an order in which those of one customer and group stand together: one line each.

    `first` [lines] packs place and code of each line's first member, `place` and `who` are the line's place and its
    customer; a customer's lines stand together, in the order of their places. Most lines have one member, and of these
    it is enough to know how many there are of each place and code. `several` are the lines that are looked at member
    by member: those of several members, and all where members have weights, or too many codes for a table. Theirs are
    `spot`, the packed place and code of each member, `weights` (None: all 1), and `starts`, where each line begins.
    """

    shape: Shape  # and not the tally, which remembers its lines: they go with it
    bits: Bits
    first: np.ndarray
    place: np.ndarray
    who: np.ndarray
    several: np.ndarray
    spot: np.ndarray
    weights: np.ndarray | None
    starts: np.ndarray
    memo: dict[Any, Any] = field(default_factory=dict)

    @staticmethod
    def of(tally: Tally, kept: np.ndarray | None) -> Lines:
        """`kept` [members] says which members count; None: all."""
        bits = Bits(_bits(tally.coded.size), _bits(tally.groups))
        shape = Shape(tally.groups, tally.segments)
        who, most = _whose(tally)
        widest = _bits(most) + bits.code + bits.place
        key, order = _sorted(_packed(tally, who, bits, widest), kept, tally.weights is not None)
        line = key >> key.dtype.type(bits.code)
        begins = np.flatnonzero(_begins(line))
        line = line.take(begins)
        place = (line & line.dtype.type((1 << bits.place) - 1)).astype(np.intp)
        spot = key & key.dtype.type((1 << (bits.code + bits.place)) - 1)
        first, who = spot.take(begins), line >> line.dtype.type(bits.place)
        weights = None if tally.weights is None else tally.weights.take(order)
        if weights is not None or tally.groups << bits.code > _TABLED:
            return Lines(shape, bits, first, place, who, np.arange(len(begins)), spot, weights, begins)
        several, members, starts = _several(begins, len(key))
        return Lines(shape, bits, first, place, who, several, spot.take(members), None, starts)

    @cached_property
    def alone(self) -> np.ndarray:
        """[places, codes] lines of a single member."""
        if len(self.several) == len(self.first):
            return np.zeros((self.shape.groups, 1))
        return self.piled(self.first) - self.piled(self.first.take(self.several))

    @cached_property
    def among(self) -> np.ndarray:
        """[lines] the place of each among `several`; -1 for those of a single member."""
        found = np.full(len(self.first), -1, np.intp)
        found[self.several] = np.arange(len(self.several))
        return found

    def piled(self, spots: np.ndarray) -> np.ndarray:
        """[places, codes] how often each place and code occurs."""
        width = 1 << self.bits.code
        return np.bincount(spots, minlength=self.shape.groups * width).reshape(-1, width)[: self.shape.groups]

    @cached_property
    def sizes(self) -> ClusterError:
        """Customers, rows and Kish's size of every group; the error is still unknown (NaN)."""
        groups, rows = self.shape.groups, np.diff(self.starts, append=len(self.spot))
        place, singles = self.place.take(self.several), self.alone.sum(axis=1)
        clusters = singles + np.bincount(place, minlength=groups)
        whole, squares = (singles + np.bincount(place, more, groups) for more in (rows, rows * rows))
        columns = (np.full(groups, np.nan), clusters.astype(np.float64), whole, kish(whole, squares))
        return ClusterError(*(_by_group(self.shape, column) for column in columns))

    def sums(self, influence: Influence) -> np.ndarray:
        """[several] how much each of these customers pulls a group's value; remembered, as comparisons ask again."""
        known = self.memo.get(id(influence))
        if known is None:
            known = self.memo[id(influence)] = self._sums(influence), influence
        found: np.ndarray = known[0]
        return found

    def _sums(self, influence: Influence) -> np.ndarray:
        if not len(self.several):
            return np.zeros(0)
        pull = self._of_members(influence, self.spot)
        if self.weights is not None:
            pull = pull * self.weights
        return np.add.reduceat(pull, self.starts) if len(self.starts) < len(pull) else pull

    def table(self, influence: Influence) -> np.ndarray:
        """[places, codes] the pull of a member of weight 1."""
        order = _by_place(self.shape, np.arange(self.shape.groups))
        table = np.zeros((self.shape.groups, 1 << self.bits.code))
        scale = influence.scale.take(order)[:, None]
        table[:, : influence.adds.size] = (influence.adds - influence.mean.take(order)[:, None]) * scale
        return table

    def _of_members(self, influence: Influence, spot: np.ndarray) -> np.ndarray:
        """The pull of members by their place and code, of weight 1."""
        if influence.mean.size << self.bits.code <= _TABLED:
            return self.table(influence).ravel().take(spot)
        group = _by_place(self.shape, np.arange(self.shape.groups)).take(spot >> spot.dtype.type(self.bits.code))
        code = spot & spot.dtype.type((1 << self.bits.code) - 1)
        return (influence.adds.take(code) - influence.mean.take(group)) * influence.scale.take(group)

    def pull(self, influence: Influence, lines: np.ndarray, among: np.ndarray) -> np.ndarray:
        """How much some lines pull; `among` [lines asked] are their places among `several`, -1 for others."""
        sums = self.sums(influence)
        if len(sums) == len(self.first):
            return sums.take(lines)
        pull = self._of_members(influence, self.first.take(lines))
        many = np.flatnonzero(among >= 0)
        pull[many] = sums.take(among.take(many))
        return pull

    def squares(self, influence: Influence, alone: np.ndarray, several: np.ndarray | None = None) -> np.ndarray:
        """[places] squared pulls, added up: of single members by place and code, and of those of `several` (places
        among them; None: all).
        """
        sums, place = self.sums(influence), self.place.take(self.several)
        if several is not None:
            sums, place = sums.take(several), place.take(several)
        found = np.bincount(place, sums * sums, self.shape.groups)
        if not alone.any():
            return found
        pull = np.where(alone > 0, self.table(influence), 0.0)
        pull *= pull
        return found + (alone * pull).sum(axis=1)

    def error(self, influence: Influence) -> ClusterError:
        """Cluster-robust error of every group."""
        squares = _by_group(self.shape, self.squares(influence, self.alone))
        return self.sizes._replace(se=_error(squares, self.sizes.clusters))


@dataclass(frozen=True, eq=False)
class Sides:
    """The lines of customers by comparison: `before` and `after` are the lines of those who are on both sides, of the
    comparison `paired`. Of all others `alone` [places, codes] counts the lines of a single member, and `rest` are the
    places of the others among `several`; `comparison` [places] is -1 where nothing is compared.
    """

    lines: Lines
    before: np.ndarray
    after: np.ndarray
    paired: np.ndarray
    alone: np.ndarray
    rest: np.ndarray
    comparison: np.ndarray
    comparisons: int

    @staticmethod
    def of(lines: Lines, a: np.ndarray, b: np.ndarray) -> Sides:
        """Groups `b` against groups `a`, no group in several of the comparisons."""
        shape, of_group = lines.shape, np.full(lines.shape.groups, -1, np.intp)
        of_group[a] = of_group[b] = np.arange(len(a))
        later = np.zeros(shape.groups, bool)
        later[b] = True
        comparison = _by_place(shape, of_group)
        one, other = _pairs(lines, comparison)
        place = lines.place.take(one)
        turned = _by_place(shape, later).take(place)
        before, after = np.where(turned, other, one), np.where(turned, one, other)
        on_both = np.concatenate([before, after])
        among = lines.among
        there = np.ones(len(lines.several), bool)
        there[among[on_both][among[on_both] >= 0]] = False
        singly = on_both[among[on_both] < 0]
        alone = lines.alone - lines.piled(lines.first.take(singly)) if len(singly) else lines.alone
        return Sides(lines, before, after, comparison.take(place), alone, np.flatnonzero(there), comparison, len(a))

    @property
    def both(self) -> bool:
        """Whether any customer is on both sides of a comparison."""
        return len(self.paired) > 0

    @cached_property
    def clusters(self) -> np.ndarray:
        """[comparisons] customers in either side."""
        places = self.lines.place.take(self.lines.several.take(self.rest))
        own = self.alone.sum(axis=1) + np.bincount(places, minlength=len(self.comparison))
        return np.bincount(self.paired, minlength=self.comparisons) + self._by_comparison(own)

    def error(self, influence: Influence) -> np.ndarray:
        """[comparisons] cluster-robust error of each difference: what a customer pulls both sides is taken together."""
        after, before = (
            self.lines.pull(influence, side, self.lines.among.take(side)) for side in (self.after, self.before)
        )
        moved = after - before
        squares = np.bincount(self.paired, moved * moved, self.comparisons)
        own = self._by_comparison(self.lines.squares(influence, self.alone, self.rest))
        return _error(squares + own, self.clusters)

    def _by_comparison(self, of_place: np.ndarray) -> np.ndarray:
        at = np.flatnonzero(self.comparison >= 0)
        return np.bincount(self.comparison.take(at), of_place.take(at), self.comparisons)


def _several(begins: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(lines of several members, these members, where each of the lines begins among them)."""
    if len(begins) == size:
        return (np.zeros(0, np.intp),) * 3
    rows = np.diff(begins, append=size)
    several = np.flatnonzero(rows > 1)
    rows = rows.take(several)
    starts = np.cumsum(rows) - rows
    return several, np.repeat(begins.take(several) - starts, rows) + np.arange(int(rows.sum())), starts


def _pairs(lines: Lines, comparison: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lines of customers who have two in one comparison, the first and the second of each."""
    who = lines.who
    if len(comparison) == 2 and comparison.min() == comparison.max() == 0:
        pair = np.flatnonzero(who[1:] == who[:-1])
        return pair, pair + 1
    of_line, at = comparison.take(lines.place), None
    if not _side_by_side(comparison):
        at = np.lexsort((of_line, who))
        at = at[of_line.take(at) >= 0]
    elif comparison.min() < 0:
        at = np.flatnonzero(of_line >= 0)
    if at is not None:  # lines of what is compared, in the order of customer and comparison
        who, of_line = who.take(at), of_line.take(at)
    pair = np.flatnonzero((who[1:] == who[:-1]) & (of_line[1:] == of_line[:-1]))
    return (pair, pair + 1) if at is None else (at.take(pair), at.take(pair + 1))


# Places: segment after segment, in each period after period; groups: period after period


def _by_place(shape: Shape, of_group: np.ndarray) -> np.ndarray:
    return of_group.reshape(-1, shape.segments).T.ravel()


def _by_group(shape: Shape, of_place: np.ndarray) -> np.ndarray:
    return of_place.reshape(shape.segments, -1).T.ravel()


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


def _whose(tally: Tally) -> tuple[np.ndarray, int]:
    """Customers as numbers, and one more than the largest; each unknown one is another."""
    rows, customer = tally.members.rows, tally.customer
    if rows.once("all known", lambda: not bool((rows.customer < 0).any())):
        return customer, rows.customers
    unknown = customer < 0
    found = np.where(unknown, rows.customers - 1 + np.cumsum(unknown), customer.astype(np.int64))
    return found, int(found.max(initial=0)) + 1


def _error(squares: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """G / (G - 1) times the sum of squared pulls, as an error; NaN below two customers."""
    with np.errstate(all="ignore"):
        return np.sqrt(np.where(clusters >= 2, clusters / (clusters - 1) * squares, np.nan))


def lines_by_group(tally: Tally, counted: np.ndarray) -> Lines:
    """Lines of the members whose code is `counted` [C] (and usable in their period)."""
    memo, key = tally.counter.memo, _key(tally, counted)
    if key not in memo:
        memo[key] = Lines.of(tally, _kept(tally, counted))
    found: Lines = memo[key]
    return found


def _key(tally: Tally, counted: np.ndarray) -> tuple[str, bytes, bytes]:
    return "lines", counted.tobytes(), b"" if tally.usable is None else tally.usable.tobytes()


def _kept(tally: Tally, counted: np.ndarray) -> np.ndarray | None:
    if tally.usable is not None:
        return counted.take(tally.codes) & tally.usable[tally.period, tally.codes]
    return None if counted.all() else counted.take(tally.codes)


def lines_by_comparison(tally: Tally, counted: np.ndarray, a: np.ndarray, b: np.ndarray) -> Sides | None:
    """Lines of the members in comparisons of groups `a` with groups `b`; None where one group is in several."""
    if len(np.unique(np.concatenate([a, b]))) < len(a) + len(b):
        return None
    memo, key = tally.counter.memo, (_key(tally, counted), a.tobytes(), b.tobytes())
    if key not in memo:
        memo[key] = Sides.of(lines_by_group(tally, counted), a, b)
    found: Sides = memo[key]
    return found
