"""How much each customer pulls a number that is made of several, whatever kinds its inputs count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.ratio import Ratio
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, cluster_error


@dataclass
class Names:
    """Customers by name, numbered as they come; each list of labels is gone through once."""

    codes: dict[str, int] = field(default_factory=dict)
    known: list[tuple[Sequence[str], np.ndarray]] = field(default_factory=list)

    def table(self, labels: Sequence[str]) -> np.ndarray:
        """The number of each label, and -1 for code -1."""
        for one, table in self.known:
            if one is labels:
                return table
        codes = self.codes
        made = np.array([*(codes.setdefault(label, len(codes)) for label in labels), -1], np.int64)
        self.known.append((labels, made))
        return made


@dataclass(frozen=True, eq=False)
class Pulls:
    """Per member of any input: its group, its customer in codes that all inputs share (-1 unknown), its pull.

    `apart` [groups] is the variance of inputs that cannot say what their rows pull; they count as independent.
    """

    group: np.ndarray
    customer: np.ndarray
    pull: np.ndarray
    groups: int
    apart: np.ndarray

    @staticmethod
    def of(inputs: Mapping[str, tuple[Estimate, np.ndarray]]) -> Pulls:
        """`inputs`: estimates, each with the slope [groups] of the whole by it."""
        groups = next(iter(inputs.values()))[0].groups
        found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        apart = np.zeros(groups)
        names = Names()
        for one, slope in _flat(inputs.values()):
            mine = _pulls(one, names)
            if mine is None:
                apart += np.nan_to_num(slope * one.sums.se) ** 2
            else:
                found += [(group, who, pull * slope[group]) for group, who, pull in mine]
        empty = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        group, who, pull = (np.concatenate(column) for column in zip(*(found or empty), strict=True))
        return Pulls(group, who, pull, groups, apart)

    @cached_property
    def _error(self) -> ClusterError:
        return cluster_error(self.pull, self.group, self.customer, self.groups)

    @property
    def se(self) -> np.ndarray:
        """[groups] cluster-robust error."""
        if not len(self.group):
            return np.where(self.apart > 0, np.sqrt(self.apart), np.nan)
        return np.sqrt(np.where(np.isnan(self._error.se), 0.0, self._error.se) ** 2 + self.apart) + np.where(
            np.isnan(self._error.se) & (self.apart == 0), np.nan, 0.0
        )

    @property
    def clusters(self) -> np.ndarray:
        """[groups] customers."""
        return np.maximum(self._error.clusters, 2) if len(self.group) else np.full(self.groups, np.inf)


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
    found = []
    for before, after in zip(a.tolist(), b.tolist(), strict=True):
        inside = np.flatnonzero((pulls.group == before) | (pulls.group == after))
        sign = np.where(pulls.group[inside] == after, 1.0, -1.0)
        error = cluster_error(pulls.pull[inside] * sign, np.zeros(len(inside), np.int64), pulls.customer[inside], 1)
        apart = pulls.apart[before] + pulls.apart[after]
        found.append((np.sqrt(error.se[0] ** 2 + apart), error.clusters[0]))
    se, clusters = (np.array(column) for column in zip(*found, strict=True))
    return ClusterError(se, clusters, clusters, clusters)


def _pulls(one: Estimate, names: Names) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]] | None:
    """Group, customer and pull of an input's members; None where it cannot say."""
    if isinstance(one, RatioEstimate):
        return _of_ratio(one, names)
    influence = one.term.influence(one.tally, one.sums)
    if influence is None:
        return None
    tally = one.tally
    pull = influence.take(tally.counter.cell)
    pull = pull if tally.weights is None else pull * tally.weights
    return [_counted(tally, one.term, pull, names)]


def _of_ratio(one: RatioEstimate, names: Names) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    ratio, bottom = one.ratio, one.bottom
    assert ratio is not None
    assert bottom is not None
    with np.errstate(all="ignore"):
        value, base = one.sums.value, one.sums.denominator
        above = ratio.per * ratio.top.added(one.tally) / base[one.tally.group]
        below = -(value / base)[bottom.tally.group] * ratio.bottom.added(bottom.tally)
    together = one.tally.members is bottom.tally.members and np.array_equal(one.tally.group, bottom.tally.group)
    if together and not (ratio.top.known or ratio.bottom.known):
        return [_both(one.tally, bottom.tally, ratio, above + below, names)]
    sides = ((one.tally, ratio.top, above), (bottom.tally, ratio.bottom, below))
    return [_counted(tally, term, pull, names) for tally, term, pull in sides if not term.known]


def _both(
    top: Tally, bottom: Tally, ratio: Ratio, pull: np.ndarray, names: Names
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same where both sides count the same members: one pull for each that either side counts."""
    kept = np.flatnonzero(ratio.top.counts_code.take(top.codes) | ratio.bottom.counts_code.take(bottom.codes))
    return top.group.take(kept), _named(top, names).take(kept), np.nan_to_num(pull.take(kept))


def _counted(tally: Tally, term: Term, pull: np.ndarray, names: Names) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Group, customer and pull of the members that a term counts; the others pull nothing and are no evidence."""
    kept = np.flatnonzero(term.counts_code.take(tally.codes))
    return tally.group.take(kept), _named(tally, names).take(kept), np.nan_to_num(pull.take(kept))


def _named(tally: Tally, names: Names) -> np.ndarray:
    """Customers of a tally's members in the codes of `names`, which grow with each input."""
    rows: Rows = tally.members.rows
    if not rows.has("customer"):
        return np.full(len(tally.group), -1, np.int64)
    return names.table(rows.col("customer").labels)[tally.customer]
