"""Totals of days that a newer report counts again: the newer one takes the place of the older.

The export of a month that was not over holds other rows a week later. Rows of the same day and words were met when it
was imported; those that it no longer has would stay and count beside it. So where a report has at least half of the
rows that an older one has of a day, it is the same report, and the older one's other rows of that day do not count. One
that is said to count the same split otherwise takes the place of whatever its days had.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows

KIND = "web_session"


def replaced(rows: Rows) -> np.ndarray:
    """[rows] which of these are totals whose place a newer report took."""
    frame = rows.frame
    gone = frame.once(("replaced totals",), (KIND,), lambda: _replaced(frame))
    return gone[rows.index]


def _replaced(frame: Frame) -> np.ndarray:
    """[rows of the kind] the same."""
    gone = np.zeros(frame.size(KIND), bool)
    claims = frame.claims(KIND)
    days = frame.days(KIND, "started_at").astype(np.int64)
    totals = np.isfinite(frame.column(KIND, "sessions")) & (frame.column(KIND, "session").codes < 0) & (days != NO_DAY)
    if len(claims) < 2 or not totals.any():
        return gone
    ids = frame.column(KIND, "row_id")
    days = np.where(totals, days - days[totals].min(), 0)
    held = {batch: totals & np.isin(ids, theirs) for batch, theirs in sorted(claims.items())}
    reports = [_Report(batch, mine, days) for batch, mine in held.items() if mine.any()]
    again = {batch.id for batch in frame.batches if batch.again}
    counts = np.zeros(len(gone), bool)
    for at, report in enumerate(reports):
        counts |= report.rows & ~_taken_over(report, reports[at + 1 :], again, days)
    return totals & ~counts


class _Report:
    """The totals that one import has (`rows` of the kind), and how many of each day."""

    def __init__(self, batch: int, rows: np.ndarray, days: np.ndarray) -> None:
        self.batch, self.rows = batch, rows
        self.of_day = np.bincount(days[rows], minlength=int(days.max()) + 1)


def _taken_over(report: _Report, newer: Sequence[_Report], again: Collection[int], days: np.ndarray) -> np.ndarray:
    """[rows of the kind] which rows of a report have their day counted anew by another one."""
    found = np.zeros(len(days), bool)
    for one in newer:
        both = np.bincount(days[report.rows & one.rows], minlength=len(report.of_day))
        same = (2 * both >= np.maximum(report.of_day, 1)) | (one.batch in again)
        found |= report.rows & ~one.rows & (same & (one.of_day > 0))[days]
    return found
