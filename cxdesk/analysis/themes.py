"""The themes of an axis side by side: how many remarks speak of each, how those who do score, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cxdesk.analysis.cards import recent
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.domain.errors import NotFound
from cxdesk.domain.kinds import Role
from cxdesk.domain.kinds_of.answer import ANSWER
from cxdesk.domain.query import Query
from cxdesk.domain.results import Change, Figure
from cxdesk.domain.scales import Band
from cxdesk.domain.themes import Theme
from cxdesk.frame import theming
from cxdesk.frame.axes import Periods
from cxdesk.frame.frame import Frame
from cxdesk.frame.selection import Refusal, select
from cxdesk.metrics.registry import metric_of
from cxdesk.system.i18n import _

METRIC = "feedback_themes"
TELLING = (Role.NPS, Role.CSAT, Role.CES)  # whose bands set unhappy and happy apart, the first that was asked


@dataclass(frozen=True)
class ThemeLine:
    """One theme in the period asked. `code` begins the names of its measures; `change` is that of its share."""

    theme: Theme
    code: str
    share: Figure
    score: Figure
    others: Figure
    gap: Figure
    impact: Figure
    change: Change | None = None


@dataclass(frozen=True)
class ThemeCourse:
    """How often a theme is named: its share of the remarks in the period asked, the change of it, and its course over
    the last units of the grain, of which the last may still be running.
    """

    theme: Theme
    share: Figure
    change: Change | None
    spark: tuple[float | None, ...]
    running: bool

    @property
    def before(self) -> tuple[int, int] | None:
        """How many of how many remarks named it in the period compared."""
        change = self.change
        if change is None or change.base_value is None or not change.base_n:
            return None
        return round(change.base_value * change.base_n / 100), change.base_n


def theme_lines(query: Query, frame: Frame, axis: str) -> tuple[ThemeLine, ...]:
    """Every theme of the axis, in the order of the list; figures without a value where there are no remarks."""
    asked = _inquiry(query, frame, axis).compared(metric_of(METRIC))
    return tuple(_line(theme, code, asked) for theme, code in theming.codes(frame, axis))


def theme_courses(query: Query, frame: Frame, axis: str) -> dict[int, ThemeCourse]:
    """The course of every theme of the axis that a remark of the period names, by the theme's id."""
    metric, inquiry = metric_of(METRIC), _inquiry(query, frame, axis)
    asked = inquiry.compared(metric)
    if not isinstance(asked, Asked):
        return {}
    found = {}
    for theme, code in theming.codes(frame, axis):
        share = asked.figure(code)
        if share.numerator:
            found[theme.id] = ThemeCourse(theme, share, asked.change(code), *recent(inquiry, metric, code))
    return found


def _inquiry(query: Query, frame: Frame, axis: str) -> Inquiry:
    options = {**query.options, METRIC: {**query.options.get(METRIC, {}), "axis": axis}}
    return Inquiry(query.with_(metrics=(METRIC,), options=options, split=None), frame)


def _line(theme: Theme, code: str, asked: Any) -> ThemeLine:
    if not isinstance(asked, Asked):
        nothing = Figure(None, reason=asked.reason)
        return ThemeLine(theme, code, nothing, nothing, nothing, nothing, nothing)
    beside = {part: asked.figure(f"{code}_{part}") for part in ("score", "others", "gap", "impact")}
    return ThemeLine(theme, code, asked.figure(code), **beside, change=asked.change(code))


def line_json(line: ThemeLine) -> dict[str, Any]:
    """A line as the command line prints it, its rules with it."""
    figures = {name: getattr(line, name) for name in ("score", "others", "gap", "impact")}
    return {
        "id": line.theme.id,
        "code": line.code,
        "axis": line.theme.axis,
        "title": line.theme.title,
        "comments": line.share.numerator,
        "of": line.share.denominator,
        "share": line.share.value,
        "low": line.share.low,
        "high": line.share.high,
        **{name: figure.value for name, figure in figures.items()},
        "verdict": line.change.verdict if line.change else None,
        **line.theme.rules.to_json(),
    }


def unhappy_and_happy(query: Query, frame: Frame) -> tuple[str, np.ndarray, np.ndarray]:
    """(role whose answers tell them apart, positions of the answers of the unhappy, of the happy), as the query
    filters them. NotFound where no question has both.
    """
    for role in TELLING:
        unhappy, happy = _sides(query, frame, role)
        if len(unhappy) and len(happy):
            return role, unhappy, happy
    raise NotFound(
        _("Nobody in this selection is unhappy, or nobody is happy: there is nothing to compare."),
        _("Choose a longer period, or fewer filters."),
    )


def _sides(query: Query, frame: Frame, role: Role) -> tuple[np.ndarray, np.ndarray]:
    rows = frame.rows(ANSWER.where(role=role))
    chosen = select(rows, query.filters, frame.as_of(ANSWER.name)) if rows.size else None
    if chosen is None or isinstance(chosen, Refusal):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    at = chosen.members(Periods.of((query.range,)) if query.range else None).positions
    band = rows.codes("band")
    assert band is not None
    names = [str(label) for label in band.labels]
    low, high = (rows.index[at[band.codes[at] == names.index(side)]] for side in (Band.BOTTOM, Band.TOP))
    return low, high
