"""How much each customer pulls a number that is made of several, whatever kinds its inputs count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.ratio_estimate import RatioEstimate
from cxdesk.metrics.tally import Tally
from cxdesk.stats.clusters import ClusterError, cluster_error


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
        names: dict[str, int] = {}
        for one, slope in inputs.values():
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


def _pulls(one: Estimate, names: dict[str, int]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]] | None:
    """Group, customer and pull of an input's members; None where it cannot say."""
    if isinstance(one, RatioEstimate):
        return _of_ratio(one, names)
    influence = one.term.influence(one.tally, one.sums)
    if influence is None:
        return None
    tally = one.tally
    kept = one.term.counts_code.take(tally.codes)
    pull = np.where(kept, influence.take(tally.counter.cell), 0.0)
    pull = pull if tally.weights is None else pull * tally.weights
    return [(tally.group, _named(tally, names), np.nan_to_num(pull))]


def _of_ratio(one: RatioEstimate, names: dict[str, int]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    ratio, bottom = one.ratio, one.bottom
    assert ratio is not None
    assert bottom is not None
    with np.errstate(all="ignore"):
        value, base = one.sums.value, one.sums.denominator
        above = ratio.per * ratio.top.added(one.tally) / base[one.tally.group] * (not ratio.top.known)
        below = -(value / base)[bottom.tally.group] * ratio.bottom.added(bottom.tally)
    sides: Sequence[tuple[Tally, np.ndarray]] = ((one.tally, above), (bottom.tally, below))
    return [(tally.group, _named(tally, names), np.nan_to_num(pull)) for tally, pull in sides]


def _named(tally: Tally, names: dict[str, int]) -> np.ndarray:
    """Customers of a tally's members in the codes of `names`, which grow with each input."""
    rows: Rows = tally.members.rows
    if not rows.has("customer"):
        return np.full(len(tally.group), -1, np.int64)
    labels = rows.col("customer").labels
    table = np.array([*(names.setdefault(label, len(names)) for label in labels), -1], np.int64)
    return table[tally.customer]
