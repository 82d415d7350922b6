"""Stages of the journey in words: what means them, what became of those who reached them."""

from __future__ import annotations

from cxdesk.analysis.remedies import why
from cxdesk.analysis.wording import Measured, interval_text, value_text
from cxdesk.app.attributes import value_title
from cxdesk.domain.journey import DROPPED, WAITING, WENT_ON, Journey, Reached
from cxdesk.domain.kinds import kind
from cxdesk.domain.results import Figure, Unit
from cxdesk.domain.stages import Sign, Stage
from cxdesk.system.i18n import _, ngettext, number, percent_gap

SHARES, DAYS, HOURS = Measured(Unit.PERCENT, 1), Measured(Unit.DAYS, 1), Measured(Unit.HOURS, 1)
PARTS = (DROPPED, WAITING, WENT_ON)


def sign_said(sign: Sign) -> str:
    """Rows that mean a stage: "Orders", "Login", "Answers: top"."""
    plural = _(kind(sign.kind).plural)
    values = [value_title(one.field, value) for one in sign.conditions for value in one.values if one.field != "role"]
    if sign.kind == "usage_event" and values:
        return ", ".join(values)
    return f"{plural}: {', '.join(values)}" if values else plural


def means(stage: Stage) -> str:
    """What means a stage, for the line under its name."""
    if not stage.signs:
        return _("journey events of this stage")
    return " · ".join(sign_said(sign) for sign in stage.signs)


def days_said(days: float) -> str:
    """90 days; whole numbers without decimals."""
    return ngettext("{n} day", "{n} days", int(days)) if days == int(days) else _("{n} days", n=number(days, 1))


def part_said(part: str) -> str:
    """What became of people, as the legend says it."""
    said = {WENT_ON: _("went on"), WAITING: _("still in time"), DROPPED: _("dropped")}
    return said[part]


def count(one: Reached, part: str) -> int:
    return {WENT_ON: one.went_on, WAITING: one.waiting, DROPPED: one.dropped}[part]


def share_of(part: int, whole: int) -> str:
    """58 % of 8,420."""
    return _("{share} of {n}", share=f"{number(100 * part / whole)}{percent_gap()}%", n=number(whole)) if whole else ""


def beside(one: Reached, part: str, days: float, following: str) -> str:
    """The quiet line under a part's count."""
    if part == DROPPED:
        return share_of(one.dropped, one.people)
    if part == WAITING:
        return _("{days} not over", days=days_said(days))
    return _("to {stage}", stage=following) if following else share_of(one.went_on, one.people)


def rate_said(one: Reached) -> tuple[str, str]:
    """The rate and its interval; where it cannot be said, why."""
    if one.rate.value is None:
        return why(one.rate.reason or "no_rows"), ""
    return value_text(one.rate.value, SHARES), interval_text(one.rate, SHARES)


def base_said(one: Reached, began: int) -> str:
    """Of whom the rate is."""
    if one.last:
        return _("of {n} who began", n=number(one.rate.n or began))
    return (
        _("of {n}, without those still in time", n=number(one.over)) if one.waiting else _("of {n}", n=number(one.over))
    )


def stay_said(one: Reached) -> str:
    """How long a stay takes, and how sure that is."""
    time, between = time_said(one.time), time_interval(one.time)
    if not time:
        return ""
    said = _("median {time}", time=time)
    return f"{said} ({between})" if between else said


def time_said(figure: Figure) -> str:
    """A number of days, in hours below two."""
    if figure.value is None:
        return ""
    return value_text(*_in_hours(figure))


def time_interval(figure: Figure) -> str:
    """Between what the median lies."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    value, how = _in_hours(figure)
    factor = 24.0 if how is HOURS else 1.0
    return interval_text(Figure(value, figure.low * factor, figure.high * factor, figure.n), how)


def _in_hours(figure: Figure) -> tuple[float, Measured]:
    value = figure.value or 0.0
    return (value * 24.0, HOURS) if abs(value) < 2 else (value, DAYS)


def table(found: Journey) -> tuple[list[str], list[list[str]]]:
    """The table twin."""
    head = [_("Stage"), _("People"), _("Went on"), _("Still in time"), _("Dropped"), _("Rate"), _("Interval")]
    rows = []
    for one in found.stages:
        counts = [number(n) for n in (one.people, one.went_on, one.waiting, one.dropped)]
        times = [time_said(one.time), time_interval(one.time)]
        rows.append([one.stage.shown, *counts, *rate_said(one), *times])
    return [*head, _("Median time"), _("Interval")], rows
