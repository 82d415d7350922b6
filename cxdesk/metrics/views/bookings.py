"""What was signed with customers one has: the renewed part, what they pay more, what they pay less.

A renewal renews the smaller of what was paid before and what is paid after; the rest of it is upsell or downsell, so
that nothing counts twice. New business is none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.contract import CONTRACT
from cxdesk.domain.kinds_of.deal import DEAL
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import Lacking, View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import currencies, deals, rates, terms
from cxdesk.metrics.views.panel import CURRENCY
from cxdesk.metrics.views.rates import Exchange
from cxdesk.system.i18n import N_

NEAR = 45  # days around a renewal deal in which the customer's contract is taken for the same renewal
SORTS = ("renewal", "upsell", "downsell")
REASONS = ("not_used", "repeat", "other_currency")
_UNUSED, _REPEAT, _FOREIGN = range(len(REASONS))
KIND = Kind(
    name="booking",
    title=N_("Booking"),
    plural=N_("bookings"),
    meaning=N_("Something signed with a customer one has: a renewal, more, or less."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Signed on")),
        Field("sort", Type.LABEL, N_("Sort of deal")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("renewal", Type.MONEY, N_("Renewed")),
        Field("upsell", Type.MONEY, N_("More than before")),
        Field("downsell", Type.MONEY, N_("Less than before")),
    ),
)
VALUE = Option(
    "value",
    "acv",
    N_("Told as"),
    choices=(("acv", N_("Yearly value")), ("tcv", N_("Value over the whole term"))),
    of_view=True,
)


class Signed(NamedTuple):
    """Rows of one kind that are bookings: positions, day, place in SORTS, and the three amounts."""

    source: np.ndarray
    day: np.ndarray
    sort: np.ndarray
    renewal: np.ndarray
    upsell: np.ndarray
    downsell: np.ndarray


def bookings(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per deal won with a customer one has, and per renewed contract that no deal tells of."""
    told = options.get("value", "acv") == "tcv", options.get("currency", "")
    return derived(frame, ("bookings", told), lambda: _table(frame, *told))


def _table(frame: Frame, whole: bool, currency: str) -> Table:
    why = {kind: np.full(frame.size(kind), _UNUSED, np.uint8) for kind in (deals.KIND, terms.KIND)}
    sides = [_from_deals(frame, whole, currency, why), _from_contracts(frame, whole, currency, why)]
    first, second = sides
    columns = {name: np.concatenate([getattr(side, name) for side in sides]) for name in Signed._fields}
    n, split = len(columns["day"]), len(first.source)
    table: dict[str, np.ndarray | Codes] = {name: columns[name] for name in ("renewal", "upsell", "downsell")}
    table |= {"day": columns["day"].astype(np.int32), "sort": Codes(columns["sort"].astype(np.int8), SORTS)}
    table |= {name: _joined(frame, name, first.source, second.source) for name in ("customer", "plan")}
    return Table.sorted_by_day(
        KIND,
        n,
        table,
        {
            deals.KIND: lambda: Behind(np.arange(split), first.source, REASONS, why[deals.KIND]),
            terms.KIND: lambda: Behind(np.arange(split, n), second.source, REASONS, why[terms.KIND]),
        },
    )


def _joined(frame: Frame, name: str, ours: np.ndarray, theirs: np.ndarray) -> Codes:
    """A label of deals followed by that of contracts."""
    deal, contract = frame.column(deals.KIND, name), frame.column(terms.KIND, name)
    if deal.labels is contract.labels:
        return Codes(np.concatenate([deal.codes[ours], contract.codes[theirs]]).astype(np.int32), deal.labels)
    labels = list(dict.fromkeys([*deal.labels, *contract.labels]))
    place = {label: code for code, label in enumerate(labels)}
    tables = [np.array([*(place[label] for label in one.labels), -1], np.int32) for one in (deal, contract)]
    codes = [table[one.codes[at]] for table, one, at in zip(tables, (deal, contract), (ours, theirs), strict=True)]
    return Codes(np.concatenate(codes), labels)


def _from_deals(frame: Frame, whole: bool, currency: str, why: dict[str, np.ndarray]) -> Signed:
    found, live = deals.deals(frame), np.sort(frame.rows(DEAL.all()).index)
    renewal, upsell, downsell = (deals.of_kind(frame, name) for name in SORTS)
    mine = (renewal | upsell | downsell) & found.won
    exchange = _exchange(frame, deals.KIND, currency, mine, why)
    mine &= exchange.known
    at = live[mine[live]]
    factor = exchange.rate * (found.years if whole else 1.0)
    gain = np.where(downsell, -np.abs(found.gain), found.gain)
    base = np.where(np.isnan(found.before), found.after, found.before)
    parts = _parted(base, found.after, renewal, gain)
    sort = np.where(renewal, 0, np.where(downsell | (gain < 0), 2, 1))
    return Signed(at, found.signed[at], sort[at], *(np.rint(part * factor)[at] for part in parts))


