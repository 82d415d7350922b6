"""Leads, with how far they came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds import Field, Kind, Type
from cxdesk.domain.kinds_of.lead import LEAD
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Behind, Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import carried
from cxdesk.metrics.views.tickets import NEVER, instants
from cxdesk.system.i18n import N_

STAGES = ("lead", "mql", "sql", "customer")
_SAID = {"mql": 1, "sql": 2, "opportunity": 2, "customer": 3}
_OWN = ("customer", "count")
KIND = Kind(
    name="lead_so_far",
    title=N_("Lead so far"),
    plural=N_("leads so far"),
    meaning=N_("A lead with how far it came."),
    at="day",
    fields=(
        Field("customer", Type.REF, N_("Customer"), ref="customer"),
        Field("day", Type.DATE, N_("Created on")),
        Field("furthest", Type.LABEL, N_("Furthest stage")),
        Field("young", Type.BOOL, N_("Too recent to say")),
        *carried.fields(LEAD, _OWN),
    ),
)
WINDOW = Option(
    "window",
    0.0,
    N_("Days to become a customer"),
    N_("Only what happens within so many days counts, and younger leads are pending. 0: without limit."),
    low=0,
    high=3660,
    of_view=True,
)


def leads(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """One row per lead; a row for so many leads is that many."""
    window = float(options.get("window", WINDOW.default))
    return derived(frame, ("leads", window), lambda: _table(frame, window))


VIEW = View("leads", (LEAD.name,), leads)


def _table(frame: Frame, window: float) -> Table:
    rows = frame.rows(LEAD.all())
    count = rows.col("count")
    times = np.where(np.isfinite(count) & (count >= 0), count, 1).astype(np.int64)
    at = np.repeat(rows.index, times)
    reached, begun = _reached(frame, window)[at], instants(frame, LEAD.name, "created_at")[at]
    until = frame.as_of(LEAD.name)
    now = frame.zone.midnight(day_of(until + 1)) if until < NO_DAY - 1 else NEVER
    limit = np.where(begun == NEVER, 0, begun) + round(window * DAY)
    columns: dict[str, Any] = {
        "customer": frame.column(LEAD.name, "customer").take(at),
        "day": np.repeat(rows.days, times),
        "furthest": Codes(reached.astype(np.int32), STAGES),
        "young": ((begun != NEVER) & (window > 0) & (limit > now)).astype(np.uint8),
        **carried.columns(frame, LEAD, at, _OWN),
    }
    behind = {LEAD.name: lambda: Behind(np.arange(len(at)), at)}
    return Table(KIND, len(at), columns, behind, headings=tuple(frame.headings(LEAD.name)))


def _reached(frame: Frame, window: float) -> np.ndarray:
    """Per row of the kind the furthest stage: by its dates within the window, and by what its status says."""
    begun = instants(frame, LEAD.name, "created_at")
    limit = np.where((begun == NEVER) | (window == 0), NEVER - 1, begun + round(window * DAY) * (begun != NEVER))
    status: Codes = frame.column(LEAD.name, "status")
    found = np.array([*(_SAID.get(str(label), 0) for label in status.labels), 0])[status.codes]
    for place, name in enumerate(("mql_at", "sql_at", "converted_at"), 1):
        at = instants(frame, LEAD.name, name)
        found = np.where((found == place) & (at != NEVER) & (at > limit), place - 1, found)
        found = np.maximum(found, np.where(at <= limit, place, 0))
    return found
