"""Who is on both sides of a comparison, who is new, who is gone: a way to split rows like any attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxdesk.domain.query import PRESENCE
from cxdesk.frame.axes import Groups
from cxdesk.frame.rows import Rows
from cxdesk.metrics.compound_estimate import CompoundEstimate
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.estimators.total import Total
from cxdesk.metrics.ratio_estimate import RatioEstimate

STAYED, NEW, LOST = "stayed", "new", "lost"
LABELS = (STAYED, NEW, LOST, None)
_PLACE = np.array([3, 2, 1, 0], np.uint8)  # by (there before) + 2 x (there now)


@dataclass(frozen=True, eq=False)
class Presence:
    """By customer code of the rows it was read from (`names`), the place in LABELS; the last entry serves unknown ones.

    Other rows find their customers by name.
    """

    place: np.ndarray
    names: Sequence[str]
    name: str = PRESENCE
    memo: dict[int, tuple[Groups, Any]] = field(default_factory=dict)

    def groups(self, rows: Rows) -> Groups | None:
        """The group of each row; None where these rows name no customers."""
        if not rows.has("customer"):
            return None
        if id(rows.cache) not in self.memo:
            table = self._table(rows.col("customer").labels)
            self.memo[id(rows.cache)] = (Groups(table[rows.customer], LABELS), rows.cache)
        return self.memo[id(rows.cache)][0]

    def _table(self, names: Sequence[str]) -> np.ndarray:
        if names is self.names:
            return self.place
        known = {name: code for code, name in enumerate(self.names)}
        return self.place[np.array([*(known.get(name, -1) for name in names), -1])]


def presence_of(estimate: Estimate) -> Presence | None:
    """Read off an estimate of two periods, now and before, without a split: who is counted in each. None where its
    rows name no customers.
    """
    counted = _counted(estimate)
    rows = counted.tally.members.rows
    if not rows.has("customer"):
        return None
    customer, counts = rows.customer, counted.term.counts_code
    if isinstance(counted.term, Total):
        counts = counts & (counted.term.adds != 0)
    names = rows.col("customer").labels
    there = np.zeros(len(names) + 1, np.uint8)
    for period, bit in ((0, 2), (1, 1)):
        at = counted.tally.members.of_period(period)
        if not counts.all():
            at = at[counts.take(counted.term.base.codes.take(at))]
        seen = np.zeros(len(there), bool)
        seen[customer.take(at)] = True
        there += seen.astype(np.uint8) * np.uint8(bit)
    there[-1] = 0
    return Presence(_PLACE[there], names)


def _counted(estimate: Estimate) -> Estimate:
    """The rows that say who is there: the base of a ratio, the first input of a formula."""
    while isinstance(estimate, CompoundEstimate):
        bottom = estimate.bottom if isinstance(estimate, RatioEstimate) else None
        estimate = bottom or estimate.leading
    return estimate
