"""Subscriptions as stretches of time at a monthly price: what every number about recurring customers is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.subscription import SUBSCRIPTION
from cxdesk.domain.results import Phrase, plural
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, UNKNOWN_BOOL
from cxdesk.frame.zone import day_number
from cxdesk.metrics.views import listings, rates
from cxdesk.metrics.views.rates import Course
from cxdesk.metrics.views.restated import Restated, restated

KIND = SUBSCRIPTION.name
_MONTH_DAYS = 31  # long enough to lie before the month began, however long that was
MONEY = 1e-4  # one stored unit of money in units of the currency
MONTHS = {"day": 12 / 365, "week": 12 / 52, "month": 1.0, "quarter": 3.0, "half_year": 6.0, "year": 12.0}
REASONS = (
    *("outside_period", "no_timestamp", "never_active", "trial", "one_time", "no_end", "other_currency"),
    *("listed_before", "list_replaced", "nobody"),
)
_OUTSIDE, _UNDATED, _NEVER, _TRIAL, _ONCE, _ENDLESS, _FOREIGN, _AGAIN, _REPLACED, _NOBODY = range(len(REASONS))
_OF_LIST = {listings.AGAIN: _AGAIN, listings.REPLACED: _REPLACED, listings.NOBODY: _NOBODY}


@dataclass(frozen=True, eq=False)
class Lines:
    """Stretches [start, end) in local days, one per live subscription row that can be read, end NO_DAY while running.

    `source` are positions in the kind; `who` numbers 0.. of customers (a row that names nobody is one of its own);
    `customer` [who] the customer code, -1 nobody; `first` [who] the first day ever, `first_paid` the first paid one;
    `mrr` in stored money of the line's own currency, see `courses`; `why` [rows of `kind`] a place in `reasons`; for
    how many users each is (`seats`), where the file says it; what was before `known_from` is not known, see `listings`,
    nor since when the customers `since_ever` [who] are there. `currencies` are those in which something is paid.
    """

    source: np.ndarray
    start: np.ndarray
    end: np.ndarray
    mrr: np.ndarray
    who: np.ndarray
    customer: np.ndarray
    first: np.ndarray
    first_paid: np.ndarray
    why: np.ndarray
    priced: bool
    currencies: frozenset[str]
    kind: str = KIND
    reasons: tuple[str, ...] = REASONS
    seats: np.ndarray | None = None
    courses: tuple[tuple[np.ndarray, Course], ...] = ()  # lines in other currencies, with the rates that turn them
    known_from: int | None = None
    since_ever: np.ndarray | None = None

    @property
    def customers(self) -> int:
        return len(self.first)

    @property
    def worth(self) -> np.ndarray:
        """[lines] monthly money in one currency, all by the newest rates: nothing moves because a rate did."""
        found = self.mrr.astype(np.float64)
        for rows, course in self.courses:
            found[rows] = np.rint(found[rows] * course.rate[-1])
        return found


def lines(
    frame: Frame,
    unit: str = "customer",
    grace: int = 0,
    currency: str = "",
    trials: bool = False,
    listed: bool = False,
) -> Lines:
    """All stretches. `unit` subscription tells subscriptions of one customer apart; `grace` days are added to what
    has ended, so that who comes back within them never left; `currency` leaves out what is paid in another from which
    no rate leads to it; with `trials` these are stretches too, which bring nothing. Amounts stay in their own currency,
    and `courses` has the rates into the one asked for, else into that of the workspace. `listed`: as a list that says
    who has left tells it on its day: everybody in it was there when that day began, and who has left was not when it
    ended.
    """
    key = ("lines", unit, grace, currency, trials, listed)
    kinds = (KIND, CUSTOMER, *rates.READ)
    return frame.once(key, kinds, lambda: _lines(frame, unit, grace, currency, trials, listed))


def _lines(frame: Frame, unit: str, grace: int, currency: str, trials: bool, listed: bool) -> Lines:
    rows = frame.rows(SUBSCRIPTION.all())
    start, end = _start(frame), _end(frame)
    if listed:
        start, end = _on_the_list(frame, start, end)
    why = _why(frame, start, end)
    money: Codes = frame.column(KIND, "currency")
    courses = _courses(frame, money, currency)
    own = [not currency or label == currency or code in courses for code, label in enumerate(money.labels)]
    own = np.array([*own, True])[money.codes]
    why[(why == _OUTSIDE) & ~own] = _FOREIGN
    live = np.sort(rows.index)
    source = live[why[live] == _OUTSIDE].astype(np.int32)
    start, end, mrr = start[source], end[source], _worth(frame)[source]
    if trials:
        source, start, end, mrr = _and_trials(frame, live[(own & (why != _ENDLESS))[live]], (source, start, end, mrr))
        why[source] = _OUTSIDE
    ids, who = np.unique(_named(frame, unit)[source], return_inverse=True)
    who = who.astype(np.int32)
    customer = np.full(len(ids), -1, np.int32)
    customer[who] = frame.column(KIND, CUSTOMER).codes[source]
    if grace:
        end = np.where(end == NO_DAY, end, end + grace).astype(np.int32)
    first, paid = np.full(len(ids), NO_DAY, np.int32), np.full(len(ids), NO_DAY, np.int32)
    np.minimum.at(first, who, start)
    np.minimum.at(paid, who[mrr > 0], start[mrr > 0])
    priced = bool(np.isfinite(mrr).any())
    codes = money.codes[source]
    turned = tuple((np.flatnonzero(codes == code), course) for code, course in courses.items())
    paying = codes[(mrr > 0) & (codes >= 0)]  # amounts without a currency are in that of the others
    named = frozenset(money.labels[code] for code in np.unique(paying).tolist())
    made = Lines(source, start, end, np.nan_to_num(mrr), who, customer, first, paid, why, priced, named, courses=turned)
    if (known_from := _of_lists(frame).known_from) is not None:
        made = replace(made, known_from=known_from, since_ever=_since_ever(frame, made))
    seats = frame.column(KIND, "quantity")[source]
    return replace(made, seats=_or(seats, 1.0)) if np.isfinite(seats).any() else made


def converted_by(frame: Frame, rows: np.ndarray, currency: str, days: Sequence[int]) -> tuple[dict[str, Any], ...]:
    """The rates by which subscriptions are converted at certain days, see `rates.told`."""
    return rates.told_at(frame, KIND, rows, currency or rates.target(frame), days)


def _courses(frame: Frame, money: Codes, currency: str) -> dict[int, Course]:
    """Per code of a currency the rates into the one asked for, else into that of the workspace."""
    goal = currency or rates.target(frame)
    found = {code: rates.course(frame, label, goal) for code, label in enumerate(money.labels)} if goal else {}
    return {code: course for code, course in found.items() if course is not None}


def paid_by_course(lines: Lines, until: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Stretches [start, end) up to the day `until`, and what each brings a month in one currency: lines in another one
    are cut at the first days of months with another rate. As (line, start, end, mrr); NaN before the first rate.
    """
    end = np.minimum(lines.end, until + 1).astype(np.int64)
    start = np.minimum(lines.start.astype(np.int64), end)
    turned = np.concatenate([np.zeros(0, np.int64), *(rows for rows, _course in lines.courses)])
    own = np.setdiff1d(np.arange(len(start)), turned)
    found = [(own, start[own], end[own], lines.mrr[own])]
    for rows, course in lines.courses:
        days = _days_of_change(course, int(start[rows].min(initial=until)), until)
        first = np.searchsorted(days, start[rows], side="right")
        count = np.searchsorted(days, end[rows]) - first
        count = np.maximum(count, 0) + 1
        line = np.repeat(np.arange(len(rows)), count)
        number = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        inner = np.append(days, until + 1)
        begins = np.where(number == 0, start[rows][line], inner[np.minimum(first[line] + number - 1, len(days))])
        ends = np.where(number == count[line] - 1, end[rows][line], inner[np.minimum(first[line] + number, len(days))])
        found.append((rows[line], begins, ends, lines.mrr[rows][line] * rates.rate_on(course, begins)))
    line, begins, ends, mrr = (np.concatenate(column) for column in zip(*found, strict=True))
    return line, begins, ends, mrr


