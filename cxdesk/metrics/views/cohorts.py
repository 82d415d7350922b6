"""Who was active when, as a table of cohorts: one row per member of a cohort and interval since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Grain, Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days, activity
from cxdesk.metrics.views.activity import ACTIVITY, Activity
from cxdesk.system.i18n import N_

KIND = Kind(
    name="cohort_cell",
    title=N_("Member of a cohort, so many intervals later"),
    plural=N_("members of cohorts, interval by interval"),
    meaning=N_("Whether somebody who was active in an interval was active again so many intervals later."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the cohort")),
        Field("offset", Type.LABEL, N_("Intervals later")),
        Field("active", Type.BOOL, N_("Active")),
        Field("open", Type.BOOL, N_("Interval not over")),
    ),
)
COHORT = Option(
    "cohort",
    "recurring",
    N_("Who is in a cohort"),
    choices=(
        ("recurring", N_("Everybody who was active in the interval")),
        ("first", N_("Those who were active for the first time")),
    ),
    of_view=True,
)
INTERVAL = Option(
    "interval",
    "month",
    N_("Interval"),
    choices=(("month", N_("Month")), ("week", N_("Week")), ("day", N_("Day")), ("quarter", N_("Quarter"))),
    of_view=True,
)
FOLLOW = Option(
    "follow", 12, N_("Followed for"), N_("How many intervals each cohort is followed."), low=1, high=60, of_view=True
)
OPTIONS = (ACTIVITY, COHORT, INTERVAL, FOLLOW, active_days.UNIT, active_days.EVENTS)


_PLANE = 64_000_000  # pairs up to which subjects x intervals are held as a plane; beyond, they are sorted


class Cells(NamedTuple):
    """Per row: the member, the interval that made the cohort, how many intervals later this is, and whether active."""

    subject: np.ndarray
    cohort: np.ndarray
    offset: np.ndarray
    active: np.ndarray


def cells(
    subject: np.ndarray, interval: np.ndarray, intervals: int, recurring: bool = True, follow: int | None = None
) -> Cells:
    """From activity, one entry per subject 0.. and interval 0..intervals-1 (repeats count once).

    `recurring`: every active interval opens a cohort; otherwise a subject belongs to that of the first only. A cohort
    is followed up to the last interval, at most for `follow` intervals. Rows are in order of the cohort.
    """
    known = _Known(subject, interval, intervals)
    who, cohort = known.who, known.interval
    if not recurring:
        first = np.ones(len(who), bool)
        first[1:] = who[1:] != who[:-1]
        who, cohort = who[first], cohort[first]
    order = np.argsort(cohort, kind="stable")
    who, cohort = who[order], cohort[order]
    ahead = intervals - cohort if follow is None else np.minimum(intervals - cohort, follow + 1)
    subject, cohort = np.repeat(who, ahead), np.repeat(cohort, ahead)
    offset = (np.arange(len(subject)) - np.repeat(np.cumsum(ahead) - ahead, ahead)).astype(np.int16)
    return Cells(subject, cohort, offset, known.has(subject.astype(np.int64) * intervals + cohort + offset))


class _Known:
    """Distinct pairs of subject and interval, by subject, and whether a pair is one of them."""

    def __init__(self, subject: np.ndarray, interval: np.ndarray, intervals: int) -> None:
        keys = subject.astype(np.int64) * intervals + interval
        size = (int(subject.max(initial=-1)) + 1) * intervals
        self.plane = np.zeros(size if size <= _PLANE else 0, bool)
        if size <= _PLANE:
            self.plane[keys] = True
            keys = np.flatnonzero(self.plane)
        else:
            keys = np.unique(keys)
        self.keys = keys
        self.who = (keys // max(intervals, 1)).astype(np.int32)
        self.interval = (keys - self.who * np.int64(intervals)).astype(np.int32)

    def has(self, keys: np.ndarray) -> np.ndarray:
        if len(self.plane):
            return self.plane[keys]
        place = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        return self.keys[place] == keys if len(self.keys) else np.zeros(len(keys), bool)


def table(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per member of a cohort and interval since, dated by the cohort's first day. Columns as in KIND."""
    told = {one.name: options.get(one.name, one.default) for one in OPTIONS}
    return derived(frame, ("cohorts", tuple(told.values())), lambda: _table(frame, told))


