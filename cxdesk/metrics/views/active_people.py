"""On how many days (or in how many weeks) of a period people were active: one row per person and period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.usage_event import USAGE_EVENT
from cxdesk.frame.axes import Periods
from cxdesk.frame.codes import Codes
from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.derived import Behind, Table, by_period, derived, one_after_another
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import active_days
from cxdesk.metrics.views.active_days import EVENT
from cxdesk.metrics.views.windows import DAY, WEEK, numbers
from cxdesk.system.i18n import N_

KIND = Kind(
    name="active_people",
    title=N_("Active person and period"),
    plural=N_("active people by period"),
    meaning=N_("Somebody who did something in the product in a period."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("person", Type.REF, N_("Person"), ref="customer"),
        Field("day", Type.DATE, N_("First day of the period")),
        Field("active", Type.NUMBER, N_("Days or weeks active")),
    ),
)
INTERVAL = Option(
    "interval",
    DAY,
    N_("Counted in"),
    choices=((DAY, N_("Days")), (WEEK, N_("Calendar weeks"))),
    of_view=True,
)


def active_people(frame: Frame, options: Mapping[str, Any], periods: Periods) -> Rows:
    """Columns as KIND declares them."""
    interval = str(options.get("interval", DAY))
    key = ("active people", active_days.told(options), interval, periods)
    return derived(frame, key, lambda: _table(frame, active_days.active_days(frame, options), interval, periods))


def _table(frame: Frame, days: Rows, interval: str, periods: Periods) -> Table:
    order = by_period(periods)
    bounds = periods.bounds(days.days)[order]
    at, place = one_after_another(bounds)
    person: Codes = days.col("person")
    people = int(person.codes.max(initial=-1)) + 1
    cell = place * max(people, 1) + person.codes[at]
    if interval == WEEK:
        week = numbers(frame, WEEK, days.days.astype(np.int64))[at]
        week -= week.min(initial=NO_DAY)
        cell = np.unique(cell * (int(week.max(initial=0)) + 1) + week) // (int(week.max(initial=0)) + 1)
    cells, active = np.unique(cell, return_counts=True)
    edges = np.searchsorted(cells, np.arange(len(order) + 1) * max(people, 1))
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    who = (cells % max(people, 1)).astype(np.int32)
    known = np.full(people + 1, -1, np.int32)
    known[person.codes] = days.col(CUSTOMER).codes
    columns = {
        "person": Codes(who, person.labels),
        CUSTOMER: Codes(known[who], person.labels),
        "day": periods.edges[order[cells // max(people, 1)], 0].astype(np.int32),
        "active": active.astype(np.float64),
    }

    def behind() -> Behind:
        events = frame.rows(USAGE_EVENT.all())
        row = active_days.row_of_events(days)
        who_did = np.append(person.codes, -1)[row].astype(np.int64)
        found = []
        for number, (first, end) in enumerate(periods.bounds(events.days)[order]):
            here = first + np.flatnonzero(row[first:end] >= 0)
            found.append((np.searchsorted(cells, number * max(people, 1) + who_did[here]), events.index[here]))
        pairs = [np.concatenate(column) for column in zip(*found, strict=True)]
        return Behind(pairs[0], pairs[1])

    return Table(KIND, len(cells), columns, {EVENT: behind}, np.stack([edges[back], edges[back + 1]], axis=1))


PEOPLE = View("active people", (EVENT, CUSTOMER), active_people, by_period=True, as_of=lambda frame: frame.as_of(EVENT))
