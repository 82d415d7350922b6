"""Customers there when a period ended, and whether something happened to them in it: a referral, a review held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.views import access, recurring
from cxdesk.metrics.views.access import KINDS
from cxdesk.system.i18n import N_

KIND = Kind(
    name="customers_at",
    title=N_("Customer and period"),
    plural=N_("customers by period"),
    meaning=N_("A customer who was there when a period ended."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
    ),
)


@dataclass(frozen=True, eq=False)
class Happened:
    """What happened to customers: the kind, positions in it, whose each is (-1 nobody's), its local day, ascending."""

    kind: str
    source: np.ndarray
    customer: np.ndarray
    day: np.ndarray


NOTHING = Happened("", np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))


def customers_at(frame: Frame, periods: Periods, how: str, name: str, happened: Callable[[], Happened]) -> Rows:
    """Customers as `how` says (access.ACCESS) on the last day of each period; `did` bool: something happened within."""
    return derived(frame, ("customers at", how, name, periods), lambda: _table(frame, periods, how, happened()))


def _table(frame: Frame, periods: Periods, how: str, happened: Happened) -> Table:
    cells = access.at_ends(access.stretches(frame, how), periods, NO_DAY - 1)
    known = (happened.customer >= 0) & (happened.day != NO_DAY)
    who, day, source = happened.customer[known], happened.day[known], happened.source[known]
    spans = periods.edges.astype(np.int64)
    did = access.sum_between(who, day, np.ones(len(who)), cells, spans) > 0
    labels = frame.column(KINDS[how], CUSTOMER).labels
    columns = {
        CUSTOMER: Codes(cells.customer, labels),
        "day": periods.edges[cells.period, 0].astype(np.int32),
        "did": did,
    }
    behind: dict[str, Callable[[], Behind]] = {KINDS[how]: lambda: cells.behind}
    if happened.kind:
        behind[happened.kind] = lambda: Behind(*access.behind_between(who, day, source, cells, spans))
    return Table(KIND, cells.size, columns, behind, cells.bounds)


def _far(frame: Frame) -> int:
    """Who is a customer does not end with a file."""
    return NO_DAY - 1


def view(name: str, kind: str, happened: Callable[[Frame], Happened], option: str = "") -> View:
    """Such a view; `option` names the option that says who is a customer, else all listed are."""

    def build(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
        how = str(options.get(option, CUSTOMER)) if option else CUSTOMER
        return customers_at(frame, periods, how, name, lambda: happened(frame))

    kinds = tuple(dict.fromkeys([one for one in (kind, CUSTOMER, recurring.KIND if option else "") if one]))
    return View(name, kinds, build, by_period=True, as_of=_far)
