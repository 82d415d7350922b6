"""How much each customer pulls a number that is made of several, whatever kinds its inputs count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.derived import Extended
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.term import Influence, Term
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, cluster_error, compared_error


@dataclass(frozen=True, eq=False)
class Pulls:
    """What all inputs together pull, by set of members.

    `apart` [groups] is the variance of inputs that cannot say what their rows pull; they count as independent.
    """

    sets: tuple[Pulled, ...]
    groups: int
    apart: np.ndarray

    @staticmethod
    def of(inputs: Mapping[str, tuple[Estimate, np.ndarray]]) -> Pulls:
        """`inputs`: estimates, each with the slope [groups] of the whole by it."""
        groups = next(iter(inputs.values()))[0].groups
        apart = np.zeros(groups)
        sets: dict[object, Pulled] = {}
        for one, slope in _flat(inputs.values()):
            sides = _sides(one, slope)
            if sides is None:
                apart += np.nan_to_num(slope * one.sums.se) ** 2
            for tally, term, pull in sides or ():
                key = _same_members(tally)
                sets[key] = sets[key].and_also(tally, term, pull) if key in sets else Pulled.by(tally, term, pull)
        return Pulls(tuple(sets.values()), groups, apart)

    @cached_property
    def rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Per member that any input counts: how much it is pulled, its group, its customer in codes that all inputs
        share (-1 unknown).
        """
        if not self.sets:
            return np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64)
        whose = _customers([one.tally for one in self.sets])
        found = [one.counted(who) for one, who in zip(self.sets, whose, strict=True)]
        pull, group, customer = found[0] if len(found) == 1 else (np.concatenate(x) for x in zip(*found, strict=True))
        return pull, group, customer

    @cached_property
    def _error(self) -> ClusterError:
        if len(self.sets) == 1 and _once_each(self.sets[0].tally):
            return self.sets[0].error()
        return cluster_error(*self.rows, self.groups)

    @property
    def se(self) -> np.ndarray:
        """[groups] cluster-robust error."""
        if not self.sets:
            return np.where(self.apart > 0, np.sqrt(self.apart), np.nan)
        return np.sqrt(np.where(np.isnan(self._error.se), 0.0, self._error.se) ** 2 + self.apart) + np.where(
            np.isnan(self._error.se) & (self.apart == 0), np.nan, 0.0
        )

    @property
    def clusters(self) -> np.ndarray:
        """[groups] customers."""
        some = self.sets and self._error.clusters.any()
        return np.maximum(self._error.clusters, 2) if some else np.full(self.groups, np.inf)


