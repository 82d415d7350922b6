"""The groups of an estimate: which periods and segments, what was asked, how rows were counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.periods import Period
from cxdesk.domain.results import Phrase
from cxdesk.frame.selection import Selection
from cxdesk.frame.zone import day_number
from cxdesk.metrics.estimators.term import Term
from cxdesk.metrics.metric import Metric
from cxdesk.metrics.tally import Policy, Tally


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


@dataclass(frozen=True, eq=False)
class Grouped:
    """One measure with its rows put into groups, numbered period-major: period x segments + segment."""

    measure: str
    term: Term
    tally: Tally
    setup: Setup

    @property
    def metric(self) -> Metric:
        return self.setup.metric

    @property
    def undefined(self) -> str:
        """Why there is no value where there are rows."""
        return self.term.undefined

    @property
    def whole(self) -> bool:
        """Whether everything was counted, so that an interval is given on request only."""
        return self.term.whole

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

    def group(self, period: int = 0, segment: int = 0) -> int:
        """Number of a group from the places of its period (-1: the last) and its segment."""
        return period % len(self.periods) * self.tally.segments + segment

    def segment(self, label: str | None) -> int | None:
        """Place of a segment's label (None: rows without a value); None where there is no such segment."""
        return self.segments.index(label) if self.segments is not None and label in self.segments else None

    def scales(self, period: int = 0) -> dict[str, int]:
        """Usable answers of a period by the scale they were given on."""
        rows = self.tally.members.rows
        if self.term.base.span is None:
            return {}
        cells = rows.cells
        inside = self.tally.counts.reshape(len(self.periods), -1, self.term.base.size)[period].sum(axis=0)
        if len(inside) != len(cells.scale):
            return {}  # counted by more than the answers' scale
        found: dict[str, int] = {}
        for index, scale in enumerate(cells.scales):
            found[scale.name] = found.get(scale.name, 0) + int(inside[cells.scale == index].sum())
        return {name: n for name, n in found.items() if n}

    @property
    def scale_max(self) -> float | None:
        """The highest point of the one scale in use; None with several, or where no scale is counted by."""
        if self.term.base.span is None:
            return None
        tops = {scale.max for scale in self.tally.members.rows.cells.scales}
        return tops.pop() if len(tops) == 1 else None

    def facts(self, group: int) -> dict[str, int]:
        """What a view tells beside its counts, such as unlinked responses."""
        found: dict[str, int] = {}
        for name, fact in self.tally.members.rows.facts.items():
            if fact.rows is not None:
                found[name] = int(fact.rows[self.tally.positions[self.tally.group == group]].sum())
            if fact.days is not None:
                found[name] = self._within(fact.days, self.periods[group // self.tally.segments])
        return found

    def _within(self, days: np.ndarray, period: Period | None) -> int:
        if period is None:
            return len(days)
        first, last = np.searchsorted(days, [day_number(period.start), day_number(period.end)])
        return int(last - first)

    @property
    def label(self) -> tuple[Phrase, ...]:
        """The definition's short label, in pieces."""
        rows = self.tally.members.rows
        label = self.metric.label(self.setup.options, () if self.term.base.span is None else rows.cells.scales)
        return (*label, *self.metric.made_of(rows.frame, self.setup.options))

    @property
    def way_out(self) -> Phrase | None:
        """What a person can do about a scale that was refused."""
        return Phrase(self.term.base.way_out) if self.term.base.way_out else None

    @property
    def pooled(self) -> bool:
        """Whether answers on different scales may stand side by side, so that changes across them are tested."""
        return self.term.policy == Policy.POOL
