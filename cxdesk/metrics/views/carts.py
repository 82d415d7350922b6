"""Carts, or visits in which something was put into one, with whether they were ordered in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type, fold_word
from cxdesk.domain.kinds_of.cart import CART
from cxdesk.domain.kinds_of.order import ORDER_KIND
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import HOUR, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried, currencies, rates
from cxdesk.metrics.views.tickets import NEVER, instants
from cxdesk.system.i18n import N_

_OWN = ("customer", "value", "state", "count")
KIND = Kind(
    name="cart_or_visit",
    title=N_("Cart"),
    plural=N_("carts"),
    meaning=N_("A cart, or a visit in which something was put into one."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Begun on")),
        Field("value", Type.MONEY, N_("Worth")),
        Field("filled", Type.BOOL, N_("Holds something")),
        Field("checkout", Type.BOOL, N_("Went to the checkout")),
        Field("ordered", Type.BOOL, N_("Ordered in time")),
        Field("young", Type.BOOL, N_("Too recent to say")),
        *carried.fields(CART, _OWN),
    ),
)
UNIT = Option(
    "unit",
    "cart",
    N_("What is counted"),
    choices=(("cart", N_("Carts")), ("session", N_("Visits with an event of the cart"))),
    of_view=True,
)
HOURS = Option(
    "window", 24.0, N_("Hours in which it must be ordered"), N_("Younger carts are pending."), low=0, of_view=True
)
INTO = Option("cart", "add_to_cart", N_("Event that fills a cart"), N_("Where visits are counted."), of_view=True)
BOUGHT = Option("ordered", "purchase", N_("Event of an order"), N_("Where visits are counted."), of_view=True)


def carts(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per cart (a row for so many carts is that many), or per visit."""
    told = {one.name: options.get(one.name, one.default) for one in (UNIT, HOURS, INTO, BOUGHT)}
    if told["unit"] == "session":
        into, bought = str(told["cart"]), str(told["ordered"])
        return derived(frame, ("visits with carts", into, bought), lambda: _visits(frame, into, bought))
    window = float(told["window"])
    return derived(frame, ("carts", window), lambda: _carts(frame, window))


def _until(frame: Frame) -> int:
    days = [frame.as_of(kind) for kind in (CART.name, USAGE_EVENT.name) if frame.size(kind)]
    return max((day for day in days if day < NO_DAY - 1), default=NO_DAY - 1)


def _span(frame: Frame) -> Period | None:
    spans = [frame.span(frame.rows(one.all())) for one in (CART, USAGE_EVENT) if frame.size(one.name)]
    known = [one for one in spans if one is not None]
    return Period(min(one.start for one in known), max(one.end for one in known)) if known else None


VIEW = View("carts", (CART.name, USAGE_EVENT.name), carts, span=_span, as_of=_until)


def _carts(frame: Frame, window: float) -> Table:
    rows = frame.rows(CART.all())
    count = rows.col("count")
    times = np.where(np.isfinite(count) & (count >= 0), count, 1).astype(np.int64)
    at = np.repeat(rows.index, times)
    begun, ordered = instants(frame, CART.name, "created_at")[at], _ordered(frame)[at]
    said = _said(frame, "ordered")[at] | (frame.column(CART.name, "order").codes[at] >= 0)
    limit = np.where(begun == NEVER, 0, begun) + round(window * HOUR)
    late = (ordered != NEVER) & (begun != NEVER) & (ordered > limit)
    until = frame.as_of(CART.name)
    now = frame.zone.midnight(day_of(until + 1)) if until < NO_DAY - 1 else NEVER
    done = ((ordered != NEVER) | said) & ~late
    columns: dict[str, Any] = {
        "customer": frame.column(CART.name, "customer").take(at),
        "day": np.repeat(rows.days, times),
        "value": worth(frame)[at],
        "filled": (~(frame.column(CART.name, "items")[at] <= 0)).astype(np.uint8),
        "checkout": (_reached_checkout(frame)[at] | done | late).astype(np.uint8),
        "ordered": done.astype(np.uint8),
        "young": ((begun != NEVER) & (limit > now) & ~done).astype(np.uint8),
        **carried.columns(frame, CART, at, _OWN),
    }
    behind = {CART.name: lambda: Behind(np.arange(len(at)), at)}
    return Table(KIND, len(at), columns, behind, headings=tuple(frame.headings(CART.name)))


def worth(frame: Frame) -> np.ndarray:
    """[carts] stored money at the rate in force when the cart was begun; NaN where it is not known, and of all carts
    where they are in several currencies.
    """
    value = frame.column(CART.name, "value")
    if in_several_currencies(frame):
        return np.full(len(value), np.nan)
    return rates.into(frame, CART.name, "", frame.days(CART.name, "created_at")).turned(value)


def in_several_currencies(frame: Frame) -> bool:
    """Whether carts cannot be added up, because no rate leads from the currency of some to that of others."""
    return currencies.mixed(frame, {CART.name: None}) is not None


def _said(frame: Frame, *states: str) -> np.ndarray:
    state: Codes = frame.column(CART.name, "state")
    return np.array([*(label in states for label in state.labels), False])[state.codes]


def _reached_checkout(frame: Frame) -> np.ndarray:
    return (instants(frame, CART.name, "checkout_at") != NEVER) | _said(frame, "checkout", "ordered")


def _ordered(frame: Frame) -> np.ndarray:
    """Per cart when it was ordered: as it says, else when its order was placed; NEVER where nobody says."""
    found = instants(frame, CART.name, "ordered_at")
    if frame.size(ORDER_KIND.name):
        order = frame.pointed(CART.name, "order")
        placed = instants(frame, ORDER_KIND.name, "placed_at")[np.maximum(order, 0)]
        found = np.where((found == NEVER) & (order >= 0), placed, found)
    return found


def _visits(frame: Frame, into: str, bought: str) -> Table:
    """Visits with at least one event that fills a cart, dated by the first of them."""
    rows = frame.rows(USAGE_EVENT.all())
    session, name = rows.col("session"), rows.col("name")
    filling, buying = (_events(name, one) & (session.codes >= 0) for one in (into, bought))
    at = np.flatnonzero(filling)
    at = np.sort(at[np.unique(session.codes[at], return_index=True)[1]])  # the first of each visit, in order
    visit = session.codes[at]
    ordered = np.isin(visit, session.codes[buying])
    nothing = np.zeros(len(visit), np.uint8)
    columns: dict[str, Any] = {
        "customer": rows.col("customer").take(at),
        "day": rows.days[at],
        "value": np.full(len(visit), np.nan),
        "filled": nothing + np.uint8(1),
        "checkout": nothing + np.uint8(1),
        "ordered": ordered.astype(np.uint8),
        "young": nothing,
        "session": session.take(at),
        "platform": rows.col("platform").take(at),
    }
    of_visit = np.full(len(session.labels) + 1, -1)
    of_visit[visit] = np.arange(len(visit))
    told = np.flatnonzero((filling | buying) & (of_visit[session.codes] >= 0))
    behind = {USAGE_EVENT.name: lambda: Behind(of_visit[session.codes[told]], rows.index[told])}
    return Table(KIND, len(visit), columns, behind)


def _events(name: Codes, wanted: str) -> np.ndarray:
    folded = fold_word(wanted)
    return np.array([*(fold_word(str(label)) == folded for label in name.labels), False])[name.codes]
