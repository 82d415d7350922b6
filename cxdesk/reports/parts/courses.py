"""Trends: one chart for each number that is told."""

from __future__ import annotations

from collections.abc import Iterator

from cxdesk.analysis.wording import Measured, level_text, value_text
from cxdesk.domain.period_words import unit_text
from cxdesk.domain.periods import GRAIN_TITLES, Grain
from cxdesk.domain.report import Facts, Section, Topic
from cxdesk.domain.results import Trend
from cxdesk.reports.document import Block, Heading, Picture
from cxdesk.reports.parts import saying
from cxdesk.reports.pictures.drawing import Dot, Drawing, Line, box
from cxdesk.reports.pictures.trend import draw_trend
from cxdesk.system.i18n import N_, _

WIDTH = 493.0
GRAINS = {
    Grain.DAY: N_("day by day"),
    Grain.WEEK: N_("week by week"),
    Grain.MONTH: N_("month by month"),
    Grain.QUARTER: N_("quarter by quarter"),
    Grain.YEAR: N_("year by year"),
}
assert GRAINS.keys() == GRAIN_TITLES.keys()


def trends(facts: Facts) -> Iterator[Block]:
    """The courses, those that clearly changed first; one point makes none."""
    shown = [topic for topic in facts.leading if topic.trend is not None and known(topic.trend) > 1]
    if not shown:
        return
    yield Heading(_("Over time"), _(GRAINS[facts.recipe.query.grain]), anchor=Section.TRENDS)
    explained: set[str] = set()
    for topic in shown:
        yield Heading(_(topic.card.title), saying.label(topic.card), level=2)
        yield _picture(facts, topic, explained)


def known(trend: Trend) -> int:
    """How many units have a value."""
    return sum(point.figure.value is not None for point in trend.points)


def _picture(facts: Facts, topic: Topic, explained: set[str]) -> Picture:
    """With the signs that no chart before it has `explained`."""
    trend = topic.trend
    assert trend is not None
    drawing = draw_trend(trend, facts.range, topic.card.target, WIDTH)
    signs = [entry for entry in _legend(trend) if entry[1] not in explained]
    explained.update(text for _sign, text in signs)
    return Picture(drawing, _alt(trend), tuple(signs))


def _alt(trend: Trend) -> str:
    """The points in words."""
    how, grain = Measured.of(trend), Grain(trend.grain)
    said = (
        f"{unit_text(point.period, grain)} {value_text(point.figure.value, how)}"
        for point in trend.points
        if point.figure.value is not None
    )
    return _("{title}: {text}", title=_(trend.title), text=", ".join(said))


def _legend(trend: Trend) -> tuple[tuple[Drawing, str], ...]:
    line = Line(((0, 4), (16, 4)), "accent", 1.4)
    band = Drawing(16, 8, (box(0, 0.5, 16, 7, "accent", 16), line))
    found = [(band, _("value with {level} interval", level=level_text(trend.level)))]
    if not any(point.figure.low is not None for point in trend.points):
        found = [(Drawing(16, 8, (line,)), _("value"))]
    dots = (Dot(3, 4, 1.6, "accent"), Dot(12, 4, 3.4, "accent"))
    found.append((Drawing(16, 8, dots), _("the size is the number of rows")))
    if any(point.partial for point in trend.points):
        found.append((Drawing(8, 8, (Dot(4, 4, 2.6, "panel", "accent", 1.2),)), _("not complete yet")))
    if trend.compare:
        found.append((Drawing(16, 8, (Line(((0, 4), (16, 4)), "cmp", 1, (4, 2.5)),)), _("a year earlier")))
    return tuple(found)
