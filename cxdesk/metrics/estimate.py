"""The Estimate: what cards, trends, breakdowns, receipts and drill-downs are asked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Change, Figure, Phrase
from cxdesk.frame.cells import NOTES
from cxdesk.frame.codes import State
from cxdesk.frame.frame import FATES
from cxdesk.frame.selection import Selection
from cxdesk.metrics import changes
from cxdesk.metrics.estimators.term import Bounds, Difference, Sums, Term
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.tally import MINORITY, Policy, Tally
from cxdesk.stats.clusters import ClusterError, cluster_error
from cxdesk.stats.contribution import Contribution

_BEFORE = ("other_segment", "outside_period", "future", "no_timestamp", "filtered")  # reasons before a group is formed
FLAGS = ("small_sample", "partial", *NOTES, "no_variation", "minority_scale")


@dataclass(frozen=True)
class Unavailable:
    """Why a metric cannot be asked at all. `needs` is the kind or field to bring; `detail` what the person can do."""

    metric: str
    reason: str
    needs: str | None = None
    detail: Phrase | None = None


@dataclass(frozen=True, eq=False)
class Setup:
    """What the question fixed. `periods` None stands for all dates; `partial` [periods] bool."""

    metric: Metric
    options: Mapping[str, Any]
    selection: Selection
    periods: tuple[Period | None, ...]
    partial: np.ndarray
    level: float
    min_show: int
    small_sample: int
    across_scales: bool = False


@dataclass(frozen=True)
class Accounting:
    """Every row of the kind in exactly one place: row i of the kind is `names[codes[i]]`; the first `parts` names
    are the metric's parts, the others reasons of exclusion.
    """

    names: tuple[str, ...]
    parts: int
    codes: np.ndarray

    def counts(self) -> dict[str, int]:
        """Rows per name, names without rows left out."""
        found = np.bincount(self.codes, minlength=len(self.names))
        return {name: int(n) for name, n in zip(self.names, found, strict=True) if n}


@dataclass(frozen=True, eq=False)
class Estimate:
    """One measure for every group at once. Groups are numbered period-major: period x segments + segment.

    All arrays are per group and in the metric's unit; NaN in `value` has a reason. `counts` [groups, parts] int64.
    """

    measure: str
    term: Term
    tally: Tally
    setup: Setup
    error: ClusterError | None = None  # where intervals know which rows are one customer's

    @property
    def metric(self) -> Metric:
        return self.setup.metric

    @property
    def periods(self) -> tuple[Period | None, ...]:
        return self.setup.periods

    @property
    def segments(self) -> tuple[str | None, ...] | None:
        """Labels of the split, None standing for rows without a value; None altogether without a split."""
        return self.tally.split.labels if self.tally.split else None

    @property
    def axes(self) -> tuple[tuple[Any, ...], ...]:
        return (self.periods,) if self.segments is None else (self.periods, self.segments)

    @property
    def groups(self) -> int:
        return self.tally.groups

    def group(self, period: int = 0, segment: int | str | None = 0) -> int:
        """Number of a group from its period's place and its segment's place or label (None: without a value)."""
        if self.segments is not None and not isinstance(segment, int):
            segment = self.segments.index(segment)
        return (period % len(self.periods)) * self.tally.segments + (segment or 0 if isinstance(segment, int) else 0)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.term.parts

    @cached_property
    def _placed(self) -> np.ndarray:
        size = len(self.term.parts) + len(self.term.exclusions)
        return self.tally.parts(self.term.table, size, len(self.term.parts))

    @property
    def counts(self) -> np.ndarray:
        """[groups, parts] rows."""
        return self._placed[:, : len(self.parts)]

    @cached_property
    def sums(self) -> Sums:
        plain = self.term.sums(self.tally)
        return plain if self.error is None else self.term.robust(plain, self.tally, self.error)

    @property
    def n(self) -> np.ndarray:
        """Rows in the base."""
        return self.sums.n

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
        return np.where(self._said, self.sums.value, np.nan)

    @cached_property
    def _bounds(self) -> Bounds:
        return self.term.interval(self.sums, self.tally, self.setup.level)

    @property
    def low(self) -> np.ndarray:
        return np.where(self._said, self._bounds.low, np.nan)

    @property
    def high(self) -> np.ndarray:
        return np.where(self._said, self._bounds.high, np.nan)

    @cached_property
    def _reasons(self) -> np.ndarray:
        """[groups] place in _REASONS; the first that fits."""
        n, counted = self.n, len(self.parts)
        nobody = n == 0
        undefined = ~np.isfinite(self.sums.value)
        rows = self._placed.sum(axis=1)
        other_scale = self._placed[:, counted] > 0
        few = (n < self.setup.min_show) & (self.segments is not None)
        facts = (nobody & other_scale, nobody & (rows == 0), nobody, self.term.refused(self.tally), undefined, few)
        return np.select(facts, range(1, len(facts) + 1), 0)

    @cached_property
    def _said(self) -> np.ndarray:
        return self._reasons == 0

    def reason(self, group: int) -> str | None:
        """Why a group has no value (a code of `reasons.REASONS`); None when it has one."""
        names = (None, "refused_scale", self.metric.nothing, "no_valid_answers", "mixed_scales", "zero_base", "too_few")
        return names[self._reasons[group]]

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
        flags[:, -2] = self.term.unsure(self.sums)
        flags[:, -1] = tally.per_group((tally.minority > 0) & (tally.minority < MINORITY))
        return flags

    def flags(self, group: int) -> tuple[str, ...]:
        """What must be said beside a group's value."""
        return tuple(name for name, on in zip(FLAGS, self._flagged[group], strict=True) if on)

    def rows(self, group: int, part: str) -> np.ndarray:
        """Positions in the kind's columns of the rows in one part (or exclusion within the group), in anchor order;
        as many as `counts` says.
        """
        rows = self.tally.members.rows
        if part == self._dropped_name:
            return rows.index[self.tally.members.dropped[self.tally.group_of_dropped == group]]
        at, place = self._places(group)
        names = (*self.parts, *self.term.exclusions)
        return rows.index[at[place == names.index(part)]]

    def row_ids(self, group: int, part: str) -> np.ndarray:
        """The store's row ids of the same rows."""
        rows = self.tally.members.rows
        return rows.frame.column(rows.kind, "row_id")[self.rows(group, part)]

    def _places(self, group: int) -> tuple[np.ndarray, np.ndarray]:
        """Members of a group (positions in the rows) and the place of each among parts and exclusions."""
        tally = self.tally
        mine = np.flatnonzero(tally.group == group)
        code = tally.codes[mine]
        place = self.term.table[code]
        if tally.usable is not None:
            usable = tally.usable[group // tally.segments][code] | (self.term.base.state[code] != State.OK)
            place = np.where(usable, place, len(self.parts))
        return tally.positions[mine], place

    @property
    def _dropped_name(self) -> str:
        keep = self.tally.members.rows.keep
        return keep.reason if keep else "superseded"

    def excluded(self, group: int) -> dict[str, int]:
        """Rows of the kind that are in none of the group's parts, by the first reason that fits."""
        members, selection = self.tally.members, self.setup.selection
        period = group // self.tally.segments
        here = int(np.diff(members.offsets)[period] + np.diff(members.dropped_offsets)[period])
        mine = int(self._placed[group].sum() + self.tally.dropped[group])
        counts = dict(selection.excluded)
        counts["outside_period"] = selection.size - here
        counts["other_segment"] = here - mine
        counts[self._dropped_name] = int(self.tally.dropped[group])
        counts |= dict(zip(self.term.exclusions, self._placed[group, len(self.parts) :].tolist(), strict=True))
        return {reason: n for reason, n in counts.items() if n}

    def accounting(self, group: int) -> Accounting:
        """Where every row of the kind went: parts and exclusions of one group."""
        rows, selection = self.tally.members.rows, self.setup.selection
        names = [*self.parts, *self.term.exclusions]
        names += [name for name in (self._dropped_name, *_BEFORE, *FATES.values()) if name not in names]
        code = {name: place for place, name in enumerate(names)}
        fate = rows.frame.fate(rows.source)
        found = np.array([0, *(code[FATES[key]] for key in sorted(FATES))], np.uint8)[fate]
        found[rows.index] = self._fates_of_rows(group, code, selection)
        return Accounting(tuple(names), len(self.parts), found)

    def _fates_of_rows(self, group: int, code: Mapping[str, int], selection: Selection) -> np.ndarray:
        rows, members, period = self.tally.members.rows, self.tally.members, group // self.tally.segments
        fates = np.full(rows.size, code["filtered"], np.uint8)
        passing = np.arange(rows.size) if selection.chosen is None else selection.chosen
        fates[passing] = code["outside_period"]
        if not selection.undated:
            late = passing[passing >= selection.end]
            fates[late] = np.where(late < rows.dated, code["future"], code["no_timestamp"])
        fates[members.of_period(period)] = code["other_segment"]
        start, end = members.dropped_offsets[period : period + 2]
        fates[members.dropped[start:end]] = code["other_segment"]
        fates[members.dropped[self.tally.group_of_dropped == group]] = code[self._dropped_name]
        at, place = self._places(group)
        fates[at] = place
        return fates

    def figure(self, group: int = 0) -> Figure:
        """Plain values of one group."""
        parts = dict(zip(self.parts, self.counts[group].tolist(), strict=True))
        return Figure(
            _plain(self.value[group]),
            _plain(self.low[group]),
            _plain(self.high[group]),
            int(self.n[group]),
            _plain(self.numerator[group]),
            _plain(self.denominator[group]),
            parts.get("missing", 0),
            parts.get("invalid", 0),
            self.reason(group),
            self.flags(group),
            parts,
            self.excluded(group),
        )

    @property
    def repeats(self) -> bool:
        """Whether some customer may have several rows in a group, so that intervals have a second, robust form."""
        return self.error is None and changes.repeats(self.tally)

    def robust(self) -> Estimate:
        """The same with intervals and tests that know which rows are one customer's; itself where none repeats."""
        pull = self.term.influence(self.tally, self.sums) if self.repeats else None
        if pull is None:
            return self
        used = ~np.isnan(pull)
        tally = self.tally
        error = cluster_error(pull[used], tally.group[used], tally.customer[used], tally.groups)
        return replace(self, error=error)

    def difference(self, a: Sequence[int], b: Sequence[int]) -> Difference:
        """Groups `b` less groups `a`, with the statistics behind the verdict."""
        return changes.difference(self, np.asarray(a), np.asarray(b))

    def change(self, a: int, b: int) -> Change:
        """From group `a` to group `b`, with its test (codes U4 to U7) and verdict."""
        return changes.described(self, [a], [b])[0]

    def changes(self, a: Sequence[int], b: Sequence[int], holm: bool = True) -> list[Change]:
        """Several changes that stand on one screen; `holm` adjusts p for their number."""
        return changes.described(self, a, b, holm)

    def contribution(self, a: int = 0, b: int = -1, axis: str | None = None) -> Contribution | None:
        """How much each segment adds to the change from period `a` to period `b` (places among the periods).

        `axis` may name the split. None where the estimator cannot be split, or segments overlap.
        """
        split = self.tally.split
        if split is None or split.multi is not None or (axis is not None and axis != split.name):
            return None
        count = len(self.periods)
        segments = np.arange(self.tally.segments)
        before, after = (segments + period % count * self.tally.segments for period in (a, b))
        return self.term.contribution(self.sums, before, after)

    def totals(self) -> Estimate:
        """The same without the split."""
        return self if self.tally.split is None else replace(self, tally=replace(self.tally, split=None), error=None)

    def scales(self, period: int = 0) -> dict[str, int]:
        """Usable answers of a period by the scale they were given on."""
        rows = self.tally.members.rows
        if self.term.base.span is None or not rows.has("score"):
            return {}
        cells = rows.cells
        inside = self.tally.counts.reshape(len(self.periods), -1, self.term.base.size)[period].sum(axis=0)
        found: dict[str, int] = {}
        for index, scale in enumerate(cells.scales):
            found[scale.name] = found.get(scale.name, 0) + int(inside[cells.scale == index].sum())
        return {name: n for name, n in found.items() if n}

    @property
    def label(self) -> tuple[Phrase, ...]:
        """The definition's short label, in pieces."""
        rows = self.tally.members.rows
        return self.metric.label(self.setup.options, rows.cells.scales if rows.has("score") else ())

    @property
    def pooled(self) -> bool:
        """Whether answers on different scales may stand side by side, so that changes across them are tested."""
        return self.term.policy == Policy.POOL


def _plain(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
