"""Which days of a period count for numbers per day, per week and per month, as rows of active days.

A period of several weeks or months is read as the mean of the whole ones in it; one without a whole one is taken as it
is. A rolling window is the last days of the period. A running period ends where the data end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from cxdesk.domain.kinds import Source
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days
from cxdesk.metrics.views.active_days import EVENT, ORDER
from cxdesk.system.i18n import N_

MONTH, WEEK, DAY = "month", "week", "day"
MONTHS_WINDOW = Option(
    "window",
    "calendar",
    N_("Month"),
    choices=(
        ("calendar", N_("Calendar month")),
        ("28", N_("The last 28 days of the period")),
        ("30", N_("The last 30 days of the period")),
    ),
    of_view=True,
)
WEEKS_WINDOW = Option(
    "window",
    "calendar",
    N_("Week"),
    choices=(("calendar", N_("Calendar week")), ("7", N_("The last 7 days of the period"))),
    of_view=True,
)
DAILY = Option(
    "dau",
    "mean",
    N_("Active people per day"),
    choices=(
        ("mean", N_("Mean over the days")),
        ("last_day", N_("Of the last day alone")),
        ("total", N_("All days added up, as some write it")),
    ),
    of_view=True,
)


class Windows(NamedTuple):
    """Per period its first day and the day after its last that count, and how many weeks or months those are."""

    edges: np.ndarray
    units: np.ndarray


def windows(frame: Frame, periods: Periods, unit: str, window: str, kind: str = EVENT) -> Windows:
    """The days that count of each period; none where it ends before the first event."""
    first = periods.edges[:, 0].astype(np.int64)
    end = np.maximum(np.minimum(periods.edges[:, 1].astype(np.int64), frame.as_of(kind) + 1), first)
    days = frame.rows(Source(kind)).days
    there = ((end > first) & (end > (days[0] if len(days) else NO_DAY))).astype(np.int64)
    end = np.where(there, end, first)
    if window != "calendar":
        return Windows(np.stack([np.where(there, end - int(window), first), end], axis=1), there)
    if unit == DAY:
        return Windows(np.stack([first, end], axis=1), there)
    from_unit, to_unit = _next(frame, unit, first), numbers(frame, unit, end)
    whole = to_unit - from_unit
    starts, ends = (_first_day(frame, unit, at) for at in (from_unit, to_unit))
    edges = np.where(whole[:, None] > 0, np.stack([starts, ends], axis=1), np.stack([first, end], axis=1))
    return Windows(edges, np.where(whole > 0, whole, there))


def _next(frame: Frame, unit: str, days: np.ndarray) -> np.ndarray:
    """Number of the first week or month that begins on each day or later."""
    at = numbers(frame, unit, days)
    return np.where(_first_day(frame, unit, at) == days, at, at + 1)


def numbers(frame: Frame, unit: str, days: np.ndarray) -> np.ndarray:
    """Number of the week or month that each day is in."""
    if unit == MONTH:
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (days + 3 - frame.calendar.week_start) // 7


def _first_day(frame: Frame, unit: str, number: np.ndarray) -> np.ndarray:
    if unit == MONTH:
        return number.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return number * 7 - 3 + frame.calendar.week_start


def days_between(edges: np.ndarray, weekdays: bool) -> np.ndarray:
    """[periods] how many days that count lie between two edges."""
    if not weekdays:
        return edges[:, 1] - edges[:, 0]
    return np.busday_count(edges[:, 0].astype("datetime64[D]"), edges[:, 1].astype("datetime64[D]"))


def _cut(frame: Frame, options: Mapping[str, Any], periods: Periods, unit: str, divisor: str = "") -> Rows:
    """Active days of the windows; counts per day are divided by their units, or what `divisor` says."""
    how = (active_days.told(options), options.get("window", "calendar"), unit, divisor)

    def make() -> Rows:
        rows = active_days.active(frame, options)
        found = windows(frame, periods, unit, how[1], active_days.kind_read(frame, options))
        edges, elapsed = found.edges, found.units
        if divisor == "last_day":
            edges = np.stack([np.maximum(edges[:, 1] - 1, edges[:, 0]), edges[:, 1]], axis=1)
        if divisor == "mean":
            elapsed = days_between(edges, how[0][2] == "weekdays")
        if divisor in ("total", "last_day"):
            elapsed = np.minimum(found.units, 1)
        bounds = np.searchsorted(rows.days, edges)
        made = replace(rows, bounds=bounds, elapsed=elapsed, cache={})
        made.cache[("col", "unit")] = _per_unit(frame, rows, unit) if elapsed.max(initial=0) > 1 else rows.col("person")
        made.cache[("col", "date")] = Codes(rows.days - rows.days.min(initial=NO_DAY), ())
        return made

    return frame.kept(("window", how, periods), make)


def _per_unit(frame: Frame, rows: Rows, unit: str) -> Codes:
    """A code per person and week or month."""
    number = numbers(frame, unit, rows.days.astype(np.int64))
    person = rows.col("person")
    people = int(person.codes.max(initial=-1)) + 1
    return Codes((number - number.min(initial=NO_DAY)) * people + person.codes, person.labels)


def of_days(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Active days of the periods as asked, by day."""
    return _cut(frame, options, periods, DAY, "mean")


def _of(unit: str) -> Callable[[Frame, Mapping[str, Any], Periods], Rows]:
    return lambda frame, options, periods: _cut(frame, options, periods, unit)


def daily_of_months(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Active days of the months that count, by day as the option `dau` says."""
    return _cut(frame, options, periods, MONTH, str(options.get("dau", "mean")))


def _kinds(frame: Frame) -> list[str]:
    return [kind for kind in (EVENT, ORDER) if frame.size(kind)]


def _until(frame: Frame) -> int:
    """Which of the kinds is read is an option: none of them cuts the other short."""
    return max((frame.as_of(kind) for kind in _kinds(frame)), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    spans = [frame.span(frame.rows(Source(kind))) for kind in _kinds(frame)]
    known = [span for span in spans if span is not None]
    return Period(min(one.start for one in known), max(one.end for one in known)) if known else None


def _lacks(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    kind = active_days.kind_read(frame, options)
    return None if frame.size(kind) else ("missing_kind", kind)


def _view(name: str, build: Callable[[Frame, Mapping[str, Any], Periods], Rows]) -> View:
    return View(name, (EVENT, ORDER), build, by_period=True, span=_span, as_of=_until, unlike=_lacks, any_kind=True)


BY_DAY = _view("active days", of_days)
BY_WEEK = _view("active weeks", _of(WEEK))
BY_MONTH = _view("active months", _of(MONTH))
DAYS_OF_MONTHS = _view("active days of months", daily_of_months)


def once_each(rows: Rows) -> Rows:
    """Of the active days of a person one per week or month (or whatever the rows are cut into)."""
    return rows.counted_once("unit", "first", "repeat")
