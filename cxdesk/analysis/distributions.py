"""The rows that a number counts, spread over the points of their scale, or over stretches of their values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cxdesk.analysis.drilldown import NOT_COUNTED, leaf
from cxdesk.analysis.inquiry import Asked, Inquiry
from cxdesk.analysis.part_titles import part_title, tone
from cxdesk.analysis.valued_rows import Valued, valued
from cxdesk.domain.distribution import Band, Bar, Distribution, Percentile, Spread
from cxdesk.domain.periods import Period
from cxdesk.domain.query import Query, Selection
from cxdesk.domain.results import Unit
from cxdesk.frame.frame import Frame
from cxdesk.metrics.estimate import Estimate
from cxdesk.metrics.metric import Family, Metric
from cxdesk.metrics.registry import metric_of
from cxdesk.metrics.views.recurring import MONEY

MOST_POINTS = 21  # of a scale or of whole numbers; more are put into stretches
STRETCHES = 20
NOTHING = 1e-100  # values closer together than this are one
GLANCE = 2000  # values looked at first
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
PERCENTS = (25, 50, 75, 90)
REACH = 0.995  # the last stretch takes all beyond this share of the rows
PLAIN_UNITS = (Unit.PERCENT, Unit.SCORE, Unit.INDEX, Unit.RATIO)  # of a number whose rows are worth something else


def distribution(query: Query, frame: Frame, of: Selection, inquiry: Inquiry | None = None) -> Distribution:
    """How the rows behind a number are spread in the period asked (or the point clicked), and in its comparison. There
    may be an `inquiry` that already knows something.
    """
    inquiry, metric = inquiry or Inquiry(query.with_(selection=None), frame), metric_of(of.metric)
    now, base = of.period or inquiry.ranges.now, inquiry.base_of(of.period) if of.period else inquiry.ranges.base
    head = Distribution(of.metric, of.measure, metric.title, metric.short_title, period=now, base_period=base)
    here = _estimate(inquiry, metric, of, now)
    if isinstance(here, str):
        return replace(head, why=here)
    estimate, group = here
    before = _estimate(inquiry, metric, of, base) if base is not None else ""
    mine = _positions(estimate, group)
    if not sum(len(at) for at in mine.values()):
        return replace(head, why="no_rows")
    found, there = valued(estimate), None if isinstance(before, str) else _positions(*before)
    if found is None:
        made = _parts(mine, there)
    else:
        worth = None if isinstance(before, str) else valued(before[0])  # views may make other rows for other periods
        made = _values(found, mine, None if worth is None or there is None else (worth, there))
    made = replace(made, metric=of.metric, measure=of.measure, title=metric.title, short_title=metric.short_title)
    made = replace(made, period=now, base_period=base if there is not None else None, missing=_missing(estimate, group))
    made = _measured(made, metric, inquiry, found)
    return replace(made, bands=_bands(metric, made, mine))


def _estimate(inquiry: Inquiry, metric: Metric, of: Selection, period: Period | None) -> tuple[Estimate, int] | str:
    """The estimate whose rows are spread, and its group; else why there is none, a reason code."""
    split = inquiry.query.split if of.segment is not None else None
    asked = inquiry.one(metric, period, split)
    if not isinstance(asked, Asked):
        return asked.reason
    estimate = asked.estimates.get(of.measure) or asked.first
    segment = 0
    if of.segment is not None:
        wanted = None if of.segment == "(none)" else of.segment
        if wanted not in asked.segments:
            return "no_rows"
        segment = asked.segments.index(wanted)
    group = estimate.group(0, segment)
    return leaf(estimate, estimate.parts[0])[0], group


def _positions(estimate: Estimate, group: int) -> dict[str, np.ndarray]:
    """By part, positions in the kind's columns of the rows that count."""
    return {part: estimate.rows(group, part) for part in estimate.parts if part not in NOT_COUNTED}


def _missing(estimate: Estimate, group: int) -> int:
    return sum(len(estimate.rows(group, part)) for part in estimate.parts if part == "missing")


