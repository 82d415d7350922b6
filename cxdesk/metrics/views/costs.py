"""What was spent, by period: every cost spread evenly over its days, so that periods side by side add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.cost import COST
from cxdesk.domain.periods import Period, add_months
from cxdesk.domain.text import fold
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_number, day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.views import currencies, newer_costs, rates
from cxdesk.system.i18n import N_

KIND = COST.name
ACQUISITION, RETENTION, SERVICE, GOODS, PROGRAMME = "acquisition", "retention", "service", "cogs", "cx_programme"
LISTED = "categories"  # the option that lists the categories, where a metric lets people choose them
REASONS = ("outside_period", "no_timestamp", "never_active", "not_used", "other_currency", "no_rate", "totals_replaced")
_OUTSIDE, _UNDATED, _NEVER, _UNUSED, _FOREIGN, _UNRATED, _REPLACED = range(len(REASONS))
# Which metrics read a category in their usual definition, the most direct first; with other options others may.
READ_BY: Mapping[str, tuple[str, ...]] = {
    ACQUISITION: ("cac", "ltv_cac", "cac_payback", "acq_vs_retention_cost", "clv_net", "clv_per_dollar"),
    RETENTION: ("crc", "acq_vs_retention_cost", "clv_net", "clv_per_dollar"),
    SERVICE: ("crc", "acq_vs_retention_cost", "clv_net", "clv_per_dollar"),
    GOODS: ("clv_net", "clv_predictive", "clv_per_dollar", "ltv_cac", "cac_payback", "retention_whatif"),
    PROGRAMME: ("cx_roi",),
    "other": (),
}
_LABELS = ("category", "subcategory", "channel", "campaign", "team", "country", "currency")
_DECLARED = Kind(
    name="costs",
    title=N_("Cost and period"),
    plural=N_("costs by period"),
    meaning=N_("The part of a cost that falls on the days of a period."),
    at="day",
    fields=(
        Field("day", Type.DATE, N_("First day of the period")),
        *(field for field in COST.fields if field.name in (*_LABELS, "customer", "amount")),
    ),
)
_ALWAYS = ("day", "amount")


@dataclass(frozen=True, eq=False)
class Spent:
    """Costs that can be read: `source` positions in the kind, days [start, end), stored money and whether it is known.
    A cost of which a newer report tells some days anew is there with its other days, in one or more stretches.

    `why` [rows of the kind] is a place in REASONS: _OUTSIDE for those that can be read.
    """

    source: np.ndarray
    start: np.ndarray
    end: np.ndarray
    amount: np.ndarray
    known: np.ndarray
    why: np.ndarray

    def take(self, at: np.ndarray) -> Spent:
        """Some of them."""
        return Spent(self.source[at], self.start[at], self.end[at], self.amount[at], self.known[at], self.why)


def spent(frame: Frame, wanted: tuple[str, ...] = (), currency: str = "") -> Spent:
    """Live costs of the `wanted` categories or subcategories (none: of all), in `currency` where one is named; those in
    another currency at the rate in force on their first day, where there is one.
    """
    key = ("spent", wanted, currency)
    return frame.once(key, (KIND, "customer", *rates.READ), lambda: _spent(frame, wanted, currency))


def _spent(frame: Frame, wanted: tuple[str, ...], currency: str) -> Spent:
    start, end = _days(frame)
    why = np.full(len(start), _OUTSIDE, np.uint8)
    exchange = rates.into(frame, KIND, currency, start)
    why[~exchange.known] = _FOREIGN
    why[np.isnan(exchange.rate)] = _UNRATED
    if wanted:
        why[~(_named(frame, "category", wanted) | _named(frame, "subcategory", wanted))] = _UNUSED
    gone, some = newer_costs.told_anew(frame)
    why[gone] = _REPLACED
    why[end <= start] = _NEVER
    why[start == NO_DAY] = _UNDATED
    live = np.sort(frame.rows(COST.all()).index)
    source = live[why[live] == _OUTSIDE].astype(np.int32)
    amount = (frame.column(KIND, "amount") * exchange.rate)[source]
    known = np.isfinite(amount)
    whole = np.rint(np.where(known, amount, 0.0)).astype(np.int64)
    found = Spent(source, start[source].astype(np.int64), end[source].astype(np.int64), whole, known, why)
    return _without_days(found, some) if some else found


def _without_days(found: Spent, some: Mapping[int, newer_costs.Stretches]) -> Spent:
    """The same, each cost of which only `some` days count once for each stretch of those, with its part."""
    stretches = [
        (at, *stretch)
        for at, source in enumerate(found.source.tolist())
        for stretch in some.get(source, [(int(found.start[at]), int(found.end[at]))])
    ]
    at, first, after = np.array(stretches, np.int64).reshape(-1, 3).T
    return replace(found.take(at), start=first, end=after, amount=part(found, at, first, after))


def first_days(frame: Frame) -> np.ndarray:
    """[rows] the day whose rate turns the amount."""
    return _days(frame)[0]


def _days(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """[rows] first day, and first day no longer covered."""
    return newer_costs.covered(frame.column(KIND, "from"), frame.column(KIND, "to"))


def _named(frame: Frame, field: str, wanted: tuple[str, ...]) -> np.ndarray:
    """[rows] whether a label is one of `wanted`, both folded."""
    column: Codes = frame.column(KIND, field)
    folded = {fold(one) for one in wanted}
    return np.array([*(fold(label) in folded for label in column.labels), False], bool)[column.codes]


def share(amount: np.ndarray, days: np.ndarray, of: np.ndarray) -> np.ndarray:
    """What of `amount` falls on the first `days` of its `of` days, to the nearest stored unit; int64, without ever
    leaving it: the whole part and the remainder are spread apart.
    """
    whole, rest = np.divmod(amount, of)
    return whole * days + (2 * rest * days + of) // (2 * of)


def part(found: Spent, which: np.ndarray, first: np.ndarray, after: np.ndarray) -> np.ndarray:
    """What of the costs `which` falls on the days [first, after)."""
    start, of, amount = found.start[which], (found.end - found.start)[which], found.amount[which]
    begun, over = (np.clip(day - start, 0, of) for day in (first, after))
    return share(amount, over, of) - share(amount, begun, of)


def channels(frame: Frame, *wanted: str) -> list[str]:
    """The channels that costs of the `wanted` categories name."""
    column: Codes = frame.column(KIND, "channel")
    codes = column.codes[spent(frame, wanted).source]
    return [column.labels[code] for code in np.unique(codes[codes >= 0]).tolist()]


def until(frame: Frame) -> int:
    """Day up to which costs reach: as said on import, else the newest day covered that has come."""
    if any(batch.as_of is not None and KIND in batch.kinds for batch in frame.batches):
        return frame.as_of(KIND)
    return frame.once(("costs until",), (KIND, "customer"), lambda: _until(spent(frame)))


def _until(found: Spent) -> int:
    today = day_number(date.today())
    past = found.end[found.start <= today]
    return int(min(past.max() - 1, today)) if len(past) else NO_DAY - 1


def _span(frame: Frame) -> Period | None:
    found = spent(frame)
    if not len(found.start):
        return None
    first = int(found.start.min())
    return Period(day_of(first), day_of(max(min(int(found.end.max()), until(frame) + 1), first + 1)))


def shifted(periods: Periods, months: int) -> np.ndarray:
    """[periods, 2] the edges so many months earlier."""
    if not months:
        return periods.edges.astype(np.int64)
    edges = [(add_months(one.start, -months), add_months(one.end, -months)) for one in periods.periods]
    return np.array([[day_number(start), day_number(end)] for start, end in edges], np.int64).reshape(-1, 2)


@cache
def of(*wanted: str, beside: tuple[str, ...] = ()) -> View:
    """The view of certain costs: of the categories named, else of those that the option LISTED names. `beside` are
    the kinds whose money they stand beside, which must be in the same currency. The option `lag` reads the costs of
    so many months earlier.
    """

    def build(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
        told = (_wanted(wanted, options), options.get("currency") or "", int(options.get("lag") or 0))
        return derived(frame, ("costs", told, periods), lambda: _table(frame, periods, *told))

    name = " ".join(("costs of", *(wanted or (LISTED,)), *beside))
    unlike = partial(_unlike, wanted, beside)
    return View(name, (KIND,), build, by_period=True, span=_span, as_of=until, unlike=unlike)


def _wanted(wanted: tuple[str, ...], options: Mapping[str, Any]) -> tuple[str, ...]:
    return wanted or tuple(one.strip() for one in str(options.get(LISTED) or "").split("|") if one.strip())


def _unlike(
    wanted: tuple[str, ...], beside: tuple[str, ...], frame: Frame, options: Mapping[str, Any]
) -> Lacking | None:
    """No cost of the categories, or amounts in several currencies."""
    if not frame.size(KIND):
        return None
    found = spent(frame, _wanted(wanted, options), options.get("currency") or "")
    if not len(found.source):
        return "missing_field", "category"
    if options.get("currency"):
        return None
    return currencies.mixed(frame, {KIND: found.source, **dict.fromkeys(beside)})


def _table(frame: Frame, periods: Periods, wanted: tuple[str, ...], currency: str, lag: int) -> Table:
    found = spent(frame, wanted, currency)
    order = by_period(periods)
    edges = shifted(periods, lag)[order]
    period, cost = np.nonzero((found.start < edges[:, 1:]) & (found.end > edges[:, :1]))
    money = part(found, cost, edges[period, 0], edges[period, 1]).astype(np.float64)
    at = found.source[cost]
    kind = _kind(frame, found.source)
    columns: dict[str, Any] = {
        one.name: frame.column(KIND, one.name).take(at) for one in kind.fields if one.name not in _ALWAYS
    }
    columns |= {
        "amount": np.where(found.known[cost], money, np.nan),
        "day": periods.edges[order, 0][period].astype(np.int32),
    }
    ends = np.searchsorted(period, np.arange(len(order) + 1))
    bounds = np.zeros((len(order), 2), np.int64)
    bounds[order, 0], bounds[order, 1] = ends[:-1], ends[1:]
    return Table(kind, len(cost), columns, {KIND: lambda: Behind(np.arange(len(at)), at, REASONS, found.why)}, bounds)


def _kind(frame: Frame, source: np.ndarray) -> Kind:
    """What can be asked of these costs: fields that hold something; the customer only where every cost has one, since
    a question about customers must never be answered with half of the costs.
    """
    fields = [one for one in _DECLARED.fields if one.name in _ALWAYS or _said(frame, one.name, source)]
    return replace(_DECLARED, fields=tuple(fields))


def _said(frame: Frame, name: str, source: np.ndarray) -> bool:
    filled = frame.column(KIND, name).codes[source] >= 0
    return bool(filled.all() and len(filled)) if name == "customer" else bool(filled.any())
