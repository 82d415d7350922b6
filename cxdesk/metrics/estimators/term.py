"""What an estimator is: the part that every row falls into, and arithmetic on tallies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cxdesk.frame.codes import Coded, State, smallest
from cxdesk.frame.rows import Rows
from cxdesk.metrics.tally import MINORITY, Policy, Tally
from cxdesk.stats.clusters import ClusterError
from cxdesk.stats.contribution import Contribution

Floats = np.ndarray
_TABLED = 1 << 20
MISSING, INVALID, OTHER_SCALE, NOT_IN_BASE = "missing", "invalid", "other_scale", "not_in_base"


class Sums(NamedTuple):
    """Per group: rows counted, effective rows, the two numbers the value is made of, the value, standard error."""

    n: Floats
    n_eff: Floats
    numerator: Floats
    denominator: Floats
    value: Floats
    se: Floats
    df: Floats
    sd: Floats
    sides: tuple[Floats, Floats] | None = None  # net scores: rows on the plus and on the minus side


class Reading(NamedTuple):
    """Per group: rows counted, the value."""

    n: Floats
    value: Floats


class Bounds(NamedTuple):
    low: Floats
    high: Floats


class Difference(NamedTuple):
    """Per comparison: plain difference, error, statistic, p, interval, in the metric's unit; `test` is the method, or
    the method of each.
    """

    delta: Floats
    se: Floats
    statistic: Floats
    p: Floats
    low: Floats
    high: Floats
    test: str | tuple[str, ...]
    adjusted: Floats | None = None

    def tested_by(self, comparison: int) -> str:
        return self.test if isinstance(self.test, str) else self.test[comparison]

    def where(self, better: np.ndarray, other: Difference) -> Difference:
        """`other` in the comparisons for which `better` [comparisons] holds, this one in the rest."""
        if not better.any():
            return self
        tests = tuple((other if one else self).tested_by(i) for i, one in enumerate(better.tolist()))
        delta, se, statistic, p, low, high = (
            np.where(better, theirs, own) for own, theirs in zip(self[:6], other[:6], strict=True)
        )
        return Difference(delta, se, statistic, p, low, high, tests, self.adjusted)


@dataclass(frozen=True)
class Influence:
    """A member of weight 1 pulls its group's value by (adds[its code] - mean[its group]) x scale[its group]."""

    adds: Floats
    mean: Floats
    scale: Floats

    def take(self, cell: np.ndarray) -> Floats:
        """The pull of members by their place in a [groups, codes] table."""
        if self.adds.size * self.mean.size <= _TABLED:
            return ((self.adds - self.mean[:, None]) * self.scale[:, None]).ravel().take(cell)
        group, code = np.divmod(cell, self.adds.size)
        return (self.adds.take(code) - self.mean.take(group)) * self.scale.take(group)

    def of_members(self, tally: Tally) -> Floats:
        """The pull of each member of weight 1."""
        counter = tally.counter
        if self.adds.size * self.mean.size <= _TABLED:
            return self.take(counter.cell)
        pull = counter.of_groups(self.scale)
        adds = counter.of_members(self.adds)
        pull *= adds - counter.of_groups(self.mean) if self.mean.any() else adds
        return pull


@dataclass(frozen=True, eq=False)
class Term(ABC):
    """An estimator with its rows. `names` are the parts that count, best first; missing and invalid follow them."""

    rows: Rows

    policy = Policy.POOL
    undefined = "zero_base"  # why there is no value where there are rows; a code of reasons
    silent = "no_valid_answers"  # why there is none where none of the rows can be used; also a code of reasons
    none_is_zero = False  # whether no rows at all in a period that the data reach are a count of 0, not unknown
    whole = False  # whether everything was counted, so that an interval is given on request only

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Parts of the rows that count."""

    @property
    @abstractmethod
    def base(self) -> Coded:
        """The codes, states and scales that this estimator counts by."""

    @abstractmethod
    def place(self) -> np.ndarray:
        """[C] which of `names` a usable code falls into; len(names) and above are the exclusions' places."""

    @property
    def aside(self) -> tuple[str, ...]:
        """Reasons for which rows in a group are left out of its base, besides those every metric has."""
        return ()

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.names, MISSING, INVALID)

    @property
    def exclusions(self) -> tuple[str, ...]:
        return (OTHER_SCALE, *self.aside, NOT_IN_BASE)

    @cached_property
    def table(self) -> np.ndarray:
        """[C] each code's place in (*parts, *exclusions)."""
        counted, narrow = len(self.names), smallest(self.places)
        place = self.place().astype(narrow, copy=False)
        if counted < self.places - 3:  # what is left out stands behind missing, invalid and other_scale
            place = np.where(place >= counted, place + narrow(3), place)
        state = self.base.state
        if not state.any():
            return place
        unusable = np.array([0, counted, counted + 1, counted + 2, self.places - 1], narrow)  # by State
        return np.where(state == State.OK, place, unusable.take(state))

    @property
    def places(self) -> int:
        """How many places `table` can name: parts and exclusions."""
        return len(self.parts) + len(self.exclusions)

    @cached_property
    def counts_code(self) -> np.ndarray:
        """[C] bool: whether a code belongs to the base."""
        return self.table < len(self.names)

    @property
    def answered(self) -> np.ndarray:
        """[C] bool: whether a code may displace another row of the same customer."""
        return self.base.state == State.OK

    @abstractmethod
    def sums(self, tally: Tally) -> Sums:
        """Value and what it is made of, per group."""

    def reading(self, tally: Tally) -> Reading | None:
        """What `sums` says of rows and value, where the error takes work of its own; else None."""
        return None

    @abstractmethod
    def interval(self, sums: Sums, tally: Tally, level: float) -> Bounds:
        """The interval of each group's value."""

    @abstractmethod
    def difference(
        self, sums: Sums, tally: Tally, a: np.ndarray, b: np.ndarray, level: float, **options: object
    ) -> Difference:
        """Group b less group a, for arrays of groups."""

    def influence(self, tally: Tally, sums: Sums) -> Influence | None:
        """How much a member of the base pulls its group's value; None where that is not defined."""
        return None

    def robust(self, sums: Sums, tally: Tally, error: ClusterError) -> Sums:
        """The sums with errors and effective sizes that know which rows are one customer's."""
        return sums

    def contribution(self, sums: Sums, a: np.ndarray, b: np.ndarray) -> Contribution | None:
        """Exact split of a change among segments; None where the estimator has none."""
        return None

    def width(self) -> float:
        """How far apart the extreme values are: 100 for shares, the scale's width for means."""
        return 100.0

    def unsure(self, sums: Sums) -> np.ndarray:
        """[groups] bool: all values equal, so that the data cannot say how much they vary."""
        return np.zeros(len(sums.n), bool)

    def refused(self, tally: Tally) -> np.ndarray:
        """[groups] bool: several scales where the estimator needs one."""
        if self.policy != Policy.SINGLE or tally.usable is None:
            return np.zeros(tally.groups, bool)
        return tally.per_group(tally.minority >= MINORITY)
