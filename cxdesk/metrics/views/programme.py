"""What customers paid at both ends of a period, beside what they are compared with: the period before, or customers
whom a programme did not reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.errors import BadQuestion
from cxdesk.domain.filters import Condition
from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.periods import Period
from cxdesk.frame.axes import Periods
from cxdesk.frame.derived import Table, by_period, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import currencies, months, panel, recurring
from cxdesk.system.i18n import N_, _

KIND = Kind(
    name="programme",
    title=N_("Customer and what they are compared with"),
    plural=N_("customers compared"),
    meaning=N_("A customer who paid when a period began: what they paid then and what of it they still pay."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("compared", Type.BOOL, N_("What is compared with")),
        Field("start_mrr", Type.MONEY, N_("Monthly revenue at the start")),
        Field("kept", Type.MONEY, N_("Of it, still paid at the end")),
        Field("plan", Type.LABEL, N_("Plan")),
        Field("channel", Type.LABEL, N_("Won through")),
    ),
)
BENEFIT = Option(
    "benefit",
    None,
    N_("Benefit of the period"),
    N_("A sum of money, where you know it. Empty: the revenue kept beyond what is compared with."),
    of=float,
)
CONTROL = Option(
    "control",
    "",
    N_("Customers whom the programme did not reach"),
    N_("A condition such as segment=control. Empty: compared with the period before."),
    of_view=True,
)


def programme(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """One row per customer who paid at a start, and period: the asked one, and what it is compared with."""
    told = (options.get("control") or "", options.get("read_at") or "opening", options.get("currency") or "")
    return derived(frame, ("programme", told, periods), lambda: _table(frame, periods, *told))


def _table(frame: Frame, periods: Periods, control: str, read_at: str, currency: str) -> Table:
    order = by_period(periods)
    asked = [periods.periods[place] for place in order.tolist()]
    before = [] if control else [one.previous(frame.calendar) for one in asked]
    both = tuple(period for pair in zip(asked, before, strict=True) for period in pair) if before else tuple(asked)
    rows = panel.panel(frame, {"read_at": read_at, "currency": currency}, Periods.of(both))
    edges = rows.bounds if rows.bounds is not None else np.zeros((0, 2), np.int64)
    sizes = edges[:, 1] - edges[:, 0]
    at = np.repeat(edges[:, 0] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    number = np.repeat(np.arange(len(both)), sizes)
    compared = _reached_not(rows, control)[at] if control else number % 2 == 1
    place = number if control else number // 2
    paid = rows.col("start_mrr")[at] > 0
    at, place, compared = at[paid], place[paid], compared[paid]
    ends = np.searchsorted(place, np.arange(len(order) + 1))
    bounds = np.zeros((len(order), 2), np.int64)
    bounds[order, 0], bounds[order, 1] = ends[:-1], ends[1:]
    start, end = rows.col("start_mrr")[at], rows.col("end_mrr")[at]
    customer = rows.col("customer").take(at)
    columns = {
        "customer": customer,
        "day": periods.edges[order, 0][place].astype(np.int32),
        "compared": compared.astype(np.uint8),
        "start_mrr": start,
        "kept": np.minimum(start, end),
        "plan": lambda: rows.col("plan").take(at),
        "channel": lambda: months.channel(frame, customer),
        "currency": currencies.only(currency, len(at)),
    }
    return Table(KIND, len(at), columns, {recurring.KIND: lambda: months.behind(rows, at)}, bounds)


def _reached_not(rows: Rows, control: str) -> np.ndarray:
    """Customers that the condition names."""
    found = rows.mask(Condition.parse(control))
    if found is None:
        raise BadQuestion(_("{text} says nothing about customers.", text=control), _("Write it as segment=control."))
    return found


def _span(frame: Frame) -> Period | None:
    return panel.MONEY.span(frame) if panel.MONEY.span is not None else None


def _unlike(frame: Frame, options: Mapping[str, Any]) -> tuple[str, str] | None:
    """Nothing is needed where the benefit is given; else subscriptions with prices."""
    if options.get(BENEFIT.name) is not None:
        return None
    return months.VIEW.unlike(frame, options) if months.VIEW.unlike is not None else None


VIEW = View(
    "programme",
    (recurring.KIND, "customer"),
    programme,
    by_period=True,
    span=_span,
    as_of=recurring.until,
    unlike=_unlike,
)
