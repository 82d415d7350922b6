"""Customers as they stand: one row per customer and period, with the latest readings when the period ends.

A period that is still running is read on the day up to which the data reach. Who has had a subscription and has none
any more has left, and is said to have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Source, Type
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.business_review import BUSINESS_REVIEW
from cxdesk.domain.kinds_of.contact import CONTACT
from cxdesk.domain.kinds_of.contract import CONTRACT
from cxdesk.domain.kinds_of.kpi_reading import KPI_READING
from cxdesk.domain.kinds_of.ticket import TICKET
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Coded, Codes
from cxdesk.frame.derived import Behind, Table, bounds_of, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.tally import TABLED
from cxdesk.metrics.views import recurring, tickets
from cxdesk.metrics.views.bands import BANDS
from cxdesk.metrics.views.health import PARTS, Health, Lives
from cxdesk.metrics.views.histories import people
from cxdesk.metrics.views.kpis import Index, Readings
from cxdesk.metrics.views.signals import Signals, signal, surveyed
from cxdesk.metrics.views.standings import Crowd, Grid, everywhere
from cxdesk.system.i18n import N_

MOST_CELLS = 12_000_000  # customers x periods; of more periods than that the newest are read
_PRICES = TABLED // (len(BANDS) + 1) - 1  # up to so many different sums a month are counted by band
_TITLES = (N_("Use"), N_("Support"), N_("Mood"), N_("Commercial"), N_("Relationship"))
_BEFORE = (
    *(N_("Use before"), N_("Support before"), N_("Mood before"), N_("Commercial before")),
    N_("Relationship before"),
)
_NUMBERS = (
    *(Field(name, Type.NUMBER, title) for name, title in zip(PARTS, _TITLES, strict=True)),
    *(Field(f"{name}_before", Type.NUMBER, title) for name, title in zip(PARTS, _BEFORE, strict=True)),
)
KIND = Kind(
    name="customer_state",
    title=N_("Customer as of a day"),
    plural=N_("customers as they stand"),
    meaning=N_("A customer with the latest readings when a period ends."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("surveyed", Type.BOOL, N_("Answered within a year")),
        Field("signal", Type.LABEL, N_("Signal of leaving")),
        Field("signal_before", Type.LABEL, N_("Signal before the time looked back")),
        Field("left_since", Type.BOOL, N_("Left since then")),
        Field("left", Type.BOOL, N_("Has left")),
        Field("mrr", Type.MONEY, N_("Monthly revenue")),
        Field("chi", Type.NUMBER, N_("Customer health index")),
        Field("chi_known", Type.NUMBER, N_("Indicators known")),
        Field("chi_defined", Type.NUMBER, N_("Indicators defined")),
        Field("chi_before", Type.NUMBER, N_("Customer health index before")),
        Field("chi_known_before", Type.NUMBER, N_("Indicators known before")),
        Field("chi_stale", Type.NUMBER, N_("Indicators read too long ago")),
        Field("weakest_step", Type.LABEL, N_("Weakest step")),
        *_NUMBERS,
    ),
)
HORIZON = Option(
    "horizon",
    90,
    N_("Days looked back"),
    N_("To check the number: customers as they stood so many days before, and who has left since."),
    low=1,
    high=730,
    of_view=True,
)
FRESH = Option(
    "fresh",
    90,
    N_("Readings count for so many days"),
    N_("An indicator read longer ago is stale and does not count."),
    low=1,
    high=3660,
    of_view=True,
)
WEIGHTED = Option(
    "weights",
    "equal",
    N_("Indicators of a step"),
    choices=(("equal", N_("Count alike")), ("given", N_("Count by the weights in the file"))),
    of_view=True,
)
SURVEYS = (ANSWER.name, recurring.KIND)
READINGS = (KPI_READING.name, recurring.KIND)
LIVES = (
    *(ANSWER.name, USAGE_EVENT.name, TICKET.name, recurring.KIND, CONTRACT.name),
    *(CONTACT.name, BUSINESS_REVIEW.name),
)
_DATED_BY = {CONTRACT.name: "starts_on"}  # not by when it is due, which may be years ahead


def _days(frame: Frame, kind: str) -> np.ndarray:
    """First days of a kind's live rows, as far as they are past."""
    rows = frame.rows(Source(kind))
    return frame.days(kind, _DATED_BY.get(kind, rows.at))[rows.index]


