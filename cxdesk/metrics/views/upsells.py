"""Customers by period who could have bought more, and whether they did.

Who could: whom a list of possible deals says so of in the period; else who paid and was not on the top plan all along.
Who did buy more could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.deal import DEAL
from cxdesk.domain.periods import Period
from cxdesk.domain.text import fold
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, bounds_of, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import deals, recurring
from cxdesk.metrics.views.panel import MOST_CELLS
from cxdesk.system.i18n import N_

OFFERED, PAYING, BOUGHT = "offered", "paying", "bought"
_WHY = (OFFERED, PAYING, BOUGHT)
KIND = Kind(
    name="chance",
    title=N_("Customer who could buy more"),
    plural=N_("customers who could buy more"),
    meaning=N_("A customer who could have bought more in a period."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("bought", Type.BOOL, N_("Bought more")),
        Field("because", Type.LABEL, N_("Why they could")),
    ),
)
ELIGIBLE = Option(
    "eligible",
    "auto",
    N_("Who could buy more"),
    choices=(
        ("auto", N_("As the list of deals says, else who pays and is not on the top plan")),
        ("offered", N_("As the list of deals says")),
        ("paying", N_("Who pays and is not on the top plan")),
    ),
    of_view=True,
)
SOLD = Option(
    "sold",
    "upsell",
    N_("What counts"),
    choices=(("upsell", N_("Upsell")), ("both", N_("Upsell and cross-sell"))),
    of_view=True,
)
TOP = Option(
    "top_plan",
    "",
    N_("Top plan"),
    N_("The plan above which there is none; several with a comma between. Empty: the dearest."),
    of_view=True,
)
OPTIONS = (ELIGIBLE, SOLD, TOP)


def chances(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per period and customer who could buy more in it. Columns as KIND declares them."""
    told = tuple(options.get(one.name, one.default) for one in OPTIONS)
    return derived(frame, ("chances", told, periods), lambda: _table(frame, periods, *told))


def _table(frame: Frame, periods: Periods, eligible: str, sold: str, top: str) -> Table:
    built = Chances(frame, periods, eligible, sold, top)
    behind = {deals.KIND: built.behind_deals, recurring.KIND: built.behind_lines}
    return Table(KIND, len(built.cells), built.columns(), behind, built.bounds)


