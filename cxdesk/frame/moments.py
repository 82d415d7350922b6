"""Who at what time as one number, and the moment at which a row's customer is looked at: before anything it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from cxdesk.frame.axes import Periods
    from cxdesk.frame.rows import Rows

_ZERO = 2**31  # keeps days before 1970 in order


def key(customer: np.ndarray, day: Any) -> np.ndarray:
    """int64 that sorts by customer first and by day within."""
    return (customer.astype(np.int64) << 32) + (np.asarray(day, np.int64) + _ZERO)


def moments(rows: Rows, periods: Periods | None) -> np.ndarray:
    """[rows] the first day of the period that each falls into; without periods, and outside them, its own day."""
    found = rows.days.copy()
    if periods is not None:
        for (first, _last), (start, end) in zip(periods.edges, rows.bounds_of(periods), strict=True):
            found[start:end] = first
    return found