def _table(frame: Frame, told: Mapping[str, Any]) -> Table:
    built = Matrix(frame, activity.activity(frame, told), told)
    return Table(KIND, len(built.cells.subject), built.columns(), {built.did.kind: built.behind})


@dataclass(frozen=True, eq=False)
class Matrix:
    """Activity on a line of intervals that ends with the one in which the data end."""

    frame: Frame
    did: Activity
    told: Mapping[str, Any]

    @cached_property
    def edges(self) -> np.ndarray:
        """[intervals + 1] first days, and the day after the last."""
        first = self.did.first[self.did.first <= self.did.until]
        if not len(first):
            return np.array([0])
        span = Period(day_of(int(first.min())), day_of(self.did.until + 1))
        edges = Periods.over(span, Grain(self.told["interval"]), self.frame.calendar).edges
        return np.append(edges[:, 0], edges[-1, 1])

    def _at(self, days: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.edges, days, side="right") - 1

    @cached_property
    def spread(self) -> tuple[np.ndarray, np.ndarray]:
        """Stretch and interval, for every interval that a stretch touches."""
        known = np.flatnonzero(self.did.first <= self.did.until)
        first = self._at(self.did.first[known])
        times = self._at(np.minimum(self.did.last[known], self.did.until)) - first + 1
        stretch = np.repeat(known, times)
        offset = np.arange(len(stretch)) - np.repeat(np.cumsum(times) - times, times)
        return stretch, np.repeat(first, times) + offset

    @cached_property
    def cells(self) -> Cells:
        stretch, interval = self.spread
        recurring = self.told["cohort"] == "recurring"
        return cells(self.did.who[stretch], interval, len(self.edges) - 1, recurring, self.told["follow"])

    def columns(self) -> dict[str, Any]:
        subject, cohort, offset, active = self.cells
        width = len(str(self.told["follow"]))
        labels = [str(number).zfill(width) for number in range(self.told["follow"] + 1)]
        return {
            "customer": self.did.customer.take(subject),
            "day": self.edges[cohort].astype(np.int32),
            "offset": Codes(offset.astype(np.int8), labels),
            "active": active.astype(np.uint8),
            "open": (self.edges[np.minimum(cohort + offset + 1, len(self.edges) - 1)] > self.did.until + 1).astype(
                np.uint8
            ),
        }

    def behind(self) -> Behind:
        """What a member did in the interval that a row speaks of."""
        stretch, interval = self.spread
        line = len(self.edges)
        keys = self.did.who[stretch] * line + interval
        order = np.argsort(keys, kind="stable")
        mine = self.cells.subject.astype(np.int64) * line + self.cells.cohort + self.cells.offset
        low, high = (np.searchsorted(keys[order], mine, side=side) for side in ("left", "right"))
        row = np.repeat(np.arange(len(mine)), high - low)
        place = np.arange(len(row)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
        entry = stretch[order[np.repeat(low, high - low) + place]]
        return self._sources(row, entry)

    def _sources(self, row: np.ndarray, entry: np.ndarray) -> Behind:
        """The imported rows behind stretches: pairs of (row, stretch) to pairs of (row, source)."""
        entries, source, why = self.did.behind()
        order = np.argsort(entries, kind="stable")
        known = entries[order]
        low, high = (np.searchsorted(known, entry, side=side) for side in ("left", "right"))
        times = high - low
        place = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
        found = source[order[np.repeat(low, times) + place]]
        return Behind(np.repeat(row, times), found, self.did.reasons, why)


def _until(frame: Frame) -> int:
    """The newest day of any activity: rows of each sort end where its own data end."""
    days = [activity.until(frame, sort) for sort, kind in activity.KINDS.items() if frame.size(kind)]
    return max((day for day in days if day < NO_DAY - 1), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    """From the first activity of any sort."""
    first = [
        int(one.first.min())
        for sort, kind in activity.KINDS.items()
        if frame.size(kind) and len((one := activity.activity(frame, {"activity": sort})).first)
    ]
    until = _until(frame)
    return Period(day_of(min(first)), day_of(max(until, min(first)) + 1)) if first else None


def _unlike(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    kind = activity.KINDS[options.get("activity", activity.EVENTS)]
    return None if frame.size(kind) else ("missing_kind", kind)


VIEW = View("cohorts", tuple(activity.KINDS.values()), table, span=_span, as_of=_until, unlike=_unlike)
