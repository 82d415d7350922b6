"""People whom a campaign reached (or deliberately left out), with what they did afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Role, Type
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.kinds_of.campaign_touch import CAMPAIGN_TOUCH
from cxdesk.domain.kinds_of.cost import COST
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import costs, currencies, placed, sold
from cxdesk.metrics.views.histories import History, People, people
from cxdesk.system.i18n import N_

TOUCH = CAMPAIGN_TOUCH.name
KINDS = (TOUCH, sold.KIND)
RESPONSES = frozenset({"click", "visit", "response", "conversion"})
KIND = Kind(
    name="reached",
    title=N_("Person reached by a campaign"),
    plural=N_("people reached by campaigns"),
    meaning=N_("A person whom a campaign reached, or who was kept out of it to compare."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First touched on")),
        Field("campaign", Type.LABEL, N_("Campaign")),
        Field("arm", Type.LABEL, N_("Arm")),
        Field("channel", Type.LABEL, N_("Channel")),
        Field("message", Type.LABEL, N_("Message")),
        Field("responded", Type.BOOL, N_("Responded")),
        Field("bought", Type.BOOL, N_("Bought")),
        Field("revenue", Type.MONEY, N_("Spent afterwards")),
        Field("young", Type.BOOL, N_("Too recent to say")),
    ),
)
WINDOW = Option(
    "window",
    30,
    N_("Days after the first touch"),
    N_("What is bought within so many days counts for the campaign; who was reached later is pending."),
    low=0,
    high=730,
    of_view=True,
)


def reached(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per campaign and person, dated by the first touch; people only bounced are not reached."""
    window, currency = int(options.get("window", WINDOW.default)), str(options.get("currency") or "")
    return derived(frame, ("reached", window, currency), lambda: Reached(frame, window, currency).table())


