"""Goals that customers set, by the day they were decided, and the stories told about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.success_story import SUCCESS_STORY
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY, NO_INSTANT
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import DAY, day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.views.active_days import matching
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

KIND = SUCCESS_STORY.name
REASONS = ("not_used", "no_timestamp", "no_consent")
_USED, _UNDATED, _NO_CONSENT = range(len(REASONS))
GOAL = kind_like("goals", SUCCESS_STORY, N_("Goal"), N_("goals"), N_("A goal that a customer set."))
STORY = kind_like("stories", SUCCESS_STORY, N_("Story told"), N_("stories told"), N_("A success that was published."))


def goals(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Goals by the day they were reached, else were due, else were set; `achieved` bool, `open` bool: due later than
    the data reach; `took` days from setting to reaching, NaN unknown.
    """
    return derived(frame, ("goals",), lambda: _goals(frame))


def _goals(frame: Frame) -> Table:
    rows = frame.rows(SUCCESS_STORY.all())
    status: Codes = rows.col("status")
    reached, due, fixed = _days(rows, "achieved_at"), _days(rows, "due_on"), _days(rows, "set_at")
    said = np.isin(status.codes, matching(status.labels, "achieved"))
    missed = np.isin(status.codes, matching(status.labels, "missed"))
    achieved = ((reached != NO_DAY) & ~missed) | said
    pending = ~achieved & ~missed & (due != NO_DAY) & (due > until(frame))
    days = np.where(reached != NO_DAY, reached, np.where((due != NO_DAY) & ~pending, due, fixed))
    days = np.where(days == NO_DAY, due, days)
    start, end = rows.col("set_at"), rows.col("achieved_at")
    timed = (start != NO_INSTANT) & (end != NO_INSTANT) & (end >= start)
    took = np.where(timed, (np.where(timed, end, 0) - np.where(timed, start, 0)) / DAY, np.nan)
    own = {"achieved": achieved, "open": pending, "took": took}
    why = np.zeros(rows.size, np.uint8)
    return taken(GOAL, rows, np.arange(rows.size), own, REASONS, why, days.astype(np.int32))


def _days(rows: Rows, name: str) -> np.ndarray:
    return rows.frame.days(KIND, name)[rows.index]


def stories(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Stories by the day they were published, those left out of which the customer said no."""
    return derived(frame, ("stories",), lambda: _stories(frame))


def _stories(frame: Frame) -> Table:
    rows = frame.rows(SUCCESS_STORY.all())
    days = _days(rows, "published_at")
    why = np.where(rows.col("consent") == 0, _NO_CONSENT, _USED).astype(np.uint8)
    why[days == NO_DAY] = _UNDATED
    at = np.flatnonzero(why == _USED)
    return taken(STORY, rows, at, {}, REASONS, why, days[at])


def until(frame: Frame) -> int:
    """The newest day on which anything was set, reached or published."""
    if any(batch.as_of is not None and KIND in batch.kinds for batch in frame.batches):
        return frame.as_of(KIND)
    days = np.concatenate([frame.days(KIND, name) for name in ("set_at", "achieved_at", "published_at")])
    days = days[days != NO_DAY]
    return int(days.max()) if len(days) else NO_DAY - 1


def _span(frame: Frame) -> Period | None:
    rows = goals(frame, {})
    days = rows.days[(rows.days != NO_DAY) & (rows.days <= until(frame))]
    return Period(day_of(days[0]), day_of(days[-1] + 1)) if len(days) else None


GOALS = View("goals", (KIND,), goals, as_of=until, span=_span)
STORIES = View("stories", (KIND,), stories, as_of=until, span=_span)