@dataclass(frozen=True, eq=False)
class Pulled:
    """Members that several inputs share: how much all these inputs pull each, and who is `kept` (None: everybody)
    because one of them counts him; the others are no evidence.
    """

    tally: Tally
    pull: np.ndarray
    kept: np.ndarray | None

    @staticmethod
    def by(tally: Tally, term: Term, pull: np.ndarray) -> Pulled:
        return Pulled(tally, pull, _counted(tally, term))

    def and_also(self, tally: Tally, term: Term, pull: np.ndarray) -> Pulled:
        """With another input of the same members."""
        more = _counted(tally, term)
        np.add(self.pull, pull, out=self.pull)
        return Pulled(self.tally, self.pull, None if self.kept is None or more is None else self.kept | more)

    def error(self) -> ClusterError:
        """Where nobody has two rows in a group."""
        counter = self.tally.counter
        n = counter.sums(np.ones(len(self.pull), bool) if self.kept is None else self.kept)
        with np.errstate(all="ignore"):
            se = np.where(n >= 2, np.sqrt(n / (n - 1) * counter.sums(self.pull * self.pull)), np.nan)
        return ClusterError(se, n, n, n)

    def counted(self, customer: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pull, group and customer of those who are kept; `customer` [members]."""
        columns = self.pull, self.tally.group, customer
        if self.kept is None:
            return columns
        at = np.flatnonzero(self.kept)
        return columns[0].take(at), columns[1].take(at), columns[2].take(at)


def _counted(tally: Tally, term: Term) -> np.ndarray | None:
    """[members] whether the term counts them; None where it counts all."""
    return None if term.counts_code.all() else tally.counter.of_members(term.counts_code)


def _same_members(tally: Tally) -> object:
    """Equal for tallies of the same members in the same groups."""
    split = tally.split
    return id(tally.members), None if split is None else id(split.multi or (split.groups and split.groups.codes))


def _once_each(tally: Tally) -> bool:
    """Whether the rows were made for the periods, one for each customer: they then stand in that order."""
    rows, split = tally.members.rows, tally.split
    if rows.bounds is None or not rows.has("customer") or (split is not None and split.multi is not None):
        return False
    return rows.once("once each", lambda: _rising(rows.days, rows.customer))


def _rising(days: np.ndarray, customer: np.ndarray) -> bool:
    """Whether days never fall, and known customers rise within each."""
    later, same = days[1:] > days[:-1], days[1:] == days[:-1]
    return bool((later | (same & (customer[1:] > customer[:-1]))).all() and (customer >= 0).all())


def _flat(inputs: Iterable[tuple[Estimate, np.ndarray]]) -> Iterator[tuple[Estimate, np.ndarray]]:
    """Inputs that are made of others themselves, in the place of those the others, with the slope through both."""
    for one, slope in inputs:
        made: Mapping[str, Estimate] | None = getattr(one, "inputs", None)
        if made is None:
            yield one, slope
        else:
            slopes: Mapping[str, np.ndarray] = one.slopes  # type: ignore[attr-defined]
            yield from _flat((inner, slope * slopes[name]) for name, inner in made.items())


def error_of(pulls: Pulls, a: np.ndarray, b: np.ndarray) -> ClusterError:
    """Error of group b less group a per comparison; who is on both sides counts once."""
    error = compared_error(*pulls.rows, a, b).error
    return error._replace(se=np.sqrt(error.se**2 + pulls.apart[a] + pulls.apart[b]))


def _sides(one: Estimate, slope: np.ndarray) -> list[tuple[Tally, Term, np.ndarray]] | None:
    """What an input counts by, and how much it pulls each member; None where it cannot say."""
    if isinstance(one, RatioEstimate):
        return _of_ratio(one, slope)
    influence = one.term.influence(one.tally, one.sums)
    if influence is None:
        return None
    tally = one.tally
    with np.errstate(all="ignore"):
        pull = Influence(influence.adds, _known(influence.mean), _known(influence.scale * slope)).of_members(tally)
    if tally.weights is not None:
        pull = pull * tally.weights
    kept = _counted(tally, one.term)
    return [(tally, one.term, _known(pull if kept is None else np.where(kept, pull, 0.0)))]


def _of_ratio(one: RatioEstimate, slope: np.ndarray) -> list[tuple[Tally, Term, np.ndarray]]:
    ratio, bottom = one.ratio, one.bottom
    assert ratio is not None
    assert bottom is not None
    base = ratio.bottom.reading(bottom.tally).value
    with np.errstate(all="ignore"):
        above, below = _known(slope * ratio.per / base), _known(-slope * one.reading.value / base)
    sides = ((one.tally, ratio.top, above), (bottom.tally, ratio.bottom, below))
    found: list[tuple[Tally, Term, np.ndarray]] = []
    for tally, term, by_group in sides:
        if not term.known:
            pull = tally.counter.of_groups(by_group)
            pull *= _known(term.added(tally)) if term.per_day else term.added(tally)
            found.append((tally, term, pull))
    return found


def _known(values: np.ndarray) -> np.ndarray:
    """The same with 0 where a number is unknown."""
    return values if np.isfinite(values).all() else np.where(np.isfinite(values), values, 0.0)


def _customers(tallies: Sequence[Tally]) -> list[np.ndarray]:
    """Per set of members the customer of each, in codes that are the same for all sets; -1 unknown."""
    rows: list[Rows] = [one.members.rows for one in tallies]
    lists = [one.col("customer").labels if one.has("customer") else () for one in rows]
    tables = _tables(lists, rows[0].frame) if any(one is not lists[0] for one in lists) else None
    found = []
    for i, tally in enumerate(tallies):
        if not rows[i].has("customer"):
            found.append(np.full(len(tally.group), -1, np.int64))
        else:
            found.append(tally.customer if tables is None else tables[i].take(tally.customer))
    return found


def _tables(lists: Sequence[Sequence[str]], frame: Frame) -> list[np.ndarray]:
    """Of each list of names one number per name, the same in all lists, and -1 for code -1; remembered."""
    while isinstance(frame, Extended):
        frame = frame.base
    key = ("names", *(id(one) for one in lists))
    found = frame.memo.get(key)
    if found is None:
        codes: dict[str, int] = {}
        made = [np.array([*(codes.setdefault(name, len(codes)) for name in one), -1], np.int64) for one in lists]
        found = frame.memo[key] = (made, lists)
    return found[0]
