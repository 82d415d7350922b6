"""The value of each row behind a number: what was answered, paid or waited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.domain.scales import Scale
from cxdesk.frame.codes import Coded, State
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import Status
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimate import Estimate

_FIELDS = ("values", "duration")  # of an estimator: where it keeps what it adds up or ranks


@dataclass(frozen=True, eq=False)
class Valued:
    """`values` [rows of the kind], NaN none. Answers have a scale each, `scale` [rows of the kind] among `scales`."""

    values: np.ndarray
    scale: np.ndarray | None = None
    scales: tuple[Scale, ...] = ()

    def main_scale(self, at: np.ndarray) -> int:
        """The scale that most of these rows are on; -1 without."""
        if self.scale is None or not len(at):
            return -1
        known = self.scale[at]
        known = known[known >= 0]
        return int(np.bincount(known).argmax()) if len(known) else -1


def valued(estimate: Estimate) -> Valued | None:
    """What the rows of an estimate are worth; None where they only are one thing or another."""
    rows: Rows = estimate.tally.members.rows
    if rows.kind == "answer" and rows.has("score"):
        return rows.frame.once(("worth", rows.kind), (rows.kind,), lambda: _answered(rows.frame, rows.kind))
    for name in _FIELDS:
        coded = getattr(estimate.term, name, None)
        if isinstance(coded, Coded) and np.issubdtype(coded.values.dtype, np.number):
            return Valued(_spread(rows, coded))
    return None


def _answered(frame: Frame, kind: str) -> Valued:
    usable = frame.column(kind, "status") == Status.OK
    values = np.where(usable, frame.column(kind, "score"), np.nan)
    return Valued(values, frame.column(kind, "scale"), tuple(frame.scales))


def _spread(rows: Rows, coded: Coded) -> np.ndarray:
    table = np.where(coded.state == State.OK, coded.values.astype(np.float64), np.nan)
    found = np.full(rows.frame.size(rows.kind), np.nan)
    found[rows.index] = table[coded.codes]
    return found


def within(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Which values are in [low, high), or are `low` where both are the same; bool."""
    with np.errstate(invalid="ignore"):
        if low == high:
            return np.isclose(values, low, rtol=0.0, atol=1e-9)
        return (values >= low) & (values < high)
