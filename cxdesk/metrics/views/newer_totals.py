"""Totals of days that a newer report counts again: the newer one takes the place of the older.

The export of a month that was not over holds other rows a week later. Rows of the same day and words were met when it
was imported; those that it no longer has would stay and count beside it. So where a report has at least half of the
rows that an older one has of a day, it is the same report, and the older one's other rows of that day do not count. One
that is said to count the same split otherwise takes the place of whatever its days had.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    totals, days, reports = _held(frame)
    return totals & ~_counting(reports, days) if len(reports) > 1 else np.zeros(len(totals), bool)


def would_replace(frame: Frame, met: np.ndarray, days: np.ndarray, again: bool) -> np.ndarray:
    """Row ids that count now and would not any more, with one more report that has these rows (ids) and rows of these
    days.
    """
    totals, own, reports = _held(frame)
    ids = frame.column(KIND, "row_id")
    if not reports:
        return ids[:0]
    fresh = _Report(0, totals & np.isin(ids, met), own, again)
    days = days - _first(frame, totals)
    fresh.of_day = np.bincount(days[(days >= 0) & (days < len(fresh.of_day))], minlength=len(fresh.of_day))
    return ids[_counting(reports, own) & ~_counting([*reports, fresh], own)]


def put_out(frame: Frame, batch: int) -> int:
    """How many rows count no more because of one of the imports."""
    _totals, days, reports = _held(frame)
    others = [report for report in reports if report.batch != batch]
    if len(others) in (0, len(reports)):
        return 0
    return int((_counting(others, days) & ~_counting(reports, days)).sum())


def _held(frame: Frame) -> tuple[np.ndarray, np.ndarray, list[_Report]]:
    """([rows] which are totals, [rows] their days from the first on, the reports that have any, oldest first)."""
    days = frame.days(KIND, "started_at").astype(np.int64)
    totals = np.isfinite(frame.column(KIND, "sessions")) & (frame.column(KIND, "session").codes < 0) & (days != NO_DAY)
    if not totals.any():
        return totals, days, []
    ids = frame.column(KIND, "row_id")
    days = np.where(totals, days - _first(frame, totals), 0)
    held = {batch: totals & np.isin(ids, theirs) for batch, theirs in sorted(frame.claims(KIND).items())}
    again = {batch.id for batch in frame.batches if batch.again}
    return totals, days, [_Report(batch, mine, days, batch in again) for batch, mine in held.items() if mine.any()]


def _first(frame: Frame, totals: np.ndarray) -> int:
    return int(frame.days(KIND, "started_at")[totals].min())


def _counting(reports: Sequence[_Report], days: np.ndarray) -> np.ndarray:
    """[rows of the kind] which rows count for a report that has them."""
    counts = np.zeros(len(days), bool)
    for at, report in enumerate(reports):
        counts |= report.rows & ~_taken_over(report, reports[at + 1 :], days)
    return counts


class _Report:
    """The totals that one import has (`rows` of the kind), how many of each day, and whether it is said to count the
    visits of its days `again`.
    """

    def __init__(self, batch: int, rows: np.ndarray, days: np.ndarray, again: bool) -> None:
        self.batch, self.rows, self.again = batch, rows, again
        self.of_day = np.bincount(days[rows], minlength=int(days.max()) + 1)


def _taken_over(report: _Report, newer: Sequence[_Report], days: np.ndarray) -> np.ndarray:
    """[rows of the kind] which rows of a report have their day counted anew by another one."""
    found = np.zeros(len(days), bool)
    for one in newer:
        both = np.bincount(days[report.rows & one.rows], minlength=len(report.of_day))
        same = (2 * both >= np.maximum(report.of_day, 1)) | one.again
        found |= report.rows & ~one.rows & (same & (one.of_day > 0))[days]
    return found