def _parted(
    before: np.ndarray, after: np.ndarray, renewal: np.ndarray, gain: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Renewed, more and less: of renewals by both values, of everything else by the gain alone."""
    with np.errstate(invalid="ignore"):
        moved = np.where(renewal, after - before, gain)
        return (
            np.where(renewal, np.minimum(before, after), 0.0),
            np.maximum(moved, 0.0),
            np.maximum(-moved, 0.0),
        )


def _from_contracts(frame: Frame, whole: bool, currency: str, why: dict[str, np.ndarray]) -> Signed:
    found, live = terms.terms(frame), np.sort(frame.rows(CONTRACT.all()).index)
    mine = (found.renewed != NO_DAY) | found.said_renewed
    told = _told_by_deals(frame, found.renewed)
    why[terms.KIND][mine & told] = _REPEAT
    mine &= ~told
    exchange = _exchange(frame, terms.KIND, currency, mine, why)
    mine &= exchange.known
    at = live[mine[live]]
    factor = exchange.rate * (found.years if whole else 1.0)
    parts = _parted(found.before, found.after, np.ones(len(mine), bool), np.zeros(len(mine)))
    return Signed(at, found.renewed[at], np.zeros(len(at)), *(np.rint(part * factor)[at] for part in parts))


def _exchange(frame: Frame, kind: str, currency: str, mine: np.ndarray, why: dict[str, np.ndarray]) -> Exchange:
    """The rates of the days on which rows were signed; those that `mine` names and no rate turns are foreign."""
    exchange = rates.into(frame, kind, currency, signed_on(frame, kind))
    why[kind][mine & ~exchange.known] = _FOREIGN
    return exchange


def signed_on(frame: Frame, kind: str) -> np.ndarray:
    """[rows of the kind] the day of a deal, or that on which a contract was renewed."""
    return deals.deals(frame).signed if kind == deals.KIND else terms.terms(frame).renewed


def _told_by_deals(frame: Frame, renewed: np.ndarray) -> np.ndarray:
    """Terms whose renewal is a deal as well: one that names the contract, or the customer's of about that day."""
    found = deals.deals(frame)
    at = np.flatnonzero(found.won & deals.of_kind(frame, "renewal"))
    if not len(at):
        return np.zeros(len(renewed), bool)
    named = frame.column(deals.KIND, "contract").codes[at]
    contract = frame.column(terms.KIND, "contract")
    same_list = contract.labels is frame.column(deals.KIND, "contract").labels
    told = np.isin(contract.codes, named[named >= 0]) & same_list
    told &= _near(contract.codes, renewed, named, found.signed[at], 366)
    unnamed = at[named < 0]
    mine, theirs = (frame.column(kind, "customer").codes for kind in (terms.KIND, deals.KIND))
    return told | _near(mine, renewed, theirs[unnamed], found.signed[unnamed], NEAR)


def _near(who: np.ndarray, day: np.ndarray, others: np.ndarray, days: np.ndarray, within: int) -> np.ndarray:
    """Whether somebody of the same code is among `others` within so many days."""
    keys = np.sort((others.astype(np.int64) << 33) + days)[others.size - int((others >= 0).sum()) :]
    if not len(keys):
        return np.zeros(len(who), bool)
    mine = (who.astype(np.int64) << 33) + day
    at = np.searchsorted(keys, mine - within)
    return (who >= 0) & (keys[np.minimum(at, len(keys) - 1)] <= mine + within) & (at < len(keys))


def _until(frame: Frame) -> int:
    """The newest signature of either kind."""
    days = [deals.until(frame)] if frame.size(deals.KIND) else []
    days += [terms.until(frame)] if frame.size(terms.KIND) else []
    known = [day for day in days if day < NO_DAY - 1]
    return max(known, default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    days = bookings(frame, {}).days
    past = days[days <= _until(frame)]
    return Period(day_of(past[0]), day_of(past[-1]) + timedelta(days=1)) if len(past) else None


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
    found = bookings(frame, options)
    if found.size and not np.isfinite(found.col("renewal") + found.col("upsell")).any():
        return "missing_field", "tcv" if options.get("value") == "tcv" else "acv"
    if options.get(CURRENCY.name):
        return None
    return currencies.mixed(frame, {kind: _sources(found.frame, kind) for kind in (deals.KIND, terms.KIND)})


def _sources(frame: Any, kind: str) -> np.ndarray:
    return frame.behind(kind).source


VIEW = View("bookings", (deals.KIND, terms.KIND), bookings, span=_span, as_of=_until, unlike=_unlike)
OPTIONS = (VALUE, CURRENCY)
