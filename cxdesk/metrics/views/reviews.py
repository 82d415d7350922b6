"""Business reviews: meetings planned and held, ratings left in public, and customers with whom one was held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cxdesk.domain.kinds_of.business_review import BUSINESS_REVIEW
from cxdesk.domain.periods import Period
from cxdesk.frame.codes import Codes
from cxdesk.frame.derived import Table, derived
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.frame.rows import Rows
from cxdesk.frame.zone import day_of
from cxdesk.metrics.metric import View
from cxdesk.metrics.options import Option
from cxdesk.metrics.views import customers_at
from cxdesk.metrics.views.active_days import matching
from cxdesk.metrics.views.customers_at import Happened
from cxdesk.metrics.views.taken import kind_like, taken
from cxdesk.system.i18n import N_

KIND = BUSINESS_REVIEW.name
MEETING, PUBLIC = "qbr", "public_review"
REASONS = ("not_used", "other_kind", "no_timestamp")
_USED, _OTHER, _UNDATED = range(len(REASONS))
STARS = 5.0  # ratings are read on so many stars
ELIGIBLE = Option(
    "eligible",
    "customer",
    N_("Customers due a review"),
    choices=(("customer", N_("All customers listed")), ("subscription", N_("Customers with a running subscription"))),
    of_view=True,
)
MEETINGS_ROW = kind_like(
    "review_meetings", BUSINESS_REVIEW, N_("Review meeting"), N_("review meetings"), N_("A meeting planned or held.")
)
RATINGS_ROW = kind_like(
    "public_reviews", BUSINESS_REVIEW, N_("Public review"), N_("public reviews"), N_("A rating left in public.")
)


def _said(rows: Rows, name: str, *values: str) -> np.ndarray:
    found: Codes = rows.col(name)
    return np.isin(found.codes, [code for value in values for code in matching(found.labels, value)])


def _held(rows: Rows) -> np.ndarray:
    return ((rows.days != NO_DAY) & ~_said(rows, "status", "planned", "missed", "cancelled")) | _said(
        rows, "status", "held"
    )


def planned_days(rows: Rows) -> np.ndarray:
    """The day a meeting was planned for, else that on which it was held."""
    planned = rows.frame.days(KIND, "scheduled_at")[rows.index]
    return np.where(planned != NO_DAY, planned, rows.days)


def meetings(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Meetings by the day they were planned for; `held` bool. Rescheduled ones count on their new day only."""
    return derived(frame, ("review meetings",), lambda: _meetings(frame))


def _meetings(frame: Frame) -> Table:
    rows = frame.rows(BUSINESS_REVIEW.all())
    days = planned_days(rows)
    why = np.full(rows.size, _USED, np.uint8)
    why[days == NO_DAY] = _UNDATED
    why[~_said(rows, "kind", MEETING) | _said(rows, "status", "rescheduled")] = _OTHER
    at = np.flatnonzero(why == _USED)
    return taken(MEETINGS_ROW, rows, at, {"held": _held(rows)[at]}, REASONS, why, days[at])


def ratings(frame: Frame, options: Mapping[str, Any]) -> Rows:
    """Public reviews; `stars` of 5, NaN without a rating."""
    return derived(frame, ("public reviews",), lambda: _ratings(frame))


def _ratings(frame: Frame) -> Table:
    rows = frame.rows(BUSINESS_REVIEW.all())
    why = np.where(_said(rows, "kind", PUBLIC), _USED, _OTHER).astype(np.uint8)
    at = np.flatnonzero(why == _USED)
    best = rows.col("best")
    best = np.where(np.isfinite(best) & (best > 0), best, STARS)
    stars = rows.col("rating") * (STARS / best)
    usable = (stars >= 0) & (stars <= STARS)
    return taken(RATINGS_ROW, rows, at, {"stars": np.where(usable, stars, np.nan)[at]}, REASONS, why)


def _happened(frame: Frame) -> Happened:
    rows = frame.rows(BUSINESS_REVIEW.all())
    at = np.flatnonzero(_said(rows, "kind", MEETING) & _held(rows))
    day = np.where(rows.days == NO_DAY, planned_days(rows), rows.days)[at]
    order = np.argsort(day, kind="stable")
    return Happened(KIND, rows.index[at][order], rows.customer[at][order], day[order])


def _span(frame: Frame) -> Period | None:
    rows = frame.rows(BUSINESS_REVIEW.all())
    days = np.concatenate([rows.days, planned_days(rows)])
    days = days[(days != NO_DAY) & (days <= _until(frame))]
    return Period(day_of(days.min()), day_of(days.max() + 1)) if len(days) else None


def _until(frame: Frame) -> int:
    """The newest day a meeting was held or a review written; with neither, nothing is over yet that was planned."""
    return frame.as_of(KIND)


MEETINGS = View("review meetings", (KIND,), meetings, as_of=_until, span=_span)
RATINGS = View("public reviews", (KIND,), ratings, as_of=_until)
WITH_A_REVIEW = customers_at.view("customers with a review", KIND, _happened, "eligible")
