"""Who was active when: by events of use, by paying for a subscription, or by ordering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.order import ORDER_KIND
from cxdesk.frame.codes import Codes
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days, recurring
from cxdesk.system.i18n import N_

EVENTS, PAYING, ORDERS = "events", "paying", "orders"
KINDS = {EVENTS: active_days.EVENT, PAYING: recurring.KIND, ORDERS: ORDER_KIND.name}
REASONS = ("not_used", "no_timestamp", "nobody", "cancelled")
_USED, _UNDATED, _NOBODY, _CANCELLED = range(len(REASONS))
ACTIVITY = Option(
    "activity",
    EVENTS,
    N_("Active is who"),
    choices=((EVENTS, N_("Used the product")), (PAYING, N_("Paid for a subscription")), (ORDERS, N_("Ordered"))),
    of_view=True,
)


@dataclass(frozen=True, eq=False)
class Activity:
    """Stretches of activity, each of one member 0.. on the days `first` to `last`, both inside.

    `customer` [members] is the customer each belongs to; `behind()` gives pairs of a stretch and a row of `kind` behind
    it, and per row of the kind a place in `reasons` why it stands behind none.
    """

    kind: str
    who: np.ndarray
    first: np.ndarray
    last: np.ndarray
    customer: Codes
    reasons: tuple[str, ...]
    behind: Callable[[], tuple[np.ndarray, np.ndarray, np.ndarray]]
    until: int


def activity(frame: Frame, options: Mapping[str, Any]) -> Activity:
    """All activity of the sort that the options ask for."""
    sort = options.get("activity", EVENTS)
    how = (sort, *active_days.told(options)) if sort == EVENTS else (sort,)
    make = {EVENTS: lambda: _events(frame, options), PAYING: lambda: _paying(frame), ORDERS: lambda: _orders(frame)}
    return frame.once(("activity", how), (KINDS[sort], "customer"), make[sort])


def until(frame: Frame, sort: str) -> int:
    """Up to which day activity of a sort is known."""
    return recurring.until(frame) if sort == PAYING else frame.as_of(KINDS[sort])


def purchases(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the live orders of known customers that were not cancelled, and for all why not (REASONS)."""
    kind = ORDER_KIND.name
    status: Codes = frame.column(kind, "status")
    why = np.full(frame.size(kind), _USED, np.uint8)
    why[np.array([*(label == "cancelled" for label in status.labels), False])[status.codes]] = _CANCELLED
    why[frame.column(kind, "customer").codes < 0] = _NOBODY
    why[frame.days(kind, "placed_at") == NO_DAY] = _UNDATED
    live = np.sort(frame.rows(ORDER_KIND.all()).index)
    return live[why[live] == _USED], why


def _events(frame: Frame, options: Mapping[str, Any]) -> Activity:
    rows = active_days.active_days(frame, options)
    person, customer = rows.col("person"), rows.col("customer")
    theirs = np.full(int(person.codes.max(initial=-1)) + 1, -1, np.int32)
    theirs[person.codes[::-1]] = customer.codes[::-1]

    def behind() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        found = rows.frame.behind(active_days.EVENT)  # type: ignore[attr-defined]
        unused = np.zeros(frame.size(active_days.EVENT), np.uint8)
        return found.row, found.source, unused if found.why is None else found.why

    return Activity(
        active_days.EVENT,
        person.codes,
        rows.days,
        rows.days,
        Codes(theirs, customer.labels),
        active_days.REASONS,
        behind,
        until(frame, EVENTS),
    )


def _paying(frame: Frame) -> Activity:
    lines = recurring.lines(frame)
    end = np.minimum(lines.end, until(frame, PAYING) + 1)
    dated = ~recurring.undated(lines)[lines.who]  # of the others nobody knows to which cohort they belong
    paid = np.flatnonzero(((lines.mrr > 0) | (not lines.priced)) & (lines.start < end) & dated)
    names: Codes = frame.column(recurring.KIND, "customer")
    return Activity(
        recurring.KIND,
        lines.who[paid].astype(np.int64),
        lines.start[paid],
        end[paid] - 1,
        Codes(lines.customer, names.labels),
        recurring.REASONS,
        lambda: (np.arange(len(paid)), lines.source[paid], lines.why),
        until(frame, PAYING),
    )


def _orders(frame: Frame) -> Activity:
    kind = ORDER_KIND.name
    source, why = purchases(frame)
    names: Codes = frame.column(kind, "customer")
    codes, who = np.unique(names.codes[source], return_inverse=True)
    days = frame.days(kind, "placed_at")[source]
    until_ = until(frame, ORDERS)
    behind = lambda: (np.arange(len(who)), source, why)  # noqa: E731
    return Activity(kind, who, days, days, Codes(codes, names.labels), REASONS, behind, until_)
