"""Who could use the product, or could have: customers by period, as listed, by subscription or by entitlement.

A stretch [from, to) holds on the last day of a period, or of what the data reach of it, when from <= day < to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cxdesk.domain.kinds_of.customer import CUSTOMER as LISTED
from cxdesk.domain.kinds_of.entitlement import ENTITLEMENT
from cxdesk.frame.axes import Periods
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, by_period
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import recurring
from cxdesk.metrics.views.active_days import matching
from cxdesk.system.i18n import N_

REASONS = ("outside_period", "nobody", "outside_base")
_PLANE = 4_000_000  # periods x customers up to which a place is kept for each
_OUTSIDE, _NOBODY, _OTHER = range(len(REASONS))
KINDS = {"subscription": recurring.KIND, "entitlement": ENTITLEMENT.name, "customer": CUSTOMER}
ACCESS = Option(
    "access",
    "subscription",
    N_("In percent of"),
    choices=(
        ("subscription", N_("Customers with a running subscription")),
        ("entitlement", N_("Customers entitled to a feature")),
        ("customer", N_("All customers listed")),
    ),
    of_view=True,
)
BASES = {
    "subscription": N_("of customers with a subscription"),
    "entitlement": N_("of customers entitled"),
    "customer": N_("of all customers listed"),
}


@dataclass(frozen=True, eq=False)
class Stretches:
    """When whom something covered: positions in the kind, first day, first day no longer covered, customer's code."""

    kind: str
    source: np.ndarray
    start: np.ndarray
    end: np.ndarray
    customer: np.ndarray
    reasons: tuple[str, ...]
    why: np.ndarray


class Cells(NamedTuple):
    """Customers by period in the order of the periods: place of the period as asked, customer's code, and which
    stretch stands behind which row; `bounds` [periods, 2].
    """

    period: np.ndarray
    customer: np.ndarray
    behind: Behind
    bounds: np.ndarray

    @property
    def size(self) -> int:
        return len(self.customer)


def stretches(frame: Frame, how: str, feature: str = "") -> Stretches:
    """Found once per Frame."""
    return frame.once(("access", how, feature), (KINDS[how], CUSTOMER), lambda: _stretches(frame, how, feature))


def _stretches(frame: Frame, how: str, feature: str) -> Stretches:
    if how == "subscription":
        lines = recurring.lines(frame)
        customer = lines.customer[lines.who] if len(lines.who) else lines.who
        return Stretches(recurring.KIND, lines.source, lines.start, lines.end, customer, recurring.REASONS, lines.why)
    if how == "entitlement":
        return _entitled(frame, feature)
    return _listed(frame)


def _entitled(frame: Frame, feature: str) -> Stretches:
    kind = ENTITLEMENT.name
    index = np.sort(frame.rows(ENTITLEMENT.all()).index)
    customer = frame.column(kind, CUSTOMER).codes
    why = np.full(len(customer), _OUTSIDE, np.uint8)
    if feature:
        features = frame.column(kind, "feature")
        why[~np.isin(features.codes, matching(features.labels, feature))] = _OTHER
    why[customer < 0] = _NOBODY
    used = index[why[index] == _OUTSIDE]
    start, end = frame.column(kind, "from")[used], frame.column(kind, "to")[used]
    start = np.where(start == NO_DAY, -NO_DAY, start)
    return Stretches(kind, used, start, end, customer[used], REASONS, why)


def _listed(frame: Frame) -> Stretches:
    """Customers from the day they are known to have come; where people and their accounts are listed, the accounts."""
    index = np.sort(frame.rows(LISTED.all()).index)
    customer = frame.column(CUSTOMER, CUSTOMER).codes
    why = np.full(len(customer), _OUTSIDE, np.uint8)
    level = frame.column(CUSTOMER, "level")
    accounts = np.isin(level.codes, matching(level.labels, "account"))
    if accounts.any():
        why[np.isin(level.codes, matching(level.labels, "person"))] = _OTHER
    why[customer < 0] = _NOBODY
    used = index[why[index] == _OUTSIDE]
    start = joined(frame)[used]
    end = np.full(len(used), NO_DAY, np.int32)
    return Stretches(CUSTOMER, used, np.where(start == NO_DAY, -NO_DAY, start), end, customer[used], REASONS, why)