def _measured(made: Distribution, metric: Metric, inquiry: Inquiry, found: Valued | None) -> Distribution:
    """With what the values are in, for whoever writes them."""
    unit = metric.unit_of(made.measure)
    if unit in PLAIN_UNITS and made.spread is Spread.BINS and metric.family == Family.REVENUE:
        unit = Unit.MONEY  # a share of revenue is made of amounts
    if found is None or found.scale is not None or unit in PLAIN_UNITS:
        return replace(made, unit=Unit.COUNT)
    asked = inquiry.one(metric, made.period)
    known = inquiry.currency(asked, made.measure or asked.measures[0]) if isinstance(asked, Asked) else None
    factor = MONEY if unit == Unit.MONEY else 1.0
    return replace(made, unit=unit, decimals=metric.decimals, currency=known, factor=factor)


# Rows that are one thing or another


def _parts(mine: dict[str, np.ndarray], there: dict[str, np.ndarray] | None) -> Distribution:
    bars = tuple(Bar(len(at), part=part, base=len((there or {}).get(part, ()))) for part, at in mine.items())
    base = None if there is None else sum(len(at) for at in there.values())
    return Distribution("", "", "", "", Spread.PARTS, bars, n=sum(bar.n for bar in bars), base_n=base)


# Rows that are worth something


def _values(
    found: Valued, mine: dict[str, np.ndarray], there: tuple[Valued, dict[str, np.ndarray]] | None
) -> Distribution:
    here = _Rows.of(found, mine)
    scale = found.main_scale(here.at)
    here, elsewhere = here.on(found, scale)
    before = None if there is None else _Rows.of(*there).on(there[0], scale)[0]
    shown = found.scales[scale] if scale >= 0 else None
    if shown is not None and shown.points <= MOST_POINTS:
        points = [shown.min + shown.step * place for place in range(shown.points)]
        made = _points(points, here, before)
    else:
        few = _few(here.values, before.values if before else None)
        made = _bins(here, before) if few is None else _points(few, here, before)
    known = here.values
    if not len(known):
        return Distribution("", "", "", "", why="no_values")
    marks = () if shown is not None else tuple(_percentile(known, percent) for percent in PERCENTS)
    return replace(
        made,
        percentiles=marks if len(known) else (),
        mean=float(known.mean()) if len(known) else None,
        n=len(known),
        base_n=None if before is None else len(before.values),
        elsewhere=elsewhere,
        scale=shown.title if shown is not None else "",
    )


class _Rows:
    """Rows with their values and the place of their part among `parts`; rows without a value left out."""

    def __init__(self, at: np.ndarray, values: np.ndarray, part: np.ndarray, parts: tuple[str, ...]) -> None:
        self.at, self.values, self.part, self.parts = at, values, part, parts

    @staticmethod
    def of(found: Valued, by_part: dict[str, np.ndarray]) -> _Rows:
        at = np.concatenate([*by_part.values()]) if by_part else np.zeros(0, np.int64)
        part = np.repeat(np.arange(len(by_part)), [len(some) for some in by_part.values()])
        values = found.values[at]
        known = np.isfinite(values)
        return _Rows(at[known], values[known], part[known], tuple(by_part))

    def on(self, found: Valued, scale: int) -> tuple[_Rows, int]:
        """Those on one scale, and how many are on others."""
        if scale < 0 or found.scale is None:
            return self, 0
        mine = found.scale[self.at] == scale
        return _Rows(self.at[mine], self.values[mine], self.part[mine], self.parts), int((~mine).sum())

    def bars(self, place: np.ndarray, size: int) -> list[tuple[int, str]]:
        """Of each of `size` places how many rows are there, and what most of them are; -1 is no place."""
        there = place >= 0
        counts = np.bincount(place[there] * len(self.parts) + self.part[there], minlength=size * len(self.parts))
        table = counts.reshape(size, len(self.parts))
        return [(int(row.sum()), self.parts[int(row.argmax())] if row.any() else "") for row in table]


def _few(*sides: np.ndarray | None) -> list[float] | None:
    """The distinct values, where they are few enough to stand side by side."""
    there = [side for side in sides if side is not None]
    if any(len(np.unique(side[:GLANCE])) > MOST_POINTS for side in there):
        return None  # seen without sorting them all
    known = np.unique(np.concatenate(there))
    return [float(value) for value in known] if 0 < len(known) <= MOST_POINTS else None


