"""Small drawings that stand in the rows of a table: a value with its interval, a bar of a change."""

from __future__ import annotations

from collections.abc import Sequence

from cxdesk.analysis.why.bars import Bar
from cxdesk.domain.results import BreakdownRow
from cxdesk.reports.pictures.drawing import MID, Dot, Drawing, Line, Mark, box, frame
from cxdesk.reports.pictures.scale import Scale, round_scale

HEIGHT = 12.0
MARGIN = 5.0


def dot_scale(rows: Sequence[BreakdownRow], width: float) -> Scale:
    """One scale for all rows of a table."""
    figures = [one for row in rows for one in (row.figure, row.base) if one is not None]
    values = [end for one in figures for end in (one.value, one.low, one.high) if end is not None]
    return round_scale(values, MARGIN, width - MARGIN, lines=4)


def draw_dot(row: BreakdownRow, whole: float | None, scale: Scale, width: float) -> Drawing:
    """The value with its interval, hollow the value before, dotted the value of all."""
    middle, marks = HEIGHT / 2, list[Mark]()
    if scale.low < 0 < scale.high:
        marks.append(Line(((scale.at(0), 0), (scale.at(0), HEIGHT)), "axis", 0.6))
    if whole is not None:
        marks.append(Line(((scale.at(whole), 0), (scale.at(whole), HEIGHT)), "accentline", 0.8, (1, 1.5)))
    figure = row.figure
    if figure.low is not None and figure.high is not None:
        left, right = scale.at(figure.low), scale.at(figure.high)
        marks.append(box(left, middle - 2, max(right - left, 0.6), 4, "accent", 28))
    if row.base is not None and row.base.value is not None:
        marks.append(Dot(scale.at(row.base.value), middle, 2.4, "panel", "cmp", 0.9))
    if figure.value is not None:
        marks.append(Dot(scale.at(figure.value), middle, 2.6, "accent", "panel", 0.6))
    return Drawing(width, HEIGHT, tuple(marks))


def bar_scale(bars: Sequence[Bar], width: float) -> Scale:
    """One scale for all bars of a change. Totals are drawn from where the smallest thing is, not from nothing."""
    values = [end for bar in bars for end in (bar.end, bar.low, bar.high) if end is not None]
    values += [bar.start for bar in bars if not bar.total]
    return round_scale(values, MARGIN, width - MARGIN, lines=4)


def draw_bar(bar: Bar, scale: Scale, width: float) -> Drawing:
    """A part of a change from where the parts before it end; pale with an edge where it could be chance."""
    middle, marks = HEIGHT / 2, list[Mark]()
    if scale.low < 0 < scale.high:
        marks.append(Line(((scale.at(0), 0), (scale.at(0), HEIGHT)), "axis", 0.6))
    if bar.total:
        marks.append(Dot(scale.at(bar.end), middle, 3, "accent", "panel", 0.6))
        if bar.low is not None and bar.high is not None:
            left, right = scale.at(bar.low), scale.at(bar.high)
            marks.insert(0, box(left, middle - 2, max(right - left, 0.6), 4, "accent", 28))
        return Drawing(width, HEIGHT, tuple(marks))
    left, right = sorted((scale.at(bar.start), scale.at(bar.end)))
    tone = bar.tone if bar.tone in ("good", "bad") else MID
    wide = max(right - left, 0.8)
    if bar.clear:
        marks.append(box(left, middle - 3.5, wide, 7, tone))
    else:
        marks += [box(left, middle - 3.5, wide, 7, tone, 18), frame(left, middle - 3.5, wide, 7, _edge(tone), 0.6)]
    if bar.low is not None and bar.high is not None:
        ends = ((scale.at(bar.low), middle), (scale.at(bar.high), middle))
        marks.append(Line(ends, "text2", 0.7))
    return Drawing(width, HEIGHT, tuple(marks))


def _edge(tone: str) -> str:
    return "line2" if tone == MID else tone
