"""Who was active on which day: one row per distinct person (or customer) and local day, from events of use.

Every number about daily, weekly and monthly use counts these rows; which events count and who is counted are options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import NONE, Condition, Op
from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.text import fold
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, Through, rows_of
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import order_days
from cxdesk.metrics.views.order_days import ORDERS
from cxdesk.system.i18n import N_, _

EVENT, ORDER = USAGE_EVENT.name, order_days.KIND
DESCRIBED = ("platform", "country", "plan", "source", "version")  # labels that a day takes from its first event
REASONS = ("not_used", "no_timestamp", "nobody", "other_event", "weekend")
_USED, _UNDATED, _NOBODY, _OTHER, _WEEKEND = range(len(REASONS))
_BITS = 63  # event names that have a bit of their own; events without a name have the last
_PLANE = 64_000_000  # cells up to which days x people are held as a plane; beyond, they are sorted

KIND = Kind(
    name="active_days",
    title=N_("Active day"),
    plural=N_("active days"),
    meaning=N_("A day on which a person did something in the product."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("person", Type.REF, N_("Person"), ref="customer"),
        Field("day", Type.DATE, N_("Day")),
        Field("events", Type.NUMBER, N_("Events")),
        *(USAGE_EVENT.field(name) for name in DESCRIBED),
    ),
)
UNIT = Option(
    "unit",
    "person",
    N_("Who is counted"),
    choices=(("person", N_("People")), ("customer", N_("Customers"))),
    of_view=True,
)
EVENTS = Option(
    "events",
    "",
    N_("Events that count"),
    N_("Names such as login|purchase; empty means every event."),
    of_view=True,
)
EVENTS_OR_ORDERS = Option(
    "events",
    "",
    N_("Events that count"),
    N_("Names such as login|purchase; empty means every event, and orders that orders count instead of events."),
    of_view=True,
)
DAYS = Option(
    "days",
    "all",
    N_("Days that count"),
    choices=(("all", N_("Every day")), ("weekdays", N_("Monday to Friday"))),
    of_view=True,
)


def told(options: Mapping[str, Any]) -> tuple[Any, ...]:
    """The options that the rows depend on."""
    return tuple(options.get(one.name, one.default) for one in (UNIT, EVENTS, DAYS))


def active_days(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """The rows, in the order of days. Columns as KIND declares them."""
    how = told(options)
    table = frame.once(("active days", how), (EVENT, CUSTOMER), lambda: _table(frame, *how))
    return frame.kept(("active days", how), lambda: rows_of(frame, table))


def active(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """The same, or days with an order where the option `events` asks for orders."""
    if kind_read(frame, options) == EVENT:
        return active_days(frame, options)
    weekdays = told(options)[2] == "weekdays"
    make = lambda: order_days.order_days(frame, KIND, DESCRIBED, weekdays)  # noqa: E731
    table = frame.once(("order days", weekdays), (ORDER, CUSTOMER), make)
    return frame.kept(("order days", weekdays), lambda: rows_of(frame, table))


def row_of_events(rows: Rows) -> np.ndarray:
    """[live events, by day] the row of `rows` that each stands behind, -1 none."""
    through = rows.frame.table.through  # type: ignore[attr-defined]
    return through.row


def kind_read(frame: Frame, options: Mapping[str, Any]) -> str:
    """Events of use, or orders where the option `events` asks for them and no event is called so."""
    named = str(options.get("events", "")).strip() == ORDERS
    return ORDER if named and not matching(frame.column(EVENT, "name").labels, ORDERS) else EVENT


def _table(frame: Frame, unit: str, events: str, days: str) -> Table:
    made = ActiveDays(frame.rows(USAGE_EVENT.all()), unit, wanted_names(frame, events), days == "weekdays")
    through = Through(USAGE_EVENT.all(), made.row, quick=made.named)
    return Table(KIND, made.size, made.columns(), {EVENT: made.behind}, through=through)


def wanted_names(frame: Frame, events: str) -> np.ndarray | None:
    """[labels + 1] bool which event names count, None all; BadQuestion for a name that no event has."""
    if not events.strip():
        return None
    labels = frame.column(EVENT, "name").labels
    found = np.zeros(len(labels) + 1, bool)
    for name in events.split("|"):
        codes = matching(labels, name.strip())
        if not codes and frame.size(EVENT):
            raise BadQuestion(_("No event is called {name}.", name=name.strip()))
        found[codes] = True
    return found


def matching(labels: Any, name: str) -> list[int]:
    """Codes of the labels that are the name as written; failing that, of those that fold to the same text."""
    exact = [code for code, label in enumerate(labels) if label == name]
    return exact or [code for code, label in enumerate(labels) if fold(label) == fold(name)]


def who(rows: Rows, unit: str) -> np.ndarray:
    """Per event the code of whoever did it, -1 nobody known: the person, else the visitor, else the customer; or the
    customer, else the account that the person belongs to, else the person, who then is a customer of their own.
    """
    customer = rows.col(CUSTOMER).codes
    person = rows.col("person").codes
    if unit == CUSTOMER:
        account = parents(rows.frame, rows.col("person"))
        return np.where(customer >= 0, customer, np.where(account >= 0, account, person))
    visitor = rows.col("visitor").codes
    return np.where(person >= 0, person, np.where(visitor >= 0, visitor, customer))


def parents(frame: Frame, person: Codes) -> np.ndarray:
    """The account that each person belongs to, -1 none known."""
    if not frame.size(CUSTOMER):
        return np.full(len(person.codes), -1, np.int32)
    own, parent = frame.column(CUSTOMER, CUSTOMER), frame.column(CUSTOMER, "parent")
    if own.labels is not person.labels or parent.labels is not person.labels:
        return np.full(len(person.codes), -1, np.int32)
    found = np.full(len(person.labels) + 1, -1, np.int32)
    found[own.codes] = parent.codes
    found[-1] = -1
    return found[person.codes]


@dataclass(frozen=True, eq=False)
class ActiveDays:
    """Events put on days x people. `row` [events] is the row of each, -1 where it does not count."""

    events: Rows
    unit: str
    names: np.ndarray | None
    weekdays: bool

    @cached_property
    def who(self) -> np.ndarray:
        return who(self.events, self.unit)

    @cached_property
    def why(self) -> np.ndarray:
        """[events] place in REASONS, _USED for events that count."""
        why = np.full(self.events.size, _USED, np.uint8)
        if self.weekdays:
            why[(self.events.days + 3) % 7 >= 5] = _WEEKEND
        if self.names is not None:
            why[~self.names[self.events.col("name").codes]] = _OTHER
        why[self.who < 0] = _NOBODY
        why[self.events.days == NO_DAY] = _UNDATED
        return why

    @cached_property
    def _placed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row of each event, day and person of each row."""
        used = self.why == _USED
        every = bool(used.all())
        day, person = self.events.days, self.who
        if not every:
            day, person = day[used], person[used]
        first = int(day[0]) if len(day) else 0
        people = int(person.max(initial=-1)) + 1
        key = (day - first).astype(np.int64) * people + person
        cells, row = _distinct(key, (int(day[-1]) - first + 1) * people if len(day) else 0)
        if not every:
            found = np.full(self.events.size, -1, np.int32)
            found[used] = row
            row = found
        return row, (cells // max(people, 1) + first).astype(np.int32), (cells % max(people, 1)).astype(np.int32)

    @property
    def row(self) -> np.ndarray:
        return self._placed[0]

    @property
    def size(self) -> int:
        return len(self._placed[1])

    def columns(self) -> dict[str, Any]:
        labels = self.events.col(CUSTOMER).labels
        _row, day, person = self._placed
        found: dict[str, Any] = {"day": day, "person": Codes(person, labels), CUSTOMER: self._customer}
        found["events"] = self._events
        for name in DESCRIBED:
            found[name] = self._described(name)
        return found

    @cached_property
    def _first(self) -> np.ndarray:
        """[rows] the first event of each."""
        counted = np.flatnonzero(self.row >= 0)[::-1]
        first = np.zeros(self.size, np.int64)
        first[self.row[counted]] = counted
        return first

    def _customer(self) -> Codes:
        customer: Codes = self.events.col(CUSTOMER)
        person = self._placed[2]
        found = customer.codes[self._first] if (customer.codes >= 0).any() else np.full(self.size, -1)
        return Codes(np.where(found >= 0, found, person).astype(np.int32), customer.labels)

    def _described(self, name: str) -> Callable[[], Codes]:
        return lambda: self.events.col(name).take(self._first)

    def _events(self) -> np.ndarray:
        """How many events stand behind each row: as many as a row of totals says it stands for."""
        return self.per_row(times(self.events))

    def per_row(self, weights: np.ndarray | None) -> np.ndarray:
        counted = self.row >= 0
        weights = None if weights is None else weights[counted]
        return np.bincount(self.row[counted], weights, self.size).astype(np.float64)

    @cached_property
    def bits(self) -> np.ndarray:
        """[rows] uint64: bit c is set where an event of the name with code c stands behind, the last where one
        without a name does.
        """
        name = self.events.col("name").codes
        found = np.zeros(self.size + 1, np.uint64)
        bit = np.uint64(1) << np.where(name < 0, _BITS, name).astype(np.uint64)
        np.bitwise_or.at(found, self.row, bit)
        return found[:-1]

    def named(self, condition: Condition) -> np.ndarray | None:
        """Rows with an event of one of the names, by the bits; None for another sort of condition."""
        labels = self.events.col("name").labels
        if condition.field != "name" or condition.op not in (Op.IS, Op.NOT) or len(labels) > _BITS:
            return None
        wanted = 0
        for value in condition.values:
            for code in [_BITS] if value == NONE else matching(labels, value):
                wanted |= 1 << code
        if condition.op is Op.NOT:
            wanted ^= (1 << (_BITS + 1)) - 1
        return (self.bits & np.uint64(wanted)) != 0

    def behind(self) -> Behind:
        index, row = self.events.index, self.row
        why = np.full(self.events.frame.size(EVENT), _USED, np.uint8)
        why[index] = self.why
        counted = row >= 0
        return Behind(row[counted], index[counted], REASONS, why)


def times(events: Rows) -> np.ndarray | None:
    """How many events each row stands for; None where every row is one."""
    if not events.has("count"):
        return None
    count = events.col("count")
    known = np.isfinite(count) & (count >= 0)
    return np.where(known, count, 1.0) if known.any() else None


def _distinct(key: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys 0..size-1, ascending, and the place of each key among them."""
    if size > _PLANE:
        cells, place = np.unique(key, return_inverse=True)
        return cells, place.astype(np.int32)
    there = np.zeros(size, bool)
    there[key] = True
    cells = np.flatnonzero(there)
    place = np.zeros(size, np.int32)
    place[cells] = np.arange(len(cells), dtype=np.int32)
    return cells, place[key]
