"""Costs that a newer report tells anew: of the days that both have, the newer one counts.

Reports of what campaigns cost have no ids and overlap: the month so far, the whole month, the days one by one. Rows of
the same days and words are met when they are imported. What is left over of an older report is of other stretches of
time, or is no longer said: it counts for the days that no newer report has of the same campaign. What only the older
report speaks of stays. A report that is said to split the same money otherwise takes the place of the one it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxdesk.domain.kinds_of.cost import COST
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY

KIND = COST.name
# What tells apart what money was spent on; another currency is another account.
WORDS = ("category", "subcategory", "channel", "campaign", "team", "country", "description", "customer", "currency")
_MOST_CODES = 1 << 62
Stretches = list[tuple[int, int]]  # days [first, after), ascending
Words = tuple[str, ...]  # as WORDS, empty where nothing is said


@dataclass(frozen=True)
class Report:
    """What one report tells: of which words, of which days [first, after); `replaces` names other imports."""

    batch: int
    words: frozenset[Words]
    first: int
    after: int
    replaces: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Told:
    """All costs, as far as reports tell them: `newest` [rows] is the newest report that has a row, 0 none; `words`
    [rows] a place in `names`; days [start, end).
    """

    newest: np.ndarray
    words: np.ndarray
    names: Sequence[Words]
    start: np.ndarray
    end: np.ndarray
    reports: Sequence[Report] = ()


def told_anew(frame: Frame) -> tuple[np.ndarray, dict[int, Stretches]]:
    """([rows] which count no more, row → the days of which it still counts, of those that lost some)."""
    return frame.once(("costs told anew",), (KIND, "customer"), lambda: left_of(told(frame)))


def told(frame: Frame) -> Told:
    """The costs of a frame and the reports they are from, oldest first."""
    start, end = covered(frame.column(KIND, "from"), frame.column(KIND, "to"))
    nothing = np.zeros(len(start), np.int64)
    batches = {batch.id: batch for batch in frame.batches if batch.totals and KIND in batch.kinds}
    if not batches or not len(start):
        return Told(nothing, nothing, [], start, end)
    words, names = _words_of(frame)
    newest, found = nothing, []
    ids = frame.column(KIND, "row_id")
    for batch, theirs in sorted(frame.claims(KIND).items()):
        if batch in batches:
            mine = np.isin(ids, theirs)
            newest[mine] = batch
            dated = mine & (start != NO_DAY) & (end > start)
            if dated.any():
                said = frozenset(names[at] for at in np.unique(words[dated]).tolist())
                span = int(start[dated].min()), int(end[dated].max())
                found.append(Report(batch, said, *span, batches[batch].replaces))
    return Told(newest, words, names, start, end, found)


def left_of(costs: Told) -> tuple[np.ndarray, dict[int, Stretches]]:
    """What the reports leave of the rows of those before them, as `told_anew`."""
    gone, some = np.zeros(len(costs.newest), bool), dict[int, Stretches]()
    for one in costs.reports:
        said = np.array([name in one.words for name in costs.names], bool)
        meant = said[costs.words] | np.isin(costs.newest, one.replaces)
        older = (costs.newest > 0) & (costs.newest < one.batch) & (costs.start < one.after) & (costs.end > one.first)
        for at in np.flatnonzero(meant & older & ~gone).tolist():
            whole = [(int(costs.start[at]), int(costs.end[at]))]
            some[at] = _without(some.get(at, whole), one.first, one.after)
            gone[at] = not some[at]
    return gone, {at: left for at, left in some.items() if left}


def would_replace(frame: Frame, met: np.ndarray, fresh: Report) -> dict[int, Stretches]:
    """Row id → the days of which it would still count, of the rows that count for fewer days with one more report,
    which has the rows `met` (ids) as well.
    """
    now = told(frame)
    ids = frame.column(KIND, "row_id")
    before, some_before = left_of(now)
    newest = np.where(np.isin(ids, met), fresh.batch, now.newest)
    gone, some = left_of(replace(now, newest=newest, reports=[*now.reports, fresh]))
    fewer = {at for at, left in some.items() if left != some_before.get(at)} | set(np.flatnonzero(gone).tolist())
    return {int(ids[at]): some.get(at, []) for at in sorted(fewer) if not before[at] and newest[at] != fresh.batch}


def put_out(frame: Frame, batch: int) -> int:
    """How many rows count no more, or for fewer days, because of one of the imports."""
    now = told(frame)
    others = [report for report in now.reports if report.batch != batch]
    if len(others) in (0, len(now.reports)):
        return 0
    (before, some_before), (gone, some) = left_of(replace(now, reports=others)), left_of(now)
    fewer = {at for at, left in some.items() if left != some_before.get(at)} | set(np.flatnonzero(gone).tolist())
    return sum(not before[at] for at in fewer)


def _without(stretches: Stretches, first: int, after: int) -> Stretches:
    parts = [part for begins, ends in stretches for part in ((begins, min(ends, first)), (max(begins, after), ends))]
    return [(begins, ends) for begins, ends in parts if begins < ends]


def _words_of(frame: Frame) -> tuple[np.ndarray, list[Words]]:
    """([rows] place in a list, the list): what each cost was for."""
    columns = [frame.column(KIND, name) for name in WORDS]
    packed = np.zeros(frame.size(KIND), np.int64)
    for column in columns:
        if int(packed.max(initial=0) + 1) * (len(column.labels) + 1) > _MOST_CODES:
            packed = np.unique(packed, return_inverse=True)[1]
        packed = packed * (len(column.labels) + 1) + column.codes + 1
    _codes, first, found = np.unique(packed, return_index=True, return_inverse=True)
    labels = [[*map(str, column.labels), ""] for column in columns]
    codes = zip(*(column.codes[first].tolist() for column in columns), strict=True)
    return found, [tuple(known[code] for known, code in zip(labels, one, strict=True)) for one in codes]


def covered(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First day, and first day no longer covered. Where no end is given, a cost dated on the first of a month is of
    that month, any other of its one day.
    """
    dated = np.where(start == NO_DAY, 0, start).astype("datetime64[D]")
    month = dated.astype("datetime64[M]")
    after = np.where(dated == month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]"), dated + 1)
    given = np.where(end == NO_DAY, after.astype(np.int64), end)
    return start, np.where(start == NO_DAY, NO_DAY, given)