def _until(kinds: tuple[str, ...]) -> Callable[[Frame], int]:
    """Finds the newest day on which any of the kinds knows something."""

    def found(frame: Frame) -> int:
        reach = max((_reach(frame, kind) for kind in kinds if frame.size(kind)), default=-NO_DAY)
        return reach if reach > -NO_DAY else NO_DAY - 1

    return lambda frame: frame.once(("state until", kinds), kinds, lambda: found(frame))


def _reach(frame: Frame, kind: str) -> int:
    if kind in (recurring.KIND, tickets.KIND):
        known = (recurring if kind == recurring.KIND else tickets).until(frame)
        return known if known < NO_DAY - 1 else -NO_DAY
    if kind == CONTRACT.name:
        return -NO_DAY
    known = frame.as_of(kind)
    return known if known < NO_DAY - 1 else -NO_DAY


def _span(kinds: tuple[str, ...]) -> Callable[[Frame], Period | None]:
    """Finds the days from the first row to the newest."""

    def found(frame: Frame) -> Period | None:
        until = _until(kinds)(frame)
        firsts = [days.min() for days in (_days(frame, kind) for kind in kinds if frame.size(kind)) if len(days)]
        first = min((int(one) for one in firsts if one <= until), default=NO_DAY)
        return None if first > until or until >= NO_DAY - 1 else Period(day_of(first), day_of(until + 1))

    return lambda frame: frame.once(("state span", kinds), kinds, lambda: found(frame))


