"""Periods as people read them: in full on chips, short where the context says the rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cxdesk.domain.periods import Grain, Period
from cxdesk.system import i18n
from cxdesk.system.i18n import _


def day_text(day: date) -> str:
    """1 Aug 2026."""
    return i18n.day(day, "d MMM y")


def in_full(period: Period) -> str:
    """1 Aug – 31 Oct 2026: both ends with their days, and each year once."""
    first, last = period.start, period.last
    if first == last:
        return day_text(first)
    start = i18n.day(first, "d MMM" if first.year == last.year else "d MMM y")
    return _("{start} – {end}", start=start, end=day_text(last))


def short(period: Period) -> str:
    """Aug – Oct 2026, August 2026 or 2026 where the period is whole months; else in full."""
    months = period.whole_months()
    if months is None:
        return in_full(period)
    first, last = period.start, period.last
    if months == 12 and first.month == 1:
        return str(first.year)
    if months == 1:
        return i18n.day(first, "LLLL y")
    start = i18n.day(first, "MMM" if first.year == last.year else "MMM y")
    return _("{start} – {end}", start=start, end=i18n.day(last, "MMM y"))


def unit_text(period: Period, grain: Grain) -> str:
    """One unit of a grain by its name: 3 Aug 2026, week of 3 Aug 2026, August 2026, Q3 2026, 2026."""
    if grain is Grain.DAY:
        return day_text(period.start)
    if grain is Grain.WEEK:
        return _("week of {day}", day=day_text(period.start))
    if grain is Grain.QUARTER and period.start.month % 3 == 1:
        return i18n.day(period.start, "QQQ y")
    return short(period)


def moment_text(moment: datetime) -> str:
    """18 Nov 2026, 09:12."""
    return _("{day}, {time}", day=day_text(moment.date()), time=moment.strftime("%H:%M"))


def recent_text(moment: datetime, now: datetime) -> str:
    """Today with the time, yesterday, or the day."""
    if moment.date() == now.date():
        return _("Today, {time}", time=moment.strftime("%H:%M"))
    if moment.date() == now.date() - timedelta(days=1):
        return _("Yesterday")
    return day_text(moment.date())
