"""What a trend says in words: its axis, its legend, its tooltips, its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxdesk.analysis.wording import (
    Measured,
    amount_text,
    answers_text,
    bare,
    count_text,
    interval_text,
    level_text,
    money,
    signed_text,
    target_text,
    value_text,
)
from cxdesk.app.charts.labels import spoken
from cxdesk.app.charts.legend import Entry, Sign
from cxdesk.app.dates import short
from cxdesk.domain.periods import Grain
from cxdesk.domain.results import Target, Trend, TrendPoint, Unit
from cxdesk.domain.together import Course, Step
from cxdesk.system.i18n import MINUS, N_, _, ngettext, number, percent_gap

RUNNING = {
    Grain.DAY: N_("running day"),
    Grain.WEEK: N_("running week"),
    Grain.MONTH: N_("running month"),
    Grain.QUARTER: N_("running quarter"),
    Grain.YEAR: N_("running year"),
}
LAST_YEAR = {
    Grain.DAY: N_("same day last year"),
    Grain.WEEK: N_("same week last year"),
    Grain.MONTH: N_("same month last year"),
    Grain.QUARTER: N_("same quarter last year"),
    Grain.YEAR: N_("the year before"),
}


def axis_text(how: Measured, lines: list[float]) -> Callable[[float], str]:
    """Writes the values of grid lines with no more decimals than their steps need."""
    step = abs(lines[1] - lines[0]) if len(lines) > 1 else 1.0
    places = next((n for n in range(5) if abs(round(step, n) - step) < 1e-9), 4)

    def say(value: float) -> str:
        text = bare(value, how, decimals=places)
        if how.unit == Unit.MONEY:
            return money(text, how.currency).text
        return f"{text}{percent_gap()}%" if how.unit == Unit.PERCENT else text

    return say


def legend(trend: Trend, short_title: str, of_answers: bool = True) -> list[Entry]:
    """Only what is drawn; `of_answers` says whether answers are counted, or customers, visits, whatever else."""
    entries = []
    known = [point for point in trend.points if point.figure.value is not None]
    if any(point.figure.low is not None for point in known):
        text = _("{metric} with {level} interval", metric=short_title, level=level_text(trend.level))
        entries.append(Entry(Sign.LINE, text))
    elif known:
        entries.append(Entry(Sign.LINE, short_title))
    if len({point.figure.n for point in known}) > 1:
        entries.append(Entry(Sign.SIZES, _("size = answers") if of_answers else _("size = n")))
    if any(point.partial for point in known):
        entries.append(Entry(Sign.HOLLOW, _(RUNNING[Grain(trend.grain)])))
    if any(point.figure.value is not None for point in trend.compare):
        entries.append(Entry(Sign.DASHED, _(LAST_YEAR[Grain(trend.grain)])))
    return entries


def tip(
    trend: Trend, point: TrendPoint, short_title: str, how: Measured, target: Target | None
) -> tuple[str, str, str]:
    """Three lines: the period, the figure, what a click does."""
    figure = point.figure
    value = f"{short_title} {value_text(figure.value, how)}"
    parts = [value, interval_text(figure, how), count_text(figure.n)]
    hints = []
    if point.partial:
        hints.append(_("still running"))
    if target is not None and figure.value is not None and not _reached(figure.value, target, trend.better):
        hints.append(_("target {target} not reached", target=target_text(target, trend.better, how)))
    hints.append(_("click for the {answers}", answers=answers_text(figure.n)))
    return spoken(point.period, Grain(trend.grain)), "  ".join(part for part in parts if part), " · ".join(hints)


def table(
    trend: Trend, short_title: str, how: Measured, others: Sequence[tuple[str, Course]] = ()
) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table twin; `others` are further lines with their names."""
    head = [_("Period"), short_title, _("Interval"), _("n")]
    before = {point.period.start: point.figure for point in trend.compare}
    if before:
        head.append(_("A year earlier"))
    rows = []
    for point in trend.points:
        figure = point.figure
        row = [spoken(point.period, Grain(trend.grain)), value_text(figure.value, how), interval_text(figure, how)]
        row.append(number(figure.n))
        if before:
            earlier = before.get(point.period.start)
            row.append(value_text(earlier.value, how) if earlier else "")
        rows.append(row)
    for name, course in others:
        head.append(name)
        known = {point.period.start: point.figure.value for point in course.points}
        for point, row in zip(trend.points, rows, strict=True):
            row.append(value_text(known.get(point.period.start), how))
    return head, rows


def step(found: Step, how: Measured) -> tuple[str, str]:
    """The largest step in a few words, and all about it: "Largest fall: Apr – Jun 2026, −26"."""
    change = found.change
    assert change.delta is not None
    size = amount_text(abs(change.delta), how, change.base_value)
    signed = f"{'+' if change.delta > 0 else MINUS}{size}"
    text = N_("Largest rise: {period}, {change}") if change.delta > 0 else N_("Largest fall: {period}, {change}")
    sure = ""
    if change.low is not None and change.high is not None:
        low, high = (signed_text(end, how, how.decimals) for end in (change.low, change.high))
        sure = _("The difference lies between {low} and {high}.", low=low, high=high)
    about = _(
        "{period}, held against {base}: {change}.", period=short(found.period), base=short(found.base), change=signed
    )
    tried = ngettext(
        "Clear at the one place looked at.", "Clear even as the largest at {n} places looked at.", found.tried
    )
    return _(text, period=short(found.period), change=signed), "\n".join(
        part for part in (about, sure, tried, _("A click makes it the period of everything.")) if part
    )


def _reached(value: float, target: Target, better: str) -> bool:
    return value <= target.value if better == "down" else value >= target.value