def _points(points: Sequence[float], here: _Rows, before: _Rows | None) -> Distribution:
    mine = here.bars(_nearest(points, here.values), len(points))
    base = [] if before is None else before.bars(_nearest(points, before.values), len(points))
    bars = [
        Bar(n, point, point, part, base[at][0] if base else 0)
        for at, (point, (n, part)) in enumerate(zip(points, mine, strict=True))
    ]
    return Distribution("", "", "", "", Spread.POINTS, _named(bars))


def _nearest(points: Sequence[float], values: np.ndarray) -> np.ndarray:
    """The place of each value among ascending points; -1 for one that lies between them."""
    known = np.array(points, np.float64)
    step = known[1] - known[0] if len(known) > 1 else 1.0
    if np.allclose(np.diff(known), step):  # a scale: no search is needed
        place = np.clip(np.rint((values - known[0]) / step), 0, len(known) - 1).astype(np.int64)
    else:
        place = np.searchsorted((known[1:] + known[:-1]) / 2, values)
    return np.where(np.abs(values - known[place]) <= 1e-9, place, -1)


def _named(bars: list[Bar]) -> tuple[Bar, ...]:
    """Points that nobody chose are of the part that the points on both sides are of, at the ends of the next one."""
    known = [at for at, bar in enumerate(bars) if bar.part]
    for at, bar in enumerate(bars):
        before = next((bars[other].part for other in reversed(known) if other < at), "")
        after = next((bars[other].part for other in known if other > at), "")
        if not bar.part and (not before or not after or before == after):
            bars[at] = replace(bar, part=before or after)
    return tuple(bars)


def _bins(here: _Rows, before: _Rows | None) -> Distribution:
    edges = stretches(here.values)
    mine = here.bars(np.digitize(here.values, edges[1:-1]), len(edges) - 1)
    base = [] if before is None else before.bars(_stretch(before.values, edges), len(edges) - 1)
    bars = tuple(
        Bar(n, float(edges[at]), float(edges[at + 1]), part, base[at][0] if base else 0)
        for at, (n, part) in enumerate(mine)
    )
    return Distribution("", "", "", "", Spread.BINS, bars)


def _stretch(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The stretch of each value; -1 for one beyond both ends."""
    place = np.digitize(values, edges[1:-1])
    return np.where((values >= edges[0]) & (values < edges[-1]), place, -1)


def stretches(values: np.ndarray) -> np.ndarray:
    """Edges of stretches of one round width; the first and the last take whatever lies beyond."""
    low, high = float(values.min()), float(np.quantile(values, REACH))
    low = 0.0 if 0 < low < (high - low) else float(np.quantile(values, 1 - REACH)) if low < 0 else low
    least = (high - low) / STRETCHES
    width = _round_width(least) if least > NOTHING else 1.0
    first, last = math.floor(low / width) * width, math.ceil(high / width + 1e-9) * width
    edges = np.arange(round((last - first) / width) + 1) * width + first
    edges = edges if len(edges) > 1 else np.array([first, first + width])
    edges[0] = -np.inf if values.min() < edges[0] else edges[0]
    edges[-1] = np.inf if values.max() >= edges[-1] else edges[-1]
    return np.asarray(edges, np.float64)


def _round_width(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def _percentile(values: np.ndarray, percent: int) -> Percentile:
    return Percentile(percent, float(np.quantile(values, percent / 100)) if len(values) else math.nan)


# What the rule makes of them


def _bands(metric: Metric, made: Distribution, mine: dict[str, np.ndarray]) -> tuple[Band, ...]:
    """The parts of the rule with their shares; none where there is only one."""
    counts = {part: len(at) for part, at in mine.items()}
    whole = sum(counts.values())
    if len(counts) < 2 or not whole or made.spread is Spread.BINS:
        return ()
    return tuple(
        Band(part, part_title(metric, part, counts), tone(metric, made.measure, part), n, 100.0 * n / whole)
        for part, n in counts.items()
    )
