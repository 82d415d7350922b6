"""Stages that people pass one after the other: who reached each, of those who reached the one before (U1, U4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cxdesk.frame.codes import Coded
from cxdesk.frame.rows import Rows
from cxdesk.metrics.estimators.share import Share


def Funnel(  # noqa: N802 - read like the other estimators
    rows: Rows, reached: np.ndarray, stages: Sequence[str], immature: np.ndarray | None = None
) -> dict[str, Share]:
    """`reached` [rows] is the furthest stage of each, 0 the first, -1 none; `immature` [rows] bool: may still go on.

    Measures: `overall`, the share of the first stage that reached the last, and for each later stage its share of
    those who reached the one before, under its name. Those who may still go on are left out of what they have not
    reached yet.
    """
    size = len(stages)
    codes = (reached.astype(np.int16) + 1) + (size + 1) * (
        np.zeros(rows.size, np.int16) if immature is None else immature
    )
    place = np.tile(np.arange(-1, size), 2)
    open_ = np.repeat([False, True], size + 1)
    table = Coded(place, codes.astype(np.uint8), np.zeros(2 * (size + 1), np.uint8))

    def share(start: int, end: int, stage: int = 0) -> Share:
        waiting = None if immature is None else table.map(lambda _place: open_ & (place < end))
        return Share(rows, table >= end, table >= start, "earlier_stage", waiting, stage)

    return {"overall": share(0, size - 1), **{stages[k]: share(k - 1, k, k) for k in range(1, size)}}