def joined(frame: Frame) -> np.ndarray:
    """[customers listed] local day from which each is one: first paid, else created; NO_DAY unknown."""
    paid, made = frame.days(CUSTOMER, "first_paid_at"), frame.days(CUSTOMER, "created_at")
    return np.where(paid != NO_DAY, paid, made)


def last_days(periods: Periods, as_of: int) -> np.ndarray:
    """[periods] last day of each, or of what the data reach of it."""
    return np.minimum(periods.edges[:, 1].astype(np.int64) - 1, as_of)


def at_ends(found: Stretches, periods: Periods, as_of: int) -> Cells:
    """One row per customer and period on whose last day a stretch held."""
    days = last_days(periods, as_of)
    rising = np.argsort(days, kind="stable")
    low = np.searchsorted(days[rising], found.start, side="left")
    high = np.maximum(np.searchsorted(days[rising], found.end, side="left"), low)
    held = high - low
    line = np.repeat(np.arange(len(held)), held)
    step = np.arange(len(line)) - np.repeat(np.cumsum(held) - held, held)
    period = rising[low[line] + step]
    begun = days >= periods.edges[:, 0]
    known = (found.customer[line] >= 0) & begun[period]
    line, period = line[known], period[known]
    order = by_period(periods)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    customers = int(found.customer.max(initial=-1)) + 1
    key, row = np.unique(place[period] * max(customers, 1) + found.customer[line], return_inverse=True)
    edges = np.searchsorted(key, np.arange(len(order) + 1) * max(customers, 1))
    bounds = np.stack([edges[place], edges[place + 1]], axis=1)
    behind = Behind(row, found.source[line], found.reasons, found.why)
    who = (key % max(customers, 1)).astype(np.int32)
    return Cells(order[key // max(customers, 1)], who, behind, bounds)


def sum_between(who: np.ndarray, day: np.ndarray, adds: np.ndarray, cells: Cells, spans: np.ndarray) -> np.ndarray:
    """[cells] sum of `adds` over what each customer did (`who`, `day`) in the days [first, end) of `spans` [periods, 2]
    that count for the cell's period.
    """
    people = int(max(who.max(initial=-1), cells.customer.max(initial=-1))) + 1
    rank = np.empty(len(spans), np.int64)
    order = np.lexsort((spans[:, 1], spans[:, 0]))
    rank[order] = np.arange(len(order))
    first, end = spans[order, 0], spans[order, 1]
    if len(spans) * people <= _PLANE and bool((end[:-1] <= first[1:]).all()):
        place = np.searchsorted(first, day, side="right") - 1
        counts = np.flatnonzero((place >= 0) & (who >= 0) & (day < np.append(end, 0)[place]))
        key = place[counts] * people + who[counts]
        sums = np.bincount(key, adds[counts], len(spans) * people)
        return np.asarray(sums[rank[cells.period] * people + cells.customer])
    return _searched(who, day, adds, cells, spans)


def _searched(who: np.ndarray, day: np.ndarray, adds: np.ndarray, cells: Cells, spans: np.ndarray) -> np.ndarray:
    """The same where spans overlap or are many, by two searches for each cell."""
    order = np.lexsort((day, who))
    keys = (who.astype(np.int64)[order] << 32) + day[order]
    sums = np.concatenate([[0.0], np.cumsum(adds[order])])
    mine = cells.customer.astype(np.int64) << 32
    first, end = (mine + np.maximum(spans[cells.period, side], 0) for side in (0, 1))
    return sums[np.searchsorted(keys, end)] - sums[np.searchsorted(keys, first)]


def behind_between(
    who: np.ndarray, day: np.ndarray, source: np.ndarray, cells: Cells, spans: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (cell, source) of the same; `day` ascending."""
    found = []
    for period, (first, end) in enumerate(np.searchsorted(day, spans)):
        low, high = cells.bounds[period]
        place = np.full(max(int(who.max(initial=-1)), int(cells.customer.max(initial=-1))) + 2, -1, np.int64)
        place[cells.customer[low:high]] = np.arange(low, high)
        at = place[who[first:end]]
        here = np.flatnonzero(at >= 0)
        found.append((at[here], source[first:end][here]))
    cell, rows = (np.concatenate(column) for column in zip(*found, strict=True))
    return cell, rows
