"""Time within opening hours, for whole columns at once."""

from __future__ import annotations

from datetime import date

import numpy as np

from cxdesk.domain.opening_hours import OpeningHours
from cxdesk.frame.zone import DAY, MICROSECOND, day_number

_MINUTE = 60 * MICROSECOND
_MONDAY = 3  # weekday of 1970-01-01, a Thursday


def open_between(hours: OpeningHours, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Seconds of opening hours from `start` to `end`, local wall times in µs; below zero where `end` comes first."""
    return (_open_until(hours, end) - _open_until(hours, start)) / MICROSECOND


def _open_until(hours: OpeningHours, wall: np.ndarray) -> np.ndarray:
    """Opening time in µs from Monday 1969-12-29 up to each wall time; before that it counts down."""
    day, within = np.divmod(wall, DAY)
    week, weekday = np.divmod(day + _MONDAY, 7)
    table = _table(hours)
    inside = np.clip(within[:, None] - table[weekday, :, 0], 0, table[weekday, :, 1] - table[weekday, :, 0]).sum(axis=1)
    by_day = (table[:, :, 1] - table[:, :, 0]).sum(axis=1)
    before = np.concatenate([[0], np.cumsum(by_day)])
    return week * before[-1] + before[weekday] + inside - _closed(hours, day, within, table, by_day)


def _table(hours: OpeningHours) -> np.ndarray:
    """[weekdays, stretches, 2] in µs after midnight; fewer stretches are filled with empty ones."""
    most = max(len(day) for day in hours.week)
    table = np.zeros((7, most, 2), np.int64)
    for weekday, stretches in enumerate(hours.week):
        for place, (start, end) in enumerate(stretches):
            table[weekday, place] = start * _MINUTE, end * _MINUTE
    return table


def _closed(
    hours: OpeningHours, day: np.ndarray, within: np.ndarray, table: np.ndarray, by_day: np.ndarray
) -> np.ndarray:
    """What holidays take of the time until each wall time."""
    days = np.array(sorted(day_number(one) for one in hours.holidays), np.int64)
    if not len(days):
        return np.zeros(len(day), np.int64)
    weekday = (days + _MONDAY) % 7
    lost = np.concatenate([[0], np.cumsum(by_day[weekday])])
    origin = np.searchsorted(days, day_number(date(1969, 12, 29)))
    at = np.searchsorted(days, day)
    today = np.isin(day, days)
    mine = table[(day + _MONDAY) % 7]
    inside = np.clip(within[:, None] - mine[:, :, 0], 0, mine[:, :, 1] - mine[:, :, 0]).sum(axis=1)
    return lost[at] - lost[origin] + np.where(today, inside, 0)
