"""What a period is held against, and how far a running one goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cxdesk.domain.periods import Calendar, Period
from cxdesk.domain.query import Compare, CompareTo

_BEGINNING, _OPEN = date(1800, 1, 1), date(9000, 1, 1)  # beyond these a period has no beginning, or no end


@dataclass(frozen=True)
class Ranges:
    """The period asked, the one it is held against, and whether the first is still running.

    `now` None means all dates, timestamp or not. A running period is held against equally many elapsed days; one
    without an end is as long as the data reach, and before one without a beginning there is nothing.
    """

    now: Period | None
    base: Period | None
    partial: bool


def ranges(asked: Period | None, compare: Compare, as_of: date | None, calendar: Calendar) -> Ranges:
    """`as_of` is the last day that the data reach; None when no row has a date."""
    if asked is None:
        return Ranges(None, None, False)
    partial = as_of is not None and asked.contains(as_of) and as_of < asked.last
    if as_of is not None and partial and asked.end > _OPEN:
        return Ranges(asked, _base(Period(asked.start, as_of + timedelta(days=1)), compare, calendar), True)
    base = _base(asked, compare, calendar)
    if base is not None and partial and as_of is not None and compare.to is not CompareTo.CUSTOM:
        elapsed = (as_of - asked.start).days + 1
        base = Period(base.start, min(base.end, base.start + timedelta(days=elapsed)))
    return Ranges(asked, base, partial)


def _base(asked: Period, compare: Compare, calendar: Calendar) -> Period | None:
    if compare.to is CompareTo.CUSTOM:
        return compare.period
    if asked.start < _BEGINNING:
        return None  # since ever: nothing came before
    if compare.to is CompareTo.PREVIOUS:
        return asked.previous(calendar)
    if compare.to is CompareTo.YEAR:
        return asked.year_before(calendar)
    return None
