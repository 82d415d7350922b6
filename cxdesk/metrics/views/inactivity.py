"""Customers without a contract as stretches of time: they are there until they have not ordered for so long."""

from __future__ import annotations

import numpy as np

from cxdesk.frame.columns import CUSTOMER
from cxdesk.frame.frame import Frame
from cxdesk.frame.loader import NO_DAY
from cxdesk.metrics.views import activity
from cxdesk.metrics.views.recurring import Lines

KIND = activity.KINDS[activity.ORDERS]
REASONS = ("outside_period", *activity.REASONS[1:])
LEAST_GAPS = 3  # between orders, from which a customer has a rhythm of their own
_SHARE, _TIMES = 0.9, 2  # gone is who is silent for twice the gap that 9 in 10 of their gaps do not exceed


def lines(frame: Frame, days: int = 90, own: bool = False, grace: int = 0) -> Lines:
    """One stretch per order, from its day until `days` later (with `own`: twice the customer's 90 % gap, where they
    ordered often enough to have one). What would end after the data do has not ended.
    """
    key = ("inactivity", days, own, grace)
    return frame.once(key, (KIND, CUSTOMER), lambda: _lines(frame, days, own, grace))


def _lines(frame: Frame, days: int, own: bool, grace: int) -> Lines:
    source, why = activity.purchases(frame)
    codes, who = np.unique(frame.column(KIND, CUSTOMER).codes[source], return_inverse=True)
    start = frame.days(KIND, "placed_at")[source]
    patience = np.full(len(codes), days, np.int64)
    if own:
        patience = _patience(who, start.astype(np.int64), patience)
    end = start + patience[who] + grace
    end = np.where(end > activity.until(frame, activity.ORDERS) + 1, NO_DAY, end).astype(np.int32)
    first = np.full(len(codes), NO_DAY, np.int32)
    np.minimum.at(first, who, start)
    return Lines(
        source.astype(np.int32),
        start,
        end,
        np.zeros(len(source)),
        who.astype(np.int32),
        codes.astype(np.int32),
        first,
        first,
        why,
        False,
        frozenset(),
        KIND,
        REASONS,
    )


def _patience(who: np.ndarray, day: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """[customers] days of silence after which each is gone; orders of one day are one."""
    keys = np.unique((who.astype(np.int64) << 32) + day)
    person, days = keys >> 32, keys & 0xFFFFFFFF
    same = person[1:] == person[:-1]
    person, gap = person[1:][same], (days[1:] - days[:-1])[same]
    order = np.lexsort((gap, person))
    count = np.bincount(person, minlength=len(otherwise))
    first = np.cumsum(count) - count
    rank = np.ceil(_SHARE * count - 1e-9).astype(np.int64) - 1
    known = np.flatnonzero(count >= LEAST_GAPS)
    found = otherwise.copy()
    found[known] = _TIMES * gap[order[first[known] + rank[known]]]
    return found
