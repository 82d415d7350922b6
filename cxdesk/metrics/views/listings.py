"""Lists of subscriptions as of one day each, month after month, as stretches of time.

A list says how things stood all through its day. What is in force on one list holds until the next; whatever differs
between two lists is dated by the later one, because nothing says when in between it happened: another price, whoever
is no longer listed, whoever is listed as gone. Who is listed for the first time came with that list, or as many months
before as it says, but after the list before, which did not have them. A first list has nobody before it: those in it
began as many months before as it says, else what was before that day is not known. A list that is said to be a part of
all customers ends nobody's stretch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxdesk.domain.kinds import Type
from cxdesk.domain.kinds_of.subscription import SUBSCRIPTION
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY

KIND = SUBSCRIPTION.name
HOLDS, AGAIN, REPLACED, NOBODY = range(4)  # what becomes of a listed row
MOST_MONTHS = 1200
_GONE = ("cancelled", "ended")


@dataclass(frozen=True, eq=False)
class Listing:
    """The rows of lists: `row` their places in the kind, `what` becomes of each, the stretch [start, end) of those
    that hold (empty: of who was gone already), `mrr` what it brings. `days` of the lists, ascending; what was before
    `known_from` is not known (None: it is). `since_ever` are those of whom nothing says since when they were there.
    """

    row: np.ndarray
    what: np.ndarray
    start: np.ndarray
    end: np.ndarray
    mrr: np.ndarray
    days: np.ndarray
    known_from: int | None
    since_ever: np.ndarray


def listed(frame: Frame) -> np.ndarray:
    """[rows of the kind] whether each is of a list as of a day, and says no day of its own."""
    return (frame.column(KIND, "seen_on") != NO_DAY) & (frame.column(KIND, "started_on") == NO_DAY)


def listing(frame: Frame, mrr: np.ndarray) -> Listing:
    """What the lists say together; `mrr` [rows of the kind] is what each row brings in a month."""
    return frame.once(("listing",), (KIND, CUSTOMER), lambda: _listing(frame, mrr))


def _listing(frame: Frame, mrr: np.ndarray) -> Listing:
    row = np.sort(frame.rows(SUBSCRIPTION.all()).index)
    row = row[listed(frame)[row]]
    what = np.full(len(row), HOLDS, np.uint8)
    what[_replaced(frame, row)] = REPLACED
    names: Codes = frame.column(KIND, "subscription")
    days = np.unique(frame.column(KIND, "seen_on")[row[what == HOLDS]])
    if len(days) > 1:
        what[(what == HOLDS) & (names.codes[row] < 0)] = NOBODY
    start, end = (np.full(len(row), NO_DAY, np.int32) for _ in range(2))
    worth = mrr[row]
    used = np.flatnonzero(what == HOLDS)
    key = np.where(names.codes[row] >= 0, names.codes[row], len(names.labels) + np.arange(len(row)))
    used = used[np.lexsort((frame.column(KIND, "seen_on")[row[used]], key[used]))]
    complete = days[np.isin(days, frame.column(KIND, "seen_on")[row[(what == HOLDS) & _complete(frame, row)]])]
    found = _Course(frame, row[used], key[used], complete)
    start[used], end[used] = found.start, found.end
    worth[used] = np.where(found.leaves, np.append(0.0, worth[used][:-1]), worth[used])
    stays = same(frame, row[used], worth[used]) & found.stays
    what[used[stays]] = AGAIN
    last = np.append(np.flatnonzero(~stays)[1:] - 1, len(used) - 1) if len(used) else used
    end[used[~stays]] = end[used[last]]
    ever = np.zeros(len(row), bool)
    ever[used] = found.first & np.isnan(found.months)
    known_from = int(complete[0] if len(complete) else days[0]) if ever.any() else None
    return Listing(row, what, start, end, worth, days, known_from, ever)


def _replaced(frame: Frame, row: np.ndarray) -> np.ndarray:
    """[rows] whether a later import of the same day took the place of the list in which each stood last: one that has
    at least half of what that list had. Lists of other customers stand beside it.
    """
    gone = np.zeros(len(row), bool)
    claims = frame.claims(KIND)
    if len(claims) < 2 or not len(row):
        return gone
    ids, seen = frame.column(KIND, "row_id")[row], frame.column(KIND, "seen_on")[row]
    held = {batch: np.isin(ids, theirs, assume_unique=True) for batch, theirs in claims.items()}
    last = np.full(len(row), -1, np.int64)
    for batch in sorted(held):
        last[held[batch]] = batch
    batches, parts = sorted(held), _parts(frame)
    for at, batch in enumerate(batches):
        for day in np.unique(seen[held[batch] & (last == batch)]).tolist():
            mine = held[batch] & (seen == day)
            if any(2 * (mine & held[later]).sum() >= mine.sum() for later in batches[at + 1 :] if later not in parts):
                gone |= mine & (last == batch)
    return gone


def _parts(frame: Frame) -> set[int]:
    """The imports whose list is said to be a part of all customers."""
    return {batch.id for batch in frame.batches if batch.part}


def _complete(frame: Frame, row: np.ndarray) -> np.ndarray:
    """[rows] whether each stands on a list of all customers."""
    parts = _parts(frame)
    if not parts:
        return np.ones(len(row), bool)
    whole = [ids for batch, ids in frame.claims(KIND).items() if batch not in parts]
    return np.isin(frame.column(KIND, "row_id")[row], np.concatenate([np.zeros(0, np.int64), *whole]))


class _Course:
    """Rows of lists by whom they are about and by day: from when to when each holds. `days` are those of which there is
    a list of all customers, ascending: who is not on it is gone. A list that is a part of all says nothing of others.
    """

    def __init__(self, frame: Frame, row: np.ndarray, key: np.ndarray, days: np.ndarray) -> None:
        day = frame.column(KIND, "seen_on")[row].astype(np.int64)
        after = np.append(days.astype(np.int64), [NO_DAY])[np.searchsorted(days, day, side="right")]
        earlier = np.searchsorted(days, day)  # so many lists of all customers are of earlier days
        status: Codes = frame.column(KIND, "status")
        over = np.array([*(label in _GONE for label in status.labels), False])[status.codes[row]]
        gone = (frame.column(KIND, "churned")[row] == 1) | over
        known = np.zeros(len(row), bool)  # the row before is about the same
        known[1:] = key[1:] == key[:-1]
        follows = known.copy()  # and was there until this list
        follows[1:] &= (day[1:] > day[:-1]) & (day[1:] <= after[:-1]) & ~gone[:-1]
        months = frame.column(KIND, "tenure_months")[row]
        self.months = np.where((months >= 0) & (months <= MOST_MONTHS), months, np.nan)
        self.first = (earlier == 0) & ~known
        self.leaves, self.stays = gone & follows, ~gone & follows
        before = np.append(days, 0)[earlier - 1]  # of no meaning on the first list
        since = months_before(day, self.months)
        fresh = self.first | (since > before)
        earliest = np.where(self.first, since, np.maximum(since, before + 2))
        start = np.where(fresh & ~np.isnan(self.months), np.minimum(earliest, day), day)
        start = np.where(self.stays, day, start)
        start = np.where(gone, np.where(self.leaves, day - 1, np.minimum(start, day - 1)), start)
        start = np.where(gone & known & ~follows, day, start)  # gone for long: an empty stretch
        end = after
        end[:-1] = np.where(follows[1:], day[1:], end[:-1])
        end = np.where(gone, day, end)
        ahead = np.flatnonzero(self.leaves) - 1
        cut = end[ahead] - 1 > start[ahead]
        end[ahead[cut]] -= 1
        at_once = ahead[~cut] + 1  # lists of two days in a row: who leaves has no stretch of their own
        start[at_once] = day[at_once]
        self.start, self.end = start.astype(np.int32), end.astype(np.int32)


def same(frame: Frame, row: np.ndarray, mrr: np.ndarray) -> np.ndarray:
    """Whether each row brings what the row before it brings, and says the same of plan, channel and unknown columns."""
    found = np.zeros(len(row), bool)
    if not len(row):
        return found
    found[1:] = (mrr[1:] == mrr[:-1]) | (np.isnan(mrr[1:]) & np.isnan(mrr[:-1]))
    names = [f.name for f in SUBSCRIPTION.fields if f.type in (Type.LABEL, Type.BOOL) and f.name != "churned"]
    for name in [*names, *(f"extra:{heading}" for heading in frame.headings(KIND)), CUSTOMER]:
        column = frame.column(KIND, name)
        codes = (column.codes if isinstance(column, Codes) else column)[row]
        found[1:] &= codes[1:] == codes[:-1]
    seats = frame.column(KIND, "quantity")[row]
    found[1:] &= (seats[1:] == seats[:-1]) | (np.isnan(seats[1:]) & np.isnan(seats[:-1]))
    return found


def months_before(day: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The first day of each tenure: `day` (days since 1970) less whole months; the end of a month counts as the begin
    of the next. Where `months` is NaN as if it were 0.
    """
    whole = np.nan_to_num(months).astype(np.int64)
    at = day.astype("datetime64[D]")
    at = np.where((at + 1).astype("datetime64[M]") != at.astype("datetime64[M]"), at + 1, at)
    month = at.astype("datetime64[M]")
    of_month = (at - month.astype("datetime64[D]")).astype(np.int64)
    month = month - whole
    first = month.astype("datetime64[D]").astype(np.int64)
    longest = (month + 1).astype("datetime64[D]").astype(np.int64) - first - 1
    return first + np.minimum(of_month, longest)
