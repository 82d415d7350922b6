"""Customers by period: what each paid and whether they were there when it began and when it ended.

State is read at the opening of the period's first day and of the day after its last (or, by the option `read_at`, at
the close of the day before each): a stretch [from, to) holds at an instant x when from <= x < to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import UNKNOWN_BOOL
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import currencies, inactivity, moved, presence, recurring
from cxdesk.metrics.views.recurring import Lines
from cxdesk.system.i18n import N_

MOST_CELLS = 24_000_000  # customers x periods; of more periods than that the newest are read
CHANGES = ("stayed", "lost", "new", "back", "passing")
MOVEMENTS = ("steady", "expansion", "contraction", "churn", "new", "reactivation", "none")
STAYED, LOST, NEW, BACK, PASSING = CHANGES
STEADY, EXPANSION, CONTRACTION, CHURN, NEW_MRR, REACTIVATION, NO_MRR = MOVEMENTS

KIND = Kind(
    name="panel",
    title=N_("Customer and period"),
    plural=N_("customers by period"),
    meaning=N_("A customer who was there when a period began, when it ended, or in between."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("change", Type.LABEL, N_("Stayed, lost or new")),
        Field("movement", Type.LABEL, N_("Movement of recurring revenue")),
        Field("start_mrr", Type.MONEY, N_("Monthly revenue at the start")),
        Field("end_mrr", Type.MONEY, N_("Monthly revenue at the end")),
        Field("fx", Type.MONEY, N_("What exchange rates made of it")),
        Field("start_seats", Type.NUMBER, N_("Users at the start")),
        Field("end_seats", Type.NUMBER, N_("Users at the end")),
        Field("tenure_days", Type.NUMBER, N_("Days with us")),
        Field("since", Type.LABEL, N_("Customer since")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("product", Type.LABEL, N_("Product")),
        Field("channel", Type.LABEL, N_("Sold through")),
        Field("interval", Type.LABEL, N_("Billed every")),
        Field("currency", Type.LABEL, N_("Currency")),
        Field("reason", Type.LABEL, N_("Reason for leaving")),
        Field("cancel_kind", Type.LABEL, N_("Sort of leaving")),
        Field("joined", Type.BOOL, N_("Won in the period")),
        Field("active_days", Type.NUMBER, N_("Days there in the period")),
        Field("ended", Type.NUMBER, N_("Times left in the period")),
        Field("left_after", Type.NUMBER, N_("Days from the first payment to leaving")),
        Field("because", Type.LABEL, N_("Left by choice or not")),
    ),
)
_OF_LINE = ("plan", "product", "channel", "interval", "currency")
READ_AT = Option(
    "read_at",
    "opening",
    N_("State is read"),
    choices=(
        ("opening", N_("When the first day opens and the day after the last")),
        ("closing", N_("When the day before each of them closes")),
    ),
    of_view=True,
)
UNIT = Option(
    "unit",
    "customer",
    N_("What is counted"),
    choices=(("customer", N_("Customers")), ("subscription", N_("Subscriptions"))),
    of_view=True,
)
CURRENCY = Option(
    "currency",
    "",
    N_("Currency"),
    N_("Where amounts are in several currencies: the one to count, such as EUR."),
    of_view=True,
)
GRACE = Option(
    "grace",
    0,
    N_("Days of grace"),
    N_("Who comes back within so many days never left."),
    low=0,
    high=366,
    of_view=True,
)

BASE = Option(
    "base",
    "subscription",
    N_("Who is a customer"),
    choices=(
        ("subscription", N_("Who has a subscription that runs")),
        ("orders", N_("Who has ordered lately")),
        ("snapshot", N_("Who stands in a list as of one day, which says who has left")),
    ),
    of_view=True,
)
LISTED = replace(BASE, choices=(BASE.choices[0], BASE.choices[2]))
INACTIVE = Option(
    "inactivity_days",
    90,
    N_("Gone after days without an order"),
    N_("For customers without a contract."),
    low=1,
    high=3650,
    of_view=True,
)
OWN_GAPS = Option(
    "own_gaps",
    False,
    N_("By each customer's own rhythm"),
    N_("Gone after twice the gap between orders that 9 in 10 of the customer's gaps do not exceed."),
    of_view=True,
)
PER = Option(
    "per",
    "account",
    N_("Revenue per"),
    N_("Users are the seats of the subscriptions."),
    choices=(("account", N_("Account")), ("user", N_("User"))),
)
TRIALS = Option(
    "trials",
    "excluded",
    N_("Trials"),
    choices=(
        ("excluded", N_("Do not count")),
        ("counted", N_("Count as subscriptions that bring nothing")),
    ),
    of_view=True,
)
ANYHOW = (BASE, INACTIVE, OWN_GAPS, TRIALS)  # how customers of any sort of business are counted


def panel(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per customer (or subscription) and period in which they were there. Columns as KIND declares them."""
    asked = (READ_AT, UNIT, GRACE, CURRENCY, BASE, INACTIVE, OWN_GAPS, TRIALS)
    told = {one.name: options.get(one.name, one.default) for one in asked}
    return derived(frame, ("panel", tuple(told.values()), periods), lambda: _table(frame, periods, told))


