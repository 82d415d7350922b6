"""The numbers of an estimate, per group: value, base, interval, reason, flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from cxdesk.domain.results import Figure
from cxdesk.frame.cells import NOTES
from cxdesk.metrics.estimators.term import Bounds, Influence, Reading, Sums
from cxdesk.metrics.grouped import Grouped
from cxdesk.metrics.tally import MINORITY
from cxdesk.stats.clusters import ClusterError

SILENT = 3  # place among the reasons: there are rows, none of which can be used
_LAST_REASONS = ("too_few", "low_coverage")
FLAGS = ("small_sample", "partial", *NOTES, "no_variation", "minority_scale")


@dataclass(frozen=True, eq=False)
class Values(Grouped):
    """All arrays are per group and in the metric's unit; NaN in `value` has a reason."""

    error: ClusterError | None = None  # where intervals know which rows are one customer's
    pull: Influence | None = None  # then also how much each member pulls its group's value

    @property
    def parts(self) -> tuple[str, ...]:
        return self.term.parts

    @cached_property
    def _placed(self) -> np.ndarray:
        return self.tally.parts(self.term.table, self.term.places, len(self.term.parts))

    @property
    def counts(self) -> np.ndarray:
        """[groups, parts] rows."""
        return self._placed[:, : len(self.parts)]

    @cached_property
    def sums(self) -> Sums:
        plain = self.term.sums(self.tally)
        return plain if self.error is None else self.term.robust(plain, self.tally, self.error)

    @cached_property
    def reading(self) -> Reading:
        """Of the sums what a value without an interval needs."""
        return self.term.reading(self.tally) or Reading(self.sums.n, self.sums.value)

    @property
    def n(self) -> np.ndarray:
        """Rows in the base."""
        return self.reading.n

    @property
    def n_eff(self) -> np.ndarray:
        """How many independent, equally weighing rows would know as much."""
        return self.sums.n_eff

    @property
    def numerator(self) -> np.ndarray:
        return self.sums.numerator

    @property
    def denominator(self) -> np.ndarray:
        return self.sums.denominator

    @property
    def se(self) -> np.ndarray:
        return np.where(self._said, self.sums.se, np.nan)

    @cached_property
    def value(self) -> np.ndarray:
        return np.where(self._said, self.reading.value, np.nan)

    @cached_property
    def _bounds(self) -> Bounds:
        return self.term.interval(self.sums, self.tally, self.setup.level)

    @property
    def low(self) -> np.ndarray:
        return _end(self, 0)

    @property
    def high(self) -> np.ndarray:
        return _end(self, 1)

    @cached_property
    def _reasons(self) -> np.ndarray:
        """[groups] place in _REASONS; the first that fits."""
        n, counted = self.n, len(self.parts)
        undefined = ~np.isfinite(self.reading.value)
        rows = self._placed.sum(axis=1)
        nobody = (rows if self.whole else n) == 0  # of those who are there a count may well be 0
        nobody = nobody & undefined if self.term.none_is_zero else nobody
        other_scale = self._placed[:, counted] > 0
        few = (rows if self.whole else n) < (self.setup.min_show if self.segments is not None else 0)
        unsaid = self._placed[:, len(self.term.names) : counted].sum(axis=1) > 0  # missing or invalid
        no_base = undefined | (nobody & ~unsaid)
        refused = self.term.refused(self.tally)
        silent = unsaid & (nobody | ((n == 0) & undefined))
        facts = (nobody & other_scale, nobody & (rows == 0), silent, refused, no_base, few)
        return first_true(facts)

    @cached_property
    def _said(self) -> np.ndarray:
        return self._reasons == 0

    def reason(self, group: int) -> str | None:
        """Why a group has no value (a code of `reasons.REASONS`); None when it has one."""
        nothing = self.metric.nothing
        names = (None, "refused_scale", nothing, self.term.silent, "mixed_scales", self.undefined, *_LAST_REASONS)
        return names[self._reasons[group]]

    @property
    def flag_table(self) -> np.ndarray:
        """[groups, FLAGS] bool."""
        return self._flagged

    @cached_property
    def _flagged(self) -> np.ndarray:
        """[groups, FLAGS] bool."""
        tally, n = self.tally, self.n
        flags = np.zeros((self.groups, len(FLAGS)), bool)
        flags[:, 0] = (n > 0) & (n < self.setup.small_sample)
        flags[:, 1] = tally.per_group(self.setup.partial)
        if self.term.base.notes is not None and self.term.base.notes.any():
            for bit in range(len(NOTES)):
                noted = (self.term.base.notes >> bit & 1).astype(np.float64) * self.term.counts_code
                flags[:, 2 + bit] = tally.total(noted) > 0
        flags[:, -2] = False if self.term.whole else self.term.unsure(self.sums)
        flags[:, -1] = tally.per_group((tally.minority > 0) & (tally.minority < MINORITY))
        return flags

    def flags(self, group: int) -> tuple[str, ...]:
        """What must be said beside a group's value."""
        return tuple(name for name, on in zip(FLAGS, self._flagged[group], strict=True) if on)

    @property
    def dropped_name(self) -> str:
        keep = self.tally.members.rows.keep
        return keep.reason if keep else "superseded"

    def excluded(self, group: int) -> dict[str, int]:
        """Rows of the kind that are in none of the group's parts, by the first reason that fits."""
        names, outside, dropped, placed = self._left_out
        here, left = self.setup.selection, placed[group]
        counts = dict(here.excluded)
        counts["outside_period"], counts["other_segment"] = outside[group]
        counts[self.dropped_name] = dropped[group]
        counts |= zip(names, left, strict=True)
        return {reason: n for reason, n in counts.items() if n}

    @cached_property
    def _left_out(self) -> tuple[tuple[str, ...], list[list[int]], list[int], list[list[int]]]:
        """Names of the exclusions within groups; per group rows outside its period and segment, displaced, excluded."""
        tally = self.tally
        here = np.repeat(tally.members.rows_of_period, tally.segments)
        mine = self._placed.sum(axis=1) + tally.dropped
        outside = np.stack([self.setup.selection.size - here, here - mine], axis=1)
        counted = len(self.parts)
        return self.term.exclusions, outside.tolist(), tally.dropped.tolist(), self._placed[:, counted:].tolist()

    def figure(self, group: int = 0) -> Figure:
        """Plain values of one group."""
        value, low, high, n, numerator, denominator, counts = (column[group] for column in self._plain)
        parts = dict(zip(self.parts, counts, strict=True))
        missing, invalid = parts.get("missing", 0), parts.get("invalid", 0)
        why, flags, excluded = self.reason(group), self.flags(group), self.excluded(group)
        return Figure(
            value, low, high, int(n or 0), numerator, denominator, missing, invalid, why, flags, parts, excluded
        )

    @cached_property
    def _plain(self) -> tuple[list[Any], ...]:
        """Value, both ends, n, numerator, denominator per group as Python numbers, and the counts of parts."""
        columns = (self.value, self.low, self.high, self.n, self.numerator, self.denominator)
        plain = [[x if isfinite(x) else None for x in column.tolist()] for column in columns]
        return (*plain, self.counts.tolist())


def _end(values: Values, side: int) -> np.ndarray:
    """One end of the intervals that are given; where everything was counted they tell of the process, if asked for."""
    counted = values.metric.full_count or values.whole
    given = values._said & (not counted or bool(values.setup.options.get("process", False)))
    return np.where(given, values._bounds[side], np.nan) if given.any() else np.full(values.groups, np.nan)


def first_true(facts: Sequence[np.ndarray]) -> np.ndarray:
    """Per group the place (from 1) of the first fact that holds, 0 where none does."""
    found = np.zeros(len(facts[0]), np.int64)
    for place in range(len(facts), 0, -1):
        found[facts[place - 1]] = place
    return found
