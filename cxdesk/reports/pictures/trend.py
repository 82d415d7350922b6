"""The course of a number on paper: a line with its interval, points by their answers, gaps as gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from cxdesk.analysis.wording import Measured, bare, target_text
from cxdesk.domain.period_words import day_text, short
from cxdesk.domain.periods import Grain, Period
from cxdesk.domain.results import Target, Trend, TrendPoint, Unit
from cxdesk.reports.pictures.drawing import MIDDLE, RIGHT, Area, Dot, Drawing, Line, Mark, Point, Words, box
from cxdesk.reports.pictures.scale import Scale, round_scale
from cxdesk.system.i18n import _, day, percent_gap

LEFT_ROOM, RIGHT_ROOM, TOP, FOOT = 34.0, 8.0, 16.0, 24.0
SMALLEST, LARGEST = 1.5, 3.4  # radius of a point
MOST_LABELS = 12


class _Plot:
    """Places on one chart."""

    def __init__(self, trend: Trend, asked: Period | None, target: Target | None, width: float, height: float) -> None:
        self.trend, self.asked, self.target = trend, asked, target
        self.how = Measured.of(trend)
        self.width, self.height = width, height
        self.bottom = height - FOOT
        self.slot = (width - LEFT_ROOM - RIGHT_ROOM) / max(len(trend.points), 1)
        self.scale = self._scale()
        self.breaks = {first for first, _scales in trend.scale_changes}
        self.most = max((point.figure.n for point in trend.points), default=1) or 1

    def _scale(self) -> Scale:
        figures = [point.figure for point in (*self.trend.points, *self.trend.compare)]
        values = [one for figure in figures for one in (figure.value, figure.low, figure.high) if one is not None]
        if self.target is not None:
            values.append(self.target.value)
        return round_scale(values, self.bottom, TOP, self.trend.limits)

    def x(self, at: int) -> float:
        return LEFT_ROOM + (at + 0.5) * self.slot

    def y(self, value: float) -> float:
        return self.scale.at(value)

    def radius(self, n: int) -> float:
        return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(n / self.most)

    def runs(self) -> Iterator[list[int]]:
        """Stretches of points with a value, parted where one has none or the scale changed."""
        run: list[int] = []
        for at, point in enumerate(self.trend.points):
            if point.figure.value is None or any(point.period.contains(day) for day in self.breaks):
                if run:
                    yield run
                run = []
            if point.figure.value is not None:
                run.append(at)
        if run:
            yield run


def draw_trend(
    trend: Trend, asked: Period | None, target: Target | None, width: float, height: float = 132.0
) -> Drawing:
    """The chart; `asked` is the period of the report, which is marked on it."""
    plot = _Plot(trend, asked, target, width, height)
    marks: list[Mark] = [*_period(plot), *_grid(plot), *_target(plot)]
    for run in plot.runs():
        marks += _band(plot, run)
    marks += _earlier(plot)
    for run in plot.runs():
        marks += _line(plot, run)
    marks += [*_points(plot), *_scales(plot), *_axis(plot)]
    return Drawing(width, height, tuple(marks))


def _period(plot: _Plot) -> Iterator[Mark]:
    """The period asked as a pale field with its name above."""
    asked = plot.asked
    inside = [
        at for at, point in enumerate(plot.trend.points) if asked is not None and asked.contains(point.period.start)
    ]
    if asked is None or not inside or len(inside) == len(plot.trend.points):
        return
    left, right = plot.x(inside[0]) - plot.slot / 2, plot.x(inside[-1]) + plot.slot / 2
    yield box(left, TOP, right - left, plot.bottom - TOP, "accentbg", 75)
    yield Line(((left, TOP), (right, TOP)), "accent", 1.5)
    name, middle = short(asked), (left + right) / 2
    if middle > plot.width - 40:
        yield Words(right, TOP - 5, name, "accent", 7.5, RIGHT, True)
    else:
        yield Words(max(middle, LEFT_ROOM + 30), TOP - 5, name, "accent", 7.5, MIDDLE, True)


def _grid(plot: _Plot) -> Iterator[Mark]:
    end = plot.width - RIGHT_ROOM
    for value in plot.scale.lines:
        y = plot.y(value)
        zero = abs(value) < plot.scale.step / 1000
        yield Line(((LEFT_ROOM, y), (end, y)), "axis" if zero else "grid", 0.75 if zero else 0.5)
        text = bare(0.0 if zero else value, plot.how, decimals=plot.scale.decimals)
        text = f"{text}{percent_gap()}%" if plot.how.unit == Unit.PERCENT else text
        yield Words(LEFT_ROOM - 5, y + 2.4, text, "text3", 7, RIGHT)


def _target(plot: _Plot) -> Iterator[Mark]:
    if plot.target is None:
        return
    y = plot.y(plot.target.value)
    yield Line(((LEFT_ROOM, y), (plot.width - RIGHT_ROOM, y)), "good", 0.8, (1, 2))
    text = _("Target {value}", value=target_text(plot.target, plot.trend.better, plot.how))
    yield Words(LEFT_ROOM + 3, y - 2.5, text, "good", 7)


def _band(plot: _Plot, run: list[int]) -> Iterator[Mark]:
    ends = [(at, plot.trend.points[at].figure) for at in run]
    known = [(at, one.low, one.high) for at, one in ends if one.low is not None and one.high is not None]
    if len(known) > 1:
        above: list[Point] = [(plot.x(at), plot.y(high)) for at, _low, high in known]
        below: list[Point] = [(plot.x(at), plot.y(low)) for at, low, _high in reversed(known)]
        yield Area((*above, *below), "accent", 16)
    elif known:
        at, low, high = known[0]
        yield Line(((plot.x(at), plot.y(low)), (plot.x(at), plot.y(high))), "accentline", 2)


def _line(plot: _Plot, run: list[int]) -> Iterator[Mark]:
    points = plot.trend.points
    whole = [at for at in run if not points[at].partial]
    if len(whole) > 1:
        yield Line(tuple((plot.x(at), plot.y(_value(points[at]))) for at in whole), "accent", 1.4)
    if whole and run[-1] != whole[-1]:
        ends = (whole[-1], run[-1])
        yield Line(tuple((plot.x(at), plot.y(_value(points[at]))) for at in ends), "accent", 1.2, (1, 2))


def _points(plot: _Plot) -> Iterator[Mark]:
    for at, point in enumerate(plot.trend.points):
        if point.figure.value is None:
            continue
        place = plot.x(at), plot.y(point.figure.value)
        radius = plot.radius(point.figure.n)
        if point.partial:
            yield Dot(*place, radius, "panel", "accent", 1.2)
        else:
            yield Dot(*place, radius, "accent", "panel", 0.8)


def _earlier(plot: _Plot) -> Iterator[Mark]:
    places = {point.period: at for at, point in enumerate(plot.trend.points)}
    run: list[Point] = []
    for point in (*plot.trend.compare, None):
        value = point.figure.value if point is not None else None
        if value is None or point is None:
            if len(run) > 1:
                yield Line(tuple(run), "cmp", 1, (4, 2.5))
            run = []
        else:
            run.append((plot.x(places[point.period]), plot.y(value)))


def _scales(plot: _Plot) -> Iterator[Mark]:
    """Where the scale of the answers changed."""
    for first, scales in plot.trend.scale_changes:
        at = next((at for at, point in enumerate(plot.trend.points) if point.period.contains(first)), None)
        if at is not None and at > 0:
            x = plot.x(at) - plot.slot / 2
            yield Line(((x, TOP - 2), (x, plot.bottom)), "warn", 0.9, (2, 2))
            yield Words(x + 3, TOP + 6, _("Scale {scales}", scales=scales), "warn", 7)


def _axis(plot: _Plot) -> Iterator[Mark]:
    """Names of the units below, years where they begin."""
    points, grain = plot.trend.points, Grain(plot.trend.grain)
    every = 1 if grain is Grain.MONTH else math.ceil(len(points) / MOST_LABELS)
    year = None
    for at, point in enumerate(points):
        start = point.period.start
        if at % every == 0:
            yield Words(plot.x(at), plot.bottom + 10, _unit(start, grain), "text3", 7, MIDDLE)
        if grain is not Grain.YEAR and start.year != year and (year is not None or at % every == 0):
            yield Words(plot.x(at), plot.bottom + 20, str(start.year), "text2", 7, MIDDLE, True)
            year = start.year


def _unit(start: date, grain: Grain) -> str:
    if grain is Grain.MONTH:
        return day(start, "LLLLL")
    if grain is Grain.QUARTER:
        return day(start, "QQQ")
    return str(start.year) if grain is Grain.YEAR else day_text(start).rsplit(" ", 1)[0]


def _value(point: TrendPoint) -> float:
    assert point.figure.value is not None
    return point.figure.value
