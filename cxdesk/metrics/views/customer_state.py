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
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import recurring, tickets
from cxdesk.metrics.views.health import PARTS, Health
from cxdesk.metrics.views.histories import Moments, People, people
from cxdesk.metrics.views.kpis import Index
from cxdesk.metrics.views.paying import Paying
from cxdesk.metrics.views.signals import SIGNALS, Signals
from cxdesk.system.i18n import N_

MOST_CELLS = 12_000_000  # customers x periods; of more periods than that the newest are read
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
    rows = frame.rows(_source(kind))
    return frame.days(kind, _DATED_BY.get(kind, rows.at))[rows.index]


def _source(kind: str) -> Source:
    return Source(kind)


def _until(kinds: tuple[str, ...]) -> Callable[[Frame], int]:
    """Finds the newest day on which any of the kinds knows something."""

    def found(frame: Frame) -> int:
        return max((_reach(frame, kind) for kind in kinds if frame.size(kind)), default=NO_DAY - 1)

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

    return found


def _view(name: str, kinds: tuple[str, ...]) -> View:
    def build(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
        told = tuple(options.get(one.name, one.default) for one in (HORIZON, FRESH, WEIGHTED))
        key = ("customer_state", kinds, told, periods)
        return derived(frame, key, lambda: State(frame, kinds, periods, *told).table())

    return View(name, kinds, build, by_period=True, span=_span(kinds), as_of=_until(kinds))


BY_SURVEY = _view("customer_state by survey", SURVEYS)
BY_READING = _view("customer_state by reading", READINGS)
BY_LIFE = _view("customer_state by what happened", LIVES)
BY_ALL = _view("customer_state by everything", (*LIVES, KPI_READING.name))


@dataclass(frozen=True, eq=False)
class State:
    """Customers that any of `kinds` knows, against the last days of periods."""

    frame: Frame
    kinds: tuple[str, ...]
    periods: Periods
    horizon: int
    fresh: int
    weights: str

    @cached_property
    def there(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if self.frame.size(kind))

    @cached_property
    def people(self) -> People:
        return people(self.frame, self.there)

    @cached_property
    def first(self) -> np.ndarray:
        """[people] day on which anything was first known of each."""
        found = np.full(len(self.people.labels), NO_DAY, np.int64)
        for kind in self.there:
            rows = self.frame.rows(_source(kind))
            who, days = self.people.of(self.frame, kind)[rows.index], _days(self.frame, kind)
            known = who >= 0
            np.minimum.at(found, who[known], days[known])
        return found

    @cached_property
    def order(self) -> np.ndarray:
        """Periods in the order of the rows; of more than fit the newest."""
        return by_period(self.periods)[-max(MOST_CELLS // max(len(self.people.labels), 1), 1) :]

    @cached_property
    def moments(self) -> np.ndarray:
        """[periods] the day at whose end each is read."""
        edges = self.periods.edges[self.order].astype(np.int64)
        last = np.minimum(edges[:, 1] - 1, _until(self.kinds)(self.frame))
        return np.where(last < edges[:, 0], -NO_DAY, last)

    @cached_property
    def cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Per row its place among the periods, and the person."""
        period, who = np.nonzero(self.first[None, :] <= self.moments[:, None])
        return period, who

    @property
    def period(self) -> np.ndarray:
        return self.cells[0]

    @property
    def who(self) -> np.ndarray:
        return self.cells[1]

    @cached_property
    def moment(self) -> Moments:
        return Moments(self.moments, self.period)

    @cached_property
    def paying(self) -> Paying:
        return Paying(self.frame, self.people, self.who)

    @cached_property
    def signals(self) -> Signals:
        return Signals(self.frame, self.people)

    @cached_property
    def index(self) -> Index:
        return Index(self.frame, self.people, self.who, self.moment.rows, self.fresh, self.weights == "given")

    @cached_property
    def index_before(self) -> Index:
        return replace(self.index, moment=(self.moment - self.horizon).rows)

    @cached_property
    def plan(self) -> Codes:
        if recurring.KIND not in self.there:
            return Codes(np.full(len(self.who), -1, np.int32), ())
        return self.paying.plan(self.moment)

    @cached_property
    def health(self) -> Health:
        group = self.period * (len(self.plan.labels) + 1) + self.plan.codes + 1
        return Health(self.frame, self.people, self.who, self.moment, group)

    @cached_property
    def health_before(self) -> Health:
        return replace(self.health, moment=self.moment - self.horizon)

    def table(self) -> Table:
        customer = Codes(self.who.astype(np.int32), self.people.labels)
        columns: dict[str, Any] = {
            "customer": customer,
            "day": self.periods.edges[self.order, 0][self.period].astype(np.int32),
            "plan": lambda: self.plan,
            **self._told(),
            **self._surveyed(),
            **self._read(),
            **self._lived(),
        }
        behind = {kind: self._behind(kind) for kind in self.there}
        return Table(KIND, len(self.who), columns, behind, self.bounds)

    @property
    def bounds(self) -> np.ndarray:
        ends = np.searchsorted(self.period, np.arange(len(self.order) + 1))
        bounds = np.zeros((len(self.periods.periods), 2), np.int64)
        bounds[self.order, 0], bounds[self.order, 1] = ends[:-1], ends[1:]
        return bounds

    def _unless(self, kind: str, make: Callable[[], Any], otherwise: Any) -> Callable[[], Any]:
        """`make` where there are rows of the kind, else that for every row."""

        def made() -> Any:
            if kind in self.there:
                return make()
            if isinstance(otherwise, Codes):
                return Codes(np.full(len(self.who), otherwise.codes[0], np.int32), otherwise.labels)
            return np.full(len(self.who), otherwise)

        return made

    def _told(self) -> dict[str, Any]:
        """What subscriptions say."""
        unknown, kind = np.uint8(255), recurring.KIND
        back = self.moment - self.horizon

        def left_since() -> np.ndarray:
            found = self.paying.left(back, self.moment)
            return np.where(np.isnan(found), 255, found).astype(np.uint8)

        def left() -> np.ndarray:
            gone = self.paying.ever(self.moment) & (self.paying.held(self.moment) <= 0)
            return gone.astype(np.uint8)

        return {
            "left_since": self._unless(kind, left_since, unknown),
            "left": self._unless(kind, left, np.uint8(0)),
            "mrr": self._unless(kind, lambda: self.paying.mrr(self.moment), np.nan),
        }

    def _surveyed(self) -> dict[str, Any]:
        """What answers say."""
        none = Codes(np.array([-1]), SIGNALS)
        back = self.moment - self.horizon
        signals, name = self.signals, ANSWER.name
        return {
            "surveyed": self._unless(
                name, lambda: signals.surveyed(self.who, self.moment).astype(np.uint8), np.uint8(0)
            ),
            "signal": self._unless(name, lambda: Codes(signals.signal(self.who, self.moment), SIGNALS), none),
            "signal_before": self._unless(name, lambda: Codes(signals.signal(self.who, back), SIGNALS), none),
        }

    def _read(self) -> dict[str, Any]:
        """What indicators say."""
        kind, nothing = KPI_READING.name, Codes(np.array([-1]), ())
        return {
            "chi": self._unless(kind, lambda: self.index.index(), np.nan),
            "chi_known": self._unless(kind, lambda: self.index.count(), 0.0),
            "chi_before": self._unless(kind, lambda: self.index_before.index(), np.nan),
            "chi_known_before": self._unless(kind, lambda: self.index_before.count(), 0.0),
            "chi_defined": self._unless(kind, lambda: np.full(len(self.who), float(self.index.pairs)), 0.0),
            "chi_stale": self._unless(kind, lambda: self.index.stale(), 0.0),
            "weakest_step": self._unless(kind, lambda: self.index.weakest(), nothing),
        }

    def _lived(self) -> dict[str, Any]:
        """What tickets, use, contracts and so on say."""
        found: dict[str, Any] = {name: partial(self._part, name) for name in PARTS}
        return found | {f"{name}_before": partial(self._part, name, True) for name in PARTS}

    def _part(self, name: str, before: bool = False) -> np.ndarray:
        return (self.health_before if before else self.health).part(name)

    def _behind(self, kind: str) -> Callable[[], Behind]:
        def make() -> Behind:
            if kind == KPI_READING.name:
                row, source = self.index.behind()
            elif self.kinds == SURVEYS and kind == ANSWER.name:
                row, source = self.signals.behind(self.who, self.moment)
            else:
                row, source = self.health.behind(kind)
            return Behind(row, source)

        return make
