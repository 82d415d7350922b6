"""Subscriptions exported again and again, one row for each with its first day and what it brings today.

Each export knows its day (`seen_on`), so an earlier one says what was in force until the next: another price counts
from the day of the export that first says it. What the last export says of an end goes before what earlier ones say. A
row that says that a subscription is over stands for its last day, so that its reason is found where the customer left.
Rows of one subscription and first day belong together; those of which no day is known come before all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.domain.kinds_of.subscription import SUBSCRIPTION
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views.listings import same

KIND = SUBSCRIPTION.name
_BEFORE_ALL = -(10**9)


@dataclass(frozen=True, eq=False)
class Restated:
    """Rows of subscriptions that are there more than once, `row` being their places in the kind: the stretch
    [start, end) of each and what it brings a month, which say nothing new (`again`), which are the `first` of theirs.
    """

    row: np.ndarray
    start: np.ndarray
    end: np.ndarray
    mrr: np.ndarray
    again: np.ndarray
    first: np.ndarray


def restated(frame: Frame, mrr: np.ndarray, end: np.ndarray) -> Restated:
    """`mrr` and `end` [rows of the kind]: what each row brings in a month and when it says that it ends."""
    return frame.once(("restated",), (KIND, CUSTOMER), lambda: _restated(frame, mrr, end))


def _restated(frame: Frame, mrr: np.ndarray, own_end: np.ndarray) -> Restated:
    row, known = _together(frame)
    start = frame.column(KIND, "started_on")[row].astype(np.int64)
    seen, end, worth = _seen(frame, row), own_end[row].astype(np.int64), mrr[row].astype(np.float64)
    gone = known & (end <= seen)
    after_gone = known & np.append(False, gone[:-1])
    again = known & ~gone & ~after_gone & same(frame, row, worth) | gone & after_gone
    holds = np.flatnonzero(~again)
    begin = np.where(known, np.maximum(start, seen), start)
    begin = np.where(gone, np.maximum(end - 1, start), begin)
    last = np.append(holds[1:] - 1, len(row) - 1) if len(holds) else holds
    until = end[last]
    followed = np.append(known[holds[1:]], False) if len(holds) else np.zeros(0, bool)
    until = np.where(followed, np.minimum(until, np.append(begin[holds[1:]], NO_DAY)), until) if len(holds) else until
    worth[gone] = np.append(np.nan, worth[:-1])[gone]
    final = end.copy()
    final[holds] = until
    again[holds] |= (until <= begin[holds]) & (known[holds] | followed)
    return Restated(row, begin.astype(np.int32), final.astype(np.int32), worth, again, ~known)


def _together(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose subscription and first day some other row has too, by these and by day; whether the one before each
    has the same.
    """
    row = np.sort(frame.rows(SUBSCRIPTION.all()).index)
    names: Codes = frame.column(KIND, "subscription")
    start = frame.column(KIND, "started_on")
    row = row[(names.codes[row] >= 0) & (start[row] != NO_DAY)]
    row = row[np.lexsort((_seen(frame, row), start[row], names.codes[row]))]
    known = np.zeros(len(row), bool)
    known[1:] = (names.codes[row][1:] == names.codes[row][:-1]) & (start[row][1:] == start[row][:-1])
    shared = known | np.append(known[1:], False)
    if not (frame.column(KIND, "seen_on")[row[shared]] != NO_DAY).any():
        shared[:] = False
    return row[shared], known[shared]


def _seen(frame: Frame, row: np.ndarray) -> np.ndarray:
    day = frame.column(KIND, "seen_on")[row].astype(np.int64)
    return np.where(day == NO_DAY, _BEFORE_ALL, day)