@dataclass(frozen=True, eq=False)
class Chances:
    """Deals and subscriptions held against periods, which are in order of their first day."""

    frame: Frame
    periods: Periods
    eligible: str
    sold: str
    top: str

    @cached_property
    def lines(self) -> recurring.Lines:
        return recurring.lines(self.frame)

    @cached_property
    def mine(self) -> np.ndarray:
        """Positions of the live deals that are of the sort asked."""
        names = ("upsell",) if self.sold == "upsell" else ("upsell", "cross_sell")
        live = np.sort(self.frame.rows(DEAL.all()).index)
        return live[deals.of_kind(self.frame, *names)[live]]

    @cached_property
    def who(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A number for whoever a deal or a subscription is about, and the customer code of each number."""
        lines = self.lines
        ours = self.frame.column(deals.KIND, "customer").codes[self.mine].astype(np.int64)
        theirs = lines.customer.astype(np.int64)
        most = max(int(ours.max(initial=-1)), int(theirs.max(initial=-1))) + 1
        ours = np.where(ours >= 0, ours, most + np.arange(len(ours)))
        theirs = np.where(theirs >= 0, theirs, most + len(ours) + np.arange(len(theirs)))
        names, number = np.unique(np.concatenate([ours, theirs]), return_inverse=True)
        return number[: len(ours)], number[len(ours) :][lines.who], np.where(names < most, names, -1)

    @property
    def people(self) -> int:
        return len(self.who[2])

    @cached_property
    def order(self) -> np.ndarray:
        """Periods in the order of the rows; of more than fit the newest."""
        widest = max(self.people, len(self.mine), len(self.lines.start), 1)
        return by_period(self.periods)[-max(MOST_CELLS // widest, 1) :]

    @cached_property
    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """[periods, 1] first days, and first days after."""
        edges = self.periods.edges[self.order]
        return edges[:, :1], edges[:, 1:]

    def _marked(self, who: np.ndarray, when: np.ndarray) -> np.ndarray:
        """[periods, people] whether any of the entries `when` [periods, entries] is theirs."""
        found = np.zeros((len(self.order), self.people), bool)
        period, entry = np.nonzero(when)
        found[period, who[entry]] = True
        return found

    @cached_property
    def won_in(self) -> np.ndarray:
        """[periods, deals] whether the deal was won in the period."""
        found, (first, after) = deals.deals(self.frame), self.edges
        signed = found.signed[self.mine]
        return found.won[self.mine] & (signed >= first) & (signed < after)

    @cached_property
    def open_in(self) -> np.ndarray:
        """[periods, deals] whether the deal was possible at any time of the period."""
        first, after = self.edges
        begins, ends = (self.frame.column(deals.KIND, f"eligible_{name}")[self.mine] for name in ("from", "to"))
        return (begins < after) & (ends > first) & ((begins != NO_DAY) | (ends != NO_DAY))

    @property
    def listed(self) -> bool:
        """Whether the deals say when they were possible."""
        return bool((self.frame.column(deals.KIND, "eligible_from")[self.mine] != NO_DAY).any())

    @cached_property
    def paid_in(self) -> np.ndarray:
        """[periods, lines] whether a line that is not on the top plan brought money in the period."""
        lines, (first, after) = self.lines, self.edges
        pays = lines.mrr > 0 if lines.priced else np.ones(len(lines.start), bool)
        return (pays & ~self._on_top()) & (lines.start < after) & (lines.end > first)

    def _on_top(self) -> np.ndarray:
        """[lines] whether on the plan above which there is none."""
        plan: Codes = self.frame.column(recurring.KIND, "plan")
        codes = plan.codes[self.lines.source]
        named = {fold(one) for one in self.top.split(",") if one.strip()}
        if named:
            return np.array([*(fold(label) in named for label in plan.labels), False])[codes]
        known = np.flatnonzero((codes >= 0) & (self.lines.mrr > 0))
        price = np.bincount(codes[known], self.lines.worth[known], len(plan.labels) + 1)
        count = np.bincount(codes[known], minlength=len(plan.labels) + 1)
        if (count > 0).sum() < 2:
            return np.zeros(len(codes), bool)
        with np.errstate(all="ignore"):
            mean = np.where(count > 0, price / count, -1.0)
        return codes == int(mean.argmax())

    @cached_property
    def reasons(self) -> np.ndarray:
        """[periods, people] a place in _WHY plus one, 0 for who could not."""
        ours, theirs, _customers = self.who
        found = np.zeros((len(self.order), self.people), np.int8)
        offered = self.eligible == "offered" or (self.eligible == "auto" and self.listed)
        found[self._marked(ours, self.won_in)] = 3
        found[self._marked(ours, self.open_in) if offered else self._marked(theirs, self.paid_in)] = 1 if offered else 2
        return found

    @cached_property
    def cells(self) -> np.ndarray:
        return np.flatnonzero(self.reasons)

    @property
    def period(self) -> np.ndarray:
        return self.cells // max(self.people, 1)

    @cached_property
    def bounds(self) -> np.ndarray:
        """[periods as asked, 2] first and end row of each."""
        ends = np.searchsorted(self.period, np.arange(len(self.order) + 1))
        return bounds_of(self.periods, self.order, ends)

    def columns(self) -> dict[str, Any]:
        customer: Codes = self.frame.column(deals.KIND, "customer")
        person = self.cells - self.period * max(self.people, 1)
        return {
            "customer": Codes(self.who[2][person].astype(np.int32), customer.labels),
            "day": self.periods.edges[self.order, 0][self.period].astype(np.int32),
            "bought": self._marked(self.who[0], self.won_in).ravel()[self.cells].astype(np.uint8),
            "because": Codes((self.reasons.ravel()[self.cells] - 1).astype(np.int8), _WHY),
        }

    def _behind(self, who: np.ndarray, source: np.ndarray, when: np.ndarray) -> Behind:
        period, entry = np.nonzero(when)
        cell = period * self.people + who[entry]
        row = np.minimum(np.searchsorted(self.cells, cell), max(len(self.cells) - 1, 0))
        known = self.cells[row] == cell if len(self.cells) else np.zeros(len(cell), bool)
        return Behind(row[known], source[entry[known]])

    def behind_deals(self) -> Behind:
        return self._behind(self.who[0], self.mine, self.won_in | self.open_in)

    def behind_lines(self) -> Behind:
        return self._behind(self.who[1], self.lines.source, self.paid_in)


def _span(frame: Frame) -> Period | None:
    """From the first deal signed or possible to the day that deals are known."""
    days = np.concatenate([frame.days(deals.KIND, name) for name in ("closed_on", "eligible_from")])
    until = deals.until(frame)
    days = days[days <= until]
    return Period(day_of(int(days.min())), day_of(until) + timedelta(days=1)) if len(days) else None


VIEW = View("chances", (deals.KIND, recurring.KIND), chances, by_period=True, span=_span, as_of=deals.until)
