"""Customers getting started: how long until they had what they came for, or how long they have been waiting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.onboarding import ONBOARDING
from cxdesk.frame.derived import Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

KIND = ONBOARDING.name
ROW = kind_like("started", ONBOARDING, N_("Onboarding"), N_("onboardings"), N_("A customer who got started."))
UNTIL = Option(
    "until",
    "value_at",
    N_("Until"),
    choices=(("value_at", N_("The first value")), ("completed_at", N_("The onboarding is complete"))),
    of_view=True,
)


def started(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Onboardings by the day they started; `days` until the first value, else waited so far (NaN unknown); `there`:
    it has come.
    """
    until = str(options.get("until", UNTIL.default))
    return derived(frame, ("started", until), lambda: _table(frame, until))


def _table(frame: Frame, until: str) -> Table:
    rows = frame.rows(ONBOARDING.all())
    start, came = rows.col("started_at"), rows.col(until)
    there = came != NO_INSTANT
    known = start != NO_INSTANT
    took = (np.where(there, came, 0) - np.where(known, start, 0)) / DAY
    waited = (reach(frame) - rows.days.astype(np.int64)).astype(np.float64)
    found = np.where(there, took, np.maximum(waited, 0.0))
    days = np.where(known & (found >= 0), found, np.nan)
    own = {"days": days, "there": there}
    return taken(ROW, rows, np.arange(rows.size), own, ("not_used",), np.zeros(rows.size, np.uint8))


def reach(frame: Frame) -> int:
    """The newest day on which anybody started or arrived."""
    if any(batch.as_of is not None and KIND in batch.kinds for batch in frame.batches):
        return frame.as_of(KIND)
    days = np.concatenate([frame.days(KIND, name) for name in ("started_at", "value_at", "completed_at")])
    days = days[days != NO_DAY]
    return int(days.max()) if len(days) else NO_DAY - 1


STARTED = View("started", (KIND,), started, as_of=reach)