def _until(frame: Frame) -> int:
    known = [frame.as_of(kind) for kind in KINDS if frame.size(kind)]
    return max((day for day in known if day < NO_DAY - 1), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    """The days of touches, and of costs that name a campaign."""
    if not frame.size(TOUCH):
        return None
    found = frame.span(frame.rows(CAMPAIGN_TOUCH.all()))
    if found is None or not frame.size(COST.name):
        return found
    spent = costs.spent(frame)
    named = np.flatnonzero(frame.column(COST.name, "campaign").codes[spent.source] >= 0)
    if not len(named):
        return found
    first, after = day_of(spent.start[named].min()), day_of(spent.end[named].max())
    return Period(min(found.start, first), max(found.end, after))


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    if options.get("currency"):
        return None
    return currencies.mixed(frame, dict.fromkeys((sold.KIND, COST.name)))


REACHED = View("reached", (TOUCH, sold.KIND), reached, span=_span, as_of=_until, unlike=_unlike)


def _costs(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """What was spent, of which no row speaks of an arm or a message."""
    key = ("campaign costs", str(options.get("currency") or ""), periods)
    return frame.kept(key, lambda: _silent(costs.of().build(frame, options, periods)))


def _silent(rows: Rows, **columns: np.ndarray) -> Rows:
    """The same rows, which say nothing to a split by what only touches know."""
    nothing = Codes(np.full(rows.size, -1, np.int32), ())
    unknown = [name for name in ("campaign", "arm", "channel", "message") if not rows.has(name)]
    cache: dict[Any, Any] = {("codes", name, None): nothing for name in unknown}
    return replace(rows, cache=cache | {("col", name): column for name, column in columns.items()})


COSTS = View("costs of campaigns", (COST.name,), _costs, by_period=True, as_of=lambda frame: NO_DAY - 1)


def asked(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Answers on satisfaction, with whether they came after a campaign and within its window."""
    window = int(options.get("window", WINDOW.default))
    return frame.kept(("asked", window), lambda: _asked(frame, window))


ASKED = View("asked after campaigns", (TOUCH, ANSWER.name), asked, as_of=lambda frame: NO_DAY - 1)


def _asked(frame: Frame, window: int) -> Rows:
    rows = frame.rows(ANSWER.where(role=Role.CSAT))
    after = np.zeros(rows.size, bool)
    if rows.size and frame.size(TOUCH):
        everybody = people(frame, (TOUCH, ANSWER.name))
        touches = frame.rows(CAMPAIGN_TOUCH.all())
        history = History.of(everybody.of(frame, TOUCH)[touches.index], touches.days, touches.index)
        who = everybody.of(frame, ANSWER.name)[rows.index]
        known = (who >= 0) & (rows.days != NO_DAY)
        after[known] = history.number(who[known], rows.days[known], window + 1) > 0
    return _silent(rows, after_campaign=after)


@dataclass(frozen=True, eq=False)
class Reached:
    """Touches put together by campaign and person, against orders."""

    frame: Frame
    window: int
    currency: str

    @cached_property
    def people(self) -> People:
        return people(self.frame, KINDS)

    @cached_property
    def touches(self) -> Rows:
        return self.frame.rows(CAMPAIGN_TOUCH.all())

    def _kind(self, *wanted: str) -> np.ndarray:
        """Per touch whether it is of one of these sorts."""
        kind: Codes = self.touches.col("kind")
        return np.array([*(label in wanted for label in kind.labels), False])[kind.codes]

    @cached_property
    def _grouped(self) -> tuple[np.ndarray, np.ndarray]:
        """Per row the place of its first touch, in order of the day; per touch its row, -1 for bounces alone."""
        who = self.people.of(self.frame, TOUCH)[self.touches.index]
        campaign = self.touches.col("campaign").codes.astype(np.int64) + 1
        alone = len(self.people.labels) + np.arange(len(who))
        key = np.where(who >= 0, who, alone) * (campaign.max(initial=0) + 1) + campaign
        got = np.flatnonzero(~self._kind("bounce"))
        keys, first = np.unique(key[got], return_index=True)
        order = np.argsort(first)
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        place = np.minimum(np.searchsorted(keys, key), max(len(keys) - 1, 0))
        row = np.where(keys[place] == key, rank[place], -1) if len(keys) else np.full(len(key), -1)
        return got[first[order]], row

    @property
    def first(self) -> np.ndarray:
        return self._grouped[0]

    @property
    def size(self) -> int:
        return len(self.first)

    @property
    def day(self) -> np.ndarray:
        return self.touches.days[self.first]

    def _any(self, touch: np.ndarray) -> np.ndarray:
        row = self._grouped[1]
        return np.bincount(row[touch & (row >= 0)], minlength=self.size) > 0

    @cached_property
    def who(self) -> np.ndarray:
        return self.people.of(self.frame, TOUCH)[self.touches.index[self.first]]

    def _bought(self, amounts: bool) -> np.ndarray:
        """[rows] orders (or what they are worth) from the first touch to the end of the window."""
        found = np.zeros(self.size)
        if not self.frame.size(sold.KIND):
            return found
        orders = sold.sold(self.frame, self.currency)
        bought = np.flatnonzero(placed.is_purchase(orders.net))
        labels = self.people.tables[sold.KIND][orders.customer[bought]]
        money = np.nan_to_num(orders.net[bought]) if amounts else None
        history = History.of(labels, orders.day[bought], bought, money)
        known = (self.who >= 0) & (self.day != NO_DAY)
        last = self.day[known].astype(np.int64) + self.window
        found[known] = history.total(self.who[known], last, self.window + 1)
        return found

    def young(self) -> np.ndarray:
        return (self.day != NO_DAY) & (self.day.astype(np.int64) + self.window > _until(self.frame))

    def arm(self) -> Codes:
        """Treated, unless all touches say that the person was kept out."""
        arm: Codes = self.touches.col("arm")
        control = np.array([*(label == "control" for label in arm.labels), False])[arm.codes]
        return Codes(np.where(self._any(~control), 0, 1).astype(np.int32), ("treated", "control"))

    def table(self) -> Table:
        touches, first = self.touches, self.first
        responses = self._kind(*RESPONSES)
        columns: dict[str, Any] = {
            "customer": touches.col("customer").take(first),
            "day": self.day,
            "campaign": lambda: touches.col("campaign").take(first),
            "arm": self.arm,
            "channel": lambda: touches.col("channel").take(first),
            "message": lambda: touches.col("message").take(first),
            "responded": lambda: self._any(responses).astype(np.uint8),
            "bought": lambda: ((self._bought(False) > 0) | self._any(self._kind("conversion"))).astype(np.uint8),
            "revenue": lambda: self._bought(True),
            "young": lambda: self.young().astype(np.uint8),
        }
        return Table(KIND, self.size, columns, {TOUCH: self._behind})

    def _behind(self) -> Behind:
        row = self._grouped[1]
        known = np.flatnonzero(row >= 0)
        return Behind(row[known], self.touches.index[known])
