"""Journeys: how far everybody came along stages or steps, one row per person and attempt (or period)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period
from cxdesk.domain.stages import STAGES
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import trail
from cxdesk.metrics.views.tickets import NEVER
from cxdesk.metrics.views.trail import ANY, KINDS, SKIPS, STRICT, Attempts, Events
from cxdesk.system.i18n import N_

_FIELDS = (
    Field("customer", Type.REF, N_("Customer"), ref="customer"),
    Field("day", Type.DATE, N_("Begun on")),
    Field("attempt", Type.NUMBER, N_("Number of the attempt")),
    Field("reached", Type.NUMBER, N_("Furthest step, from 0")),
    Field("furthest", Type.LABEL, N_("Furthest stage")),
    Field("made", Type.NUMBER, N_("Steps made, as a sum of powers of two")),
    Field("young", Type.BOOL, N_("Too recent to say")),
    Field("last_touchpoint", Type.LABEL, N_("Last touchpoint")),
    Field("platform", Type.LABEL, N_("Platform")),
    Field("channel", Type.LABEL, N_("Channel")),
)
KIND = Kind(
    name="journey",
    title=N_("Journey"),
    plural=N_("journeys"),
    meaning=N_("One person's way along the stages, from the first of them."),
    at="day",
    fields=_FIELDS,
)
STAY = Kind(
    name="stay",
    title=N_("Stay in a stage"),
    plural=N_("stays"),
    meaning=N_("The time that one person spent in a stage, or between two steps."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Entered on")),
        Field("stage", Type.LABEL, N_("Stage")),
        Field("days", Type.NUMBER, N_("Days")),
        Field("over", Type.BOOL, N_("Over")),
        Field("platform", Type.LABEL, N_("Platform")),
        Field("channel", Type.LABEL, N_("Channel")),
    ),
)
ORDER = Option(
    "order",
    STRICT,
    N_("Order of the stages"),
    choices=(
        (STRICT, N_("One after the other")),
        (ANY, N_("In any order")),
        (SKIPS, N_("Stages may be skipped")),
    ),
    of_view=True,
)
WINDOW = Option(
    "window",
    90.0,
    N_("Days for the whole way"),
    N_("From the first stage on; who is still within them may go on and is not counted as lost."),
    low=0.0001,
    high=3660,
    of_view=True,
)
SHORT_WINDOW = Option("window", 14.0, WINDOW.title, WINDOW.help, low=0.0001, high=3660, of_view=True)
STEPS = Option(
    "steps",
    "",
    N_("Steps"),
    N_("Names of events in their order, such as sign up|play|buy. Empty: the stages of the journey."),
    of_view=True,
)
UNIT = Option(
    "unit",
    "person",
    N_("What is followed"),
    choices=(("person", N_("People")), ("session", N_("Visits"))),
    of_view=True,
)
MOST_STEPS = 50


def steps_of(given: str) -> tuple[str, ...]:
    """The names of the steps; those that occur again are numbered."""
    names = plain_steps(given) or list(STAGES)
    times = [names[: place + 1].count(name) for place, name in enumerate(names)]
    return tuple(name if n == 1 else f"{name} ({n})" for name, n in zip(names, times, strict=True))


def plain_steps(given: str) -> list[str]:
    """The steps as they are written, at most so many as can be told apart."""
    return [name.strip() for name in given.split("|") if name.strip()][:MOST_STEPS]


def _until(frame: Frame) -> int:
    there = [kind for kind in KINDS if frame.size(kind)] or trail.also(frame)  # contracts may be dated ahead
    known = [frame.as_of(kind) for kind in there]
    return max((day for day in known if day < NO_DAY - 1), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    found = trail.events(frame)
    until = _until(frame)
    if not found.size or until >= NO_DAY - 1 or found.day.min() > until:
        return None
    return Period(day_of(found.day.min()), day_of(until + 1))


def _told(options: Mapping[str, Any], window: Option) -> tuple[str, float, str]:
    given = (options.get(one.name, one.default) for one in (STEPS, window, ORDER))
    steps, days, order = given
    return str(steps), float(days), str(order)


def journeys(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per person and attempt: an attempt lasts a window, and the next start after it is another."""
    told = _told(options, WINDOW)
    return derived(frame, ("journeys", *told), lambda: Journeys(frame, *told).table())