def _table(frame: Frame, periods: Periods, told: Mapping[str, Any]) -> Table:
    grace = told["grace"]
    if told["base"] == "orders":
        lines = inactivity.lines(frame, told["inactivity_days"], told["own_gaps"], grace)
    else:
        trials = told["trials"] == "counted"
        listed = told["base"] == "snapshot"
        lines = recurring.lines(frame, told["unit"], grace, told["currency"], trials, listed=listed)
    built = Panel(frame, lines, periods, 1 if told["read_at"] == "closing" else 0, grace, _moment(frame, told["base"]))
    if told["base"] == "snapshot":
        built = replace(built, on_its_day=True)
    return Table(KIND, built.size, built.columns(), {lines.kind: built.behind}, built.bounds, built.headings)


def _moment(frame: Frame, base: str) -> int | None:
    """The one day of which anything is known: of a list without days, or where the list's own day is asked about."""
    if base == "orders" or not (base == "snapshot" or recurring.is_snapshot(frame)):
        return None
    return recurring.until(frame)


@dataclass(frozen=True, eq=False)
class Panel:
    """Lines held against periods. Periods are in order of their first day; `back` days are read before each edge.

    With `moment` only periods with that day have rows; `on_its_day` they tell of that day alone, whatever their length.
    """

    frame: Frame
    lines: Lines
    periods: Periods
    back: int
    grace: int = 0
    moment: int | None = None
    on_its_day: bool = False

    @cached_property
    def order(self) -> np.ndarray:
        """Periods in the order of the rows; of more than fit the newest."""
        most = max(MOST_CELLS // max(self.lines.customers, 1), 1)
        found = by_period(self.periods)[-most:]
        if self.moment is None:
            return found
        start, end = self.periods.edges[found].T
        return found[(start <= self.moment) & (self.moment < end)]

    @cached_property
    def edges(self) -> np.ndarray:
        """[periods, 2] the days at whose opening state is read."""
        if self.on_its_day and self.moment is not None:
            return np.tile(np.array([self.moment, self.moment + 1]), (len(self.order), 1))
        return self.periods.edges[self.order] - self.back

    @cached_property
    def days(self) -> np.ndarray:
        """Every such day once, ascending."""
        return np.unique(self.edges)

    @cached_property
    def at(self) -> tuple[np.ndarray, np.ndarray]:
        """[periods] places of both edges among `days`."""
        places = np.searchsorted(self.days, self.edges)
        return places[:, 0], places[:, 1]

    @cached_property
    def span(self) -> tuple[np.ndarray, np.ndarray]:
        """[lines] the first of `days` at which a line holds, and the first at which it no longer does."""
        return np.searchsorted(self.days, self.lines.start), np.searchsorted(self.days, self.lines.end)

    def held(self, amounts: np.ndarray | None) -> np.ndarray:
        """[days, customers] how many lines hold, or what they bring."""
        begun, over = self.span
        size = (len(self.days) + 1) * self.lines.customers
        n, who = self.lines.customers, self.lines.who
        inside = begun < over
        table = np.bincount(begun[inside] * n + who[inside], None if amounts is None else amounts[inside], size)
        table = table - np.bincount(over[inside] * n + who[inside], None if amounts is None else amounts[inside], size)
        table = table.reshape(len(self.days) + 1, n)[:-1]
        return np.cumsum(table, axis=0, out=table)

    @cached_property
    def there(self) -> np.ndarray:
        return self.held(None) > 0

    @cached_property
    def passing(self) -> np.ndarray:
        """[periods, customers] whether a line began and ended between a period's edges."""
        begun, over = self.span
        found = np.zeros((len(self.order), self.lines.customers), bool)
        for period, (first, last) in enumerate(zip(*self.at, strict=True)):
            found[period, self.lines.who[(begun > first) & (over <= last)]] = True
        return found

    @cached_property
    def cells(self) -> np.ndarray:
        """Which (period, customer) pairs are rows, as places in [periods x customers]."""
        first, last = self.at
        return np.flatnonzero(self.there[first] | self.there[last] | self.passing)

    @property
    def size(self) -> int:
        return len(self.cells)

    @cached_property
    def period(self) -> np.ndarray:
        return self.cells // max(self.lines.customers, 1)

    @cached_property
    def who(self) -> np.ndarray:
        return self.cells - self.period * self.lines.customers

    @cached_property
    def bounds(self) -> np.ndarray:
        """[periods as asked, 2] first and end row of each."""
        ends = np.searchsorted(self.period, np.arange(len(self.order) + 1))
        bounds = np.zeros((len(self.periods.periods), 2), np.int64)
        bounds[self.order, 0], bounds[self.order, 1] = ends[:-1], ends[1:]
        return bounds

    def columns(self) -> dict[str, Any]:
        customer: Codes = self.frame.column(self.lines.kind, CUSTOMER)
        return {
            "customer": lambda: Codes(self.lines.customer[self.who], customer.labels),
            "day": self.periods.edges[self.order, 0][self.period].astype(np.int32),
            "change": self.change,
            "movement": lambda: Codes(self._movement(), MOVEMENTS),
            "start_mrr": lambda: np.where(presence.unknown(self), np.nan, self.mrr[0]),
            "end_mrr": lambda: self.mrr[1],
            "fx": lambda: np.where(presence.unknown(self), np.nan, self.mrr[2]),
            "start_seats": lambda: np.where(presence.unknown(self), np.nan, moved.seats(self)[0]),
            "end_seats": lambda: moved.seats(self)[1],
            "tenure_days": lambda: presence.tenure(self),
            "since": lambda: presence.since(self),
            **{name: partial(self._in_force, name) for name in _OF_LINE},
            **{f"extra:{name}": partial(self._in_force, f"extra:{name}") for name in self.headings},
            "reason": lambda: self._of_line("cancel_reason", self.lines.end, self.edges[self.period, 1], True),
            "cancel_kind": lambda: self._of_line("cancel_kind", self.lines.end, self.edges[self.period, 1], True),
            "joined": lambda: np.where(presence.unknown(self), UNKNOWN_BOOL, presence.joined(self)).astype(np.uint8),
            "active_days": lambda: presence.active_days(self),
            "ended": lambda: presence.ended(self),
            "left_after": lambda: presence.left_after(self),
            "because": lambda: presence.because(self),
        }

    @property
    def headings(self) -> tuple[str, ...]:
        """Unknown columns of the subscriptions or orders."""
        return tuple(self.frame.headings(self.lines.kind))

    def _in_force(self, name: str) -> Codes:
        """A column of the line that held when the period began, else when it ended."""
        return self._of_line(name, self.lines.start, self._moment)

    @cached_property
    def was(self) -> np.ndarray:
        return self.there[self.at[0]].ravel()[self.cells]

    @cached_property
    def now(self) -> np.ndarray:
        return self.there[self.at[1]].ravel()[self.cells]

    @cached_property
    def mrr(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """[rows] what was paid at both edges, and what of the difference exchange rates made."""
        return moved.worth(self)

    def _fresh(self, first: np.ndarray) -> np.ndarray:
        """Whether a customer's `first` day [who] is later than the period's first edge."""
        return first[self.who] > self.edges[self.period, 0]

    def change(self) -> Codes:
        came = np.where(self._fresh(self.lines.first), CHANGES.index(NEW), CHANGES.index(BACK))
        here = np.where(self.was, np.where(self.now, 0, 1), np.where(self.now, came, CHANGES.index(PASSING)))
        return Codes(np.where(presence.unknown(self), -1, here).astype(np.int8), CHANGES)

    def _movement(self) -> np.ndarray:
        start, end, by_rates = self.mrr
        change = end - start - by_rates
        found = np.where(change > 0, 1, np.where(change < 0, 2, 0))
        found = np.where((start > 0) & (end == 0), MOVEMENTS.index(CHURN), found)
        came = np.where(self._fresh(self.lines.first_paid), MOVEMENTS.index(NEW_MRR), MOVEMENTS.index(REACTIVATION))
        found = np.where((start == 0) & (end > 0), came, found)
        found = np.where((start == 0) & (end == 0), MOVEMENTS.index(NO_MRR), found)
        return np.where(presence.unknown(self) | np.isnan(change), -1, found).astype(np.int8)

    @property
    def _moment(self) -> np.ndarray:
        """The day at which a row's plan is read: when the period began, else when it ended."""
        return np.where(self.was, self.edges[self.period, 0], self.edges[self.period, 1])

    def _of_line(self, name: str, days: np.ndarray, moment: np.ndarray, gone: bool = False) -> Codes:
        """A column of the customer's last line whose day is not after `moment`; with `gone` of those lost only."""
        if not self.frame.has(self.lines.kind, name):
            return Codes(np.full(self.size, -1, np.int8), [])
        column: Codes = self.frame.column(self.lines.kind, name)
        if not (column.codes >= 0).any():
            return Codes(np.full(self.size, -1, np.int8), column.labels)
        order = np.lexsort((days, self.lines.who))
        keys = (self.lines.who[order].astype(np.int64) << 32) + days[order]
        rows = np.flatnonzero(~self.now) if gone else np.arange(self.size)
        who = self.who[rows]
        at = np.searchsorted(keys, (who.astype(np.int64) << 32) + moment[rows], side="right") - 1
        line = order[np.maximum(at, 0)]
        known = (at >= 0) & (self.lines.who[line] == who)
        found = np.full(self.size, -1, np.int32)
        found[rows] = np.where(known, column.codes[self.lines.source[line]], -1)
        return Codes(found, column.labels)

    def behind(self) -> Behind:
        """The lines that held at any time of a row's period."""
        found = []
        for period, (first, last) in enumerate(self.edges):
            held = np.flatnonzero((self.lines.start <= last) & (self.lines.end > first))
            cell = period * self.lines.customers + self.lines.who[held]
            row = np.minimum(np.searchsorted(self.cells, cell), max(self.size - 1, 0))
            known = self.cells[row] == cell if self.size else np.zeros(len(held), bool)
            found.append((row[known], self.lines.source[held[known]]))
        nothing = (np.zeros(0, np.int64), np.zeros(0, np.int32))
        row, source = (np.concatenate(column) for column in zip(*(found or [nothing]), strict=True))
        return Behind(row, source, self.lines.reasons, self.lines.why)


def _span(frame: Frame) -> Period | None:
    """From the first start to the day that the data reach; of a snapshot its own day."""
    lines = recurring.lines(frame)
    if recurring.is_snapshot(frame):
        return Period(day_of(recurring.until(frame)), day_of(recurring.until(frame) + 1))
    if not len(lines.start):
        return None
    return Period(day_of(lines.start.min()), day_of(max(recurring.until(frame), lines.start.min()) + 1))


def _span_of_any(frame: Frame) -> Period | None:
    """The same of subscriptions where there are any, else of orders."""
    if frame.size(recurring.KIND):
        return _span(frame)
    start, until = inactivity.lines(frame).start, _until_of_any(frame)
    return Period(day_of(start.min()), day_of(max(until, start.min()) + 1)) if len(start) else None


def _until_of_any(frame: Frame) -> int:
    return recurring.until(frame) if frame.size(recurring.KIND) else frame.as_of(inactivity.KIND)


def _without(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is missing for the sort of customers asked about."""
    base = options.get("base", BASE.default)
    kind = inactivity.KIND if base == "orders" else recurring.KIND
    if not frame.size(kind):
        return "missing_kind", kind
    return ("missing_field", "churned") if base == "snapshot" and not recurring.says_who_left(frame) else None


def _unpriced(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    lacking = _without(frame, options)
    lines = recurring.lines(frame, currency=options.get("currency", ""))
    if lacking is not None:
        return lacking
    if not lines.priced:
        return "missing_field", "amount"
    if options.get(PER.name) == "user" and lines.seats is None:
        return "missing_field", "quantity"
    return None if options.get("currency") else currencies.lacking(frame, lines.currencies)


ANY = View(
    "panel",
    (recurring.KIND, inactivity.KIND),
    panel,
    by_period=True,
    span=_span_of_any,
    as_of=_until_of_any,
    unlike=_without,
    made_of=recurring.made_of,
)
CUSTOMERS = View(
    "panel",
    (recurring.KIND,),
    panel,
    by_period=True,
    span=_span,
    as_of=recurring.until,
    made_of=recurring.made_of,
)
MONEY = View(
    "panel of money",
    (recurring.KIND,),
    panel,
    by_period=True,
    span=_span,
    as_of=recurring.until,
    unlike=_unpriced,
    made_of=recurring.made_of,
)
