"""Calendar periods in local days: half-open `[start, end)`, grains, presets, the period before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cxdesk.domain.errors import BadQuestion
from cxdesk.system.i18n import N_, _


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


GRAIN_TITLES = {
    Grain.DAY: N_("Day"),
    Grain.WEEK: N_("Week"),
    Grain.MONTH: N_("Month"),
    Grain.QUARTER: N_("Quarter"),
    Grain.YEAR: N_("Year"),
}
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass(frozen=True)
class Calendar:
    """What the workspace decides: week start (0 = Monday … 6 = Sunday), first month of the fiscal year."""

    week_start: int = 0
    fiscal_start: int = 1


@dataclass(frozen=True, order=True)
class Period:
    """Local days from `start` up to, not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadQuestion(_("A period must end after it starts."))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    def contains(self, day: date) -> bool:
        return self.start <= day < self.end

    def to_json(self) -> dict[str, str]:
        return {"from": self.start.isoformat(), "to": self.last.isoformat()}

    def grain(self, calendar: Calendar = Calendar()) -> Grain | None:
        """The calendar unit this period is exactly one of, if any."""
        for unit in Grain:
            if unit_of(self.start, unit, calendar) == self:
                return unit
        return None

    def whole_months(self) -> int | None:
        """How many whole calendar months this is; None when it starts or ends inside one."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    def previous(self, calendar: Calendar = Calendar()) -> Period:
        """The unit just before; whole months shift by as many months; else the equal number of days before."""
        unit = self.grain(calendar)
        if unit in (Grain.DAY, Grain.WEEK):
            return Period(self.start - timedelta(days=self.days), self.start)
        months = self.whole_months()
        if months is not None:
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - timedelta(days=self.days), self.start)

    def year_before(self, calendar: Calendar = Calendar()) -> Period:
        """The same dates one year earlier: from the same first to the same last day, 29 February being 28 February.

        Whole months stay whole months; a week is the week 52 weeks earlier, so that weekdays meet.
        """
        if self.grain(calendar) is Grain.WEEK:
            return Period(self.start - timedelta(weeks=52), self.end - timedelta(weeks=52))
        start = add_months(self.start, -12)
        if self.whole_months() is not None:
            return Period(start, add_months(self.end, -12))
        return Period(start, add_months(self.last, -12) + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day `months` later or earlier, clipped to the month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    for candidate in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(candidate, day.day))
        except ValueError:
            continue
    raise BadQuestion(_("There is no such date."))


def unit_of(day: date, grain: Grain, calendar: Calendar = Calendar()) -> Period:
    """The calendar unit of `grain` that holds `day`."""
    if grain is Grain.DAY:
        return Period(day, day + timedelta(days=1))
    if grain is Grain.WEEK:
        start = day - timedelta(days=(day.weekday() - calendar.week_start) % 7)
        return Period(start, start + timedelta(days=7))
    length = _MONTHS[grain]
    back = (day.month - calendar.fiscal_start) % 12 % length if length > 1 else 0
    start = add_months(day.replace(day=1), -back)
    return Period(start, add_months(start, length))


def units(period: Period, grain: Grain, calendar: Calendar = Calendar()) -> Iterator[Period]:
    """Every unit of `grain` that touches `period`, in order, whole even where the period cuts them."""
    unit = unit_of(period.start, grain, calendar)
    while unit.start < period.end:
        yield unit
        unit = unit_of(unit.end, grain, calendar)


class Preset(StrEnum):
    """Named periods, relative to the last day the data reach (`as_of`)."""

    ALL = "all"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    LAST_3_MONTHS = "last_3_months"
    LAST_12_MONTHS = "last_12_months"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


PRESET_TITLES = {
    Preset.ALL: N_("All dates"),
    Preset.THIS_MONTH: N_("This month"),
    Preset.LAST_MONTH: N_("Last month"),
    Preset.THIS_QUARTER: N_("This quarter"),
    Preset.LAST_QUARTER: N_("Last quarter"),
    Preset.LAST_3_MONTHS: N_("Last 3 months"),
    Preset.LAST_12_MONTHS: N_("Last 12 months"),
    Preset.THIS_YEAR: N_("This year"),
    Preset.LAST_YEAR: N_("Last year"),
}


def preset_period(preset: Preset, as_of: date, calendar: Calendar = Calendar()) -> Period | None:
    """The period a preset names, seen from `as_of`; None for all dates. "Last" units are the newest complete ones."""
    named = {
        Preset.THIS_MONTH: (Grain.MONTH, False),
        Preset.LAST_MONTH: (Grain.MONTH, True),
        Preset.THIS_QUARTER: (Grain.QUARTER, False),
        Preset.LAST_QUARTER: (Grain.QUARTER, True),
        Preset.THIS_YEAR: (Grain.YEAR, False),
        Preset.LAST_YEAR: (Grain.YEAR, True),
    }
    if preset in named:
        grain, before = named[preset]
        unit = unit_of(as_of, grain, calendar)
        return unit.previous(calendar) if before else unit
    if preset in (Preset.LAST_3_MONTHS, Preset.LAST_12_MONTHS):
        months = 3 if preset is Preset.LAST_3_MONTHS else 12
        end = add_months(as_of.replace(day=1), 1)
        return Period(add_months(end, -months), end)
    return None
