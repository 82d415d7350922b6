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
from cxdesk.frame.derived import Table, bounds_of, by_period, derived, one_after_another
from cxdesk.frame.frame import Frame
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import Lacking, View
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


def beside(frame: Frame, period: Period, options: Mapping[str, Any]) -> tuple[Period, ...]:
    """A period and, without customers whom the programme did not reach, the one it is compared with."""
    return (period,) if options.get("control") else (period, period.previous(frame.calendar))


def _table(frame: Frame, periods: Periods, control: str, read_at: str, currency: str) -> Table:
    order = by_period(periods)
    asked = [periods.periods[place] for place in order.tolist()]
    both = tuple(period for one in asked for period in beside(frame, one, {"control": control}))
    rows = panel.panel(frame, {"read_at": read_at, "currency": currency}, Periods.of(both))
    where, number = one_after_another(rows.bounds)
    paid = np.flatnonzero(rows.col("start_mrr")[where] > 0)
    at, number = np.arange(rows.size)[where][paid], number[paid]
    compared = _reached_not(rows, control)[at] if control else number % 2 == 1
    place = number if control else number // 2
    ends = np.searchsorted(place, np.arange(len(order) + 1))
    start, end, by_rates = (rows.col(name)[at] for name in ("start_mrr", "end_mrr", "fx"))
    customer = rows.col("customer").take(at)
    columns = {
        "customer": customer,
        "day": periods.edges[order, 0][place].astype(np.int32),
        "compared": compared.astype(np.uint8),
        "start_mrr": start,
        "kept": np.minimum(start, end - by_rates),
        "plan": lambda: rows.col("plan").take(at),
        "channel": lambda: months.channel(frame, customer),
        "currency": currencies.only(currency, len(at)),
    }
    return Table(
        KIND, len(at), columns, {recurring.KIND: lambda: months.behind(rows, at)}, bounds_of(periods, order, ends)
    )


def _reached_not(rows: Rows, control: str) -> np.ndarray:
    """Customers that the condition names."""
    found = rows.mask(Condition.parse(control))
    if found is None:
        raise BadQuestion(_("{text} says nothing about customers.", text=control), _("Write it as segment=control."))
    return found


def _span(frame: Frame) -> Period | None:
    return panel.MONEY.span(frame) if panel.MONEY.span is not None else None


def _unlike(frame: Frame, options: Mapping[str, Any]) -> Lacking | None:
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
