"""What each customer has brought and cost so far: one row per customer, dated by the day they first paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import allocation, costs, currencies, recurring, sold, won
from cxdesk.metrics.views.allocation import Days, Stretches
from cxdesk.metrics.views.costs import ACQUISITION, GOODS, RETENTION, SERVICE
from cxdesk.metrics.views.margins import DAYS_OF_MONTH
from cxdesk.system.i18n import N_

STAYS = 90  # days for which who has ordered counts as a customer who is served
KIND = Kind(
    name="value",
    title=N_("What a customer has brought"),
    plural=N_("customers with what they brought"),
    meaning=N_("A customer who has paid: what they brought and cost since then."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First paid on")),
        Field("mature", Type.BOOL, N_("The time looked at is up")),
        Field("revenue", Type.MONEY, N_("Revenue")),
        Field("goods", Type.MONEY, N_("Cost of the goods")),
        Field("served", Type.MONEY, N_("Cost of serving and keeping")),
        Field("acquired", Type.MONEY, N_("Cost of winning")),
        Field("value", Type.MONEY, N_("What is left")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)
HORIZON = Option(
    "horizon",
    "year",
    N_("Time looked at"),
    choices=(("year", N_("The first 12 months of each customer")), ("to_date", N_("Everything up to now"))),
    of_view=True,
)
SHARED = Option(
    "shared",
    "days",
    N_("Costs that name no customer are shared"),
    choices=(("days", N_("By the days customers were there")), ("revenue", N_("By what customers paid"))),
    of_view=True,
)
REVENUE = Option(
    "revenue",
    "all",
    N_("Revenue counted"),
    choices=(
        ("all", N_("Orders and subscriptions")),
        ("orders", N_("Orders only")),
        ("subscriptions", N_("Subscriptions only")),
    ),
    of_view=True,
)
OPTIONS = (HORIZON, SHARED, REVENUE)


def value(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per customer. Columns as KIND declares them."""
    told = tuple(options.get(one.name) or one.default for one in OPTIONS)
    currency = options.get("currency") or ""
    return derived(frame, ("value", told, currency), lambda: Value(frame, told[0], told[1], told[2], currency).table())


