"""Tickets with how long it took to resolve them; and tickets by the day they were opened, the unresolved among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain import opening_hours
from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.periods import Period
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.opening import open_between
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY, MICROSECOND, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried, tickets
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.system.i18n import N_

CLOCK = Option(
    "clock",
    "elapsed",
    N_("Time is measured"),
    choices=(
        ("elapsed", N_("By the clock, nights and weekends included")),
        ("business", N_("In opening hours")),
        ("reported", N_("As the file's own column says")),
    ),
    of_view=True,
)
RESOLUTION = Option(
    "resolution",
    "final",
    N_("Until it was resolved"),
    choices=(("final", N_("For the last time")), ("first", N_("For the first time"))),
    of_view=True,
)
WAITING = Option(
    "waiting",
    "counted",
    N_("Waiting for the customer"),
    choices=(("counted", N_("Counts")), ("left_out", N_("Is left out"))),
    of_view=True,
)
ANCHOR = Option(
    "at",
    "resolved_at",
    N_("Dated by"),
    choices=(("resolved_at", N_("When it was resolved")), ("created_at", N_("When it was opened"))),
)
RESOLVED = Kind(
    name="resolution",
    title=N_("Resolved ticket"),
    plural=N_("resolved tickets"),
    meaning=N_("A ticket that was resolved, with how long that took."),
    at="day",
    fields=(
        Field("day", Type.DATE, N_("Resolved on")),
        Field("seconds", Type.DURATION, N_("Time to resolve")),
        *carried.fields(TICKET),
    ),
)
OPENED = Kind(
    name="opening",
    title=N_("Opened ticket"),
    plural=N_("opened tickets"),
    meaning=N_("A ticket by the day on which it was opened, with whether it still is."),
    at="day",
    fields=(
        Field("day", Type.DATE, N_("Opened on")),
        Field("open", Type.BOOL, N_("Not resolved yet")),
        Field("age_days", Type.NUMBER, N_("Days since it was opened")),
        *carried.fields(TICKET),
    ),
)


@dataclass(frozen=True)
class How:
    """What the options say about measuring."""

    clock: str
    resolution: str
    waiting: str
    at: str
    hours: str

    @staticmethod
    def of(frame: Frame, options: Mapping[str, Any]) -> How:
        clock, resolution, waiting, at = (
            str(options.get(one.name, one.default)) for one in (CLOCK, RESOLUTION, WAITING, ANCHOR)
        )
        return How(clock, resolution, waiting, at, str(frame.settings.get("calendar") or opening_hours.USUAL))


def resolved(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per ticket that was resolved; `seconds` NaN where nothing tells how long it took, below zero where it
    is said to have been resolved before it was opened.
    """
    how = How.of(frame, options)
    return derived(frame, ("resolutions", how), lambda: _resolved(frame, how))


def _resolved(frame: Frame, how: How) -> Table:
    life, live = tickets.lives(frame), frame.rows(TICKET.all()).index
    end = np.where(life.first != NEVER, life.first, life.last) if how.resolution == "first" else life.last
    day = _days(frame, end) if how.at == "resolved_at" else frame.days(TICKET.name, "created_at")
    seconds = _seconds(frame, how, life.opened, end)
    done = ((end != NEVER) & (life.solved | (how.resolution == "first"))) | (~np.isnan(seconds) & life.solved)
    source = live[done[live]]
    source = source[np.argsort(day[source], kind="stable")]
    columns: dict[str, Any] = {
        "day": day[source].astype(np.int32),
        "seconds": seconds[source],
        **carried.columns(frame, TICKET, source),
    }
    behind = {TICKET.name: lambda: Behind.each(source, ("unresolved",))}
    return Table(RESOLVED, len(source), columns, behind, headings=tuple(frame.headings(TICKET.name)))


def _days(frame: Frame, instants: np.ndarray) -> np.ndarray:
    known = instants != NEVER
    days = frame.zone.days(np.where(known, instants, 0))
    return np.where(known, days, NO_DAY)


def _seconds(frame: Frame, how: How, opened: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Per row of the kind how long it took; NaN unknown."""
    told = frame.column(TICKET.name, "resolution_seconds")
    if how.clock == "reported":
        return told
    known = (opened != NEVER) & (end != NEVER)
    start, stop = np.where(known, opened, 0), np.where(known, end, 0)
    if how.clock == "business":
        found = open_between(_hours(how.hours), frame.zone.local(start), frame.zone.local(stop))
        found = np.where(stop < start, (stop - start) / MICROSECOND, found)
    else:
        found = (stop - start) / MICROSECOND
    found = np.where(known, found, told if how.clock == "elapsed" else np.nan)
    if how.waiting == "left_out":
        waited = np.nan_to_num(frame.column(TICKET.name, "waiting_on_customer_seconds"), nan=0.0)
        found = np.where(found >= 0, np.maximum(found - np.maximum(waited, 0), 0), found)
    return found


def _hours(text: str) -> opening_hours.OpeningHours:
    try:
        return opening_hours.parse(text)
    except BadQuestion:
        return opening_hours.parse(opening_hours.USUAL)


def opened(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Every live ticket by the day it was opened; `age_days` of those not resolved, up to the end of the data."""
    return derived(frame, ("openings",), lambda: _opened(frame))


def _opened(frame: Frame) -> Table:
    life, source = tickets.lives(frame), frame.rows(TICKET.all()).index
    end = frame.zone.midnight(day_of(tickets.until(frame))) + DAY if tickets.until(frame) < NO_DAY - 1 else NEVER
    known = (life.opened[source] != NEVER) & (end != NEVER)
    age = np.where(known, (end - np.where(known, life.opened[source], 0)) / DAY, np.nan)
    columns: dict[str, Any] = {
        "day": frame.days(TICKET.name, "created_at")[source],
        "open": (~life.solved[source]).astype(np.uint8),
        "age_days": np.where(life.solved[source], np.nan, age),
        **carried.columns(frame, TICKET, source),
    }
    behind = {TICKET.name: lambda: Behind.each(source)}
    return Table(OPENED, len(source), columns, behind, headings=tuple(frame.headings(TICKET.name)))


def _span(frame: Frame) -> Period | None:
    """From the first day anything happened to a ticket to the last."""
    if not frame.size(TICKET.name):
        return None
    life = tickets.lives(frame)
    days = np.concatenate([frame.days(TICKET.name, "created_at"), _days(frame, life.last)])
    days = days[days <= tickets.until(frame)]
    return Period(day_of(days.min()), day_of(int(days.max()) + 1)) if len(days) else None


RESOLUTIONS = View("resolutions", (TICKET.name,), resolved, as_of=tickets.until, span=_span)
OPENINGS = View("openings", (TICKET.name,), opened, as_of=tickets.until, span=_span)