def months_of(frame: Frame) -> list[int]:
    """The first days of all months in which there were subscriptions, and the first of these days of all."""
    begun = lines(frame).start
    days = np.arange(int(begun.min()), until(frame) + 1) if len(begun) else begun
    firsts = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return sorted({*days[:1].tolist(), *np.unique(firsts[firsts >= days.min(initial=0)]).tolist()})


def _days_of_change(course: Course, first: int, until: int) -> np.ndarray:
    """First days of months after `first` by which another rate is in force than by the one before; and that of the
    first rate of all, before which nothing is known.
    """
    months = np.arange(first, until + 1).astype("datetime64[D]").astype("datetime64[M]")
    days = np.unique(np.append(months.astype("datetime64[D]").astype(np.int64), course.days[0]))
    days = days[(days > first) & (days <= until)]
    place = np.searchsorted(course.days, np.append(first, days), side="right")
    return days[np.diff(place) > 0]


def _on_the_list(frame: Frame, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same of rows that say whether the customer has left, where they still held on the day of the list."""
    day, said = until(frame), frame.column(KIND, "churned")
    there = (said != UNKNOWN_BOOL) & (end >= day)
    start = np.where(there & (start != NO_DAY), np.minimum(start, day), start).astype(np.int32)
    return start, np.where(there & (said == 1), day + 1, end).astype(np.int32)


def says_who_left(frame: Frame) -> bool:
    """Whether some row is one of a list that says who has left."""
    return bool((frame.column(KIND, "churned") != UNKNOWN_BOOL).any())


def _and_trials(frame: Frame, live: np.ndarray, paid: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """Source, start, end and monthly money of `paid` stretches and of the trials of `live` rows, in order of the
    rows: from the first day to the end of the trial, or all of a subscription of which only is said that it is one; of
    a list from that list to the next, or what follows from it.
    """
    lists, start = _of_lists(frame), np.array(frame.column(KIND, "started_on"))
    start[lists.row] = np.where(lists.what == listings.HOLDS, lists.start, NO_DAY)
    newer = _restated(frame)
    start[newer.row[~newer.first]] = NO_DAY
    start, until = start[live], frame.column(KIND, "trial_until")[live]
    end = np.minimum(_end(frame)[live], np.where(_only_trial(frame)[live], NO_DAY, until))
    tried = (start != NO_DAY) & (start < end) & (_only_trial(frame)[live] | (until != NO_DAY))
    free = live[tried].astype(np.int32), start[tried], end[tried], np.zeros(int(tried.sum()))
    found = [np.concatenate(pair) for pair in zip(paid, free, strict=True)]
    order = np.argsort(found[0], kind="stable")
    return tuple(column[order] for column in found)


def _only_trial(frame: Frame) -> np.ndarray:
    """Rows said to be trials, without the day on which the trial ends."""
    on_trial = (frame.column(KIND, "trial") == 1) | _said(frame, "trial", "incomplete")
    return on_trial & (frame.column(KIND, "trial_until") == NO_DAY)


def _snapshot(frame: Frame) -> np.ndarray:
    """Rows without days of which only is said whether the customer has left: they hold as of the file's own day."""
    return _undated(frame) & (frame.column(KIND, "churned") != UNKNOWN_BOOL)


def _of_lists(frame: Frame) -> listings.Listing:
    """The stretches that lists as of a day make up."""
    return listings.listing(frame, monthly(frame))


def _since_ever(frame: Frame, made: Lines) -> np.ndarray:
    """[who] whether the first stretch of a customer is one of whose begin nothing is known."""
    found, unknown = _of_lists(frame), np.zeros(frame.size(KIND), bool)
    unknown[found.row] = found.since_ever
    ever = np.zeros(made.customers, bool)
    mine = np.flatnonzero(unknown[made.source])
    ever[made.who[mine]] = made.start[mine] <= made.first[made.who[mine]]
    return ever


def undated(lines: Lines) -> np.ndarray:
    """[who] whether nothing says since when a customer is there."""
    return np.zeros(lines.customers, bool) if lines.since_ever is None else lines.since_ever


def _worth(frame: Frame) -> np.ndarray:
    """Stored money per month and row of the kind: who is listed as gone brought what the list before says."""
    found, mrr = _of_lists(frame), np.array(monthly(frame))
    mrr[found.row] = found.mrr
    newer = _restated(frame)
    mrr[newer.row] = newer.mrr
    return mrr


def _start(frame: Frame) -> np.ndarray:
    """First day that is no trial. Of a snapshot as many months before its day as the customer was there, at least one:
    everybody in it counts as there when its day began.
    """
    start, trial = frame.column(KIND, "started_on"), frame.column(KIND, "trial_until")
    snapshot = _snapshot(frame)
    if snapshot.any():
        months = np.maximum(_or(frame.column(KIND, "tenure_months"), 1.0), 1.0)
        start = np.where(snapshot, until(frame) - np.ceil(months * _MONTH_DAYS), start).astype(np.int32)
    found = _of_lists(frame)
    start = np.array(start)
    start[found.row] = found.start
    newer = _restated(frame)
    start[newer.row] = newer.start
    later = (trial != NO_DAY) & (start != NO_DAY) & (trial > start)
    return np.where(later, trial, start)


def _end(frame: Frame) -> np.ndarray:
    """First day no longer covered: as written, else the notice of what is said to be over; who has left a snapshot
    was gone the day after.
    """
    end = _own_end(frame)
    gone = _snapshot(frame) & (frame.column(KIND, "churned") == 1)
    if gone.any():
        end = np.where(gone, until(frame) + 1, end).astype(np.int32)
    found = np.array(end)
    lists, newer = _of_lists(frame), _restated(frame)
    found[lists.row] = lists.end
    found[newer.row] = newer.end
    return found


def _own_end(frame: Frame) -> np.ndarray:
    """First day no longer covered, as each row by itself says."""
    end = frame.column(KIND, "ended_on")
    return np.where((end == NO_DAY) & _said(frame, "cancelled", "ended"), frame.days(KIND, "cancelled_at"), end)


def _restated(frame: Frame) -> Restated:
    """What subscriptions that were exported several times say together."""
    return restated(frame, monthly(frame), _own_end(frame))


def _said(frame: Frame, *statuses: str) -> np.ndarray:
    status = frame.column(KIND, "status")
    table = np.array([*(label in statuses for label in status.labels), False])
    return table[status.codes]


def _why(frame: Frame, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Why a row cannot be read as a stretch; _OUTSIDE for those that can."""
    why = np.full(len(start), _OUTSIDE, np.uint8)
    why[_only_trial(frame)] = _TRIAL
    why[(end <= start)] = _NEVER
    why[(end == NO_DAY) & _said(frame, "cancelled", "ended")] = _ENDLESS
    interval = frame.column(KIND, "interval")
    once = np.array([*(label == "one_time" for label in interval.labels), False])
    why[once[interval.codes]] = _ONCE
    why[start == NO_DAY] = _UNDATED
    found = _of_lists(frame)
    for what, reason in _OF_LIST.items():
        why[found.row[found.what == what]] = reason
    newer = _restated(frame)
    why[newer.row[newer.again]] = _AGAIN
    return why


def monthly(frame: Frame) -> np.ndarray:
    """Stored money per month and row of the kind, rounded once; NaN where no price is known."""
    mrr, amount, yearly = (frame.column(KIND, name) for name in ("mrr", "amount", "arr"))
    quantity, count = (_or(frame.column(KIND, name), 1.0) for name in ("quantity", "interval_count"))
    interval: Codes = frame.column(KIND, "interval")
    months = np.array([*(MONTHS.get(label, 1.0) for label in interval.labels), 1.0])[interval.codes]
    with np.errstate(all="ignore"):
        priced = (amount * quantity - _or(frame.column(KIND, "discount_amount"), 0.0)) / (months * count)
    found = np.where(np.isfinite(mrr), mrr, np.where(np.isfinite(priced), priced, yearly / 12))
    return np.round(found)


def _or(column: np.ndarray, otherwise: float) -> np.ndarray:
    return np.where(np.isnan(column), otherwise, column)


def _named(frame: Frame, unit: str) -> np.ndarray:
    """A number per row for whoever it is about; rows that name nobody have one of their own."""
    column: Codes = frame.column(KIND, CUSTOMER)
    codes = column.codes.astype(np.int64)
    if unit == "subscription":
        own = frame.column(KIND, "subscription").codes.astype(np.int64)
        codes = np.where(own >= 0, own, -1)
    return np.where(codes >= 0, codes, int(codes.max(initial=-1)) + 1 + np.arange(len(codes)))


def made_of(frame: Frame, options: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """What a label says where subscriptions are known from lists of one day each: by which day changes are dated."""
    if options.get("base") in ("orders", "snapshot") or not frame.size(KIND):
        return ()
    days = len(_of_lists(frame).days)
    if days < 2:
        return ()
    return (
        plural(
            "from {n} list; what changed between two is dated by the later",
            "from {n} lists; what changed between two is dated by the later",
            days,
        ),
    )


def is_snapshot(frame: Frame) -> bool:
    """Whether no row has a first day and some say whether the customer has left."""
    return bool(_undated(frame).all()) and bool(_snapshot(frame).any())


def _undated(frame: Frame) -> np.ndarray:
    return (frame.column(KIND, "started_on") == NO_DAY) & (frame.column(KIND, "seen_on") == NO_DAY)


def until(frame: Frame) -> int:
    """Day up to which subscriptions reach: as said on import, else the newest day that has come."""
    return frame.once(("recurring until",), (KIND,), lambda: _until(frame))


def _until(frame: Frame) -> int:
    today, seen = day_number(date.today()), frame.column(KIND, "seen_on")
    if any(batch.as_of is not None and KIND in batch.kinds for batch in frame.batches):
        return max(frame.as_of(KIND), int(seen[seen <= today].max(initial=-1)))
    days = np.concatenate([frame.column(KIND, "started_on"), frame.column(KIND, "ended_on"), seen])
    past = days[days <= today]
    return int(past.max()) if len(past) else today