@dataclass(frozen=True, eq=False)
class Value:
    """Customers of `won`, each looked at on the days [first, after)."""

    frame: Frame
    horizon: str
    shared: str
    revenue: str
    currency: str

    @cached_property
    def won(self) -> won.Won:
        return won.won(self.frame, self.currency)

    @cached_property
    def over(self) -> int:
        """First day that the data do not reach."""
        return min(won.until(self.frame), NO_DAY - 2) + 1

    @cached_property
    def window(self) -> tuple[np.ndarray, np.ndarray]:
        """[customers] the days looked at; none of who never paid."""
        first = np.minimum(self.won.day.astype(np.int64), self.over)
        after = np.minimum(a_year_later(first), self.over) if self.horizon == "year" else np.full_like(first, self.over)
        return first, after

    @property
    def mature(self) -> np.ndarray:
        day = self.won.day.astype(np.int64)
        known = day < self.over
        return known if self.horizon == "to_date" else known & (a_year_later(np.minimum(day, self.over)) <= self.over)

    @cached_property
    def paid(self) -> Stretches:
        """What was paid and when: subscriptions day by day, orders on their day."""
        orders = sold.sold(self.frame, self.currency)
        who, begun, over, mrr = self._subscribed
        runs = np.flatnonzero((who >= 0) & (self.revenue != "orders") & np.isfinite(mrr))
        buys = np.flatnonzero((self.won.of_orders >= 0) & (self.revenue != "subscriptions") & np.isfinite(orders.net))
        end = np.minimum(over[runs], self.over)
        start = np.minimum(begun[runs], end)
        day = orders.day[buys].astype(np.int64)
        return Stretches(
            np.concatenate([who[runs], self.won.of_orders[buys]]),
            np.concatenate([start, day]),
            np.concatenate([end, day + 1]),
            np.concatenate([mrr[runs] / DAYS_OF_MONTH, orders.net[buys]]),
        )

    @cached_property
    def _subscribed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Customer, first day, end and monthly money of stretches of subscriptions, each by one rate."""
        lines = recurring.lines(self.frame, currency=self.currency)
        line, *told = recurring.paid_by_course(lines, self.over - 1)
        return (self.won.of_lines[line], *told)

    def _unknown(self) -> np.ndarray:
        """[customers] who paid something in the window that is older than all rates."""
        who, start, end, mrr = self._subscribed
        runs = np.flatnonzero((who >= 0) & np.isnan(mrr) & (self.revenue != "orders"))
        first, after = self.window
        inside = (start[runs] < after[who[runs]]) & (end[runs] > first[who[runs]])
        return np.bincount(who[runs[inside]], minlength=self.won.size) > 0

    @cached_property
    def there(self) -> Stretches:
        """When customers were served: while a subscription ran, and for STAYS days after an order."""
        orders = sold.sold(self.frame, self.currency)
        buys = np.flatnonzero(self.won.of_orders >= 0)
        day = orders.day[buys].astype(np.int64)
        lines = recurring.lines(self.frame, currency=self.currency)
        runs = np.flatnonzero(self.won.of_lines >= 0)
        start = np.concatenate([lines.start[runs].astype(np.int64), day])
        end = np.minimum(np.concatenate([lines.end[runs].astype(np.int64), day + STAYS]), self.over)
        who = np.concatenate([self.won.of_lines[runs], self.won.of_orders[buys]])
        return allocation.joined(Stretches(who, np.minimum(start, end), end, np.zeros(len(who))))

    @cached_property
    def days(self) -> Days:
        first = [self.over, *(int(column.min()) for column in (self.there.start, self.paid.start) if len(column))]
        known = self.won.day[self.won.day < self.over]
        return Days(min(first + ([int(known.min())] if len(known) else [])), self.over)

    def brought(self) -> np.ndarray:
        """[customers] revenue in the window; NaN where nothing is known of what a customer paid."""
        mine = self.paid.clipped(*self.window)
        money = np.rint(mine.daily * (mine.end - mine.start))
        known = np.bincount(self.paid.who, minlength=self.won.size) > 0
        return np.where(known & ~self._unknown(), np.bincount(mine.who, money, self.won.size), np.nan)

    def goods(self) -> np.ndarray:
        """[customers] cost of the goods: of the orders, where they say it, else of the list of costs."""
        orders = sold.sold(self.frame, self.currency)
        known = np.isfinite(orders.goods)
        if not known.any():
            return self.borne(GOODS)
        first, after = self.window
        who = self.won.of_orders
        inside = np.flatnonzero(known & (who >= 0))
        inside = inside[(orders.day[inside] >= first[who[inside]]) & (orders.day[inside] < after[who[inside]])]
        return np.bincount(who[inside], orders.goods[inside], self.won.size)

    def borne(self, *wanted: str) -> np.ndarray:
        """[customers] what they cost in the window: what names them, and their share of the rest."""
        spent, who = self._spent(*wanted)
        first, after = self.window
        own = allocation.own(spent, spent.known, who, first, after, self.won.size)
        cost = allocation.daily(self.days, spent, spent.known & (who < 0))
        if self.shared == "revenue":
            rest = allocation.by_revenue(self.days, cost, self.paid, self.paid.clipped(first, after), self.won.size)
        else:
            rest = allocation.by_days(self.days, cost, self.there, self.there.clipped(first, after), self.won.size)
        return own + allocation.rounded(rest)

    def acquired(self) -> np.ndarray:
        """[customers] what it cost to win them; also what was spent before they first paid, where it names them."""
        spent, who = self._spent(ACQUISITION)
        own = np.bincount(who[who >= 0], spent.amount[who >= 0].astype(np.float64), self.won.size)
        rest = np.flatnonzero((who < 0) & spent.known)
        column: Codes = self.frame.column(costs.KIND, "channel")
        some = spent.take(rest)
        channel, through = _alike(column.take(some.source), won.channel(self.frame, self.won))
        shares = allocation.among_the_won(self.days, some, channel, self.won.day.astype(np.int64), through)
        return own + allocation.rounded(shares)

    def _spent(self, *wanted: str) -> tuple[costs.Spent, np.ndarray]:
        """Costs, and the customer whom each names, -1 nobody."""
        found = costs.spent(self.frame, wanted, self.currency)
        return found, won.placed(self.won, self.frame.column(costs.KIND, "customer").take(found.source))

    def table(self) -> Table:
        brought, goods, served, acquired = (
            self.brought(),
            self.goods(),
            self.borne(SERVICE, RETENTION),
            self.acquired(),
        )
        columns = {
            "customer": Codes(self.won.code.astype(np.int32), self.won.labels),
            "day": self.won.day.astype(np.int32),
            "mature": self.mature.astype(np.uint8),
            "revenue": brought,
            "goods": goods,
            "served": served,
            "acquired": acquired,
            "value": brought - goods - served - acquired,
            "channel": won.channel(self.frame, self.won),
        }
        behind = won.behind(self.frame, self.won, self.currency) | {costs.KIND: self._behind}
        return Table(KIND, self.won.size, columns, behind)

    def _behind(self) -> Behind:
        """Costs that name their customer; the others are shared and stand behind nobody in particular."""
        found, who = self._spent(SERVICE, RETENTION, GOODS, ACQUISITION)
        at = np.flatnonzero(who >= 0)
        return Behind(who[at], found.source[at])


def a_year_later(day: np.ndarray) -> np.ndarray:
    """The same day of the next year; 29 February becomes 28 February."""
    dates = day.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    number = dates - month.astype("datetime64[D]")
    then = month + 12
    longest = (then + 1).astype("datetime64[D]") - then.astype("datetime64[D]") - 1
    return (then.astype("datetime64[D]") + np.minimum(number, longest)).astype(np.int64)


def _alike(one: Codes, two: Codes) -> tuple[np.ndarray, np.ndarray]:
    """Two columns of labels as codes of one list."""
    known: dict[str, int] = {}
    tables = [
        np.array([*(known.setdefault(str(label), len(known)) for label in column.labels), -1], np.int64)
        for column in (one, two)
    ]
    return tables[0][one.codes], tables[1][two.codes]


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    """Without costs or revenue there is no profit to speak of."""
    if not frame.size(costs.KIND):
        return "missing_kind", costs.KIND
    if not (frame.size(sold.KIND) or frame.size(recurring.KIND)):
        return "missing_kind", sold.KIND
    if options.get("currency"):
        return None
    read = costs.spent(frame, (SERVICE, RETENTION, GOODS, ACQUISITION)).source
    return currencies.mixed(frame, {costs.KIND: read, sold.KIND: None, recurring.KIND: None})


VIEW = View(
    "value",
    (sold.KIND, recurring.KIND, "customer", costs.KIND),
    value,
    span=won.span,
    as_of=won.until,
    unlike=_unlike,
)