def funnels(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per person and period: the best of all attempts begun in it."""
    told = (*_told(options, SHORT_WINDOW), str(options.get("unit", UNIT.default)))
    return derived(frame, ("funnels", *told, periods), lambda: Journeys(frame, *told, periods).table())


def stays(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per stage that a journey reached; with steps of one's own, per step that might have followed."""
    told = _told(options, WINDOW)
    return derived(frame, ("stays", *told), lambda: Stays(Journeys(frame, *told)).table())


JOURNEYS = View("journeys", (KINDS[0],), journeys, span=_span, as_of=_until, also=trail.also)
FUNNELS = View("funnels", KINDS, funnels, by_period=True, span=_span, as_of=_until, also=trail.also)
STAYS = View("stays", KINDS, stays, span=_span, as_of=_until, also=trail.also)


@dataclass(frozen=True, eq=False)
class Journeys:
    """Attempts along the steps, of which each group has its best: groups are journeys, or with `periods` persons and
    periods. Arrays without a name of their own follow `chosen`.
    """

    frame: Frame
    steps: str
    days: float
    order: str
    unit: str = "person"
    periods: Periods | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        return steps_of(self.steps)

    @property
    def window(self) -> int:
        return round(self.days * DAY)

    @cached_property
    def trail(self) -> Events:
        return trail.events(self.frame, self.unit)

    @cached_property
    def found(self) -> Attempts:
        plain = plain_steps(self.steps)
        if plain:
            once = {name: self.trail.named(name) for name in dict.fromkeys(plain)}
            places = [once[name] for name in plain]
        else:
            places = [self.trail.staged(stage) for stage in STAGES]
        return trail.attempts(self.trail, places, self.window, self.order)

    @cached_property
    def groups(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Attempts, the group of each, and per group its place among the periods (in order of their first days)."""
        start = self.found.start
        if self.periods is None:
            group = trail.journeys(self.trail, start, self.window)
            return np.arange(len(start)), group, np.zeros(int(group.max(initial=-1)) + 1, np.int64)
        day = self.trail.day[start]
        by_day = np.argsort(day, kind="stable")
        edges = self.periods.edges[by_period(self.periods)]
        period, place = trail.between(self.trail, *(np.searchsorted(day[by_day], edges[:, i]) for i in (0, 1)))
        attempt = by_day[place]
        keys, group = np.unique((period << 32) + self.trail.who[start[attempt]], return_inverse=True)
        return attempt, group, keys >> 32

    @cached_property
    def chosen(self) -> np.ndarray:
        """The best attempt of each group, in order of the rows."""
        return self._chosen[0]

    @cached_property
    def _chosen(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Best attempt, first and last start of each group, in order of period and day."""
        attempt, group, period = self.groups
        start = self.found.start
        found = attempt[trail.best(group, self.found.reached[attempt])]
        first = np.full(len(period), np.iinfo(np.int64).max)
        last = np.full(len(period), -1, np.int64)
        np.minimum.at(first, group, start[attempt])
        np.maximum.at(last, group, start[attempt])
        day = self.trail.day[first] if len(first) else first
        order = np.lexsort((day, period))
        return found[order], first[order], last[order]

    @property
    def size(self) -> int:
        return len(self.chosen)

    @property
    def start(self) -> np.ndarray:
        """Event with which the best attempt begins."""
        return self.found.start[self.chosen]

    @property
    def who(self) -> np.ndarray:
        return self.trail.who[self.start]

    @property
    def reached(self) -> np.ndarray:
        return self.found.reached[self.chosen]

    @property
    def place(self) -> np.ndarray:
        """[rows, steps] event of each step."""
        return self.found.place[self.chosen]

    @cached_property
    def end(self) -> np.ndarray:
        """Place behind the last event within the window."""
        return self.trail.until(self.who, self.trail.at[self.start] + self.window)

    @property
    def now(self) -> int:
        """The instant up to which the data reach."""
        until = _until(self.frame)
        return NEVER if until >= NO_DAY - 1 else self.frame.zone.midnight(day_of(until + 1))

    def young(self) -> np.ndarray:
        """Whether the last start is so recent that its window is not over."""
        return self.trail.at[self._chosen[2]] + self.window >= self.now

    def days_(self) -> np.ndarray:
        """The day of the first start; by period, the period's first."""
        if self.periods is None:
            return self.trail.day[self._chosen[1]].astype(np.int32)
        edges = self.periods.edges[by_period(self.periods)]
        return edges[np.sort(self.groups[2]), 0].astype(np.int32)

    def attempt(self) -> np.ndarray:
        """1 for a person's first row, 2 for the next one."""
        order = np.lexsort((np.arange(self.size), self.who))
        first = np.searchsorted(self.who[order], self.who[order])
        found = np.empty(self.size)
        found[order] = np.arange(self.size) - first + 1
        return found

    def customer(self) -> Codes:
        return Codes(self.trail.person[self.start].astype(np.int32), trail.subjects(self.frame).labels)

    def table(self) -> Table:
        columns: dict[str, Any] = {
            "customer": self.customer,
            "day": self.days_(),
            "attempt": self.attempt,
            "reached": lambda: self.reached.astype(np.float64),
            "furthest": lambda: Codes(self.reached.astype(np.int32), self.names),
            "made": lambda: (self.place >= 0) @ 2.0 ** np.arange(len(self.names)),
            "young": lambda: self.young().astype(np.uint8),
            "last_touchpoint": lambda: label_of(self.trail, self.end - 1, "touchpoint"),
            "platform": lambda: label_of(self.trail, self.start, "platform"),
            "channel": lambda: label_of(self.trail, self.start, "channel"),
        }
        there = [kind for kind in self.trail.kinds if self.frame.size(kind)]
        behind = {kind: _behind(self.trail, kind, self.start, self.end) for kind in there}
        return Table(KIND, self.size, columns, behind, self.bounds)

    @property
    def bounds(self) -> np.ndarray | None:
        if self.periods is None:
            return None
        order = by_period(self.periods)
        ends = np.searchsorted(np.sort(self.groups[2]), np.arange(len(order) + 1))
        bounds = np.zeros((len(order), 2), np.int64)
        bounds[order, 0], bounds[order, 1] = ends[:-1], ends[1:]
        return bounds


@dataclass(frozen=True, eq=False)
class Stays:
    """Stages that journeys reached, with how long each lasted so far."""

    journeys: Journeys

    @cached_property
    def cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Journey and step of each row, in order of the day."""
        place = self.journeys.place
        if self._between:
            journey, step = np.nonzero(place[:, :-1] >= 0)
        else:
            journey, step = np.nonzero(place >= 0)
        order = np.argsort(self.journeys.trail.day[place[journey, step]], kind="stable")
        return journey[order], step[order]

    @property
    def _between(self) -> bool:
        """Whether times between steps of one's own are asked for, and not stays in stages."""
        return bool(plain_steps(self.journeys.steps))

    @cached_property
    def entered(self) -> np.ndarray:
        return self.journeys.place[self.cells]

    @cached_property
    def over(self) -> tuple[np.ndarray, np.ndarray]:
        """The instant at which it was over, and whether it is; of those still going on, the last instant known."""
        journey, step = self.cells
        trail_, place = self.journeys.trail, self.journeys.place
        following = np.append(place, np.full((len(place), 1), -1), axis=1)[:, 1:]
        if not self._between:
            following = np.where(following >= 0, following, _next_known(following))
        after = following[journey, step]
        far = np.iinfo(np.int64).max
        at = np.where(after >= 0, trail_.at[np.maximum(after, 0)], far) if trail_.size else np.zeros(0, np.int64)
        if not self._between:
            at = np.minimum(at, self._left())
        begun = trail_.at[self.entered]
        limit = trail_.at[self.journeys.start[journey]] + self.journeys.window if self._between else far
        seen = np.minimum(self.journeys.now, limit)
        known = (at != far) & (at >= begun)
        return np.where(known, at, np.maximum(seen, begun)), known

    def _left(self) -> np.ndarray:
        """The first exit from the stage after it was entered."""
        trail_, (journey, step) = self.journeys.trail, self.cells
        found = np.full(len(step), np.iinfo(np.int64).max)
        for number, stage in enumerate(STAGES):
            mine = np.flatnonzero(step == number)
            exits = trail_.staged(stage, ("exit",))
            place = trail.first_between(exits, self.entered[mine] + 1, self.journeys.end[journey[mine]])
            found[mine] = np.where(place >= 0, trail_.at[place], found[mine])
        return found

    def table(self) -> Table:
        journey, step = self.cells
        own, names = self.journeys, self.journeys.names
        at, over = self.over
        columns: dict[str, Any] = {
            "customer": lambda: own.customer().take(journey),
            "day": own.trail.day[self.entered].astype(np.int32),
            "stage": Codes((step + self._between).astype(np.int32), names),
            "days": (at - own.trail.at[self.entered]) / DAY,
            "over": over.astype(np.uint8),
            "platform": lambda: label_of(own.trail, self.entered, "platform"),
            "channel": lambda: label_of(own.trail, self.entered, "channel"),
        }
        there = [kind for kind in own.trail.kinds if own.frame.size(kind)]
        sides = {kind: _behind(own.trail, kind, self.entered, self.entered + 1) for kind in there}
        return Table(STAY, len(step), columns, sides)


def _next_known(following: np.ndarray) -> np.ndarray:
    """[rows, steps] the next step that was made at all, where some were skipped."""
    found = following.copy()
    for step in range(following.shape[1] - 2, -1, -1):
        found[:, step] = np.where(found[:, step] >= 0, found[:, step], found[:, step + 1])
    return found


def _behind(events: Events, kind: str, first: np.ndarray, last: np.ndarray) -> Callable[[], Behind]:
    def make() -> Behind:
        row, place = trail.between(events, first, last)
        mine = events.kind[place] == events.kinds.index(kind)
        return Behind(row[mine], events.source[place[mine]])

    return make


def label_of(events: Events, place: np.ndarray, field: str) -> Codes:
    """A label of the event at each place, whatever its kind; none where the kind has no such field."""
    names: dict[str, int] = {}
    found = np.full(events.size + 1, -1, np.int32)
    for kind in events.kinds:
        if events.frame.size(kind) and events.frame.declared(kind).has(field) and events.frame.has(kind, field):
            here, codes, labels = events.labels(kind, field)
            table = np.array([*(names.setdefault(str(label), len(names)) for label in labels), -1], np.int32)
            found[here] = table[codes]
    return Codes(found[place], list(names))