def _view(name: str, kinds: tuple[str, ...]) -> View:
    def build(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
        told = tuple(options.get(one.name, one.default) for one in (HORIZON, FRESH, WEIGHTED))
        customers = known(frame, kinds)
        key = ("customer_state", customers.there, kinds == SURVEYS, told, periods)
        return derived(frame, key, lambda: State(customers, kinds, periods, *told).table())

    return View(name, kinds, build, by_period=True, span=_span(kinds), as_of=_until(kinds))


BY_SURVEY = _view("customer_state by survey", SURVEYS)
BY_READING = _view("customer_state by reading", READINGS)
BY_LIFE = _view("customer_state by what happened", LIVES)
BY_ALL = _view("customer_state by everything", (*LIVES, KPI_READING.name))


def staying(customers: Rows) -> Coded:
    """Whether each customer has not left."""
    return customers.once("staying", lambda: customers.flags("left") != 1)


@dataclass(frozen=True, eq=False)
class Known:
    """Everything that is known of the customers whom any of the kinds names, whatever the periods."""

    frame: Frame
    there: tuple[str, ...]

    @cached_property
    def crowd(self) -> Crowd:
        everybody = people(self.frame, self.there)
        first = np.full(len(everybody.labels), NO_DAY, np.int32)
        for kind in self.there:
            who, days = everybody.of(self.frame, kind)[self.frame.rows(Source(kind)).index], _days(self.frame, kind)
            named = who >= 0
            np.minimum.at(first, who[named], days[named])
        return Crowd.of(everybody, first)

    @cached_property
    def lives(self) -> Lives:
        return Lives(self.frame, self.crowd)

    @cached_property
    def signals(self) -> Signals:
        return Signals(self.frame, self.crowd)

    @cached_property
    def readings(self) -> Readings:
        return Readings(self.frame, self.crowd)


def known(frame: Frame, kinds: tuple[str, ...]) -> Known:
    """Remembered with this state of the data; views that find the same kinds share it."""
    there = tuple(kind for kind in kinds if frame.size(kind))
    key = ("known of customers", there)
    if key not in frame.memo:
        frame.memo[key] = Known(frame, there)
    return frame.memo[key]


@dataclass(frozen=True, eq=False)
class State:
    """Customers that any of `kinds` knows, against the last days of periods."""

    known: Known
    kinds: tuple[str, ...]
    periods: Periods
    horizon: int
    fresh: int
    weights: str

    @cached_property
    def order(self) -> np.ndarray:
        """Periods in the order of the rows; of more than fit the newest."""
        return by_period(self.periods)[-max(MOST_CELLS // max(self.known.crowd.size, 1), 1) :]

    @cached_property
    def grid(self) -> Grid:
        """Who was there at the end of each period, or of the last day that the data reach."""
        edges = self.periods.edges[self.order].astype(np.int64)
        last = np.minimum(edges[:, 1] - 1, _until(self.kinds)(self.known.frame))
        return self.known.crowd.grid(np.where(last < edges[:, 0], -NO_DAY, last))

    @cached_property
    def before(self) -> Grid:
        """The same customers, so many days before."""
        return self.grid.back(self.horizon)

    def table(self) -> Table:
        days = self.periods.edges[self.order, 0].astype(np.int32)
        columns: dict[str, Any] = {
            "customer": self._customer,
            "day": np.repeat(days, self.grid.there),
            **self._told(),
            **self._surveyed(),
            **self._read(),
            **self._lived(),
        }
        behind = {kind: self._behind(kind) for kind in self.known.there}
        return Table(KIND, self.grid.rows, columns, behind, self.bounds)

    @property
    def bounds(self) -> np.ndarray:
        return bounds_of(self.periods, self.order, self.grid.offsets)

    def _customer(self) -> Codes:
        crowd = self.known.crowd
        return Codes(self.grid.fill(np.int32, lambda there: crowd.order[:there]), crowd.people.labels)

    def _unless(self, kind: str, make: Callable[[], Any], otherwise: Any) -> Callable[[], Any]:
        """`make` where there are rows of the kind, else that for every row."""
        return lambda: make() if kind in self.known.there else everywhere(otherwise, self.grid.rows)

    def _told(self) -> dict[str, Any]:
        """What subscriptions say."""
        kind, lives = recurring.KIND, self.known.lives
        return {
            "plan": self._unless(kind, self._plan, ""),
            "left_since": self._unless(kind, lambda: lives.paying.left_since(self.grid, self.horizon), UNKNOWN_BOOL),
            "left": self._unless(kind, lambda: lives.paying.left(self.grid), 0),
            "mrr": self._unless(kind, self._mrr, np.nan),
        }

    def _plan(self) -> Codes:
        column, latest = self.known.lives.paying.plan(self.grid)
        none = len(column.labels)
        codes = self.grid.fill(np.int32, latest)
        return Codes(np.where(codes == none, -1, codes), column.labels)

    def _mrr(self) -> np.ndarray | Coded:
        paying = self.known.lives.paying
        if not paying.priced:
            return everywhere(np.nan, self.grid.rows)
        return self.grid.few(paying.revenue(self.grid), _PRICES)

    @cached_property
    def _said(self) -> tuple[np.ndarray, np.ndarray]:
        """[rows] what was answered, now and before."""
        return self.known.signals.said(self.grid), self.known.signals.said(self.before)

    def _surveyed(self) -> dict[str, Any]:
        """What answers say."""
        name = ANSWER.name
        return {
            "surveyed": self._unless(name, lambda: surveyed(self._said[0]), 0),
            "signal": self._unless(name, lambda: signal(self._said[0]), ""),
            "signal_before": self._unless(name, lambda: signal(self._said[1]), ""),
        }

    @cached_property
    def _index(self) -> Index:
        return Index(self.known.readings, self.grid, self.fresh, self.weights == "given")

    @cached_property
    def _index_before(self) -> Index:
        return replace(self._index, grid=self.before)

    def _read(self) -> dict[str, Any]:
        """What indicators say."""
        kind = KPI_READING.name
        return {
            "chi": self._unless(kind, lambda: self._index.index(), np.nan),
            "chi_known": self._unless(kind, lambda: self._index.count(), 0.0),
            "chi_before": self._unless(kind, lambda: self._index_before.index(), np.nan),
            "chi_known_before": self._unless(kind, lambda: self._index_before.count(), 0.0),
            "chi_defined": self._unless(kind, lambda: everywhere(self.known.readings.pairs * 1.0, self.grid.rows), 0.0),
            "chi_stale": self._unless(kind, lambda: self._index.stale(), 0.0),
            "weakest_step": self._unless(kind, lambda: self._index.weakest(), ""),
        }

    def _lived(self) -> dict[str, Any]:
        """What tickets, use, contracts and so on say."""
        found: dict[str, Any] = {name: partial(self._part, name, self.grid) for name in PARTS}
        return found | {f"{name}_before": partial(self._part, name, None) for name in PARTS}

    def _part(self, name: str, grid: Grid | None) -> np.ndarray | Coded:
        return Health(self.known.lives, grid or self.before, self.grid).part(name)

    def _behind(self, kind: str) -> Callable[[], Behind]:
        def make() -> Behind:
            if kind == KPI_READING.name:
                return Behind(*self._index.behind())
            if self.kinds == SURVEYS and kind == ANSWER.name:
                return Behind(*self.known.signals.behind(self.grid))
            return Behind(*Health(self.known.lives, self.grid, self.grid).behind(kind))

        return make
